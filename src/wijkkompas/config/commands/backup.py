"""`backup` and `restore`: the database, the record keys apart, a manifest, and the ledger of what was erased.

Keys lie apart so that they can be kept shorter than the rest: without its key a text stays closed for ever. A restore
replays the ledger, so that what was erased after the backup does not come back.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import NO_DATABASE, REFUSED, Failure

DUMP, KEYS, LEDGER, MANIFEST = "database.dump", "keys.jsonl", "erased.jsonl", "manifest.json"


def _tool(name: str) -> str:
    """pg_dump or pg_restore of the server's own version (a newer one writes settings that an older server refuses)."""
    from wijkkompas.config.launcher import NoPostgres, find_binaries

    with _owner().cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int / 10000")
        major = cursor.fetchone()[0]
    folders = [Path(f"/usr/lib/postgresql/{major}/bin")]
    with contextlib.suppress(NoPostgres):
        folders.insert(0, find_binaries())
    for folder in folders:
        if (folder / name).exists() and _major(folder / name) == major:
            return str(folder / name)
    return name


def _major(tool: Path) -> int:
    """The major version of a client tool; it prints "pg_dump (PostgreSQL) 18.6"."""
    shown = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(shown.split(") ")[1].split(".")[0])


def _pg(name: str, *arguments: str) -> None:
    from django.conf import settings

    dsn = settings.ENVIRONMENT.owner_dsn
    environment = os.environ | {
        "PGHOST": dsn["HOST"],
        "PGPORT": dsn["PORT"] or "5432",
        "PGUSER": dsn["USER"],
        "PGPASSWORD": dsn["PASSWORD"],
        "PGDATABASE": dsn["NAME"],
    }
    try:
        done = subprocess.run([_tool(name), *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Failure(f"{name} is not on this machine; install PostgreSQL's client tools", code="no-tool") from error
    if done.returncode != 0:
        raise Failure(f"{name} did not succeed: {done.stderr.strip()[:400]}", code="tool-failed", status=NO_DATABASE)


def _owner() -> Any:
    from django.db import connections

    return connections["owner"]


def _rows(statement: str) -> list[dict[str, Any]]:
    with _owner().cursor() as cursor:
        cursor.execute(statement)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return (
        bytes(value).hex()
        if isinstance(value, bytes | memoryview)
        else (value if isinstance(value, int | None) else str(value))
    )


def _write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf8")
    path.chmod(0o600)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line] if path.exists() else []


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def backup(arguments: argparse.Namespace) -> Any:
    """Write a backup; refuses a folder that is not empty, and leaves no half one behind as complete (manifest last)."""
    from django.conf import settings

    from wijkkompas import __version__

    folder = Path(arguments.folder)
    if folder.exists() and any(folder.iterdir()):
        raise Failure(f"{folder} is not empty; give a new folder", code="not-empty", field="folder")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _pg(
        "pg_dump",
        "-Fc",
        "--no-comments",
        "--no-owner",
        "--exclude-table-data=vault.secret",
        "--exclude-table-data=public.toestemming_sealkey",
        "-f",
        str(folder / DUMP),
    )
    (folder / DUMP).chmod(0o600)
    keys = _rows("select id, kind, object_id, master, wrapped from toestemming_sealkey")
    _write_lines(folder / KEYS, keys)
    erased = _rows("select kind, object_id, at, rule from toestemming_erasedkey")
    _write_lines(folder / LEDGER, erased)
    keep_ledger(settings.HOME, erased)
    manifest = {
        "wijkkompas": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "keys": len(keys),
        "masters": sorted({row["master"] for row in keys}),
        "files": {name: _sha(folder / name) for name in (DUMP, KEYS, LEDGER)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf8")
    return manifest


def keep_ledger(home: Path, erased: list[dict[str, Any]]) -> None:
    """The ledger also lies outside the database, where a restore of an older backup finds it."""
    known = {(row["kind"], row["object_id"]): row for row in [*_read_lines(home / LEDGER), *erased]}
    home.mkdir(parents=True, exist_ok=True)
    _write_lines(home / LEDGER, list(known.values()))


def _check_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise Failure(
            f"{folder} holds no complete backup (manifest.json is missing or broken)", code="no-backup", field="folder"
        ) from error
    for name, expected in manifest["files"].items():
        if not (folder / name).exists() or _sha(folder / name) != expected:
            raise Failure(
                f"{name} is not the file that the manifest names; nothing was restored",
                code="broken-backup",
                status=REFUSED,
            )
    return manifest


def restore(arguments: argparse.Namespace) -> Any:
    """Restore into an empty database: tables, keys, then destroy again what the ledger says was erased."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")
    import django

    django.setup()
    from django.conf import settings

    folder = Path(arguments.folder)
    manifest = _check_manifest(folder)
    if settings.EXAMPLE_MODE:
        from wijkkompas.config.launcher import Server, prepare_roles

        server = Server(settings.HOME)
        server.start()
        for _line in prepare_roles(server.dsn(), settings.ENVIRONMENT.owner_dsn["NAME"]):
            pass
    unknown = set(manifest["masters"]) - {name for name, _key in settings.MASTER_KEYS}
    if unknown:
        raise Failure(
            f"CASE_MASTER_KEY lacks {', '.join(sorted(unknown))}; the texts would stay closed",
            code="no-master",
            status=REFUSED,
        )
    with _owner().cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'public'")
        if cursor.fetchone()[0]:
            raise Failure("this database is not empty; restore into a fresh one", code="not-empty", status=REFUSED)
        cursor.execute(
            "drop schema if exists app cascade; drop schema if exists vault cascade; drop schema if exists figures cascade"
        )
    _owner().close()
    _pg(
        "pg_restore",
        "--no-owner",
        "--no-comments",
        "--exit-on-error",
        "--single-transaction",
        "-d",
        settings.ENVIRONMENT.owner_dsn["NAME"],
        *_without_public_schema(folder),
    )
    erased = {
        (r["kind"], r["object_id"]) for r in [*_read_lines(folder / LEDGER), *_read_lines(settings.HOME / LEDGER)]
    }
    keys = _read_lines(folder / KEYS)
    kept = [row for row in keys if (row["kind"], row["object_id"]) not in erased]
    with _owner().cursor() as cursor:
        cursor.executemany(
            "insert into toestemming_sealkey (id, kind, object_id, master, wrapped) values (%s, %s, %s, %s, %s)",
            [(r["id"], r["kind"], r["object_id"], r["master"], bytes.fromhex(r["wrapped"])) for r in kept],
        )
    from wijkkompas.config.commands.database import run_migrations

    run_migrations(quiet=True)
    _erase_again([*_read_lines(folder / LEDGER), *_read_lines(settings.HOME / LEDGER)])
    with _owner().cursor() as cursor:
        cursor.execute("delete from django_session")  # log-ins that ended after the backup stay ended
    from wijkkompas.wegwijzer import api as wegwijzer

    wegwijzer.forget_what_is_over()
    return {"restored": True, "keys": len(kept), "erased_again": len(keys) - len(kept)}


def _erase_again(ledger: list[dict[str, Any]]) -> None:
    """What the ledger says was erased after this backup: the ledger itself gets its line back, the log forgets again."""
    with _owner().cursor() as cursor:
        for row in ledger:
            about = {"kind": row["kind"], "id": row["object_id"], "at": row["at"], "rule": row["rule"]}
            cursor.execute(
                """insert into toestemming_erasedkey (kind, object_id, at, rule)
                select %(kind)s::text, %(id)s::uuid, %(at)s::timestamptz, %(rule)s::text
                where not exists (select 1 from toestemming_erasedkey where kind = %(kind)s::text and object_id = %(id)s::uuid)""",
                about,
            )
            cursor.execute(
                """update toestemming_auditleaf set content = null, salt = null, mask = null, account_id = null,
                  row_key = null, kind = null, object_id = null
                where kind = %(kind)s::text and object_id = %(id)s::uuid
                  and source not in ('toestemming_accessline', 'toestemming_erasedkey')""",
                about,
            )


def _without_public_schema(folder: Path) -> list[str]:
    """pg_restore with a list that leaves out what `db prepare` already made (schema public, extensions)."""
    listing = subprocess.run(  # noqa: S603
        [_tool("pg_restore"), "-l", str(folder / DUMP)], capture_output=True, text=True, check=True
    ).stdout
    kept = [
        line
        for line in listing.splitlines()
        if not any(word in line for word in (" SCHEMA - public", " EXTENSION ", "ACL - SCHEMA public"))
    ]
    chosen = folder / "restore.list"
    chosen.write_text("\n".join(kept) + "\n", encoding="utf8")
    return ["-L", str(chosen), str(folder / DUMP)]
