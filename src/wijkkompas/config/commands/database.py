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


def seed(_arguments: argparse.Namespace) -> Any:
    """`db seed`: areas, the vocabulary of needs and shipped phrasings; no example services, no example accounts."""
    from wijkkompas.mensen.loading import load_areas
    from wijkkompas.wegwijzer import api as wegwijzer

    counts = {"areas": load_areas(), "needs": wegwijzer.load_needs(), "new_phrasings": wegwijzer.load_phrasings()}
    counts["new_handbooks"] = wegwijzer.load_handbooks()
    counts["translations"] = wegwijzer.load_translations()["added"]
    return counts | {"index": wegwijzer.rebuild_index()}


def add_account(arguments: argparse.Namespace) -> Any:
    """`account add`: invite somebody; they log in with a code by e-mail and set up their second factor."""
    from allauth.account.models import EmailAddress
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.mensen import api as mensen
    from wijkkompas.mensen.models import Account, Area
    from wijkkompas.mensen.values import Role

    try:
        validate_email(arguments.email)
    except ValidationError as error:
        raise Failure("this is no e-mail address", code="bad-email", field="email") from error
    if arguments.area and not Area.objects.filter(code=arguments.area).exists():
        raise Failure(
            "this area is unknown: run `wijkkompas db seed`, then use a code such as GM0622",
            code="unknown-area",
            field="area",
        )
    with acting_as(system_actor(mensen.ACCOUNTS)):
        if Account.objects.filter(email=arguments.email.lower()).exists():
            raise Failure("there is an account with this address", code="exists", status=REFUSED, field="email")
        manager = arguments.role == Role.FUNCTIONAL_MANAGER
        account = Account.objects.create_user(
            arguments.email,
            name=arguments.name,
            role=arguments.role,
            area_id=arguments.area or None,
            is_staff=manager,
            is_superuser=manager,
        )
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return {"account": account.email, "role": account.role}


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
