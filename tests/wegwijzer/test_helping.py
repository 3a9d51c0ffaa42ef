"""Two people at one screen: every result stands in both languages, and can go to the phone of the other."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from wijkkompas.wegwijzer import finding, translating
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db

ASKED = {"q": "Ik begrijp deze brief van de gemeente niet", "area": "GM0622", "spoken": "nl"}


def page_of(prefix: str = "", **more: str) -> str:
    response = Client().post(f"{prefix}/ik-help", ASKED | more)
    assert response.status_code == 200
    return response.content.decode()


def slugs(page: str) -> list[str]:
    return re.findall(r'<h3[^>]*id="hulp-([^"]+)"', page)


@pytest.mark.parametrize(("prefix", "mine", "other"), [("", "nl", "tr"), ("", "nl", "ar"), ("/tr", "tr", "uk")])
def test_every_result_stands_in_both_languages_with_the_page_of_each(prefix, mine, other):
    page = page_of(prefix, other=other)
    found = list(Service.objects.filter(slug__in=slugs(page)))
    assert len(found) == 4
    for language, place in ((mine, prefix), (other, f"/{other}")):
        said = translating.of_services(found, language)
        for service in found:
            assert escape(str(said[service.slug]["summary"])) in page
            assert f'href="{place}/hulp/{service.slug}"' in page
    with translation.override(other):
        assert str(translation.gettext("in heel Nederland")) in page


def test_who_has_letters_reads_in_both_languages_to_bring_them_unopened():
    page = page_of(other="ar")
    dutch = "Neem alle brieven mee, ook dicht."
    with translation.override("ar"):
        arabic = str(translation.gettext(dutch))
    assert arabic != dutch
    assert (page.count(dutch), page.count(arabic)) == (1, 1)


def test_what_is_sent_is_in_the_language_of_the_other_and_holds_nothing_of_what_was_asked(settings):
    page = page_of(other="tr")
    sent = unquote(re.search(r'href="sms:\?&amp;body=([^"]+)"', page)[1])
    said = translating.of_services(list(Service.objects.filter(slug__in=slugs(page))), "tr")
    for slug in slugs(page):
        assert str(said[slug]["name"]) in sent
        assert f"{settings.BASE_URL}/tr/hulp/{slug}" in sent
    assert "brief van de gemeente" not in sent
    assert escape(sent) in page  # the same for "Deel", with JavaScript


def test_when_there_is_danger_nothing_is_sent_to_a_phone():
    page = page_of(q="mijn man slaat mij en ik ben bang", other="tr")
    assert 'class="crisis"' in page
    assert "sms:" not in page


def test_results_in_two_languages_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    finding.answer("warm", area="GM0622")
    with django_assert_max_num_queries(24):
        page_of(other="tr")
