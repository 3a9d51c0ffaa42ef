"""The ready texts of one service in the directory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wijkkompas.kern.paper import writable
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper.gathering import entries
from wijkkompas.wegwijzer.paper.texts import Texts, Told, texts
from wijkkompas.wegwijzer.paper.values import Line


def texts_of(service: Service, today: date) -> Texts:
    """Texts for an app and a newspaper, in Dutch. Reads a service that was fetched with its facts; at most one query.

    A place where people hide is not in them: the same rule as for other paper.
    """
    entry = entries([service], "nl", today)[0]
    return texts(
        Told(
            name=entry.name.text,
            address=entry.address,
            summary=writable(service.summary),
            in_brief=writable(service.in_brief),
            description=writable(service.description),
            when=_said(entry.when, "; "),
            where=_said(entry.where, "; "),
            cost=_said(entry.cost, "; "),
            phone=_said(entry.phone[:1], ""),
        )
    )


def _said(lines: Iterable[Line], between: str) -> str:
    return between.join(", ".join(piece.text for piece in line) for line in lines)
