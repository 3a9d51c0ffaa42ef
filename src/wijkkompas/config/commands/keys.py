"""`keys rotate`: new master key in front of CASE_MASTER_KEY, then this; no text is touched."""

from __future__ import annotations

import argparse
import sys
from typing import Any

BATCH = 500


def rotate(_arguments: argparse.Namespace) -> Any:
    """Unwrap every record's key with its old master key and wrap it with the newest. Resumable: goes on where it was."""
    from django.conf import settings
    from django.db import connections, transaction

    from wijkkompas.kern.access import acting_as, seal, system_actor
    from wijkkompas.mensen import api as mensen

    newest, master = settings.MASTER_KEYS[0]
    masters = dict(settings.MASTER_KEYS)
    done = unknown = 0
    owner = connections["owner"]
    while True:
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            cursor.execute(
                """select id, kind, object_id, master, wrapped from toestemming_sealkey
                where master <> %s and master = any(%s) limit %s for update skip locked""",
                [newest, list(masters), BATCH],
            )
            rows = cursor.fetchall()
            for identity, kind, object_id, name, wrapped in rows:
                about = f"{kind}|{object_id}"
                fresh = seal.wrap(master, seal.unwrap(masters[name], wrapped, about=about), about=about)
                cursor.execute(
                    "update toestemming_sealkey set master = %s, wrapped = %s where id = %s", [newest, fresh, identity]
                )
        if not rows:
            break
        done += len(rows)
        sys.stderr.write(f"{done} keys wrapped again\n")
    with acting_as(system_actor(mensen.ACCOUNTS)):
        factors = _rotate_second_factors(newest)
    with owner.cursor() as cursor:
        cursor.execute("select count(*) from toestemming_sealkey where not (master = any(%s))", [list(masters)])
        unknown = cursor.fetchone()[0]
    result = {"rotated": done, "second_factors": factors, "newest": newest, "with_unknown_master": unknown}
    return (result, 1) if unknown else result


def _rotate_second_factors(newest: str) -> int:
    """Secrets of authenticator apps lie under the master key too."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    adapter, done = get_adapter(), 0
    for factor in Authenticator.objects.all():
        for name in ("secret", "seed"):
            sealed = factor.data.get(name)
            if isinstance(sealed, str) and ":" in sealed and not sealed.startswith(f"{newest}:"):
                factor.data[name] = adapter.encrypt(adapter.decrypt(sealed))
                factor.save(update_fields=["data"])
                done += 1
    return done
