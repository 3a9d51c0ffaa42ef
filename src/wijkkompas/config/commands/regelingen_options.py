"""The words of `wijkkompas regelingen`, apart from what they do, so that the command line starts quickly."""

from __future__ import annotations

from typing import Any


def add_to(commands: Any, add: Any, lazy: Any) -> None:
    """Add the sub-commands. `add` and `lazy` are those of the command line."""
    under = commands.add_parser("regelingen", help="Schemes: check, next, vectors, population, list.").add_subparsers(
        dest="sub", metavar="SUB", required=True
    )

    def command(name: str, function: str, text: str, example: str) -> Any:
        made = add(name, text, lazy("regelingen", function, django=False), f"wijkkompas regelingen {example}", under)
        made.add_argument("--date", help="the day that counts, such as 2026-03-01; today when not given")
        made.add_argument(
            "--area", help="code of a municipality, wijk or own area, such as GM0556; else the whole country"
        )
        return made

    household = "a JSON file with what is known of a household; - reads standard input"
    one = command(
        "check",
        "check",
        "What a household can get: yes, no or perhaps, how much, and why.",
        "check huishouden.json --date 2026-03-01 --area GM0556 --json\n"
        '  echo \'{"leeftijd": 35, "kinderen": [8, 13]}\' | wijkkompas regelingen check - --json',
    )
    one.add_argument("file", metavar="HOUSEHOLD", help=household)
    one = command(
        "next", "next_question", "The question that settles most now.", "next huishouden.json --area GM0556 --json"
    )
    one.add_argument("file", metavar="HOUSEHOLD", help=household)
    one = add(
        "vectors",
        "Compare rows of published tables with our rules; exit 1 when one differs.",
        lazy("regelingen", "vectors", django=False),
        "wijkkompas regelingen vectors tabel.json --json",
        under,
    )
    one.add_argument("file", metavar="FILE", help="a JSON list of rows; - reads standard input")
    one = command(
        "population",
        "population",
        "What each household of a table can get; a column an attribute, an empty cell is unknown.",
        "population huishoudens.csv --out uitkomst.csv --date 2026-03-01 --area GM0556",
    )
    one.add_argument("file", metavar="FILE.csv")
    one.add_argument("--out", required=True, metavar="FILE.csv", help="where to write")
    command("list", "overview", "The schemes, and which amounts are still to be filled in.", "list --area GM0556")
