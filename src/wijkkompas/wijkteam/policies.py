"""Who may see, add and change what in a case. Each right is said once and used by rows and keys alike.

Words: HOME is the team that keeps the case, GLASS somebody who broke the glass, SHARED a share that holds now, FILE the
resident's own file. docs/explanation/wijkteam.md tells it in plain words; docs/decisions/0023 why it is so.

A policy that asks another table meets that table's policies too; a door (which key opens) does not. So each right is
whole in itself, and says in full on which case it leans.
"""

from django.utils.translation import gettext_lazy as _

from wijkkompas.kern.access import actor_is, column_in, declare_audited, declare_door, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer
from wijkkompas.kern.access.rights import Right
from wijkkompas.wijkteam import values
from wijkkompas.wijkteam.signals import values as signal_values

KEEPER = "retention"

register_definer(
    "active_account",
    "my_leads",
    "my_persons",
    "keeps_person",
    "my_files",
    "my_children",
    "cases_of_my_children",
    "my_shared",
    "my_received",
    "my_glass",
    "my_tasks",
    "my_meldcode",
    "case_lives",
    "case_of_number",
    "who_looked",
    "seen_through",
    "people_of_team",
    "account_at_work",
    "cases_to_destroy",
    "listed_cases",
    "kept_longer",
)

_me = "(select app.active_account())"
_at_work = sql("cardinality((select app.my_teams())::int[]) > 0")


def _home(case: str) -> str:
    """HOME, over the columns of a case (`case` is its name in the query)."""
    return (
        f"({case}.ends_on is null or {case}.ends_on >= (select app.today()))"
        f" and ({case}.team_id = any((select app.my_leads())::int[]) or {case}.team_id = any((select app.my_teams())::int[])"
        f" and (not {case}.sealed or {case}.coordinator_id = {_me}))"
    )


def _at_home(column: str, *, also: str = "true") -> Right:
    """The column is a case of the own team."""
    return sql(f"exists (select 1 from wijkteam_case c where c.id = {column} and {_home('c')} and {also})")  # noqa: S608


def _shared(column: str, part: str) -> Right:
    return sql(f"{column} = any((select app.my_shared('{part}'))::uuid[])")


_NOT_OVER = "c.state not in ('closed', 'destroyed')"
_home_case = sql(_home("wijkteam_case"))
_over = sql("wijkteam_case.ends_on < (select app.today())") & actor_is("system", KEEPER)
_mine = column_in("person_id", "my_persons", "uuid")
_lives = sql("app.case_lives(case_id)")  # within its last day; for what is somebody's own
_file = column_in("case_id", "my_files", "uuid")
_glass = column_in("case_id", "my_glass", "uuid")
_about_me = _file & column_in("about_id", "my_persons", "uuid")
_about_us = _file & (sql("about_id is null") | column_in("about_id", "my_persons", "uuid"))
_my_child_agreed = sql("agreed") & (
    column_in("about_id", "my_children", "uuid") & column_in("case_id", "cases_of_my_children", "uuid")
)
_by_me = sql(f"author_id = {_me}")
_glass_id = column_in("id", "my_glass", "uuid")
_file_id = column_in("id", "my_files", "uuid")

# --- a case ---------------------------------------------------------------------------------------------------------

declare_protected(
    "wijkteam_case",
    see=_home_case | _glass_id | _shared("id", "any") | _file_id | _over,
    add=column_in("team_id", "my_teams") & sql("state in ('draft', 'open') and ends_on is null"),
    change=_home_case | _over,
)
declare_protected(
    "wijkteam_casestep",
    see=_at_home("case_id") | _glass | _file,
    add=_at_home("case_id") & sql(f"by_id = {_me}"),
)
_identity_of_case = _at_home("case_id") | _glass | _shared("case_id", "identity")
# Somebody comes into a case only when the own team keeps them already, or who writes made them just now: an id, or a
# share that ends one day, is not enough. (By a function: a policy cannot ask its own table.)
_known = sql("app.keeps_person(person_id)")
declare_protected(
    "wijkteam_participation",
    see=_identity_of_case | (_mine & _lives),
    add=_at_home("case_id", also=_NOT_OVER) & _known,
    change=_at_home("case_id"),
)

# --- people ---------------------------------------------------------------------------------------------------------


def _identity(person: str) -> Right:
    """Somebody who takes part in a case whose names this actor may know."""
    return sql(
        f"exists (select 1 from wijkteam_participation t join wijkteam_case c on c.id = t.case_id where t.person_id = {person}"  # noqa: S608
        f" and ({_home('c')} or c.id = any((select app.my_glass())::uuid[])"
        " or c.id = any((select app.my_shared('identity'))::uuid[])))"
    )


def _at_home_of(person: str) -> Right:
    """Somebody who takes part in a case of the own team."""
    return sql(
        f"exists (select 1 from wijkteam_participation t join wijkteam_case c on c.id = t.case_id where t.person_id = {person}"  # noqa: S608
        f" and {_home('c')})"
    )


_sees_person = _identity("wijkteam_person.id") | column_in("id", "my_persons", "uuid")
declare_protected(
    "wijkteam_person",
    see=_sees_person,
    add=_at_work & sql(f"made_by_id = {_me} and account_id is null and identified_at is null"),
    # Nobody makes the own account that of a resident, and nobody writes on the own person.
    change=_at_home_of("wijkteam_person.id") & sql(f"account_id is null or account_id <> {_me}"),
)
declare_protected(
    "wijkteam_householdmember",
    see=_identity("wijkteam_householdmember.person_id") | _mine,
    add=_at_home_of("wijkteam_householdmember.person_id"),
    change=_at_home_of("wijkteam_householdmember.person_id"),
)
declare_protected(
    "wijkteam_household",
    see=sql("id in (select m.household_id from wijkteam_householdmember m)"),  # the policy above holds there too
    add=_at_work,
)
_stands_for = _at_home_of("wijkteam_representative.person_id")
_verified_by_me = sql(f"verified_by_id is null or verified_by_id = {_me}")
declare_protected(
    "wijkteam_representative",
    see=_stands_for | _mine | column_in("by_id", "my_persons", "uuid"),
    add=_stands_for & _verified_by_me,
    change=_stands_for,
)

# --- what is written down -------------------------------------------------------------------------------------------

_track = column_in("track_id", "my_meldcode", "uuid")
_journal = _at_home("case_id") | _glass | _shared("case_id", "journal") | _about_me
declare_protected(
    "wijkteam_note",
    see=(sql("partition = 'journal'") & _journal)
    | (sql("partition in ('third-party', 'safe')") & _at_home("case_id"))
    | (sql("partition = 'meldcode'") & _track)
    | (sql("partition = 'work-note'") & _by_me & _at_home("case_id")),
    add=_at_home("case_id", also=_NOT_OVER) & _by_me & (sql("partition <> 'meldcode'") | _track),
)
declare_protected(
    "wijkteam_contactattempt",
    see=_at_home("case_id") | _glass | _shared("case_id", "contacts") | _about_me,
    add=_at_home("case_id", also=_NOT_OVER) & _by_me,
)
_writes_plan = _at_home("case_id", also=_NOT_OVER)
declare_protected(
    "wijkteam_goal",
    see=_at_home("case_id") | _glass | _shared("case_id", "goals") | _about_us | _my_child_agreed,
    add=_writes_plan,
    change=_writes_plan,
)
_sees_action = (
    _at_home("case_id")
    | _glass
    | _shared("case_id", "actions")
    | _about_us
    | _my_child_agreed
    | column_in("id", "my_tasks", "uuid")
)
declare_protected("wijkteam_action", see=_sees_action, add=_writes_plan, change=_writes_plan)

# --- trust ----------------------------------------------------------------------------------------------------------

_giver_takes_part = sql(
    "given_by_id is null or exists (select 1 from wijkteam_participation t"
    " where t.case_id = wijkteam_share.case_id and t.person_id = given_by_id)"
)
_given_by_me = column_in("given_by_id", "my_persons", "uuid")
# What somebody gave (to a shelter), others in the same file do not read; what nobody gave is a task, and told to all.
# Never with oneself or the own team: such a share would still be open after somebody left, or after a lead shut the case.
declare_protected(
    "wijkteam_share",
    see=_at_home("case_id")
    | column_in("id", "my_received", "uuid")
    | (_file & (sql("given_by_id is null") | _given_by_me)),
    add=_at_home("case_id", also="wijkteam_share.to_team_id is distinct from c.team_id")
    & sql(f"made_by_id = {_me} and withdrawn_at is null and to_account_id is distinct from {_me}")
    & _giver_takes_part,
    change=_at_home("case_id") | (_file & _given_by_me),
)


def _share_at_home(share: str) -> Right:
    return sql(
        f"exists (select 1 from wijkteam_share s join wijkteam_case c on c.id = s.case_id where s.id = {share}"  # noqa: S608
        f" and {_home('c')})"
    )


_release_at_home = _share_at_home("wijkteam_secrecyrelease.share_id")
declare_protected(
    "wijkteam_secrecyrelease",
    see=_release_at_home | sql(f"professional_id = {_me}") | _given_by_me,
    add=_release_at_home,
    change=_release_at_home | _given_by_me,
)
_agreed_by_me = column_in("agreed_by_id", "my_persons", "uuid")
declare_protected(
    "wijkteam_helpagreement",
    see=_at_home("case_id") | _mine | _agreed_by_me,
    add=_at_home("case_id"),
    change=_at_home("case_id") | _agreed_by_me,
)
# Whoever works in a team may break the glass, for an hour from now at most. A lead of the case's team looks at it
# afterwards, never at the own one. The resident sees it when it was told, and by itself after a week, unless a lead
# decided to tell it later.
_of_my_leads = sql(f"account_id <> {_me}") & sql(
    "exists (select 1 from wijkteam_case c where c.id = case_id"
    " and c.team_id = any((select app.my_leads())::int[]) and (c.ends_on is null or c.ends_on >= (select app.today())))"
)
_told = sql(
    "told_at is not null or (at <= clock_timestamp() - interval '7 days'"
    " and (postponed_until is null or postponed_until <= clock_timestamp()))"
)
_sees_glass = (sql(f"account_id = {_me}") & _lives) | _at_home("case_id") | (_file & _told)
declare_protected(
    "wijkteam_breakglass",
    see=_sees_glass,
    add=_at_work
    & sql(f"account_id = {_me} and until <= clock_timestamp() + interval '60 minutes'")
    & sql("reviewed_at is null and told_at is null and postponed_until is null"),
    change=_of_my_leads,
)
declare_protected("wijkteam_meldcodetrack", see=column_in("id", "my_meldcode", "uuid"), add=_at_home("case_id"))
declare_protected("wijkteam_meldcodemember", see=_track, add=_track)

# --- keys -----------------------------------------------------------------------------------------------------------

_PURPOSES = {
    "list": _("een overzicht tonen"),
    "help": _("u helpen"),
    "write": _("iets opschrijven"),
    "emergency": _("hulp in nood"),
    "follow": _("zelf kijken"),
}
_OWN = {"help": _("u helpen"), "write": _("iets opschrijven")}
_seen_goal = sql(
    "exists (select 1 from wijkteam_goal g where g.case_id = wijkteam_case.id and g.agreed"
    " and g.about_id = any((select app.my_children())::uuid[]) and g.case_id = any((select app.cases_of_my_children())::uuid[]))"
)
# Who receives a share need not know who else does. A person may be in cases of several teams: each sees its own.
declare_door(
    values.PERSON,
    table="wijkteam_person",
    right=_sees_person,
    purposes=_PURPOSES,
    follow=column_in("id", "my_persons", "uuid")
    & sql(
        "not exists (select 1 from wijkteam_participation t where t.person_id = wijkteam_person.id"
        " and app.untold_glass(t.case_id, null, null))"
    ),
)
for _kind, _part, _more in (
    (values.CASE, "summary", _file_id),
    (values.CASE_PLAN, "goals", _file_id | _seen_goal),
    (values.CASE_CONTACTS, "contacts", _file_id),
    (values.CASE_JOURNAL, "journal", _file_id),
):
    declare_door(
        _kind,
        table="wijkteam_case",
        right=_home_case | _glass_id | _shared("id", _part) | _more,
        purposes=_PURPOSES,
        follow=_home_case | (_file_id & sql("not app.untold_glass(wijkteam_case.id, null, null)")),
    )
declare_door(
    values.CASE_ACTION,
    table="wijkteam_action",
    right=_sees_action,
    purposes=_PURPOSES,
    follow=_at_home("case_id") | (_about_us & sql("not app.untold_glass(wijkteam_action.case_id, null, null)")),
)
declare_door(values.CASE_APART, table="wijkteam_case", right=_home_case, purposes=_OWN, log="apart")
declare_door(
    values.CASE_MELDCODE,
    table="wijkteam_meldcodetrack",
    right=column_in("id", "my_meldcode", "uuid"),
    purposes=_OWN,
    log="meldcode",
)
declare_door(
    values.WORK_NOTE,
    table="wijkteam_note",
    right=sql("partition = 'work-note'") & _by_me & _at_home("case_id"),
    purposes=_OWN,
    log="apart",
)
declare_door(
    values.BREAK_GLASS,
    table="wijkteam_breakglass",
    right=_sees_glass,
    purposes={"review": _("nakijken of het nodig was"), "follow": _("zelf kijken")},
    log="apart",
)

# --- the signed log -------------------------------------------------------------------------------------------------

declare_audited("wijkteam_case", kind=values.CASE, object="id", columns="state team_id ends_on longer_because")
declare_audited("wijkteam_person", kind=values.PERSON, object="id", columns="identified_at identified_how")
declare_audited(
    "wijkteam_share",
    kind=values.CASE,
    object="case_id",
    columns="scope parts purpose basis to_team_id valid_from valid_until withdrawn_at withdrawn_by_kind",
)
declare_audited(
    "wijkteam_breakglass",
    kind=values.BREAK_GLASS,
    object="id",
    columns="case_id reason at until reviewed_at verdict told_at postponed_until postponed_reason",
)

# --- the first talk and notifications (models.case_work) ------------------------------------------------------------

register_definer("volunteers_of_team", "receivers_of")
declare_protected(
    "wijkteam_intake",
    see=_at_home("case_id"),
    add=_at_home("case_id", also=_NOT_OVER) & sql(f"by_id = {_me}"),
)
declare_protected(
    "wijkteam_notification",
    see=_at_home("case_id") | _glass | _about_us,
    add=_at_home("case_id", also=_NOT_OVER) & sql(f"made_by_id = {_me}"),
    change=_at_home("case_id"),
)
# --- signals --------------------------------------------------------------------------------------------------------

# The team sees its signals until their last day, the job that destroys sees them after it. Whoever reported has no row:
# `app.signal_followed` gives a day and whether it was picked up, and nothing else. No resident's file leads here.
_signal_home = column_in("team_id", "my_teams") & sql("ends_on is null or ends_on >= (select app.today())")
_signal_over = sql("ends_on < (select app.today())") & actor_is("system", KEEPER)
_just_received = sql(
    "state = 'received' and case_id is null and belongs_to_id is null and taken_by_id is null and tries = 0"
    " and told_guests_at is null and closed_at is null and entered_by_id is not distinct from (select app.actor_id())"
)
_signal_seen = sql(
    "exists (select 1 from wijkteam_signal s where s.id = signal_id)"
)  # the policy above holds there too
declare_protected(
    "wijkteam_signal", see=_signal_home | _signal_over, add=_just_received, change=_signal_home, remove=_signal_over
)
declare_protected(
    "wijkteam_signalstep",
    see=_signal_seen,
    add=_signal_seen & sql(f"by_id = {_me}"),
    remove=_signal_seen & actor_is("system", KEEPER),
)
declare_door(
    signal_values.SIGNAL,
    table="wijkteam_signal",
    right=_signal_home,
    purposes={"help": _("kijken wat er nodig is"), "table": _("bespreken op de dagstart")},
    log="apart",
)
declare_door(
    signal_values.REPORTER,
    table="wijkteam_signal",
    right=_signal_home,
    purposes={"tell": _("de melder iets vragen of vertellen")},
    log="apart",
)
declare_audited("wijkteam_signal", kind=signal_values.SIGNAL, object="id", columns="state team_id ends_on")
register_definer("signal_followed")

# --- the call after a case closed (models.pulse) --------------------------------------------------------------------

# The team of the case only: a share or a broken glass does not ask how somebody is.
declare_protected(
    "wijkteam_pulsecall",
    see=_at_home("case_id"),
    add=_at_home("case_id", also="c.state = 'closed'")
    & sql(f"closed_by_id = {_me} and state = 'planned' and tries = 0"),
    change=_at_home("case_id"),
)
# --- the own file of a resident (models.my_file) --------------------------------------------------------------------

register_definer("claim_person", "my_promises", "cases_of_person", "who_broke", "addresses_of_file")
# Made at the desk by who knows the person; used by the resident through `app.claim_person` and by nobody else.
declare_protected(
    "wijkteam_identitycheck",
    see=sql(f"made_by_id = {_me}"),
    add=_at_home_of("wijkteam_identitycheck.person_id")
    & sql(f"made_by_id = {_me} and used_at is null and expires_at <= clock_timestamp() + interval '15 minutes'"),
)
_my_request = _mine & _file
declare_protected(
    "wijkteam_filerequest",
    see=_at_home("case_id") | _my_request,
    add=_my_request & sql("answered_at is null"),
    change=_at_home("case_id"),
)
declare_door(
    values.FILE_REQUEST,
    table="wijkteam_filerequest",
    right=_at_home("case_id") | _my_request,
    purposes={name: _PURPOSES[name] for name in ("help", "write", "follow")},
)
declare_audited("wijkteam_filerequest", kind=values.CASE, object="case_id", columns="kind made_at answered_at outcome")
declare_audited("wijkteam_identitycheck", kind=values.PERSON, object="person_id", columns="document made_at used_at")

# Looking for somebody in an emergency leaves a line, found or not; for who did it and the functional manager.
declare_protected(
    "wijkteam_glasstry",
    see=sql(f"account_id = {_me}") | sql("(select app.is_manager())"),
    add=_at_work & sql(f"account_id = {_me}"),
)
declare_audited("wijkteam_glasstry", kind=values.BREAK_GLASS, object="id", columns="at reason found")
