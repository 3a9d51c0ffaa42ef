"""Which question is worth most now?

Only `interval` decides; the invented households only weigh. For each question that can still matter we look at the answers it may
get, and add up how much nearer to certainty the open schemes come, per unit of effort for who answers. Greedy on certain decisions:
see docs/explanation/schemes.md for what it was measured against.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from wijkkompas.regelingen.engine.book import Edition, Question, Ready, Reference
from wijkkompas.regelingen.engine.interval import NO, PERHAPS, YES, Env, Interval
from wijkkompas.regelingen.engine.trace import Walk

MOST_ANSWERS = 12
FEWEST_ALIKE = 25
ON_THE_WAY = 0.4
"""What a condition counts for when all of its answers but the last are known; a settled one counts for 1."""

Envs = Mapping[Reference, Env]
Answer = tuple[float, dict[str, Interval]]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to ask; None when nothing that can still be answered settles anything."""

    question: str | None
    settled: int
    open: int
    worth: float = 0.0
    exact: bool = False
    """The box was given already; only the exact value can settle more."""


def advise(edition: Edition, envs: Envs, not_said: Set[str], prior: Mapping[str, Any]) -> Advice:
    """The next question for a household."""
    values = [(ready, ready.decide(dict(envs[ready.scheme.reference]))) for ready in edition.ready]
    still = [ready for ready, value in values if value == PERHAPS]
    settled = len(values) - len(still)
    relevant = _relevant(edition, still, envs) - set(not_said)
    if not relevant:
        return Advice(None, settled, len(still))
    alike = _alike(envs, prior)
    uses = {ready.scheme.key: [edition.uses(c.node) for c in ready.rules.conditions] for ready in still if ready.rules}
    best: tuple[float, str] | None = None
    for name in edition.book.questions:
        if name in relevant:
            question = edition.book.questions[name]
            touched = [ready for ready in still if ready.needs & set(question.attributes)]
            gain = _gain(edition, question, touched, envs, alike, uses) / question.cost
            if best is None or gain > best[0] + 1e-12:
                best = (gain, name)
    worth, name = best or (0.0, "")
    return Advice(name, settled, len(still), worth, _given(edition, edition.book.questions[name], envs))


def _relevant(edition: Edition, still: list[Ready], envs: Envs) -> set[str]:
    live: set[str] = set()
    walks = {reference: Walk(edition, env) for reference, env in envs.items()}
    for ready in still:
        if ready.rules:
            walk = walks[ready.scheme.reference]
            live |= frozenset().union(*(walk.see(condition.node).live for condition in ready.rules.conditions))
    return {edition.book.attributes[name].question for name in live}


def _given(edition: Edition, question: Question, envs: Envs) -> bool:
    env = next(iter(envs.values()))
    return any(env[name] != edition.book.attributes[name].unknown for name in question.attributes)


def _alike(envs: Envs, prior: Mapping[str, Any]) -> Mapping[str, Any]:
    """The invented households that could be this one; all of them when too few are left to weigh with."""
    env = next(iter(envs.values()))
    fits = np.ones(len(next(iter(prior.values()))), dtype=bool)
    for name, column in prior.items():
        low, high = env[name]
        narrower = fits & (column >= low) & (column <= high)
        if narrower.sum() >= FEWEST_ALIKE:
            fits = narrower
    return {name: column[fits] for name, column in prior.items()}


def answers(edition: Edition, question: Question, envs: Envs, alike: Mapping[str, Any]) -> list[Answer]:
    """The answers that a question may get, with how often: boxes first, exact values inside a box that was given."""
    env = next(iter(envs.values()))
    if len(question.attributes) > 1:
        rows = np.column_stack([alike[name] for name in question.attributes])
        found, counts = np.unique(rows, axis=0, return_counts=True)
        first = np.argsort(-counts, kind="stable")[:MOST_ANSWERS]
        return [
            (
                float(counts[i]),
                {name: (float(v), float(v)) for name, v in zip(question.attributes, found[i], strict=True)},
            )
            for i in first
        ]
    (name,) = question.attributes
    column, (low, high) = alike[name], env[name]
    inside = column[(column >= low) & (column <= high)]
    if question.bands and (low, high) == edition.book.attributes[name].unknown:
        edges = np.array([low, *question.bands, high])
        counts = np.histogram(inside, edges)[0]
        return [(float(n), {name: (float(edges[i]), float(edges[i + 1]))}) for i, n in enumerate(counts) if n]
    points = np.unique(inside) if len(inside) else np.linspace(low, high, 5)
    if len(points) > MOST_ANSWERS:
        points = np.unique(np.quantile(inside, (np.arange(MOST_ANSWERS) + 0.5) / MOST_ANSWERS))
        return [(1.0, {name: (float(point), float(point))}) for point in points]
    return [(float((inside == point).sum() or 1), {name: (float(point), float(point))}) for point in points]


def _gain(
    edition: Edition,
    question: Question,
    touched: list[Ready],
    envs: Envs,
    alike: Mapping[str, Any],
    uses: Mapping[str, Any],
) -> float:
    attributes = edition.book.attributes
    known = {name for name in attributes if (v := next(iter(envs.values()))[name])[0] == v[1]}
    before = sum(_progress(ready, dict(envs[ready.scheme.reference]), known, uses) for ready in touched)
    options = answers(edition, question, envs, alike)
    after = 0.0
    for weight, answer in options:
        tried = {reference: {name: env[name] for name in attributes} | answer for reference, env in envs.items()}
        closer = known | {name for name, value in answer.items() if value[0] == value[1] or name in question.attributes}
        after += weight * sum(_progress(ready, tried[ready.scheme.reference], closer, uses) for ready in touched)
    return after / sum(weight for weight, _ in options) - before


def _progress(ready: Ready, env: Env, known: Set[str], uses: Mapping[str, Any]) -> float:
    """How near a scheme is to certain: 1 at a certain no, else the share of its conditions that is certain."""
    total = 0.0
    for condition, needs in zip(ready.conditions, uses[ready.scheme.key], strict=True):
        value = condition(env)
        if value == NO:
            return 1.0
        total += 1.0 if value == YES else ON_THE_WAY * len(needs & known) / (len(needs) or 1)
    return total / len(ready.conditions)
