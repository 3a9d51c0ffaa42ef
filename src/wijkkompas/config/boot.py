"""What is checked before a web or job process starts to work."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from wijkkompas.config.environment import Refused
from wijkkompas.kern.access import acting_as, guard, system_actor
from wijkkompas.mensen import api as mensen


def check() -> None:
    """Refuse to start when a table escapes the policies, or an example account sits in a production database."""
    guard.refuse_when_unsafe(connection)
    if not settings.EXAMPLE_MODE:
        refuse_example_accounts()
    connection.close()


def refuse_example_accounts() -> None:
    """An example account has a password that the README names."""
    with acting_as(system_actor(mensen.ACCOUNTS)), connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from mensen_account where is_example)")
        if cursor.fetchone()[0]:
            raise Refused(["there is an example account in this database; remove it or use a fresh database"])
