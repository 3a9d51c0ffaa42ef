"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing

declare_processing(
    "translating",
    title="Vertalen door buurtambassadeurs",
    purpose="Weten wie een vertaling nakeek en goedkeurde, en wie welke taal spreekt.",
    basis="toestemming",
    why_basis="Een ambassadeur biedt het zelf aan en kan stoppen.",
    seen_by="Ambassadeurs van dezelfde taal en de functioneel beheerder.",
    ends="Zolang de vertaling bestaat. De taal die iemand spreekt: tot de functioneel beheerder haar weghaalt.",
    fields={
        "talen_speaker": {"account_id": "wie", "language": "taal die iemand spreekt"},
        "talen_translation": {"checked_by": "wie nakeek", "approved_by": "wie goedkeurde"},
        "talen_step": {"by": "wie het deed", "note": "twijfel van de vertaler, vrije tekst"},
    },
)
declare_impersonal(
    "talen_translation",
    "kind object_id field language text state source_hash source_text",
    because="openbare tekst van de gids",
)
declare_impersonal("talen_step", "language deed before text", because="openbare tekst van de gids, vroeger en nu")
