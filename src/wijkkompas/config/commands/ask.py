"""`ask`: the same answer as GET /api/v1/search."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from wijkkompas.config.commands.failure import NO_DATABASE, Failure


def ask(arguments: argparse.Namespace) -> Any:
    """Find help; plain lines for people, the contract's JSON for programs."""
    from wijkkompas.wegwijzer import api as wegwijzer

    text = sys.stdin.read() if arguments.text == "-" else arguments.text
    try:
        answer = wegwijzer.answer(text, area=arguments.area, lang=arguments.lang, limit=arguments.limit)
    except wegwijzer.BadQuestion as error:
        raise Failure(str(error), code=error.code, field=error.field) from error
    except wegwijzer.NoIndex as error:
        raise Failure(str(error), code="no-index", status=NO_DATABASE) from error
    if arguments.json:
        return answer
    lines = []
    if answer["crisis"]:
        lines += ["GEVAAR? " + "; ".join(f"{c['name']} {c['tel']}" for c in answer["crisis"]["contacts"]), ""]
    if answer["needs"]:
        lines.append("Bedoelt u: " + ", ".join(need["label"] for need in answer["needs"][:3]))
    lines += [f"{i}. {r['name']} ({r['organization']}). {r['why']}" for i, r in enumerate(answer["results"], 1)]
    if not answer["results"]:
        lines.append("Niets gevonden. Vraag het een mens: kies 'Bel mij terug' op de website.")
    return "\n".join(lines)
