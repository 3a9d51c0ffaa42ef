"""Every relation to an account against every way in, tried as SQL by the application role.

The oracle (this table) was written from the rule "an account belongs to who logs in with it", not from policies.py.
"""

from __future__ import annotations

import itertools

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, login_actor, system_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.mensen.models import Account, Membership
from wijkkompas.mensen.values import Role, TeamRole

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

TABLES = (
    "mensen_account",
    "mensen_membership",
    "mensen_account_groups",
    "mensen_account_user_permissions",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
)
NOTHING: set[str] = set()
EVERYTHING = {
    "see account",
    "see membership",
    "see e-mail",
    "see factor",
    "set password",
    "raise role",
    "add membership",
    "raise membership",
    "remove membership",
    "add e-mail",
    "remove factor",
    "remove account",
}
SELF = {"see account", "see membership", "see e-mail", "see factor", "set password", "add e-mail", "remove factor"}
LOGGING_IN = {"see account", "see membership", "see e-mail", "see factor", "set password"}
EXPECTED = {
    "worker, self": SELF,
    "lead, self": SELF,
    "functional manager, self": SELF,
    "colleague in the team": NOTHING,
    "lead of the team": NOTHING,
    "worker of another team": NOTHING,
    "municipality of that place": NOTHING,
    "organisation editor": NOTHING,
    "ambassador": NOTHING,
    "resident with an account": NOTHING,
    "functional manager": EVERYTHING,
    "functional manager who is switched off": NOTHING,
    "visitor": NOTHING,
    "follower with a code": NOTHING,
    "log-in with this address": LOGGING_IN,
    "log-in with another address": NOTHING,
    "log-in with no address": NOTHING,
    "second step of this account": LOGGING_IN,
    "second step of another account": NOTHING,
    "system post": NOTHING,
    "system reminder": NOTHING,
    "system retention": NOTHING,
    "system accounts": EVERYTHING,
}


def run(statement: str, *values: object) -> int:
    """How many rows it touched; none where the database refuses."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


@pytest.fixture
def somebody() -> Account:
    """A worker with a team, an address and a second factor: everything that could leak."""
    worker = factories.worker(factories.team_of("GM0622"))
    factories.second_factor(worker)
    with acting_as(system_actor("accounts")):
        run(
            'insert into account_emailaddress (email, verified, "primary", user_id) values (%s, true, true, %s)',
            worker.email,
            worker.pk,
        )
    return worker


def actor_for(relation: str, somebody: Account):
    team, other = factories.team_of("GM0622"), factories.worker(factories.team_of("GM0546"))
    roles = {
        "municipality of that place": Role.MUNICIPALITY,
        "organisation editor": Role.ORGANISATION_EDITOR,
        "ambassador": Role.AMBASSADOR,
        "resident with an account": Role.RESIDENT,
        "functional manager": Role.FUNCTIONAL_MANAGER,
        "functional manager who is switched off": Role.FUNCTIONAL_MANAGER,
    }
    if relation in roles:
        return account_actor(
            factories.account(roles[relation], area_id="GM0622", is_active="switched off" not in relation).pk
        )
    match relation:
        case "worker, self":
            return account_actor(somebody.pk)
        case "lead, self":
            with acting_as(system_actor("accounts")):
                Membership.objects.filter(account=somebody).update(role=TeamRole.LEAD)
            return account_actor(somebody.pk)
        case "functional manager, self":
            with acting_as(system_actor("accounts")):
                Account.objects.filter(pk=somebody.pk).update(role=Role.FUNCTIONAL_MANAGER)
            return account_actor(somebody.pk)
        case "colleague in the team":
            return account_actor(factories.worker(team).pk)
        case "lead of the team":
            return account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
        case "worker of another team":
            return account_actor(other.pk)
        case "visitor":
            return visitor_actor()
        case "follower with a code":
            return follower_actor("0" * 64)
        case "log-in with this address":
            return login_actor(somebody.email)
        case "log-in with another address":
            return login_actor(other.email)
        case "log-in with no address":
            return login_actor()
        case "second step of this account":
            return login_actor(str(somebody.pk))
        case "second step of another account":
            return login_actor(str(other.pk))
    return system_actor(relation.removeprefix("system "))


def attempts(actor, account: Account) -> set[str]:
    """What this actor manages to do with somebody's account; each try is rolled back."""
    pk, elsewhere = account.pk, factories.team("GM0546").pk
    tries = {
        "see account": ("select 1 from mensen_account where id = %s", pk),
        "see membership": ("select 1 from mensen_membership where account_id = %s", pk),
        "see e-mail": ("select 1 from account_emailaddress where user_id = %s", pk),
        "see factor": ("select 1 from mfa_authenticator where user_id = %s", pk),
        "set password": ("update mensen_account set password = 'x' where id = %s", pk),
        "raise role": ("update mensen_account set role = 'municipality', is_staff = true where id = %s", pk),
        "add membership": (
            "insert into mensen_membership (account_id, team_id, role, valid_from) values (%s, %s, 'lead', now())",
            pk,
            elsewhere,
        ),
        "raise membership": ("update mensen_membership set team_id = %s where account_id = %s", elsewhere, pk),
        "remove membership": ("delete from mensen_membership where account_id = %s", pk),
        "add e-mail": (
            "insert into account_emailaddress (email, verified, \"primary\", user_id) values ('z@x.nl', false, false, %s)",
            pk,
        ),
        "remove factor": ("delete from mfa_authenticator where user_id = %s", pk),
        "remove account": (
            "with m as (delete from mensen_membership where account_id = %s),"
            " e as (delete from account_emailaddress where user_id = %s),"
            " f as (delete from mfa_authenticator where user_id = %s) delete from mensen_account where id = %s",
            *[pk] * 4,
        ),
    }
    managed = set()
    for name, (statement, *values) in tries.items():
        point = transaction.savepoint()
        with acting_as(actor):
            if run(statement, *values):
                managed.add(name)
        transaction.savepoint_rollback(point)
    return managed


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_do_what_with_an_account(relation, somebody):
    assert attempts(actor_for(relation, somebody), somebody) == EXPECTED[relation]


@pytest.mark.parametrize("table", ["mensen_account", "mensen_membership", "account_emailaddress", "mfa_authenticator"])
def test_without_a_context_the_tables_of_accounts_raise(table, somebody):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select * from {table}")
    assert caught.value.__cause__.sqlstate == "42501"


@pytest.mark.parametrize("table", TABLES)
def test_the_figures_role_reads_nothing_of_accounts(table, as_figures):
    import psycopg

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_figures.execute(f"select * from public.{table} limit 1")


STANDING = {
    "role": ["resident", "worker", "municipality", "functional-manager", "organisation-editor"],
    "is_staff": [True, False],
    "is_superuser": [True, False],
    "is_active": [True, False],
    "is_example": [True, False],
    "area_id": ["GM0622", "NL", None],
    "organization_id": [None, "own"],
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in STANDING.items()}),
    password=st.text("abc", min_size=1, max_size=3),
    kind=st.sampled_from(["account", "login by address", "login by id"]),
)
def test_nobody_changes_the_own_standing_whatever_else_is_changed_with_it(somebody, wanted, password, kind):
    organization = str(factories.team_of("GM0622").organization_id)
    wanted = {k: organization if v == "own" else v for k, v in wanted.items()}
    actor = {
        "account": account_actor(somebody.pk),
        "login by address": login_actor(somebody.email),
        "login by id": login_actor(str(somebody.pk)),
    }[kind]
    before = {k: getattr(somebody, k) for k in wanted}
    unchanged = {k: str(v) if v is not None else None for k, v in before.items()} == {
        k: str(v) if v is not None else None for k, v in wanted.items()
    }
    columns = ", ".join(f"{name} = %s" for name in ["password", *wanted])
    point = transaction.savepoint()
    with acting_as(actor):
        done = run(f"update mensen_account set {columns} where id = %s", password, *wanted.values(), somebody.pk)
    with acting_as(system_actor("accounts")):
        stored = Account.objects.get(pk=somebody.pk)
    transaction.savepoint_rollback(point)
    assert done == int(unchanged)
    assert {k: getattr(stored, k) for k in before} == before


def test_a_standing_cannot_be_raised_in_two_steps(somebody):
    with acting_as(account_actor(somebody.pk)):
        assert run("update mensen_account set name = 'anders' where id = %s", somebody.pk) == 1
        assert run("update mensen_account set role = 'functional-manager' where id = %s", somebody.pk) == 0
        assert run("update mensen_account set id = id + 1000000 where id = %s", somebody.pk) == 0


def test_a_functional_manager_cannot_put_himself_in_a_team_nor_hand_himself_a_membership(somebody):
    manager = factories.account(Role.FUNCTIONAL_MANAGER)
    team = factories.team("GM0622")
    with acting_as(account_actor(manager.pk)):
        assert (
            run(
                "insert into mensen_membership (account_id, team_id, role, valid_from) values (%s, %s, 'lead', now())",
                manager.pk,
                team.pk,
            )
            == 0
        )
        moved = run("update mensen_membership set account_id = %s where account_id = %s", manager.pk, somebody.pk)
        assert moved == 0
        assert run("update mensen_account set role = 'municipality', area_id = 'GM0622' where id = %s", manager.pk) == 0
        assert run("delete from mensen_account where id = %s", manager.pk) == 0


def test_an_unfiltered_query_gives_a_person_one_account(somebody):
    for _ in range(3):
        factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(somebody.pk)):
        assert list(Account.objects.values_list("pk", flat=True)) == [somebody.pk]
        assert set(Membership.objects.values_list("account_id", flat=True)) == {somebody.pk}


def test_a_name_is_read_by_colleagues_and_by_nobody_else(somebody):
    team = factories.team_of("GM0622")
    colleague, stranger = factories.worker(team), factories.worker(factories.team_of("GM0546"))
    guest = factories.worker(team, role=TeamRole.GUEST)
    wanted = [somebody.pk, stranger.pk, None]
    seen = {}
    for name, reader in (("colleague", colleague), ("stranger", stranger), ("guest", guest)):
        with acting_as(account_actor(reader.pk)):
            seen[name] = set(mensen.names_of(wanted))
    assert seen == {"colleague": {somebody.pk}, "stranger": {stranger.pk}, "guest": set()}
    for actor in (visitor_actor(), login_actor(colleague.email), system_actor("post")):
        with acting_as(actor):
            assert mensen.names_of(wanted) == {}


def test_a_name_stays_readable_after_somebody_left_the_team(somebody):
    from datetime import timedelta

    from wijkkompas.kern import clock

    colleague = factories.worker(factories.team_of("GM0622"))
    with acting_as(system_actor("accounts")):
        Membership.objects.filter(account=somebody).update(valid_until=clock.now() - timedelta(days=1))
    with acting_as(account_actor(colleague.pk)):
        assert mensen.names_of([somebody.pk]) == {somebody.pk: somebody.name}
    with acting_as(account_actor(somebody.pk)):
        assert mensen.names_of([colleague.pk]) == {}


def test_addresses_of_a_team_are_for_jobs_only(somebody):
    team = factories.team_of("GM0622")
    with acting_as(system_actor("reminder")):
        assert somebody.email in mensen.addresses_of_team(team.pk)
    for actor in (account_actor(somebody.pk), visitor_actor(), login_actor(somebody.email)):
        with acting_as(actor):
            assert mensen.addresses_of_team(team.pk) == []


@pytest.mark.parametrize(
    ("named", "bar"), list(itertools.product(["%", "' or true --", "0", "9" * 30, "-1", "*"], [True, False]))
)
def test_a_strange_name_sees_no_account(named, bar, somebody):
    with acting_as(login_actor(named + (" " if bar else ""))):
        assert run("select 1 from mensen_account") == 0
