"""Pages of the house itself: health, errors, about, the manager's page, the gallery of components."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wijkkompas.config.readiness import readiness
from wijkkompas.kern.problems import problem
from wijkkompas.mensen import api as mensen


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    response = JsonResponse({"ok": True})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, queue and at least the words of the index are there."""
    report = readiness()
    response = JsonResponse(report, status=200 if report["ready"] else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures about the machine, none about people. Only for this machine itself, not through a proxy."""
    through_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    if through_proxy or request.META.get("REMOTE_ADDR", "") not in {"127.0.0.1", "::1", ""}:
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("select status::text, count(*) from procrastinate_jobs group by 1")
        jobs = cursor.fetchall()
        cursor.execute(
            "select coalesce(extract(epoch from now() - max(built_at)), -1), coalesce(max(services), 0) from wegwijzer_searchindex"
        )
        age, services = cursor.fetchone()
    lines = [f'wijkkompas_jobs{{status="{status}"}} {count}' for status, count in jobs]
    lines += [f"wijkkompas_search_index_age_seconds {float(age):.0f}", f"wijkkompas_search_services {services}"]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; questions, codes and work pages not."""
    work = ("team", "mijn", "beheer", "account", "ik-help", "vertalen", "organisatie", "klopt-nog")
    hidden = ("zoek", "volg", "bel-mij", *work)
    lines = ["User-agent: *", *(f"Disallow: /{p}" for p in hidden), *(f"Disallow: /*/{p}" for p in hidden)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return TemplateResponse(request, "pages/about.html", {})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why and how long."""
    return TemplateResponse(request, "pages/privacy.html", {})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How everybody can use this, and what to do when not."""
    return TemplateResponse(request, "pages/accessibility.html", {})


@login_required
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """For municipality and functional manager: what is there, what waits."""
    if mensen.account_of(request).role not in mensen.DECIDES:
        raise PermissionDenied
    return TemplateResponse(
        request, "pages/manage.html", {"report": readiness(thorough=True), "area": mensen.account_of(request).area}
    )


@login_required
@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    """Questions for which nothing was found, for editors of that municipality."""
    from wijkkompas.wegwijzer import api as wegwijzer

    if mensen.account_of(request).role != mensen.Role.MUNICIPALITY:
        raise PermissionDenied
    return TemplateResponse(request, "pages/unanswered.html", {"rows": wegwijzer.unanswered()})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state, so that a change is seen at once."""
    return TemplateResponse(request, "wijk/stijl.html", {})


def _error(request: HttpRequest, status: int, title: str, template: str) -> HttpResponse:
    if request.path.startswith(("/api/", "/hsds/", "/oruk/")):
        return problem(
            status, title, {404: "There is nothing at this address."}.get(status, "The request cannot be handled.")
        )
    return TemplateResponse(request, template, {}, status=status).render()


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return _error(request, 400, "Bad request", "400.html")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return _error(request, 403, "Forbidden", "403.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: missing and foreign look the same."""
    return _error(request, 404, "Not found", "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no stack trace; nothing was half-written (the transaction rolled back)."""
    try:
        return _error(request, 500, "Something went wrong", "500.html")
    except Exception:  # the page itself needs a part that is broken
        return HttpResponse(
            "<!doctype html><title>Er ging iets mis</title><p>Er ging iets mis. Probeer het straks opnieuw. Gevaar? Bel 112.</p>",
            status=500,
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off."""
    return TemplateResponse(request, "403_csrf.html", {}, status=403).render()
