"""Learns the weights of the plain-language scorer and says how well they do. Writes src/wijkkompas/kern/plain/data/weights.json.

    python tools/train_plain.py FOLDER            # learn, measure, write
    python tools/train_plain.py FOLDER --check    # learn, measure, write nothing; exit 1 when a figure is under its floor

FOLDER holds amsterdam_pairs_dev.jsonl (sentence pairs of municipal documents) and leesplank_wiki_pairs_dev.jsonl (paragraph
pairs), one `{"id", "doc", "hard", "easy"}` a line. The sets are not part of the product; the weights are.

The method: logistic regression on the difference of the features of the two sides of a pair. Weights may not be negative, so that
"more" never makes a text easier outside the training material. A ridge draws them to a small positive value: what theory says is
hard counts a little also where the sets have no example of it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from wijkkompas.kern.plain.features import Counts, features, mark, total
from wijkkompas.kern.plain.sentences import sentences

Array = NDArray[np.float64]
OUT = Path(__file__).resolve().parent.parent / "src/wijkkompas/kern/plain/data/weights.json"
NAMES = list(features(Counts()))
RIDGE, PRIOR = 0.15, 0.1
FOLDS, ROUNDS = 9, 5
FLOORS = {"municipal": 0.71, "blocks": 0.94, "wiki": 0.94}
B1_AT, B2_AT = 50.0, 65.0


def vector(text: str) -> Array:
    """The features of a text."""
    return np.array(list(features(total([mark(sentence) for sentence in sentences(text)])).values()))


def load(path: Path) -> list[dict[str, str]]:
    """The pairs of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line]


def blocks(pairs: list[dict[str, str]]) -> list[dict[str, str]]:
    """Four to eight consecutive pairs of one document, joined."""
    chance, made = random.Random(0), []
    for doc in dict.fromkeys(pair["doc"] for pair in pairs):
        left = [pair for pair in pairs if pair["doc"] == doc]
        while len(left) >= 4:
            size = min(chance.randint(4, 8), len(left))
            taken, left = left[:size], left[size:]
            made.append({"doc": doc, **{side: " ".join(pair[side] for pair in taken) for side in ("hard", "easy")}})
    return made


def differences(pairs: Iterable[dict[str, str]]) -> Array:
    """Hard side minus easy side, one row a pair."""
    return np.array([vector(pair["hard"]) - vector(pair["easy"]) for pair in pairs])


def learn(sets: list[Array]) -> Array:
    """Weights for scaled features; each set counts the same, however large it is."""
    rows = np.vstack(sets)
    share = np.concatenate([np.full(len(one), 1 / len(one)) for one in sets])

    def loss(weights: Array) -> tuple[float, Array]:
        z = rows @ weights
        pull = weights - PRIOR
        slope = -rows.T @ (share / (1 + np.exp(z))) + 2 * RIDGE * pull
        return float((share * np.logaddexp(0, -z)).sum() + RIDGE * pull @ pull), slope

    start = np.full(rows.shape[1], PRIOR)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * rows.shape[1]).x)


def right(rows: Array, weights: Array) -> Array:
    """1 where the easy side scores easier, a half where both score the same."""
    z = rows @ weights
    return (z > 1e-9) + 0.5 * (np.abs(z) <= 1e-9)


def validate(sets: dict[str, Array], groups: dict[str, NDArray[np.str_]]) -> dict[str, float]:
    """Pair accuracy on documents that were not learned from: the mean over ROUNDS divisions into FOLDS."""
    hits: dict[str, list[float]] = {name: [] for name in [*sets, "municipal, mean of documents"]}
    for turn in range(ROUNDS):
        shuffle = np.random.RandomState(turn)
        fold: dict[str, int] = {}
        for names in (groups["municipal"], groups["wiki"]):
            fold |= {doc: i % FOLDS for i, doc in enumerate(shuffle.permutation(np.unique(names)))}
        of = {name: np.array([fold[doc] for doc in docs]) for name, docs in groups.items()}
        municipal = np.zeros(len(sets["municipal"]))
        for left_out in range(FOLDS):
            weights = learn([rows[of[name] != left_out] for name, rows in sets.items()])
            for name, rows in sets.items():
                got = right(rows[of[name] == left_out], weights)
                hits[name] += list(got)
                if name == "municipal":
                    municipal[of[name] == left_out] = got
        docs = groups["municipal"]
        hits["municipal, mean of documents"] += [
            float(municipal[docs == doc].mean()) for doc in np.unique(docs) if (docs == doc).sum() >= 5
        ]
    return {name: round(float(np.mean(got)), 3) for name, got in hits.items()}


def documents(pairs: list[dict[str, str]], side: str) -> Array:
    """The features of one side of each whole document."""
    docs = dict.fromkeys(pair["doc"] for pair in pairs)
    return np.array([vector("\n".join(pair[side] for pair in pairs if pair["doc"] == doc)) for doc in docs])


def main() -> int:
    """Learn, measure, derive the lines, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    municipal = load(arguments.folder / "amsterdam_pairs_dev.jsonl")
    wiki = load(arguments.folder / "leesplank_wiki_pairs_dev.jsonl")
    joined = blocks(municipal)
    raw = {"municipal": differences(municipal), "blocks": differences(joined), "wiki": differences(wiki)}
    spread = np.vstack([np.vstack([vector(p["hard"]), vector(p["easy"])]) for p in [*joined, *wiki]]).std(axis=0) + 1e-9
    sets = {name: rows / spread for name, rows in raw.items()}
    groups = {
        "municipal": np.array([pair["doc"] for pair in municipal]),
        "blocks": np.array([pair["doc"] for pair in joined]),
        "wiki": np.array([pair["id"] for pair in wiki]),
    }
    accuracies = validate(sets, groups)
    weights = learn(list(sets.values())) / spread
    easy, hard = documents(municipal, "easy") @ weights, documents(municipal, "hard") @ weights
    single = np.array([vector(pair["easy"]) for pair in municipal]) @ weights
    a2, b1, b2 = np.quantile(single, 0.05), np.quantile(easy, 0.8), np.quantile(hard, 0.8)
    scale = (B2_AT - B1_AT) / (b2 - b1)
    made = {
        "about": {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "method": f"logistic regression on pairs, weights >= 0, ridge {RIDGE} towards {PRIOR}; tools/train_plain.py",
            "data": {
                "municipal": f"{len(municipal)} sentence pairs of {len(easy)} documents;"
                " Amsterdam-AI-Team/dutch-municipal-text-simplification, EUPL-1.2",
                "blocks": f"{len(joined)} blocks of 4 to 8 consecutive municipal pairs",
                "wiki": f"{len(wiki)} paragraph pairs; nluwv/Leesplank_Noot, Apache-2.0, text of Wikipedia CC BY-SA",
            },
            "accuracies": {"cross-validated by document": accuracies},
            "lines": "B1: 80 % of the easy sides of the municipal documents (each joined to one text) score under it."
            " B2: 80 % of the hard sides."
            " A2: 5 % of the single easy sentences; there was no material of level A2."
            f" The unit is chosen so that B1 ends at {B1_AT:g} and B2 at {B2_AT:g}.",
        },
        "lines": {"A2": round(float(B1_AT + scale * (a2 - b1)), 2), "B1": B1_AT, "B2": B2_AT},
        "offset": round(float(B1_AT - scale * b1), 4),
        "weights": {name: round(float(scale * weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
    }
    print(json.dumps(accuracies, indent=1))
    print(json.dumps(made["lines"]))
    low = [name for name, floor in FLOORS.items() if accuracies[name] < floor]
    if low:
        print("under the floor:", ", ".join(low))
    if not arguments.check:
        OUT.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main())
