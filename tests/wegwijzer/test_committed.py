"""Races, and what is really stored: nothing is rolled back here, so every test makes its own things."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests import factories
from tests.races import at_once
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.rules import clean_code

pytestmark = pytest.mark.pg15


def test_what_a_resident_wrote_stands_nowhere_in_the_database_as_text(committed, as_owner):
    word = f"woord{uuid.uuid4().hex}"
    asked = factories.ask("GM0622", second_word=word)
    columns = as_owner.execute(
        """select table_name, column_name from information_schema.columns where table_schema = 'public'
        and table_name not like 'wegwijzer_phrasing' and data_type in ('text', 'character varying', 'bytea', 'jsonb', 'ARRAY')"""
    ).fetchall()
    assert len(columns) > 80
    for table, column in columns:
        for secret in (asked.marker, "0612345678", asked.code, clean_code(asked.code), word):
            found = as_owner.execute(
                f'select count(*) from "{table}" where strpos("{column}"::text, %s) > 0 or strpos("{column}"::text, %s) > 0',
                [secret, secret.encode().hex()],
            ).fetchone()[0]
            assert found == 0, f"{table}.{column}"


def test_two_workers_who_take_the_same_request_at_once_do_not_both_get_it(committed):
    asked = factories.ask("GM0622")
    people = [factories.worker(factories.team_of("GM0622")) for _ in range(2)]
    came = at_once(
        *(partial(actions.take_on, actor=account_actor(one.pk), request_id=asked.id) for one in people),
        refused=(actions.Refusal,),
    )
    assert sum(isinstance(one, actions.Refusal) for one in came) == 1


def test_what_is_over_opens_for_nobody_and_is_destroyed_with_its_key_by_the_next_job(committed, as_owner):
    asked = factories.ask("GM0622")
    worker = account_actor(factories.worker(factories.team_of("GM0622")).pk)
    actions.answer(actor=worker, request_id=asked.id, text="Ja.")
    as_owner.execute(
        "update wegwijzer_contactrequest set expires_at = now() - interval '1 minute' where id = %s", [asked.id]
    )
    assert queries.follow(asked.code) is None
    with acting_as(worker), pytest.raises(NotYours):
        queries.open_request(asked.id)
    assert actions.forget_what_is_over()["requests"] == 1
    for table, column in (
        ("wegwijzer_contactrequest", "id"),
        ("toestemming_sealkey", "object_id"),
        ("wegwijzer_contactattempt", "request_id"),
    ):
        assert as_owner.execute(f"select count(*) from {table} where {column} = %s", [asked.id]).fetchone() == (0,)
    assert as_owner.execute("select rule from toestemming_erasedkey where object_id = %s", [asked.id]).fetchone() == (
        "code-90-days",
    )


def test_a_question_that_nobody_answered_is_destroyed_after_half_a_year(committed, as_owner):
    asked = factories.ask("GM0622")
    as_owner.execute(
        "update wegwijzer_contactrequest set received_at = now() - interval '181 days' where id = %s", [asked.id]
    )
    actions.forget_what_is_over()
    assert queries.follow(asked.code) is None
