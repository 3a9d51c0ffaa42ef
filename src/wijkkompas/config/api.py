"""The one door for programs: /api/v1, typed, with its openapi.json. Errors are problem+json (RFC 9457)."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import ValidationError

from wijkkompas.config.doors import API_VERSION
from wijkkompas.kern.problems import problem
from wijkkompas.wegwijzer import api as wegwijzer

CONTACT = dict(zip(("name", "email"), parseaddr(settings.DEFAULT_FROM_EMAIL), strict=True))
VERSION_HEADER = {"description": "The full version of this API.", "schema": {"type": "string"}, "example": API_VERSION}


class Door(NinjaAPI):
    """Says in its description what is so (Dutch API Design Rules): errors are problem+json, answers carry their version."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The description: addresses below the server, the media type of errors, the header with the version."""
        schema = super().get_openapi_schema(**{**kwargs, "path_prefix": ""})
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    response.setdefault("headers", {})["API-Version"] = VERSION_HEADER
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        response["content"]["application/problem+json"] = response["content"].pop("application/json")
        return schema


api = Door(
    title="Wijkkompas",
    version=API_VERSION,
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
    servers=[{"url": f"{settings.BASE_URL}/api/v1"}],
    openapi_extra={"info": {"contact": {**CONTACT, "url": f"{settings.BASE_URL}/over"}}},
    description="Find help in a neighbourhood from a question in somebody's own words.",
)


class NeedOut(Schema):
    """A need that the question may be about."""

    code: str
    label: str
    score: float


class ResultOut(Schema):
    """A service."""

    id: str
    name: str
    organization: str
    needs: list[str]
    area: str
    open_now: bool | None
    distance_m: int | None
    why: str
    url: str


class ContactOut(Schema):
    """A number to call now."""

    name: str
    tel: str
    url: str


class CrisisOut(Schema):
    """Shown before everything else."""

    kinds: list[str]
    contacts: list[ContactOut]


class AnswerOut(Schema):
    """The search answer of contracts.md."""

    needs: list[NeedOut]
    results: list[ResultOut]
    crisis: CrisisOut | None
    answered: bool
    took_ms: float


class SearchIn(Schema):
    """What to search."""

    q: str = Field(min_length=1, max_length=1000, description="the question, 1 to 1,000 characters after trimming")
    area: str | None = Field(None, description="code of a municipality, wijk or own area, such as GM0622")
    lang: Literal["nl", "en", "tr", "pl", "ar", "uk"] = "nl"
    limit: int = Field(10, ge=1, le=50)


class ProblemOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


@api.get("/search", response={200: AnswerOut, 400: ProblemOut, 429: ProblemOut, 503: ProblemOut}, summary="Find help")
def search(request: HttpRequest, query: Query[SearchIn]) -> Any:
    """Needs, services and, when somebody may be in danger, numbers to call."""
    return wegwijzer.answer(query.q, area=query.area, lang=query.lang, limit=query.limit)


@api.exception_handler(wegwijzer.BadQuestion)
def bad_question(request: HttpRequest, error: wegwijzer.BadQuestion) -> HttpResponse:
    """400 with what to do."""
    return problem(400, "Bad request", str(error), field=error.field, code=error.code)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """400 with the first field that is wrong."""
    first = error.errors[0] if error.errors else {}
    field = str(first.get("loc", ["?"])[-1])
    return problem(400, "Bad request", f"{field}: {first.get('msg', 'is not valid')}", field=field)


@api.exception_handler(wegwijzer.NoIndex)
def no_index(request: HttpRequest, error: wegwijzer.NoIndex) -> HttpResponse:
    """503 while the index is being built the first time."""
    response = problem(503, "Not ready", "The search index is being built. Try again in a minute.")
    response["Retry-After"] = "30"
    return response
