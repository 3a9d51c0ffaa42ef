"""Which texts of step plans and theme pages residents read in other languages, and what a page shows of them.

A text is known by its place (`what-3`), not by its words: when a step comes in between, the ones after it show Dutch again until
somebody looked. Lines for professionals, sources and names of websites stay Dutch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wijkkompas.talen import api as talen
from wijkkompas.talen.api import Key, Shown, Source, Urgency
from wijkkompas.wegwijzer.guides.queries import HandbookLink, OpenStep, as_visitor
from wijkkompas.wegwijzer.guides.shipped import theme_pages
from wijkkompas.wegwijzer.guides.values import MOST_STEPS, Step, ThemePage, step_of
from wijkkompas.wegwijzer.models import HandbookVersion, Need
from wijkkompas.wegwijzer.rules import urgency_of_text
from wijkkompas.wegwijzer.values import Audience

HANDBOOK, THEME = "handbook", "theme"
MOST_PARAGRAPHS = 20

_HEAD = {"title": _("titel"), "lead": _("zin onder de titel")}
_PARAGRAPHS = {f"text-{n}": format_lazy(_("alinea {number}"), number=n) for n in range(1, MOST_PARAGRAPHS + 1)}
_STEPS = {
    f"{part}-{n}": format_lazy(label, number=n)
    for n in range(1, MOST_STEPS + 1)
    for part, label in (("what", _("stap {number}")), ("why", _("stap {number}: waarom")))
}


def register() -> None:
    """Tell talen which texts there are."""
    talen.register(talen.Kind(HANDBOOK, _("stappenplannen"), _HEAD | _STEPS, _handbooks))
    talen.register(talen.Kind(THEME, _("themapagina's"), _HEAD | _PARAGRAPHS | _STEPS, _themes))


def _texts(
    kind: str, slug: str, title: str, lead: str, steps: Iterable[Step], paragraphs: Iterable[str] = ()
) -> dict[Key, str]:
    told = {"title": title, "lead": lead}
    told |= {f"text-{n}": paragraph for n, paragraph in enumerate(paragraphs, 1)}
    for n, step in enumerate(steps, 1):
        told |= {f"what-{n}": step.what, f"why-{n}": step.why}
    return {Key(kind, slug, field): dutch for field, dutch in told.items()}


def _of_version(slug: str, version: HandbookVersion) -> dict[Key, str]:
    return _texts(HANDBOOK, slug, version.title, version.lead, [step_of(record) for record in version.steps])


def _of_page(page: ThemePage) -> dict[Key, str]:
    return _texts(THEME, page.slug, page.title, page.lead, page.steps, page.paragraphs)


def _handbooks(slugs: Iterable[str] | None) -> Iterable[Source]:
    """Read as a visitor: also for a professional only what residents read is translated."""
    rows = HandbookVersion.objects.filter(number=F("handbook__version")).exclude(
        handbook__audience=Audience.PROFESSIONALS
    )
    with as_visitor():
        found = list(
            (rows if slugs is None else rows.filter(handbook__slug__in=list(slugs))).select_related("handbook")
        )
    needs = _needs(code for version in found for code in version.handbook.needs[:1])
    for version in found:
        book = version.handbook
        yield from _sources(_of_version(book.slug, version), needs, book.needs, "/stappenplan")


def _themes(slugs: Iterable[str] | None) -> Iterable[Source]:
    wanted = None if slugs is None else set(slugs)
    pages = [page for page in theme_pages().values() if wanted is None or page.slug in wanted]
    needs = _needs(page.needs[0] for page in pages if page.needs)
    for page in pages:
        yield from _sources(_of_page(page), needs, page.needs, "/thema")


def _needs(codes: Iterable[str]) -> dict[str, Need]:
    return {need.code: need for need in Need.objects.filter(code__in=set(codes))}


def _sources(texts: Mapping[Key, str], needs: Mapping[str, Need], codes: Sequence[str], path: str) -> Iterable[Source]:
    """As urgent as the first need that leads there."""
    need = needs.get(codes[0]) if codes else None
    urgency = Urgency(urgency_of_text([need.urgency] if need else [], need.domain_id if need else "", [], ""))
    title = next(dutch for key, dutch in texts.items() if key.field == "title")
    return [Source(key, dutch, title, urgency, f"{path}/{key.object_id}") for key, dutch in texts.items()]


# What a page shows --------------------------------------------------------------------------------------------------


def of_handbook(slug: str, version: HandbookVersion, language: str) -> dict[str, Shown]:
    """The texts of a step plan by field. One query."""
    return _said(_of_version(slug, version), language)


def of_theme(page: ThemePage, language: str) -> dict[str, Shown]:
    """The texts of a theme page by field. One query."""
    return _said(_of_page(page), language)


def _said(texts: Mapping[Key, str], language: str) -> dict[str, Shown]:
    return {key.field: shown for key, shown in talen.in_language(language, texts).items()}


def steps(opened: Sequence[OpenStep], said: Mapping[str, Shown]) -> list[OpenStep]:
    """These steps in the language of `said`; their boxes keep the same names in every language."""
    return [replace(row, what=said[f"what-{n}"], why=said[f"why-{n}"]) for n, row in enumerate(opened, 1)]


@dataclass(frozen=True)
class Link:
    """A way to a step plan or theme page."""

    slug: str
    title: Shown


def links(
    handbooks: Iterable[HandbookLink], themes: Iterable[ThemePage], language: str
) -> tuple[list[Link], list[Link]]:
    """Step plans and theme pages as a list shows them. One query for both."""
    texts = {Key(HANDBOOK, one.slug, "title"): one.title for one in handbooks}
    texts |= {Key(THEME, one.slug, "title"): one.title for one in themes}
    found: dict[str, list[Link]] = {HANDBOOK: [], THEME: []}
    for key, shown in talen.in_language(language, texts).items():
        found[key.kind].append(Link(key.object_id, shown))
    return found[HANDBOOK], found[THEME]
