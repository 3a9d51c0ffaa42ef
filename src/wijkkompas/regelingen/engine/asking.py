"""Which question is worth most now?

Only `interval` decides what is certain, and what can still matter; invented households only weigh. Of each of them we know
the shortest proof of each outcome: for a "no" the answers that one false condition rests on, for a "yes" the answers that all
conditions rest on. A question is worth, for each open scheme, its part of the proofs it stands in, where a proof counts for one
divided by the effort that is left in it. So what settles much with little effort comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from wijkkompas.regelingen.engine.book import Edition, Ready, Reference
from wijkkompas.regelingen.engine.interval import NO, PERHAPS, YES, Env, Interval
from wijkkompas.regelingen.engine.trace import Walk

FEWEST_ALIKE = 15
MOST_WEIGHED = 150
LITTLE = 0.02
Envs = Mapping[Reference, Env]
Proofs = tuple[frozenset[str], ...]
"""Sets of questions; each set alone settles a scheme for one invented household."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to ask; None when nothing that can still be answered settles anything."""

    question: str | None
    settled: int
    open: int
    worth: float = 0.0
    """Schemes that this question brings to certainty, per unit of effort."""
    exact: bool = False
    """A box was given already; only the exact value can settle more."""

    @property
    def enough(self) -> bool:
        """Going on will hardly settle anything: show what is certain, and offer a person to talk to."""
        return self.question is None or self.worth < LITTLE


class Adviser:
    """Weighs questions in one edition. Making one takes a tenth of a second; keep it."""

    def __init__(self, edition: Edition, prior: Mapping[str, Any]) -> None:
        self.edition = edition
        self.prior = {name: column[:MOST_WEIGHED] for name, column in prior.items()}
        rows = len(next(iter(self.prior.values())))
        self._found: dict[Any, frozenset[str]] = {}
        self.proofs: list[dict[str, Proofs]] = [self._proofs(row) for row in range(rows)]

    def _proofs(self, row: int) -> dict[str, Proofs]:
        proofs = _Proofs(self.edition, {name: float(column[row]) for name, column in self.prior.items()}, self._found)
        return {ready.scheme.key: proofs.of(ready) for ready in self.edition.ready}

    def advise(self, envs: Envs, not_said: Set[str] = frozenset()) -> Advice:
        """The next question for a household."""
        edition = self.edition
        values = [(ready, ready.decide(dict(envs[ready.scheme.reference]))) for ready in edition.ready]
        still = [ready for ready, value in values if value == PERHAPS]
        settled = len(values) - len(still)
        relevant = relevant_questions(edition, still, envs) - not_said
        if not relevant:
            return Advice(None, settled, len(still))
        env = next(iter(envs.values()))
        boxed = {
            q.name for q in edition.book.questions.values() if any(env[a] != edition.unknown[a] for a in q.attributes)
        }
        known = {q.name for q in edition.book.questions.values() if all(env[a][0] == env[a][1] for a in q.attributes)}
        worth = self._worth(still, self._alike(env), relevant, boxed, known, not_said)
        best = max(
            relevant, key=lambda name: (round(worth.get(name, 0.0), 9), -list(edition.book.questions).index(name))
        )
        return Advice(best, settled, len(still), worth.get(best, 0.0), best in boxed)

    def _worth(
        self,
        still: list[Ready],
        alike: list[int],
        relevant: Set[str],
        boxed: Set[str],
        known: Set[str],
        not_said: Set[str],
    ) -> dict[str, float]:
        cost = {question.name: question.cost for question in self.edition.book.questions.values()}
        worth = dict.fromkeys(relevant, 0.0)
        for row in alike:
            for ready in still:
                best: tuple[float, frozenset[str]] | None = None
                for proof in self.proofs[row][ready.scheme.key]:
                    if proof & not_said:
                        continue
                    left = (proof - boxed) or (proof - known)
                    effort = sum(cost[name] for name in left)
                    if left and (best is None or effort < best[0]):
                        best = (effort, left)
                if best:
                    for name in best[1] & relevant:
                        worth[name] += 1 / best[0] / len(alike)
        return worth

    def _alike(self, env: Env) -> list[int]:
        """The invented households that could be this one; all of them when too few are left to weigh with."""
        fits = np.ones(len(self.proofs), dtype=bool)
        for name, column in self.prior.items():
            low, high = env[name]
            narrower = fits & (column >= low) & (column <= high)
            if narrower.sum() >= FEWEST_ALIKE:
                fits = narrower
        return np.flatnonzero(fits).tolist()


def relevant_questions(edition: Edition, still: Iterable[Ready], envs: Envs) -> set[str]:
    """The questions of which an answer can still change whether a scheme is yes or no."""
    live: set[str] = set()
    walks = {reference: Walk(edition, env) for reference, env in envs.items()}
    for ready in still:
        if ready.rules:
            walk = walks[ready.scheme.reference]
            live |= frozenset().union(*(walk.see(condition.node).live for condition in ready.rules.conditions))
    return {edition.book.attributes[name].question for name in live}


class _Proofs:
    """The shortest proofs for one invented household of which all is known."""

    def __init__(self, edition: Edition, person: Mapping[str, float], found: dict[Any, frozenset[str]]) -> None:
        self.edition, self.found = edition, found
        self.exact: Env = {name: (value, value) for name, value in person.items()}
        self.boxed: Env = {name: box(edition, name, value) for name, value in person.items()}

    def of(self, ready: Ready) -> Proofs:
        """What settles this scheme for this household; nothing when an unknown amount leaves it open."""
        values = [step(dict(self.exact)) for step in ready.conditions]
        if NO in values:
            return tuple(self._shortest(ready, at, NO) for at, value in enumerate(values) if value == NO)
        if values and all(value == YES for value in values):
            return (frozenset().union(*(self._shortest(ready, at, YES) for at in range(len(values)))),)
        return ()

    def _shortest(self, ready: Ready, at: int, value: Interval) -> frozenset[str]:
        """Questions whose answers alone make this condition certain: leave out one after the other what it can do without.

        In boxes when boxes are enough. Dear questions are left out first."""
        step, uses = ready.conditions[at], ready.uses[at]
        key = (ready.scheme.key, at, tuple(sorted((name, self.boxed[name]) for name in uses)))
        if key not in self.found:
            unknown = self.edition.unknown
            told = {name: self.boxed[name] for name in uses}
            if step({**unknown, **told}) != value:
                told = {name: self.exact[name] for name in uses}
            questions = {self.edition.book.attributes[name].question for name in uses}
            for name in sorted(questions, key=lambda question: (-self.edition.book.questions[question].cost, question)):
                without = {a: v for a, v in told.items() if self.edition.book.attributes[a].question != name}
                if step({**unknown, **without}) == value:
                    told = without
            self.found[key] = frozenset(self.edition.book.attributes[a].question for a in told)
        return self.found[key]


def box(edition: Edition, name: str, value: float) -> Interval:
    """The box of a question in which a value lies; the value itself when the question has no boxes."""
    about = edition.book.attributes[name]
    edges = (about.low, *edition.book.questions[about.question].bands, about.high)
    if len(edges) == 2:
        return (value, value)
    at = max(i for i in range(len(edges) - 1) if edges[i] <= value)
    return (edges[at], edges[at + 1])
