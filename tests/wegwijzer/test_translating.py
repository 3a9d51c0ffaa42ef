"""Which text is translated first, and which texts there are."""

from __future__ import annotations

import pytest

from tests.talen import people
from wijkkompas.talen import registry
from wijkkompas.talen.values import Urgency
from wijkkompas.wegwijzer.models import CrisisLine, Need, Service
from wijkkompas.wegwijzer.rules import urgency_of_text


@pytest.mark.parametrize(
    ("urgencies", "domain", "ways", "theme", "urgency"),
    [
        (["normal", "crisis"], "money", ["walk-in"], "wonen", Urgency.DANGER),
        (["soon"], "safety", ["walk-in"], "wonen", Urgency.SENSITIVE),
        (["normal"], "money", ["phone", "walk-in"], "wonen", Urgency.WALK_IN),
        (["normal"], "money", ["phone"], "geld-en-schulden", Urgency.MUCH_ASKED),
        ([], "", [], "samenredzaamheid", Urgency.OTHER),
    ],
)
def test_danger_comes_first_then_what_is_sensitive_then_walk_in(urgencies, domain, ways, theme, urgency):
    assert urgency_of_text(urgencies, domain, ways, theme) == urgency


@pytest.mark.django_db
def test_every_public_text_is_offered_and_nothing_else():
    sources = registry.all_sources()
    of = {kind: {s.key.object_id for s in sources if s.key.kind == kind} for kind in ("service", "need", "crisis-line")}
    assert of["service"] == set(Service.objects.public().values_list("slug", flat=True))
    assert of["need"] == set(Need.objects.values_list("code", flat=True))
    assert of["crisis-line"] == set(CrisisLine.objects.values_list("code", flat=True))
    assert {s.key.kind for s in sources} == set(of) | {"handbook", "theme"}
    assert len({s.key for s in sources}) == len(sources)


@pytest.mark.django_db
def test_all_texts_take_a_fixed_number_of_queries(django_assert_num_queries):
    # services with needs (2) and goals, needs, crisis lines; step plans (as a visitor: 8) and their needs, themes
    with django_assert_num_queries(15):
        registry.all_sources()


@pytest.mark.django_db
def test_a_goal_and_what_to_look_out_for_stand_on_the_page_in_the_language_of_the_reader(client):
    service = people.service(alert="De ingang is achter.")
    for text in ("U bent niet alleen.", "U leest uw post zelf."):
        service.goals.create(text=text)
    people.machine(people.key_of(service, "alert"), "Giriş arkada.", dutch="De ingang is achter.")
    people.machine(people.key_of(service, "goal-2"), "Postanızı kendiniz okursunuz.", dutch="U leest uw post zelf.")
    page = client.get(f"/tr/hulp/{service.slug}").content.decode()
    assert "Giriş arkada." in page
    assert "De ingang is achter." not in page
    assert page.index("U bent niet alleen.") < page.index("Postanızı kendiniz okursunuz.")
    dutch = client.get(f"/hulp/{service.slug}").content.decode()
    assert "De ingang is achter." in dutch
    assert "U leest uw post zelf." in dutch
