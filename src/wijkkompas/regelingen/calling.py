"""What a team reads of somebody who asks to be helped with schemes. Pure; in Dutch, as the team works."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 950
"""Characters: the form that it goes into takes 1000."""

BEGIN = "Ik wil hulp bij het aanvragen van regelingen."
REST = "De rest vertel ik u als u belt."


def message(schemes: Sequence[str], answers: Sequence[tuple[str, str]]) -> str:
    """The names and answers that were ticked; what has no room is left for the call."""
    lines = [BEGIN]
    if schemes:
        lines.append(f"Het gaat om: {', '.join(schemes)}.")
    wanted = [f"{question} {answer}." for question, answer in answers]
    for line in wanted:
        if len("\n".join([*lines, line, REST])) > LONGEST:
            lines.append(REST)
            break
        lines.append(line)
    return "\n".join(lines)[:LONGEST]
