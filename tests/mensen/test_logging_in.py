"""Logging in over HTTP, as people do it, with accounts under row-level security."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import factories
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen.models import Account

pytestmark = pytest.mark.django_db

PASSWORD = "voorbeeld-wijkkompas-2026"
WORKER, RESIDENT, MANAGER = "wijkteam.vlaardingen@example.org", "bewoner@example.org", "beheer@example.org"


@pytest.fixture
def client():
    from django.core.cache import cache

    cache.clear()
    return Client(REMOTE_ADDR="127.0.0.1")


def who(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


def stored(email: str) -> Account:
    with acting_as(system_actor("accounts")):
        return Account.objects.get(email=email)


def digits() -> str:
    from wijkkompas.config.commands.example import current_code

    return current_code()


def test_a_resident_logs_in_with_a_password_and_the_moment_is_kept(client):
    before = stored(RESIDENT).last_login
    response = client.post("/account/login/", {"login": f" {RESIDENT.upper()} ", "password": PASSWORD})
    assert response.status_code == 302
    assert who(client) == str(stored(RESIDENT).pk)
    assert stored(RESIDENT).last_login != before


def test_a_worker_logs_in_with_two_steps_and_sees_the_team(client):
    assert client.post("/account/login/", {"login": WORKER, "password": PASSWORD})["Location"].endswith(
        "/2fa/authenticate/"
    )
    assert who(client) == ""
    assert client.get("/account/2fa/authenticate/").status_code == 200
    assert client.get("/team").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/account/2fa/authenticate/", {"code": digits()}).status_code == 302
    assert who(client) == str(stored(WORKER).pk)
    assert client.get("/team").status_code == 200


def test_a_worker_logs_in_with_a_code_by_mail_and_the_second_step(client, mailoutbox):
    assert client.post("/account/login/code/", {"email": WORKER}).status_code == 302
    assert mailoutbox[-1].to == [WORKER]
    assert client.get("/account/login/code/confirm/").status_code == 200
    assert client.post("/account/login/code/confirm/", {"code": "wrong"}).status_code == 200
    response = client.post("/account/login/code/confirm/", {"code": code_in(mailoutbox[-1].body)})
    assert response["Location"].endswith("/2fa/authenticate/")
    assert client.post("/account/2fa/authenticate/", {"code": digits()}).status_code == 302
    assert who(client) == str(stored(WORKER).pk)


@pytest.mark.parametrize(
    "typed",
    ["niemand@example.org", "a|b@example.org", "geen adres", "", "x" * 300 + "@example.org", "\x00@x.nl"],
    ids=["unknown", "bar", "none", "empty", "long", "nul"],
)
@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/", "/account/password/reset/"])
def test_an_unknown_address_gets_a_page_and_no_log_in(client, typed, path):
    response = client.post(path, {"login": typed, "email": typed, "password": "x" * 20})
    assert response.status_code in {200, 302}
    assert who(client) == ""
    assert client.get("/account/login/code/confirm/").status_code in {200, 302}


def test_a_wrong_password_and_an_account_that_is_switched_off_do_not_come_in(client):
    client.post("/account/login/", {"login": RESIDENT, "password": "verkeerd-wachtwoord"})
    assert who(client) == ""
    with acting_as(system_actor("accounts")):
        Account.objects.filter(email=RESIDENT).update(is_active=False)
    client.post("/account/login/", {"login": RESIDENT, "password": PASSWORD})
    assert who(client) == ""


def test_a_session_of_an_account_that_is_switched_off_ends(client):
    client.post("/account/login/", {"login": RESIDENT, "password": PASSWORD})
    with acting_as(system_actor("accounts")):
        Account.objects.filter(email=RESIDENT).update(is_active=False)
    assert client.get("/start").status_code == 302
    assert "/account/login/" in client.get("/start")["Location"]


def test_guessing_a_password_locks_out_after_ten_tries(client):
    statuses = []
    for _ in range(12):
        from django.core.cache import cache

        cache.clear()  # allauth's own limit, so that the one of axes is seen
        statuses.append(client.post("/account/login/", {"login": RESIDENT, "password": "fout"}).status_code)
    assert statuses[0] == 200
    cache.clear()
    client.post("/account/login/", {"login": RESIDENT, "password": PASSWORD})
    assert who(client) == ""


def test_a_forgotten_password_is_set_anew_with_the_link_in_the_mail(client, mailoutbox):
    assert client.post("/account/password/reset/", {"email": RESIDENT}).status_code == 302
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", mailoutbox[-1].body).group(1)
    page = client.get(link, follow=True)
    assert page.status_code == 200
    new = "een-heel-nieuw-wachtwoord-2026"
    response = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert response.status_code == 302
    assert stored(RESIDENT).check_password(new)


def code_in(body: str) -> str:
    return re.search(r"^\s*([0-9A-Z]{3,4}-?[0-9A-Z]{3,4})\s*$", body, re.M).group(1)


def test_who_was_invited_logs_in_with_a_code_and_sets_up_a_second_factor(client, mailoutbox):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    worker = factories.worker(factories.team_of("GM0622"))
    client.post("/account/login/code/", {"email": worker.email})
    client.post("/account/login/code/confirm/", {"code": code_in(mailoutbox[-1].body)})
    assert who(client) == str(worker.pk)
    page = client.get("/team", follow=True)
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    response = client.post(
        "/account/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, counter))}, follow=True
    )
    assert response.status_code == 200, response.content.decode()[:2000]
    assert client.get("/team").status_code == 200
    with acting_as(system_actor("accounts")):
        assert Authenticator.objects.filter(user=worker, type="totp").count() == 1


def test_somebody_changes_the_own_password_and_only_that(client):
    log_in_as_manager(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    new = "een-heel-nieuw-wachtwoord-2026"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", form).status_code == 302
    assert stored(MANAGER).check_password(new)
    assert stored(MANAGER).role == "functional-manager"


def log_in_as_manager(client: Client) -> Account:
    client.post("/account/login/", {"login": MANAGER, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": digits()})
    return stored(MANAGER)


def test_a_functional_manager_keeps_accounts_of_others_but_not_the_own_standing(client):
    manager, worker = log_in_as_manager(client), stored(WORKER)
    listed = client.get("/beheer/gegevens/mensen/account/").content.decode()
    assert WORKER in listed
    form = {"email": WORKER, "name": "Anders", "role": "municipality", "area": "GM0622", "language": "nl"}
    form |= {"is_active": "on"}
    response = client.post(f"/beheer/gegevens/mensen/account/{worker.pk}/change/", form)
    assert response.status_code == 302, response.content.decode()[-3000:]
    assert (stored(WORKER).role, stored(WORKER).name) == ("municipality", "Anders")
    own = client.get(f"/beheer/gegevens/mensen/account/{manager.pk}/change/").content.decode()
    assert 'name="role"' not in own
    assert client.get(f"/beheer/gegevens/mensen/account/{manager.pk}/delete/").status_code == 403
    response = client.post(
        f"/beheer/gegevens/mensen/account/{manager.pk}/change/", form | {"email": MANAGER, "name": "Nog iemand"}
    )
    assert response.status_code == 302
    assert (stored(MANAGER).role, stored(MANAGER).name) == ("functional-manager", "Nog iemand")


def test_a_functional_manager_invites_somebody_and_puts_them_in_a_team(client):
    log_in_as_manager(client)
    form = {"email": "nieuw@example.org", "name": "Nieuw", "role": "worker", "language": "nl", "is_active": "on"}
    response = client.post("/beheer/gegevens/mensen/account/add/", form)
    assert response.status_code == 302, response.content.decode()[-3000:]
    team, new = factories.team_of("GM0622"), stored("nieuw@example.org")
    lines = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-account": str(new.pk),
        "memberships-0-team": str(team.pk),
        "memberships-0-role": "worker",
    }
    form = {
        "name": team.name,
        "organization": str(team.organization_id),
        "areas": ["GM0622"],
        "answers_questions": "on",
    }
    response = client.post(f"/beheer/gegevens/mensen/team/{team.pk}/change/", form | lines)
    assert response.status_code == 302, response.content.decode()[-3000:]
    with acting_as(system_actor("accounts")):
        assert new.memberships.count() == 1


def test_logging_out_ends_it(client):
    client.post("/account/login/", {"login": RESIDENT, "password": PASSWORD})
    client.post("/account/logout/")
    assert who(client) == ""
