"""Step plans and themes as residents see them."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override

from tests import factories
from tests.talen import people
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.talen.models import Translation
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.wegwijzer.guides.loading import load_handbooks
from wijkkompas.wegwijzer.models import Handbook, HandbookVersion
from wijkkompas.wegwijzer.policies import HANDBOOKS

pytestmark = pytest.mark.django_db


def loaded():
    return acting_as(system_actor(HANDBOOKS))


def test_a_step_plan_has_boxes_reasons_and_the_way_to_help(client):
    page = client.get("/stappenplan/schulden").content.decode()
    assert page.count('type="checkbox" id="s-') == 12
    assert "Vertel het aan iemand." in page
    assert "Veel mensen schamen zich." in page
    assert 'href="/vraag/problem-debts"' in page
    assert "Wij kijken hem weer na" in page


def test_lines_for_professionals_do_not_stand_on_the_page_of_residents(client):
    line = "Vraag niet hoe het komt."
    assert line not in client.get("/stappenplan/schulden").content.decode()
    factories.log_in(client, factories.worker(factories.team_of("GM0622")))
    assert line not in client.get("/stappenplan/schulden").content.decode()


def test_a_step_plan_without_something_sensitive_may_be_kept_a_minute(client):
    assert client.get("/stappenplan/schulden")["Cache-Control"] == "public, max-age=60"


def test_a_sensitive_step_plan_has_an_exit_and_is_remembered_nowhere(client):
    response = client.get("/stappenplan/scheiden")
    page = response.content.decode()
    assert "data-exit" in page
    assert "steps.js" not in page
    assert "data-steps" not in page
    assert "<title>Hulp in uw wijk" in page
    assert response["Cache-Control"] == "private, no-store"


def test_an_unknown_step_plan_and_one_for_professionals_alone_look_alike(client):
    with loaded():
        Handbook.objects.filter(slug="schulden").update(audience="professionals")
    hidden, missing = client.get("/stappenplan/schulden"), client.get("/stappenplan/bestaat-niet")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert 'class="guides"' not in client.get("/vraag/problem-debts").content.decode()


def test_a_need_points_to_its_step_plan_and_its_theme(client):
    page = client.get("/vraag/home-adaptation").content.decode()
    assert 'href="/stappenplan/langer-thuis"' in page
    assert 'href="/thema/huis-aanpassen"' in page


def test_an_area_points_to_the_themes(client):
    assert 'href="/thema/woonservicezone?area=GM0556"' in client.get("/wijk/GM0556").content.decode()


def test_a_theme_shows_help_near_home_and_asks_for_a_scan_by_appointment(client):
    page = client.get("/thema/huis-aanpassen?area=GM0546").content.decode()
    assert 'class="card"' in page
    assert 'value="Ik wil graag een afspraak voor een woningscan."' in page
    assert 'href="/stappenplan/langer-thuis"' in page
    assert client.get("/thema/bestaat-niet").status_code == 404


def test_a_theme_in_another_language_shows_its_cards_in_it_and_says_who_translated(client):
    path = "/thema/huis-aanpassen?area=GM0622"
    service = client.get(path).context["cards"][0].service
    key = people.key_of(service)
    with acting_as(system_actor(TRANSLATIONS)):
        Translation.objects.filter(**key._asdict()).delete()
    people.machine(key, "Evinizi uyarlarız.", dutch=service.summary)
    page = client.get(f"/tr{path}").content.decode()
    with override("tr"):
        told = gettext("Deze vertalingen maakte een computer. Nog niemand keek ze na.")
    assert (page.count("Evinizi uyarlarız."), page.count(told)) == (1, 1)


@pytest.mark.parametrize("path", ["/stappenplan/schulden", "/thema/huis-aanpassen?area=GM0622", "/vraag/separation"])
def test_pages_take_a_constant_number_of_queries(client, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(32):
        client.get(path)


def test_loading_again_adds_nothing():
    assert load_handbooks() == 0


def test_a_changed_file_becomes_a_new_version_unless_somebody_here_wrote(client):
    with loaded():
        for slug, shipped in (("schulden", "an older file"), ("scheiden", "")):
            handbook = Handbook.objects.get(slug=slug)
            HandbookVersion(
                handbook=handbook,
                number=handbook.version + 1,
                title="Zo was het",
                steps=[{"what": "Bel."}],
                made_at="2026-01-01T00:00Z",
                shipped=shipped,
            ).save(force_insert=True)
            Handbook.objects.filter(id=handbook.id).update(version=handbook.version + 1)
    assert load_handbooks() == 1
    assert "Uit de schulden" in client.get("/stappenplan/schulden").content.decode()
    assert "Zo was het" in client.get("/stappenplan/scheiden").content.decode()


def test_a_role_without_a_second_factor_is_no_professional(client):
    client.force_login(factories.account(Role.AMBASSADOR), backend=factories.BACKEND)
    assert client.get("/stappenplan/schulden").status_code == 200
