"""Nobody reads keys or access lines directly; anybody with a context may hand in the key of a new record."""

from wijkkompas.kern.access import anyone, declare_protected, sql
from wijkkompas.kern.access.guard import register_definer

KEEPER = "retention"  # the system actor of the jobs that forget

declare_protected("toestemming_sealkey", add=anyone())
declare_protected("toestemming_accessline")
declare_protected("toestemming_erasedkey")
declare_protected("toestemming_term", see=anyone(), change=sql("(select app.is_manager())"))
register_definer("open_sealed", "trail_of", "erase_sealed", "forget_old_lines")
