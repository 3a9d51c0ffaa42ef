"""Example mode and production start as the design says; each refusal is tested."""

from __future__ import annotations

import base64

import pytest

from wijkkompas.config import environment
from wijkkompas.config.environment import EXAMPLE_SECRET, Refused

GOOD = {
    "DATABASE_URL": "postgresql://wk_app:x@db/wijkkompas",
    "DATABASE_OWNER_URL": "postgresql://wk_owner:x@db/wijkkompas",
    "SECRET_KEY": "s" * 40,
    "CONTEXT_KEY": "c" * 40,
    "CODE_PEPPER": "p" * 40,
    "CASE_MASTER_KEY": "k1:" + base64.b64encode(b"m" * 32).decode(),
    "ALLOWED_HOSTS": "wijk.example.nl",
    "MAIL_URL": "smtp://user:secret@mail:587",
}


def reasons(**changes: str | None) -> list[str]:
    env = {k: v for k, v in (GOOD | changes).items() if v is not None}
    with pytest.raises(Refused) as refusal:
        environment.read(env)
    return refusal.value.reasons


def test_a_whole_production_environment_starts():
    read = environment.read(GOOD)
    assert (read.example, read.secure, read.app_dsn["USER"], read.owner_dsn["USER"]) == (
        False,
        True,
        "wk_app",
        "wk_owner",
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTEXT_KEY", "CASE_MASTER_KEY", "CODE_PEPPER"])
def test_production_refuses_without_each_secret(name):
    assert any(reason.startswith(name) for reason in reasons(**{name: None}))


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTEXT_KEY", "CODE_PEPPER"])
def test_production_refuses_the_example_secret_and_short_ones(name):
    assert any("example secret" in reason for reason in reasons(**{name: EXAMPLE_SECRET}))
    assert any("too short" in reason for reason in reasons(**{name: "short"}))


@pytest.mark.parametrize("value", ["k1:short", "k1:" + "!" * 60, base64.b64encode(b"m" * 32).decode()])
def test_production_refuses_a_master_key_that_is_not_32_bytes(value):
    assert any("CASE_MASTER_KEY" in reason for reason in reasons(CASE_MASTER_KEY=value))


@pytest.mark.parametrize("user", ["wk_owner", "postgres"])
def test_production_refuses_the_owner_or_a_superuser_as_web_role(user):
    assert any("wk_app" in reason for reason in reasons(DATABASE_URL=f"postgresql://{user}:x@db/wijkkompas"))


def test_production_refuses_without_hosts_and_mail():
    assert len(reasons(ALLOWED_HOSTS=None, MAIL_URL=None)) == 2


def test_all_reasons_are_told_at_once():
    assert len(reasons(SECRET_KEY=None, CODE_PEPPER="short", ALLOWED_HOSTS="")) == 3


def test_example_mode_refuses_a_real_database():
    assert "DATABASE_URL" in reasons(WIJKKOMPAS_EXAMPLE="1")[0]


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("f" * 40 + "\n")
    read = environment.read({k: v for k, v in GOOD.items() if k != "SECRET_KEY"} | {"SECRET_KEY_FILE": str(secret)})
    assert read.secret_key == "f" * 40


def test_without_a_database_url_it_is_the_example_set_up(tmp_path):
    read = environment.read({"WIJKKOMPAS_HOME": str(tmp_path), "PORT": "8123"})
    assert (read.example, read.port, read.app_dsn["USER"], read.mail_url) == (True, 8123, "wk_app", "console")


@pytest.mark.parametrize(
    ("url", "user", "host", "port", "name"),
    [
        ("postgresql://u:p%40ss@h:5433/db", "u", "h", "5433", "db"),
        ("postgresql://u@/db?host=/run/pg", "u", "/run/pg", "", "db"),
        ("host=/tmp/x user=u dbname=db", "u", "/tmp/x", "", "db"),
    ],
)
def test_addresses_of_databases_are_read_in_both_forms(url, user, host, port, name):
    dsn = environment.parse_dsn(url)
    assert (dsn["USER"], dsn["HOST"], dsn["PORT"], dsn["NAME"]) == (user, host, port, name)


def test_the_encryption_of_a_database_address_is_kept():
    read = environment.parse_dsn("postgresql://u@h/db?sslmode=verify-full&sslrootcert=/ca")
    assert (read["SSLMODE"], read["SSLROOTCERT"]) == ("verify-full", "/ca")


@pytest.mark.django_db
def test_production_refuses_a_database_with_an_example_account():
    from wijkkompas.config import boot

    with pytest.raises(Refused, match="example account"):
        boot.refuse_example_accounts()
