"""Nobody reads keys or access lines directly; anybody with a context may hand in the key of a new record."""

from wijkkompas.kern.access import anyone, declare_protected
from wijkkompas.kern.access.guard import register_definer

declare_protected("toestemming_sealkey", add=anyone())
declare_protected("toestemming_accessline")
declare_protected("toestemming_erasedkey")
register_definer("open_sealed", "trail_of", "erase_sealed")
