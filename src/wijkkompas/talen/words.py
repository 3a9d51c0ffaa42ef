"""What states, urgencies and warnings are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkkompas.talen.rules import Finding
from wijkkompas.talen.values import DOUBTED, State, Urgency

STATES = {
    State.STALE: gettext_lazy("het Nederlands veranderde"),
    DOUBTED: gettext_lazy("iemand twijfelt"),
    State.MISSING: gettext_lazy("nog niet vertaald"),
    State.MACHINE: gettext_lazy("vertaald door een computer"),
    State.CHECKED: gettext_lazy("wacht op een tweede lezer"),
    State.APPROVED: gettext_lazy("klaar"),
}
URGENCIES = {
    Urgency.DANGER: gettext_lazy("Gevaar"),
    Urgency.SENSITIVE: gettext_lazy("Gevoelig"),
    Urgency.WALK_IN: gettext_lazy("Zo binnenlopen"),
    Urgency.MUCH_ASKED: gettext_lazy("Geld, wonen, werk en gezondheid"),
    Urgency.OTHER: gettext_lazy("Andere teksten"),
}


def warning(found: Finding) -> str:
    """What to look at again, in words."""
    match found.code:
        case "missing-phone":
            return _("Dit telefoonnummer staat niet in uw tekst: %(what)s.") % {"what": found.what}
        case "missing-address":
            return _("Dit adres staat niet in uw tekst: %(what)s.") % {"what": found.what}
        case "missing-placeholder":
            return _("Deze code moet blijven staan: %(what)s.") % {"what": found.what}
        case "missing-number":
            return _("Dit getal staat niet in uw tekst: %(what)s.") % {"what": found.what}
        case "strange-number":
            return _("Dit getal staat niet in het Nederlands: %(what)s.") % {"what": found.what}
    return _("Uw tekst is hetzelfde als het Nederlands.")
