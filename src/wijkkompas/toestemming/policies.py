"""Nobody reads keys or access lines directly; anybody with a context may hand in the key of a new record."""

from wijkkompas.kern.access import (
    actor_is,
    anyone,
    column_in,
    declare_audited,
    declare_open,
    declare_protected,
    sql,
)
from wijkkompas.kern.access.guard import register_definer

KEEPER = "retention"  # the system actor of the jobs that forget
AUDITOR = "audit"  # the system actor that places leaves in the tree, signs its head and looks for changes afterwards

declare_protected("toestemming_sealkey", add=anyone())
declare_protected("toestemming_accessline")
declare_protected("toestemming_erasedkey")
declare_protected("toestemming_term", see=anyone(), change=sql("(select app.is_manager())"))
register_definer(
    "note_opening", "note_openings", "open_sealed", "open_many", "trail_of", "erase_sealed", "forget_old_lines"
)

# Who opened what and what was destroyed: each line also a leaf in a signed tree, so that a changed table shows.
declare_protected("toestemming_auditleaf")
declare_open(
    "toestemming_auditnode", "toestemming_audithead", verbs="select", reason="salted hashes and signatures only"
)
_auditor = actor_is("system", AUDITOR)
declare_protected("toestemming_auditcheck", see=_auditor, add=_auditor)
declare_audited("toestemming_accessline", columns="at purpose actor_kind")
declare_audited("toestemming_erasedkey", columns="at rule")
declare_audited("toestemming_term", kind="term", object="none", columns="code days source")
register_definer("log_of", "grow_log", "publish_head", "audit_faults")

# Destroying by list: the job proposes, two people of the municipality confirm, the job destroys. A trigger of the
# migration closes a list with the first yes; `app.destroy_listed` counts the people.
_keeper = actor_is("system", KEEPER)
_ours = column_in("municipality_id", "my_edit_areas", "text")
_on_our_list = sql(f"list_id in (select d.id from toestemming_destructionlist d where {_ours.sql})")  # noqa: S608 (no input)
_by_me = sql("account_id = (select app.actor_id())")
declare_protected("toestemming_destructionlist", see=_ours | _keeper, add=_keeper)
declare_protected("toestemming_destructionitem", see=_on_our_list | _keeper, add=_keeper, change=_on_our_list)
declare_protected("toestemming_destructionconfirmation", see=_on_our_list | _keeper, add=_on_our_list & _by_me)
declare_audited("toestemming_destructionlist", object="id", columns="municipality_id month rule destroyed_at destroyed")
declare_audited("toestemming_destructionconfirmation", kind="destruction", object="list_id", columns="at")
register_definer("destroy_listed", "openings")
