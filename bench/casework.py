"""What the rights cost on the list of cases: 100,000 cases, 40 teams, 400 people at work.

    OMP_NUM_THREADS=1 python bench/casework.py [--cases 100000] [--times 200]

The list page of a team as the product asks it (how many, and 25 of them, in a transaction of its own), in one run and by
turns: as the application role with its signed context under every policy, and as the owner, whom no policy binds, with
nothing but the filter on the team. Fails when the first costs more than 1.7 times the second. Then the bare query of 25
rows, where the fixed cost of asking who somebody is weighs most, and one without any filter: there the order cannot come
from an index. Then the committed lines and keys of those 25, and reading their texts. A database of its own. Medians; read
the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="wijk-bench-"))
os.environ.update(
    WIJKKOMPAS_HOME=str(HOME),
    WIJKKOMPAS_TEST_DATABASE="wijk_bench",
    DJANGO_SETTINGS_MODULE="wijkkompas.config.settings",
)
os.environ.pop("DATABASE_URL", None)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TEAMS, PEOPLE, PAGE, MOST = 40, 400, 25, 1.7
NOW = datetime.now(UTC)
LIST, PLAIN_LIST = "list page, rights", "list page, team filter, no rights"
NEAR = ("25 rows, team filter, no rights", "25 rows, rights", "25 rows, rights, all teams")
COLUMNS = "id, number, team_id, state, language, opened_at"


def fill(connection: Any, cases: int) -> None:
    """By COPY: each person works in one team; 1 in 20 cases is shared with somebody, 1 in 50 is sealed."""
    from tests.wijkteam.access import worlds

    chance = random.Random(worlds.SEED)
    rows: dict[str, list[tuple]] = defaultdict(list)
    organization = uuid.uuid4()
    rows["mensen_organization"].append(
        (organization, "Meting", "", "", "", "", "unknown", "", "", "GM0622", False, NOW, NOW)
    )
    ago = NOW - timedelta(days=60)
    for team in range(1, TEAMS + 1):
        rows["mensen_team"].append((worlds.FIRST + team, "Meting", organization, False, False))
    for number in range(PEOPLE):
        who = worlds.FIRST + number
        mail = f"{who}@example.org"
        rows["mensen_account"].append((who, "!", False, mail, "Meting", "worker", "nl", False, False, True, NOW))
        rows["mensen_membership"].append((who, worlds.FIRST + 1 + number % TEAMS, "worker", ago, None))
    for number in range(cases):
        identity, team = uuid.uuid4(), worlds.FIRST + 1 + number % TEAMS
        opened = NOW - timedelta(minutes=chance.randrange(1_000_000))
        state, sealed = chance.choice(["open", "open", "paused", "closed"]), chance.random() < 0.02
        row = (identity, f"m-{number}", team, None, "welfare", state, sealed, "nl", [], opened, None, "", b"x" * 200)
        rows["wijkteam_case"].append(row)
        if chance.random() < 0.05:
            to = worlds.FIRST + chance.randrange(PEOPLE)
            rows["wijkteam_share"].append(
                (uuid.uuid4(), identity, None, to, "summary", ["identity", "summary"], "referral", "task", "Wmo", ago,
                 NOW + timedelta(days=30), None, "", b"", "", "nl", None, ago, None, "", "")
            )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for table, columns in worlds.COLUMNS.items():
            if table in rows:
                with cursor.copy(f"copy {table} ({', '.join(columns.split())}) from stdin") as copy:
                    for row in rows[table]:
                        copy.write_row(row)
        cursor.execute("set session_replication_role = default")
    connection.commit()
    connection.autocommit = True
    connection.execute("vacuum analyze")


def ways_of(above: Any) -> dict[str, Callable[[], object]]:
    """What is timed, for one worker."""
    from django.conf import settings
    from django.core.paginator import Paginator
    from django.db import connection, transaction
    from tests.wijkteam.access.worlds import FIRST

    from wijkkompas.kern.access import account_actor, acting_as
    from wijkkompas.kern.access import seal as crypto
    from wijkkompas.toestemming.api import open_records
    from wijkkompas.wijkteam.models import Case
    from wijkkompas.wijkteam.values import CASE

    me, team = account_actor(FIRST), FIRST + 1
    last = f"order by opened_at desc, id limit {PAGE}"
    page = f"select {COLUMNS} from wijkteam_case where state <> 'closed' and team_id = {team} {last}"
    anywhere = f"select {COLUMNS} from wijkteam_case where state <> 'closed' {last}"
    name, master = settings.MASTER_KEYS[0]
    texts: dict[uuid.UUID, bytes] = {}

    def under_rights(statement: str = page) -> list:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def list_page(using: str) -> list:
        cases = Case.objects.using(using).select_related("team").newest_first().filter(team_id__in=[team]).running()
        return list(Paginator(cases, PAGE).get_page(1).object_list)

    def as_owner() -> list:
        with transaction.atomic(using="owner"):
            return list_page("owner")

    def as_request() -> list:
        with acting_as(me):
            return list_page("default")

    def opened() -> object:
        with acting_as(me):
            records = open_records(CASE, list(texts), purpose="list")
            return [record.read(texts[identity]) for identity, record in records.items()]

    with acting_as(me):
        for identity, *_rest in under_rights():
            key, about = crypto.new_key(), f"{CASE}|{identity}"
            above.execute(
                "insert into toestemming_sealkey (kind, object_id, master, wrapped, id) values (%s, %s, %s, %s, %s)",
                [CASE, identity, name, crypto.wrap(master, key, about=about), uuid.uuid4()],
            )
            texts[identity] = crypto.seal(key, '{"question": "Ik kom er niet uit"}', about=about)
        visible = Case.objects.count()
    print(f"this worker sees {visible} cases; {len(texts)} on the page")
    keys = {identity: crypto.new_key() for identity in texts}
    sealed = {i: crypto.seal(k, '{"question": "Ik kom er niet uit"}', about="x") for i, k in keys.items()}

    return {
        PLAIN_LIST: as_owner,
        LIST: as_request,
        "25 rows, team filter, no rights": lambda: above.execute(page).fetchall(),
        "25 rows, rights": under_rights,
        "25 rows, rights, all teams": lambda: under_rights(anywhere),
        "plan": lambda: [line for (line,) in under_rights(f"explain analyze {page}")],
        "lines, keys and texts of 25": opened,
        "reading 25 texts": lambda: [crypto.unseal(keys[i], sealed[i], about="x") for i in keys],
    }


def main() -> None:
    """Start a database, fill it, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args()
    import django

    from wijkkompas.config.launcher import Server, prepare_roles

    server = Server(HOME)
    server.start()
    try:
        for _line in prepare_roles(server.dsn(), "wijk_bench"):
            pass
        django.setup()
        import psycopg
        from bench.opening import timed
        from django.db import connections
        from tests.wijkteam.access.worlds import FIRST

        from wijkkompas.config.commands.database import run_migrations
        from wijkkompas.kern.access import account_actor, acting_as
        from wijkkompas.mensen.loading import load_areas

        run_migrations(quiet=True)
        load_areas()
        with psycopg.connect(server.dsn(database="wijk_bench")) as above:
            fill(above, asked.cases)
            print(f"{asked.cases} cases, {TEAMS} teams, {PEOPLE} people, median of {asked.times}, by turns")
            ways = ways_of(above)
            plan = ways.pop("plan")
            # The two queries beside each other within one transaction; what opens a transaction apart.
            with acting_as(account_actor(FIRST)):
                for what in ("Planning Time", "Execution Time"):
                    print(f"rights: {what.lower()}", next(line for line in plan() if what in line).split(": ")[1])
                figures = timed({way: ways.pop(way) for way in NEAR}, asked.times)
            figures |= timed({way: ways.pop(way) for way in (PLAIN_LIST, LIST)}, asked.times)
            figures |= timed(ways, max(asked.times // 10, 5))
        connections.close_all()
        for name, value in figures.items():
            base = figures["25 rows, team filter, no rights" if name.startswith("25 rows") else PLAIN_LIST]
            print(f"{name:36} {value:9.0f} us  x{value / base:.2f}")
        if figures[LIST] > MOST * figures[PLAIN_LIST]:
            raise SystemExit(f"the rights cost more than {MOST} times the same page without them")
    finally:
        server.stop()
        shutil.rmtree(HOME, ignore_errors=True)
        shutil.rmtree(server.data, ignore_errors=True)


if __name__ == "__main__":
    main()
