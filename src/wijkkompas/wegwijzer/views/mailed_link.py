"""Pages that the key in a mail opens (`?l=`), without logging in. What keeps that key safe stands here, for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wijkkompas.toestemming import api as toestemming

View = Callable[[HttpRequest, str], HttpResponse]
Page = Callable[[HttpRequest], HttpResponse]


def opened_by_mail(*, gone: str) -> Callable[[View], Page]:
    """The view gets the key; unknown, expired and made-up keys (`NotYours`) are the same 404, the template `gone`.

    The page is kept nowhere and tells its address to no other; a real key goes along to another language. Its template
    extends wegwijzer/mailed_link.html, because a meta element overrules the header.
    """

    def guarded(view: View) -> Page:
        # No CSRF token: only who holds the link can send this, and a mail program may keep no cookies.
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def page(request: HttpRequest) -> HttpResponse:
            token = (request.POST if request.method == "POST" else request.GET).get("l", "")
            try:
                response = view(request, token)
                request.kept_in_language = _query(token)  # type: ignore[attr-defined]
            except toestemming.NotYours:
                response = TemplateResponse(request, gone, status=404)
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
            return response

        return page

    return guarded


def back_to(name: str, token: str) -> HttpResponse:
    """After an answer: the same page again, so that a reload repeats nothing."""
    return redirect(f"{reverse(name)}{_query(token)}")


def _query(token: str) -> str:
    return f"?{urlencode({'l': token})}"
