"""A case as a file: JSON, CSV and PDF with what its page shows. Without names and addresses, which open apart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkkompas.kern.paper import press, writable
from wijkkompas.wijkteam.casework.queries import Sheet, Told
from wijkkompas.wijkteam.casework.rules import safe_cell

TEMPLATE = "wijkteam/casework/case.typ"


def as_json(sheet: Sheet) -> str:
    """Everything that is open, with codes for choices and ISO dates."""
    case = sheet.case
    made: dict[str, Any] = {
        "case": {
            "id": str(case.id),
            "number": case.number,
            "team": case.team.name,
            "organization": case.team.organization.name,
            "state": case.state,
            "legal_domain": case.legal_domain,
            "language": case.language,
            "needs": case.needs if "summary" in sheet.standing.parts else [],
            "opened_at": case.opened_at.isoformat(),
            "closed_at": case.closed_at.isoformat() if case.closed_at else None,
            "ends_on": case.ends_on.isoformat() if case.ends_on else None,
        },
        "open_parts": list(sheet.standing.parts),
        "question": sheet.question,
        "people": [
            {"number": who.number, "role": who.row.role, "since": who.row.since.isoformat()} for who in sheet.people
        ],
        "goals": [_goal(goal) for goal, _actions in sheet.goals if goal is not None],
        "actions": [_action(action) for action in sheet.actions],
        "contacts": [
            {
                "at": row.row.at.isoformat(),
                "channel": row.row.channel,
                "reached": row.row.reached,
                "by": row.by,
                "about": row.about,
                "text": row.text.get("text", ""),
            }
            for row in sheet.contacts
        ],
        "journal": [
            {"id": str(row.row.id), "at": row.row.at.isoformat(), "by": row.by, "about": row.about, **row.text}
            for row in sheet.journal
        ],
    }
    if sheet.standing.home:
        made["shares"] = [
            {
                "to_team": share.to_team.name if share.to_team else None,
                "parts": share.parts,
                "purpose": share.purpose,
                "basis": share.basis,
                "valid_until": share.valid_until.isoformat(),
                "withdrawn_at": share.withdrawn_at.isoformat() if share.withdrawn_at else None,
            }
            for share in sheet.shares
        ]
        made["steps"] = [
            {"at": step.at.isoformat(), "from": step.from_state, "to": step.to_state, "reason": step.reason}
            for step in sheet.steps
        ]
    return json.dumps(made, ensure_ascii=False, indent=1)


def _goal(goal: Told) -> dict[str, Any]:
    row = goal.row
    return {
        "id": str(row.id),
        "text": goal.text.get("text", ""),
        "state": row.state,
        "agreed": row.agreed,
        "about": goal.about,
    }


def _action(action: Told) -> dict[str, Any]:
    row = action.row
    return {
        "id": str(row.id),
        "goal": str(row.goal_id) if row.goal_id else None,
        "text": action.text.get("text", ""),
        "owner_kind": row.owner_kind,
        "owner": action.by,
        "due": row.due.isoformat() if row.due else None,
        "state": row.state,
        "agreed": row.agreed,
        "about": action.about,
    }


def _rows(sheet: Sheet) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Kind, day, who, about whom, how it stands, text."""
    if sheet.question:
        opened = sheet.case.opened_at.date().isoformat()
        yield "question", opened, "", "", sheet.case.state, sheet.question.get("question", "")
    for goal, actions in sheet.goals:
        if goal is not None:
            yield "goal", "", "", goal.about, goal.row.state, goal.text.get("text", "")
        for action in actions:
            due = action.row.due.isoformat() if action.row.due else ""
            yield "action", due, action.by, action.about, action.row.state, action.text.get("text", "")
    for row in sheet.contacts:
        reached = "reached" if row.row.reached else "not-reached"
        yield "contact", row.row.at.isoformat(), row.by, row.about, reached, row.text.get("text", "")
    for row in sheet.journal:
        yield "journal", row.row.at.isoformat(), row.by, row.about, "", row.text.get("text", "")


def as_csv(sheet: Sheet) -> str:
    """One line for everything that was written; a spreadsheet works nothing out in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["kind", "day", "who", "about", "state", "text"])
    writer.writerows([safe_cell(cell) for cell in row] for row in _rows(sheet))
    return out.getvalue()


def _day(day: Any) -> str:
    return date_format(day, "j F Y") if day else ""


def _section(title: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "lines": [{"small": writable(small), "text": writable(text)} for small, text in lines]}


def as_pdf(sheet: Sheet, *, language: str, day: date) -> bytes:
    """On paper, in the language of the page. Raises `Busy` when the press has no room."""
    case, question = sheet.case, sheet.question or {}
    plan: list[tuple[str, str]] = []
    for goal, actions in sheet.goals:
        if goal is not None:
            plan.append((_("Doel, %(state)s") % {"state": goal.row.get_state_display()}, goal.text.get("text", "")))
        plan += [
            (
                " · ".join(filter(None, [action.by, _day(action.row.due), action.row.get_state_display()])),
                action.text["text"],
            )
            for action in actions
        ]
    contacts = [
        (
            " · ".join(
                [
                    _day(row.row.at),
                    row.row.get_channel_display(),
                    _("bereikt") if row.row.reached else _("niet bereikt"),
                ]
            ),
            row.text.get("text", ""),
        )
        for row in sheet.contacts
    ]
    journal = [
        (" · ".join(filter(None, [_day(row.row.at), row.by])), row.text.get("text", "")) for row in sheet.journal
    ]
    sections = [
        _section(_("De vraag"), [("", question.get("question", ""))] if question else []),
        _section(_("Plan"), plan),
        _section(_("Contact"), contacts),
        _section(_("Verslag"), journal),
    ]
    data = {
        "title": _("Dossier %(number)s") % {"number": case.number},
        "language": language,
        "about": [
            writable(case.team.name),
            capfirst(case.get_state_display()),
            _("Gemaakt op %(day)s") % {"day": _day(day)},
            _("Namen en adressen staan hier met opzet niet in."),
        ],
        "sections": [section for section in sections if section["lines"]],
    }
    return press(TEMPLATE, [data], day=day).pdf
