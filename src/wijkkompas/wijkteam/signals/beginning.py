"""A first talk may begin with a signal: what it gives to the form, and what it hears when the case is there."""

from __future__ import annotations

from uuid import UUID

from wijkkompas.kern.access import current_actor
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.intake.signals import CaseBegan, Start
from wijkkompas.wijkteam.models import Signal
from wijkkompas.wijkteam.signals import actions
from wijkkompas.wijkteam.signals.rules import problem
from wijkkompas.wijkteam.signals.values import SIGNAL, SignalState


def start_of(signal_id: UUID) -> Start | None:
    """What a signal tells of the person, never who reported it. None for one of others, or one that no case comes of."""
    signal = Signal.objects.filter(id=signal_id).first()
    if signal is None or problem(signal.state, SignalState.CASE_OPENED, tries=signal.tries, about=signal.about):
        return None
    told = toestemming.unseal(SIGNAL, signal_id, signal.sealed, purpose="help")[0]
    return Start(language=signal.language, team_id=signal.team_id, name=told["name"], phone=told["phone"])


def hear_case_began(event: CaseBegan) -> None:
    """The signal has its case now, in the transaction of the talk."""
    actor = current_actor()
    if actor is not None:
        actions.has_case(actor=actor, signal_id=event.signal_id, case_id=event.case_id)
