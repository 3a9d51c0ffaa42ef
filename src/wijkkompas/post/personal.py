"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing, declare_term

declare_term(
    "post",
    days=30,
    starts="het klaarzetten",
    source="Keuze van Wijkkompas: wat een maand niet verstuurd is, helpt niemand meer (AVG artikel 5 lid 1 onder e).",
    least=7,
    most=30,
)
declare_processing(
    "post",
    title="Post versturen",
    purpose="Een e-mail of brief komt aan bij wie erom vroeg.",
    basis="taak",
    why_basis="Antwoord geven hoort bij het helpen.",
    seen_by="Het programma dat verstuurt. Een brief leest ook het team dat hem print.",
    ends="De sleutel van de tekst wordt vernietigd.",
    terms="post",
    fields={"post_message": {"sealed": "adres, onderwerp en tekst, verzegeld"}},
)
declare_impersonal("post_message", "channel state about_kind", because="brief of e-mail, en hoe ver")
