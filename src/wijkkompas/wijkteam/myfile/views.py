"""Pages of a resident: promises with their days, and after the desk the own file. Never a name or case in an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.paper import Busy
from wijkkompas.kern.printouts import later, pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen.api import PromiseKind
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam import queries as core_queries
from wijkkompas.wijkteam import values
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework.queries import receivers_of
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.consent.rules import resident_word
from wijkkompas.wijkteam.myfile import actions, files, queries
from wijkkompas.wijkteam.myfile.forms import AskForm, CodeForm

CODE_LIMIT = mensen.Limit("desk-code", most=8, seconds=900)
ASK_LIMIT = mensen.Limit("file-request", most=20, seconds=3600)
ASKS = {"klopt-niet": values.Ask.CORRECT, "bezwaar": values.Ask.OBJECT, "wissen": values.Ask.ERASE}
TITLES = {
    values.Ask.CORRECT: gettext_lazy("Dit klopt niet"),
    values.Ask.OBJECT: gettext_lazy("Ik maak bezwaar"),
    values.Ask.ERASE: gettext_lazy("Wis mijn gegevens"),
}
# Words for the promises that a resident has here; the ledger names them for who owes them.
PROMISED = {
    PromiseKind.CONFIRM_NOTIFICATION: gettext_lazy("Een brief dat wij uw melding hebben"),
    PromiseKind.NOTIFICATION_REPORT: gettext_lazy("Een verslag van ons gesprek"),
    PromiseKind.ANSWER_FILE_REQUEST: gettext_lazy("Antwoord op uw vraag over uw dossier"),
}
PROOFS = {
    "vraag": values.CASE,
    "plan": values.CASE_PLAN,
    "contact": values.CASE_CONTACTS,
    "verslag": values.CASE_JOURNAL,
    "wie": values.PERSON,
}


def _overview(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    return TemplateResponse(
        request,
        "wijkteam/myfile/overview.html",
        {
            "promises": [
                (row, PROMISED[PromiseKind(row.kind)], row.due < now)
                for row in queries.my_promises()
                if row.kind in PROMISED
            ],
            "files": queries.my_files(),
            "known": bool(queries.my_persons()),
            "children": queries.agreed_about_children(),
            "form": form,
            "sensitive": True,
        },
        status=status,
    )


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What was promised to me, and my files after the desk saw who I am."""
    return _overview(request, CodeForm())


@login_required
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """The code of the desk. A wrong, old, used or foreign code gives one and the same answer."""
    mensen.take(CODE_LIMIT, f"account-{mensen.account_of(request).pk}")
    mensen.take(CODE_LIMIT, mensen.client_of(request))
    form = CodeForm(request.POST)
    if form.is_valid():
        if actions.claim(actor=actor_of(request), code=form.cleaned_data["code"]):
            messages.success(request, _("Gelukt. U kunt nu uw dossier lezen."))
            return redirect("my_page")
        form.add_error("code", _("Deze code werkt niet. Vraag aan de balie een nieuwe."))
    return _overview(request, form, status=422)


@of_a_case
@require_safe
def file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The own file in one case."""
    return _file(request, case_id)


def _file(request: HttpRequest, case_id: UUID, *, status: int = 200) -> HttpResponse:
    mine = queries.my_file(case_id)
    beside = mine.beside()
    parts: dict[str, Any] = {
        kind: [(told, beside.get(told.row.id, [])) for told in getattr(mine, kind)]
        for kind in ("goals", "actions", "contacts", "journal")
    }
    return TemplateResponse(
        request,
        "wijkteam/myfile/file.html",
        {"mine": mine, "case": mine.case, "now": clock.now(), "proofs": list(PROOFS), "sensitive": True} | parts,
        status=status,
    )


@of_a_case
@require_safe
def download(request: HttpRequest, case_id: UUID, form: str) -> HttpResponse:
    """The file to keep (AVG articles 15 and 20): PDF for people, JSON for programs."""
    if form not in {"json", "pdf"}:
        raise Http404
    mine = queries.my_file(case_id)
    if form == "json":
        response = HttpResponse(files.as_json(mine), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="mijn-dossier.json"'
        return response
    mensen.take(mensen.PRINT_LIMIT, mensen.client_of(request))
    try:
        return pdf_response(files.as_pdf(mine, language=get_language() or "nl", day=clock.today()), "mijn-dossier.pdf")
    except Busy:
        messages.error(request, _("De drukpers is bezet. Probeer het over een minuut opnieuw."))
        return later(_file(request, case_id, status=503))


@of_a_case
@require_safe
def proof(request: HttpRequest, case_id: UUID, part: str) -> HttpResponse:
    """Who did what with a part of the file, with proofs that anybody can check (`wijkkompas audit verify`)."""
    if part not in PROOFS:
        raise Http404
    case, persons = queries.found(case_id)
    kind = PROOFS[part]
    object_id = case.id
    if kind == values.PERSON:
        object_id = next(iter(persons))
    toestemming.grow()  # so that what happened just now stands in it too
    made = toestemming.file_of(kind, object_id)
    if made is None:
        messages.info(request, _("Van dit deel is er nu geen bestand. Probeer het later opnieuw."))
        return redirect("my_file", case_id=case_id)
    response = HttpResponse(made, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="wie-keek-{part}.json"'
    return response


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Say that something is wrong (`over`: beside which text), object, or ask to erase. We promise an answer."""
    if kind not in ASKS:
        raise Http404
    mine = queries.my_file(case_id)
    about = mine.row_of((request.POST or request.GET).get("over", ""))
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mensen.take(ASK_LIMIT, f"account-{mensen.account_of(request).pk}")
        try:
            actions.ask(
                actor=actor_of(request), case_id=case_id, kind=ASKS[kind], text=form.cleaned_data["text"], about=about
            )
            messages.success(request, _("Dank u. Op uw pagina staat wanneer u antwoord krijgt."))
            return redirect("my_file", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return TemplateResponse(
        request,
        "wijkteam/myfile/ask.html",
        {
            "form": form,
            "case": mine.case,
            "title": TITLES[ASKS[kind]],
            "kind": kind,
            "over": str(about[1]) if about else "",
            "text_of": next(
                (told.text.get("text", "") for told in getattr(mine, about[0]) if told.row.id == about[1]), ""
            )
            if about
            else "",
            "sensitive": True,
        },
        status=422 if form.errors else 200,
    )


@of_a_case
@require_safe
def share(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """One share: who reads what until when, what they already read, and what stops when I stop it."""
    row, persons = queries.my_share(share_id)
    gave = row.given_by_id in persons
    return TemplateResponse(
        request,
        "wijkteam/myfile/share.html",
        {
            "row": row,
            "receivers": receivers_of(row.case_id),
            "live": row.withdrawn_at is None and row.valid_until > clock.now(),
            "may_stop": gave,
            "word": resident_word(row.basis),
            "gave": gave,
            "seen": core_queries.seen_through(row.id)[:50] if gave else [],
            "sensitive": True,
        },
    )


@of_a_case
@require_POST
def stop(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """One tap. For who gave it; what is not theirs to stop is not there."""
    row, persons = queries.my_share(share_id)
    if row.given_by_id not in persons:
        raise Http404
    core.withdraw(actor=actor_of(request), share_id=share_id, how=values.GivenHow.ONLINE)
    messages.success(request, _("Gestopt. De ander leest nu niets meer."))
    return redirect("my_share", share_id=share_id)
