"""All that other rooms (and the wiring) use of wijkteam."""

from wijkkompas.wijkteam.signals.actions import hear_picked_up

__all__ = ["hear_picked_up"]
