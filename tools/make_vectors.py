"""Encode every shipped text to committed vectors, and train on the shipped lessons; `--check N` compares a sample of N.

Usage: OMP_NUM_THREADS=1 python tools/make_vectors.py [--check N] [--jobs 2]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from wijkkompas.wegwijzer.search import classifier  # noqa: E402
from wijkkompas.wegwijzer.search.encoder import Encoder, load_encoder  # noqa: E402
from wijkkompas.wegwijzer.search.engine import document_texts, labels_of, lessons_of  # noqa: E402
from wijkkompas.wegwijzer.search.values import Document, Need, Phrasing  # noqa: E402
from wijkkompas.wegwijzer.search.vectors import (  # noqa: E402
    SHIPPED,
    VectorCache,
    save_heads,
    shipped_heads,
    shipped_vectors,
    squeeze,
)

HOME = ROOT / "src" / "wijkkompas" / "wegwijzer"


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def read_needs() -> list[Need]:
    """The shipped vocabulary with its labels in all languages, as the loader gives it to the engine."""
    rows = yaml.safe_load((HOME / "data" / "needs.yaml").read_text(encoding="utf8"))["needs"]
    labels = yaml.safe_load((HOME / "data" / "labels.yaml").read_text(encoding="utf8"))["needs"]
    return [
        Need(
            row["code"],
            row["domain"],
            row["urgency"],
            {"nl": row["name_nl"], "en": row["name_en"], **labels.get(row["code"], {})},
            row.get("description_nl", ""),
        )
        for row in rows
    ]


def read_examples() -> list[Document]:
    """The example services, as the directory gives them to the engine."""
    out = []
    for path in sorted((HOME / "example").glob("services-*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf8")) or []:
            text = " ".join(
                filter(
                    None,
                    [
                        row["summary"].strip(),
                        row["description"].strip(),
                        row.get("in_brief", "").strip(),
                        *row.get("goals", []),
                    ],
                )
            )
            out.append(
                Document(
                    id=row["slug"],
                    name=row["name"],
                    organization=row["organization"],
                    text=text,
                    needs=tuple(dict.fromkeys(row["needs"])),
                    areas=frozenset({row["area"]}),
                    placeless=row["area"] == "NL",
                )
            )
    return out


def read_lines(folder: str) -> list[dict[str, Any]]:
    """Everything in the JSON lines of a folder under data."""
    return [row for path in sorted((HOME / "data" / folder).glob("*.jsonl")) for row in _lines(path)]


def shipped_lessons() -> list[classifier.Lesson]:
    """What a fresh installation learns from."""
    phrasings = [Phrasing(row["need"], row["lang"], row["text"][:400]) for row in read_lines("phrasings")]
    return lessons_of(read_needs(), phrasings, read_lines("crisis"))


def shipped_texts() -> list[str]:
    """Every text that the index encodes, each once, in a fixed order."""
    texts = [lesson.text for lesson in shipped_lessons()]
    texts += [text for document in read_examples() for text in document_texts(document)]
    return list(dict.fromkeys(squeeze(text) for text in texts))


def _encode(part: list[str]) -> np.ndarray:
    encoder = load_encoder()
    assert encoder is not None
    return np.concatenate([encoder.query(part[i : i + 32]) for i in range(0, len(part), 32)])


def make(jobs: int) -> int:
    """Encode what is missing and write the file; texts that are gone leave it."""
    encoder = load_encoder()
    if encoder is None:
        print("The encoder is not available on this machine.", file=sys.stderr)
        return 1
    texts, cache, started = shipped_texts(), shipped_vectors(encoder), time.perf_counter()
    missing = cache.missing(texts)
    if missing:
        parts = [missing[i : i + 128] for i in range(0, len(missing), 128)]
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            for part, rows in zip(parts, pool.imap(_encode, parts), strict=True):
                cache.add(part, rows)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    path = SHIPPED / f"e5-{encoder.hash[:8]}.npz"
    count = cache.save(path, only=texts)
    seconds = time.perf_counter() - started
    print(
        f"{count} texts in {path.relative_to(ROOT)} ({path.stat().st_size / 1e6:.1f} MB), {len(missing)} new, {seconds:.0f} s"
    )
    train(encoder, cache)
    return 0


def _digest(encoder: Encoder) -> str:
    return classifier.digest(*labels_of(read_needs()), shipped_lessons(), encoder.hash)


def train(encoder: Encoder, cache: VectorCache) -> None:
    """Train on the shipped lessons and write the weights; passed over when they are there."""
    started, digest = time.perf_counter(), _digest(encoder)
    if shipped_heads(digest) is not None:
        print("The trained weights are of these lessons already.")
        return
    lessons = shipped_lessons()
    arrays = classifier.train(*labels_of(read_needs()), lessons, cache.get([lesson.text for lesson in lessons]))
    path = SHIPPED / f"trained-{encoder.hash[:8]}.npz"
    save_heads(path, digest, {name: array for name, array in arrays.items() if name.startswith(classifier.HEADS)})
    seconds = time.perf_counter() - started
    print(f"{path.relative_to(ROOT)}: {len(lessons)} lessons, {path.stat().st_size / 1e6:.1f} MB, {seconds:.0f} s")


def check(sample: int) -> int:
    """Encode a sample again and compare; fails below a cosine of 0.995 or when a text has no vector."""
    encoder = load_encoder()
    if encoder is None:
        print("The encoder is not available on this machine: nothing checked.")
        return 0
    texts, cache = shipped_texts(), shipped_vectors(encoder)
    missing = cache.missing(texts)
    drawn = random.Random(0).sample(texts, min(sample, len(texts)))
    drawn = [text for text in drawn if text in cache]
    cosines = (cache.get(drawn) * encoder.query(drawn)).sum(axis=1) if drawn else np.ones(1)
    print(
        f"{len(texts)} texts, {len(missing)} without vector, lowest cosine of {len(drawn)}: {float(cosines.min()):.5f}"
    )
    stale = shipped_heads(_digest(encoder)) is None
    if stale:
        print("The trained weights are of other lessons.")
    if missing or stale or float(cosines.min()) < 0.995:
        print("Run `make vectors` and commit the result.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", type=int, default=0, metavar="N")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    sys.exit(check(arguments.check) if arguments.check else make(arguments.jobs))
