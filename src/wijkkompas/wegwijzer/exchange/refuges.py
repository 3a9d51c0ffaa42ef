"""Where somebody may be hiding keeps no address here. Too often yes does less harm than once no."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = re.compile(
    r"""
    blijf[\s-]*van[\s-]*mijn[\s-]*lijf | blijf(?:huis|groep) | oranje[\s-]*huis
    | (?:vrouwen|mannen)[\s-]*opvang | (?:opvang|vlucht)huis\w*\s+(?:voor\s+)?(?:vrouwen|mannen|slachtoffers)
    | (?:nood|crisis|veilige|geheime)[\s-]*opvang\w*\s+(?:\w+\s+){0,4}?(?:vrouwen|mannen|slachtoffers|geweld|eergeweld)
    | opvang\s+(?:\w+\s+){0,4}?(?:slachtoffers|huiselijk\s+geweld|eergeweld|mensenhandel|loverboys)
    | safe[\s-]*hous(?:e|es|ing)\b | schuil(?:adres|huis) | geheim\s+adres
    | \brefuges?\b | women'?s?[\s-]*(?:refuge|shelter|aid) | wom[ae]ns?'?\s+shelter
    | (?:domestic|family)[\s-]+(?:violence|abuse)\s+(?:\w+\s+){0,2}?(?:shelter|accommodation|housing|refuge)
    | battered\s+wom[ae]n
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_refuge(texts: Iterable[str]) -> bool:
    """Does one of these names or terms say that it is a refuge?"""
    return any(_WORDS.search(text.replace("’", "'")) for text in texts if text)


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with what gives the place away (street and number, postcode) taken out, however it is spaced."""
    for secret in secrets:
        words = [re.escape(word) for word in re.findall(r"\w+", secret)]
        if words and len("".join(secret.split())) >= 4:
            text = re.sub(r"\b" + r"[\s,.-]*".join(words) + r"\b", "…", text, flags=re.IGNORECASE)
    return text
