"""The own file to take home: JSON for programs (AVG article 20), PDF for people (article 15). What the page shows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkkompas.kern.paper import press, writable
from wijkkompas.wijkteam.casework.files import TEMPLATE, _day, _section
from wijkkompas.wijkteam.myfile.queries import MyFile
from wijkkompas.wijkteam.myfile.words import parts_in_words, receiver_in_words, who_in_words, why_in_words


def as_json(mine: MyFile) -> str:
    """Everything of the own file, with codes for choices and ISO dates. No names of workers."""
    case = mine.case
    made: dict[str, Any] = {
        "case": {
            "number": case.number,
            "team": case.team.name,
            "organization": case.team.organization.name,
            "state": case.state,
            "legal_domain": case.legal_domain,
            "opened_at": case.opened_at.isoformat(),
            "closed_at": case.closed_at.isoformat() if case.closed_at else None,
            "ends_on": case.ends_on.isoformat() if case.ends_on else None,
        },
        "person": mine.person,
        "question": mine.question,
        "goals": [{"text": goal.text.get("text", ""), "state": goal.row.state} for goal in mine.goals],
        "actions": [
            {
                "text": action.text.get("text", ""),
                "owner_kind": action.row.owner_kind,
                "due": action.row.due.isoformat() if action.row.due else None,
                "state": action.row.state,
            }
            for action in mine.actions
        ],
        "contacts": [
            {
                "at": row.row.at.isoformat(),
                "channel": row.row.channel,
                "reached": row.row.reached,
                "text": row.text.get("text", ""),
            }
            for row in mine.contacts
        ],
        "journal": [{"at": row.row.at.isoformat(), "text": row.text.get("text", "")} for row in mine.journal],
        "shares": [
            {
                "to": receiver_in_words(row, mine.receivers),
                "parts": row.parts,
                "purpose": row.purpose,
                "basis": row.basis,
                "article": row.article,
                "valid_from": row.valid_from.isoformat(),
                "valid_until": row.valid_until.isoformat(),
                "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            }
            for row in mine.shares
        ],
        "looked": [
            {"day": line.day.isoformat(), "who": line.who, "purpose": line.purpose, "parts": line.kinds}
            for line in mine.looked
        ],
        "asked": [
            {
                "at": one.row.made_at.isoformat(),
                "kind": one.row.kind,
                "text": one.text,
                "outcome": one.row.outcome,
                "answer": one.answer,
            }
            for one in mine.requests
        ],
        "emergency": [{"at": row.at.isoformat(), "reason": row.reason, "verdict": row.verdict} for row in mine.glass],
    }
    return json.dumps(made, ensure_ascii=False, indent=1)


def as_pdf(mine: MyFile, *, language: str, day: date) -> bytes:
    """On paper, in the language of the page. Raises `Busy` when the press has no room."""
    case = mine.case
    question = (mine.question or {}).get("question", "")
    sections = [
        _section(_("Uw vraag"), [("", question)] if question else []),
        _section(
            _("Uw plan"),
            [(_("Doel, %(state)s") % {"state": row.row.get_state_display()}, row.text["text"]) for row in mine.goals]
            + [
                (" · ".join(filter(None, [_day(row.row.due), row.row.get_state_display()])), row.text["text"])
                for row in mine.actions
            ],
        ),
        _section(_("Contact"), [(_day(row.row.at), row.text.get("text", "")) for row in mine.contacts]),
        _section(_("Verslag"), [(_day(row.row.at), row.text["text"]) for row in mine.journal]),
        _section(
            _("Met wie gedeeld"),
            [
                (
                    _("tot %(day)s") % {"day": _day(row.withdrawn_at or row.valid_until)},
                    f"{receiver_in_words(row, mine.receivers)}: {parts_in_words(row.parts)}",
                )
                for row in mine.shares
            ],
        ),
        _section(
            _("Wie keek"),
            [(_day(line.day), f"{who_in_words(line.who)}: {why_in_words(line.purpose)}") for line in mine.looked],
        ),
        _section(_("Wat u zei"), [(_day(one.row.made_at), one.text) for one in mine.requests]),
    ]
    data = {
        "title": _("Mijn dossier"),
        "language": language,
        "about": [
            writable(case.team.name),
            capfirst(case.get_state_display()),
            _("Gemaakt op %(day)s") % {"day": _day(day)},
        ],
        "sections": [section for section in sections if section["lines"]],
    }
    return press(TEMPLATE, [data], day=day).pdf
