"""The search engine measured in one run: quality, time, growth, memory and build time, without a database.

    OMP_NUM_THREADS=1 python bench/search.py [--sizes 250,10000,100000] [--questions 300] [--dsn DSN]

Sizes above the shipped directory are made by repeating its services in made-up municipalities with their vectors: they
measure time and memory; hit@5 there only says that repetition does not push the right help away. The same services and
questions go to PostgreSQL full text: on the embedded server, or the one of --dsn.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import search_eval  # noqa: E402
from wijkkompas.wegwijzer.search.encoder import load_encoder  # noqa: E402
from wijkkompas.wegwijzer.search.engine import Index, build  # noqa: E402
from wijkkompas.wegwijzer.search.values import Document, Place  # noqa: E402

HERE = Place(("WK062205", "GM0622", "RG-MVS", "NL"), (51.913, 4.342))
_MEASURE = """
import json, resource, sys, time
sys.path.insert(0, {src!r})
from wijkkompas.wegwijzer.search.encoder import load_encoder
from wijkkompas.wegwijzer.search.engine import Index
from wijkkompas.wegwijzer.search.values import Place
def rss():
    fields = dict(line.split(":", 1) for line in open("/proc/self/status") if line.startswith(("RssAnon", "VmRSS")))
    return {{name: int(value.split()[0]) / 1024 for name, value in fields.items()}}
encoder = load_encoder()
before = rss()
started = time.perf_counter()
index = Index.from_bytes(open({path!r}, "rb").read(), encoder)
loaded = time.perf_counter() - started
index.ask("ik heb schulden", "nl", Place(("GM0622", "NL")), 5)
after = rss()
print(json.dumps({{"load_s": loaded, "before": before, "after": after}}))
"""


def repeated(documents: Sequence[Document], size: int) -> list[Document]:
    """`size` services: the first of the real ones, then the same again in made-up municipalities (one in ten national)."""
    out = list(documents[:size])
    number = 0
    while len(out) < size:
        for document in documents[: size - len(out)]:
            number += 1
            areas = (
                frozenset({"NL"})
                if number % 10 == 0
                else frozenset({f"GM{number % 340:04d}", "GM0622"} if number % 40 == 0 else {f"GM{number % 340:04d}"})
            )
            out.append(
                replace(
                    document,
                    id=f"{document.id}-{number}",
                    areas=areas,
                    placeless="NL" in areas,
                    points=((51.9 + number % 97 / 1000, 4.3 + number % 89 / 1000),),
                )
            )
    return out


def timed(index: Index, documents: Sequence[Document], questions: Sequence[search_eval.Question]) -> dict[str, float]:
    """Milliseconds per question, encoding included, and hit@5: a service that carries its need stands among the first five."""
    needs = {document.id: set(document.needs) for document in documents}
    for question in questions[:10]:
        index.ask(question.text, question.lang, HERE, 10)
    times, hits = [], []
    for question in questions:
        started = time.perf_counter()
        answer = index.ask(question.text, question.lang, HERE, 10)
        times.append((time.perf_counter() - started) * 1000)
        hits.append(any(question.needs & needs[hit.id] for hit in answer.hits[:5]))
    quantiles = {f"p{q}_ms": round(float(np.percentile(times, q)), 1) for q in (50, 95, 99)}
    return quantiles | {"hit@5": round(float(np.mean(hits)), 3)}


def memory(data: bytes) -> dict[str, Any]:
    """What a fresh serving process takes."""
    with tempfile.NamedTemporaryFile(suffix=".index") as file:
        file.write(data)
        file.flush()
        code = _MEASURE.format(src=str(ROOT / "src"), path=file.name)
        found = json.loads(
            subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
        )
    return {
        "load_s": round(found["load_s"], 2),
        "process_mb": round(found["after"]["VmRSS"]),
        "own_mb": round(found["after"]["RssAnon"]),
        "index_mb": round(found["after"]["RssAnon"] - found["before"]["RssAnon"]),
    }


def postgres(dsn: str, documents: Sequence[Document], questions: Sequence[search_eval.Question]) -> dict[str, Any]:
    """PostgreSQL full text (Dutch, any word) on the same services: time, and hit@5 on the same questions."""
    import psycopg

    needs = {document.id: set(document.needs) for document in documents}
    times, hits = [], []
    with psycopg.connect(dsn) as connection:
        connection.execute("create temporary table bench_search (id text, words tsvector, areas text[])")
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into bench_search values (%s, setweight(to_tsvector('dutch', %s), 'A') || to_tsvector('dutch', %s), %s)",
                [(d.id, d.name, d.text, sorted(d.areas)) for d in documents],
            )
        connection.execute("create index on bench_search using gin (words)")
        connection.execute("analyze bench_search")
        for question in questions:
            started = time.perf_counter()
            words = (
                " | ".join(word for word in "".join(c if c.isalnum() else " " for c in question.text).split()) or "x"
            )
            rows = connection.execute(
                "select id from bench_search, to_tsquery('dutch', %s) q where words @@ q and areas && %s "
                "order by ts_rank(words, q) desc limit 5",
                (words, list(HERE.codes)),
            ).fetchall()
            times.append((time.perf_counter() - started) * 1000)
            hits.append(any(question.needs & needs[row[0]] for row in rows))
        connection.rollback()
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
        "hit@5": round(float(np.mean(hits)), 3),
    }


def main(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    encoder, cache = load_encoder(), search_eval.vectors()
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"encoder {encoder.name if encoder else 'none (words only)'}"
    )
    phrasings, _ = search_eval.phrasings()
    lines = search_eval.read_lines("crisis")
    documents, needs = search_eval.documents(), search_eval.read_needs()
    questions = search_eval.development_questions(arguments.questions_folder) or [
        search_eval.Question(p.text, p.lang, frozenset([p.need]), "phrasings") for p in phrasings[::20]
    ]
    questions = questions[: arguments.questions]
    for size in [int(size) for size in arguments.sizes.split(",")]:
        directory = repeated(documents, size)
        started = time.process_time()
        index = build(needs, phrasings, directory, lines, encoder, cache)
        seconds = time.process_time() - started
        data = index.to_bytes()
        note = "" if size <= len(documents) else "  [services repeated, vectors too: hit@5 says little]"
        print(
            f"\n{size} services, {len(phrasings)} phrasings: built in {seconds:.1f} s of processor time, "
            f"{len(data) / 1e6:.1f} MB{note}"
        )
        print("  engine    ", timed(index, directory, questions), memory(data))
        print("  words only", timed(Index.from_bytes(data, None), directory, questions))
        if arguments.dsn:
            print("  PostgreSQL", postgres(arguments.dsn, directory, questions))
    print()
    kept, held = search_eval.phrasings(lambda name, number: number % 6 == 1)
    for title, one in (("full", encoder), ("words only", None)):
        index = build(needs, kept, documents, lines, one, cache if one else None)
        ask = search_eval.local(index, "GM0622")
        search_eval.report(held[:: max(1, len(held) // arguments.held)], ask, f"held-out phrasings, {title}")
        search_eval.report(questions, ask, f"development questions, {title}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="250,10000,100000")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--held", type=int, default=1500)
    parser.add_argument("--dsn", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--questions-folder", type=Path, default=search_eval.QUESTIONS)
    chosen = parser.parse_args()
    if chosen.dsn:
        main(chosen)
    else:
        from wijkkompas.config.launcher import Server

        with tempfile.TemporaryDirectory(prefix="wijk-bench-") as home:
            Path(home).chmod(0o755)
            server = Server(Path(home))
            server.start()
            try:
                chosen.dsn = server.dsn()
                main(chosen)
            finally:
                server.stop()
