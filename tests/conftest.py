"""One PostgreSQL for the whole run; a template database with the example neighbourhoods; a copy for each worker.

Most tests run in a transaction that is rolled back, as the application role: what it may not do, tests may not do.
`committed` is for races and kills: nothing is rolled back there, so such tests use fresh ids.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(os.environ.setdefault("WIJKKOMPAS_HOME", str(Path(tempfile.gettempdir()) / f"wijk-test-{os.getpid()}")))
TEMPLATE = "wijk_template"
os.environ["WIJKKOMPAS_TEST_DATABASE"] = f"wijk_test_{WORKER}"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "wijkkompas.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in the main thread
sys.path.insert(0, str(ROOT / "src"))


def _server():
    from wijkkompas.config.launcher import Server

    return Server(HOME)


def _copy_template(name: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(_server().dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template {} owner wk_owner").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
        connection.execute(sql.SQL("grant connect on database {} to wk_app, wk_figures").format(sql.Identifier(name)))


def _made_of() -> str:
    """A digest of the files that the template is made from: tables, rights, data, and what loads them."""
    made, source = hashlib.sha256(), ROOT / "src" / "wijkkompas"
    words = ("migrations", "models", "policies", "personal", "data", "access", "loading", "example", "search")
    files = [ROOT / "tests" / "template.py", *source.rglob("*")]
    for path in sorted(files):
        counts = any(word in str(path.relative_to(ROOT)) for word in (*words, "template.py"))
        if counts and path.suffix != ".pyc" and path.is_file():
            made.update(f"{path}|{path.stat().st_mtime_ns}|{path.stat().st_size}".encode())
    return made.hexdigest()


def _build_template() -> None:
    """In a process of its own: migrate, load the example neighbourhoods, build the index. Once, while `WIJK_KEEP` is set."""
    import subprocess

    import psycopg
    from psycopg import sql

    from wijkkompas.config.launcher import prepare_roles

    of = _made_of()
    shared = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
    with psycopg.connect(_server().dsn(), autocommit=True) as connection:
        if os.environ.get("WIJK_KEEP") and connection.execute(shared, [TEMPLATE]).fetchone() == (of,):
            return
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(TEMPLATE)))
    for _line in prepare_roles(_server().dsn(), TEMPLATE):
        pass
    environment = os.environ | {"WIJKKOMPAS_TEST_DATABASE": TEMPLATE}
    script = "from tests.template import build; build()"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)
    with psycopg.connect(_server().dsn(), autocommit=True) as connection:
        comment = sql.SQL("comment on database {} is {}").format(sql.Identifier(TEMPLATE), sql.Literal(of))
        connection.execute(comment)


def pytest_configure(config: pytest.Config) -> None:
    """The controller (or the only process) starts PostgreSQL and builds the template."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    _server().start()
    _build_template()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if not hasattr(config, "workerinput") and not config.option.collectonly and not os.environ.get("WIJK_KEEP"):
        import shutil

        server = _server()
        server.stop()
        shutil.rmtree(HOME, ignore_errors=True)
        shutil.rmtree(server.data, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """This worker's own copy of the template (pytest-django may have read the settings before this file was)."""
    from django.db import connections

    name = os.environ["WIJKKOMPAS_TEST_DATABASE"]
    _copy_template(name)
    for alias in connections:
        for known in (connections.settings[alias], connections[alias].settings_dict):
            known["NAME"], known["HOST"] = name, str(_server().socket)


@pytest.fixture(autouse=True)
def _dutch_again():
    """A page that was asked in another language leaves that language behind in this thread."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The real database without a transaction around the test."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture
def as_owner(django_db_setup, django_db_blocker):
    """Run SQL as the owner role, outside every policy: to see what is really stored."""
    import psycopg

    server = _server()
    with psycopg.connect(server.dsn("wk_owner", os.environ["WIJKKOMPAS_TEST_DATABASE"]), autocommit=True) as connection:
        yield connection


@pytest.fixture
def as_figures(django_db_setup):
    """The figures role."""
    import psycopg

    with psycopg.connect(
        _server().dsn("wk_figures", os.environ["WIJKKOMPAS_TEST_DATABASE"]), autocommit=True
    ) as connection:
        yield connection


@pytest.fixture
def as_app(django_db_setup):
    """The application role without any context."""
    import psycopg

    with psycopg.connect(
        _server().dsn("wk_app", os.environ["WIJKKOMPAS_TEST_DATABASE"]), autocommit=True
    ) as connection:
        yield connection


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files():
    """Pages in the test client need no collected static files; the browser tests use the real ones."""
    from django.conf import settings
    from django.test.utils import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield
