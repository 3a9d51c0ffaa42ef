"""Small words for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

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


@register.filter
def not_yet_plain(service: Any) -> bool:
    """Is what residents read of it harder than B1, as far as a computer can tell?"""
    from wijkkompas.wegwijzer.editing import plainly

    return plainly.not_yet_plain(service)
