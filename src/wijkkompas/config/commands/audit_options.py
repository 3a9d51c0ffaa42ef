"""The arguments of `wijkkompas audit` and `wijkkompas destruction`."""

from __future__ import annotations

from typing import Any


def add_to(commands: Any, add: Any, lazy: Any) -> None:
    """The subcommands, each with its help."""
    under = commands.add_parser("audit", help="The signed log: export, verify, check.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    export = add(
        "export",
        "Write who did what with one question, with proofs; the volgcode comes on standard input.",
        lazy("audit", "export"),
        "wijkkompas audit export --out logboek.json < code.txt",
        under,
    )
    export.add_argument("--out", required=True, metavar="FILE", help="where to write it; an existing file is refused")
    verify = add(
        "verify",
        "Is such a file true? Needs no database and no network.",
        lazy("audit", "verify", django=False),
        "wijkkompas audit verify logboek.json --key 3f6a…",
        under,
    )
    verify.add_argument("file", metavar="FILE")
    verify.add_argument(
        "--key", metavar="HEX", help="the key that the municipality published; else compare it yourself"
    )
    add(
        "heads",
        "Print the newest signed heads, to keep outside.",
        lazy("audit", "heads"),
        "wijkkompas audit heads --json",
        under,
    )
    add(
        "check",
        "Look now whether something in the logs was changed afterwards; the worker does it every night.",
        lazy("audit", "check"),
        "wijkkompas audit check --json",
        under,
    )


def add_destruction(commands: Any, add: Any, lazy: Any) -> None:
    """Lists of what is destroyed, and their declarations."""
    under = commands.add_parser("destruction", help="Lists of what is destroyed by two people.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )
    add(
        "lists",
        "Which lists wait, with counts.",
        lazy("destruction", "lists"),
        "wijkkompas destruction lists --json",
        under,
    )
    made = add(
        "certificate",
        "The signed declaration of a list that was carried out; names nobody.",
        lazy("destruction", "certificate"),
        "wijkkompas destruction certificate 0f8e4a3c-…",
        under,
    )
    made.add_argument("list", metavar="LIST", help="the id of the list")
