"""The page to break the glass, and that of leads who look at it afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.glass import actions
from wijkkompas.wijkteam.glass.forms import GlassForm, ReviewForm
from wijkkompas.wijkteam.models import BreakGlass
from wijkkompas.wijkteam.values import BREAK_GLASS

TRY_LIMIT = mensen.Limit("break-glass", most=6, seconds=3600)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Find somebody exactly, read the case for an hour. What I have open now stands on top, with the time that is left."""
    account = mensen.account_of(request)
    if not queries.my_teams():
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        mensen.take(TRY_LIMIT, f"account-{account.pk}")
        if form.is_valid():
            try:
                actions.find_and_break(actor=actor_of(request), **form.cleaned_data)
                messages.warning(
                    request, _("U leest een uur mee. Een teamleider kijkt dit na. De bewoner hoort het ook.")
                )
                return redirect("team_glass")
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    now = clock.now()
    mine = BreakGlass.objects.filter(account=account, until__gt=now, case__isnull=False).select_related("case__team")
    opened = [(row, max(1, int((row.until - now).total_seconds() // 60))) for row in mine.order_by("-at")]
    return TemplateResponse(
        request,
        "wijkteam/glass/emergency.html",
        {"form": form, "opened": opened, "leads": bool(queries.my_leads())},
        status=422 if form.errors else 200,
    )


def _to_review(account_id: int) -> Any:
    rows = BreakGlass.objects.filter(case__team_id__in=queries.my_leads()).exclude(account_id=account_id)
    return rows.select_related("case__team").order_by("-at")


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What a lead still has to look at, and what was looked at before."""
    if not queries.my_leads():
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    rows = list(_to_review(mensen.account_of(request).pk)[:100])
    return TemplateResponse(
        request,
        "wijkteam/glass/reviews.html",
        {"waiting": [row for row in rows if not row.verdict], "done": [row for row in rows if row.verdict]},
    )


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """One: who, why, what they read. Then: was it needed, and when does the resident hear it."""
    row = _to_review(mensen.account_of(request).pk).filter(id=glass_id).first()
    if row is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(actor=actor_of(request), glass_id=glass_id, **form.cleaned_data)
            messages.success(request, _("Nagekeken."))
            return redirect("team_glass_reviews")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    with connection.cursor() as cursor:
        cursor.execute("select name, organisation from app.who_broke(%s)", [glass_id])
        name, organisation = cursor.fetchone() or ("", "")
    read = [line for line in queries.who_looked(row.case_id) if line.purpose == "emergency" and line.at >= row.at]
    return TemplateResponse(
        request,
        "wijkteam/glass/review.html",
        {
            "row": row,
            "who": name,
            "organisation": organisation,
            "why": toestemming.unseal(BREAK_GLASS, row.id, row.sealed, purpose="review")[0]["why"],
            "read": [line for line in read if line.at <= row.until],
            "form": form,
        },
        status=422 if form.errors else 200,
    )
