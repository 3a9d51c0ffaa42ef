"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing

declare_processing(
    "accounts",
    title="Inloggen en rechten",
    purpose="Weten wie inlogt en wat die persoon mag zien. Zo ziet niemand meer dan nodig.",
    basis="taak",
    why_basis="Zonder account kan de gemeente het werk niet afschermen.",
    seen_by="De persoon zelf en de functioneel beheerder. Collega's in hetzelfde team zien de naam.",
    ends="De functioneel beheerder haalt het account weg als iemand stopt.",
    fields={
        "mensen_account": {
            "email": "e-mailadres",
            "name": "naam, voor collega's",
            "password": "wachtwoord, alleen als controlegetal",
            "role": "soort werk",
            "language": "taal van de pagina's",
        },
        "mensen_membership": {"account_id": "wie", "role": "wat iemand in het team doet"},
        "mensen_account_groups": {"account_id": "wie"},
        "mensen_account_user_permissions": {"account_id": "wie"},
        "account_emailaddress": {"email": "e-mailadres", "user_id": "wie"},
        "account_emailconfirmation": {"key": "code van een link per e-mail"},
        "mfa_authenticator": {
            "type": "soort tweede stap bij het inloggen",
            "data": "geheim van de tweede stap, verzegeld",
            "user_id": "wie",
        },
    },
)
declare_impersonal("auth_group", "name", because="namen van groepen rechten")
