"""Step plans and theme pages for residents: the same for everybody, ticked on paper or on the own device."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkkompas.kern import clock
from wijkkompas.wegwijzer import finding, translating
from wijkkompas.wegwijzer.guides import queries
from wijkkompas.wegwijzer.guides import translating as translating_guides
from wijkkompas.wegwijzer.guides.shipped import theme_pages
from wijkkompas.wegwijzer.models import Need
from wijkkompas.wegwijzer.queries import services_for_needs
from wijkkompas.wegwijzer.rules import SENSITIVE_DOMAINS
from wijkkompas.wegwijzer.views.finding import language
from wijkkompas.wegwijzer.views.here import area_choices, chosen_area

MOST_SERVICES = 12


@require_safe
def handbook(request: HttpRequest, slug: str) -> HttpResponse:
    """A step plan to tick. A sensitive one is remembered nowhere, also not on the device."""
    opened = queries.public_handbook(slug, clock.today())
    if opened is None:
        raise Http404
    said = translating_guides.of_handbook(slug, opened.version, language())
    main = Need.objects.filter(code__in=opened.handbook.needs[:1]).first()
    return TemplateResponse(
        request,
        "wegwijzer/handbook.html",
        {
            "opened": opened,
            "said": said,
            "steps": translating_guides.steps(opened.steps, said),
            "notices": translating.notices(said),
            "main": main,
            "sensitive": main is not None and main.domain_id in SENSITIVE_DOMAINS,
            "language": language(),
            "area": chosen_area(request),
        },
    )


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme: text, checklist, help near home."""
    page = theme_pages().get(slug)
    if page is None:
        raise Http404
    area = chosen_area(request)
    services = services_for_needs(page.needs, area)[:MOST_SERVICES]
    cards = finding.cards_for(services, moment=finding.local_now(), language=language())
    said = translating_guides.of_theme(page, language())
    handbooks, others = translating_guides.links(
        queries.public_handbooks(slugs=page.handbooks) if page.handbooks else [],
        [other for other in theme_pages().values() if other.slug != slug],
        language(),
    )
    return TemplateResponse(
        request,
        "wegwijzer/theme.html",
        {
            "page": page,
            "said": said,
            "paragraphs": [said[f"text-{n}"] for n, _text in enumerate(page.paragraphs, 1)],
            "steps": translating_guides.steps(queries.open_steps(page.steps), said),
            "notices": translating.notices(said),
            "handbooks": handbooks,
            "cards": cards,
            "unchecked": translating.unchecked_cards(cards),
            "others": others,
            "question": page.ask,
            "area": area,
            "areas": area_choices(_("Kies uw plaats")),
            "language": language(),
        },
    )
