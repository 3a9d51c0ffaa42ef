"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing

declare_processing(
    "promises",
    title="Beloften nakomen",
    purpose="Weten wat wij beloofden en wanneer, zodat niets blijft liggen.",
    basis="taak",
    why_basis="Een vraag mag niet zoekraken.",
    seen_by="Het team of de organisatie die het beloofde.",
    ends="Er staat geen naam of vraag van een bewoner in. Het telt mee in de cijfers.",
    fields={"toezeggingen_promise": {"owner_id": "medewerker die het oppakte"}},
)
declare_impersonal(
    "toezeggingen_promise", "kind room paused_because", because="soort belofte en reden uit een vaste lijst"
)
