"""Step plans and theme pages in other languages: what is offered, what a page shows, what it says of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests import factories
from tests.talen import people
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.talen import registry
from wijkkompas.talen.exchange import po, xliff
from wijkkompas.talen.exchange.lines import lines_of
from wijkkompas.talen.queries import work_in
from wijkkompas.talen.values import Key, State, Urgency
from wijkkompas.wegwijzer.guides import translating
from wijkkompas.wegwijzer.guides.shipped import shipped_handbooks, theme_pages
from wijkkompas.wegwijzer.models import Handbook
from wijkkompas.wegwijzer.policies import HANDBOOKS

pytestmark = pytest.mark.django_db

MACHINE = "Deze vertaling maakte een computer. Nog niemand keek hem na."
STALE = "De Nederlandse tekst is veranderd. De vertaling volgt nog. Daarom ziet u hier Nederlands."


def sources(kind: str) -> dict[Key, str]:
    return {source.key: source.dutch for source in registry.all_sources() if source.key.kind == kind}


def turkish(said: str) -> str:
    with override("tr"):
        return gettext(said)


def test_every_text_that_residents_read_is_offered():
    handbooks, themes = sources("handbook"), sources("theme")
    for book in shipped_handbooks():
        assert handbooks[Key("handbook", book.slug, "title")] == book.title
        for n, step in enumerate(book.steps, 1):
            assert handbooks[Key("handbook", book.slug, f"what-{n}")] == step.what
            assert handbooks.get(Key("handbook", book.slug, f"why-{n}"), "") == step.why
    for page in theme_pages().values():
        assert themes[Key("theme", page.slug, f"text-{len(page.paragraphs)}")] == page.paragraphs[-1]
        assert len(page.paragraphs) <= translating.MOST_PARAGRAPHS
    assert all(registry.field_label(key) != key.field for key in handbooks | themes)
    assert all(registry.source_of(key) is not None for key in [next(iter(handbooks)), next(iter(themes))])


def test_nothing_that_only_professionals_read_is_offered_to_anybody():
    with acting_as(system_actor(HANDBOOKS)):
        Handbook.objects.filter(slug="schulden").update(audience="professionals")
    lines = {step.professional for book in shipped_handbooks() for step in book.steps if step.professional}
    worker = factories.worker(factories.team_of("GM0622"))
    for who in (visitor_actor(), account_actor(worker.pk), account_actor(people.ambassador("tr").pk)):
        with acting_as(who):
            offered = sources("handbook")
            assert "schulden" not in {key.object_id for key in offered}
            assert lines.isdisjoint(offered.values())
            assert registry.source_of(Key("handbook", "schulden", "title")) is None


def test_a_sensitive_step_plan_is_as_urgent_as_its_need():
    found = {s.key.object_id: s.urgency for s in registry.all_sources() if s.key.kind == "handbook"}
    assert found["scheiden"] == Urgency.SENSITIVE
    assert found["schulden"] == Urgency.OTHER


def test_a_step_plan_without_translations_is_dutch_and_says_so(client):
    page = client.get("/tr/stappenplan/schulden").content.decode()
    assert (
        turkish("Deze tekst is er alleen in het Nederlands. Laat het voorlezen of vraag een buurtambassadeur.") in page
    )
    assert "Vertel het aan iemand." in page
    assert 'lang="nl" dir="ltr" data-steps' in page


def test_a_translated_step_stands_in_the_language_and_the_page_says_who_made_it(client):
    dutch = client.get("/stappenplan/schulden").content.decode()
    people.machine(Key("handbook", "schulden", "what-1"), "Birine anlatın.", dutch="Vertel het aan iemand.")
    page = client.get("/tr/stappenplan/schulden").content.decode()
    assert '<span lang="tr" dir="ltr">Birine anlatın.</span>' in page
    assert turkish(MACHINE) in page
    assert turkish("Een deel staat er alleen in het Nederlands.") in page
    box = dutch.split('type="checkbox" id="')[1].split('"')[0]
    assert f'id="{box}"' in page  # a tick stays with its step in every language
    assert client.get("/stappenplan/schulden").content.decode().count("Birine") == 0


def test_a_translation_of_older_dutch_is_not_shown(client):
    people.machine(Key("handbook", "schulden", "title"), "Eski başlık", dutch="Een oude titel")
    page = client.get("/tr/stappenplan/schulden").content.decode()
    assert "Eski başlık" not in page
    assert turkish(STALE) in page


def test_a_theme_and_the_ways_to_it_are_shown_translated(client):
    page = theme_pages()["huis-aanpassen"]
    people.machine(Key("theme", page.slug, "title"), "Evinizi uyarlayın", dutch=page.title)
    people.machine(Key("theme", page.slug, "text-1"), "Eviniz size uysun.", dutch=page.paragraphs[0])
    told = client.get(f"/tr/thema/{page.slug}").content.decode()
    assert '<p lang="tr" dir="ltr">Eviniz size uysun.</p>' in told
    for path in ("/tr/vraag/home-adaptation", "/tr/wijk/GM0622", "/tr/thema/woonservicezone"):
        assert "Evinizi uyarlayın" in client.get(path).content.decode(), path


def test_they_wait_in_the_list_of_an_ambassador_and_can_be_opened():
    client = Client()
    account = people.ambassador("tr")
    factories.log_in(client, account)
    [work] = work_in(["tr"])
    waiting = {task.source.key: task.state for task in work.waiting(account.pk)}
    assert waiting[Key("handbook", "schulden", "what-1")] == State.MISSING
    page = client.get("/vertalen/tr/handbook/schulden/what-1").content.decode()
    assert "Vertel het aan iemand." in page
    assert "stap 1" in page.lower()


def test_they_go_out_as_files():
    lines = [line for line in lines_of("tr") if line.key.kind in {"handbook", "theme"}]
    assert len({line.key for line in lines}) == len(lines) > 100
    for form in (po, xliff):
        assert "handbook.schulden.what-1" in form.write(lines, "tr").decode()


@pytest.mark.parametrize("path", ["/tr/stappenplan/schulden", "/tr/thema/huis-aanpassen", "/tr/vraag/separation"])
def test_pages_take_a_constant_number_of_queries_in_another_language(client, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(34):
        client.get(path)
