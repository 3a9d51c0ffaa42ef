"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing, declare_term

# How long a case may be read after it closed, by the law that it is kept under. State of knowledge: 25 November 2026.
declare_term(
    "case-welfare",
    days=730,
    starts="het sluiten van het dossier",
    source="[nakijken] Welzijnswerk heeft geen wettelijke termijn: niet langer dan nodig (AVG artikel 5 lid 1 onder e). "
    "Twee jaar is de keuze van Wijkkompas.",
    least=90,
    most=730,
)
declare_term(
    "case-wmo",
    days=5479,
    starts="het sluiten van het dossier",
    source="[nakijken] Wmo 2015 artikel 5.3.4: vijftien jaar.",
    least=5479,
    most=5479,
)
declare_term(
    "case-jeugd",
    days=7305,
    starts="de laatste wijziging van het dossier",
    source="[nakijken] Jeugdwet artikel 7.3.8: twintig jaar, sinds 2020.",
    least=7305,
    most=7305,
)
declare_term(
    "case-pw",
    days=1826,
    starts="het sluiten van het dossier",
    source="[nakijken] Participatiewet: geen termijn gevonden. Vijf jaar is de keuze van Wijkkompas.",
    least=365,
    most=3652,
)
declare_term(
    "case-wgs",
    days=1826,
    starts="het sluiten van het dossier",
    source="[nakijken] Wet gemeentelijke schuldhulpverlening: geen termijn gevonden. Vijf jaar is de keuze van Wijkkompas.",
    least=180,
    most=3652,
)
_TERMS = "case-welfare case-wmo case-jeugd case-pw case-wgs"
_TASK = (
    "Hulp bij wonen, opvoeden, zorg en geld is een taak van de gemeente (Wmo 2015, Jeugdwet, Wgs) [nakijken]. "
    "Wat over gezondheid gaat, vraagt ook een grond uit AVG artikel 9 [nakijken]."
)

declare_processing(
    "cases",
    title="Een dossier van het wijkteam",
    purpose="Een huishouden krijgt hulp met één plan. Niemand hoeft het verhaal twee keer te vertellen.",
    basis="taak",
    why_basis=_TASK,
    seen_by="Het team van het dossier. De bewoner zelf. Een ander alleen met wie het gedeeld is, zolang dat duurt.",
    ends="Na de laatste dag leest niemand het. Dan wordt de sleutel vernietigd, na een ja van twee mensen.",
    terms=_TERMS,
    fields={
        "wijkteam_case": {
            "sealed_text": "de vraag in eigen woorden, verzegeld",
            "sealed": "alleen voor de coördinator en de teamleiders",
            "coordinator_id": "wie van het team het dossier leidt",
            "needs": "waar de vraag over gaat, in codes",
            "language": "taal waarin wij praten",
            "legal_domain": "onder welke wet het dossier valt",
            "longer_because": "waarom het dossier langer blijft, uit een vaste lijst",
        },
        "wijkteam_casestep": {"by_id": "wie de stap zette", "reason": "waarom, uit een vaste lijst"},
        "wijkteam_note": {
            "sealed": "verslag, verzegeld",
            "author_id": "wie schreef",
        },
        "wijkteam_contactattempt": {"sealed": "wat er gezegd is, verzegeld", "author_id": "wie probeerde te bellen"},
        "wijkteam_goal": {"sealed": "een doel van het huishouden, verzegeld"},
        "wijkteam_action": {"sealed": "wat iemand gaat doen, verzegeld", "owner_id": "wie het doet"},
    },
)
declare_processing(
    "people",
    title="Mensen in een dossier",
    purpose="Weten om wie het gaat, wie erbij hoort en hoe wij iemand veilig bereiken.",
    basis="taak",
    why_basis=_TASK,
    seen_by="Het team van het dossier. De bewoner zelf. Een ander alleen als naam en adres gedeeld zijn.",
    ends="Samen met het laatste dossier van deze persoon.",
    terms=_TERMS,
    fields={
        "wijkteam_person": {
            "sealed": "naam, adres, telefoon en e-mailadres, verzegeld",
            "account_id": "het account van deze persoon",
            "made_by_id": "wie deze persoon opschreef",
            "language": "taal",
            "name_index": "controlegetal van naam en geboortedatum, om dubbele personen te vinden",
        },
        "wijkteam_participation": {"role": "hoe iemand bij het dossier hoort"},
        "wijkteam_representative": {
            "kind": "hoe iemand een ander vertegenwoordigt",
            "verified_by_id": "wie dat nakeek",
        },
    },
)
declare_processing(
    "sharing",
    title="Delen, en toestemming",
    purpose="Een ander helpt mee en ziet alleen wat daarvoor nodig is. U ziet met wie wij delen, en kunt stoppen.",
    basis="taak",
    why_basis="Bij elk delen staat de grond: een taak met het artikel, uw toestemming, levensgevaar of de Meldcode.",
    seen_by="Het team van het dossier, de bewoner, en wie het ontvangt.",
    ends="Delen stopt op de dag die erbij staat, of zodra iemand het intrekt. Dat het was, blijft zo lang als het dossier.",
    terms=_TERMS,
    fields={
        "wijkteam_share": {
            "to_account_id": "wie het ontvangt",
            "basis": "de grond",
            "article": "het artikel van de wet",
            "purpose": "waarvoor",
            "parts": "welke delen open zijn",
            "given_how": "hoe iemand ja zei",
            "sealed_witness": "wie het hoorde, verzegeld",
            "language": "taal waarin het is uitgelegd",
            "made_by_id": "wie deelde",
            "withdrawn_by_kind": "wie het stopte: bewoner of team",
            "withdrawn_how": "hoe het stopte",
        },
        "wijkteam_secrecyrelease": {
            "professional_id": "wie mag spreken over wat onder het beroepsgeheim valt",
            "given_how": "hoe iemand ja zei",
        },
    },
)
declare_impersonal("wijkteam_helpagreement", "text_version", because="welke tekst iemand las")
declare_processing(
    "break-glass",
    title="Een dossier openen in nood",
    purpose="In gevaar kan een ander team een dossier een uur lezen. Iemand kijkt daarna of het nodig was.",
    basis="taak",
    why_basis="Levensgevaar kan niet wachten (AVG artikel 6 lid 1 onder d geldt dan ook) [nakijken].",
    seen_by="Het team van het dossier, wie het opende, en de bewoner zodra het verteld is.",
    ends="Samen met het dossier.",
    terms=_TERMS,
    fields={
        "wijkteam_breakglass": {
            "account_id": "wie het opende",
            "reason": "waarom, uit een vaste lijst",
            "sealed": "waarom in woorden, verzegeld",
            "reviewed_by_id": "wie het nakeek",
            "verdict": "of het nodig was",
            "postponed_by_id": "wie het vertellen uitstelde",
            "postponed_reason": "waarom dat later gebeurt",
        },
        "wijkteam_glasstry": {"account_id": "wie in nood naar iemand zocht", "reason": "waarom, uit een vaste lijst"},
    },
)
declare_processing(
    "meldcode",
    title="De stappen van de Meldcode",
    purpose="Bij zorgen over geweld zet een team de stappen van de Meldcode, buiten het gewone dossier.",
    basis="plicht",
    why_basis="Wmo 2015 artikel 3.3 en Jeugdwet artikel 4.1.7: er is een Meldcode, en zij wordt gebruikt [nakijken].",
    seen_by="Alleen wie aan deze stappen werkt.",
    ends="Samen met het dossier.",
    terms=_TERMS,
    fields={"wijkteam_meldcodemember": {"account_id": "wie aan de stappen werkt"}},
)
_CODES = "woord uit een vaste lijst"
declare_impersonal("wijkteam_case", "number state", because="nummer en stand van een dossier")
declare_impersonal("wijkteam_casestep", "from_state to_state", because=_CODES)
declare_impersonal("wijkteam_person", "identified_how", because=_CODES)
declare_impersonal("wijkteam_note", "partition", because=_CODES)
declare_impersonal("wijkteam_contactattempt", "channel", because=_CODES)
declare_impersonal("wijkteam_goal", "state", because=_CODES)
declare_impersonal("wijkteam_action", "owner_kind state", because=_CODES)
declare_impersonal("wijkteam_representative", "verified_how", because=_CODES)
declare_impersonal("wijkteam_share", "scope text_version", because="hoeveel er open is, en welke tekst iemand las")

# --- the first talk and notifications (models.case_work) ------------------------------------------------------------
declare_processing(
    "notifications",
    title="Een melding bij de gemeente",
    purpose="Weten wat de wet na een melding vraagt, en dat op tijd doen.",
    basis="plicht",
    why_basis="Wmo 2015 artikel 2.3.2, Jeugdwet artikel 2.3 en Wgs artikel 4 [nakijken].",
    seen_by="Het team van het dossier, en de bewoner zelf.",
    ends="Samen met het dossier.",
    terms=_TERMS,
    fields={
        "wijkteam_notification": {
            "law": "onder welke wet iemand iets meldde",
            "made_by_id": "wie de melding opschreef",
            "support_answer": "of iemand onafhankelijke cliëntondersteuning wil",
            "carer_answer": "of de mantelzorger die wil",
        },
        "wijkteam_intake": {"by_id": "wie het eerste gesprek voerde"},
    },
)
# --- signals --------------------------------------------------------------------------------------------------------

declare_term(
    "signal",
    days=183,
    starts="het afsluiten van het signaal",
    source="[nakijken] Geen wettelijke termijn gevonden. Een half jaar is de keuze van Wijkkompas: dan valt op of het terugkomt.",
    least=30,
    most=730,
)
declare_processing(
    "signals",
    title="Signalen",
    purpose="Iemand maakt zich zorgen. Het team kijkt wat er nodig is, en niets raakt zoek.",
    basis="taak",
    why_basis=_TASK,
    seen_by="Alleen het team. Wie het doorgaf leest met een code alleen of het is opgepakt.",
    ends="Wie doorgaf en wat er stond, is dan voorgoed onleesbaar.",
    terms="signal",
    fields={
        "wijkteam_signal": {
            "sealed": "de zorg, en over wie of welke plek, verzegeld",
            "sealed_reporter": "wie het doorgaf, apart verzegeld",
            "dedupe": "controlegetallen om hetzelfde signaal te herkennen",
            "code_hash": "controlegetal van de volgcode",
            "needs": "waar het over gaat, in codes",
            "language": "taal",
            "permission": "of de persoon het weet",
            "objected_to": "wie er volgens de persoon niet bij mag zitten",
            "entered_by_id": "wie het invulde",
            "taken_by_id": "wie het oppakte",
        },
        "wijkteam_signalstep": {"by_id": "wie de stap zette"},
    },
)
declare_impersonal("wijkteam_signal", "source about state", because=_CODES)
declare_impersonal("wijkteam_signalstep", "from_state to_state told", because=_CODES)

# --- the call after a case closed -----------------------------------------------------------------------------------

declare_processing(
    "pulse-calls",
    title="Vinger aan de pols",
    purpose="Een paar weken na het sluiten bellen wij: gaat het goed, en is gebeurd wat wij afspraken?",
    basis="taak",
    why_basis=_TASK,
    seen_by="Alleen het team van het dossier.",
    ends="Samen met het dossier.",
    terms=_TERMS,
    fields={
        "wijkteam_pulsecall": {
            "now": "hoe het gaat, in één woord uit een lijst",
            "happened": "of gebeurde wat was afgesproken",
            "more": "of er nog iets speelt",
            "sealed": "wat er gezegd is, verzegeld",
            "closed_by_id": "wie het dossier sloot",
            "done_by_id": "wie belde",
        }
    },
)
declare_impersonal("wijkteam_pulsecall", "state", because=_CODES)
# --- the own file of a resident (models.my_file) --------------------------------------------------------------------
declare_processing(
    "own-file",
    title="Uw eigen dossier lezen",
    purpose="Iemand leest het eigen dossier, en zegt wat niet klopt. Eerst kijkt een collega wie het is.",
    basis="plicht",
    why_basis="AVG artikel 12, 15, 16, 17, 20 en 21.",
    seen_by="De bewoner zelf en het team van het dossier.",
    ends="Samen met het dossier.",
    terms=_TERMS,
    fields={
        "wijkteam_identitycheck": {
            "document": "wat voor bewijs iemand liet zien, zonder nummer",
            "code_hash": "controlegetal van een code die een kwartier werkt",
            "made_by_id": "wie het bewijs zag",
        },
        "wijkteam_filerequest": {
            "sealed": "wat de bewoner vraagt, verzegeld",
            "sealed_answer": "ons antwoord, verzegeld",
            "kind": "verbeteren, bezwaar of wissen",
            "answered_by_id": "wie antwoordde",
        },
    },
)
declare_impersonal("wijkteam_filerequest", "about_kind outcome", because=_CODES)
