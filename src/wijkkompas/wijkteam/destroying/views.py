"""Pages of the municipality: which cases are to be destroyed, and a yes of two different people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.utils import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming.api import destruction
from wijkkompas.wijkteam.casework.views import actor_of
from wijkkompas.wijkteam.destroying import queries
from wijkkompas.wijkteam.destroying.forms import KeepOffForm, YesForm
from wijkkompas.wijkteam.values import LongerReason

View = Callable[..., HttpResponse]
CLOSED = "42501"  # somebody said yes, or it was carried out


def of_the_municipality(view: View) -> View:
    """For people of a municipality. A list that is not there and one of another municipality are the same 404."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if mensen.account_of(request).role != mensen.Role.MUNICIPALITY:
            raise PermissionDenied
        try:
            return view(request, *args, **more)
        except destruction.NoSuchList as error:
            raise Http404 from error

    return wrapped


@of_the_municipality
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """What waits, what was done, and what stays longer than its term."""
    words = {**dict(LongerReason.choices), "": _("de termijn werd korter nadat het dossier dicht ging")}
    kept = queries.kept_longer()
    return TemplateResponse(
        request,
        "wijkteam/destroying/lists.html",
        {
            "waiting": queries.waiting(),
            "done": queries.done(),
            "late": sum(many for why, many in kept if why == "waits"),
            "longer": [(words.get(why, why), many) for why, many in kept if why != "waits"],
            "people": destruction.PEOPLE,
        },
    )


def _page(request: HttpRequest, shown: queries.Page, *, status: int = 200, **more: Any) -> HttpResponse:
    me = mensen.account_of(request).pk
    choices = [(str(line.id), line.number) for line in shown.going]
    broken = next((form for form in more.values() if form.errors), None)
    return TemplateResponse(
        request,
        "wijkteam/destroying/list.html",
        {
            "shown": shown,
            "mine": next((yes for yes in shown.said if yes.account_id == me), None),
            "others": [yes for yes in shown.said if yes.account_id != me],
            "ready": len(shown.said) >= destruction.PEOPLE,
            "keep_form": KeepOffForm(lines=choices),
            "yes_form": YesForm(initial={"seen": shown.seen}),
            "form": broken,
        }
        | more,
        status=status,
    )


@of_the_municipality
@require_safe
def one(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list that waits."""
    return _page(request, queries.one(list_id))


@of_the_municipality
@require_POST
def keep_off(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One case stays, with a reason, until somebody said yes. It comes back on a later list."""
    shown = queries.one(list_id)
    form = KeepOffForm(request.POST, lines=[(str(line.id), line.number) for line in shown.lines])
    if not form.is_valid():
        return _page(request, shown, status=422, keep_form=form)
    told = form.cleaned_data
    try:
        destruction.keep(
            actor=actor_of(request), list_id=list_id, object_id=UUID(told["case_id"]), because=told["because"]
        )
        messages.success(request, _("Dit dossier blijft nog. Het komt later terug op een lijst."))
    except Error as error:
        if getattr(error.__cause__, "sqlstate", "") != CLOSED:
            raise
        messages.error(request, _("Iemand zei al ja. De lijst verandert niet meer."))
    return redirect("destruction_list", list_id=list_id)


@of_the_municipality
@require_POST
def say_yes(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Yes to what was on the page; when the list changed since, look again."""
    shown = queries.one(list_id)
    form = YesForm(request.POST)
    if not form.is_valid():
        form.data = request.POST.dict() | {"seen": shown.seen}  # it is shown as it is now
        return _page(request, shown, status=422, yes_form=form)
    try:
        people = destruction.confirm(actor=actor_of(request), list_id=list_id, seen=form.cleaned_data["seen"])
    except destruction.ListChanged:
        messages.error(request, _("De lijst is veranderd. Kijk nog een keer."))
        return redirect("destruction_list", list_id=list_id)
    except Error as error:
        if getattr(error.__cause__, "sqlstate", "") != CLOSED:
            raise
        return redirect("destruction_lists")  # carried out at this very moment
    if people >= destruction.PEOPLE:
        messages.success(request, _("Twee mensen zeiden ja. Vannacht wordt dit vernietigd."))
    else:
        messages.success(request, _("U zei ja. Nu moet een collega nog kijken."))
    return redirect("destruction_list", list_id=list_id)


@of_the_municipality
@require_safe
def declaration(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The signed declaration of a list that was carried out, as a file. Names nobody."""
    response = JsonResponse(destruction.certificate(list_id), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="verklaring-{list_id}.json"'
    return response
