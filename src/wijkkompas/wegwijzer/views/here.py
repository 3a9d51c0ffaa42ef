"""Where the resident is: chosen on a page, kept in a small cookie of this site, used to show help nearby."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.places import area_choices
from wijkkompas.wegwijzer.values import AREA_COOKIE as COOKIE

__all__ = ["COOKIE", "KEPT", "area_choices", "chosen_area", "remember"]

KEPT = 180 * 24 * 3600


def chosen_area(request: HttpRequest) -> mensen.Area | None:
    """The area in the form or address, else the one chosen before; None when nobody chose."""
    for code in (request.POST.get("area"), request.GET.get("area"), request.COOKIES.get(COOKIE)):
        if code:
            try:
                area = mensen.area(code)
            except (mensen.UnknownArea, ValueError):
                continue
            return None if area.code == mensen.COUNTRY else area
    return None


def remember(response: HttpResponse, area: mensen.Area | None) -> None:
    """Keep the choice; it holds an area code and nothing else."""
    if area is not None:
        response.set_cookie(
            COOKIE, area.code, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
