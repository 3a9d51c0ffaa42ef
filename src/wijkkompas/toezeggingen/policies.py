"""A team sees what it owes; anybody's question makes a promise; the reminder job sees dates only."""

from wijkkompas.kern.access import actor_is, anyone, column_in, declare_protected
from wijkkompas.kern.access.guard import register_definer

REMINDER = "reminder"
_own_team = column_in("team_id", "my_teams")
_reminder = actor_is("system", REMINDER)

declare_protected("toezeggingen_promise", see=_own_team | _reminder, add=anyone(), change=_own_team | _reminder)
register_definer("due_of")
