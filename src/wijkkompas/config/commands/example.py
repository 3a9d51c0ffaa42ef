"""Example mode: bring everything up, load the example neighbourhoods, print the example accounts."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import io
import os
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import REFUSED, Failure

TOTP_SECRET = "WIJKKOMPASVOORBEELD2345ABCDEFGHI"  # noqa: S105 (the README names it)
PASSWORD = "voorbeeld-wijkkompas-2026"  # noqa: S105 (the README names it)
EDITED = "Bibliotheek"  # the example organisation in Vlaardingen that the example editor works for
PLACES = {
    "GM0622": "Vlaardingen",
    "GM0556": "Maassluis",
    "GM0546": "Leiden",
    "GM0307": "Amersfoort",
    "GM0375": "Beverwijk",
    "GM0383": "Castricum",
    "GM0396": "Heemskerk",
    "GM0450": "Uitgeest",
    "GM0453": "Velsen",
    "GM1980": "Dijk en Waard",
}


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _only_in_example_mode() -> None:
    from django.conf import settings

    if not settings.EXAMPLE_MODE:
        raise Failure(
            "only in example mode: example accounts must never reach a real database", code="refused", status=REFUSED
        )


def load_everything() -> dict[str, int]:
    """Areas, needs, phrasings, directory, teams and accounts. Idempotent."""
    from wijkkompas.kern import clock
    from wijkkompas.mensen.loading import load_areas
    from wijkkompas.wegwijzer import api as wegwijzer

    counts = {"areas": load_areas(), "needs": wegwijzer.load_needs(), "new_phrasings": wegwijzer.load_phrasings()}
    counts["new_handbooks"] = wegwijzer.load_handbooks()
    counts["services"] = wegwijzer.load_directory()
    counts["translations"] = wegwijzer.load_translations()["added"]
    counts["accounts"] = len(make_accounts())
    counts["checks"] = wegwijzer.plan_checks(clock.now()) + wegwijzer.plan_number_checks(clock.now())
    return counts


def make_accounts() -> list[dict[str, Any]]:
    """One team a municipality with a worker, and one account of each other role in Vlaardingen."""
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.mensen import api as mensen

    with acting_as(system_actor(mensen.ACCOUNTS)):
        return _make_accounts()


def example_account(name: str, email: str, role: str, **more: Any) -> Any:
    """The example account with this address, made when it is not there. Within an `acting_as` of the accounts actor."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    from wijkkompas.mensen.models import Account

    found = Account.objects.filter(email=email).first()
    if found is None:
        found = Account.objects.create(email=email, password=_hashed(), name=name, role=role, is_example=True, **more)
        EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
        if found.needs_second_factor:
            Authenticator.objects.create(
                user=found, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(TOTP_SECRET)}
            )
    return found


@lru_cache(maxsize=1)
def _hashed() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def _make_accounts() -> list[dict[str, Any]]:
    from wijkkompas.mensen.models import Area, Membership, Organization, Team
    from wijkkompas.mensen.values import Role, TeamRole
    from wijkkompas.talen import api as talen

    made: list[dict[str, Any]] = []
    for code, place in PLACES.items():
        home = Area.objects.get(code=code)
        organization, _new = Organization.objects.get_or_create(
            name=f"Wijkteam {place} (voorbeeld)",
            area=home,
            defaults={"is_example": True, "description": "Voorbeeldteam."},
        )
        team, _new = Team.objects.get_or_create(
            name=f"Wijkteam {place} (voorbeeld)",
            organization=organization,
            defaults={"answers_questions": True, "is_example": True},
        )
        team.areas.set([home])
        slug = place.lower().replace(" ", "-")
        worker = example_account(
            f"Medewerker {place}", f"wijkteam.{slug}@example.org", Role.WORKER, organization=organization, area=home
        )
        Membership.objects.get_or_create(account=worker, team=team, defaults={"role": TeamRole.WORKER})
        made.append(_shown(worker, team.name))
    home = Area.objects.get(code="GM0622")
    others = (
        ("Bewoner", "bewoner@example.org", Role.RESIDENT),
        ("Vrijwilliger", "vrijwilliger@example.org", Role.VOLUNTEER),
        ("Buurtambassadeur", "ambassadeur@example.org", Role.AMBASSADOR),
        ("Tweede lezer", "tweede.lezer@example.org", Role.AMBASSADOR),
        ("Redacteur", "organisatie@example.org", Role.ORGANISATION_EDITOR),
        ("Gemeente", "gemeente@example.org", Role.MUNICIPALITY),
        ("Functioneel beheerder", "beheer@example.org", Role.FUNCTIONAL_MANAGER),
    )
    for name, email, role in others:
        more: dict[str, Any] = {}
        if role == Role.FUNCTIONAL_MANAGER:
            more = {"is_staff": True, "is_superuser": True}
        if role == Role.ORGANISATION_EDITOR:
            more = {"organization": Organization.objects.filter(name=EDITED, area=home).first()}
        someone = example_account(name, email, role, area=home, **more)
        if role == Role.AMBASSADOR:
            talen.let_translate(someone.pk, talen.OTHERS)
        made.append(_shown(someone, None))
    return made


def _shown(account: Any, team: str | None) -> dict[str, Any]:
    return {
        "role": account.role,
        "team": team,
        "e-mail": account.email,
        "password": PASSWORD,
        "otp_secret": TOTP_SECRET if account.needs_second_factor else None,
    }


def load(_arguments: argparse.Namespace) -> Any:
    """`example load`."""
    _only_in_example_mode()
    from wijkkompas.wegwijzer import api as wegwijzer

    counts = load_everything()
    return counts | {"index": wegwijzer.rebuild_index()}


def world(_arguments: argparse.Namespace) -> Any:
    """`example world`: also plants one question per team, so that an access check has something that could leak."""
    _only_in_example_mode()
    import uuid

    from wijkkompas.kern.access import visitor_actor
    from wijkkompas.wegwijzer import actions
    from wijkkompas.wegwijzer.rules import new_code

    load_everything()
    planted = []
    for code, place in PLACES.items():
        marker = f"merkteken-{uuid.uuid4().hex[:12]}"
        request_id, follow = uuid.uuid4(), new_code()
        actions.request_call(
            actor=visitor_actor(),
            request_id=request_id,
            area_code=code,
            code=follow,
            call=actions.CallBack(
                question=f"vraag {marker}",
                name=f"naam {marker}",
                channel="phone",
                contact="0612345678",
                daypart="any",
                may_leave_message=False,
                text_first=False,
                who_may_answer="only-me",
                language="nl",
            ),
        )
        planted.append(
            {
                "team": f"Wijkteam {place} (voorbeeld)",
                "area": code,
                "request": str(request_id),
                "volgcode": follow,
                "markers": {"question": marker, "name": marker},
            }
        )
    made = make_accounts()
    told = _plant_cases()
    known = {one["e-mail"] for one in made}
    more = [one for one in told.pop("accounts") if one["e-mail"] not in known]
    return {"accounts": made + more, "requests": planted, "referrals": [], **told}


def _plant_cases() -> dict[str, Any]:
    """The cases of the world (see `world`), with the accounts that they added."""
    from django.conf import settings

    from wijkkompas.config.commands import world as example_world
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.mensen import api as mensen

    with acting_as(system_actor(mensen.ACCOUNTS)):
        people = example_world.people(example_account)
    parts = settings.ENVIRONMENT.owner_dsn
    owner = f"host={parts['HOST']} user={parts['USER']} dbname={parts['NAME']}"
    shown = [_shown(someone, team) for someone, team in people.accounts()]
    return example_world.plant(people, owner) | {"accounts": shown}


def current_code() -> str:
    """The six digits of the example second factor now (RFC 6238, 30 seconds, SHA-1)."""
    import base64
    import hmac
    import struct

    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(TOTP_SECRET), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def code(_arguments: argparse.Namespace) -> str:
    """`example code`."""
    return current_code()


def _fingerprint() -> str:
    """Changes when the package's data or code of the loaders changes: then the example data is loaded again."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for folder in ("mensen/data", "wegwijzer/data", "wegwijzer/example", "wegwijzer/search"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(root)}|{path.stat().st_size}|{int(path.stat().st_mtime)}".encode())
    return digest.hexdigest()


def _static_fingerprint() -> str:
    root = Path(__file__).resolve().parents[2]
    files = [p for p in root.rglob("static/**/*") if p.is_file()]
    return hashlib.sha256("|".join(f"{p}:{p.stat().st_mtime_ns}" for p in sorted(files)).encode()).hexdigest()


def _unless_done(home: Path, name: str, fingerprint: str) -> bool:
    """True when this step must be done (its stamp differs)."""
    stamp = home / "run" / f"{name}.stamp"
    return not stamp.exists() or stamp.read_text() != fingerprint


def _stamp(home: Path, name: str, fingerprint: str) -> None:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.stamp").write_text(fingerprint)


def collect_static(home: Path) -> None:
    """Static files with hashed names and compressed copies, only when they changed."""
    from django.core.management import call_command

    fingerprint = _static_fingerprint()
    if _unless_done(home, "static", fingerprint):
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("collectstatic", interactive=False, verbosity=0)
        _stamp(home, "static", fingerprint)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One at a time in this place: two would answer on one port in turn, and the first that stops stops the database."""
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(
                f"Wijkkompas runs already in {home}: stop it with Ctrl-C, or choose another place and port"
                " (WIJKKOMPAS_HOME=/tmp/wijkkompas PORT=8040 make run)",
                code="busy",
                status=REFUSED,
            ) from error
        yield


def run(arguments: argparse.Namespace) -> Any:
    """`run`: everything, until Ctrl-C."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        raise Failure(
            "example mode refuses DATABASE_URL: see docs/howto/run.md for production", code="refused", status=REFUSED
        )
    os.environ["WIJKKOMPAS_EXAMPLE"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import django

    django.setup()
    from django.conf import settings

    from wijkkompas.config.commands import database
    from wijkkompas.config.launcher import Server
    from wijkkompas.config.supervisor import Supervisor
    from wijkkompas.wegwijzer import api as wegwijzer

    home, server = settings.HOME, Server(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        _say("1/4 PostgreSQL")
        server.start()
        database.prepare_example(server)
        _say("2/4 Static files")
        collect_static(home)
        fingerprint = _fingerprint()
        if _unless_done(home, "example", fingerprint):
            _say("3/4 Example neighbourhoods (the first time about half a minute)")
            load_everything()
            _say("4/4 Search index")
            wegwijzer.rebuild_index()
            _stamp(home, "example", fingerprint)
        if arguments.prepare_only:
            server.stop()
            return {"prepared": True} if arguments.json else "Prepared."
        from django.db import connections

        connections.close_all()
        _say(f"Wijkkompas: http://localhost:{settings.ENVIRONMENT.port}   (Ctrl-C stops)")
        Supervisor(home, settings.ENVIRONMENT.port).run()
        return None
