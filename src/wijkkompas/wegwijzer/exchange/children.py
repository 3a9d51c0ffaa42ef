"""The rows under a service or a place: phones, contacts, languages, costs, addresses, hours.

Not taken over: names of people and addresses that may be their own, fax numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wijkkompas.wegwijzer.exchange import values
from wijkkompas.wegwijzer.exchange.gathering import Row
from wijkkompas.wegwijzer.exchange.hours import weekly_hours
from wijkkompas.wegwijzer.exchange.linking import Links


class Children(Links):
    """What hangs under the things of a source."""

    known_locations: set[str]

    def _address(self, row: Row, location: str) -> dict[str, Any] | None:
        street = ", ".join(filter(None, [self.text(row, "address_1"), self.text(row, "address_2", kind="?")]))
        if not street:
            self.found.refuse(row, "address_1", "is required")
            return None
        country = self.text(row, "country").strip()
        if len(country) != 2:
            country = "NL" if country.casefold() in {"", "nederland", "netherlands", "the netherlands", "nld"} else ""
            if not country:
                self.found.refuse(row, "country", "give the country as two letters, such as NL", whole=False)
        kind = row.get("address_type") or "physical"
        return {
            "id": self.child_id("address", row, location, False),
            "address_1": values.cut(street, 200),
            "city": self.text(row, "city"),
            "state_province": self.text(row, "state_province"),
            "postal_code": self.text(row, "postal_code"),
            "country": country.upper(),
            "address_type": kind if kind in {"physical", "postal", "virtual"} else "physical",
        }

    def _link_children(self) -> None:
        self.phones = self._by_owner("phone", self.owners)
        self.roles = self._by_owner("contact", self.owners)
        self.languages = self._by_owner("language", self.owners)
        self.costs = self._by_owner("cost_option", self.owners)
        self.documents = self._by_owner("required_document", self.owners)
        self.coverage = self._by_owner("service_area", self.owners)
        self.hours = self._by_owner("schedule", self.owners)
        self.holidays = self._by_owner("holiday", self.owners)

    def _children(self, row: Row) -> dict[str, Any]:
        tables = self.reading.tables
        made: dict[str, Any] = {}
        if "phone" in tables:
            made["phones"] = self._unique(self._phone(r, row, s) for r, s in self._phones_of(row))
        if "contact" in tables:
            made["contacts"] = self._unique(self._contact(r, row, s) for r, s in self.roles.get(row.id, []))
        if "language" in tables:
            made["languages"] = self._unique(self._language(r, row, s) for r, s in self.languages.get(row.id, []))
        if "cost_option" in tables:
            made["cost_options"] = self._unique(self._cost(r, row, s) for r, s in self.costs.get(row.id, []))
        if "required_document" in tables:
            made["required_documents"] = self._unique(
                {"id": self.child_id("required_document", r, row.id, s), "document": self.text(r, "document")}
                for r, s in self.documents.get(row.id, [])
                if r.get("document")
            )
        if "attribute" in tables:
            made["attributes"] = self._unique(
                {"id": self.child_id("attribute", r, row.id, s), "term": r.get("taxonomy_term_id")}
                for r, s in self.attributes.get(row.id, [])
            )
        here = {place: at for place, at in self.at.get(row.id, {}).items() if place in self.known_locations}
        if "service_at_location" in tables:
            made["at_locations"] = [
                {
                    "id": self.child_id("service_at_location", at, row.id, False),
                    "location": place,
                    "description": self.text(at, "description"),
                }
                for place, at in here.items()
            ]
        if "schedule" in tables:
            hours = [(r, self.child_id("schedule", r, row.id, s)) for r, s in self.hours.get(row.id, [])]
            holidays = [r for r, _shared in self.holidays.get(row.id, [])]
            made["schedules"] = weekly_hours(hours, holidays, self.found, self.table["service_at_location"], set(here))
        return made

    def _phones_of(self, row: Row) -> list[tuple[Row, bool]]:
        """A number of the whole organisation only where the service has none itself."""
        told = self.phones.get(row.id, [])
        own = [(r, s) for r, s in told if not self._only_of_organization(r)]
        return own or told

    @staticmethod
    def _only_of_organization(row: Row) -> bool:
        others = ("service_id", "service_at_location_id", "location_id", "contact_id")
        return bool(row.get("organization_id")) and not any(row.get(name) for name in others)

    @staticmethod
    def _unique(made: Iterable[dict[str, Any] | None]) -> list[dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = {}
        for one in made:
            if one is not None:
                kept.setdefault(str({k: v for k, v in one.items() if k != "id"}), one)
        return list(kept.values())

    def _phone(self, row: Row, service: Row, shared: bool) -> dict[str, Any] | None:
        if row.get("type").lower() == "fax":
            self.found.note("fax numbers are not taken over", row.line)
            return None
        number = self.parsed(row, "number", values.phone, "")
        if not number:
            return None
        extension = row.get("extension")
        description = self.text(row, "description")
        if any(name in description for name in self.people):
            description = ""
        if extension and extension not in {"0"}:
            description = values.cut(", ".join(filter(None, [f"toestel {extension}", description])), 120)
        return {
            "id": self.child_id("phone", row, service.id, shared),
            "number": number,
            "description": description,
        }

    def _contact(self, row: Row, service: Row, shared: bool) -> dict[str, Any] | None:
        """A role to ask for. The name, and an address that may be the person's own, stay out."""
        email = self.parsed(row, "email", values.email, "")
        if row.get("name"):
            self.found.note("names of contact persons are not taken over, nor their own e-mail address", row.line)
            if email.lower() != service.get("email").lower():
                email = ""
        made = {
            "id": self.child_id("contact", row, service.id, shared),
            "title": self.text(row, "title"),
            "department": self.text(row, "department"),
            "email": email,
        }
        return made if any(made[name] for name in ("title", "department", "email")) else None

    def _language(self, row: Row, service: Row, shared: bool) -> dict[str, Any] | None:
        told = row.get("code") or row.get("name")
        if not told:
            if not row.get("phone_id"):
                self.found.refuse(row, "code", "is required")
            return None
        code, unknown = values.language(told)
        note = self.text(row, "note") or values.cut(unknown, 120)
        return {"id": self.child_id("language", row, service.id, shared), "code": code, "note": note}

    def _cost(self, row: Row, service: Row, shared: bool) -> dict[str, Any] | None:
        amount = self.parsed(row, "amount", values.money, None)
        option, about = self.text(row, "option"), self.text(row, "amount_description")
        if amount is None and not option and not about:
            return None
        currency = row.get("currency").upper()
        return {
            "id": self.child_id("cost_option", row, service.id, shared),
            "option": option,
            "amount": amount,
            "currency": currency if len(currency) == 3 else "EUR",
            "amount_description": about,
        }
