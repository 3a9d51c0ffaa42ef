"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing, declare_term

declare_term(
    "access-line",
    days=1826,
    starts="het openen",
    source="[nakijken] AVG artikel 5 lid 1 onder e: niet langer dan nodig. De wet noemt geen getal; "
    "vijf jaar is de keuze van Wijkkompas. Leg uw eigen termijn voor aan de functionaris gegevensbescherming.",
    least=365,  # longer than a request with its code can live (180 open and 90 answered)
    most=36525,
)
declare_processing(
    "access-lines",
    title="Bijhouden wie keek",
    purpose="U kunt zien wie uw gegevens opende en waarom. Misbruik valt zo op.",
    basis="plicht",
    why_basis="De gemeente moet kunnen aantonen dat zij zorgvuldig is (AVG artikel 5 lid 2 en artikel 32).",
    seen_by="De bewoner ziet de organisatie, nooit de naam van een medewerker. Wie het bericht mag openen, ziet dat ook.",
    ends="Na de termijn verdwijnt de regel. Alleen een controlegetal blijft.",
    terms="access-line",
    fields={
        "toestemming_accessline": {
            "account_id": "wie opende",
            "actor_kind": "medewerker, bewoner of programma",
            "purpose": "waarvoor",
        },
        "toestemming_auditleaf": {
            "content": "wat er gebeurde, wanneer en door welke organisatie",
            "row_key": "nummer van de regel",
            "account_id": "wie het deed",
            "mask": "willekeurig getal dat het account verbergt",
        },
        "toestemming_sealkey": {"wrapped": "sleutel van een verzegelde tekst"},
    },
)
for _table in ("toestemming_sealkey", "toestemming_accessline", "toestemming_erasedkey", "toestemming_auditleaf"):
    declare_impersonal(_table, "kind", because="soort bericht")
declare_impersonal("toestemming_sealkey", "master", because="naam van een hoofdsleutel")
declare_impersonal("toestemming_erasedkey", "rule", because="welke regel vernietigde")
declare_impersonal(
    "toestemming_auditleaf",
    "log position source salt leaf",
    because="soort logboek, plaats daarin, naam van een tabel, controlegetallen",
)
declare_impersonal("toestemming_auditcheck", "first", because="plaats in het logboek")
declare_impersonal("toestemming_term", "code source", because="een termijn en haar reden")
declare_processing(
    "destruction",
    title="Vernietigen met vier ogen",
    purpose="Een dossier verdwijnt op tijd, en niet door een vergissing van één persoon.",
    basis="plicht",
    why_basis="Niet langer bewaren dan nodig (AVG artikel 5 lid 1 onder e), met een verklaring (Archiefwet) [nakijken].",
    seen_by="Medewerkers van de gemeente.",
    ends="De lijst blijft als bewijs. Er staat geen naam of tekst van een bewoner in.",
    fields={
        "toestemming_destructionconfirmation": {"account_id": "wie van de gemeente ja zei"},
        "toestemming_destructionitem": {"kept_because": "reden om een dossier nog te bewaren, vrije tekst"},
    },
)
declare_impersonal("toestemming_destructionlist", "kind rule", because="soort dossier en termijn")
