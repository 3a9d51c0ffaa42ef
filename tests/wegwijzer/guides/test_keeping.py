"""Handbooks have an owner, a date that is a promise, and a history that nobody rewrites."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer.guides import actions
from wijkkompas.wegwijzer.guides.rules import first_review, is_stale, review_problem, slug_of
from wijkkompas.wegwijzer.guides.values import Step
from wijkkompas.wegwijzer.models import Handbook, HandbookVersion
from wijkkompas.wegwijzer.policies import HANDBOOKS

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

SLUG = "schulden"


@pytest.fixture
def team():
    return factories.team("GM0622")


@pytest.fixture
def client(team):
    """A worker of the team, logged in."""
    return factories.log_in(Client(), factories.worker(team))


def handbook() -> Handbook:
    with acting_as(system_actor(HANDBOOKS)):
        return Handbook.objects.get(slug=SLUG)


def promises(team) -> list[Promise]:
    with acting_as(account_actor(factories.worker(team).pk)):
        return list(Promise.objects.filter(team=team).order_by("due"))


def filled(page, **more) -> dict[str, str]:
    """What a browser would send of the page on which a handbook is written."""
    form, steps = page.context["form"], page.context["steps"]
    data = {name: form[name].value() or "" for name in form.fields} | {"changed": "Nagekeken, alles klopt."}
    data |= {f"s-{name}": steps.management_form[name].value() for name in steps.management_form.fields}
    for one in steps:
        data |= {one[name].html_name: one[name].value() or "" for name in one.fields}
    return (
        {name: str(value) for name, value in data.items()}
        | {"review_on": str(clock.today() + timedelta(days=200))}
        | more
    )


def test_a_team_becomes_owner_and_owes_the_review(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    [promise] = promises(team)
    assert (promise.kind, promise.room, promise.object_id) == ("record-check", "wegwijzer", handbook().review)
    assert promise.due.astimezone(clock.AMSTERDAM).date() == handbook().review_on
    assert "Testteam" in client.get("/team/handboek").content.decode()
    other = factories.log_in(Client(), factories.worker(factories.team("GM0546")))
    assert "heeft al een eigenaar" in other.post(f"/team/handboek/{SLUG}/neem-over", follow=True).content.decode()


@pytest.mark.parametrize("wanted", ["9" * 5000, "9" * 30, "-1", "\0", "een"], ids=len)
def test_a_team_that_is_none_takes_nothing_over(client, team, wanted):
    assert client.post(f"/team/handboek/{SLUG}/neem-over", {"team": wanted}).status_code == 404
    assert handbook().owner_id is None


def test_a_new_version_keeps_the_promise_makes_the_next_and_leaves_the_old_text(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    page = client.get(f"/team/handboek/{SLUG}/bewerk")
    number = handbook().version
    data = filled(page, title="Uit de schulden, nieuw", **{"s-0-what": "Bel vandaag iemand.", "s-1-DELETE": "on"})
    data |= {"s-2-ORDER": "99", "s-12-what": "Vier dat het gelukt is.", "s-12-ORDER": "100"}
    assert client.post(f"/team/handboek/{SLUG}/bewerk", data)["Location"] == f"/team/handboek/{SLUG}"
    public = Client().get(f"/stappenplan/{SLUG}").content.decode()
    assert "Uit de schulden, nieuw" in public
    assert "Bel vandaag iemand." in public
    assert "Moet u uit huis of gaat het licht uit?" not in public
    assert (
        public.index("Vier dat het gelukt is.")
        > public.index("Doe alle post in één tas.")
        > public.index("Maak de post")
    )
    old = client.get(f"/team/handboek/{SLUG}/versie/{number}").content.decode()
    assert "Dit is een oude tekst" in old
    assert "Moet u uit huis of gaat het licht uit?" in old
    kept, open_ = promises(team)
    assert (kept.kept_at is not None, open_.kept_at) == (True, None)
    assert open_.object_id == handbook().review


def test_giving_back_drops_the_promise(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    client.post(f"/team/handboek/{SLUG}/geef-terug")
    [promise] = promises(team)
    assert promise.dropped_at is not None
    assert handbook().owner_id is None


def test_two_people_who_write_at_once_lose_nothing(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    first = filled(client.get(f"/team/handboek/{SLUG}/bewerk"))
    assert client.post(f"/team/handboek/{SLUG}/bewerk", first).status_code == 302
    late = client.post(f"/team/handboek/{SLUG}/bewerk", first | {"title": "Mijn titel"})
    assert late.status_code == 422
    assert "Iemand anders heeft net iets veranderd" in late.content.decode()
    assert 'value="Mijn titel"' in late.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Schrijf een titel."),
        ({"changed": ""}, "Schrijf kort wat er anders is"),
        ({"review_on": "2020-01-01"}, "Kies een datum na vandaag."),
        ({"review_on": "2099-01-01"}, "Kies een datum binnen een jaar."),
        ({"s-0-what": ""}, "of haal deze stap weg"),
        ({"s-0-link": "javascript:alert(1)"}, "s-0-link"),
        ({"s-0-link": "http://example.org"}, "begint met https://"),
        ({"s-0-need": "bestaat-niet"}, "bestaat-niet"),
        ({f"s-{n}-DELETE": "on" for n in range(12)}, "Schrijf minstens één stap."),
        ({"s-TOTAL_FORMS": "x"}, "Er is nog iets nodig"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_saved(client, team, wrong, words):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    before = handbook().version
    data = filled(client.get(f"/team/handboek/{SLUG}/bewerk")) | wrong
    response = client.post(f"/team/handboek/{SLUG}/bewerk", data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert handbook().version == before


def test_a_mistake_in_a_new_step_is_called_by_that_name(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    data = filled(client.get(f"/team/handboek/{SLUG}/bewerk")) | {"s-12-why": "Zo lukt het.", "s-0-what": ""}
    page = client.post(f"/team/handboek/{SLUG}/bewerk", data).content.decode()
    assert '<a href="#id_s-12-what">Nieuwe stap: ' in page
    assert '<a href="#id_s-0-what">Stap 1: ' in page


def test_another_team_and_a_missing_handbook_get_the_same_answer(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    stranger = factories.log_in(Client(), factories.worker(factories.team("GM0622")))
    for slug in (SLUG, "bestaat-niet"):
        assert stranger.get(f"/team/handboek/{slug}/bewerk").status_code == 404
        assert stranger.post(f"/team/handboek/{slug}/geef-terug").status_code == 404
    assert stranger.post("/team/handboek/woning-zoeken/neem-over", {"team": team.id}).status_code == 404
    assert stranger.get(f"/team/handboek/{SLUG}/versie/99").status_code == 404


def test_a_functional_manager_writes_without_touching_what_the_owner_promised(client, team):
    client.post(f"/team/handboek/{SLUG}/neem-over")
    promised = handbook().review_on
    manager = factories.log_in(
        Client(), factories.account(Role.FUNCTIONAL_MANAGER, area_id="GM0622", is_staff=True, is_superuser=True)
    )
    data = filled(manager.get(f"/team/handboek/{SLUG}/bewerk"), title="Van de beheerder")
    assert manager.post(f"/team/handboek/{SLUG}/bewerk", data).status_code == 302
    assert "Van de beheerder" in manager.get(f"/team/handboek/{SLUG}").content.decode()
    assert handbook().review_on == promised
    assert [p.kept_at for p in promises(team)] == [None]


def test_lists_and_pages_take_a_constant_number_of_queries(client, django_assert_max_num_queries):
    for path in ("/team/handboek", f"/team/handboek/{SLUG}"):
        client.get(path)
        with django_assert_max_num_queries(22):
            client.get(path)


SEES_PROFESSIONAL = {
    "worker": True,
    "municipality": True,
    "editor": True,
    "volunteer": False,
    "ambassador": False,
    "visitor": False,
    "system post": False,
}


@pytest.mark.parametrize("who", SEES_PROFESSIONAL)
def test_who_sees_a_handbook_for_professionals_alone(who, team):
    with acting_as(system_actor(HANDBOOKS)):
        Handbook.objects.filter(slug=SLUG).update(audience="professionals")
    with acting_as(_actor(who, team)):
        seen = Handbook.objects.filter(slug=SLUG).exists(), HandbookVersion.objects.filter(handbook__slug=SLUG).exists()
        plain = any(row.title == "Uit de schulden" for row in HandbookVersion.objects.all())
    assert (*seen, plain) == (SEES_PROFESSIONAL[who],) * 3


def _actor(who, team):
    match who:
        case "worker":
            return account_actor(factories.worker(team).pk)
        case "volunteer":
            member = factories.account(Role.VOLUNTEER)
            factories.join(member, team, role=TeamRole.VOLUNTEER)
            return account_actor(member.pk)
        case "visitor":
            return visitor_actor()
        case "system post":
            return system_actor("post")
    role = {"municipality": Role.MUNICIPALITY, "editor": Role.ORGANISATION_EDITOR, "ambassador": Role.AMBASSADOR}[who]
    return account_actor(factories.account(role, area_id="GM0622").pk)


def test_nobody_rewrites_history_or_writes_for_another_team(team):
    owner, stranger = factories.worker(team), factories.worker(factories.team("GM0622"))
    actions.take_over(actor=account_actor(owner.pk), handbook_id=handbook().id, team_id=team.id)
    new = {"number": 99, "title": "x", "steps": [Step("x").as_record()], "made_at": clock.now()}
    for actor, made_by in ((stranger, stranger), (owner, stranger)):
        with acting_as(account_actor(actor.pk)), pytest.raises(DatabaseError), transaction.atomic():
            HandbookVersion(handbook_id=handbook().id, made_by=made_by, **new).save(force_insert=True)
    for statement in ("update wegwijzer_handbookversion set title = 'x'", "delete from wegwijzer_handbookversion"):
        with (
            acting_as(account_actor(owner.pk)),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with acting_as(account_actor(stranger.pk)):
        assert Handbook.objects.filter(slug=SLUG).update(version=1, audience="residents") == 0


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("days", "problem"), [(0, "past"), (-1, "past"), (1, None), (366, None), (367, "too-late")])
def test_a_review_is_within_a_year(days, problem):
    assert review_problem(TODAY + timedelta(days=days), TODAY) == problem


def test_who_takes_over_something_old_gets_a_month():
    assert first_review(TODAY - timedelta(days=3), TODAY) == TODAY + timedelta(days=30)
    assert first_review(TODAY + timedelta(days=3), TODAY) == TODAY + timedelta(days=3)
    assert [is_stale(TODAY - timedelta(days=d), TODAY) for d in (0, 1)] == [False, True]


# A new one

NEW = "/team/handboek/nieuw"
MAY_START = {
    "worker": True,
    "manager": True,
    "volunteer": False,
    "municipality": False,
    "editor": False,
    "ambassador": False,
    "resident": False,
}


def account_of(who, team):
    match who:
        case "worker":
            return factories.worker(team)
        case "manager":
            return factories.account(Role.FUNCTIONAL_MANAGER, is_staff=True)
        case "volunteer":
            member = factories.account(Role.VOLUNTEER)
            factories.join(member, team, role=TeamRole.VOLUNTEER)
            return member
    roles = {"municipality": Role.MUNICIPALITY, "editor": Role.ORGANISATION_EDITOR, "ambassador": Role.AMBASSADOR}
    return factories.account(roles.get(who, Role.RESIDENT), area_id="GM0622")


def new(page, **more) -> dict[str, str]:
    """A whole new handbook, as a browser sends the page."""
    told = {
        "title": "Kacheltje kapot?",
        "audience": "both",
        "need": "understand-letter",
        "s-0-what": "Bel de verhuurder.",
    }
    return filled(page, **told | more)


def found(slug: str) -> Handbook | None:
    with acting_as(system_actor(HANDBOOKS)):
        return Handbook.objects.filter(slug=slug).first()


@pytest.mark.parametrize("who", MAY_START)
def test_who_may_start_a_handbook(who, team):
    data = new(factories.log_in(Client(), factories.worker(team)).get(NEW), title=f"Van een {who}")
    client = factories.log_in(Client(), account_of(who, team))
    listed, page = client.get("/team/handboek").content.decode(), client.get(NEW)
    done = client.post(NEW, data | {"team": "" if who == "manager" else str(team.id)})
    expected = (200, 302) if MAY_START[who] else (403, 403)
    assert (page.status_code, done.status_code) == expected
    assert (NEW in listed, found(f"van-een-{who}") is not None) == (MAY_START[who],) * 2


def test_a_new_handbook_is_version_one_of_its_team_which_owes_the_review(client, team):
    done = client.post(NEW, new(client.get(NEW), also="problem-debts", and_also="understand-letter"))
    assert done["Location"] == "/team/handboek/kacheltje-kapot"
    made = found("kacheltje-kapot")
    assert (made.owner_id, made.version, made.audience) == (team.id, 1, "both")
    assert made.needs == ["understand-letter", "problem-debts"]
    [promise] = promises(team)
    assert (promise.object_id, promise.kept_at) == (made.review, None)
    assert promise.due.astimezone(clock.AMSTERDAM).date() == made.review_on
    public = Client().get("/stappenplan/kacheltje-kapot").content.decode()
    assert "Bel de verhuurder." in public
    assert "/stappenplan/kacheltje-kapot" in Client().get("/vraag/problem-debts").content.decode()


def test_a_handbook_for_professionals_alone_stands_nowhere_for_residents(client):
    client.post(NEW, new(client.get(NEW), audience="professionals"))
    assert found("kacheltje-kapot") is not None
    assert Client().get("/stappenplan/kacheltje-kapot").status_code == 404
    assert "kacheltje" not in Client().get("/vraag/understand-letter").content.decode()


def test_a_functional_manager_may_leave_the_owner_open(team):
    manager = factories.log_in(Client(), account_of("manager", team))
    manager.post(NEW, new(manager.get(NEW)))
    assert found("kacheltje-kapot").owner_id is None
    worker = factories.log_in(Client(), factories.worker(team))
    worker.post("/team/handboek/kacheltje-kapot/neem-over")
    assert found("kacheltje-kapot").owner_id == team.id


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Schrijf een titel."),
        ({"title": "uit de Schulden"}, "Er is al een handboek met deze titel."),
        ({"title": "Schulden"}, "Er is al een handboek met deze titel."),
        ({"title": "Nieuw"}, "Schrijf een andere titel"),
        ({"title": "مساعدة"}, "Schrijf een andere titel"),
        ({"audience": "everybody"}, "Kies voor wie het is."),
        ({"need": ""}, "Kies een vraag."),
        ({"need": "bestaat-niet"}, "Kies een vraag."),
        ({"s-0-what": ""}, "of haal deze stap weg"),
        ({"s-0-DELETE": "on"}, "Schrijf minstens één stap."),
        ({"review_on": ""}, "Kies een dag."),
        ({"review_on": "2020-01-01"}, "Kies een datum na vandaag."),
        ({"team": ""}, "Er is nog iets nodig"),
        ({"s-TOTAL_FORMS": "x"}, "Er is nog iets nodig"),
    ],
)
def test_without_all_that_is_needed_there_is_no_new_handbook(client, wrong, words):
    with acting_as(system_actor(HANDBOOKS)):
        before = Handbook.objects.count()
    response = client.post(NEW, new(client.get(NEW)) | wrong)
    assert (response.status_code, words in response.content.decode()) == (422, True)
    with acting_as(system_actor(HANDBOOKS)):
        assert Handbook.objects.count() == before


def test_nobody_starts_a_handbook_for_another_team(client, team):
    foreign = factories.team("GM0546")
    assert client.post(NEW, new(client.get(NEW)) | {"team": str(foreign.id)}).status_code == 422
    text = actions.Text("Voor een ander", "", (Step("x"),), (), "", clock.today() + timedelta(days=9))
    place = actions.Place("both", ("understand-letter",))
    worker = account_actor(factories.worker(team).pk)
    with pytest.raises((actions.NoHandbook, DatabaseError)):
        actions.start(actor=worker, place=place, text=text, team_id=foreign.id)
    with pytest.raises(actions.NoHandbook):
        actions.start(actor=worker, place=place, text=text, team_id=None)
    assert found("voor-een-ander") is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Één café, thuis?", "een-cafe-thuis"),
        ("  --  ", ""),
        ("nieuw", ""),
        ("a" * 80, "a" * 60),
        ("woord " * 20, "-".join(["woord"] * 10)),
    ],
)
def test_an_address_follows_from_the_title_by_whole_words(title, slug):
    assert slug_of(title) == slug
