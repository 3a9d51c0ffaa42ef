"""Which thing here each thing of a source is: the one it became before, the one with its id or name, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.exchange.records import made_id, own_uuid
from wijkkompas.wegwijzer.exchange.things import Incoming
from wijkkompas.wegwijzer.models import ImportedRecord, Location, Service, Taxonomy, TaxonomyTerm

MODELS: Mapping[str, Any] = {
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "organization": mensen.Organization,
    "location": Location,
    "service": Service,
}
Key = tuple[str, str]


@dataclass
class Identity:
    """Our id of a thing of a source. `twin`: an earlier thing of this source became the same one here."""

    local: str
    before: ImportedRecord | None = None
    twin: bool = False
    area: str = ""


def identify(items: Iterable[Incoming], source: str) -> dict[Key, Identity]:
    """Our id of every thing, in a fixed number of queries."""
    everything = list(items)
    before: dict[Key, ImportedRecord] = {
        (row.kind, row.source_id): row for row in ImportedRecord.objects.filter(source=source)
    }
    mine = {(row.kind, str(row.object_id)) for row in before.values()}
    became = _merged()
    fresh = [item for item in everything if (item.kind, item.source_id) not in before]
    others = _of_other_sources(fresh, source)
    found: dict[Key, Identity] = {}
    names = _Names(fresh, mine)
    used: set[Key] = set()
    for item in everything:
        key = (item.kind, item.source_id)
        row = before.get(key)
        own = own_uuid(item.source_id)
        natural = str(made_id(source, item.kind, item.source_id) if own is None or str(own) in others else own)
        if row is not None:
            identity = Identity(str(row.object_id), row)
        else:
            identity = Identity(natural)
            if natural not in names.ids[item.kind]:
                names.settle(item, identity, found)
            identity.local = became.get((item.kind, identity.local), identity.local)
        # Two records of this source that a person merged both go on telling (wegwijzer.merging): neither is a twin.
        merged = natural == identity.local or became.get((item.kind, natural)) == identity.local
        identity.twin = (item.kind, identity.local) in used and not merged
        used.add((item.kind, identity.local))
        found[key] = identity
    return found


def _merged() -> dict[Key, str]:
    """What became of records that appeared twice."""
    return {
        (kind, str(gone)): str(kept)
        for kind in ("service", "organization")
        for gone, kept in MODELS[kind].objects.filter(merged_into__isnull=False).values_list("id", "merged_into_id")
    }


def _of_other_sources(fresh: list[Incoming], source: str) -> set[str]:
    wanted = [own for item in fresh if (own := own_uuid(item.source_id))]
    rows = ImportedRecord.objects.filter(object_id__in=wanted).exclude(source=source)
    return {str(identity) for identity in rows.values_list("object_id", flat=True)}


class _Names:
    """What must be there only once by name: an organisation in an area, a list, a term in a list."""

    def __init__(self, fresh: list[Incoming], mine: set[Key]) -> None:
        self.mine = mine
        wanted: dict[str, list[UUID]] = {kind: [] for kind in MODELS}
        for item in fresh:
            wanted[item.kind] += [own] if (own := own_uuid(item.source_id)) else []
        self.ids: dict[str, set[str]] = {
            kind: {str(i) for i in model.objects.filter(id__in=wanted[kind]).values_list("id", flat=True)}
            for kind, model in MODELS.items()
        }
        called = {kind: [item.fields["name"] for item in fresh if item.kind == kind] for kind in MODELS}
        codes = [item.fields["code"] for item in fresh if item.kind == "taxonomy_term"]
        self.taken: dict[tuple[str, ...], str] = {}
        here = mensen.Organization.objects.filter(name__in=called["organization"], merged_into__isnull=True)
        for name, area, identity in here.values_list("name", "area_id", "id"):
            self.taken["organization", name, area] = str(identity)
        for name, identity in Taxonomy.objects.filter(name__in=called["taxonomy"]).values_list("name", "id"):
            self.taken["taxonomy", name] = str(identity)
        for taxonomy, code, identity in TaxonomyTerm.objects.filter(code__in=codes).values_list(
            "taxonomy_id", "code", "id"
        ):
            self.taken["taxonomy_term", str(taxonomy), code] = str(identity)

    def settle(self, item: Incoming, identity: Identity, found: Mapping[Key, Identity]) -> None:
        """Take the name, or be the thing that has it. Two organisations of one source with one name stay two while a
        wider area is free for the second; else they are one."""
        for name in self._names(item, found):
            holder = self.taken.get(name)
            if holder is None:
                self.taken[name] = identity.local
                self.mine.add((item.kind, identity.local))
                identity.area = name[2] if item.kind == "organization" else ""
                return
            if (item.kind, holder) not in self.mine or item.kind != "organization":
                identity.local = holder
                return
        names = self._names(item, found)
        if names:
            identity.local = self.taken[names[0]]

    def _names(self, item: Incoming, found: Mapping[Key, Identity]) -> list[tuple[str, ...]]:
        if item.kind == "organization":
            areas = cast("list[str]", item.defaults["areas"])
            return [("organization", item.fields["name"], area) for area in areas]
        if item.kind == "taxonomy":
            return [("taxonomy", item.fields["name"])]
        if item.kind == "taxonomy_term":
            above = found.get(("taxonomy", item.fields["taxonomy"]))
            return [("taxonomy_term", above.local if above else "", item.fields["code"])]
        return []
