"""The register of personal data as people read it: a page, and a file in docs/reference."""

from __future__ import annotations

from dataclasses import dataclass

from wijkkompas.kern.access.declarations import DOORS, OPEN
from wijkkompas.kern.access.personal import IMPERSONAL, PROCESSINGS, TERMS, Processing

HEAD = """# Persoonsgegevens

Het register van de verwerkingen (AVG artikel 30): wat Wijkkompas van mensen bewaart, waarom, hoe lang, en wie het ziet.
De basis voor een DPIA. Gemaakt uit `personal.py` van elke kamer; verander het daar, en maak het opnieuw met
`DJANGO_SETTINGS_MODULE=wijkkompas.config.settings .venv/bin/python -m wijkkompas.toestemming.register`.
Een termijn is hier de standaard: een gemeente stelt haar eigen in.
"""


@dataclass(frozen=True)
class Entry:
    """One processing as the page shows it."""

    processing: Processing
    ends: list[str]
    fields: list[tuple[str, str]]


def entries(days: dict[str, int] | None = None) -> list[Entry]:
    """Every processing; `days` are the terms that hold here, by code (else the default)."""
    made = []
    for processing in PROCESSINGS.values():
        ends = []
        for code in processing.terms:
            term = TERMS[code]
            ends.append(f"{(days or {}).get(code, term.days)} dagen na {term.starts}.")
        told = [
            (f"{table}.{column}", what)
            for table, columns in processing.fields.items()
            for column, what in columns.items()
        ]
        made.append(Entry(processing, [*ends, processing.ends], told))
    return made


def purposes() -> list[tuple[str, str, str]]:
    """Of each kind of sealed text: what it may be opened for. The database refuses anything else."""
    return [(kind, code, str(words)) for kind, door in DOORS.items() for code, words in door.purposes.items()]


def as_markdown() -> str:
    """The file docs/reference/personal-data.md."""
    parts = [HEAD]
    for entry in entries():
        p = entry.processing
        parts.append(
            f"## {p.title}\n\n{p.purpose}\n\n- Grondslag: {p.basis}\n"
            f"- Hoe lang: {' '.join(entry.ends)}\n- Wie ziet het: {p.seen_by}\n"
        )
        rows = "\n".join(f"| `{name}` | {what} |" for name, what in entry.fields)
        parts.append(f"| veld | wat |\n| --- | --- |\n{rows}\n")
    rows = "\n".join(
        f"| {t.code} | {t.days} | {t.least} tot {t.most} | {t.starts} | {t.source} |" for t in TERMS.values()
    )
    parts.append(
        f"## Termijnen\n\n| code | dagen | mag zijn | begint bij | bron |\n| --- | --- | --- | --- | --- |\n{rows}\n"
    )
    rows = "\n".join(f"| {kind} | {code} | {words} |" for kind, code, words in purposes())
    parts.append(
        f"## Waarvoor een verzegelde tekst open mag\n\n| soort | code | waarvoor |\n| --- | --- | --- |\n{rows}\n"
    )
    columns: dict[str, list[str]] = {}
    for (table, column), because in IMPERSONAL.items():
        columns.setdefault(f"{table}: {because}", []).append(column)
    rows = "\n".join(f"- `{', '.join(names)}` in {about}" for about, names in columns.items())
    parts.append(f"## Velden die niets over een persoon zeggen\n\n{rows}\n")
    reasons: dict[str, list[str]] = {}
    for declared in OPEN.values():
        reasons.setdefault(declared.reason, []).append(f"`{declared.table}`")
    rows = "\n".join(f"- {', '.join(names)}: {reason}" for reason, names in reasons.items())
    parts.append(f"## Tabellen zonder afscherming, met de reden\n\n{rows}\n")
    return "\n".join(parts)


def main() -> None:
    """Write the file."""
    from pathlib import Path

    import django
    from django.utils import translation

    django.setup()
    with translation.override("nl"):
        Path("docs/reference/personal-data.md").write_text(as_markdown(), encoding="utf8")


if __name__ == "__main__":
    main()
