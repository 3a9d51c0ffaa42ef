"""Who may see what residents left behind, and which tables are public facts."""

from django.utils.translation import gettext_lazy as _

from wijkkompas.kern.access import (
    actor_is,
    anyone,
    column_in,
    declare_audited,
    declare_door,
    declare_open,
    declare_protected,
    sql,
)
from wijkkompas.kern.access.guard import register_definer

KEEPER = "retention"
IMPORTER = "import"  # the system actor of `import-directory`
UPKEEP = "upkeep"  # the system actor that keeps the ledger of record checks and asks organisations
MERGER = "merging"  # (the same actor in mensen and toezeggingen) moves what belongs to a record that appears twice
FINDER = "duplicates"  # looks which records appear twice
EDITING = "editing"  # (the same actor in mensen and toezeggingen) what follows from a change or claim for others

_own_team = column_in("team_id", "my_teams")
_own_open = _own_team & sql("expires_at is null or expires_at > now()")
_keeper = actor_is("system", KEEPER)
_merger = actor_is("system", MERGER)
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
    see=_record_keepers | _follower | _keeper | _merger,
    add=anyone(),
    change=_record_keepers | _merger,
    remove=_keeper,
)
declare_audited("wegwijzer_contactrequest", kind="contact_request", object="id", columns="state team_id expires_at")
declare_door(
    "contact_request",
    table="wegwijzer_contactrequest",
    right=_own_open | _follower,
    purposes={"answer": _("uw vraag beantwoorden"), "follow": _("zelf kijken, met de code")},
)
declare_door(
    "unanswered_question",
    table="wegwijzer_unansweredquestion",
    right=_editors,
    purposes={"learn": _("leren welke hulp ontbreekt")},
)
declare_door(
    "correction",
    table="wegwijzer_correction",
    right=_record_keepers | _follower,
    purposes={
        "correct": _("een fout in de gids herstellen"),
        "answer": _("de melder antwoorden"),
        "follow": _("zelf kijken, met de code"),
    },
)

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

# Handbooks: everybody reads what is for residents, people at work read all. The owning team writes; a handbook without
# an owner may be taken by any team. Versions are added, never changed or removed.
HANDBOOKS = "handbooks"  # the system actor that loads what the product brings along
_professional = sql("(select app.is_professional())")
_loader = actor_is("system", HANDBOOKS)
_mine = column_in("owner_id", "my_teams")
_free = sql("owner_id is null") & _professional
_writers = _mine | _free | _manager | _loader
declare_protected(
    "wegwijzer_handbook",
    see=(anyone() & sql("audience <> 'professionals'")) | _professional | _loader,
    add=_mine | _manager | _loader,
    change=_writers,
)
_by_me = sql("made_by_id = (select app.actor_id())")
declare_protected(
    "wegwijzer_handbookversion",
    see=sql("handbook_id in (select h.id from wegwijzer_handbook h)"),  # the policy above holds there too
    add=(
        sql(f"handbook_id in (select h.id from wegwijzer_handbook h where {_writers.sql})")  # noqa: S608 (no input)
        & _by_me
    )
    | _loader,
)

# Notes stay with the team or organisation that wrote them; a hint is for everybody at work; a card is its owner's, and
# shown to people who work in the same area (Vlaardingen 2020: "visitekaartjes bij elkaar leggen").
_ours = column_in("team_id", "my_teams") | column_in("organization_id", "my_organizations", "uuid")
declare_protected(
    "wegwijzer_internalnote",
    see=_ours | _keeper | _merger,
    add=_ours & sql("written_by_id = (select app.actor_id())"),
    change=_merger,
    remove=_ours | _keeper,
)
_heard = sql("cardinality((select app.my_teams())::int[]) > 0") | column_in(
    "organization_id", "my_organizations", "uuid"
)
declare_protected(
    "wegwijzer_capacityhint",
    see=_professional | _keeper | _merger,
    add=_heard & sql("noted_by_id = (select app.actor_id())"),
    change=_merger,
    remove=_keeper,
)
_own_card = sql("account_id = (select app.actor_id())")
_own_card_in_team = _own_card & column_in("team_id", "my_teams")
declare_protected(
    "wegwijzer_workcard",
    see=_own_card | sql("(account_id || ':' || team_id) = any((select app.colleagues_near())::text[])"),
    add=_own_card_in_team,
    change=_own_card_in_team,
    remove=_own_card,
)
register_definer("is_professional", "colleagues_near")
# Who keeps a record: its organisation, the municipality whose areas it is for, the functional manager. `app.my_records`
# gives the ids once a query. A mailed link shows the checks that were asked by it, and nothing after it expired.
_upkeep = actor_is("system", UPKEEP)
_kept = _manager | column_in("service_id", "my_records", "uuid")
_by_link = sql("token_hash = (select app.follow_hash()) and link_until > now()")
declare_protected("wegwijzer_recordcheck", see=_kept | _by_link | _upkeep, add=_upkeep, change=_upkeep)
declare_protected("wegwijzer_statuschange", see=_kept | _upkeep)  # written by a trigger, changed by nobody
register_definer("my_records", "was_public", "addresses_of_organization")
_near = sql("areas && (select app.my_edit_areas())::varchar[]")  # one of its areas is of this municipality
_whole = sql("areas <@ (select app.my_edit_areas())::varchar[] and areas <> '{}'")  # all of them are
declare_protected("wegwijzer_importrun", see=_importer | _manager | _near, add=_importer, change=_importer)
declare_protected(
    "wegwijzer_importedrecord",
    see=_importer | _manager | _merger,
    add=_importer,
    change=_importer | _manager | _merger,
)

# Which records may be one, who said so. A municipality merges only what lies wholly within it.
_finder = _importer | actor_is("system", FINDER)
declare_protected(
    "wegwijzer_duplicatepair",
    see=_finder | _manager | _near,
    add=_finder,
    change=_finder | _manager | _near,
    remove=_finder,
)
declare_protected(
    "wegwijzer_merge", see=_keeper | _manager | _near, add=_manager | _whole, change=_keeper | _manager | _whole
)

# What organisations change (docs/decisions/0020). An editor may lay a change down for the own records; public at once only
# when the municipality approved one before, and never what the municipality decides: for which needs and areas it is.
_editing = actor_is("system", EDITING)
_decides = _manager | sql("cardinality((select app.my_edit_areas())::text[]) > 0")
_trusted = column_in("organization_id", "my_trusted_organizations", "uuid")
_at_once = sql("state = 'public' and decided_by_id is null and not jsonb_exists_any(after, array['needs', 'areas'])")
_laid_down = sql("state = 'waiting' and decided_by_id is null")
declare_protected(
    "wegwijzer_recordchange",
    see=_kept | _editing | _merger,
    add=_kept & sql("made_by_id = (select app.actor_id())") & (_laid_down | _decides | (_trusted & _at_once)),
    change=(_kept & _decides) | _editing | _merger,
)
_decides_claim = _editors | _nobody_near
declare_protected(
    "wegwijzer_editorclaim",
    see=sql("account_id = (select app.actor_id())") | _decides_claim | _by_link | _editing | _merger | _keeper,
    add=sql("account_id = (select app.actor_id()) and state = 'waiting' and decided_by_id is null"),
    change=_decides_claim | _editing | _merger,
    remove=_keeper,
)
_of_my_place = sql(
    "organization_id in (select o.id from mensen_organization o where o.area_id = any((select app.my_edit_areas())::text[]))"
)
_asks_volunteers = _trusted | _manager | _of_my_place
declare_protected(
    "wegwijzer_vacancy",
    see=anyone(),
    add=_asks_volunteers & sql("made_by_id = (select app.actor_id())"),
    change=_asks_volunteers | _merger,
    remove=_asks_volunteers,
)
register_definer("my_trusted_organizations", "editor_keeps_own")
