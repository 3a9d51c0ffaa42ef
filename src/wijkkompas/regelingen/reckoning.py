"""From the answers in a browser to questions and outcomes. What is certain, only the engine decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from wijkkompas.regelingen import api, rules
from wijkkompas.regelingen.drafts import Draft
from wijkkompas.regelingen.engine.asking import Advice
from wijkkompas.regelingen.engine.book import Edition, Ready, Reference, Scheme
from wijkkompas.regelingen.engine.interval import PERHAPS, YES, Env, Interval
from wijkkompas.regelingen.engine.trace import explain
from wijkkompas.regelingen.household import Household
from wijkkompas.regelingen.rules import Found, Total


def household_of(draft: Draft, today: dt.date) -> Household:
    """The household that was told so far. What the rules of today no longer know is left out of the draft, not the rest."""
    draft.order = [name for name in draft.order if name in api.book().questions]
    while True:
        try:
            return api.read_household(draft.answers, today=today)
        except api.Problems as error:
            wrong = {problem.field.split("[")[0] for problem in error.problems if problem.field} & set(draft.answers)
            if not wrong:
                raise
            for name in wrong:
                del draft.answers[name]


def next_question(draft: Draft, places: Sequence[str], today: dt.date) -> Advice:
    """The question worth most, without those that were asked exactly already: asking twice settles nothing."""
    household, questions = household_of(draft, today), api.book().questions
    done = {name for name in draft.order if name in draft.exact or not questions[name].bands}
    while True:
        advice = api.next_question(household, places)
        if advice.question not in done:
            return advice
        household = replace(household, not_said=household.not_said | {advice.question})


def asks_on(draft: Draft, advice: Advice) -> bool:
    """Whether to ask this now, or show what we know first."""
    return not advice.enough and (draft.go_on or len(draft.order) < rules.FIRST_STOP)


Decided = list[tuple[Ready, Interval]]


def decided(household: Household, places: Sequence[str]) -> Decided:
    """Every scheme with yes, no or perhaps; without amounts, reasons or what to ask."""
    edition = api.edition(household.day, places)
    envs = api.environments(edition, household)
    return [(ready, ready.decide(dict(envs[ready.scheme.reference]))) for ready in edition.ready]


def asked_for(question: str, known: Decided) -> list[Scheme]:
    """The schemes that this question can still say something about: why we ask."""
    wanted = set(api.book().questions[question].attributes)
    return [
        ready.scheme
        for ready, value in known
        if value == PERHAPS and wanted & frozenset().union(*ready.uses)
    ]  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """Everything about one household on one day: for the page and for the paper."""

    household: Household
    edition: Edition
    already: frozenset[str]
    found: tuple[Found, ...]
    total: Total

    def of(self, *kinds: str) -> list[Found]:
        """The schemes of which we are so sure, without what the household has already; the largest amount first."""
        chosen = [one for one in self.found if one.sureness in kinds and one.scheme.key not in self.already]
        return sorted(chosen, key=lambda one: (not one.known, -one.yearly[1] if one.known else 0))

    @property
    def had(self) -> list[Found]:
        """What the household has already, by its own word."""
        return [one for one in self.found if one.scheme.key in self.already]


def overview(draft: Draft, places: Sequence[str], today: dt.date) -> Overview:
    """What the household in a browser can get."""
    return overview_of(household_of(draft, today), draft.already, places, today)


def overview_of(household: Household, had: Collection[str], places: Sequence[str], today: dt.date) -> Overview:
    """What a household can get: each scheme once, as sure as we are. `had` is what it gets already."""
    edition, trusting = api.edition(today, places), api.edition(today, places, trust=True)
    told = api.environments(edition, household)
    usual = {reference: with_usual(edition, env) for reference, env in told.items()}
    found = []
    for ready, trusted in zip(edition.ready, trusting.ready, strict=True):
        reference: Reference = ready.scheme.reference
        found.append(
            rules.judged(
                ready.scheme,
                explain(edition, ready, told[reference]),
                explain(trusting, trusted, usual[reference]),
                explain(edition, ready, usual[reference]),
            )
        )
    already = frozenset(had) & {one.scheme.key for one in found}
    if household.fixed.get("krijgt_bijstand") == YES:
        already |= {"bijstand"}
    return Overview(household, edition, already, tuple(found), rules.total(found, already))


def with_usual(edition: Edition, env: Env) -> Env:
    """The answers, with what is so for nearly everybody where nothing was answered."""
    filled = {name: value for name, value in rules.USUAL.items() if env[name] == edition.unknown[name]}
    return {**env, **filled}
