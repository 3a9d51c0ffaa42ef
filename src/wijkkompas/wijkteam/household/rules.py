"""Pure decisions about who stands for whom."""

from __future__ import annotations

from datetime import date

from wijkkompas.wijkteam.rules import age_on

OF_AGE = 18  # Burgerlijk Wetboek 1:233 [nakijken]
FOR_CHILDREN = frozenset({"parent", "guardian"})
PROOFS = {  # what may prove each authority [check]
    "parent": ("register", "birth", "court"),
    "guardian": ("register", "court"),
    "mentor": ("court",),
    "administrator": ("court",),
    "proxy": ("signed",),
}


def authority_problem(kind: str, *, born: date | None, day: date) -> str:
    """A parent or guardian stands for a child of whom we know the age; the others stand for grown-ups."""
    if kind in FOR_CHILDREN:
        if born is None:
            return "age-unknown"
        return "of-age" if age_on(born, day) >= OF_AGE else ""
    return "child" if born is not None and age_on(born, day) < OF_AGE else ""


def may_prove(kind: str, how: str) -> bool:
    """Whether this paper says something about this authority."""
    return how in PROOFS[kind]
