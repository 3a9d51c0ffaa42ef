"""Which rows of a source belong together, their values, and what of them must stay secret."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from wijkkompas.wegwijzer.exchange import refuges, values
from wijkkompas.wegwijzer.exchange.gathering import Gathered, Row, gather
from wijkkompas.wegwijzer.exchange.records import Reading, made_id, own_uuid
from wijkkompas.wegwijzer.exchange.things import LENGTHS, Incoming, Places

T = TypeVar("T")


class Links:
    """The rows of a source with who belongs to whom."""

    terms: dict[str, Incoming]
    attributes: dict[str, list[tuple[Row, bool]]]

    def __init__(self, reading: Reading, source: str, places: Places, municipality: str | None, publish: bool) -> None:
        self.reading, self.source, self.places = reading, source, places
        self.municipality, self.publish = municipality, publish
        self.found: Gathered = gather(reading)
        self.table = self.found.tables
        self.at: dict[str, dict[str, Row]] = {}
        self.services_at: dict[str, list[str]] = {}
        self.addresses = self._under("address", "location_id")
        self.accessibilities = self._under("accessibility", "location_id")
        self.services_of = self._under("service", "organization_id")
        self.contacts = {row.id: row for row in self.table["contact"].values()}
        self.people = {row.get("name") for row in self.contacts.values() if row.get("name")}
        self.secret_services: set[str] = set()
        self.secret_places: set[str] = set()
        self.areas_of: dict[str, list[str]] = {}

    def _under(self, table: str, column: str) -> dict[str, list[Row]]:
        under: dict[str, list[Row]] = {}
        for row in self.table[table].values():
            under.setdefault(row.get(column), []).append(row)
        return under

    # Values ---------------------------------------------------------------------------------------------------------

    def text(self, row: Row, name: str, *, kind: str = "") -> str:
        """A text, cut to what our column holds (and that told)."""
        try:
            value = values.text(row.fields.get(name))
        except ValueError as error:
            self.found.refuse(row, name, str(error), whole=False)
            return ""
        length = LENGTHS.get(kind or row.kind, {}).get(name)
        if length is not None and len(value) > length:
            self.found.note(f"{row.kind}.{name} is longer than {length} characters: shortened", row.line)
            return values.cut(value, length)
        return value

    def parsed(self, row: Row, name: str, form: Callable[[str], T], empty: T) -> T:
        """A value in its form; what cannot be read is named and left empty."""
        plain = self.text(row, name)
        if not plain:
            return empty
        try:
            return form(plain)
        except (ValueError, OverflowError) as error:
            reason = str(error) if not str(error).startswith(("could not convert", "cannot convert")) else "no number"
            self.found.refuse(row, name, reason, whole=False)
            return empty

    def child_id(self, table: str, row: Row, owner: str, shared: bool) -> str:
        """The id of a row under an owner: the source's own UUID when it has one owner, else made of what it is."""
        own = own_uuid(row.id)
        if own is not None and not shared:
            return str(own)
        parts = f"{owner}|{row.id or sorted((k, str(v)) for k, v in row.fields.items())}"
        return str(made_id(self.source, table, parts))

    # Links ----------------------------------------------------------------------------------------------------------

    def _link_places(self) -> None:
        for row in self.table["service_at_location"].values():
            service, location = row.get("service_id"), row.get("location_id")
            if service not in self.table["service"] or location not in self.table["location"]:
                missing = "service_id" if service not in self.table["service"] else "location_id"
                self.found.refuse(row, missing, "this is not in the source")
                continue
            if self.at.setdefault(service, {}).setdefault(location, row) is row:
                self.services_at.setdefault(location, []).append(service)

    def owners(self, row: Row) -> list[str]:
        """The services that a row is about, most direct way first."""
        if row.get("service_id") in self.table["service"]:
            return [row.get("service_id")]
        at = self.table["service_at_location"].get(row.get("service_at_location_id"))
        if at is not None and at.get("service_id") in self.table["service"]:
            return [at.get("service_id")]
        if contact := row.get("contact_id"):
            holder = self.contacts.get(contact)
            if holder is not None and row.kind != "contact":
                return self.owners(holder)
        if row.get("location_id") in self.table["location"] and row.kind != "schedule":
            return self.services_at.get(row.get("location_id"), [])
        if row.get("organization_id") in self.table["organization"] and row.kind in {"phone", "contact"}:
            return [service.id for service in self.services_of.get(row.get("organization_id"), [])]
        return []

    def _owners_of_attribute(self, row: Row) -> list[str]:
        linked = row.get("link_id") or row.get("service_id")
        return [linked] if linked in self.table["service"] and row.get("taxonomy_term_id") in self.terms else []

    def _by_owner(self, table: str, owners: Callable[[Row], list[str]]) -> dict[str, list[tuple[Row, bool]]]:
        """The rows of a table under each service; a row that is about nothing is refused (once, and not when a twin is not)."""
        under: dict[str, list[tuple[Row, bool]]] = {}
        loose: list[Row] = []
        placed: set[str] = set()
        for row in self.table[table].values():
            found = owners(row)
            if not found:
                loose.append(row)
            placed |= {row.id} if found and row.id else set()
            for owner in found:
                already = under.setdefault(owner, [])
                if not row.id or all(other.id != row.id for other, _shared in already):
                    already.append((row, len(found) > 1))
        for row in loose:
            if row.id and row.id in placed:
                continue
            if table == "schedule" and row.get("location_id"):
                self.found.refuse(row, "service_id", "these are hours of a place, not of a service: give the service")
            elif table != "phone" or not row.get("organization_id"):
                self.found.refuse(row, "service_id", f"no service of this source belongs to this {table}")
            else:
                self.found.refuse(
                    row, "service_id", "this organisation has no service in the source to put the phone at"
                )
        return under

    # Refuges --------------------------------------------------------------------------------------------------------

    def _find_refuges(self) -> None:
        holders = {
            identity
            for identity, row in self.table["organization"].items()
            if refuges.is_refuge([row.get("name"), row.get("alternate_name")])
        }
        for identity, row in self.table["service"].items():
            names = [row.get("name"), row.get("alternate_name"), row.get("keywords")]
            for attribute, _shared in self.attributes.get(identity, []):
                term = self.terms[attribute.get("taxonomy_term_id")]
                names += [term.fields["name"], str(term.fields["code"]).replace("-", " ")]
            if row.get("organization_id") in holders or refuges.is_refuge(names):
                self.secret_services.add(identity)
                self.secret_places |= self.at.get(identity, {}).keys()
        for identity, row in self.table["location"].items():
            names = [row.get("name"), row.get("alternate_name")]
            if row.get("organization_id") in holders or refuges.is_refuge(names):
                self.secret_places.add(identity)

    def _secrets(self, places: Iterable[str]) -> list[str]:
        """Words that give these places away."""
        return [
            row.get(name)
            for place in places
            for row in self.addresses.get(place, [])
            for name in ("address_1", "postal_code")
        ]
