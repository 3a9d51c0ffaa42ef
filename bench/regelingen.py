"""How few questions, how fast, and how it grows: the rules beside named alternatives in the same run.

    OMP_NUM_THREADS=1 python bench/regelingen.py [--households 60] [--rows 1000,10000,100000] [--day 2026-03-01] [--area GM0556]

Households are INVENTED (`regelingen/prior.py`, other seeds than the ones the questions are weighed with): they say something about
the order of questions, nothing about Dutch households. Absolute times differ per machine; read the ratios.

Questions: ours beside a fixed order that skips what cannot matter any more. Both stop only when nothing can be settled, both answer
in boxes first, and every certain outcome is compared with the outcome when all is known.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]

from wijkkompas.regelingen import api  # noqa: E402
from wijkkompas.regelingen.engine import asking, vector  # noqa: E402
from wijkkompas.regelingen.engine.book import Edition, outcome  # noqa: E402
from wijkkompas.regelingen.engine.interval import Interval  # noqa: E402
from wijkkompas.regelingen.prior import sample  # noqa: E402

AFTER = (2, 4, 6, 8, 12)
Answers = dict[str, Interval]
Person = dict[str, float]


def _ours(rules: Edition, envs: Any) -> asking.Advice:
    return api.adviser(rules.day, rules.areas).advise(envs)


def _fixed(rules: Edition, envs: Any) -> asking.Advice:
    """The questions as they stand in the file, skipping what cannot matter."""
    still = [ready for ready in rules.ready if outcome(ready.decide(dict(envs[ready.scheme.reference]))) == "perhaps"]
    relevant = asking.relevant_questions(rules, still, envs)
    name = next((question for question in rules.book.questions if question in relevant), None)
    return asking.Advice(name, len(rules.ready) - len(still), len(still))


def _answer(rules: Edition, name: str, person: Person, known: Answers) -> Answers:
    """A box when the question has boxes and none was given yet, else the exact value."""
    question = rules.book.questions[name]
    if question.bands and name not in known:
        return {name: asking.box(rules, name, person[name])}
    return {attribute: (person[attribute], person[attribute]) for attribute in question.attributes}


def _outcomes(rules: Edition, answers: Answers) -> list[str]:
    env = rules.env(answers)
    return [outcome(ready.decide(env)) for ready in rules.ready]


def _interview(rules: Edition, person: Person, choose: Callable[..., asking.Advice]) -> tuple[list[int], int, float]:
    """Settled after each question, wrong certain outcomes (must be none), and seconds for choosing."""
    truth = _outcomes(rules, {name: (value, value) for name, value in person.items()})
    known: Answers = {}
    settled, wrong, seconds = [], 0, 0.0
    while True:
        now = _outcomes(rules, known)
        wrong += sum(said != "perhaps" and said != real for said, real in zip(now, truth, strict=True))
        settled.append(sum(said != "perhaps" for said in now))
        envs = {scheme.reference: rules.env(known) for scheme in rules.schemes}
        began = time.perf_counter()
        advice = choose(rules, envs)
        seconds += time.perf_counter() - began
        if advice.question is None:
            return settled, wrong, seconds
        known |= _answer(rules, advice.question, person, known)


def questions(rules: Edition, number: int) -> None:
    """How many schemes are certain after so many questions."""
    people = sample(number, 2026)
    persons = [{name: float(column[row]) for name, column in people.items()} for row in range(number)]
    reachable = np.mean(
        [sum(said != "perhaps" for said in _outcomes(rules, {n: (v, v) for n, v in p.items()})) for p in persons]
    )
    print(
        f"\n{number} invented households, {len(rules.ready)} schemes; {reachable:.1f} of them can be settled by any answers at all"
    )
    print(
        f"{'':24}{'questions':>10}"
        + "".join(f"{'after ' + str(k):>10}" for k in AFTER)
        + f"{'ms a question':>15}{'wrong':>7}"
    )
    for name, choose in (("ours", _ours), ("fixed order with skips", _fixed)):
        runs = [_interview(rules, person, choose) for person in persons]
        asked = [len(settled) - 1 for settled, _, _ in runs]
        shares = [
            np.mean([settled[min(k, len(settled) - 1)] for settled, _, _ in runs]) / len(rules.ready) for k in AFTER
        ]
        of_reachable = [share * len(rules.ready) / reachable for share in shares]
        speed = sum(seconds for _, _, seconds in runs) / max(1, sum(asked)) * 1e3
        wrong = sum(count for _, count, _ in runs)
        print(
            f"{name:24}{np.mean(asked):>10.1f}"
            + "".join(f"{share:>10.0%}" for share in shares)
            + f"{speed:>15.1f}{wrong:>7}"
        )
        print(f"{'  of what can be settled':24}{'':>10}" + "".join(f"{share:>10.0%}" for share in of_reachable))


def growth(rules: Edition, sizes: list[int]) -> None:
    """Columns beside one household at a time, and how columns grow."""
    alone = sample(2_000, 1)
    rows = [{name: (float(column[i]), float(column[i])) for name, column in alone.items()} for i in range(2_000)]
    began = time.perf_counter()
    for answers in rows:
        env = rules.env(answers)
        for ready in rules.ready:
            ready.money(env, ready.decide(env))
    one = (time.perf_counter() - began) / len(rows)
    print(f"\none household, all {len(rules.ready)} schemes with amounts: {one * 1e3:.2f} ms")
    print(
        f"{'households':>12}{'seconds':>10}{'a second':>12}{'against one by one':>20}{'per row, against smallest':>27}{'MB':>7}"
    )
    first = None
    for size in sizes:
        people = sample(size, 5)
        truths = {name for name, about in rules.book.attributes.items() if about.kind == "truth"}
        columns = {name: vector.column(values, values, truth=name in truths) for name, values in people.items()}
        began = time.perf_counter()
        vector.decide(rules, columns, size)
        seconds = time.perf_counter() - began
        tracemalloc.start()
        vector.decide(rules, columns, size)
        memory = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        each = seconds / size
        first = first or each
        print(
            f"{size:>12}{seconds:>10.2f}{size / seconds:>12.0f}{one / each:>19.0f}x{each / first:>26.2f}x{memory:>7.0f}"
        )


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=60)
    parser.add_argument("--rows", default="1000,10000,100000")
    parser.add_argument("--day", type=dt.date.fromisoformat, default=dt.date(2026, 3, 1))
    parser.add_argument("--area", default="GM0556")
    arguments = parser.parse_args()
    rules = api.edition(arguments.day, (arguments.area,))
    print(
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}; {arguments.day}, {arguments.area}"
    )
    growth(rules, [int(size) for size in arguments.rows.split(",")])
    questions(rules, arguments.households)


if __name__ == "__main__":
    main()
