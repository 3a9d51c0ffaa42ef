"""What two connections must see; nothing is rolled back here."""

from __future__ import annotations

import uuid

import pytest

from tests import factories
from tests.wegwijzer.deeds import deeds
from tests.wijkteam.signals.told import told
from wijkkompas.kern.access import account_actor, system_actor
from wijkkompas.wijkteam.models import Signal
from wijkkompas.wijkteam.signals import actions

pytestmark = pytest.mark.pg15


def test_what_is_over_is_seen_by_nobody_and_destroyed_with_its_keys(committed, as_owner):
    one, over = told(), uuid.uuid4()
    worker = factories.worker(factories.team_of("GM0622"))
    as_owner.execute("set lock_timeout = '3s'")
    copied = as_owner.execute(
        """insert into wijkteam_signal select (jsonb_populate_record(s, jsonb_build_object('id', %s::text, 'code_hash', '',
        'state', 'closed', 'closed_at', now() - interval '9 months', 'ends_on', current_date - 2))).*
        from wijkteam_signal s where id = %s""",
        [over, one.id],
    )
    assert copied.rowcount == 1
    as_owner.execute(
        "insert into toestemming_sealkey (id, kind, object_id, master, wrapped)"
        " select gen_random_uuid(), kind, %s, master, wrapped from toestemming_sealkey where object_id = %s",
        [over, one.id],
    )
    assert deeds(account_actor(worker.pk), Signal, over, kind="signal", change="urgent = true") == set()
    assert deeds(system_actor("retention"), Signal, over, kind="signal", change="urgent = true") == {"see"}
    assert actions.forget_what_is_over() == 1
    keys = "select count(*) from toestemming_sealkey where object_id = %s"
    assert [as_owner.execute(keys, [identity]).fetchone()[0] for identity in (over, one.id)] == [0, 2]
    assert as_owner.execute("select count(*) from wijkteam_signal where id = %s", [over]).fetchone()[0] == 0
