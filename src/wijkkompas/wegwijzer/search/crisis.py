"""The crisis detector: does a text speak of danger, whatever else it is about. It errs towards showing the numbers.

It has a decision of its own, apart from the ranking: a regression that learned from reviewed lines of danger and from
lines that only sound like it, together with what the regression of needs makes of the text. A short list of phrases
that leave no doubt works beside it, also without the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from wijkkompas.wegwijzer.search.crisis_words import HARMLESS, PHRASES
from wijkkompas.wegwijzer.search.grams import Floats
from wijkkompas.wegwijzer.search.text import fold

# The score above which the banner shows, with and without vectors; how it was chosen: docs/explanation/search.md.
THRESHOLD = {True: -0.35, False: -0.25}
SHARPNESS = 20.0
SHARE = 0.05
LOOKS_HARMLESS = 0.3
SECOND_KIND = 0.5
MOST_KINDS = 3
_BREAKS = re.compile(r"[^\w]+")


class CrisisDetector:
    """Decides on the scores of the regressions and on the words."""

    def __init__(self, codes: Sequence[str], kinds: Sequence[str]) -> None:
        self.kinds = tuple(kind for kind in kinds if kind in codes)
        self._needs = len(codes)
        self.columns = [list(codes).index(kind) for kind in self.kinds]

    def score(self, scores: Floats, alarm: Floats) -> float:
        """How much the regressions think of danger: the danger score, and the share of the crisis needs beside it."""
        if not self.kinds:
            return -99.0
        needs = scores[: self._needs].astype(np.float64)
        powers = np.exp(SHARPNESS * (needs - needs.max()))
        share = powers[self.columns].sum() / powers.sum()
        return float(alarm[0] + SHARE * np.log(share + 1e-3))

    def judge(
        self, text: str, scores: Floats, alarm: Floats, *, seeing: bool, language: bool = True
    ) -> tuple[str, ...]:
        """The kinds of crisis that this text may speak of, the likeliest first; nothing when it is harmless.

        What is no language (`asdf`) is judged by the phrases alone."""
        plain = _plain(text)
        said = [kind for kind in spoken(plain) if kind in self.kinds]
        learned: list[str] = []
        doubt = LOOKS_HARMLESS if not said and harmless(plain) else 0.0
        if language and self.score(scores, alarm) > THRESHOLD[seeing] + doubt:
            each = alarm[1:]
            order = np.argsort(-each, kind="stable")[:MOST_KINDS].tolist()
            best = float(each[order[0]])
            learned = [self.kinds[i] for i in order if i == order[0] or each[i] > max(SECOND_KIND * best, 0.1)]
        return tuple(dict.fromkeys([*said, *learned]))


def said_plainly(text: str) -> tuple[str, ...]:
    """Kinds of crisis that the phrases alone see in a text: for as long as there is no index to ask."""
    return tuple(spoken(_plain(text)))


def _plain(text: str) -> str:
    return f" {_BREAKS.sub(' ', fold(text)).strip()} "


def spoken(plain: str) -> list[str]:
    """Kinds of crisis that are said in so many words, in any of the languages."""
    if harmless(plain):
        return []
    return [kind for kind, pattern in PHRASES if pattern.search(plain)]


def harmless(plain: str) -> bool:
    """Whether a figure of speech stands in the text that only sounds like danger."""
    return HARMLESS.search(plain) is not None
