"""How the open feeds grow with the directory: pages, filters and streams at several sizes, with ratios to the smallest.

    OMP_NUM_THREADS=1 python bench/feeds.py [--sizes 1000,10000,100000]

The services are SYNTHETIC: made by SQL in a database of its own, each with a place, an address, hours, a phone, a language,
a cost and three terms; one organisation a ten services. They say something about time and memory, nothing about content.
Absolute times differ per machine; read the ratios. Memory is what Python held at most (tracemalloc), measured in a second run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
sys.path[:0] = [str(ROOT / "src")]

TIMES = 5
GROWTH = (
    """insert into mensen_organization (id, name, alternate_name, description, email, website, legal_status, logo, uri,
         area_id, is_example, created_at, last_modified)
       select md5('o' || n)::uuid, 'Organisatie ' || n, '', 'Verzonnen organisatie.', '', '', 'foundation', '', '',
         'GM0622', true, now(), now() from generate_series(%(first)s::int / 10, %(last)s::int / 10) n on conflict do nothing""",
    """insert into wegwijzer_service (id, organization_id, name, alternate_name, description, url, email, status,
         interpretation_services, application_process, fees_description, eligibility_description, alert, assured_date,
         assurer_email, last_modified, slug, kind, summary, in_brief, theme, target_groups, ways_in, for_professionals,
         is_example, source_document, source_passage, minimum_age, maximum_age)
       select md5('s' || n)::uuid, md5('o' || n / 10)::uuid, 'Verzonnen dienst ' || n, '',
         repeat('Iemand helpt u met uw vraag en denkt met u mee. ', 8), 'https://example.org/' || n, '', 'active',
         '', '', 'gratis', 'Voor iedereen.', '', current_date, '', now() - n * interval '1 minute', 'dienst-' || n,
         'service', 'Een verzonnen dienst.', '', 'wonen', '{}', '{}', '', true, 'bench', '', n %% 60, 60 + n %% 40
       from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_service_areas (service_id, area_id)
       select md5('s' || n)::uuid, 'GM0622' from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_location (id, organization_id, name, location_type, description, transportation, latitude,
         longitude, area_id)
       select md5('l' || n)::uuid, md5('o' || n / 10)::uuid, 'Plek ' || n, 'physical', '', '', 51.9 + (n %% 100) / 1000.0,
         4.3 + (n %% 100) / 1000.0, 'GM0622' from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_address (id, location_id, address_1, city, state_province, postal_code, country, address_type)
       select md5('a' || n)::uuid, md5('l' || n)::uuid, 'Voorbeeldstraat ' || n, 'Vlaardingen', 'Zuid-Holland',
         3131 + n %% 9 || ' AB', 'NL', 'physical' from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_serviceatlocation (id, service_id, location_id, description)
       select md5('sl' || n)::uuid, md5('s' || n)::uuid, md5('l' || n)::uuid, ''
       from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_schedule (id, service_id, at_location_id, byday, opens_at, closes_at, description, notes)
       select md5('h' || n)::uuid, md5('s' || n)::uuid, md5('sl' || n)::uuid,
         array[(array['MO','TU','WE','TH','FR','SA','SU'])[1 + n %% 7]], '09:00', '12:00', '', ''
       from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_phone (id, service_id, number, description)
       select md5('p' || n)::uuid, md5('s' || n)::uuid, '0800 0000', '' from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_language (id, service_id, code, note)
       select md5('t' || n)::uuid, md5('s' || n)::uuid, 'nl', '' from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_costoption (id, service_id, option, amount, currency, amount_description)
       select md5('c' || n)::uuid, md5('s' || n)::uuid, 'gratis', 0, 'EUR', ''
       from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into wegwijzer_attribute (id, service_id, term_id)
       select md5('x' || n || '-' || k)::uuid, md5('s' || n)::uuid, terms[1 + (n * 3 + k) %% cardinality(terms)]
       from generate_series(%(first)s::int, %(last)s::int) n, generate_series(0, 2) k,
         (select array_agg(id order by id) as terms from wegwijzer_taxonomyterm) t""",
)


@contextmanager
def database() -> Iterator[Any]:
    """An empty house: areas, needs and terms, no services."""
    import django
    from django.conf import settings

    from wijkkompas.config.launcher import Server, prepare_roles

    server = Server(HOME)
    server.start()
    try:
        for _line in prepare_roles(server.dsn(), "wijk_bench"):
            pass
        django.setup()
        from django.db import connections

        from wijkkompas.config.commands.database import run_migrations
        from wijkkompas.mensen.loading import load_areas
        from wijkkompas.wegwijzer import loading

        settings.ALLOWED_HOSTS.append("testserver")
        run_migrations(quiet=True)
        load_areas()
        loading.load_needs()
        loading.load_taxonomies()
        yield connections["owner"]
        connections.close_all()
    finally:
        server.stop()
        shutil.rmtree(HOME, ignore_errors=True)
        shutil.rmtree(server.data, ignore_errors=True)


def grow(owner: Any, first: int, last: int) -> None:
    """Services first..last, synthetic."""
    with owner.cursor() as cursor:
        for statement in GROWTH:
            cursor.execute(statement, {"first": first, "last": last})
        cursor.execute("analyze")


def questions(size: int, term: str) -> dict[str, str]:
    """What a harvester asks."""
    pages = size // 100
    return {
        "page 1, full, 100": "/services?full=true&per_page=100",
        "middle page, full, 100": f"/services?full=true&per_page=100&page={max(1, pages // 2)}",
        "last page, full, 100": f"/services?full=true&per_page=100&page={pages}",
        "page 1, plain, 100": "/services?per_page=100",
        "one service": "/services/{id}",
        "search, one word": "/services?search=dienst&per_page=100",
        "search, no hit": "/services?search=zqxjkv",
        "term": f"/services?taxonomy_term_id={term}&per_page=100",
        "day and time": "/services?day=MO&start_time=08:00&per_page=100",
        "changed lately": "/services?modified_after=2999-01-01",
        "near a postcode": "/service_at_locations?postcode=3131&proximity=2000&per_page=100",
        "organisations": "/organizations?per_page=100",
    }


def measure(ask: Callable[[], int]) -> tuple[float, int, float]:
    """Best of some runs in ms, queries, and the most memory in MB."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    best = float("inf")
    for _ in range(TIMES):
        started = time.perf_counter()
        ask()
        best = min(best, time.perf_counter() - started)
    with CaptureQueriesContext(connection) as caught:
        ask()
    queries = len(caught)  # now: the next request empties the list
    tracemalloc.start()
    ask()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return best * 1000, queries, peak / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the database is stopped and thrown away
    sizes = sorted(int(text) for text in parser.parse_args().sizes.split(","))
    found: dict[str, dict[int, tuple[float, int, float]]] = {}
    with database() as owner:
        from django.test import Client

        from wijkkompas.wegwijzer.models import Service, TaxonomyTerm

        client, have = Client(REMOTE_ADDR="127.0.0.1"), 0
        for size in sizes:
            grow(owner, have + 1, size)
            have = size
            term = str(TaxonomyTerm.objects.order_by("id").values_list("id", flat=True)[0])
            one = str(Service.objects.order_by("id").values_list("id", flat=True)[size // 2])
            for name, path in questions(size, term).items():
                address = f"/hsds/v3{path.replace('{id}', one)}"

                def ask(address: str = address) -> int:
                    response = client.get(address)
                    assert response.status_code == 200, response.content
                    return len(response.content)

                found.setdefault(name, {})[size] = measure(ask)
            found.setdefault("whole stream, full (ms per service)", {})[size] = stream(client, size)
    report(sizes, found)


def stream(client: Any, size: int) -> tuple[float, int, float]:
    """Everything as ndjson: ms per service, queries for the first batch of 100, and the most memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = "/hsds/v3/services?format=ndjson&full=true"
    started = time.perf_counter()
    lines = sum(1 for _ in client.get(address))
    spent = (time.perf_counter() - started) * 1000
    assert lines == size, (lines, size)
    with CaptureQueriesContext(connection) as caught:
        for number, line in enumerate(client.get(address)):
            assert json.loads(line)["id"]
            if number == 99:
                break
    queries = len(caught)
    tracemalloc.start()
    for number, _line in enumerate(client.get(address)):
        if number == 5000:  # tracing is slow, and a leak would show by now
            break
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent / size, queries, peak / 1e6


def report(sizes: list[int], found: dict[str, dict[int, tuple[float, int, float]]]) -> None:
    """The table, with ratios to the smallest size."""
    print(f"SYNTHETIC services; {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print("ms (ratio to the smallest size) | queries | most memory in MB (ratio)\n")
    print(f"{'':38}" + "".join(f"{size:>34,}" for size in sizes))
    for name, rows in found.items():
        cells = []
        for size in sizes:
            (spent, queries, peak), (spent_0, _queries_0, peak_0) = rows[size], rows[sizes[0]]
            cells.append(f"{spent:9.1f} ({spent / spent_0:5.1f}) {queries:3d} {peak:6.1f} ({peak / peak_0:4.1f})")
        print(f"{name:38}" + "".join(f"{cell:>34}" for cell in cells))


if __name__ == "__main__":
    main()
