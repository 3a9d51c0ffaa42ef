"""A team sees what it owes; anybody's question makes a promise; the reminder job sees dates only."""

from wijkkompas.kern.access import actor_is, anyone, column_in, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer

REMINDER = "reminder"
RECORD_CHECKS = "upkeep"
EDITING = "editing"
MERGER = "merging"  # two records of one organisation became one: its promises go along (wegwijzer.merging)
_own_team = column_in("team_id", "my_teams")
_reminder = actor_is("system", REMINDER)

# Who keeps a record owes the answer to a reported mistake in it, also without a team (wegwijzer, "Klopt dit niet?").
_own_records = sql("kind = 'answer-correction'") & (
    column_in("area_id", "my_edit_areas", "text")
    | column_in("organisation_id", "my_organizations", "uuid")
    | (sql("team_id is null") & sql("(select app.is_manager())"))
)
# That records are checked in time is kept by one system actor: the tap may come from a mail, without an account.
_checks = actor_is("system", RECORD_CHECKS) & sql("kind = 'record-check'")
# What an organisation asks of its municipality (wegwijzer.editing): the municipality of the place sees what it owes.
_editing = actor_is("system", EDITING) & sql("kind in ('answer-change', 'answer-claim')")
_asked_of_us = sql("kind in ('answer-change', 'answer-claim')") & (
    column_in("area_id", "my_edit_areas", "text") | sql("(select app.is_manager())")
)
_owes = _own_team | _own_records | _checks | _editing | _asked_of_us

_moves = actor_is("system", MERGER)
declare_protected(
    "toezeggingen_promise", see=_owes | _reminder | _moves, add=anyone(), change=_owes | _reminder | _moves
)
register_definer("due_of")
