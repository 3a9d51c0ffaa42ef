"""The parts of a record among which a person chooses: fields, and rows under it that belong together.

Opening hours hang under places, so places and hours are one part. Who keeps the record and where it came from are of
the record itself and no part: they stay with the one that is kept.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.models import (
    Attribute,
    Contact,
    CostOption,
    Goal,
    Language,
    Phone,
    RequiredDocument,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.rules import Visibility
from wijkkompas.wegwijzer.values import RecordKind

KEPT, OTHER, BOTH = "kept", "other", "both"
MODELS: Mapping[str, Any] = {RecordKind.SERVICE: Service, RecordKind.ORGANIZATION: mensen.Organization}
_Areas = Service.areas.through


@dataclass(frozen=True)
class Part:
    """Columns of the record, or rows under it (`tables`, what hangs under another after it)."""

    name: str
    label: Any
    columns: tuple[str, ...] = ()
    tables: tuple[Any, ...] = ()
    both: bool = False  # keeping the rows of both makes sense

    def rows(self, identity: Any) -> list[models.Model]:
        """The rows under a record, those above first, each with what its words hang on. One query a table."""
        return [
            row
            for table in self.tables
            for row in table.objects.filter(**{_OWNER[table]: identity})
            .select_related(_NAMED_BY.get(table))
            .order_by("pk")
        ]


@dataclass(frozen=True)
class Side:
    """One of two records with the rows of its parts, read once."""

    record: Any
    rows: Mapping[str, list[models.Model]]

    def everything(self) -> list[models.Model]:
        """The record and all that is told under it."""
        return [self.record, *(row for rows in self.rows.values() for row in rows)]


_OWNER: Mapping[Any, str] = {
    **dict.fromkeys(
        (Phone, Contact, Language, CostOption, RequiredDocument, Attribute, Goal, ServiceNeed, ServiceAtLocation),
        "service_id",
    ),
    _Areas: "service_id",
    Schedule: "service_id",
    ScheduleException: "schedule__service_id",
    RotaLine: "schedule__service_id",
}
_NAMED_BY: Mapping[Any, str] = {_Areas: "area", ServiceNeed: "need", Attribute: "term", ServiceAtLocation: "location"}
SERVICE_PARTS = (
    Part("name", _("Naam"), ("name",)),
    Part("alternate_name", _("Andere naam"), ("alternate_name",)),
    Part("organization", _("Organisatie"), ("organization_id",)),
    Part("summary", _("In één zin"), ("summary",)),
    Part("description", _("Omschrijving"), ("description",)),
    Part("in_brief", _("In het kort"), ("in_brief",)),
    Part("phones", _("Telefoon"), tables=(Phone,), both=True),
    Part("email", _("E-mailadres"), ("email",)),
    Part("url", _("Website"), ("url",)),
    Part("times", _("Plekken en tijden"), tables=(ServiceAtLocation, Schedule, ScheduleException, RotaLine)),
    Part("areas", _("Voor welk gebied"), tables=(_Areas,), both=True),
    Part("needs", _("Hulpvragen"), tables=(ServiceNeed,)),
    Part("theme", _("Thema"), ("theme",)),
    Part("kind", _("Soort"), ("kind",)),
    Part("status", _("Stand"), ("status", "visible_from", "visible_until", "successor_id")),
    Part("target_groups", _("Doelgroepen"), ("target_groups",)),
    Part("ages", _("Leeftijd"), ("minimum_age", "maximum_age")),
    Part("ways_in", _("Zo komt u binnen"), ("ways_in",)),
    Part("application_process", _("Aanmelden"), ("application_process",)),
    Part("eligibility_description", _("Voor wie"), ("eligibility_description",)),
    Part("fees_description", _("Wat het kost"), ("fees_description",)),
    Part("cost_options", _("Kosten per soort"), tables=(CostOption,)),
    Part("required_documents", _("Wat u meeneemt"), tables=(RequiredDocument,), both=True),
    Part("languages", _("Talen"), tables=(Language,), both=True),
    Part("interpretation_services", _("Tolk"), ("interpretation_services",)),
    Part("contacts", _("Contact"), tables=(Contact,), both=True),
    Part("alert", _("Let op"), ("alert",)),
    Part("goals", _("Doelen"), tables=(Goal,), both=True),
    Part("for_professionals", _("Voor professionals"), ("for_professionals",)),
    Part("attributes", _("Termen"), tables=(Attribute,), both=True),
    Part("assured", _("Nagekeken op"), ("assured_date", "assurer_email")),
)
ORGANIZATION_PARTS = (
    Part("name", _("Naam"), ("name",)),
    Part("alternate_name", _("Andere naam"), ("alternate_name",)),
    Part("description", _("Omschrijving"), ("description",)),
    Part("email", _("E-mailadres"), ("email",)),
    Part("website", _("Website"), ("website",)),
    Part("legal_status", _("Rechtsvorm"), ("legal_status",)),
    Part("logo", _("Logo"), ("logo",)),
    Part("uri", _("Vast adres op het web"), ("uri",)),
    Part("parent", _("Valt onder"), ("parent_organization_id",)),
    Part("area", _("Gebied"), ("area_id",)),
)


def parts_of(kind: str) -> tuple[Part, ...]:
    """The parts of a kind of record, in the order in which people read them."""
    return SERVICE_PARTS if kind == RecordKind.SERVICE else ORGANIZATION_PARTS


def side(kind: str, record: Any) -> Side:
    """Read what stands under a record: one query a table, however many rows."""
    return Side(record, {part.name: part.rows(record.pk) for part in parts_of(kind)})


# What stands there --------------------------------------------------------------------------------------------------


def written(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Rows as JSON, exactly: `restored` makes the same rows of it."""
    found: list[dict[str, Any]] = json.loads(serializers.serialize("json", list(rows)))
    return found


def restored(rows: Sequence[Mapping[str, Any]]) -> list[models.Model]:
    """The rows of `written`, saved as they were: with their ids, and without a new moment of change."""
    made = list(serializers.deserialize("python", json.loads(json.dumps(rows))))
    for one in made:
        one.save()
    return [one.object for one in made]


def restorable(row: Mapping[str, Any]) -> Any:
    """A row of `written` as an object that is not saved."""
    return next(iter(serializers.deserialize("python", json.loads(json.dumps([row]))))).object


def columns_of(record: models.Model, part: Part) -> list[Any]:
    """The values of a part in columns."""
    return [getattr(record, column) for column in part.columns]


def bare(rows: Iterable[models.Model]) -> list[Any]:
    """Rows without what makes each its own: equal when they say the same."""
    plain = [(row["model"], row["fields"]) for row in written(rows)]
    keys = {"service", "schedule", "at_location"}
    return sorted(json.dumps([m, {k: v for k, v in f.items() if k not in keys}], sort_keys=True) for m, f in plain)


def same(part: Part, one: Side, other: Side) -> bool:
    """Both records say the same here."""
    if part.columns:
        return columns_of(one.record, part) == columns_of(other.record, part)
    return bare(one.rows[part.name]) == bare(other.rows[part.name])


def empty(part: Part, side: Side) -> bool:
    """The record says nothing here."""
    if part.columns:
        return all(value in ("", None, []) for value in columns_of(side.record, part))
    return not side.rows[part.name]


def reach(record: Any) -> int:
    """How much residents see of a service: 0 nothing, 1 a page that says that it stopped, 2 help."""
    seen = facts.visibility(record, clock.today())
    return {Visibility.HIDDEN: 0, Visibility.OVER: 1}.get(seen, 2)


def best(part: Part, kept: Side, other: Side) -> str:
    """What is chosen when nobody says otherwise: what is filled in, first that of the one that is kept.

    The areas of both; and what residents find stays findable.
    """
    if part.name == "status":
        return OTHER if reach(other.record) > reach(kept.record) else KEPT
    if empty(part, other):
        return KEPT
    if empty(part, kept):
        return OTHER
    return BOTH if part.name == "areas" else KEPT


# Putting it in ------------------------------------------------------------------------------------------------------


def remove_rows(part: Part, identity: Any) -> None:
    """Take the rows of a part away, those below first."""
    for table in reversed(part.tables):
        table.objects.filter(**{_OWNER[table]: identity}).delete()


def copy_rows(part: Part, source: Any, target: Any, *, beside: bool) -> None:
    """Give a record copies of the rows of another; `beside` its own ones (then without those that say the same)."""
    if part.name == "times":
        _copy_times(source, target)
        return
    own = part.rows(target)
    known = set(bare(own))
    for row in part.rows(source):
        if beside and bare([row])[0] in known:
            continue
        made: Any = copy.copy(row)
        made.pk = uuid.uuid4() if isinstance(row.pk, uuid.UUID) else None
        made.service_id = target
        made._state = type(row._state)()
        made.save(force_insert=True)


def _copy_times(source: Any, target: Any) -> None:
    places: dict[Any, Any] = {None: None}
    hours: dict[Any, Any] = {}
    for row in ServiceAtLocation.objects.filter(service_id=source):
        places[row.pk] = ServiceAtLocation.objects.create(
            service_id=target, location_id=row.location_id, description=row.description
        ).pk
    for schedule in Schedule.objects.filter(service_id=source):
        before = schedule.pk
        schedule.pk = uuid.uuid4()
        schedule.service_id, schedule.at_location_id = target, places[schedule.at_location_id]
        schedule._state = type(schedule._state)()
        schedule.save(force_insert=True)
        hours[before] = schedule.pk
    for table in (ScheduleException, RotaLine):
        for line in table.objects.filter(schedule_id__in=list(hours)).order_by("pk"):
            line.pk, line.schedule_id = None, hours[line.schedule_id]
            line._state = type(line._state)()
            line.save(force_insert=True)
