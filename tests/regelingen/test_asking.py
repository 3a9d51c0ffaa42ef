"""The next question: it settles much, asks little, and never decides."""

from __future__ import annotations

import datetime as dt

from wijkkompas.regelingen import api
from wijkkompas.regelingen.engine import asking
from wijkkompas.regelingen.engine.book import outcome
from wijkkompas.regelingen.prior import sample

DAY, AREAS = dt.date(2026, 3, 1), ("GM0556", "RG-MVS")


def outcomes(rules, answers):
    env = rules.env(answers)
    return [outcome(ready.decide(env)) for ready in rules.ready]


def interview(rules, person):
    """The questions asked, and the outcomes after each of them."""
    adviser, known, asked = api.adviser(DAY, AREAS), {}, []
    told = [outcomes(rules, known)]
    while (advice := adviser.advise({s.reference: rules.env(known) for s in rules.schemes})).question:
        question = rules.book.questions[advice.question]
        for name in question.attributes:
            exact = advice.exact or len(question.attributes) > 1
            known[name] = (person[name], person[name]) if exact else asking.box(rules, name, person[name])
        asked.append(advice.question)
        told.append(outcomes(rules, known))
    return asked, told


def test_no_certain_outcome_is_ever_taken_back_and_all_that_can_be_settled_is():
    rules = api.edition(DAY, AREAS)
    people = sample(12, 404)
    for row in range(12):
        person = {name: float(column[row]) for name, column in people.items()}
        truth = outcomes(rules, {name: (value, value) for name, value in person.items()})
        asked, told = interview(rules, person)
        assert told[-1] == truth
        for now in told:
            assert all(said in (real, "perhaps") for said, real in zip(now, truth, strict=True))
        assert len(asked) <= 2 * len(rules.book.questions)


def test_most_of_what_can_be_settled_is_settled_after_eight_questions():
    rules = api.edition(DAY, AREAS)
    people = sample(20, 77)
    shares = []
    for row in range(20):
        _, told = interview(rules, {name: float(column[row]) for name, column in people.items()})
        certain = [sum(said != "perhaps" for said in now) for now in told]
        shares.append(certain[min(8, len(certain) - 1)] / certain[-1])
    assert sum(shares) / len(shares) >= 0.75


def test_a_question_that_cannot_change_anything_is_not_asked():
    household = api.read_household({"kinderen": [], "leeftijd": 80, "samen": []}, today=DAY)
    rules = api.edition(DAY, AREAS)
    still = [r for r in rules.ready if outcome(r.decide(rules.env(household.answers()))) == "perhaps"]
    relevant = asking.relevant_questions(rules, still, api.environments(rules, household))
    assert not relevant & {"leeftijd_partner", "opvang_uren", "student", "maanden_laag_inkomen", "kinderen", "samen"}


def test_nothing_is_asked_in_vain_when_an_amount_is_not_known_whatever_the_answer():
    day = dt.date(2026, 11, 24)  # the norms of July 2026 are not filled in
    rules = api.edition(day, AREAS)
    (welfare,) = (ready for ready in rules.ready if ready.scheme.key == "bijstand")
    relevant = asking.relevant_questions(rules, [welfare], {"day": rules.env({})})
    assert relevant == {"leeftijd", "samen", "leeftijd_partner", "basis", "werk", "vermogen", "kinderen"}


def test_a_box_comes_before_the_exact_amount():
    rules = api.edition(DAY, AREAS)
    given = {"kinderen": [], "leeftijd": 40, "samen": [], "wonen": [], "situatie": [], "netto_maand": [1550, 1700]}
    household = api.read_household({**given, "vermogen": 0, "basis": [], "werk": []}, today=DAY)
    advice = api.next_question(household, AREAS)
    assert (advice.question, advice.exact) == ("netto_maand", True)
    assert outcome(rules.ready[0].decide(rules.env({}))) == "perhaps"


def test_it_says_when_going_on_will_hardly_settle_anything():
    rules, adviser = api.edition(DAY, AREAS), api.adviser(DAY, AREAS)
    assert not adviser.advise({s.reference: rules.env({}) for s in rules.schemes}).enough
    silence = dict.fromkeys(api.book().questions, None)
    assert api.next_question(api.read_household(silence, today=DAY), AREAS).enough


def test_who_knows_nothing_is_told_that_nothing_can_be_asked_any_more():
    silence = dict.fromkeys(api.book().questions, "weet ik niet")
    advice = api.next_question(api.read_household(silence, today=DAY), AREAS)
    assert advice.question is None
    assert advice.open > 0
