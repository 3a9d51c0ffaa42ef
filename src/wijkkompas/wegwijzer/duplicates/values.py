"""Words of the finder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why two records look (un)alike; pages have the Dutch words, the command line the English ones."""

    SAME_NAME = "same-name"
    NEAR_NAME = "near-name"
    SAME_ORGANIZATION = "same-organization"
    SAME_PHONE = "same-phone"
    SAME_ADDRESS = "same-address"
    SAME_PAGE = "same-page"
    SAME_SITE = "same-site"
    SAME_EMAIL = "same-email"
    SAME_MEANING = "same-meaning"
    OTHER_AREA = "other-area"
    OTHER_ORGANIZATION = "other-organization"
    OTHER_ADDRESS = "other-address"
    OTHER_NUMBER = "other-number"


ENGLISH: Mapping[Reason, str] = {
    Reason.SAME_NAME: "the same name",
    Reason.NEAR_NAME: "almost the same name",
    Reason.SAME_ORGANIZATION: "the same organisation",
    Reason.SAME_PHONE: "the same telephone number",
    Reason.SAME_ADDRESS: "the same address",
    Reason.SAME_PAGE: "the same web page",
    Reason.SAME_SITE: "the same website",
    Reason.SAME_EMAIL: "the same e-mail address",
    Reason.SAME_MEANING: "the texts mean almost the same",
    Reason.OTHER_AREA: "but for other places",
    Reason.OTHER_ORGANIZATION: "but of another organisation",
    Reason.OTHER_ADDRESS: "but at another address",
    Reason.OTHER_NUMBER: "but another number or level in the name",
}


@dataclass(frozen=True)
class Entry:
    """A service or an organisation, as far as it tells who it is. What is unknown stays empty."""

    id: str
    name: str
    organization: str = ""
    phones: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()  # street with number, postcode
    websites: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    areas: frozenset[str] = frozenset()  # codes of the areas that it is for
    around: frozenset[str] = frozenset()  # those areas and all that they lie in


@dataclass(frozen=True)
class Pair:
    """Two that may be one, the lowest id first; the score is from 0 to 1."""

    one: str
    other: str
    score: float
    reasons: tuple[Reason, ...]
