"""Database, jobs, outbox, index."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import time
from typing import Any

from wijkkompas.config.commands.failure import NO_DATABASE, REFUSED, Failure


def ensure_running() -> None:
    """Example mode: start the embedded database, and make its tables the first time."""
    from django.conf import settings

    if not settings.EXAMPLE_MODE or os.environ.get("WIJKKOMPAS_TEST_DATABASE"):
        return
    from wijkkompas.config.launcher import Server

    server = Server(settings.HOME)
    if server.running():
        return
    server.start()
    prepare_example(server)


def prepare_example(server: Any) -> None:
    """Roles, database and tables of the example set-up; quick when they are there."""
    from wijkkompas.config.launcher import prepare_roles

    for _line in prepare_roles(server.dsn(), "wijkkompas"):
        pass
    run_migrations(quiet=True)


def run_migrations(*, quiet: bool) -> None:
    """Tables, functions, policies: as the owner."""
    from django.core.management import call_command

    out = io.StringIO() if quiet else sys.stderr
    with contextlib.redirect_stdout(out):
        call_command("migrate", database="owner", interactive=False, verbosity=0 if quiet else 1)


def prepare(arguments: argparse.Namespace) -> Any:
    """`db prepare`: roles and database on a server that an administrator runs."""
    from urllib.parse import unquote, urlsplit

    import psycopg

    from wijkkompas.config.launcher import prepare_roles

    admin = arguments.admin or os.environ.get("DATABASE_ADMIN_URL")
    if not admin:
        raise Failure("give --admin postgresql://superuser@host/postgres", code="no-admin", field="admin")
    passwords = {}
    for role, name in (
        ("wk_app", "DATABASE_URL"),
        ("wk_owner", "DATABASE_OWNER_URL"),
        ("wk_figures", "DATABASE_FIGURES_URL"),
    ):
        if secret := urlsplit(os.environ.get(name, "")).password:
            passwords[role] = unquote(secret)
    try:
        return {"done": list(prepare_roles(admin, arguments.database, passwords))}
    except psycopg.OperationalError as error:
        raise Failure(
            "the database server does not answer at that address", code="no-database", status=NO_DATABASE
        ) from error


def migrate(arguments: argparse.Namespace) -> Any:
    """`db migrate`."""
    run_migrations(quiet=arguments.json)
    return {"migrated": True} if arguments.json else "Up to date."


def dsn(arguments: argparse.Namespace) -> str:
    """`db dsn`: example mode only."""
    from django.conf import settings

    if not settings.EXAMPLE_MODE:
        raise Failure("only in example mode; in production you know your own addresses", code="refused", status=REFUSED)
    parts = getattr(settings.ENVIRONMENT, f"{arguments.role}_dsn")
    return f"host={parts['HOST']} user={parts['USER']} dbname={parts['NAME']}"


def worker(_arguments: argparse.Namespace) -> None:
    """Run jobs until told to stop; refuses when the database is not safe."""
    from django.core.management import call_command
    from django.db import OperationalError

    from wijkkompas.config import boot

    for attempt in range(40):
        try:
            boot.check()
            break
        except OperationalError:
            if attempt == 39:
                raise
            time.sleep(0.5)
    call_command("procrastinate", "worker", "--concurrency", "2", "--shutdown-graceful-timeout", "10")


def post_list(_arguments: argparse.Namespace) -> Any:
    """`post list`."""
    from wijkkompas.post import api as post

    return post.list_outbox()


def rebuild_index(_arguments: argparse.Namespace) -> Any:
    """`index rebuild`."""
    from wijkkompas.wegwijzer import api as wegwijzer

    return wegwijzer.rebuild_index()
