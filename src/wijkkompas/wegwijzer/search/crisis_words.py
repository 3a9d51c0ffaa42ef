"""Phrases that leave no doubt, and figures of speech that only sound like danger. Reviewed by hand, in folded form.

Folded: lower case, no accents, no apostrophes, one space between words. A phrase is a regular expression on that form.
The model does the work; this list catches the plain cases when the model file is missing.
"""

from __future__ import annotations

import re

SUICIDE, HOMELESS, EMERGENCY = "suicidal-thoughts", "homeless-tonight", "emergency-now"
VIOLENCE, CHILD, COERCION = "domestic-violence", "child-in-danger", "coercion-exploitation"

_PHRASES: dict[str, tuple[str, ...]] = {
    SUICIDE: (
        r" zelfmoord", r" zelfdoding", r" suicid", r" (wil|wou|wilde) (niet|nie) (meer|langer) leven", r" einde? aan mijn leven",
        r" (mezelf|mijzelf|mn eigen|mijn eigen|zichzelf|me eigen) (van kant|wat aan ?(te )?doen|iets aan ?(te )?doen|pijn doen)",
        r" (wil|wou|wilde) (liever )?dood( zijn)? ", r" uit het leven stappen", r" kill (myself|himself|herself)",
        r" end (my|it) (life|all) ", r" (dont|do not) want to (live|be alive)", r" want to die ", r" intihar",
        r" (kendimi|canima) (oldur|kiy)", r" yasamak istemiyorum", r" olmek istiyorum", r" samobojst", r" zabic sie ", r" sie zabic",
        r" nie chce (juz |mi sie juz |mi sie )?zyc", r" chce umrzec", r" odebrac sobie zycie", r"انتحر", r"انتحار", r"اقتل نفسي",
        r"انهي حياتي", r" ما بدي عيش", r" لا اريد (ان اعيش|العيش)", r" самогубств", r" не хочу (більше )?жити",
        r" покінчити (з собою|життя)", r" накласти на себе руки", r" хочу (вмерти|померти)",
    ),
    HOMELESS: (
        r" (vannacht|vanavond)[^.]{0,40} (nergens|geen (plek|slaapplek|slaapplaats|dak|bed))", r" nergens[^.]{0,20} slapen",
        r" geen (slaapplek|slaapplaats|slaap plek|plek om te slapen|onderdak|dak boven)", r" (slaap|slapen|sliep|slaapt) (nu |al |weer )?(op straat|buiten|in (de|mijn|mn) auto)",
        r" op straat (slapen|gezet|slaap)", r" nowhere to (sleep|stay|go tonight)", r" (no|any) place to sleep", r" sleep(ing)? (rough|outside|in (my|the) car|on the street)",
        r" (bu gece|gece)[^.]{0,25} (kalacak|yatacak|uyuyacak) yer", r" (kalacak|yatacak) yer(im|imiz)? yok", r" sokakta (kal|yat|uyu)",
        r" nie mam gdzie (spac|nocowac|sie podziac)", r" (spie|spimy|spac) (na ulicy|na dworze|w aucie|w samochodzie)", r" dzis( w)? noc",
        r"مكان (انام|ننام|للنوم)", r" (انام|نايم|نايمين|ننام|اناام) (في|ب)?(ال)?(شارع|سياره)", r"بالشارع الليله",
        r" (нема|немає|ніде) [^.]{0,15}(ночувати|переночувати|спати)", r" ніде (спати|ночувати|переночувати)", r" (сплю|спимо|спати) (на вулиці|в машині)",
    ),
    EMERGENCY: (
        r" (ademt|adem) (niet|nie)( meer)? ", r" bewusteloos", r" (bel|bellen) (ik )?(112|ambulance|de ambulance)", r" brand in (mijn|het|ons) huis",
        r" (not|stopped) breathing", r" unconscious", r" (chest|heart) (pain|attack)", r" hartaanval", r" beroerte ", r" overdos",
        r" nefes al(a)?miyor", r" kalp krizi", r" bayildi", r" nie oddycha", r" nieprzytomn", r" zawal ", r" لا يتنفس", r" ما (عم )?يتنفس", r" نوبه قلبيه",
        r" не дихає", r" непритомн", r" (gas|gaslucht) [^.]{0,12}(ruik|lek)", r" ruik[^.]{0,10} gas ",
    ),
    VIOLENCE: (
        r" (hij|man|vriend|ex|vrouw|vader|zoon|partner|zij|ze)( \w+){0,3} (slaat|sloeg|schopt|schopte|wurgt|wurgde|mishandel\w+) (me|mij|mn|mijn|haar|ons)( |$)",
        r" (ik|we) (word|wordt|werd|worden) (thuis |door \w+ \w+ )?(geslagen|mishandeld|gewurgd|verkracht)", r" huiselijk geweld", r" (he|husband|boyfriend|she|wife|partner|father)( \w+){0,2} (hits|beats|hit|beat|choked|chokes) me ",
        r" domestic violence", r" (kocam|esim|sevgilim|babam)( \w+){0,3} (dovuyor|vuruyor|dovdu|doviyor)", r" siddet goruyorum", r" (maz|partner|chlopak|facet|ojciec)( \w+){0,3} (mnie )?(bije|uderzyl|pobil|dusil)",
        r" przemoc domow", r" (زوجي|جوزي|رجلي)( \S+){0,3} (يضربني|ضربني|بيضربني)", r"(يضربني|بيضربني|ضربني)", r"عنف (منزلي|اسري)",
        r" (чоловік|хлопець|батько)( \S+){0,3} (мене )?(бє|побив|вдарив|душив)", r" домашнє насильств",
    ),
    CHILD: (
        r" (kind|kindje|kinderen|baby|jongetje|meisje|dochter|zoon|zoontje|dochtertje)( \w+){0,4} (wordt|worden|word) (geslagen|mishandeld|misbruikt|opgesloten)",
        r" kindermishandeling", r" (hit|hits|beats|beating|abus\w+)( \w+){0,2} (child|kid|kids|children|baby) ", r" child abuse", r" cocug?[a-z]*( \w+){0,2} (doviyor|dovuyor|istismar)",
        r" (bije|bija|katuje)( \w+){0,2} (dziecko|dzieci|syna|corke)", r" (يضرب|بيضرب)( \S+){0,2} (الطفل|الاطفال|الولد|اولاد\w*|ابن\w*|بنت\w*)", r" (бє|бють)( \S+){0,2} (дитину|дітей|сина|доньку)",
    ),
    COERCION: (
        r" (paspoort|identiteitskaart|papieren)( \w+){0,3} (afgepakt|ingenomen|afgenomen)", r" mensenhandel", r" gedwongen (huwelijk|prostitutie|te trouwen|seks)", r" uithuwelijk", r" uitgehuwelijkt",
        r" (took|takes|keeps|has) (away )?my passport", r" (human )?traffick", r" forced (marriage|to marry|into)", r" force(s)? me to (marry|work|have sex)", r" pasaportum(u|a) (aldi|el koydu|vermiyor)", r" zorla evlen",
        r" (zabral|zabrali|zabiera|trzyma)( \w+){0,2} (moj )?paszport", r" zmusza(ja)? mnie", r" (اخذ|اخذوا|حجز|سحب)( \S+){0,2} (جوازي|جواز سفري)", r" زواج قسري", r" (забрав|забрали|відібрав|відібрали)( \S+){0,2} (паспорт|документи)", r" примушу(є|ють) мене",
    ),
}
_HARMLESS: tuple[str, ...] = (
    r" (ga|gaan|ging|sterf|sterven) dood van (de|het)? ?(kou|honger|verveling|schaamte|hitte|lachen)", r" doodmoe", r" dood(s)?bang voor (honden|spinnen|de tandarts)",
    r" vermoord (hem|haar|m|ze) als ", r" (lach|lachen) (me|mij) dood", r" (verveel|vervelen) (me|mij|ons)( \w+)? dood", r" schaam (me|mij) dood", r" (dying|die) (of|to) (boredom|laugh\w*|know|embarrass\w*)",
    r" kill for ", r" (killing|kills) me ", r" can sikintisindan (oluyorum|patl)", r" gulmekten ol", r" umieram z (nudow|ciekawosci)", r" umrzec ze smiechu", r" вмираю (від|з) (нудьги|сміху)",
)

PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(patterns))) for kind, patterns in _PHRASES.items()
)
HARMLESS: re.Pattern[str] = re.compile("|".join(_HARMLESS))
