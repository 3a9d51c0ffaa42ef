"""Is this service on the list of this browser, and what to say of it elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

from wijkkompas.kern import clock
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import basket
from wijkkompas.wegwijzer.paper.publicity import texts_of
from wijkkompas.wegwijzer.paper.texts import Texts

register = template.Library()


@register.simple_tag(takes_context=True)
def on_list(context: dict[str, Any], which: UUID) -> bool:
    """True when it is; reads the cookie, no query."""
    request = context.get("request")
    return request is not None and which in basket.ids(request)


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any]) -> str:
    """Where to come back after a button on this page: its address, nothing when it was the answer to a form."""
    request = context.get("request")
    return request.get_full_path() if request is not None and request.method in {"GET", "HEAD"} else ""


@register.simple_tag
def ready_texts(service: Service) -> Texts:
    """Texts for an app and a newspaper about a service that was fetched with its facts."""
    return texts_of(service, clock.today())
