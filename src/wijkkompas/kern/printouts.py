"""What a page answers to who asks for paper. Apart from `kern.paper`: the press knows no Django."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

AGAIN = 60  # seconds until the press has room again


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows, with a name to keep it under."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(False, name))
    return response


def later(response: HttpResponse) -> HttpResponse:
    """The same page, for who must come back because the press is busy."""
    response["Retry-After"] = str(AGAIN)
    return response
