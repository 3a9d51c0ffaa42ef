"""An outcome as a page or a paper shows it: in words, with the reason and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wijkkompas.regelingen import api, facts, words
from wijkkompas.regelingen.drafts import Draft
from wijkkompas.regelingen.engine.book import Edition
from wijkkompas.regelingen.engine.trace import Line
from wijkkompas.regelingen.household import Household
from wijkkompas.regelingen.reckoning import Overview
from wijkkompas.regelingen.rules import NO_GAIN, Found, Total

HEADINGS = {
    "sure": (gettext_lazy("Dit kunt u krijgen"), gettext_lazy("Uw antwoorden passen bij alle regels.")),
    "likely": (gettext_lazy("Dit kunt u waarschijnlijk krijgen"), gettext_lazy("Bijna alles past. Er is nog één ding niet zeker.")),
    "perhaps": (gettext_lazy("Misschien kunt u dit krijgen"), gettext_lazy("Er mist nog iets. U leest steeds wat.")),
}  # fmt: skip
LEANING = {
    "woont_in_nederland": gettext_lazy("Wij denken dat u in Nederland mag wonen."),
    "zorgverzekerd": gettext_lazy("Wij denken dat u een Nederlandse zorgverzekering hebt."),
    "in_inrichting": gettext_lazy("Wij denken dat u niet in een instelling woont."),
    "unconfirmed": gettext_lazy("Een bedrag of grens is nog niet bevestigd. Vraag het na."),
}
OUTCOMES = {
    "yes": ("check", gettext_lazy("dit past")),
    "no": ("warning", gettext_lazy("dit past niet")),
    "perhaps": ("info", gettext_lazy("dit weten wij niet")),
}


def groups(overview: Overview) -> list[dict[str, Any]]:
    """Sure, likely, perhaps; without what has nothing in it."""
    return [
        {"kind": kind, "title": title, "lead": lead, "cards": [card(overview, one) for one in found]}
        for kind, (title, lead) in HEADINGS.items()
        if (found := overview.of(kind))
    ]


def card(overview: Overview, found: Found) -> dict[str, Any]:
    """One scheme: how much, why, what is missing, and the facts that somebody who applies for you needs."""
    asked = found.result.missing if found.sureness == "perhaps" else ()
    return {
        "found": found,
        "scheme": found.scheme,
        "amount": words.per(found) if found.sureness != "no" else "",
        "keeps": found.scheme.key in NO_GAIN,
        "leaning": [LEANING[name] for name in found.leaning_on],
        "missing": [api.book().questions[name] for name in asked],
        "gaps": gaps(overview.edition, found) if found.sureness != "no" else [],
        "why": [line(overview.edition, one) for one in found.result.trace if one.text],
        "needed": needed(overview, found) if found.scheme.route != "self" else [],
        "had": found.scheme.key in overview.already,
    }


def gaps(edition: Edition, found: Found) -> list[tuple[str, str]]:
    """The amounts that nobody knows and that keep this open or vague, each with the reason."""
    named = dict.fromkeys(name for one in found.result.trace for name in one.unknown)
    return [
        (edition.book.parameters[name].label, edition.parameters[name].why)
        for name in named
        if edition.parameters[name].why
    ]


def line(edition: Edition, one: Line) -> dict[str, Any]:
    """A condition in plain words: what it asks, whether it holds, what it rests on, and the law."""
    icon, said = OUTCOMES[one.outcome]
    return {
        "text": one.text,
        "outcome": one.outcome,
        "icon": icon,
        "said": said,
        "rests": [shown for name, value in one.rests if (shown := _rest(edition, name, value))],
        "source": one.source,
    }


def _rest(edition: Edition, name: str, value: tuple[float, float]) -> tuple[str, str] | None:
    book = edition.book
    if name in book.attributes:
        about = book.attributes[name]
        known = value != about.unknown
        return (_(about.label), words.value(about, value)) if known else None
    if name in book.parameters and not edition.parameters[name].why:
        return (book.parameters[name].label, facts.in_words(book.parameters[name], edition.parameters[name]))
    return None


def needed(overview: Overview, found: Found) -> list[str]:
    """What was answered and counts for this scheme, and nothing else: for the text to an intermediary, so in Dutch."""
    ready = next(one for one in overview.edition.ready if one.scheme.key == found.scheme.key)
    uses = frozenset().union(*ready.uses)
    said = overview.household
    known = said.answers(found.scheme.reference)
    rows = []
    with override("nl"):
        for name, about in overview.edition.book.attributes.items():
            if name in uses and name in known and not (about.kind == "number" and known[name] == (0.0, 0.0)):
                rows.append(f"{about.label}: {words.value(about, known[name])}")
    return rows


def total(found: Total) -> dict[str, Any]:
    """What adds up in a year, and what comes on top."""
    return {
        "any": bool(found.counted),
        "money": words.money(words.whole((found.low, found.high))),
        "counted": [one.scheme for one in found.counted],
        "on_top": [one.scheme for one in found.on_top],
    }


def answers(draft: Draft, household: Household) -> list[tuple[str, str, str]]:
    """Every question that was answered: its name, text and answer."""
    book = api.book()
    return [
        (name, _(book.questions[name].text), words.answer(book.questions[name], household, book))
        for name in draft.order
    ]


def compared(before: Overview, after: Overview) -> list[dict[str, Any]]:
    """The schemes that change, now and later, each with a word for the direction."""
    rows = []
    for old, new in zip(before.found, after.found, strict=True):
        if (old.sureness, old.amount) != (new.sureness, new.amount) and {old.sureness, new.sureness} != {"no"}:
            rows.append(
                {"scheme": old.scheme, "now": _state(old), "later": _state(new), "direction": _direction(old, new)}
            )
    return rows


def _state(found: Found) -> str:
    if found.sureness == "no":
        return _("niets")
    said = words.money(words.whole(found.amount))
    return said if found.sureness == "sure" else _("misschien, %(amount)s") % {"amount": said}


def _direction(old: Found, new: Found) -> str:
    if new.amount[1] < old.amount[1] and new.amount[0] <= old.amount[0]:
        return _("minder")
    if new.amount[1] > old.amount[1] and new.amount[0] >= old.amount[0]:
        return _("meer")
    return _("anders")
