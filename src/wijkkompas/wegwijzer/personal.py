"""What this room keeps of people (see kern.access.personal)."""

from wijkkompas.kern.access.personal import declare_impersonal, declare_processing, declare_term

# `most` is what our pages promise to residents: a municipality may keep shorter, never longer. The code lives exactly as
# long as the page says.
_SHORT = "Keuze van Wijkkompas: niet langer dan nodig (AVG artikel 5 lid 1 onder e). Geen dossier van een wet."
declare_term("request-answered", days=90, starts="het antwoord, of het stoppen", source=_SHORT, least=90, most=90)
declare_term("request-open", days=180, starts="het binnenkomen", source=_SHORT, least=60, most=180)
declare_term("unanswered", days=90, starts="de vraag", source=_SHORT, least=7, most=90)
declare_term("correction", days=365, starts="de melding", source=_SHORT, least=30, most=365)
declare_term("work-note", days=365, starts="het opschrijven", source=_SHORT, least=30, most=365)
declare_term("claim-decided", days=365, starts="het besluit op een aanvraag", source=_SHORT, least=30, most=365)
declare_term("claim-waiting", days=90, starts="een aanvraag zonder besluit", source=_SHORT, least=30, most=90)

declare_processing(
    "call-me-back",
    title="Bel mij terug",
    purpose="Een bewoner krijgt antwoord op een vraag, op een veilige manier en tijd.",
    basis="taak",
    why_basis="De gemeente helpt mensen de weg te vinden (Wmo 2015 artikel 2.2.4) [nakijken].",
    seen_by="Het team van het gebied. De bewoner zelf, met de code en het tweede woord.",
    ends="De sleutel van de tekst wordt vernietigd. Daarna kan niemand hem lezen.",
    terms="request-answered request-open",
    fields={
        "wegwijzer_contactrequest": {
            "sealed": "vraag, naam, nummer of adres, veilige tijd, en wat u bij regelingen aankruiste: verzegeld",
            "sealed_answer": "antwoord, verzegeld",
            "language": "taal van de bewoner",
            "code_hash": "controlegetal van de volgcode",
            "second_word_hash": "controlegetal van het tweede woord",
            "entered_by_id": "helper die het invulde",
            "entered_how": "telefoon, balie of papier",
            "taken_by_id": "medewerker die het oppakte",
        },
        "wegwijzer_contactattempt": {"by_id": "medewerker die belde"},
    },
)
declare_impersonal("wegwijzer_contactrequest", "state", because="hoe ver de vraag is")
declare_processing(
    "unanswered",
    title="Vragen zonder antwoord",
    purpose="Leren welke hulp ontbreekt. Een vraag over gevaar bewaren wij niet.",
    basis="taak",
    why_basis="Zonder dit blijft een gat in de hulp onzichtbaar.",
    seen_by="De gemeente van het gebied. Elke keer dat iemand kijkt, wordt bewaard.",
    ends="De sleutel van de tekst wordt vernietigd.",
    terms="unanswered",
    fields={
        "wegwijzer_unansweredquestion": {
            "sealed": "de vraag, verzegeld; er kan een naam in staan",
            "language": "taal van de vraag",
            "needs": "waar de vraag over leek te gaan",
        }
    },
)
declare_processing(
    "corrections",
    title="Klopt dit niet?",
    purpose="Een fout in de gids herstellen en de melder antwoorden.",
    basis="taak",
    why_basis="De gids moet kloppen. Een e-mailadres hoeft niet: met een code leest u het antwoord ook.",
    seen_by="De gemeente, het team en de organisatie van de hulp. Wie het meldde, met de code.",
    ends="De sleutel van de tekst wordt vernietigd.",
    terms="correction request-answered",
    fields={
        "wegwijzer_correction": {
            "sealed": "melding en e-mailadres, verzegeld",
            "sealed_answer": "antwoord, verzegeld",
            "code_hash": "controlegetal van de volgcode",
            "handled_by_id": "wie het afhandelde",
        }
    },
)
declare_impersonal("wegwijzer_correction", "outcome", because="afloop uit een vaste lijst")
declare_processing(
    "colleagues",
    title="Wat collega's elkaar vertellen",
    purpose="Weten wie wat weet en hoe druk het ergens is.",
    basis="belang",
    why_basis="Samenwerken lukt beter als collega's elkaar kennen. Een kaartje maakt iemand zelf en haalt het zelf weg.",
    seen_by="Mensen die in hetzelfde gebied werken. Een notitie leest alleen het eigen team.",
    ends="Een kaartje blijft tot iemand het weghaalt. Een notitie, en hoe druk het was, verdwijnt na de termijn.",
    terms="work-note",
    fields={
        "wegwijzer_workcard": {
            "account_id": "wie",
            "name": "naam op het kaartje",
            "function": "werk",
            "needs": "vragen waar iemand veel van weet",
            "themes": "onderwerpen waar iemand veel van weet",
            "languages": "talen die iemand spreekt",
            "reach": "telefoonnummer of e-mailadres van het werk",
        },
        "wegwijzer_internalnote": {
            "text": "notitie over een dienst, niet over bewoners",
            "written_by_id": "wie schreef",
        },
        "wegwijzer_capacityhint": {"noted_by_id": "wie het hoorde"},
    },
)
declare_processing(
    "editors",
    title="Redacteur worden van een organisatie",
    purpose="Alleen iemand van de organisatie zelf verandert haar pagina's.",
    basis="taak",
    why_basis="De gids moet kloppen. Iemand vraagt het zelf, en kan weer stoppen.",
    seen_by="Wie het vroeg, de gemeente, en de organisatie met de link in haar mail. "
    "Bij een landelijke organisatie de functioneel beheerder.",
    ends="De aanvraag wordt gewist. Het account blijft tot de functioneel beheerder het weghaalt.",
    terms="claim-decided claim-waiting",
    fields={
        "wegwijzer_editorclaim": {
            "account_id": "wie het vraagt",
            "name": "naam van wie het vraagt",
            "email": "e-mailadres van wie het vraagt",
            "told": "wat iemand bij de organisatie doet, vrije tekst",
            "token_hash": "controlegetal van een link per e-mail",
            "decided_by_id": "wie besliste",
            "reason": "waarom niet, vrije tekst",
        }
    },
)
declare_impersonal("wegwijzer_editorclaim", "state", because="hoe ver de aanvraag is")
declare_processing(
    "vacancies",
    title="Oproepen voor vrijwilligers",
    purpose="Een organisatie vindt vrijwilligers. Wie een oproep schreef, is te vragen wat er niet klopt.",
    basis="taak",
    why_basis="De gemeente steunt vrijwilligers en mantelzorgers (Wmo 2015 artikel 2.1.2) [nakijken].",
    seen_by="De oproep leest iedereen, tot de laatste dag. Wie hem schreef, staat niet op de pagina.",
    ends="Tot de organisatie de oproep weghaalt.",
    fields={
        "wegwijzer_vacancy": {
            "contact": "nummer of adres van de organisatie; het kan van één medewerker zijn",
            "made_by_id": "wie de oproep schreef",
        }
    },
)
declare_impersonal("wegwijzer_vacancy", "title what when", because="openbare oproep")
declare_processing(
    "upkeep",
    title="De gids bijhouden",
    purpose="Weten wie een pagina of handboek nakeek, veranderde of samenvoegde, en dat kunnen terugdraaien.",
    basis="taak",
    why_basis="De gids moet kloppen, en een fout moet terug te vinden zijn.",
    seen_by="De functioneel beheerder en wie de gids bijhoudt. Van een wijziging ziet de organisatie de naam van wie hem maakte.",
    ends="Zolang de pagina bestaat. Wat nodig is om samenvoegen terug te draaien, is na 30 dagen leeg.",
    fields={
        "wegwijzer_handbookversion": {"made_by_id": "wie de versie schreef"},
        "wegwijzer_recordcheck": {"done_by_id": "wie nakeek", "token_hash": "controlegetal van een link per e-mail"},
        "wegwijzer_statuschange": {"by_id": "wie veranderde", "why": "reden, vrije tekst"},
        "wegwijzer_recordchange": {
            "made_by_id": "wie veranderde",
            "decided_by_id": "wie het goedkeurde of terugstuurde",
            "reason": "waarom het terugging, vrije tekst",
            "before": "wat de openbare pagina zei; een adres of nummer kan van één medewerker zijn",
            "after": "wat de openbare pagina gaat zeggen; hetzelfde geldt",
        },
        "wegwijzer_duplicatepair": {"decided_by_id": "wie zei dat twee pagina's wel of niet dezelfde zijn"},
        "wegwijzer_merge": {
            "merged_by_id": "wie samenvoegde",
            "undone_by_id": "wie het terugdraaide",
            "before": "wat de openbare pagina's zeiden; leeg na 30 dagen",
            "after": "wat de openbare pagina daarna zei; leeg na 30 dagen",
            "moved": "nummers van wat meeging, ook van accounts van redacteuren; leeg na 30 dagen",
        },
        "wegwijzer_importedrecord": {"fields": "feiten over diensten; er kan een contactpersoon in staan"},
        "wegwijzer_importrun": {"report": "wat er met regels gebeurde; er kan een contactpersoon in staan"},
    },
)
declare_impersonal(
    "wegwijzer_importrun", "source place shape digest areas counts", because="waar een bestand vandaan kwam"
)
declare_impersonal(
    "wegwijzer_importedrecord", "source kind source_id kept", because="nummer bij de bron, controlegetallen"
)
declare_impersonal("wegwijzer_recordchange", "kind state", because="soort wijziging, en hoe ver")
declare_impersonal(
    "wegwijzer_duplicatepair", "kind areas reasons state", because="waarom twee pagina's op elkaar lijken"
)
declare_impersonal(
    "wegwijzer_merge", "kind kept_name gone_name areas choices", because="namen van diensten en organisaties"
)
declare_impersonal("wegwijzer_handbook", "slug audience needs", because="openbare tekst")
declare_impersonal("wegwijzer_handbookversion", "title lead steps sources changed shipped", because="openbare tekst")
declare_impersonal("wegwijzer_recordcheck", "answer", because="antwoord uit een vaste lijst")
declare_impersonal("wegwijzer_statuschange", "was became via", because="toestand uit een vaste lijst")
