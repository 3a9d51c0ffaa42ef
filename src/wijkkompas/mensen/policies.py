"""Which tables of this room, and of packages that keep people's log-in, the application may use.

An account belongs to who logs in with it. Others see a name through `app.names_of`, or nothing. Nobody changes the own
standing (role, active, area, organisation) or the own teams: a functional manager or a command does that for somebody
else (docs/decisions/0012).
"""

from wijkkompas.kern.access import actor_is, anyone, declare_open, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer
from wijkkompas.kern.access.rights import Right

ACCOUNTS = "accounts"  # the system actor of commands that invite people and load the example accounts

MERGER = "merging"  # the system actor that moves what belongs to an organisation that appears twice (wegwijzer.merging)

EDITING = "editing"  # the system actor that lets somebody be editor of an organisation (wegwijzer.editing)

_merger = actor_is("system", MERGER)
# It reads and changes only accounts without other rights: nobody becomes, or stops being, anything else by it.
_editing = actor_is("system", EDITING) & sql(
    "role in ('resident', 'organisation-editor') and not is_staff and not is_superuser"
)
_commands = actor_is("system", ACCOUNTS)
_manager = sql("(select app.is_manager())")
_logged_in = actor_is("account")


def _own(column: str) -> Right:
    """The row belongs to who acts, or to the one account that somebody who logs in named."""
    return sql(f"{column} = (select app.self_account())")


def _managed(column: str) -> Right:
    """A functional manager, for everybody but the manager."""
    return _manager & sql(f"{column} <> (select app.actor_id())")


_same_standing = sql(
    "row(role, is_active, is_staff, is_superuser, is_example, organization_id, area_id)::text"
    " = (select app.my_standing())"
)
declare_protected(
    "mensen_account",
    see=_own("id") | _manager | _commands | _merger | _editing,
    add=_manager | _commands,
    change=(_own("id") & _same_standing) | _managed("id") | _commands | _merger | _editing,
    remove=_managed("id") | _commands,
)
for _table in ("mensen_membership", "mensen_account_groups", "mensen_account_user_permissions"):
    _others = _managed("account_id") | _commands
    declare_protected(
        _table, see=_own("account_id") | _manager | _commands, add=_others, change=_others, remove=_others
    )
for _table in ("auth_group", "auth_group_permissions"):
    _manages = _manager | _commands
    declare_protected(_table, see=anyone(), add=_manages, change=_manages, remove=_manages)

_own_log_in = _own("user_id")
_own_when_in = _own_log_in & _logged_in  # adding or removing a way in asks for a finished log-in
_others_log_in = _managed("user_id") | _commands
declare_protected(
    "account_emailaddress",
    see=_own_log_in | _manager | _commands,
    add=_own_when_in | _others_log_in,
    change=_own_log_in | _others_log_in,
    remove=_own_when_in | _others_log_in,
)
declare_protected("account_emailconfirmation", see=_manager | _commands, remove=_manager | _commands)
declare_protected(
    "mfa_authenticator",
    see=_own_log_in | _manager | _commands,
    add=_own_when_in | _commands,
    change=_own_log_in | _commands,
    remove=_own_when_in | _others_log_in,
)

declare_open(
    "mensen_area",
    "mensen_organization",
    "mensen_team",
    "mensen_team_areas",
    reason="public facts about places and organisations",
)
declare_open("mensen_attempt", reason="counters per keyed client hash, removed within 24 hours")
declare_open(
    "django_migrations", "django_content_type", "auth_permission", verbs="select", reason="bookkeeping of the framework"
)
declare_open("django_session", reason="sessions of people who log in or ask to edit; other residents have none")
declare_open("django_admin_log", verbs="select insert", reason="who changed what in the admin pages")
declare_open(
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accesslog",
    "axes_accessfailurelog",
    reason="failed log-ins, to slow guessing down",
)
declare_open(
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    reason="the job queue; jobs carry ids, never texts",
)
register_definer(
    "my_teams",
    "my_edit_areas",
    "my_organizations",
    "self_account",
    "my_standing",
    "is_manager",
    "addresses_of_keepers",
    "names_of",
    "addresses_of_team",
)
