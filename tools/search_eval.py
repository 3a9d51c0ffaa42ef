"""How good is the search? Needs mode, held-out phrasings, crisis detector, or a running server.

    search_eval.py                         the development questions, on an index of everything that is shipped
    search_eval.py --hold-out 6            phrasings: every sixth is kept out of training and asked
    search_eval.py --hold-out-file NAME    train without one author's file and ask what is in it
    search_eval.py --crisis                the crisis detector, on lines that no training saw
    search_eval.py --http URL --area CODE  ask a running server over /api/v1/search
    add --words-only for an index without vectors

A need counts as found when it stands among the first needs; hit@5 means: one of the first five services carries it.
The development questions name services; the primary need of a question is what most of its best services share.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from make_vectors import HOME, _lines, read_examples, read_lines, read_needs  # noqa: E402
from wijkkompas.wegwijzer.search.encoder import load_encoder  # noqa: E402
from wijkkompas.wegwijzer.search.engine import Index, build  # noqa: E402
from wijkkompas.wegwijzer.search.text import squeeze  # noqa: E402
from wijkkompas.wegwijzer.search.values import LANGUAGES, Document, Phrasing, Place  # noqa: E402
from wijkkompas.wegwijzer.search.vectors import VectorCache, shipped_vectors  # noqa: E402

QUESTIONS = ROOT.parent / "shared" / "data" / "search"
UNSEEN = ROOT / "tests" / "wegwijzer" / "search" / "crisis_unseen.jsonl"
PARENTS = {"MUWI1": ("WK062205", "GM0622")}


class Question(NamedTuple):
    """A question with the needs that count as right."""

    text: str
    lang: str
    needs: frozenset[str]
    group: str


class Found(NamedTuple):
    """What came back: needs in order, and the needs of the first services."""

    needs: list[str]
    services: list[list[str]]
    answered: bool
    crisis: bool
    took_ms: float


Ask = Callable[[str, str], Found]


def documents() -> list[Document]:
    """The example services; a wijk counts for its municipality as well, as in the product."""
    out = []
    for document in read_examples():
        areas = set(document.areas)
        for area in document.areas:
            areas.update(PARENTS.get(area, ()))
            if area.startswith("WK"):
                areas.add(f"GM{area[2:6]}")
        out.append(Document(**{**document.__dict__, "areas": frozenset(areas)}))
    return out


def phrasings(skip: Callable[[str, int], bool] = lambda name, number: False) -> tuple[list[Phrasing], list[Question]]:
    """Shipped phrasings: those to train on, and those that are skipped, as questions."""
    kept, asked = [], []
    for path in sorted((HOME / "data" / "phrasings").glob("*.jsonl")):
        seen: Counter[tuple[str, str]] = Counter()
        for row in _lines(path):
            number = seen[row["need"], row["lang"]]
            seen[row["need"], row["lang"]] += 1
            if skip(path.stem, number):
                asked.append(Question(row["text"], row["lang"], frozenset([row["need"]]), path.stem))
            else:
                kept.append(Phrasing(row["need"], row["lang"], row["text"]))
    return kept, asked


def development_questions(folder: Path) -> list[Question]:
    """The three development sets, with services mapped to needs."""
    carries = json.loads((folder / "catalogue_needs.json").read_text(encoding="utf8"))
    out = []
    for path in sorted(folder.glob("eval_*.jsonl")):
        for row in _lines(path):
            weight: Counter[str] = Counter()
            for slug, grade in row["relevant"].items():
                for rank, need in enumerate(carries.get(slug, []) if grade == 2 else []):
                    weight[need] += 1 + 0.1 / (rank + 1)
            if weight:
                best = max(weight.values())
                needs = frozenset(need for need, amount in weight.items() if amount == best)
                out.append(Question(row["query"], row["lang"], needs, path.stem))
    return out


def vectors() -> VectorCache | None:
    """The shipped vectors of this machine's model."""
    encoder = load_encoder()
    return shipped_vectors(encoder) if encoder is not None else None


def local(index: Index, area: str) -> Ask:
    """Ask an index in this process."""
    by_id = {row: index.shelf.ids[row] for row in range(len(index.shelf.ids))}
    needs_of = {by_id[row]: [index.needs.codes[n] for n in index.shelf.needs[row] if n >= 0] for row in by_id}
    codes = tuple(dict.fromkeys([area, *PARENTS.get(area, ()), "NL"]))

    def ask(text: str, lang: str) -> Found:
        started = time.perf_counter()
        answer = index.ask(text, lang, Place(codes), 5)
        took = (time.perf_counter() - started) * 1000
        return Found(
            [hit.code for hit in answer.needs],
            [needs_of[hit.id] for hit in answer.hits],
            answer.answered,
            bool(answer.crisis),
            took,
        )

    return ask


def remote(url: str, area: str) -> Ask:
    """Ask a running server."""

    def ask(text: str, lang: str) -> Found:
        query = urllib.parse.urlencode({"q": text, "lang": lang, "area": area, "limit": 5})
        started = time.perf_counter()
        with urllib.request.urlopen(f"{url.rstrip('/')}/api/v1/search?{query}", timeout=30) as response:
            data: dict[str, Any] = json.load(response)
        took = (time.perf_counter() - started) * 1000
        return Found(
            [need["code"] for need in data["needs"]],
            [row["needs"] for row in data["results"][:5]],
            data["answered"],
            data["crisis"] is not None,
            took,
        )

    return ask


def report(questions: Sequence[Question], ask: Ask, title: str) -> dict[str, dict[str, float]]:
    """Ask everything and print figures per language."""
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    times: list[float] = []
    for question in questions:
        found = ask(question.text, question.lang)
        times.append(found.took_ms)
        right = question.needs
        rows[question.lang].append(
            (
                bool(found.needs[:1] and found.needs[0] in right),
                bool(right & set(found.needs[:3])),
                bool(right & set(found.needs[:5])),
                any(right & set(needs) for needs in found.services[:1]),
                any(right & set(needs) for needs in found.services[:5]),
                found.answered,
                found.crisis,
            )
        )
    names = ("need@1", "need@3", "need@5", "hit@1", "hit@5", "answered", "crisis")
    print(
        f"{title}: {len(questions)} questions, p50 {np.percentile(times, 50):.0f} ms, p95 {np.percentile(times, 95):.0f} ms"
    )
    out = {}
    for lang in [lang for lang in LANGUAGES if lang in rows]:
        means = np.mean(np.asarray(rows[lang], dtype=float), axis=0)
        out[lang] = dict(zip(names, means.tolist(), strict=True))
        print(f"  {lang} n={len(rows[lang]):<5}", "  ".join(f"{name} {mean:.3f}" for name, mean in out[lang].items()))
    return out


def crisis(index: Index, asked: Sequence[Question], folder: Path) -> None:
    """How often the crisis detector shows the numbers: on lines that no training saw, and on ordinary questions."""
    kinds = set(index.detector.kinds)
    groups: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)

    def judge(text: str, lang: str, group: str) -> None:
        read = index.read(squeeze(text))
        groups[group, lang].append((index.detector.score(read.scores, read.alarm), bool(read.danger)))

    for line in _lines(UNSEEN):
        judge(line["text"], line["lang"], "unseen danger" if line["kinds"] else "unseen harmless")
    for question in development_questions(folder):
        judge(question.text, question.lang, f"development, {'danger' if question.needs & kinds else 'harmless'}")
    for question in asked:
        judge(question.text, question.lang, f"held out, {'danger' if question.needs & kinds else 'harmless'}")
    for group in sorted({group for group, _ in groups}):
        whole = [row for (name, _), rows in groups.items() if name == group for row in rows]
        per = "  ".join(
            f"{lang} {np.mean([shown for _, shown in groups[group, lang]]):.3f}"
            for lang in LANGUAGES
            if (group, lang) in groups
        )
        print(f"{group:22} n={len(whole):<6} shown {np.mean([shown for _, shown in whole]):.3f}   {per}")
    danger = np.asarray([score for (name, _), rows in groups.items() if "danger" in name for score, _ in rows])
    for name in sorted({name for name, _ in groups if "harmless" in name}):
        scores = np.asarray([score for (own, _), rows in groups.items() if own == name for score, _ in rows])
        heights = [float(np.quantile(scores, 1 - share)) for share in (0.02, 0.03, 0.05)]
        print(
            f"{name}: the regressions alone show 2, 3, 5 % of them and",
            ", ".join(f"{np.mean(danger > height):.3f} of danger above {height:.2f}" for height in heights),
        )


def main(arguments: argparse.Namespace) -> None:
    """Run what was asked."""
    if arguments.http:
        report(development_questions(arguments.questions), remote(arguments.http, arguments.area), arguments.http)
        return
    cache = None if arguments.words_only else vectors()
    encoder = load_encoder() if cache is not None else None
    skip: Callable[[str, int], bool] = lambda name, number: False  # noqa: E731
    if arguments.hold_out:
        skip = lambda name, number: number % arguments.hold_out == 1  # noqa: E731
    elif arguments.hold_out_file:
        skip = lambda name, number: name == arguments.hold_out_file  # noqa: E731
    kept, asked = phrasings(skip)
    lines = read_lines("crisis")
    started = time.perf_counter()
    index = build(read_needs(), kept, documents(), lines, encoder, cache)
    print(
        f"index: {len(kept)} phrasings, {len(index.shelf.ids)} services, built in {time.perf_counter() - started:.1f} s"
    )
    if arguments.crisis:
        crisis(index, asked[:: max(1, len(asked) // arguments.most)], arguments.questions)
        return
    ask = local(index, arguments.area)
    if asked:
        report(asked[:: max(1, len(asked) // arguments.most)], ask, "held-out phrasings")
    report(development_questions(arguments.questions), ask, "development questions")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--area", default="GM0622")
    parser.add_argument("--http", default="")
    parser.add_argument("--hold-out", type=int, default=0)
    parser.add_argument("--hold-out-file", default="")
    parser.add_argument("--most", type=int, default=2500)
    parser.add_argument("--crisis", action="store_true")
    parser.add_argument("--words-only", action="store_true")
    main(parser.parse_args())
