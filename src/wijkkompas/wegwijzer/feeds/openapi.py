"""The OpenAPI documents, from the tables of fields and parameters."""

from __future__ import annotations

from typing import Any

from wijkkompas.wegwijzer.feeds.fields import COLLECTIONS, KINDS, LINK, TEXT, Profile, schema_name
from wijkkompas.wegwijzer.feeds.parameters import Parameter, of_detail, of_list

DUTCH = {
    "services": ("aanbod", "een dienst"),
    "organizations": ("organisaties", "een organisatie"),
    "service_at_locations": ("aanbod op een plek", "een dienst op een plek"),
    "taxonomies": ("termenlijsten", "een termenlijst"),
    "taxonomy_terms": ("termen", "een term"),
}
PROBLEMS = {
    "400": ("BadRequest", "Een parameter klopt niet; `detail` zegt wat te doen."),
    "404": ("NotFound", "Dit is er niet (meer), of het is niet openbaar."),
    "429": ("TooManyRequests", "Te veel vragen achter elkaar; `Retry-After` zegt hoeveel seconden te wachten."),
}
COUNT = {"type": "integer", "minimum": 0}
HEADERS = {"API-Version": {"$ref": "#/components/headers/API-Version"}}


def document(profile: Profile, *, base_url: str, contact: dict[str, str]) -> dict[str, Any]:
    """The description of a feed that stands at `base_url`."""
    paths: dict[str, Any] = {"/": {"get": _root()}}
    for collection in COLLECTIONS:
        paths[f"/{collection}"] = {"get": _list(collection)}
        paths[f"/{collection}/{{id}}"] = {"get": _detail(collection)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": profile.title,
            "version": profile.api_version,
            "description": "De sociale kaart als open gegevens. Alleen lezen, zonder sleutel.",
            "contact": contact,
        },
        "servers": [{"url": base_url}],
        "tags": [
            {"name": "required", "description": "Hoort er volgens de standaard te zijn."},
            {"name": "optional", "description": "Mag er volgens de standaard zijn."},
        ],
        "paths": paths,
        "components": {
            "headers": {
                "API-Version": {
                    "description": "De volledige versie van deze API.",
                    "schema": TEXT,
                    "example": profile.api_version,
                }
            },
            "responses": {name: _problem(text) for name, text in PROBLEMS.values()},
            "schemas": {
                "Page": _page(),
                "Problem": PROBLEM,
                "Root": ROOT,
                **{
                    schema_name(kind): {
                        "type": "object",
                        "required": list(KINDS[kind].required),
                        "properties": profile.fields(kind),
                    }
                    for kind in KINDS
                },
            },
        },
    }


ROOT = {
    "type": "object",
    "required": ["version", "profile", "openapi_url"],
    "properties": {"version": TEXT, "profile": LINK, "openapi_url": LINK},
}
PROBLEM = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        "title": TEXT,
        "detail": TEXT,
        "field": TEXT,
    },
}


def _page() -> dict[str, Any]:
    numbers = dict.fromkeys(("total_items", "total_pages", "page_number", "size"), COUNT)
    truths = dict.fromkeys(("first_page", "last_page", "empty"), {"type": "boolean"})
    return {"type": "object", "required": [*numbers, *truths], "properties": {**numbers, **truths}}


def _problem(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "headers": HEADERS,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _answers(content: dict[str, Any], text: str, *problems: str) -> dict[str, Any]:
    return {
        "200": {"description": text, "headers": HEADERS, "content": content},
        **{status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in problems},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _root() -> dict[str, Any]:
    return {
        "operationId": "getRoot",
        "summary": "Over deze API",
        "tags": ["required"],
        "responses": _answers(
            {"application/json": {"schema": {"$ref": "#/components/schemas/Root"}}},
            "Versie, profiel, beschrijving.",
            "429",
        ),
    }


def _tags(collection: str) -> list[str]:
    return ["required" if collection == "services" else "optional"]


def _list(collection: str) -> dict[str, Any]:
    kind = schema_name(COLLECTIONS[collection])
    items: dict[str, Any] = {"$ref": f"#/components/schemas/{kind}"}
    if collection == "services":  # with minimal=true only id and last_modified
        items = {"anyOf": [items, {"type": "object", "required": ["id", "last_modified"]}]}
    envelope = {
        "allOf": [
            {"$ref": "#/components/schemas/Page"},
            {
                "type": "object",
                "required": ["contents"],
                "properties": {"contents": {"type": "array", "items": items}},
            },
        ]
    }
    return {
        "operationId": f"list{schema_name(collection)}",
        "summary": f"Lijst: {DUTCH[collection][0]}",
        "tags": _tags(collection),
        "parameters": [_parameter(p) for p in of_list(collection)],
        "responses": _answers(
            {"application/json": {"schema": envelope}, "application/x-ndjson": {"schema": TEXT}},
            "Een bladzijde, of met format=ndjson alles.",
            "400",
            "429",
        ),
    }


def _detail(collection: str) -> dict[str, Any]:
    kind = schema_name(COLLECTIONS[collection])
    identity = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Het id (een UUID).",
        "schema": {"type": "string", "format": "uuid"},
    }
    return {
        "operationId": f"get{kind}",
        "summary": f"Alles van {DUTCH[collection][1]}",
        "tags": _tags(collection),
        "parameters": [identity, *(_parameter(p) for p in of_detail(collection))],
        "responses": _answers(
            {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind}"}}},
            "Met alles wat eronder hangt.",
            "400",
            "404",
            "429",
        ),
    }
