"""What the own file shows on the page of a case, for its team (kern.panels, place "case": `case` and `home`)."""

from __future__ import annotations

from typing import Any

from wijkkompas.wijkteam.models import Case, FileRequest


def on_case(*, case: Case, home: bool = False, **_more: Any) -> dict[str, Any] | None:
    """The way to the desk, and how many questions wait for an answer. One query."""
    if not home:
        return None
    waiting = FileRequest.objects.filter(case=case, answered_at=None).count()
    return {"template": "wijkteam/myfile/parts/panel.html", "case": case, "waiting": waiting}
