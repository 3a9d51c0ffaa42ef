"""The directory, with the tables and columns of HSDS 3.1 (Open Referral), and what HSDS has no word for.

HSDS `organization` lives in mensen. Every id is a UUID, as the standard asks.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wijkkompas.kern import clock
from wijkkompas.mensen.api import COUNTRY
from wijkkompas.wegwijzer.models.needs import Need
from wijkkompas.wegwijzer.rules import Hours, OtherDay
from wijkkompas.wegwijzer.values import ServiceKind, ServiceStatus, Theme, Way, Weeks

STANDS_ONCE = {"merged_into__isnull": True}  # what may be chosen: not what went up in another record


class HsdsModel(models.Model):
    """Every HSDS object has a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class ServiceQuerySet(models.QuerySet["Service"]):
    """Reads that sound like questions."""

    def public(self, today: date | None = None) -> ServiceQuerySet:
        """What residents may find: in the guide, and within its period."""
        day = today or clock.today()
        return self.not_over(day).filter(Q(visible_from__isnull=True) | Q(visible_from__lte=day))

    def not_over(self, today: date) -> ServiceQuerySet:
        """What is in the guide, today or from a day that is still to come: what the search index is built of."""
        lasting = Q(visible_until__isnull=True) | Q(visible_until__gte=today)
        return self.filter(lasting, status=ServiceStatus.PUBLISHED, merged_into__isnull=True)

    def for_area(self, path: Sequence[str]) -> ServiceQuerySet:
        """Help that an area has: its own, and that of the areas around it up to the whole country."""
        return self.filter(areas__code__in=list(path)).distinct()

    def for_need(self, code: str) -> ServiceQuerySet:
        """Help for a need, most specific first."""
        return self.filter(service_needs__need_id=code).order_by("service_needs__position", "name")

    def with_facts(self) -> ServiceQuerySet:
        """Everything a result card shows, in a fixed number of queries."""
        return self.select_related("organization").prefetch_related(
            "schedules",
            "schedules__exceptions",
            "schedules__rota_lines",
            "phones",
            "cost_options",
            "areas",
            models.Prefetch("at_locations", ServiceAtLocation.objects.select_related("location", "location__area")),
            models.Prefetch("service_needs", ServiceNeed.objects.select_related("need").order_by("position")),
        )


class Service(HsdsModel):
    """HSDS service: something that somebody does for residents."""

    organization = models.ForeignKey(
        "mensen.Organization", on_delete=models.PROTECT, related_name="services", limit_choices_to=STANDS_ONCE
    )
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(help_text="B1 Dutch")
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=20, choices=ServiceStatus, default=ServiceStatus.PUBLISHED)
    interpretation_services = models.CharField(max_length=200, blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.CharField(max_length=200, blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    alert = models.CharField(max_length=200, blank=True)
    assured_date = models.DateField(null=True, blank=True, help_text="when somebody last checked that it is true")
    assurer_email = models.EmailField(blank=True)
    visible_from = models.DateField(null=True, blank=True, help_text="first day in the guide; empty: at once")
    visible_until = models.DateField(null=True, blank=True, help_text="last day in the guide; empty: for ever")
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to=STANDS_ONCE,
        help_text="where residents go when this one stopped",
    )
    last_modified = models.DateTimeField(auto_now=True)

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=ServiceKind, default=ServiceKind.SERVICE)
    summary = models.CharField(max_length=200, help_text="one sentence: what they do for you")
    in_brief = models.TextField(blank=True, help_text="'In het kort', A2 Dutch")
    theme = models.CharField(max_length=40, choices=Theme)
    target_groups = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ways_in = ArrayField(models.CharField(max_length=20, choices=Way), default=list, blank=True)
    for_professionals = models.TextField(blank=True, help_text="criteria and how to refer")
    areas = models.ManyToManyField("mensen.Area", related_name="services", help_text="HSDS service_area: who it is for")
    owner = models.ForeignKey(
        "mensen.Account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who keeps this record true",
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_here",
        help_text="this record and that one are the same: its page leads there",
    )
    is_example = models.BooleanField(default=False)
    source_document = models.CharField(max_length=120, blank=True)
    source_passage = models.CharField(max_length=400, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_read = models.DateField(null=True, blank=True)
    needs = models.ManyToManyField(Need, through="ServiceNeed", related_name="services")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visible_until__isnull=True)
                | Q(visible_from__isnull=True)
                | Q(visible_until__gte=F("visible_from")),
                name="service_visible_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this service."""
        from django.urls import reverse

        return reverse("service", args=[self.slug])

    def home(self) -> tuple[str | None, str]:
        """The municipality that it is for, the first by code (None: a region or the whole country), and the area under
        which promises about it are counted: that municipality, or else its first area. Reads its areas once.
        """
        areas = sorted(self.areas.all(), key=lambda area: area.code)
        municipality = next((code for area in areas if (code := area.municipality_code)), None)
        return municipality, municipality or (areas[0].code if areas else COUNTRY)


class ServiceNeed(models.Model):
    """Which needs a service is for: one to four, most specific first."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_needs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="service_needs")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "need"], name="service_need_once"),
            models.UniqueConstraint(fields=["service", "position"], name="service_need_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=4), name="service_has_at_most_four_needs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.need_id}"


class Goal(models.Model):
    """A doelstelling: what a service is meant to bring about (Amersfoort: every service has them)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class Location(HsdsModel):
    """HSDS location: a place, with coordinates only where we have them."""

    organization = models.ForeignKey(
        "mensen.Organization", null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    name = models.CharField(max_length=200)
    location_type = models.CharField(
        max_length=10,
        default="physical",
        choices=[("physical", "physical"), ("postal", "postal"), ("virtual", "virtual")],
    )
    description = models.TextField(blank=True)
    transportation = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="locations")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_has_both_coordinates_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Address(HsdsModel):
    """HSDS address."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    address_1 = models.CharField(max_length=200)
    city = models.CharField(max_length=100)
    state_province = models.CharField(max_length=60, help_text="the Dutch province")
    postal_code = models.CharField(max_length=10)
    country = models.CharField(max_length=2, default="NL")
    address_type = models.CharField(max_length=10, default="physical")

    def __str__(self) -> str:
        return f"{self.address_1}, {self.city}"


class Accessibility(HsdsModel):
    """HSDS accessibility of a location."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibilities")
    description = models.CharField(max_length=200)
    details = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.description


class ServiceAtLocation(HsdsModel):
    """HSDS service_at_location: a service at a place."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services_here")
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_per_location")
        ]

    def __str__(self) -> str:
        return f"{self.service} @ {self.location}"


class Schedule(HsdsModel):
    """HSDS schedule: weekly hours of a service (at one of its locations, or wherever it is)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    byday = ArrayField(models.CharField(max_length=2), help_text="MO TU WE TH FR SA SU")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    description = models.CharField(max_length=300, blank=True)
    notes = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["opens_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="schedule_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="schedule_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{','.join(self.byday)} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

    def as_hours(self) -> Hours:
        """As a value for the rules."""
        return Hours(tuple(self.byday), self.opens_at, self.closes_at, self.valid_from, self.valid_to)


class ScheduleException(models.Model):
    """A day on which the hours differ (closed: both empty)."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["schedule", "day"], name="one_exception_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"

    def as_value(self) -> OtherDay:
        """As a value for the rules."""
        return OtherDay(self.day, self.opens_at, self.closes_at)


class RotaLine(models.Model):
    """Who sits at the desk, in which weeks (Socius, Uitgeest 2019: one week one colleague, the other week another)."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="rota_lines")
    weeks = models.CharField(max_length=5, choices=Weeks, default=Weeks.EVERY)
    who = models.CharField(max_length=200, help_text="roles and organisations, no names of people")

    def __str__(self) -> str:
        return f"{self.weeks}: {self.who}"


class Contact(HsdsModel):
    """HSDS contact: a role to ask for, never a private person."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.title or self.name


class Phone(HsdsModel):
    """HSDS phone."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=30)
    description = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.number


class Language(HsdsModel):
    """HSDS language: in which people are helped."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=5)
    note = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.code


class CostOption(HsdsModel):
    """HSDS cost_option."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    amount_description = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.option


class RequiredDocument(HsdsModel):
    """HSDS required_document: what to bring."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.document


class Taxonomy(HsdsModel):
    """HSDS taxonomy: needs, themes, target groups as term lists."""

    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=300)
    uri = models.URLField(blank=True)
    version = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(HsdsModel):
    """HSDS taxonomy_term."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["taxonomy", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.name


class Attribute(HsdsModel):
    """HSDS attribute: a term that is attached to a service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="attributes")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "term"], name="attribute_once")]

    def __str__(self) -> str:
        return str(self.term)
