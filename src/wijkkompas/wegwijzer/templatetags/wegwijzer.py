"""Small words for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkkompas.wegwijzer.rules import DAYS

register = template.Library()


@register.filter
def label(thing: Any, language: str) -> str:
    """The name of a need or domain in the language of the page."""
    return thing.label(language)


@register.filter
def of(things: dict[Any, Any], key: Any) -> Any:
    """What a dictionary says about a key."""
    return things.get(key)


@register.filter
def tel(number: str) -> str:
    """A phone number as a tel: link wants it."""
    return "".join(sign for sign in str(number) if sign.isdigit() or sign == "+")


@register.filter
def weekdays(schedule: Any) -> str:
    """The days of a schedule in words."""
    names = [str(WEEKDAYS[DAYS.index(code)]) for code in schedule.byday]
    return ", ".join(names[:-1]) + (" " + _("en") + " " if len(names) > 1 else "") + names[-1]


@register.filter
def unlocalised(number: float) -> str:
    """A number with a point, for SVG."""
    return f"{number:.1f}"


@register.filter
def native_language(code: str) -> str:
    """The name of a language in itself."""
    from wijkkompas.talen.api import NAMES

    return NAMES.get(code, code)


@register.filter
def chosen(field: Any) -> str:
    """What is ticked in a field with boxes, in words."""
    value = field.value() or []
    return ", ".join(str(label) for code, label in field.field.choices if str(code) in map(str, value))


@register.simple_tag
def call_back_promise(area: Any) -> str:
    """When we call somebody from this area: what is promised at the end of the form, in general.

    Without an area, or where no team answers, there is no number of days to promise. Three queries at most.
    """
    from wijkkompas.mensen import api as mensen

    team = mensen.answering_team(area) if area else None
    if team is None:
        return _("Wij bellen u. U kiest wanneer dat veilig is.")
    if team.working_days == 0:
        return _("Wij bellen u nog dezelfde werkdag. U kiest wanneer dat veilig is.")
    said = ngettext(
        "Wij bellen u binnen %(days)s werkdag. U kiest wanneer dat veilig is.",
        "Wij bellen u binnen %(days)s werkdagen. U kiest wanneer dat veilig is.",
        team.working_days,
    )
    return said % {"days": team.working_days}


@register.filter
def not_yet_plain(service: Any) -> bool:
    """Is what residents read of it harder than B1, as far as a computer can tell?"""
    from wijkkompas.wegwijzer.editing import plainly

    return plainly.not_yet_plain(service)
