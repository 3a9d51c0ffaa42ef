"""`destruction lists` and `destruction certificate`."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

from wijkkompas.config.commands.failure import REFUSED, Failure


def lists(_arguments: argparse.Namespace) -> Any:
    """What waits, in counts: no record is named."""
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.toestemming import destruction
    from wijkkompas.toestemming.policies import KEEPER

    with acting_as(system_actor(KEEPER)):
        return [
            {
                "list": str(row.id),
                "municipality": row.municipality_id,
                "month": row.month.strftime("%Y-%m"),
                "kind": row.kind,
                "rule": row.rule,
                "records": row.records,
                "kept": row.kept,
                "confirmed": row.confirmed,
            }
            for row in destruction.open_lists()
        ]


def certificate(arguments: argparse.Namespace) -> Any:
    """The declaration of one list."""
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.toestemming import destruction
    from wijkkompas.toestemming.policies import KEEPER

    try:
        wanted = UUID(arguments.list)
    except ValueError as error:
        raise Failure("the id of a list looks like 0f8e4a3c-...", code="bad-id", field="list") from error
    try:
        with acting_as(system_actor(KEEPER)):
            return destruction.certificate(wanted)
    except destruction.NoSuchList as error:
        raise Failure(
            "there is no such list, or it was not carried out yet", code="not-found", status=REFUSED, field="list"
        ) from error
