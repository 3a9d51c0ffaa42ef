"""Which text is translated first, and which texts there are."""

from __future__ import annotations

import pytest

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
    assert {s.key.kind for s in sources} == set(of)
    assert len({s.key for s in sources}) == len(sources)


@pytest.mark.django_db
def test_all_texts_take_a_fixed_number_of_queries(django_assert_num_queries):
    with django_assert_num_queries(5):  # services, their needs (2), needs, crisis lines
        registry.all_sources()
