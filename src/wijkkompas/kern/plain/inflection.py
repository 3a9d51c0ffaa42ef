"""The forms of a Dutch word, made from its base form by rule.

A form that does not exist does no harm, because nobody writes it. So no part of speech is needed: a base form gets the forms
that it would have as a verb, a noun and an adjective. A stemmer was tried first: it gave one word (dient, dienen) two
stems and two words (geld, geldig) one.
"""

from __future__ import annotations

_VOWELS = "aeiouyëïöüéèê"
_LONG = "aeou"
_PARTICLES = [
    "aan",
    "achter",
    "af",
    "bij",
    "binnen",
    "door",
    "in",
    "mee",
    "na",
    "neer",
    "om",
    "onder",
    "op",
    "open",
    "over",
    "samen",
    "tegen",
    "terug",
    "thuis",
    "toe",
    "uit",
    "vast",
    "voor",
    "voort",
    "vooruit",
    "vrij",
    "weg",
]
_UNSTRESSED = ("el", "em", "en", "er", "ig")
_FIXED = ("be", "ge", "her", "er", "ont", "ver")


def _hardened(root: str) -> str:
    """The end of a root as it is written before nothing: gelov -> gelof, verhuiz -> verhuis."""
    return root[:-1] + {"v": "f", "z": "s"}.get(root[-1], root[-1])


def _softened(word: str) -> str:
    """And the other way: brief -> briev, huis -> huiz."""
    return word[:-1] + {"f": "v", "s": "z"}.get(word[-1], word[-1])


def _closed(root: str) -> set[str]:
    """Roots with the vowel as written in a closed syllable: mak -> maak, verstrekk -> verstrek."""
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in _VOWELS:
        return {root[:-1]}
    if len(root) > 1 and root[-1] not in _VOWELS and root[-2] in _LONG and (len(root) == 2 or root[-3] not in _VOWELS):
        long = _hardened(root[:-1] + root[-2] + root[-1])
        return {long, root} if root.endswith(_UNSTRESSED) else {long}
    return {_hardened(root)}


def _opened(word: str) -> set[str]:
    """Words as written before a vowel: maatregel -> maatregel, boom -> bom, bal -> ball, huis -> huiz."""
    if len(word) > 3 and word[-1] not in _VOWELS and word[-2] == word[-3] and word[-2] in _LONG:
        return {_softened(word[:-2] + word[-1])}
    if len(word) > 2 and word[-1] not in _VOWELS and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        doubled = word + word[-1]
        return {doubled, word} if len(word) > 4 else {doubled}
    return {_softened(word), word}


def _participles(root: str) -> set[str]:
    """What a verb gives with ge-: gewerkt, aangevraagd."""
    if root.startswith(_FIXED):
        bare: set[str] = set()
    else:
        bare = {f"ge{root}t", f"ge{root}d", f"ge{root}"}
    for particle in _PARTICLES:
        rest = root.removeprefix(particle)
        if rest != root and len(rest) > 2:
            bare |= {f"{particle}ge{rest}t", f"{particle}ge{rest}d", f"{particle}te{rest}"}
    return bare


def _as_verb(base: str) -> set[str]:
    made = {f"{base}d", f"{base}de"}
    for particle in _PARTICLES:
        rest = base.removeprefix(particle)
        if rest != base and len(rest) > 4:
            made.add(f"{particle}te{rest}")
    for root in _closed(base[:-2]):
        made |= {root, f"{root}t", f"{root}d", f"{root}te", f"{root}ten", f"{root}de", f"{root}den"}
        for participle in _participles(root):
            made |= {participle, f"{participle}e"}
    return made


def _as_noun(base: str) -> set[str]:
    made = {f"{base}s", f"{base}'s", f"{base}je", f"{base}jes", f"{base}tje", f"{base}tjes"}
    if base.endswith("heid"):
        made.add(f"{base[:-4]}heden")
    if base.endswith("e"):
        return made | {f"{base}n"}
    for stem in _opened(base):
        made |= {f"{stem}e", f"{stem}en", f"{stem}er", f"{stem}ere"}
    return made | {f"{base}st", f"{base}ste", f"{base}t"}


def forms(base: str) -> set[str]:
    """All forms under which a base form may stand in a text, with itself. Short words have only themselves."""
    if len(base) < 3 or not base.isalpha():
        return {base}
    if base.endswith("en") and len(base) > 4:
        return {base, f"{base}s"} | _as_verb(base)
    return {base} | _as_noun(base)
