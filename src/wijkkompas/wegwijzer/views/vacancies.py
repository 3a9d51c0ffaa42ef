"""Pages on which an organisation asks volunteers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import vacancies
from wijkkompas.wegwijzer.models import Vacancy
from wijkkompas.wegwijzer.views.editing import organization_of
from wijkkompas.wegwijzer.views.editing_drafts import draft_of, forget_draft, keep_draft, keeps_draft


def _line(label: Any, most: int, missing: Any, hint: Any = "", rows: int = 0) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}) if rows else forms.TextInput,
        error_messages={"required": missing, "max_length": gettext_lazy("Schrijf het korter.")},
    )


class VacancyForm(forms.Form):
    """What is asked, when, how to answer, until when."""

    title = _line(
        gettext_lazy("Wie zoekt u?"),
        120,
        gettext_lazy("Schrijf wie u zoekt."),
        gettext_lazy("Bijvoorbeeld: gastvrouw of gastheer voor de koffie."),
    )
    what = _line(gettext_lazy("Wat doet iemand?"), 600, gettext_lazy("Schrijf wat iemand doet."), rows=3)
    when = _line(
        gettext_lazy("Wanneer?"),
        200,
        gettext_lazy("Schrijf wanneer het is."),
        gettext_lazy("Bijvoorbeeld: elke dinsdag van 9 tot 12 uur."),
    )
    contact = _line(
        gettext_lazy("Hoe kan iemand reageren?"),
        200,
        gettext_lazy("Schrijf hoe iemand kan reageren."),
        gettext_lazy("Een nummer of adres van uw organisatie, niet van één mens."),
    )
    service = forms.ChoiceField(label=gettext_lazy("Bij welke hulp hoort het?"), required=False)
    until = forms.DateField(
        label=gettext_lazy("Tot en met welke dag staat het er?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Kies de laatste dag."),
            "invalid": gettext_lazy("Kies een dag, bijvoorbeeld 25-12-2026."),
        },
    )

    def __init__(self, *args: Any, organization: mensen.Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = vacancies.services_of(organization)
        self.fields["service"].choices = [("", _("bij de hele organisatie")), *((str(i), n) for i, n in rows)]  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        """Not over already."""
        day = self.cleaned_data["until"]
        if day < clock.today():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return day

    def told(self) -> dict[str, Any]:
        """For the deeds; only after `is_valid`."""
        told = {name: self.cleaned_data[name] for name in ("title", "what", "when", "contact", "until")}
        return told | {"service_id": UUID(self.cleaned_data["service"]) if self.cleaned_data["service"] else None}


def _here(organization: mensen.Organization, request: HttpRequest) -> str:
    query = f"?organisatie={organization.pk}" if request.GET.get("organisatie") else ""
    return f"{reverse('vacancies')}{query}"


@login_required
@require_safe
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """All of an organisation, what is over too."""
    organization = organization_of(request)
    rows = [(row, row.until < clock.today()) for row in vacancies.of_organization(organization)]
    context = {"organization": organization, "rows": rows, "may": vacancies.may_ask(organization.pk)}
    return TemplateResponse(request, "wegwijzer/editing/vacancies.html", context)


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy(request: HttpRequest, vacancy_id: UUID | None = None) -> HttpResponse:
    """Ask, or change what is asked."""
    organization = organization_of(request)
    found = None
    if vacancy_id is not None:
        found = Vacancy.objects.filter(pk=vacancy_id, organization=organization).first()
        if found is None:
            raise Http404
    posted = request.method == "POST"
    draft = None if posted else draft_of(request)
    form = VacancyForm(request.POST if posted else draft, initial=_initial(found), organization=organization)
    if posted:
        keep_draft(request)
        if form.is_valid() and _saved(request, organization, found, form):
            forget_draft(request)
            messages.success(request, _("Opgeslagen. Bewoners zien het nu."))
            return redirect(_here(organization, request))
    context = {
        "organization": organization,
        "form": form,
        "vacancy": found,
        "back": _here(organization, request),
        "from_draft": draft is not None,
    }
    return TemplateResponse(request, "wegwijzer/editing/vacancy.html", context, status=422 if posted else 200)


def _saved(request: HttpRequest, organization: mensen.Organization, found: Vacancy | None, form: VacancyForm) -> bool:
    """Ask or change it; False when it may not, with the reason on the form."""
    actor = account_actor(mensen.account_of(request).pk)
    try:
        if found is None:
            vacancies.add(actor=actor, organization=organization, told=form.told())
        else:
            vacancies.change(actor=actor, vacancy_id=found.pk, organization=organization, told=form.told())
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _initial(found: Vacancy | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "title": found.title,
        "what": found.what,
        "when": found.when,
        "contact": found.contact,
        "service": str(found.service_id or ""),
        "until": found.until,
    }


@login_required
@require_POST
def vacancy_remove(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """A button."""
    organization = organization_of(request)
    try:
        vacancies.remove(
            actor=account_actor(mensen.account_of(request).pk), vacancy_id=vacancy_id, organization=organization
        )
    except toestemming.NotYours as error:
        raise Http404 from error
    messages.success(request, _("Weggehaald. Bewoners zien het niet meer."))
    return redirect(_here(organization, request))
