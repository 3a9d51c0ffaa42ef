"""`wijkkompas`: the command line. Conventions in contracts.md: --json, exit codes 0 1 2 3, notes to standard error."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from wijkkompas.config.commands import audit_options, regelingen_options
from wijkkompas.config.commands.failure import NO_DATABASE, REFUSED, Failure

Command = Callable[[argparse.Namespace], Any]


def _setup() -> None:
    """Load Django; in example mode the embedded database is started when it does not run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import django

    django.setup()
    from wijkkompas.config.commands import database

    database.ensure_running()


def _lazy(module: str, function: str, *, django: bool = True) -> Command:
    def call(arguments: argparse.Namespace) -> Any:
        from importlib import import_module

        if django:
            _setup()
        return getattr(import_module(f"wijkkompas.config.commands.{module}"), function)(arguments)

    return call


class _Parser(argparse.ArgumentParser):
    """Wrong arguments become a `Failure`, so that --json holds for them too."""

    def error(self, message: str) -> Any:
        """argparse would print and exit by itself."""
        raise Failure(f"{message}. Try: {self.prog} --help", code="wrong-arguments")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    parser = _Parser(
        prog="wijkkompas",
        description="Question, way, help, aftercare, learning: software for a neighbourhood.",
        epilog="Examples:\n  wijkkompas run\n  wijkkompas ask 'ik durf mijn post niet te openen' --area GM0622 --json\n"
        "  wijkkompas backup /var/backups/wijkkompas",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, text: str, run: Command, example: str, under: Any = commands) -> argparse.ArgumentParser:
        made = under.add_parser(
            name,
            help=text,
            description=text,
            parents=[common],
            epilog=f"Example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    ask = add(
        "ask",
        "Find help for a question in somebody's own words.",
        _lazy("ask", "ask"),
        "wijkkompas ask 'ik krijg steeds brieven' --area GM0622 --json",
    )
    ask.add_argument("text", help="the question; - reads standard input")
    ask.add_argument("--area", help="code of a municipality, wijk or own area, such as GM0622")
    ask.add_argument("--lang", default="nl", help="nl, en, tr, pl, ar or uk")
    ask.add_argument("--limit", type=int, default=10, help="how many results, 1 to 50")

    plain = commands.add_parser("plain", help="Plain Dutch: score, compare.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    score = add(
        "score",
        "How hard is a Dutch text to read? Higher is harder; the level is an estimate.",
        _lazy("plain", "score", django=False),
        "wijkkompas plain score brief.txt\n  echo 'Indien u tijdig betaalt' | wijkkompas plain score - --json",
        plain,
    )
    score.add_argument("file", help="a file with text (UTF-8); - reads standard input")
    compare = add(
        "compare",
        "Which of two Dutch texts is easier to read?",
        _lazy("plain", "compare", django=False),
        "wijkkompas plain compare oud.txt nieuw.txt\n  wijkkompas plain compare 'U dient te betalen.' 'U moet betalen.' --json",
        plain,
    )
    for side in ("a", "b"):
        compare.add_argument(
            side,
            metavar=side.upper(),
            help="a file, - for standard input, or the text itself when no file has that name",
        )

    regelingen_options.add_to(commands, add, _lazy)

    run = add(
        "run",
        "Bring everything up in example mode and keep it up.",
        _lazy("example", "run", django=False),
        "PORT=8000 wijkkompas run",
    )
    run.add_argument("--prepare-only", action="store_true", help="prepare everything, then stop")
    add("worker", "Run background jobs.", _lazy("database", "worker"), "wijkkompas worker")

    db = commands.add_parser("db", help="Database: prepare, migrate, dsn.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    prepare = add(
        "prepare",
        "Make the three roles and the database, once.",
        _lazy("database", "prepare", django=False),
        "wijkkompas db prepare --admin postgresql://postgres@localhost/postgres",
        db,
    )
    prepare.add_argument("--admin", help="address of a superuser (or DATABASE_ADMIN_URL)")
    prepare.add_argument("--database", default="wijkkompas")
    add(
        "migrate",
        "Bring tables and policies up to date (as the owner).",
        _lazy("database", "migrate"),
        "wijkkompas db migrate",
        db,
    )
    add(
        "seed",
        "Load areas, needs and phrasings (no example data).",
        _lazy("database", "seed"),
        "wijkkompas db seed",
        db,
    )
    dsn = add(
        "dsn",
        "Example mode: print how to reach the database.",
        _lazy("database", "dsn"),
        "wijkkompas db dsn --role app",
        db,
    )
    dsn.add_argument("--role", choices=["app", "figures", "owner"], default="app")

    account = commands.add_parser("account", help="People who log in.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    invite = add(
        "add",
        "Invite somebody; they log in with a code by e-mail and set up a second factor.",
        _lazy("database", "add_account"),
        "wijkkompas account add beheer@gemeente.nl --name 'Functioneel beheer' --role functional-manager",
        account,
    )
    invite.add_argument("email")
    invite.add_argument("--name", required=True, help="what colleagues see")
    invite.add_argument(
        "--role",
        required=True,
        choices=[
            "resident",
            "volunteer",
            "ambassador",
            "worker",
            "organisation-editor",
            "municipality",
            "functional-manager",
        ],
    )
    invite.add_argument("--area", help="code of the municipality, such as GM0622")

    post = commands.add_parser("post", help="Outgoing post.").add_subparsers(dest="sub", metavar="SUB", required=True)
    add("list", "What the outbox sent and holds.", _lazy("database", "post_list"), "wijkkompas post list --json", post)

    example = commands.add_parser("example", help="Example set-up.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    add("load", "Load the example neighbourhoods.", _lazy("example", "load"), "wijkkompas example load", example)
    add(
        "world",
        "Load the example world and print its accounts.",
        _lazy("example", "world"),
        "wijkkompas example world --json",
        example,
    )
    add(
        "code",
        "Print the second-factor code of the example accounts now.",
        _lazy("example", "code", django=False),
        "wijkkompas example code",
        example,
    )

    take_in = add(
        "import-directory",
        "Take the directory of another system in: HSDS 3 or 1.1, Ohana, one wide CSV, UPL.",
        _lazy("directory", "import_directory"),
        "wijkkompas import-directory services.csv --source 'Welzijn Vlaardingen' --municipality GM0622 --dry-run",
    )
    take_in.add_argument("place", metavar="PATH_OR_URL", help="file, folder, zip, or a public https address")
    take_in.add_argument("--source", required=True, help="name of the source; the same each time")
    take_in.add_argument("--municipality", help="where services belong that name no area we know, such as GM0622")
    take_in.add_argument(
        "--shape",
        choices=["hsds3-json", "hsds3-tables", "hsds1-tables", "ohana", "wide", "upl"],
        help="instead of seeing it from the contents",
    )
    take_in.add_argument(
        "--mapping", help="for one wide CSV: which column is what (a YAML file, nederlands or outpost)"
    )
    take_in.add_argument("--publish", action="store_true", help="residents may find it at once, nobody looks first")
    take_in.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    take_in.add_argument("--strict", action="store_true", help="exit 1 when anything was refused")
    give_out = add(
        "export-directory",
        "Write what residents may find into a new folder, for other systems.",
        _lazy("directory", "export_directory"),
        "wijkkompas export-directory /tmp/sociale-kaart --format hsds-csv",
    )
    give_out.add_argument("folder", metavar="DIR")
    give_out.add_argument("--format", required=True, choices=["hsds-json", "hsds-csv"])

    _translations(commands, add)
    leaflet = add(
        "leaflet",
        "Make one A4 with some services, to take along (PDF).",
        _lazy("paper", "leaflet"),
        "wijkkompas leaflet geldzaken haakcafe --lang ar --large --out blad.pdf",
    )
    leaflet.add_argument("slugs", nargs="+", metavar="SLUG", help="the last part of the address of a service page")
    leaflet.add_argument("--large", action="store_true", help="large letters, on both sides")
    guide = add(
        "guide",
        "Make the wijkgids of an area: a booklet of A5 (PDF).",
        _lazy("paper", "guide"),
        "wijkkompas guide GM0622 --lang pl --out wijkgids.pdf",
    )
    guide.add_argument("area", metavar="AREA", help="code of a municipality, wijk or own area, such as GM0622")
    for made in (leaflet, guide):
        made.add_argument("--lang", default="nl", help="nl, en, tr, pl, ar or uk")
        made.add_argument("--out", required=True, metavar="FILE", help="where to write it; - is standard output")

    audit_options.add_to(commands, add, _lazy)
    audit_options.add_destruction(commands, add, _lazy)
    index = commands.add_parser("index", help="Search index.").add_subparsers(dest="sub", metavar="SUB", required=True)
    add("rebuild", "Build the search index now.", _lazy("database", "rebuild_index"), "wijkkompas index rebuild", index)

    for name, text in (
        ("backup", "Write a backup with a manifest into an empty folder."),
        ("restore", "Restore a backup into an empty database."),
    ):
        made = add(
            name, text, _lazy("backup", name, django=name == "backup"), f"wijkkompas {name} /var/backups/wijkkompas"
        )
        made.add_argument("folder")
    keys = commands.add_parser("keys", help="Master keys.").add_subparsers(dest="sub", metavar="SUB", required=True)
    add(
        "rotate",
        "Wrap every record's key with the newest master key.",
        _lazy("keys", "rotate"),
        "wijkkompas keys rotate",
        keys,
    )
    add(
        "check-health",
        "Check database, policies, queue and search.",
        _lazy("health", "check"),
        "wijkkompas check-health --json",
    )
    return parser


def _translations(commands: Any, add: Any) -> None:
    """Texts to and from tools of translators."""
    under = commands.add_parser("translations", help="Translations of public texts.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    out = add(
        "export",
        "Write every public text with its translation, for Weblate, Poedit or a translation office.",
        _lazy("translations", "export"),
        "wijkkompas translations export --lang tr --format xliff --out tr.xliff",
        under,
    )
    out.add_argument("--lang", required=True, help="en, tr, pl, ar or uk")
    out.add_argument("--format", required=True, choices=["xliff", "po"])
    out.add_argument("--out", metavar="FILE", help="instead of standard output")
    back = add(
        "import",
        "Take such a file in again; says of each line what happened.",
        _lazy("translations", "take_in"),
        "wijkkompas translations import tr.xliff --dry-run",
        under,
    )
    back.add_argument("file", metavar="FILE", help="XLIFF 1.2 or PO")
    back.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    shipped = add(
        "check",
        "Look at a file of machine translations before it is shipped (one JSON object a line).",
        _lazy("translations", "check"),
        "wijkkompas translations check tr.jsonl --lang tr",
        under,
    )
    shipped.add_argument("file", metavar="FILE", help="lines with slug, field and text")
    shipped.add_argument("--lang", required=True, help="en, tr, pl, ar or uk")


def _print(result: Any, as_json: bool) -> None:
    if result is None:
        return
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, default=str) + "\n")
    elif isinstance(result, str):
        sys.stdout.write(result + "\n")
    else:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n")


def _fail(failure: Failure, as_json: bool) -> int:
    if as_json:
        error = {"code": failure.code, "message": str(failure), "field": failure.field}
        sys.stdout.write(json.dumps({"error": error}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"wijkkompas: {failure}\n")
    return failure.status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    from wijkkompas import __version__

    argv = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in argv
    try:
        arguments = build_parser().parse_args(argv)
        if arguments.version:
            _print(__version__, False)
            return 0
        if not getattr(arguments, "run", None):
            build_parser().print_help()
            return 2
        result = arguments.run(arguments)
        status = 0
        if isinstance(result, tuple):
            result, status = result
        _print(result, arguments.json)
        return status
    except Failure as failure:
        return _fail(failure, as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except SystemExit as refusal:
        if isinstance(refusal.code, str):
            return _fail(Failure(refusal.code, code="refused", status=REFUSED), as_json)
        raise
    except Exception as error:
        if type(error).__name__ in {"OperationalError", "NoPostgres"}:
            text = "the database does not answer" if type(error).__name__ == "OperationalError" else str(error)
            return _fail(Failure(text, code="no-database", status=NO_DATABASE), as_json)
        raise


if __name__ == "__main__":
    sys.exit(main())
