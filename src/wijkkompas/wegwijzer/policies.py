"""Who may see what residents left behind, and which tables are public facts."""

from wijkkompas.kern.access import actor_is, anyone, column_in, declare_door, declare_open, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer

KEEPER = "retention"
IMPORTER = "import"  # the system actor of `import-directory`

_own_team = column_in("team_id", "my_teams")
_own_open = _own_team & sql("expires_at is null or expires_at > now()")
_keeper = actor_is("system", KEEPER)
_follower = sql("code_hash = (select app.follow_hash()) and (expires_at is null or expires_at > now())")
_editors = column_in("municipality_id", "my_edit_areas", "text")
_nobody_near = sql("municipality_id is null") & sql("(select app.is_manager())")  # national records
_record_keepers = _editors | _own_team | column_in("organization_id", "my_organizations", "uuid") | _nobody_near

declare_protected(
    "wegwijzer_contactrequest", see=_own_open | _follower | _keeper, add=anyone(), change=_own_team, remove=_keeper
)
declare_protected("wegwijzer_contactattempt", see=_own_team | _keeper, add=_own_team, remove=_keeper)
declare_protected("wegwijzer_unansweredquestion", see=_editors | _keeper, add=anyone(), remove=_keeper)
declare_protected(
    "wegwijzer_correction",
    see=_record_keepers | _keeper,
    add=anyone(),
    change=_record_keepers,
    remove=_keeper,
)
declare_door("contact_request", table="wegwijzer_contactrequest", right=_own_open | _follower)
declare_door("unanswered_question", table="wegwijzer_unansweredquestion", right=_editors)
declare_door("correction", table="wegwijzer_correction", right=_record_keepers)

register_definer("name_of_helper")

declare_open(
    "wegwijzer_domain",
    "wegwijzer_need",
    "wegwijzer_phrasing",
    "wegwijzer_crisisline",
    "wegwijzer_crisisline_needs",
    "wegwijzer_searchindex",
    "wegwijzer_service",
    "wegwijzer_service_areas",
    "wegwijzer_serviceneed",
    "wegwijzer_goal",
    "wegwijzer_location",
    "wegwijzer_address",
    "wegwijzer_accessibility",
    "wegwijzer_serviceatlocation",
    "wegwijzer_schedule",
    "wegwijzer_scheduleexception",
    "wegwijzer_rotaline",
    "wegwijzer_contact",
    "wegwijzer_phone",
    "wegwijzer_language",
    "wegwijzer_costoption",
    "wegwijzer_requireddocument",
    "wegwijzer_taxonomy",
    "wegwijzer_taxonomyterm",
    "wegwijzer_attribute",
    reason="the public directory and the vocabulary of needs",
)

# What sources said of their records: facts of organisations, and what waits for a person. Not for everybody to read.
_importer = actor_is("system", IMPORTER)
_manager = sql("(select app.is_manager())")
declare_protected("wegwijzer_importrun", see=_importer | _manager, add=_importer, change=_importer)
declare_protected("wegwijzer_importedrecord", see=_importer | _manager, add=_importer, change=_importer)
