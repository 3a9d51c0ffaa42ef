"""Lists of terms, and what stands above what."""

from __future__ import annotations

from wijkkompas.wegwijzer.exchange import values
from wijkkompas.wegwijzer.exchange.linking import Links
from wijkkompas.wegwijzer.exchange.things import Incoming


class Lists(Links):
    """The taxonomies of a source."""

    def _taxonomies(self) -> tuple[list[Incoming], list[Incoming]]:
        made: dict[str, Incoming] = {}
        for identity, row in self.table["taxonomy"].items():
            name = self.text(row, "name")
            if not name:
                self.found.refuse(row, "name", "is required")
                continue
            about = self.text(row, "description")
            fields = {
                "name": name,
                "description": "" if about == name else about,
                "uri": self.parsed(row, "uri", values.link, ""),
                "version": self.text(row, "version"),
            }
            made[identity] = Incoming("taxonomy", identity, row.line, row.file, fields)
        by_name = {item.fields["name"]: identity for identity, item in made.items()}
        terms: list[Incoming] = []
        for identity, row in self.table["taxonomy_term"].items():
            name = self.text(row, "name")
            if not name:
                self.found.refuse(row, "name", "is required")
                continue
            belongs, called = row.get("taxonomy_id"), self.text(row, "taxonomy", kind="?") or self.source
            if belongs not in made:
                belongs = belongs or by_name.get(called, f"list|{called}")
                if belongs not in made:
                    fields = {"name": values.cut(called, 120), "description": "", "uri": "", "version": ""}
                    made[belongs] = Incoming("taxonomy", belongs, row.line, row.file, fields)
                    by_name.setdefault(called, belongs)
            about, code = self.text(row, "description"), self.text(row, "code")
            terms.append(
                Incoming(
                    "taxonomy_term",
                    identity,
                    row.line,
                    row.file,
                    {
                        "taxonomy": belongs,
                        "code": code or values.cut(identity.rsplit("|", 1)[-1], 60),
                        "name": name,
                        "description": "" if about == name else about,
                        "parent": row.get("parent_id"),
                    },
                )
            )
        return list(made.values()), self._parents_first(terms, "parent_id")

    def _parents_first(self, items: list[Incoming], column: str) -> list[Incoming]:
        """Each after what stands above it; what is not there, or stands above itself, is left out and named."""
        by_id = {item.source_id: item for item in items}
        done: dict[str, Incoming] = {}
        for item in items:
            wanted = item.fields["parent"]
            if wanted and (wanted not in by_id or wanted == item.source_id):
                self.found.note(f"{item.kind}.{column} names something that is not in the source: left out", item.line)
                wanted = None
            item.fields["parent"] = wanted or None
        for item in items:
            trail: dict[str, Incoming] = {}
            step: Incoming | None = item
            while step is not None and step.source_id not in done:
                trail[step.source_id] = step
                step = by_id.get(step.fields["parent"])
                if step is not None and step.source_id in trail:
                    self.found.refuse(
                        self.table[item.kind][step.source_id], column, "this stands above itself", whole=False
                    )
                    next(reversed(trail.values())).fields["parent"] = None
                    break
            done |= dict(reversed(trail.items()))
        return list(done.values())
