"""Where ambassadors translate: choose a language, the list by urgency, one text at a time beside the Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.talen import actions, glossary, queries, registry, words
from wijkkompas.talen.forms import DeskForm
from wijkkompas.talen.rules import difference, source_hash, terms_in, tidy, warnings
from wijkkompas.talen.values import NAMES, Key, State, direction

A_PAGE = 30


def _translator(request: HttpRequest) -> tuple[mensen.Account, list[str]]:
    account = mensen.account_of(request)
    if account.role != mensen.Role.AMBASSADOR:
        raise PermissionDenied
    return account, queries.languages_of(account)


def _in(language: str, request: HttpRequest) -> mensen.Account:
    """Who translates into this language; for others there is no such page."""
    account, spoken = _translator(request)
    if language not in spoken:
        raise Http404
    return account


@login_required
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """The languages of this person, each with how far it is, thanks for what this person did, and one small task."""
    account, spoken = _translator(request)
    month = datetime.combine(clock.today().replace(day=1), time.min, clock.AMSTERDAM)
    thanks = queries.thanks_of(account.pk, month)
    rows = [
        {
            "code": work.language,
            "name": NAMES[work.language],
            "work": work,
            "waiting": len(waiting),
            "thanks": thanks.get(work.language),
            "small": queries.smallest(waiting),
        }
        for work in queries.work_in(spoken)
        for waiting in [work.waiting(account.pk)]
    ]
    return TemplateResponse(request, "talen/languages.html", {"rows": rows})


@login_required
@require_safe
def work(request: HttpRequest, language: str) -> HttpResponse:
    """What waits in one language, most urgent first; with `na` the text to do after that one."""
    account = _in(language, request)
    if skipped := Key.read(request.GET.get("na", "")):
        return _next(language, skipped, account)
    [found] = queries.work_in([language])
    waiting = found.waiting(account.pk)
    asked = request.GET.get("wat", "")
    wanted = asked if asked in words.STATES else ""
    chosen = [task for task in waiting if wanted in {"", task.shown_as}]
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    counts = Counter(task.shown_as for task in waiting)
    return TemplateResponse(
        request,
        "talen/work.html",
        {
            "language": language,
            "name": NAMES[language],
            "work": found,
            "first": waiting[0].source.key if waiting else None,
            "filters": [(s, label, counts[s]) for s, label in words.STATES.items() if counts[s]],
            "wanted": wanted,
            "page_obj": page,
            "query": f"?wat={wanted}&" if wanted else "?",
            "groups": [
                (words.URGENCIES[urgency], [_row(task) for task in tasks])
                for urgency, tasks in queries.urgency_groups(page)
            ],
        },
    )


def _row(task: queries.Task) -> dict[str, Any]:
    return {
        "key": task.source.key,
        "title": task.source.title,
        "field": registry.field_label(task.source.key),
        "state": words.STATES[task.shown_as],
        "stale": task.state == State.STALE,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, language: str, kind: str, object_id: str, field: str) -> HttpResponse:
    """One text beside the Dutch. Three buttons: Klopt, Opslaan, Ik twijfel."""
    account, key = _in(language, request), Key(kind, object_id, field)
    desk = queries.desk(key, language, account.pk)
    if desk is None:
        raise Http404
    if request.method != "POST":
        return _show(request, language, desk, _form(language, desk))
    form = DeskForm(request.POST, language=language, direction=direction(language))
    found: list[str] = []
    fresh = False  # what the hidden fields say: a page that only warns is still about what the person had before them
    if form.is_valid():
        deed, written = request.POST.get("deed", ""), tidy(form.cleaned_data["text"])
        if deed != "doubt" and not form.cleaned_data["anyway"]:
            found = [words.warning(one) for one in warnings(desk.source.dutch, written)] if written else []
        if not found:
            try:
                return _done(request, language, key, account, _do(deed, account, key, language, desk, form))
            except actions.Unknown as error:
                raise Http404 from error
            except actions.Refusal as refusal:
                fresh = isinstance(refusal, actions.Changed)
                form.add_error(None, str(refusal))
                desk = queries.desk(key, language, account.pk) or desk
    return _show(request, language, desk, form, found, fresh=fresh, status=422)


def _form(language: str, desk: queries.Desk) -> DeskForm:
    seen = {"text": desk.text, "version": desk.version, "seen": source_hash(desk.source.dutch)}
    return DeskForm(initial=seen, language=language, direction=direction(language))


def _do(deed: str, account: mensen.Account, key: Key, language: str, desk: queries.Desk, form: DeskForm) -> str:
    """The deed of the button that was pressed; "Klopt" under a text that was changed keeps that text."""
    given = form.cleaned_data
    about: dict[str, Any] = {
        "actor": account_actor(account.pk),
        "key": key,
        "language": language,
        "version": given["version"],
        "seen": given["seen"],
    }
    if deed == "doubt":
        actions.doubt(**about, note=given["note"], text=given["text"])
        return _("Dank u. Een andere vertaler kijkt ernaar.")
    unchanged = desk.row is not None and tidy(given["text"]) == desk.row.text
    if deed == "right" and unchanged and desk.state != State.MISSING:
        state = actions.confirm(**about)
    else:
        state = actions.write(**about, text=given["text"])
    if state == State.APPROVED:
        return _("Klaar. Twee mensen lazen deze tekst. Dank u wel.")
    return _("Bewaard. Bewoners zien nu uw tekst. Dank u wel.")


def _done(request: HttpRequest, language: str, key: Key, account: mensen.Account, said: str) -> HttpResponse:
    messages.success(request, said)
    return _next(language, key, account)


def _next(language: str, key: Key, account: mensen.Account) -> HttpResponse:
    """To the text that comes after this one, or to the list when nothing else waits."""
    following = queries.next_after(key, language, account.pk)
    if following is None:
        return redirect("translate_language", language=language)
    return redirect("translate_text", language=language, **following._asdict())


def _show(
    request: HttpRequest,
    language: str,
    desk: queries.Desk,
    form: DeskForm,
    found: Sequence[str] = (),
    *,
    fresh: bool = True,
    status: int = 200,
) -> HttpResponse:
    source, row = desk.source, desk.row
    shown = form["text"].value() or ""
    return TemplateResponse(
        request,
        "talen/text.html",
        {
            "desk": desk,
            "form": form,
            "warnings": found,
            "language": language,
            "name": NAMES[language],
            "direction": direction(language),
            "field": registry.field_label(source.key),
            "state": words.STATES[desk.state],
            "version": desk.version if fresh else form["version"].value(),
            "seen": source_hash(source.dutch) if fresh else form["seen"].value(),
            "pieces": difference(row.source_text, tidy(source.dutch)) if row and desk.state == State.STALE else [],
            "stands": row.text if row and row.text and tidy(shown) != row.text else "",
            "terms": terms_in(source.dutch, glossary.terms(), language),
            "page": f"/{language}{source.page}" if source.page else "",
        },
        status=status,
    )
