"""One form for what people write in many: names, telephone numbers, addresses, links."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from wijkkompas.wegwijzer.duplicates.values import Entry

HOME_COUNTRY = "31"
SHORTEST = 3  # digits of a number such as 112
_FILLER = frozenset(
    ["de", "het", "een", "van", "voor", "in", "op", "en", "bij", "te", "met", "aan", "of", "der", "den", "t", "s"]
    + ["the", "for", "and", "at", "to", "a", "stichting", "st", "vereniging", "ver", "bv", "nv", "cooperatie", "vof"]
)
_DAYS = frozenset(["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"])
_LEVEL = re.compile(r"\d+[a-z]?|[abc][12]|i{2,3}|iv")
_EXTENSION = re.compile(r"\s*(?:ext?\.?|x|toestel|tst\.?)\s*\d+\s*$", re.IGNORECASE)
_DUTCH_POSTCODE = re.compile(r"^(\d{4})\s*([A-Za-z]{2})$")
_STREETS = {"str": "straat", "ln": "laan", "pln": "plein", "wg": "weg", "sgl": "singel", "kd": "kade"}


@dataclass(frozen=True)
class Look:
    """An entry in one form, worked out once."""

    entry: Entry
    name: str
    words: frozenset[str]
    core: frozenset[str]  # the words of the name without those of the organisation
    grams: frozenset[str]
    organization: frozenset[str]
    phones: frozenset[str]
    spots: frozenset[str]
    pages: frozenset[str]
    sites: frozenset[str]
    emails: frozenset[str]
    levels: frozenset[str]


def plain(text: str) -> str:
    """Small letters without accents and signs, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))


def words(text: str) -> frozenset[str]:
    """The words that say something."""
    return frozenset(word for word in plain(text).split() if word not in _FILLER)


def phone(number: str) -> str:
    """A number as E.164, a Dutch one when it names no country; empty when there are too few digits.

    Short and service numbers (112, 14 010, 0800) exist within one country only and keep its code in front.
    """
    bare = _EXTENSION.sub("", number).replace("(0)", "")
    digits = re.sub(r"\D", "", bare)
    if len(digits) < SHORTEST:
        return ""
    if bare.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+{HOME_COUNTRY}{digits.removeprefix('0')}"


def spot(street: str, postcode: str) -> str:
    """Where it is: a Dutch postcode with the house number, else street and postcode without signs; empty without number."""
    number = re.search(r"\d+", re.sub(r"^\s*\d+e\s", "", street))
    known = _DUTCH_POSTCODE.match(postcode.strip())
    if known and number:
        return f"{known[1]}{known[2].upper()} {number[0]}"
    if not number:
        return ""
    parts = [_whole_street(word) for word in plain(street).split()]
    return " ".join(["".join(parts), plain(postcode).replace(" ", "")]).strip()


def _whole_street(word: str) -> str:
    for short, whole in _STREETS.items():
        if word.endswith(short) and len(word) > len(short) + 2:
            return word.removesuffix(short) + whole
    return word


def site(link: str) -> str:
    """The host of a link, without www; empty when it has none."""
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def page(link: str) -> str:
    """Host and path of a link to a page of its own; empty for the first page of a website."""
    host = site(link)
    try:
        path = urlsplit(link if "//" in link else f"//{link}").path.rstrip("/")
    except ValueError:
        return ""
    return f"{host}{path.casefold()}" if host and path else ""


def grams(text: str) -> frozenset[str]:
    """Groups of three letters, spaces left out, so that a typing error or a split word changes few of them."""
    joined = f"^{text.replace(' ', '')}$"
    return frozenset(joined[n : n + 3] for n in range(max(1, len(joined) - 2)))


def look(entry: Entry) -> Look:
    """The entry in one form."""
    found, holder = words(entry.name), words(entry.organization)
    name = " ".join(word for word in plain(entry.name).split() if word in found)
    return Look(
        entry=entry,
        name=name,
        words=found,
        core=(found - holder) or found,
        grams=grams(name),
        organization=holder,
        phones=frozenset(filter(None, map(phone, entry.phones))),
        spots=frozenset(filter(None, (spot(*address) for address in entry.addresses))),
        pages=frozenset(filter(None, map(page, entry.websites))),
        sites=frozenset(filter(None, map(site, entry.websites))),
        emails=frozenset(email.strip().casefold() for email in entry.emails if "@" in email),
        levels=frozenset(word for word in found if _LEVEL.fullmatch(word) or word in _DAYS),
    )
