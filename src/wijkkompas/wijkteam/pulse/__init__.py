"""Vinger aan de pols: a call some weeks after a case closed. Not well opens the case again (mission.md E6)."""
