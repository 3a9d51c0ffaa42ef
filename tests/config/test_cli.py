"""The command line keeps to common habits and to the contract."""

from __future__ import annotations

import json

import pytest

from wijkkompas.config import cli


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = cli.main(list(arguments))
    out = capsys.readouterr()
    return status, out.out, out.err


@pytest.fixture(autouse=True)
def _database(monkeypatch, request):
    """Commands run against this worker's test database."""
    monkeypatch.setattr(cli, "_setup", lambda: None)


@pytest.mark.django_db
def test_ask_prints_exactly_one_json_document(capsys):
    status, out, _err = run(capsys, "ask", "ik durf mijn post niet te openen", "--area", "GM0622", "--json")
    assert status == 0
    assert out.count("\n") == 1
    assert json.loads(out)["answered"] is True


@pytest.mark.django_db
def test_ask_reads_standard_input_and_prints_for_people(capsys, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("ik durf mijn post niet te openen"))
    status, out, _err = run(capsys, "ask", "-", "--area", "GM0622")
    assert status == 0
    assert "Bedoelt u" in out
    assert "\x1b[" not in out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        (["ask", "x", "--area", "GM9999"], "unknown-area", "area"),
        (["ask", "x", "--lang", "fr"], "bad-request", "lang"),
        (["ask", "x", "--limit", "0"], "bad-request", "limit"),
        (["ask", ""], "bad-request", "q"),
        (["ask"], "wrong-arguments", None),
        (["nonsense"], "wrong-arguments", None),
        (["ask", "x", "--limit", "veel"], "wrong-arguments", None),
    ],
)
def test_wrong_arguments_exit_with_two_and_say_what_to_do(capsys, arguments, code, field):
    status, out, _err = run(capsys, *arguments, "--json")
    error = json.loads(out)["error"]
    assert (status, error["code"], error["field"]) == (2, code, field)
    assert error["message"]


def test_help_has_examples_and_version_prints(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["ask", "--help"])
    assert stopped.value.code == 0
    assert "Example" in capsys.readouterr().out
    assert run(capsys, "--version")[1].strip()


def test_without_a_command_the_help_shows_and_exit_is_two(capsys):
    status, out, _err = run(capsys)
    assert status == 2
    assert "backup" in out


def test_no_database_is_exit_three(capsys, monkeypatch):
    from django.db import OperationalError

    def broken(_arguments):
        raise OperationalError

    monkeypatch.setattr("wijkkompas.config.commands.ask.ask", broken)
    status, out, _err = run(capsys, "ask", "x", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (3, "no-database")


@pytest.mark.django_db
def test_health_is_exit_zero_when_all_is_well(capsys):
    status, out, _err = run(capsys, "check-health", "--json")
    report = json.loads(out)
    assert (status, report["ready"], report["unprotected"]) == (0, True, [])


@pytest.mark.django_db
def test_example_code_is_the_code_that_an_authenticator_shows():
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    from wijkkompas.config.commands.example import TOTP_SECRET, current_code

    near = {format_hotp_value(hotp_value(TOTP_SECRET, counter)) for counter in yield_hotp_counters_from_time()}
    assert current_code() in near


@pytest.mark.django_db
def test_the_outbox_is_listed(capsys):
    from wijkkompas.post.api import queue_email

    queue_email(to="a@example.org", subject="x", body="y")
    status, out, _err = run(capsys, "post", "list", "--json")
    assert status == 0
    assert json.loads(out)[-1]["to"] == "a@example.org"


@pytest.mark.django_db
def test_an_account_is_invited_once_and_logs_in_without_a_password(capsys):
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.mensen.models import Account

    invite = [
        "account",
        "add",
        "nieuw@example.org",
        "--name",
        "Nieuw",
        "--role",
        "worker",
        "--area",
        "GM0622",
        "--json",
    ]
    assert run(capsys, *invite)[0] == 0
    with acting_as(system_actor("accounts")):
        account = Account.objects.get(email="nieuw@example.org")
    assert (account.has_usable_password(), account.is_staff, account.is_example) == (False, False, False)
    assert run(capsys, *invite)[0] == 1
    assert run(capsys, "account", "add", "geen adres", "--name", "x", "--role", "worker")[0] == 2


@pytest.mark.django_db
def test_base_data_is_loaded_without_examples_and_again_without_change(capsys):
    status, out, _err = run(capsys, "db", "seed", "--json")
    assert status == 0
    assert json.loads(out)["new_phrasings"] == 0


@pytest.mark.django_db
def test_a_missing_index_is_told_plainly(capsys, monkeypatch):
    from wijkkompas.wegwijzer import finding
    from wijkkompas.wegwijzer.models import SearchIndex

    monkeypatch.setattr(finding, "_holder", finding._Holder())
    SearchIndex.objects.all().delete()
    status, out, _err = run(capsys, "ask", "x", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (3, "no-index")
