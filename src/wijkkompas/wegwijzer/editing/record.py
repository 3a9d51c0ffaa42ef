"""A record as parts that people change: plain JSON that is compared, shown, laid down and put back exactly.

Rows keep their ids, so that what other systems point at stays. Places are never changed: another name or street is
another place, and undoing points at the first one again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.models import (
    Address,
    CostOption,
    Language,
    Location,
    Phone,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from wijkkompas.wegwijzer.rules import DAYS

COLUMNS = (
    "name",
    "summary",
    "description",
    "in_brief",
    "alert",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "ways_in",
    "application_process",
    "fees_description",
    "email",
    "url",
)


def values_of(service: Service) -> dict[str, Any]:
    """Everything that may be changed, as it stands now. Twelve queries at most."""
    values: dict[str, Any] = {column: getattr(service, column) for column in COLUMNS}
    values["ways_in"] = list(service.ways_in)
    return values | {
        "phones": [
            {"id": str(row.pk), "number": row.number, "description": row.description}
            for row in Phone.objects.filter(service=service).order_by("pk")
        ],
        "languages": sorted(Language.objects.filter(service=service).values_list("code", flat=True)),
        "costs": [
            {
                "id": str(row.pk),
                "option": row.option,
                "amount": None if row.amount is None else str(row.amount),
                "currency": row.currency,
                "amount_description": row.amount_description,
            }
            for row in CostOption.objects.filter(service=service).order_by("pk")
        ],
        "places": _places(service),
        "hours": _hours(service),
        "needs": list(
            ServiceNeed.objects.filter(service=service).order_by("position").values_list("need_id", flat=True)
        ),
        "areas": sorted(service.areas.values_list("code", flat=True)),
    }


def canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    """Rows in the order in which `values_of` gives them, so that the same is equal."""
    told = dict(values)
    for part in ("phones", "costs", "places"):
        if part in told:
            told[part] = sorted(told[part], key=lambda row: row["id"])
    for part in ("languages", "areas"):
        if part in told:
            told[part] = sorted(set(told[part]))
    if "hours" in told:
        hours = told["hours"]
        rows = sorted(hours["rows"], key=lambda row: (row["opens"], row["id"]))
        days = sorted(hours["days"], key=lambda day: (day["day"], day["opens"] or "", day["closes"] or ""))
        told["hours"] = {"rows": rows, "days": days if rows else []}
    return told


def _places(service: Service) -> list[dict[str, Any]]:
    rows = ServiceAtLocation.objects.filter(service=service).select_related("location").order_by("pk")
    found = []
    for row in rows.prefetch_related("location__addresses"):
        address = next(iter(sorted(row.location.addresses.all(), key=lambda one: str(one.pk))), None)
        found.append(
            {
                "id": str(row.pk),
                "location": str(row.location_id),
                "name": row.location.name,
                "street": address.address_1 if address else "",
                "postal_code": address.postal_code if address else "",
                "city": address.city if address else "",
            }
        )
    return found


def _hours(service: Service) -> dict[str, Any]:
    schedules = Schedule.objects.filter(service=service)
    return hours_of(schedules.prefetch_related("rota_lines", "exceptions"))


def hours_of(schedules: Iterable[Schedule]) -> dict[str, Any]:
    """Hours as the parts have them, of schedules with their lines and other days (fetched before)."""
    rows, days = [], {}
    for row in sorted(schedules, key=lambda one: (one.opens_at, str(one.pk))):
        rows.append(
            {
                "id": str(row.pk),
                "days": [day for day in DAYS if day in row.byday],
                "opens": row.opens_at.isoformat(),
                "closes": row.closes_at.isoformat(),
                "first": _day(row.valid_from),
                "last": _day(row.valid_to),
                "at": str(row.at_location_id) if row.at_location_id else None,
                "description": row.description,
                "notes": row.notes,
                "rota": [[line.weeks, line.who] for line in sorted(row.rota_lines.all(), key=lambda line: line.pk)],
            }
        )
        for other in row.exceptions.all():
            key = (other.day, str(other.opens_at or ""), str(other.closes_at or ""))
            days[key] = {
                "day": other.day.isoformat(),
                "opens": other.opens_at.isoformat() if other.opens_at else None,
                "closes": other.closes_at.isoformat() if other.closes_at else None,
                "reason": other.reason,
            }
    return {"rows": rows, "days": [days[key] for key in sorted(days)]}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# Putting it on ------------------------------------------------------------------------------------------------------


def put(service: Service, values: Mapping[str, Any]) -> None:
    """Write these parts on a locked record; what is not in `values` stays."""
    columns = [column for column in COLUMNS if column in values]
    for column in columns:
        setattr(service, column, values[column])
    service.save(update_fields=[*columns, "last_modified"])
    for part, write in _WRITERS.items():
        if part in values:
            write(service, values[part])


def _put_phones(service: Service, rows: list[dict[str, Any]]) -> None:
    _rows(Phone, service, rows, ("number", "description"))


def _put_costs(service: Service, rows: list[dict[str, Any]]) -> None:
    _rows(CostOption, service, rows, ("option", "amount", "currency", "amount_description"))


def _rows(table: Any, service: Service, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    table.objects.filter(service=service).exclude(pk__in=[row["id"] for row in rows]).delete()
    for row in rows:
        _write(table, service, row["id"], {column: row[column] for column in columns})


def _write(table: Any, service: Service, identity: str, told: dict[str, Any]) -> None:
    """Change the row of this record with this id, or make it. An id of another record is no row of this one: it fails."""
    if not table.objects.filter(pk=identity, service=service).update(**told):
        table(pk=identity, service=service, **told).save(force_insert=True)


def _put_languages(service: Service, codes: list[str]) -> None:
    Language.objects.filter(service=service).exclude(code__in=codes).delete()
    known = set(Language.objects.filter(service=service).values_list("code", flat=True))
    Language.objects.bulk_create([Language(service=service, code=code) for code in codes if code not in known])


def _put_needs(service: Service, codes: list[str]) -> None:
    ServiceNeed.objects.filter(service=service).delete()
    ServiceNeed.objects.bulk_create(
        [ServiceNeed(service=service, need_id=code, position=place) for place, code in enumerate(codes, 1)]
    )


def _put_areas(service: Service, codes: list[str]) -> None:
    service.areas.set(mensen.Area.objects.filter(code__in=codes))


def _put_places(service: Service, places: list[dict[str, Any]]) -> None:
    ServiceAtLocation.objects.filter(service=service).exclude(pk__in=[place["id"] for place in places]).delete()
    for place in places:
        location = Location.objects.filter(pk=place["location"]).first() or _new_location(service, place)
        _write(ServiceAtLocation, service, place["id"], {"location_id": location.pk})


def _new_location(service: Service, place: Mapping[str, Any]) -> Location:
    made = Location.objects.create(
        pk=place["location"],
        organization_id=service.organization_id,
        name=place["name"],
        area_id=service.organization.area_id,
    )
    if place["street"]:
        Address.objects.create(
            location=made, address_1=place["street"], postal_code=place["postal_code"], city=place["city"]
        )
    return made


def _put_hours(service: Service, hours: Mapping[str, Any]) -> None:
    ScheduleException.objects.filter(schedule__service=service).delete()
    Schedule.objects.filter(service=service).exclude(pk__in=[row["id"] for row in hours["rows"]]).delete()
    places = {str(pk) for pk in ServiceAtLocation.objects.filter(service=service).values_list("pk", flat=True)}
    made = []
    for row in hours["rows"]:
        told = {
            "at_location_id": row["at"] if row["at"] in places else None,
            "byday": row["days"],
            "opens_at": time.fromisoformat(row["opens"]),
            "closes_at": time.fromisoformat(row["closes"]),
            "valid_from": date.fromisoformat(row["first"]) if row["first"] else None,
            "valid_to": date.fromisoformat(row["last"]) if row["last"] else None,
            "description": row["description"],
            "notes": row["notes"],
        }
        _write(Schedule, service, row["id"], told)
        schedule = Schedule.objects.get(pk=row["id"])
        schedule.rota_lines.all().delete()
        RotaLine.objects.bulk_create([RotaLine(schedule=schedule, weeks=weeks, who=who) for weeks, who in row["rota"]])
        made.append(schedule)
    _put_days(made, hours["days"])


def _put_days(schedules: list[Schedule], days: list[dict[str, Any]]) -> None:
    """Each other day on one line of hours: one that is open that day, else the first. A day with two periods takes two."""
    taken: set[tuple[Any, str]] = set()
    for told in days:
        code = DAYS[date.fromisoformat(told["day"]).weekday()]
        free = [one for one in schedules if (one.pk, told["day"]) not in taken]
        chosen = next((one for one in free if code in one.byday), free[0] if free else None)
        if chosen is None:
            continue
        taken.add((chosen.pk, told["day"]))
        ScheduleException.objects.create(
            schedule=chosen,
            day=date.fromisoformat(told["day"]),
            opens_at=time.fromisoformat(told["opens"]) if told["opens"] else None,
            closes_at=time.fromisoformat(told["closes"]) if told["closes"] else None,
            reason=told["reason"],
        )


_WRITERS: Mapping[str, Callable[[Service, Any], None]] = {
    "phones": _put_phones,
    "languages": _put_languages,
    "costs": _put_costs,
    "places": _put_places,  # before the hours, which hang under places
    "hours": _put_hours,
    "needs": _put_needs,
    "areas": _put_areas,
}


def new_id() -> str:
    """For a new row."""
    return str(uuid.uuid4())


def beside_places(mine: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Hours at a place that goes stay, without that place: they would go along with it unseen."""
    told = dict(mine)
    if "places" in told:
        left = {place["id"] for place in told["places"]}
        hours = told.get("hours", now["hours"])
        rows = [row if row["at"] in left else row | {"at": None} for row in hours["rows"]]
        if rows != hours["rows"]:
            told["hours"] = {"rows": rows, "days": hours["days"]}
    return told
