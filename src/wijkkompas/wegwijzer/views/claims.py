"""Becoming editor of an organisation: ask, prove an address, the link in the mail, and the queue of who decides."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.kern.sealed_cookies import pack, unpack
from wijkkompas.mensen import api as mensen
from wijkkompas.mensen.api import DECIDES
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import claims
from wijkkompas.wegwijzer.editing.forms import uuid_or_none
from wijkkompas.wegwijzer.views.mailed_link import back_to, opened_by_mail

ASK_LIMIT = mensen.Limit("claim", most=10, seconds=3600)
GUESS_LIMIT = mensen.Limit("claim-code", most=20, seconds=3600)
CODE_LIVES = timedelta(minutes=30)
MOST_TRIES = 5
_SESSION = "claim"
_DONE = "claim_done"


class WorkForm(forms.Form):
    """Why somebody asks."""

    told = forms.CharField(
        label=gettext_lazy("Wat doet u bij deze organisatie?"),
        max_length=300,
        help_text=gettext_lazy(
            "Bijvoorbeeld: ik ben coördinator van de inloop. De organisatie en de gemeente lezen dit."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={
            "required": gettext_lazy("Schrijf kort wat u daar doet."),
            "max_length": gettext_lazy("Schrijf het korter: hooguit 300 letters."),
        },
    )


class PersonForm(WorkForm):
    """Who somebody is that has no account here."""

    name = forms.CharField(
        label=gettext_lazy("Uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        max_length=254,
        help_text=gettext_lazy("Liefst uw werkadres. U krijgt er een code op."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Vul uw e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
            "invalid": gettext_lazy("Dit e-mailadres klopt niet. Kijk of er een @ in staat."),
        },
    )
    field_order = ("name", "email", "told")


class CodeForm(forms.Form):
    """The code in the mail."""

    code = forms.CharField(
        label=gettext_lazy("Uw code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Vul de code uit uw mail in.")},
    )

    def clean_code(self) -> str:
        """Only the digits."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())


# Asking ---------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Choose the organisation, say who you are."""
    chosen = uuid_or_none(request.GET.get("organisatie"))
    if chosen is None:
        words = request.GET.get("naam", "")[:100].strip()
        found = claims.organizations_named(words) if words else []
        return TemplateResponse(request, "wegwijzer/editing/claim_find.html", {"words": words, "found": found})
    organization = mensen.Organization.objects.filter(id=chosen, merged_into__isnull=True).first()
    if organization is None:
        raise Http404
    known = request.user.is_authenticated
    form = (WorkForm if known else PersonForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mensen.take(ASK_LIMIT, mensen.client_of(request))
        told = form.cleaned_data
        if not known:
            return _send_code(request, organization, told)
        try:
            return _ask(request, mensen.account_of(request).pk, organization.pk, told["told"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"organization": organization, "form": form}
    return TemplateResponse(
        request, "wegwijzer/editing/claim.html", context, status=422 if request.method == "POST" else 200
    )


def _send_code(request: HttpRequest, organization: mensen.Organization, told: dict[str, Any]) -> HttpResponse:
    code, email = claims.new_code(), told["email"].lower()
    kept = {
        "organization": str(organization.pk),
        "name": told["name"],
        "email": email,
        "told": told["told"],
        "code": claims.hash_of_code(email, code),
        "until": (clock.now() + CODE_LIVES).isoformat(),
    }
    request.session[_SESSION] = {"sealed": pack(kept, about=_SESSION), "tries": 0}
    claims.mail_code(email=email, code=code)
    return redirect("claim_code")


def _opened(sealed: str) -> Any:
    """What we sealed for this session; None when it is not that."""
    try:
        return unpack(sealed, about=_SESSION)
    except (ValueError, zlib.error):
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def claim_code(request: HttpRequest) -> HttpResponse:
    """The code that proves the address; wrong and expired are said plainly, five tries."""
    state = request.session.get(_SESSION)
    kept = _opened(state["sealed"]) if state else None
    if state is None or kept is None or state["tries"] >= MOST_TRIES or kept["until"] < clock.now().isoformat():
        request.session.pop(_SESSION, None)
        messages.error(request, _("De code werkt niet meer. Vraag een nieuwe."))
        return redirect("claim")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mensen.take(GUESS_LIMIT, mensen.client_of(request))
        request.session[_SESSION] = state | {"tries": state["tries"] + 1}
        if claims.hash_of_code(kept["email"], form.cleaned_data["code"]) == kept["code"]:
            try:
                account = mensen.account_of_address(email=kept["email"], name=kept["name"])
                answer = _ask(request, account, UUID(kept["organization"]), kept["told"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                request.session.pop(_SESSION, None)
                return answer
        else:
            form.add_error("code", _("Deze code klopt niet. Kijk nog eens in uw mail."))
    context = {"form": form, "email": kept["email"]}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "wegwijzer/editing/claim_code.html", context, status=status)


def _ask(request: HttpRequest, account_id: int, organization_id: UUID, told: str) -> HttpResponse:
    try:
        asked = claims.ask(actor=account_actor(account_id), organization_id=organization_id, told=told)
    except toestemming.NotYours as error:
        raise Http404 from error
    request.session[_DONE] = {"due": asked.due.isoformat(), "mailed": asked.mailed}
    return redirect("claim_done")


@require_safe
def claim_done(request: HttpRequest) -> HttpResponse:
    """Who does what by when."""
    done = request.session.get(_DONE)
    if done is None:
        return redirect("claim")
    context = {"due": datetime.fromisoformat(done["due"]), "mailed": done["mailed"]}
    return TemplateResponse(request, "wegwijzer/editing/claim_done.html", context)


# The link in the mail ---------------------------------------------------------------------------------------------------


@opened_by_mail(gone="wegwijzer/editing/claim_gone.html")
def claim_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Does the organisation know this person? Looking changes nothing, a button does."""
    refusal = ""
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        try:
            claims.answer_link(token=token, yes=request.POST["answer"] == "yes")
            return back_to("claim_confirm", token)
        except Refusal:
            refusal = _("Dit kan nu niet. De gemeente kijkt ernaar.")
    context = {"claim": claims.asked_by(token), "token": token, "refusal": refusal}
    return TemplateResponse(request, "wegwijzer/editing/claim_confirm.html", context, status=422 if refusal else 200)


# Deciding ---------------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def claim_queue(request: HttpRequest) -> HttpResponse:
    """Who asks to be editor, first promised first."""
    account = mensen.account_of(request)
    if account.role not in DECIDES:
        raise PermissionDenied
    rows = claims.queue(account_actor(account.pk), clock.now())
    return TemplateResponse(request, "wegwijzer/editing/claims.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_decide(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """One request: grant it, or refuse it with the reason."""
    account, refusal = mensen.account_of(request), ""
    if account.role not in DECIDES:
        raise Http404
    actor = account_actor(account.pk)
    try:
        found = claims.opened(actor, claim_id)
        if request.method == "POST":
            grant = request.POST.get("deed") == "grant"
            claims.decide(actor=actor, claim_id=claim_id, grant=grant, reason=request.POST.get("reason", ""))
            messages.success(
                request,
                _("Toegestaan. Deze persoon krijgt een mail.")
                if grant
                else _("Geweigerd. Deze persoon krijgt een mail."),
            )
            return redirect("claims")
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as error:
        refusal = str(error)
    context = {"claim": found, "refusal": refusal, "reason": request.POST.get("reason", "")[: claims.LONGEST_REASON]}
    return TemplateResponse(request, "wegwijzer/editing/claim_decide.html", context, status=422 if refusal else 200)
