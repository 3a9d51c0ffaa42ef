"""Tables of people and places."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wijkkompas.mensen.values import NEEDS_SECOND_FACTOR, AreaKind, LegalStatus, Role, TeamRole

STANDS_ONCE = {"merged_into__isnull": True}  # what may be chosen: not what went up in another organisation


class AreaQuerySet(models.QuerySet["Area"]):
    """Reads that sound like questions."""

    def municipalities(self) -> AreaQuerySet:
        """The municipalities of this installation, by name."""
        return self.filter(kind=AreaKind.MUNICIPALITY).order_by("name")

    def within(self, code: str) -> AreaQuerySet:
        """The area itself and everything in it."""
        return self.filter(path__contains=[code])


class Area(models.Model):
    """A place with a name: country > region > municipality > wijk, or an own area such as MUWI1."""

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=AreaKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = ArrayField(models.CharField(max_length=20), help_text="this area first, then its ancestors, NL last")
    outline = models.JSONField(null=True, blank=True, help_text="GeoJSON geometry; empty where we have none")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    inhabitants = models.PositiveIntegerField(null=True, blank=True, help_text="CBS 85984NED, 2024")
    homes = models.PositiveIntegerField(null=True, blank=True, help_text="CBS 85984NED, 2024")
    answer_within_working_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="our promise to answer a question; empty: as the area above, else 2"
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=AreaKind.COUNTRY) | Q(parent__isnull=False), name="area_has_parent_unless_country"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality_code(self) -> str | None:
        """The municipality that this area lies in, or None for a region or the country."""
        return next((code for code in self.path if code.startswith("GM")), None)


class Organization(models.Model):
    """An organisation, with the columns of HSDS 3.1 `organization`. The only table of organisations in the product."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    legal_status = models.CharField(max_length=20, choices=LegalStatus, default=LegalStatus.UNKNOWN)
    logo = models.URLField(blank=True)
    uri = models.URLField(blank=True)
    parent_organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, limit_choices_to=STANDS_ONCE
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organizations")
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_here",
        help_text="this organisation and that one are the same (wegwijzer.merging)",
    )
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_modified = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "area"], condition=Q(merged_into__isnull=True), name="organization_once_per_area"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts that are known by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password people come in with a code by e-mail."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        if password is None:
            account.set_unusable_password()
        else:
            account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """For Django's own command: a functional manager."""
        return self.create_user(
            email, password, **{"role": Role.FUNCTIONAL_MANAGER, "is_superuser": True, "is_staff": True} | fields
        )


class Account(AbstractUser):
    """Somebody who logs in. Residents can do everything without one."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role, default=Role.RESIDENT)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accounts",
        limit_choices_to=STANDS_ONCE,
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=5, default="nl")
    is_example = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """What colleagues see."""
        return self.name

    def get_short_name(self) -> str:
        """What colleagues see."""
        return self.name

    @property
    def needs_second_factor(self) -> bool:
        """People who may see what residents wrote, or who publish, log in with two factors."""
        if self.role in NEEDS_SECOND_FACTOR or self.is_superuser or self.is_staff:
            return True
        return self.memberships.filter(role__in=[TeamRole.WORKER, TeamRole.LEAD]).exists()


class Team(models.Model):
    """People of one or more organisations who work together in some areas (a wijkteam, a call-back team)."""

    name = models.CharField(max_length=120)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="teams", limit_choices_to=STANDS_ONCE
    )
    areas = models.ManyToManyField(Area, related_name="teams")
    answers_questions = models.BooleanField(default=False, help_text="gets the call-back requests of its areas")
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody is in a team, as what, from when and until when. Rights follow from this row and from nothing else."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=TeamRole, default=TeamRole.WORKER)
    valid_from = models.DateTimeField(auto_now_add=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "team"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.account} in {self.team}"


class Attempt(models.Model):
    """How often one client tried something within a window: strict limits on writing and guessing.

    The client is a keyed hash of its address; rows live at most 24 hours.
    """

    bucket = models.CharField(max_length=40)
    client = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bucket", "client", "window_start"], name="attempt_once_per_window")
        ]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"
