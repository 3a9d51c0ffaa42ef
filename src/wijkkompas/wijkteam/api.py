"""All that other rooms (and the wiring) use of wijkteam."""

from wijkkompas.wijkteam.actions.cases import CaseMoved
from wijkkompas.wijkteam.intake.signals import CaseBegan
from wijkkompas.wijkteam.pulse.actions import hear_case_moved
from wijkkompas.wijkteam.signals.actions import hear_picked_up
from wijkkompas.wijkteam.signals.beginning import hear_case_began

__all__ = ["CaseBegan", "CaseMoved", "hear_case_began", "hear_case_moved", "hear_picked_up"]
