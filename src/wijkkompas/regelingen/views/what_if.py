"""What if: four questions about later, and the curve of what is left of earning more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wijkkompas.kern import clock
from wijkkompas.regelingen import chart, drafts, reckoning, telling, whatif
from wijkkompas.regelingen.forms import Money
from wijkkompas.regelingen.household import Household
from wijkkompas.regelingen.views.asking import page, places_of


def _gross(most: int) -> Money:
    return Money(
        label=gettext_lazy("En hoeveel bruto per maand?"),
        help_text=gettext_lazy("Weet u het niet? Laat het leeg. Dan rekenen wij ruimer."),
        most=most,
        required=False,
    )


class Work(forms.Form):
    """Earning more."""

    netto = Money(label=gettext_lazy("Hoeveel verdient u dan meer per maand, netto?"), most=20_000)
    bruto = _gross(40_000)

    def changed(self, household: Household) -> Household | None:
        """The household of later."""
        return whatif.more_work(household, net=self.cleaned_data["netto"], gross=self.cleaned_data["bruto"])


class Volunteer(forms.Form):
    """Being paid for volunteering."""

    maand = Money(label=gettext_lazy("Hoeveel vergoeding krijgt u per maand?"), most=5_000)

    def changed(self, household: Household) -> Household | None:
        """The household of later."""
        return whatif.volunteering(household, month=self.cleaned_data["maand"])


class Child(forms.Form):
    """A child turns 12: nothing to fill in."""

    def changed(self, household: Household) -> Household | None:
        """The household of later, or None without a child under 12."""
        return whatif.child_turns_12(household)


class Together(forms.Form):
    """Moving in together."""

    netto = Money(label=gettext_lazy("Hoeveel verdient uw partner per maand, netto?"), most=50_000)
    bruto = _gross(100_000)

    def changed(self, household: Household) -> Household | None:
        """The household of later."""
        return whatif.together(household, net=self.cleaned_data["netto"], gross=self.cleaned_data["bruto"])


CHANGES: dict[str, tuple[Any, type[Any]]] = {
    "werk": (gettext_lazy("Ik ga meer werken"), Work),
    "vrijwilliger": (gettext_lazy("Ik krijg geld voor vrijwilligerswerk"), Volunteer),
    "kind": (gettext_lazy("Mijn kind wordt 12 jaar"), Child),
    "samen": (gettext_lazy("Ik ga samenwonen"), Together),
}
Changed = Callable[[Household], Household | None]


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """Choose a change, fill in how much, see what it does. Amounts wait in the draft, never in an address."""
    draft = drafts.read(request)
    if draft is None:
        return redirect("regelingen")
    wanted = (request.POST if request.method == "POST" else request.GET).get("wat", "")
    if wanted not in CHANGES:
        return page(request, "what_if", _curve(draft) | {"changes": _names()})
    title, kind = CHANGES[wanted]
    if request.method == "POST":
        form = kind(request.POST)
        if form.is_valid():
            draft.extra[wanted] = {name: form.data.get(name, "") for name in form.fields}
            response = HttpResponseRedirect(f"{reverse('regelingen_what_if')}?wat={wanted}", status=303)
            drafts.write(response, draft)
            return response
    else:
        form = kind(draft.extra.get(wanted))
    context = {"title": title, "wanted": wanted, "form": form, "changes": _names()}
    if form.is_bound and form.is_valid():
        context |= _compared(draft, form.changed)
    return page(request, "what_if", context, status=422 if request.method == "POST" else 200)


def _names() -> list[tuple[str, Any]]:
    return [(key, title) for key, (title, _kind) in CHANGES.items()]


def _compared(draft: drafts.Draft, changed: Changed) -> dict[str, Any]:
    places, today = places_of(draft.area), clock.today()
    now = reckoning.household_of(draft, today)
    later = changed(now)
    if later is None:
        return {"impossible": True}
    before = reckoning.overview_of(now, draft.already, places, today)
    after = reckoning.overview_of(later, draft.already, places, today)
    return {
        "compared": telling.compared(before, after),
        "before": telling.total(before.total),
        "after": telling.total(after.total),
    }


def _curve(draft: drafts.Draft) -> dict[str, Any]:
    places, today = places_of(draft.area), clock.today()
    household = reckoning.household_of(draft, today)
    points = whatif.curve(household, places, today)
    return {"curve": chart.curve(points), "share": round(whatif.share_of(household), 2)}
