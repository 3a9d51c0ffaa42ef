"""How well and how quickly the finder of duplicates works.

    OMP_NUM_THREADS=1 python bench/duplicates.py [--sizes 1000,10000,100000] [--vectors]

Well: the records of the example neighbourhoods (and, where they are beside the checkout, of the real sample sets of Open
Referral), each also as another list would have it. `other_names.yaml` was written by hand. The rest varies what is
there: legal form, order, place, a typing error, a compound split, what is missing, how a number is written; which of
these is drawn with a fixed seed. Right is a pair of a record and its other self; anything else found is counted wrong.
Quickly: the same made to many with numbers in the names, beside comparing all with all where that can be waited for.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")

from wijkkompas.wegwijzer.duplicates.blocking import blocks, counted  # noqa: E402
from wijkkompas.wegwijzer.duplicates.candidates import candidates  # noqa: E402
from wijkkompas.wegwijzer.duplicates.features import look  # noqa: E402
from wijkkompas.wegwijzer.duplicates.scoring import ENOUGH, compare  # noqa: E402
from wijkkompas.wegwijzer.duplicates.values import Entry, Pair  # noqa: E402

EXAMPLE = ROOT / "src/wijkkompas/wegwijzer/example"
BESIDE = [folder / "shared/data/hsds/realdata" for folder in (ROOT.parent, ROOT.parents[1])]
REAL = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
SEED = 20261124
OTHER = "other:"
SAMPLES = "Open Referral samples, varied"
Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Measured:
    """Of all right pairs how many were found, of all found pairs how many were right."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted


# What there is ------------------------------------------------------------------------------------------------------


def paths() -> dict[str, tuple[str, ...]]:
    """Each area with those around it."""
    import django

    django.setup()
    from wijkkompas.mensen.loading import area_rows

    return {row["code"]: tuple(row["path"]) for row in area_rows()}


@cache
def example_entries() -> tuple[tuple[Entry, str], ...]:
    """The records of the example neighbourhoods with their texts."""
    around = paths()
    rows = [row for file in sorted(EXAMPLE.glob("services-*.yaml")) for row in yaml.safe_load(file.read_text())]
    return tuple(
        (
            Entry(
                id=row["slug"],
                name=row["name"],
                organization=row["organization"],
                phones=(row["phone"],) if row.get("phone") else (),
                websites=(row["website"],) if row.get("website") else (),
                areas=frozenset({row["area"]}),
                around=frozenset(around[row["area"]]),
            ),
            f"{row['summary']} {row['description']}",
        )
        for row in rows
    )


@cache
def real_entries() -> tuple[tuple[Entry, str], ...]:
    """Services of the sample sets of Open Referral, as our importer reads them; none when they are not here."""
    from wijkkompas.wegwijzer.exchange import opening, shapes
    from wijkkompas.wegwijzer.exchange.assembling import assemble
    from wijkkompas.wegwijzer.exchange.things import Places

    places = Places({"GM0622": ("GM0622", "NL"), "NL": ("NL",)}, {}, frozenset(), {})
    made: list[tuple[Entry, str]] = []
    for folder in ("ohana-sanmateo-csv", "hsds-v1-sample-datapackage/all_resources", "outpost-csv"):
        if not (REAL / folder).is_dir():
            continue
        files = {
            name: content
            for name, content in opening.open_place(REAL / folder).items()
            if name != "services.csv" or folder != "outpost-csv"
        }
        reading = shapes.reading_of(files, shape=None, mapping=None)
        found = assemble(reading, source=folder, places=places, municipality="GM0622")
        holders = {i.source_id: i.fields["name"] for i in found.items if i.kind == "organization"}
        spots = {
            i.source_id: [(a["address_1"], a["postal_code"]) for a in i.fields["addresses"]]
            for i in found.items
            if i.kind == "location"
        }
        for item in found.items:
            if item.kind != "service":
                continue
            fields = item.fields
            entry = Entry(
                id=f"{folder}/{item.source_id}",
                name=fields["name"],
                organization=holders.get(fields["organization"], ""),
                phones=tuple(phone["number"] for phone in fields.get("phones", [])),
                addresses=tuple(
                    spot for at in fields.get("at_locations", []) for spot in spots.get(at["location"], [])
                ),
                websites=tuple(filter(None, [fields.get("url", "")])),
                emails=tuple(filter(None, [fields.get("email", "")])),
            )
            made.append((entry, fields.get("description", "")))
    return tuple(made)


# As another list has it ---------------------------------------------------------------------------------------------

_SPLITS = {"spreekuur": " spreekuur", "groep": " groep", "huis": " huis", "café": " café", "team": " team"}
_WORDS = {
    "inloopspreekuur": "inloop", "spreekuur": "inloopspreekuur", "cursus": "training", "hulp": "ondersteuning",
    "ouderen": "senioren", "bijeenkomst": "ochtend", "buurt": "wijk", "vrijwilliger": "vrijwilligerswerk",
    "children": "kids", "center": "centre", "program": "service", "services": "service",
}  # fmt: skip


def _typing_error(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(name) - 1))
    return chance.choice([name[:at] + name[at + 1 :], name[:at] + name[at : at + 1] + name[at:]])


def _names(entry: Entry, place: str, chance: random.Random) -> list[Callable[[str], str]]:
    return [
        lambda name: name.split(":")[0].split(" (")[0],
        lambda name: f"{name} ({entry.organization})",
        lambda name: f"{entry.organization} - {name}",
        lambda name: f"{name} {place}",
        lambda name: _typing_error(name, chance),
        lambda name: name.replace("-", " "),
        lambda name: next((name.replace(a, b) for a, b in _SPLITS.items() if a in name), name),
        lambda name: " ".join(_WORDS.get(word.casefold(), word) for word in name.split()),
        lambda name: " ".join(name.split()[:-1]) if len(name.split()) > 3 else name,
        lambda name: name.upper(),
        lambda name: f"De {name}",
        lambda name: name,
    ]


def _phone(number: str, chance: random.Random) -> str:
    digits = "".join(sign for sign in number if sign.isdigit())
    forms = [number, digits, f"{digits[:4]} {digits[4:]}", f"({digits[:3]}) {digits[3:]}"]
    if digits.startswith("0") and len(digits) == 10:
        forms.append(f"+31 {digits[1:]}")
    return chance.choice(forms)


def varied(entry: Entry, chance: random.Random) -> Entry:
    """The same thing in another list."""
    place = "Vlaardingen" if "GM0622" in entry.around else "regio"
    name = entry.name
    for change in chance.sample(_names(entry, place, chance), chance.choice([1, 1, 2])):
        name = change(name)
    holder = entry.organization
    holder = chance.choice([holder, holder, f"Stichting {holder}", holder.removeprefix("Stichting "), ""])
    keep = chance.random
    return replace(
        entry,
        id=f"{OTHER}{entry.id}",
        name=name,
        organization=holder,
        phones=tuple(_phone(one, chance) for one in entry.phones if keep() < 0.7),
        addresses=tuple((s.replace("Street", "St."), p) for s, p in entry.addresses if keep() < 0.7),
        websites=tuple(one.replace("www.", "").replace("https", "http") for one in entry.websites if keep() < 0.7),
        emails=tuple(one for one in entry.emails if keep() < 0.5),
    )


def by_hand() -> list[Entry]:
    """`other_names.yaml` as entries."""
    known = {entry.id: entry for entry, _text in example_entries()}
    rows = yaml.safe_load((Path(__file__).parent / "other_names.yaml").read_text())
    return [
        replace(
            known[row["slug"]],
            id=f"{OTHER}{row['slug']}",
            name=row["name"],
            organization=row.get("organization", ""),
            phones=(row["phone"],) if "phone" in row else (),
            websites=(row["website"],) if "website" in row else (),
        )
        for row in rows
    ]


# Measuring ----------------------------------------------------------------------------------------------------------


def right_pairs(entries: Sequence[Entry]) -> Pairs:
    """A record and its other self."""
    ids = {entry.id for entry in entries}
    return {
        (min(i, i.removeprefix(OTHER)), max(i, i.removeprefix(OTHER)))
        for i in ids
        if i.startswith(OTHER) and i.removeprefix(OTHER) in ids
    }


def measure(entries: Sequence[Entry], enough: float = ENOUGH, vectors: Any = None) -> tuple[Measured, list[Pair]]:
    """What is found among these, as an import finds it: about the new ones."""
    about = [entry.id for entry in entries if entry.id.startswith(OTHER)]
    found = candidates(entries, about=about, vectors=vectors, enough=enough)
    right = right_pairs(entries)
    hits = sum((pair.one, pair.other) in right for pair in found)
    return Measured(hits, len(found), len(right)), found


def worlds() -> Iterator[tuple[str, list[Entry]]]:
    """What is measured: of what is here."""
    known = [entry for entry, _text in example_entries()]
    yield "example, other names by hand", [*known, *by_hand()]
    chance = random.Random(SEED)
    yield "example, varied", [*known, *(varied(entry, chance) for entry in known)]
    real = [entry for entry, _text in real_entries()]
    if real:
        yield SAMPLES, [*real, *(varied(entry, chance) for entry in real)]


def vectors_of(entries: Sequence[Entry]) -> dict[str, Any]:
    """The meaning of each text; another list tells it shorter (its first sentence)."""
    from wijkkompas.wegwijzer.search.encoder import load_encoder

    encoder = load_encoder()
    if encoder is None:
        return {}
    texts = {entry.id: text for entry, text in [*example_entries(), *real_entries()]}
    wanted = {
        entry.id: texts[entry.id.removeprefix(OTHER)].split(". ")[0 if entry.id.startswith(OTHER) else slice(None)]
        for entry in entries
    }
    plain = {one: text if isinstance(text, str) else ". ".join(text) for one, text in wanted.items()}
    rows = np.concatenate([encoder.query(list(plain.values())[n : n + 64]) for n in range(0, len(plain), 64)])
    return dict(zip(plain, rows, strict=True))


def many(size: int) -> list[Entry]:
    """The example records with their varied selves, again and again with another place name and number."""
    chance = random.Random(SEED)
    known = [entry for entry, _text in example_entries()]
    made: list[Entry] = []
    round_ = 0
    while len(made) < size:
        town = f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('kmnrst')}{round_:04d}"
        for entry in known:
            here = replace(
                entry,
                id=f"{entry.id}#{round_}",
                name=f"{entry.name} {town}",
                phones=(f"0{round_:03d}{chance.randrange(10**6):06d}",),
                areas=frozenset({town}),
                around=frozenset({town, "NL"}),
            )
            made += [here, varied(here, chance)]
        round_ += 1
    return made[:size]


def _all_with_all(entries: Sequence[Entry]) -> float:
    looks = [look(entry) for entry in entries]
    often = counted(blocks(looks, None))
    started = time.perf_counter()
    for one, other in combinations(looks, 2):
        compare(one, other, often)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong and missed pairs")
    chosen = parser.parse_args()
    for name, entries in worlds():
        vectors = vectors_of(entries) if chosen.vectors else None
        print(f"\n{name}: {len(entries)} entries{', with meaning' if vectors else ''}")
        for enough in (0.35, 0.38, 0.4, 0.42, 0.45, 0.5, 0.6):
            got, found = measure(entries, enough, vectors)
            print(f"  {enough:.2f}  precision {got.precision:.3f}  recall {got.recall:.3f}  found {got.found}")
            if enough == ENOUGH and chosen.wrong:
                _show(entries, found, chosen.wrong)
    if not real_entries():
        print(f"\n{SAMPLES}: not here ({REAL})")
    print("\nsize  seconds  ratio   all with all")
    first = 0.0
    for size in map(int, chosen.sizes.split(",")):
        entries = many(size)
        started = time.perf_counter()
        found = candidates(entries)
        taken = time.perf_counter() - started
        first = first or taken
        slow = f"{_all_with_all(entries):.1f} s" if size <= 2000 else "-"
        print(f"{size:7d} {taken:8.2f} {taken / first:6.1f}   {slow}   {len(found)} pairs")


def _show(entries: Sequence[Entry], found: Sequence[Pair], most: int) -> None:
    names = {entry.id: f"{entry.name} | {entry.organization} | {','.join(entry.areas)}" for entry in entries}
    right = right_pairs(entries)
    for pair in [pair for pair in found if (pair.one, pair.other) not in right][:most]:
        print(f"    wrong {pair.score} {names[pair.one]}  <>  {names[pair.other]}  {[str(r) for r in pair.reasons]}")
    for one, other in sorted(right - {(pair.one, pair.other) for pair in found})[:most]:
        print(f"    missed {names[one]}  <>  {names[other]}")


if __name__ == "__main__":
    main()
