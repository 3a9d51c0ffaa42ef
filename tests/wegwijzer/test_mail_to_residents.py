"""A resident is mailed in the language in which they wrote to us."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import Role
from wijkkompas.post.api import list_outbox
from wijkkompas.wegwijzer import actions
from wijkkompas.wegwijzer.models import Correction, Service

pytestmark = pytest.mark.django_db

READER = "resident@example.org"


@pytest.fixture
def said(monkeypatch):
    """Which language was on when a text for a mail was looked up."""
    from django.utils import translation

    heard: list[str] = []

    def gettext(text: str) -> str:
        heard.append(translation.get_language())
        return text

    monkeypatch.setattr(actions, "_", gettext)
    return heard


def mail() -> dict:
    (found,) = [one for one in list_outbox() if one["to"] == READER]
    return found


@pytest.mark.parametrize(("language", "follow"), [("nl", "/volg"), ("tr", "/tr/volg"), ("ar", "/ar/volg")])
def test_an_answer_is_announced_in_the_language_of_the_question_with_the_page_of_that_language(
    said, settings, language, follow
):
    asked = factories.ask("GM0622", channel="email", contact=READER, language=language)
    worker = factories.worker(factories.team_of("GM0622"))
    actions.answer(actor=account_actor(worker.pk), request_id=asked.id, text="Wij komen langs.")
    assert f"{settings.BASE_URL}{follow}\n" in mail()["body"]
    assert set(said) == {language}
    assert asked.marker not in str(mail())


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/pl", "pl"), ("/uk", "uk")])
def test_who_reports_a_mistake_is_answered_in_the_language_of_the_page(said, prefix, language):
    service = Service.objects.filter(areas__code="GM0622").order_by("name").first()
    Client().post(f"{prefix}/hulp/{service.slug}/klopt-niet", {"text": "De deur is dicht", "contact": READER})
    municipality = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    with acting_as(municipality):
        correction = Correction.objects.get(service=service)
    said.clear()
    actions.handle_correction(
        actor=municipality, correction_id=correction.id, outcome="changed", answer="Dank u, het is aangepast."
    )
    assert "Dank u, het is aangepast." in mail()["body"]
    assert set(said) == {language}
