"""One value of a source in the form of our columns. ValueError with a reason for what it cannot be."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_WORDS = (
    ("mo", "monday", "maandag", "ma"),
    ("tu", "tuesday", "dinsdag", "di"),
    ("we", "wednesday", "woensdag", "wo"),
    ("th", "thursday", "donderdag", "do"),
    ("fr", "friday", "vrijdag", "vr"),
    ("sa", "saturday", "zaterdag", "za"),
    ("su", "sunday", "zondag", "zo"),
)
_DAY_OF = {word: DAYS[at] for at, words in enumerate(_DAY_WORDS) for word in words} | {
    str(at): day for at, day in enumerate(DAYS, 1)
}
_LANGUAGES = {
    "nl": "dutch nederlands dut nld",
    "en": "english engels eng",
    "tr": "turkish turks tur",
    "pl": "polish pools pol",
    "ar": "arabic arabisch ara",
    "uk": "ukrainian oekraïens oekraiens ukr",
    "de": "german duits deu ger",
    "fr": "french frans fra fre",
    "es": "spanish spaans spa",
    "pt": "portuguese portugees por",
    "it": "italian italiaans ita",
    "ru": "russian russisch rus",
    "ro": "romanian roemeens ron rum",
    "bg": "bulgarian bulgaars bul",
    "hu": "hungarian hongaars hun",
    "el": "greek grieks ell gre",
    "ur": "urdu urd",
    "hi": "hindi hin",
    "zh": "chinese chinees mandarin cantonese taiwanese zho chi",
    "vi": "vietnamese vietnamees vie",
    "ko": "korean koreaans kor",
    "tl": "tagalog tgl",
    "so": "somali somalisch som",
    "ti": "tigrinya tigrigna tir",
    "fa": "persian perzisch farsi fas per dari",
    "ps": "pashto pasjtoe pus",
    "ku": "kurdish koerdisch kur",
    "fy": "frisian fries fry",
    "sk": "slovak slowaaks slk slo",
    "pap": "papiamento papiaments papiamentu",
    "ber": "berber tamazight",
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words.split()}
_TIME = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm|uur|u|h)?(?:Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s<>\"(),:;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
UNKNOWN_LANGUAGE = "und"  # ISO 639: undetermined


def text(value: Any) -> str:
    """As text: outer space away, one kind of line end, nothing that a database refuses."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if not isinstance(value, str):
        raise ValueError("this is no text")
    kept = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return kept.encode("utf-8", "replace").decode("utf-8").strip()


def whole_number(value: str) -> int:
    """An age and the like, from 0 to 32767."""
    number = float(value)
    if not 0 <= number <= 32767 or number != int(number):
        raise ValueError(f"{value[:20]!r} is no whole number from 0")
    return int(number)


def coordinate(value: str, most: float) -> float:
    """Degrees; `most` is 90 for latitude and 180 for longitude."""
    number = float(value.replace(",", "."))
    if not -most <= number <= most:
        raise ValueError(f"{value[:20]} is not between -{most:g} and {most:g}")
    return number


def money(value: str) -> str:
    """An amount as text with two decimals; a Dutch comma is read as a point."""
    plain = value.replace("€", "").replace("£", "").replace("$", "").strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"{value[:20]!r} is no amount") from error
    if not number.is_finite() or not 0 <= number < 1_000_000:
        raise ValueError(f"{value[:20]!r} is no amount under a million")
    return f"{number:.2f}"


def day(value: str) -> str:
    """A date as YYYY-MM-DD, however it was written. The year 1 stands for "each year" in Ohana: no date."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y"):
        try:
            found = datetime.strptime(value[:10] if form == "%Y-%m-%d" else value, form).date()
        except ValueError:
            continue
        if found.year < 1900:
            raise ValueError("this comes back each year: give the day of this year")
        return found.isoformat()
    raise ValueError(f"{value[:20]!r} is no date such as 2026-11-24")


def clock(value: str) -> str:
    """A time as HH:MM: also 9am, 4:00 PM, 9.30 uur."""
    found = _TIME.fullmatch(value.strip())
    if not found:
        raise ValueError(f"{value[:20]!r} is no time such as 09:00")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            raise ValueError(f"{value[:20]!r} is no time such as 09:00")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        hour, minute = 23, 59
    return time(hour, minute).strftime("%H:%M")


def days(value: str) -> list[str]:
    """Days of the week as MO TU WE TH FR SA SU, in the order given."""
    words = [word for word in re.split(r"[\s,;]+", value.strip().lower()) if word]
    if not words:
        raise ValueError("there is no day of the week")
    unknown = next((word for word in words if word not in _DAY_OF), None)
    if unknown is not None:
        raise ValueError(f"{unknown[:20]!r} is no day of the week that comes back every week")
    return list(dict.fromkeys(_DAY_OF[word] for word in words))


def language(value: str) -> tuple[str, str]:
    """The code of a language (ISO 639) and, when we do not know the name, the name as a note."""
    plain = value.strip().lower()
    if plain in _LANGUAGES:
        return plain, ""
    first = re.split(r"[\s(,_]+", plain)[0]
    if first in _LANGUAGES or first in _LANGUAGE_OF:
        return _LANGUAGE_OF.get(first, first), ""
    if re.fullmatch(r"[a-z]{2,3}(-[a-z]{2})?", plain) and len(plain) <= 5:
        return plain, ""
    return UNKNOWN_LANGUAGE, value.strip()


def email(value: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(value) or len(value) > 254:
        raise ValueError(f"{value[:40]!r} is no e-mail address")
    return value


def link(value: str) -> str:
    """A web address of http or https, at most 200 characters (our column)."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or re.search(r"\s", value):
        raise ValueError(f"{value[:40]!r} is no web address with http:// or https://")
    if len(value) > 200:
        raise ValueError("this web address is longer than 200 characters")
    return value


def phone(value: str) -> str:
    """A telephone number as it was written, without quotes around it."""
    plain = " ".join(value.strip("\"' ").split())
    if len(plain) > 30 or sum(character.isdigit() for character in plain) < 3:
        raise ValueError(f"{value[:40]!r} is no telephone number")
    return plain


def cut(value: str, length: int) -> str:
    """The text, or its beginning up to a word with an ellipsis when it is longer than `length` characters."""
    if len(value) <= length:
        return value
    kept = value[: length - 1]
    return (kept[: kept.rfind(" ")] if " " in kept[length // 2 :] else kept).rstrip(" ,;:") + "…"


def summary(description: str, length: int = 200) -> str:
    """The first sentence."""
    first = re.split(r"(?<=[.!?])\s", " ".join(description.split()), maxsplit=1)[0]
    return cut(first, length)
