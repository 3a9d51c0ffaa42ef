"""The addresses of the feeds. Thin: parameters checks, queries reads, serialize writes.

Headers that every answer carries, whatever happens (CORS, API-Version), come from config.doors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from wijkkompas.kern.problems import problem
from wijkkompas.wegwijzer.feeds import openapi, queries, serialize
from wijkkompas.wegwijzer.feeds.fields import COLLECTIONS, Profile
from wijkkompas.wegwijzer.feeds.parameters import BadParameter, of_detail, of_list, read
from wijkkompas.wegwijzer.feeds.parameters import identity as as_uuid

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"


def door(view: View) -> View:
    """Only reading; what goes wrong is a problem document. Nothing is kept on the way (ADR: Cache-Control no-store)."""

    @csrf_exempt  # changes nothing: a POST gets a plain 405
    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "*"
            response["Access-Control-Max-Age"] = "86400"
            response["Allow"] = METHODS
        elif request.method not in {"GET", "HEAD"}:
            response = problem(405, "Method not allowed", f"Hier kunt u alleen lezen: gebruik {METHODS}.")
            response["Allow"] = METHODS
        else:
            try:
                response = view(request, **more)
            except BadParameter as error:
                response = problem(400, "Bad request", str(error), field=error.field)
        response["Cache-Control"] = "no-store"
        return response

    return opened


def _json(body: Any) -> HttpResponse:
    """JSON with a tag by which a reader that comes back hears "not changed" (304)."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    return response


def _nothing(detail: str) -> HttpResponse:
    return problem(404, "Not found", detail)


@door
def root(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Which version, which profile, where the description is."""
    return _json(
        {
            "version": profile.version,
            "profile": profile.documentation,
            "openapi_url": request.build_absolute_uri(f"/{profile.base}/openapi.json"),
        }
    )


@door
def description(request: HttpRequest, profile: Profile) -> HttpResponse:
    """openapi.json."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    contact = {"name": name or "Wijkkompas", "email": address, "url": f"{settings.BASE_URL}/over"}
    return _json(openapi.document(profile, base_url=request.build_absolute_uri(f"/{profile.base}"), contact=contact))


@door
def listing(request: HttpRequest, profile: Profile, collection: str) -> HttpResponseBase:
    """A page of a list, or with format=ndjson all of it."""
    if collection not in COLLECTIONS:
        return unknown_address(request, profile=profile)
    values = read(of_list(collection), dict(request.GET.lists()))
    write = _writer(profile, collection, values)
    if values.get("format") == "ndjson":
        return _ndjson(request, collection, values, write)
    page = queries.page(collection, values)
    return _json(
        {
            "total_items": page.total,
            "total_pages": page.pages,
            "page_number": page.number,
            "size": len(page.rows),
            "first_page": page.number == 1,
            "last_page": page.number >= page.pages,
            "empty": not page.rows,
            "contents": [write(row) for row in page.rows],
        }
    )


def _writer(profile: Profile, collection: str, values: queries.Values) -> Callable[[Any], dict[str, Any]]:
    if values.get("minimal"):
        return serialize.minimal
    return serialize.serializer(
        collection,
        profile,
        site=settings.BASE_URL,
        full=values.get("full", False),
        services=values.get("full_service", False),
    )


def _ndjson(
    request: HttpRequest, collection: str, values: queries.Values, write: Callable[[Any], dict[str, Any]]
) -> HttpResponseBase:
    media = "application/x-ndjson"
    rows = queries.stream(collection, values)  # filters are checked here, rows are read while they are sent
    if request.method == "HEAD":
        return HttpResponse(content_type=media)

    def lines() -> Iterator[bytes]:
        for row in rows:
            yield json.dumps(write(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    return StreamingHttpResponse(lines(), content_type=media)


@door
def detail(request: HttpRequest, profile: Profile, collection: str, identity: str) -> HttpResponseBase:
    """One thing with everything that hangs under it."""
    if collection not in COLLECTIONS:
        return unknown_address(request, profile=profile)
    values = read(of_detail(collection), dict(request.GET.lists()))
    try:
        key = as_uuid(identity)
    except ValueError as error:
        return _nothing(f"id: {error}")
    row = queries.single(collection, key, values)
    if row is None:
        return _nothing("Dit id is er niet (meer), of het is niet openbaar.")
    return _json(_writer(profile, collection, {**values, "full": True})(row))


@door
def unknown_address(request: HttpRequest, profile: Profile, rest: str = "") -> HttpResponse:
    """Nothing here; says what there is."""
    return _nothing(f"Dit adres is er niet. Onder /{profile.base} staan: {', '.join(COLLECTIONS)} en openapi.json.")
