"""Which tables of this room, and of packages that keep people's log-in, the application may use."""

from wijkkompas.kern.access import declare_open
from wijkkompas.kern.access.guard import register_definer

declare_open(
    "mensen_area",
    "mensen_organization",
    "mensen_team",
    "mensen_team_areas",
    reason="public facts about places and organisations",
)
declare_open(
    "mensen_account",
    "mensen_account_groups",
    "mensen_account_user_permissions",
    "mensen_membership",
    reason="accounts of people at work and volunteers; needed to log in; nothing of what residents asked",
)
declare_open("mensen_attempt", reason="counters per keyed client hash, removed within 24 hours")
declare_open(
    "django_migrations", "django_content_type", "auth_permission", verbs="select", reason="bookkeeping of the framework"
)
declare_open("auth_group", "auth_group_permissions", reason="groups of the admin pages")
declare_open("django_session", reason="sessions of people who log in; residents have none")
declare_open("django_admin_log", verbs="select insert", reason="who changed what in the admin pages")
declare_open(
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    reason="log-in of accounts; second-factor secrets are encrypted by our adapter",
)
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
register_definer("my_teams", "my_edit_areas", "my_organizations")
