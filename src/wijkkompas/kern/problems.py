"""Errors for programs: RFC 9457 problem+json."""

from __future__ import annotations

import json

from django.http import HttpResponse


def problem(status: int, title: str, detail: str, **extra: object) -> HttpResponse:
    """A problem document; `detail` says what to do."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json")
