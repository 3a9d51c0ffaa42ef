"""A small index of twelve needs and a dozen services, built once; no database, no server."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tools")]

from make_vectors import read_needs  # noqa: E402
from wijkkompas.wegwijzer.search.encoder import load_encoder  # noqa: E402
from wijkkompas.wegwijzer.search.engine import Index, build  # noqa: E402
from wijkkompas.wegwijzer.search.values import Document, Phrasing, Place  # noqa: E402
from wijkkompas.wegwijzer.search.vectors import shipped_vectors  # noqa: E402

CODES = (
    "homeless-tonight",
    "suicidal-thoughts",
    "emergency-now",
    "domestic-violence",
    "child-in-danger",
    "coercion-exploitation",
    "problem-debts",
    "food-parcel",
    "learn-dutch",
    "loneliness",
    "understand-letter",
    "energy-bill",
)
VLAARDINGEN = Place(("WK062205", "GM0622", "RG-MVS", "NL"), (51.913, 4.342))
DATA = ROOT / "src" / "wijkkompas" / "wegwijzer" / "data"


def document(name: str, needs: Sequence[str], areas: Sequence[str] = ("NL",), **more: object) -> Document:
    """A service with only what a test is about."""
    return Document(
        id=str(more.pop("id", name)),
        name=name,
        organization=str(more.pop("organization", "Welzijn")),
        text=str(more.pop("text", f"{name} helpt u verder.")),
        needs=tuple(needs),
        areas=frozenset(areas),
        placeless=areas == ("NL",),
        **more,  # type: ignore[arg-type]
    )


DOCUMENTS = [
    document("Schuldhulp Vlaardingen", ["problem-debts"], ("GM0622",), points=((51.915, 4.340),)),
    document("Schuldhulp Leiden", ["problem-debts"], ("GM0546",)),
    document("Landelijke schuldhulplijn", ["problem-debts"]),
    document("Voedselbank De Maas", ["food-parcel", "problem-debts"], ("GM0622",), points=((51.950, 4.400),)),
    document("Taalhuis", ["learn-dutch", "understand-letter"], ("GM0622",)),
    document("Maatje aan de deur", ["loneliness"], ("WK062205",)),
    document("Landelijk maatje", ["loneliness"]),
    document(
        "Buurtpunt Ambacht", ["loneliness", "understand-letter"], ("WK062205",), organization="Stichting Buurtpunt"
    ),
    document("Wijkteam Vlaardingen", ["understand-letter", "problem-debts", "loneliness"], ("GM0622",)),
    document("Fixteam energie", ["energy-bill"], ("GM0622",)),
    document("Nachtopvang", ["homeless-tonight"], ("RG-MVS",)),
    document("Luisterlijn bij geweld", ["domestic-violence", "child-in-danger", "coercion-exploitation"]),
]


class FakeEncoder:
    """Vectors made of letters: enough to see that vectors are passed on, cached and stored."""

    name, hash = "fake", "fake000000000000"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, texts: Sequence[str]) -> np.ndarray:
        """One row per text, the same for the same text."""
        self.asked += texts
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in enumerate(texts):
            for sign in text:
                rows[row, ord(sign) % 384] += 1
            rows[row, 0] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def phrasings() -> list[Phrasing]:
    """The shipped phrasings of the twelve needs."""
    rows = [json.loads(line) for line in (DATA / "phrasings" / "first.jsonl").read_text(encoding="utf8").splitlines()]
    return [Phrasing(row["need"], row["lang"], row["text"]) for row in rows if row["need"] in CODES]


def crisis_lines() -> list[dict]:
    """The reviewed lines of the crisis detector."""
    return [
        json.loads(line) for line in (DATA / "crisis" / "first.jsonl").read_text(encoding="utf8").splitlines() if line
    ]


def needs() -> list:
    """The twelve needs of the shipped vocabulary."""
    return [need for need in read_needs() if need.code in CODES]


@pytest.fixture(scope="session")
def encoder():
    """The real encoder, or a skip where it cannot run."""
    found = load_encoder()
    if found is None:
        pytest.skip("the encoder cannot run on this machine")
    return found


@pytest.fixture(scope="session")
def index(encoder) -> Index:
    """An index with vectors."""
    return build(needs(), phrasings(), DOCUMENTS, crisis_lines(), encoder, shipped_vectors(encoder))


@pytest.fixture(scope="session")
def words_only() -> Index:
    """An index that was built without an encoder."""
    return build(needs(), phrasings(), DOCUMENTS, crisis_lines(), None, None)
