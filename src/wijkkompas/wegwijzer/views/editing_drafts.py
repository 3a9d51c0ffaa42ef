"""What somebody wrote on a page of their organisation is not lost by an error or because the log-in was over.

It waits in the session, under the page and the organisation that it is for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.editing.forms import uuid_or_none

DRAFTS, MOST_DRAFTS, LONGEST_DRAFT = "editing_drafts", 5, 40_000
DRAFT_LIMIT = mensen.Limit("editing-draft", most=30, seconds=3600)  # of who is not logged in (any more)
_NOT_KEPT = {"csrfmiddlewaretoken", "deed", "panel"}

View = Callable[..., HttpResponse]


def keeps_draft(view: View) -> View:
    """Ask to log in; what was sent meanwhile waits in the session and stands in the form afterwards."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            mensen.take(DRAFT_LIMIT, mensen.client_of(request))
            keep_draft(request)
        return redirect_to_login(_page_of(request))

    return wrapped


def _page_of(request: HttpRequest) -> str:
    """The page with for which organisation, and no more: "begin again" is not part of it."""
    organization_id = uuid_or_none(request.GET.get("organisatie"))
    return f"{request.path}?{urlencode({'organisatie': str(organization_id)})}" if organization_id else request.path


def keep_draft(request: HttpRequest) -> None:
    """Lay down what was sent. Not what is longer than these forms can be."""
    told = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
    if sum(len(value) for values in told.values() for value in values) > LONGEST_DRAFT:
        return
    drafts = dict(request.session.get(DRAFTS, {}))
    drafts.pop(_page_of(request), None)
    drafts[_page_of(request)] = told
    request.session[DRAFTS] = dict(list(drafts.items())[-MOST_DRAFTS:])


def draft_of(request: HttpRequest) -> QueryDict | None:
    """What was written here before and not saved."""
    told = request.session.get(DRAFTS, {}).get(_page_of(request))
    if told is None or "opnieuw" in request.GET:
        forget_draft(request)
        return None
    data = QueryDict(mutable=True)
    for name, values in told.items():
        data.setlist(name, values)
    return data


def forget_draft(request: HttpRequest) -> None:
    """It was saved, or somebody begins again."""
    drafts = dict(request.session.get(DRAFTS, {}))
    if drafts.pop(_page_of(request), None) is not None:
        request.session[DRAFTS] = drafts
