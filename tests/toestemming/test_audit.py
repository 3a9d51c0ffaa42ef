"""Every opening and every change stands in a signed tree; who has the code takes the proof along; tampering shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from tests import factories
from wijkkompas.config.readiness import readiness
from wijkkompas.kern.access import account_actor, acting_as, guard, system_actor, visitor_actor
from wijkkompas.kern.proof import document, signing, tree
from wijkkompas.toestemming import actions, audit
from wijkkompas.toestemming.models import AuditCheck, AuditHead, AuditNode
from wijkkompas.wegwijzer import actions as deeds
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.logbook import log_file
from wijkkompas.wegwijzer.models import ContactRequest
from wijkkompas.wegwijzer.values import CONTACT_REQUEST

pytestmark = pytest.mark.pg15


def looked_at(area: str = "GM0622") -> tuple[factories.Asked, object]:
    """A question that a worker of an organisation opened."""
    asked, team = factories.ask(area), factories.team_of(area)
    worker = factories.worker(team, organization=team.organization)
    with acting_as(account_actor(worker.pk)):
        queries.open_request(asked.id)
    return asked, worker


def told(content: bytes) -> list[dict]:
    return [json.loads(line["content"]) for line in json.loads(content)["lines"]]


@pytest.mark.django_db
def test_the_file_tells_who_did_what_and_is_true():
    asked, worker = looked_at()
    content = log_file(asked.code)
    assert document.verify(content, key=signing.public_hex(audit.signing_key())).verified
    lines = told(content)
    assert [(line["table"], line["what"]) for line in lines] == [
        ("wegwijzer_contactrequest", "insert"),
        ("toestemming_accessline", "insert"),
    ]
    assert lines[1]["row"]["purpose"] == "answer"
    assert lines[1]["who"] == worker.organization.name
    assert json.loads(content)["waiting"] == 0


@pytest.mark.django_db
def test_the_file_holds_no_word_of_the_question_and_no_worker():
    asked, worker = looked_at()
    content = log_file(asked.code).decode()
    for secret in (asked.marker, asked.code, "0612345678", worker.email, worker.name):
        assert secret not in content
    assert f'"{worker.pk}"' not in content


@pytest.mark.django_db
def test_when_the_resident_looked_does_not_stand_in_the_file():
    asked, _worker = looked_at()
    before = len(told(log_file(asked.code)))
    with acting_as(account_actor(_worker.pk)):
        deeds.answer(actor=account_actor(_worker.pk), request_id=asked.id, text="Kom maar langs.")
    queries.follow(asked.code)
    lines = told(log_file(asked.code))
    assert len(lines) > before
    assert {line["who"] for line in lines} == {"visitor", _worker.organization.name}


@pytest.mark.django_db
def test_nobody_gets_the_log_of_a_question_that_they_may_not_open():
    asked, _worker = looked_at()
    audit.grow()
    stranger = factories.worker(factories.team_of("GM0546"))
    for actor in (account_actor(stranger.pk), visitor_actor(), system_actor("retention"), system_actor("audit")):
        with acting_as(actor):
            assert audit.file_of(CONTACT_REQUEST, asked.id) is None
            assert audit.file_of(CONTACT_REQUEST, uuid.uuid4()) is None
    assert log_file("2222-2222-2222") is None
    assert log_file("geen code") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        "select * from toestemming_auditleaf",
        "insert into toestemming_auditleaf (log, at, source, leaf) values ('open', now(), 'x', '\\x00')",
        "update toestemming_auditleaf set content = null",
        "delete from toestemming_auditleaf",
        "truncate toestemming_auditleaf",
        "delete from toestemming_auditnode",
        "update toestemming_audithead set size = 0",
        "insert into toestemming_audithead (log, size, root, at, key, signature) values ('open', 9, '', now(), '', '')",
        "alter table toestemming_accessline disable trigger audit",
        "drop trigger audit on toestemming_accessline",
        "set session_replication_role = replica",
        "select app.leave_leaf('x', '1', 'x', gen_random_uuid(), 'x', '{}', 'x', null)",
        "select app.grow_log('open')",
        "select app.publish_head('open', 1, '', now(), '', '')",
        "select * from app.audit_faults('open')",
        "select app.log_name_contact_request()",
    ],
)
def test_sql_as_the_web_role_cannot_read_write_or_stop_the_log(attempt):
    asked, worker = looked_at()
    audit.grow()
    for actor in (account_actor(worker.pk), system_actor("retention"), visitor_actor()):
        with pytest.raises(DatabaseError), acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)


@pytest.mark.django_db
def test_the_auditor_cannot_sign_for_a_length_that_the_log_has_not():
    looked_at()
    size = audit.grow()
    with pytest.raises(DatabaseError), acting_as(system_actor("audit")), connection.cursor() as cursor:
        cursor.execute("select app.publish_head('open', %s, '', now(), '', '')", [size + 1])


@pytest.mark.django_db
def test_the_tree_in_the_database_is_the_tree_of_the_standard():
    for _ in range(3):
        looked_at()
    size = audit.grow()
    leaves = [bytes(row.hash) for row in AuditNode.objects.filter(log="open", level=0).order_by("index")]
    assert len(leaves) == size >= 6
    stored = {(row.level, row.index): bytes(row.hash) for row in AuditNode.objects.filter(log="open")}
    assert stored == tree.grown(leaves)
    assert bytes(AuditHead.objects.get(log="open", size=size).root) == tree.root_of(size, stored)


@pytest.mark.django_db
def test_growing_twice_changes_nothing():
    looked_at()
    size, count = audit.grow(), AuditHead.objects.count()
    assert audit.grow() == size
    assert AuditHead.objects.count() == count


@pytest.mark.django_db
def test_an_erased_question_leaves_only_the_hash_of_its_changes_and_the_tree_stands():
    asked, _worker = looked_at()
    other, _ = looked_at()
    audit.grow()
    with acting_as(system_actor("retention")):
        actions.erase(CONTACT_REQUEST, asked.id, rule="test")
    assert audit.look_for_changes() == []
    assert document.verify(log_file(other.code)).verified
    assert [line["table"] for line in told(log_file(asked.code))] == ["toestemming_accessline", "toestemming_erasedkey"]


@pytest.mark.django_db
def test_a_change_that_the_log_does_not_tell_of_leaves_no_leaf():
    asked, worker = looked_at()
    before = len(told(log_file(asked.code)))
    with acting_as(account_actor(worker.pk)):
        ContactRequest.objects.filter(id=asked.id).update(tries=2)
    assert len(told(log_file(asked.code))) == before
    with acting_as(account_actor(worker.pk)):
        ContactRequest.objects.filter(id=asked.id).update(state="taken")
    assert told(log_file(asked.code))[-1]["row"]["state"] == "taken"


def test_a_kind_with_a_log_of_its_own_does_not_show_in_the_open_log(committed, as_owner):
    as_owner.execute(
        "create function app.log_name_closed_test() returns text language sql as $$ select 'closed-test' $$"
    )
    try:
        size = audit.grow()
        key = uuid.uuid4()
        as_owner.execute(
            "insert into toestemming_accessline (at, actor_kind, kind, object_id, purpose)"
            " values (now(), 'account', 'closed_test', %s, 'test')",
            [key],
        )
        assert audit.grow() == size
        assert audit.grow("closed-test") == 1
        assert [head["log"] for head in audit.heads()] == ["open"] * len(audit.heads())
    finally:
        as_owner.execute("drop function app.log_name_closed_test()")
        as_owner.execute("delete from toestemming_accessline where kind = 'closed_test'")
        for table in ("leaf", "node", "head"):
            as_owner.execute(f"delete from toestemming_audit{table} where log = 'closed-test'")


@pytest.fixture
def grown(committed, as_owner):
    """A committed log of some length, and its size; the checks that a test leaves are taken away."""
    for _ in range(4):
        looked_at()
    yield audit.grow()
    as_owner.execute("delete from toestemming_auditcheck")


OFF = "alter table toestemming_accessline disable trigger audit;"
LAST_LINE = "where id = (select max(id) from toestemming_accessline)"
TAMPERED = {
    "content": (
        "update toestemming_auditleaf set content = replace(content, '\"who\"', '\"whe\"')"
        " where log = 'open' and position = {size} - 1",
        "content changed",
    ),
    "content and leaf": (
        "update toestemming_auditleaf set leaf = sha256(leaf) where position = {middle}",
        "leaf is not that of the tree",
    ),
    "leaf removed": ("delete from toestemming_auditleaf where position = {middle}", "leaf removed"),
    "node": ("update toestemming_auditnode set hash = sha256(hash) where level = 1 and index = 1", "tree changed"),
    "line removed": (f"{OFF} delete from toestemming_accessline {LAST_LINE}", "access line changed or removed"),
    "line given to somebody else": (
        f"{OFF} update toestemming_accessline set account_id = (select min(id) from mensen_account) {LAST_LINE}",
        "access line changed or removed",
    ),
    "line without a leaf": (
        f"{OFF} insert into toestemming_accessline (at, actor_kind, kind, object_id, purpose)"
        " values (now(), 'account', 'x', gen_random_uuid(), 'x')",
        "access line without a leaf",
    ),
    "head": ("update toestemming_audithead set root = sha256(root) where size = {size}", "head is not that"),
    "head signed by another": (
        "update toestemming_audithead set key = repeat('a', 64) where size = {size}",
        "head is not signed by us",
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_the_owner_of_the_database_cannot_change_the_past_unseen(grown, as_owner, how):
    """The tables are copied first and put back afterwards."""
    change, found = TAMPERED[how]
    assert audit.look_for_changes() == []
    tables = ("auditleaf", "auditnode", "audithead", "accessline")
    for table in tables:
        as_owner.execute(f"create table public.kept_{table} as table toestemming_{table}")
    try:
        as_owner.execute(change.format(middle=grown // 2, size=grown))
        faults = audit.look_for_changes()
        assert any(fault.what.startswith(found) for fault in faults), faults
        assert audit.last_check()["faults"] == len(faults)
    finally:
        as_owner.execute("alter table toestemming_accessline disable trigger audit")
        for table in tables:
            as_owner.execute(f"delete from toestemming_{table}")
            as_owner.execute(f"insert into toestemming_{table} overriding system value table public.kept_{table}")
            as_owner.execute(f"drop table public.kept_{table}")
        as_owner.execute("alter table toestemming_accessline enable trigger audit")
    assert audit.look_for_changes() == []


def test_a_trigger_that_was_switched_off_or_changed_stops_the_start(committed, as_owner):
    for change in ("disable trigger audit", "enable replica trigger audit"):
        as_owner.execute(f"alter table toestemming_accessline {change}")
        try:
            assert any(
                "toestemming_accessline does not leave its leaves" in line for line in guard.findings(connection)
            )
        finally:
            as_owner.execute("alter table toestemming_accessline enable trigger audit")
    assert guard.findings(connection) == []


def test_two_jobs_at_once_give_each_leaf_one_place(committed, as_owner):
    for _ in range(5):
        looked_at()

    def run():
        audit.grow()
        connection.close()

    jobs = [threading.Thread(target=run) for _ in range(4)]
    [job.start() for job in jobs]
    [job.join() for job in jobs]
    assert as_owner.execute(
        "select count(*) from toestemming_auditleaf where position is null and log = 'open'"
    ).fetchone() == (0,)
    assert audit.look_for_changes() == []
    as_owner.execute("delete from toestemming_auditcheck")


KILLED = """
import os, sys, threading, time
import django
django.setup()
from django.db import connection
from wijkkompas.toestemming import audit
connection.ensure_connection()
audit.grow()
print("ready", flush=True)
while True:
    audit.grow()
"""


def test_killing_the_job_at_any_moment_leaves_a_whole_log(committed, as_owner):
    environment = os.environ | {"PYTHONPATH": "src"}
    for wait in (0.0, 0.004, 0.011, 0.02):
        job = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True)
        assert job.stdout.readline() == "ready\n"
        for _ in range(3):
            looked_at()
        time.sleep(wait)
        os.kill(job.pid, signal.SIGKILL)
        job.wait()
        faults = audit.look_for_changes()
        assert faults == []
    size = audit.grow()
    assert AuditHead.objects.filter(log="open", size=size).exists()
    assert audit.look_for_changes() == []
    as_owner.execute("delete from toestemming_auditcheck")


@pytest.mark.django_db
def test_who_has_the_code_saves_the_log_and_nobody_else():
    asked, _worker = looked_at()
    client = Client()
    saved = client.post(reverse("follow_log"), {"code": asked.code})
    assert document.verify(saved.content).verified
    assert saved["Cache-Control"] == "private, no-store"
    assert client.post(reverse("follow_log"), {"code": "2222-2222-2222"}).status_code == 404
    assert client.post(reverse("follow_log")).status_code == 404
    assert client.get(reverse("follow_log")).status_code == 405


@pytest.mark.django_db
def test_everybody_may_keep_the_heads_and_the_key():
    looked_at()
    audit.grow()
    shown = Client().get("/logboek.json").json()
    assert shown["key"] == signing.public_hex(audit.signing_key())
    assert document.head_is_signed(shown["heads"][0])


@pytest.mark.django_db
def test_the_nightly_check_shows_at_check_health():
    audit.look_for_changes()
    assert readiness(thorough=True)["audit"]["faults"] == 0
    with acting_as(system_actor("audit")):
        AuditCheck.objects.create(at=audit.clock.now(), faults=1, first="open: leaf removed (leaf 3)")
    report = readiness(thorough=True)
    assert (report["ready"], report["audit"]["first"]) == (False, "open: leaf removed (leaf 3)")
