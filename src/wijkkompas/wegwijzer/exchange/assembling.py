"""Whole things of rows: a service with its phones, hours and places, in the form in which it is compared and stored.

Not taken over: names of people, who keeps a record, addresses of refuges, hours that we could only tell wrongly.
References still hold the ids of the source; `resolved` puts ours there.
"""

from __future__ import annotations

from typing import Any

from wijkkompas.wegwijzer.exchange import refuges, values
from wijkkompas.wegwijzer.exchange.children import Children
from wijkkompas.wegwijzer.exchange.gathering import HEADS, Row
from wijkkompas.wegwijzer.exchange.listing import Lists
from wijkkompas.wegwijzer.exchange.records import Reading
from wijkkompas.wegwijzer.exchange.things import COUNTRY, KINDS, LEGAL, STATUSES, Assembled, Incoming, Places


def assemble(
    reading: Reading, *, source: str, places: Places, municipality: str | None = None, publish: bool = False
) -> Assembled:
    """Everything in a source as whole things, in the order in which they can be written."""
    return _Assembler(reading, source, places, municipality, publish).run()


class _Assembler(Lists, Children):
    """Everything in a source as whole things."""

    def run(self) -> Assembled:
        self._link_places()
        taxonomies, terms = self._taxonomies()
        self.terms = {term.source_id: term for term in terms}
        self.attributes = self._by_owner("attribute", self._owners_of_attribute)
        self._find_refuges()
        locations = [made for row in self.table["location"].values() if (made := self._location(row))]
        self.known_locations = {item.source_id for item in locations}
        services = self._services()
        self._areas_of_locations(locations)
        organizations = self._organizations()
        items = [*taxonomies, *terms, *organizations, *locations, *services]
        seen = {(item.kind, item.source_id) for item in items}
        seen |= {(kind, identity) for kind in HEADS for identity in self.table[kind]}
        notes = [*self.reading.notes, *self.found.notes()]
        return Assembled(items, self.found.problems, notes, self._covers(), frozenset(seen))

    def _covers(self) -> frozenset[str]:
        """A list with only the plain fields of services says nothing about places and terms."""
        services = self.table["service"].values()
        if not services or any(row.full for row in services):
            return self.reading.tables
        alone = {kind for kind in HEADS if any(not row.nested for row in self.table[kind].values())}
        return self.reading.tables & (alone | {"service", "organization"})

    def _location(self, row: Row) -> Incoming | None:
        secret = row.id in self.secret_places
        addresses = self.addresses.get(row.id, [])
        name = self.text(row, "name") or next((a.get("address_1") for a in addresses if a.get("address_1")), "")
        if not name:
            self.found.refuse(row, "name", "is required")
            return None
        kind = row.get("location_type") or "physical"
        latitude = self.parsed(row, "latitude", lambda v: values.coordinate(v, 90), None)
        longitude = self.parsed(row, "longitude", lambda v: values.coordinate(v, 180), None)
        if latitude is None or longitude is None:
            latitude = longitude = None
        holder = row.get("organization_id")
        fields: dict[str, Any] = {
            "name": name,
            "location_type": kind if kind in {"physical", "postal", "virtual"} else "physical",
            "description": self.text(row, "description"),
            "transportation": self.text(row, "transportation"),
            "latitude": latitude,
            "longitude": longitude,
            "organization": holder if holder in self.table["organization"] else None,
        }
        if secret:
            fields |= {"latitude": None, "longitude": None, "addresses": [], "transportation": ""}
            words = self._secrets([row.id])
            fields["name"] = refuges.without(name, words).strip(" …,") or "Geheim adres"
            fields["description"] = refuges.without(fields["description"], words)
            self.found.note("a place of a refuge: its address and point on the map are not taken over", row.line)
        elif row.full and "address" in self.reading.tables:
            fields["addresses"] = [made for a in addresses if (made := self._address(a, row.id))]
        if row.full and "accessibility" in self.reading.tables:
            fields["accessibilities"] = [
                {
                    "id": self.child_id("accessibility", a, row.id, False),
                    "description": self.text(a, "description"),
                    "details": self.text(a, "details"),
                }
                for a in self.accessibilities.get(row.id, [])
                if a.get("description")
            ]
        forced = frozenset({"latitude", "longitude", "addresses"}) if secret else frozenset()
        city = next((a.get("city") for a in addresses if a.get("city")), "")
        defaults = {"area": self.places.code_of(city) if city else None}
        return Incoming("location", row.id, row.line, row.file, fields, defaults, forced)

    def _services(self) -> list[Incoming]:
        self._link_children()
        return [made for row in self.table["service"].values() if (made := self._service(row))]

    def _service(self, row: Row) -> Incoming | None:
        name, holder = self.text(row, "name"), row.get("organization_id")
        if not name:
            self.found.refuse(row, "name", "is required")
            return None
        if holder not in self.table["organization"] or not self.table["organization"][holder].get("name"):
            reason = "is required" if not holder else f"the organisation {holder[:60]} is not in the source"
            self.found.refuse(row, "organization_id", reason)
            return None
        fields = self._plain(row) | self._from_terms(row)
        fields |= {"name": name, "organization": holder}
        areas = self._areas(row)
        if areas:
            fields["areas"] = areas
        if row.full:
            fields |= self._children(row)
        secret = row.id in self.secret_services
        if secret:
            words = self._secrets(self.at.get(row.id, {}))
            for one in ("name", "description", "summary", "application_process", "alert"):
                fields[one] = refuges.without(fields[one], words)
            fields |= {"at_locations": []}
            for hours in fields.get("schedules", []):
                hours["location"] = None
            self.found.note("a refuge: the service is taken over without any place", row.line)
        self.areas_of[row.id] = areas or self._nearby(row)
        defaults = {"areas": self.areas_of[row.id]}
        return Incoming(
            "service", row.id, row.line, row.file, fields, defaults, frozenset({"at_locations"} if secret else ())
        )

    def _plain(self, row: Row) -> dict[str, Any]:
        description = self.text(row, "description")
        status = row.get("status").lower() or "active"
        if status not in STATUSES:
            self.found.refuse(row, "status", f"{status[:30]!r} is none of: {', '.join(STATUSES)}", whole=False)
            status = "inactive"
        ages = {a: self.parsed(row, a, values.whole_number, None) for a in ("minimum_age", "maximum_age")}
        fees = "fees_description" if row.get("fees_description") else "fees"
        told = {
            "alternate_name": self.text(row, "alternate_name"),
            "description": description,
            "summary": self.text(row, "summary")
            or values.summary(description)
            or values.cut(self.text(row, "name"), 200),
            "url": self.parsed(row, "url", values.link, ""),
            "email": self.parsed(row, "email", values.email, ""),
            "status": status,
            "interpretation_services": self.text(row, "interpretation_services"),
            "application_process": self.text(row, "application_process"),
            "fees_description": values.cut(self.text(row, fees), 200),
            "eligibility_description": self.text(row, "eligibility_description"),
            "alert": self.text(row, "alert"),
            **ages,
        }
        if self.publish:
            told["assured_date"] = self.parsed(row, "assured_date", values.day, None)
        for word, allowed in (("theme", self.places.themes), ("kind", {kind: kind for kind in KINDS})):
            wanted = row.get(word)
            if wanted.casefold() in allowed:
                told[word] = allowed[wanted.casefold()]
            elif wanted:
                self.found.refuse(
                    row, word, f"{wanted[:40]!r} is none of: {', '.join(dict.fromkeys(allowed))}", whole=False
                )
        return told

    def _from_terms(self, row: Row) -> dict[str, Any]:
        """What the terms say in our own words: needs, theme, target groups."""
        if not row.full or "attribute" not in self.reading.tables:
            return {}
        told: dict[str, Any] = {}
        needs: list[str] = []
        groups: list[str] = []
        taxonomies = {identity: r.get("name") for identity, r in self.table["taxonomy"].items()}
        for attribute, _shared in self.attributes.get(row.id, []):
            term = self.terms[attribute.get("taxonomy_term_id")]
            called = taxonomies.get(term.fields["taxonomy"]) or str(term.fields["taxonomy"]).removeprefix("list|")
            code = term.fields["code"]
            if called == "Hulpvragen" and code in self.places.needs:
                needs.append(code)
            elif called == "Thema's" and code in self.places.themes:
                told["theme"] = self.places.themes[code]
            elif called == "Doelgroepen":
                groups.append(values.cut(code, 40))
        if needs:
            told["needs"] = sorted(dict.fromkeys(needs))[:4]
        if groups:
            told["target_groups"] = sorted(dict.fromkeys(groups))
        return told

    def _areas(self, row: Row) -> list[str]:
        codes: list[str] = []
        for area, _shared in self.coverage.get(row.id, []):
            code = self.places.code_of(*(area.get(name) for name in ("extent", "uri", "name", "service_area")))
            if code:
                codes.append(code)
            else:
                self.found.note(f"we know no area {area.get('name')[:40]!r}", area.line)
        return sorted(dict.fromkeys(codes))

    def _nearby(self, row: Row) -> list[str]:
        """For a service that names no area that we know: the municipality asked for, else that of its address, else the country."""
        if self.municipality:
            return [self.municipality]
        cities = {address.get("city") for place in self.at.get(row.id, {}) for address in self.addresses.get(place, [])}
        codes = sorted({code for city in cities if city and (code := self.places.code_of(city))})
        if codes:
            return codes
        self.found.note(
            "we cannot see for which area this is: kept under the whole country (give --municipality)", row.line
        )
        return [COUNTRY]

    # Where things are -----------------------------------------------------------------------------------------------

    def _areas_of_locations(self, locations: list[Incoming]) -> None:
        around: dict[str, str] = {}
        for service, places in self.at.items():
            for place in places:
                around.setdefault(place, next(iter(self.areas_of.get(service, [])), ""))
        for item in locations:
            known = item.defaults["area"] or around.get(item.source_id) or self.municipality or COUNTRY
            item.defaults["area"] = known

    def _organizations(self) -> list[Incoming]:
        homes: dict[str, list[str]] = {}
        for identity, row in self.table["service"].items():
            for code in self.areas_of.get(identity, []):
                homes.setdefault(row.get("organization_id"), []).append(self.places.home(code))
        made = []
        for identity, row in self.table["organization"].items():
            name = self.text(row, "name")
            if not name:
                self.found.refuse(row, "name", "is required")
                continue
            about, legal = self.text(row, "description"), row.get("legal_status")
            fields = {
                "name": name,
                "alternate_name": self.text(row, "alternate_name"),
                "description": "" if about == name else about,
                "email": self.parsed(row, "email", values.email, ""),
                "website": self.parsed(row, "website", values.link, ""),
                "legal_status": legal if legal in LEGAL else "unknown",
                "logo": self.parsed(row, "logo", values.link, ""),
                "uri": self.parsed(row, "uri", values.link, ""),
                "parent": row.get("parent_organization_id"),
            }
            home = next(iter(homes.get(identity, [])), self.municipality or COUNTRY)
            steps = [home, *self.places.areas.get(home, ())[1:], COUNTRY]
            defaults = {"areas": list(dict.fromkeys(steps))}
            made.append(Incoming("organization", identity, row.line, row.file, fields, defaults))
        return self._parents_first(made, "parent_organization_id")
