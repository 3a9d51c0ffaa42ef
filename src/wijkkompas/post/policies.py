"""Anyone with a context may hand in post; only the postman reads it, and a team its own letters."""

from django.utils.translation import gettext_lazy as _

from wijkkompas.kern.access import actor_is, anyone, column_in, declare_door, declare_protected

POSTMAN = "post"
_postman = actor_is("system", POSTMAN)
_own_letters = column_in("team_id", "my_teams")

declare_protected(
    "post_message", see=_postman | _own_letters, add=anyone(), change=_postman | _own_letters, remove=_postman
)
declare_door(
    "message",
    table="post_message",
    right=_postman | _own_letters,
    purposes={"print": _("een brief printen"), "send": _("post versturen"), "list": _("de lijst met post bekijken")},
)
