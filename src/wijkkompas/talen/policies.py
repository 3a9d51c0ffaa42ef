"""Who may translate: an ambassador, in the languages that a functional manager noted. Everybody may read a translation."""

from wijkkompas.kern.access import actor_is, column_in, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer
from wijkkompas.mensen.api import ACCOUNTS

TRANSLATIONS = "translations"  # the system actor of the loader, the import and the job that marks what went stale

_everybody = sql("true")  # public text: visitors have no context, and pages must not pay for one
_system = actor_is("system", TRANSLATIONS)
_speaks = column_in("language", "my_languages", "text")
_me = "(select app.actor_id())"
# Under whose name: a trigger of the migration looks at the row before and after, which no policy can.
_manager = sql("(select app.is_manager())")
_commands = actor_is("system", ACCOUNTS)

declare_protected(
    "talen_translation",
    see=_everybody,
    add=_speaks | _system,
    change=_speaks | _system,
    remove=_system,
)
declare_protected("talen_step", see=_speaks | _system, add=(_speaks & sql(f"by = {_me}")) | _system, remove=_system)
_others = (_manager & sql(f"account_id <> {_me}")) | _commands  # nobody gives a language to themselves
declare_protected(
    "talen_speaker",
    see=sql(f"account_id = {_me}") | _manager | _commands,
    add=_others,
    change=_others,
    remove=_others,
)
register_definer("my_languages")
