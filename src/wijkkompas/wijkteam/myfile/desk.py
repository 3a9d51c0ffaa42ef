"""For the team of a case: see who somebody is, so that they read the own file, and answer what they ask about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import queries as casework
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.models import Case, FileRequest
from wijkkompas.wijkteam.myfile import actions, queries
from wijkkompas.wijkteam.myfile.forms import AddressForm, AnswerForm, DocumentForm, UnlinkForm


def _home(case_id: UUID) -> Case:
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    return case


def _page(
    request: HttpRequest, case: Case, bound: str = "", data: Any = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    everybody = casework.people_of(case, names=True, purpose="help")
    people = [who for who in everybody if who.row.role in actions.FILE_ROLES]
    linked = [who for who in people if who.row.person.account_id is not None]
    made = {
        "adres": AddressForm(data if bound == "adres" else None, people=people),
        "bewijs": DocumentForm(data if bound == "bewijs" else None, people=people),
        "los": UnlinkForm(data if bound == "los" else None, people=linked),
    }
    return TemplateResponse(
        request,
        "wijkteam/myfile/identify.html",
        {"case": case, "people": people, "linked": linked, "forms": made, "form": made.get(bound)} | more,
        status=status,
    )


@of_a_case
@require_safe
def identify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who already reads the own file, and how somebody gets to read it."""
    return _page(request, _home(case_id))


@of_a_case
@require_POST
def deed(request: HttpRequest, case_id: UUID, deed: str) -> HttpResponse:
    """Note an address, see a document (the code is shown once, on this answer only), or let go of an account."""
    case = _home(case_id)
    people = casework.people_of(case, names=False, purpose="help")
    kinds: dict[str, type[AddressForm | DocumentForm | UnlinkForm]] = {
        "adres": AddressForm,
        "bewijs": DocumentForm,
        "los": UnlinkForm,
    }
    if deed not in kinds:
        raise Http404
    form = kinds[deed](request.POST, people=people)
    if not form.is_valid():
        return _page(request, case, deed, request.POST, status=422, form=form)
    actor, said = actor_of(request), form.cleaned_data
    try:
        if deed == "bewijs":
            code = actions.see_identity(actor=actor, case_id=case_id, **said)
            return _page(request, case, code=code)
        if deed == "adres":
            actions.note_address(actor=actor, case_id=case_id, **said)
        else:
            actions.unlink(actor=actor, case_id=case_id, **said)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, case, deed, request.POST, status=422, form=form)
    messages.success(request, _("Bewaard."))
    return redirect("team_identify", case_id=case_id)


def _requests(
    request: HttpRequest, case: Case, form: AnswerForm, bound: UUID | None = None, *, status: int = 200
) -> HttpResponse:
    rows = queries.requests_of(FileRequest.objects.filter(case=case), purpose="help")
    promises = toezeggingen.of_objects(actions.ANSWER, [one.row.id for one in rows])
    return TemplateResponse(
        request,
        "wijkteam/myfile/requests.html",
        {
            "case": case,
            "rows": [
                (
                    one,
                    promises.get(one.row.id),
                    form if one.row.id == bound else AnswerForm(auto_id=f"id_{one.row.id}_%s"),
                )
                for one in rows
            ],
            "form": form if bound else None,
        },
        status=status,
    )


@of_a_case
@require_safe
def requests(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What residents ask about their file in this case."""
    return _requests(request, _home(case_id), AnswerForm())


@of_a_case
@require_POST
def answer(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Answer; the resident reads it in the own file."""
    case = _home(case_id)
    form = AnswerForm(request.POST, auto_id=f"id_{request_id}_%s")
    if form.is_valid():
        try:
            actions.answer(actor=actor_of(request), case_id=case_id, request_id=request_id, **form.cleaned_data)
            messages.success(request, _("Beantwoord. De bewoner leest het in het eigen dossier."))
            return redirect("team_file_requests", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _requests(request, case, form, request_id, status=422)
