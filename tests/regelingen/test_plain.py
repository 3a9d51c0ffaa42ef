"""Everything a resident reads in this room is plain, and everything is collected for translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wijkkompas.regelingen as room
from wijkkompas.kern import plain
from wijkkompas.kern.plain import scoring
from wijkkompas.regelingen import api
from wijkkompas.regelingen.phrases import TEXTS

ROOM = Path(room.__file__).parent
WORDS_A_SENTENCE = 13
IN_PAGES = re.compile(r"""\{% translate (["'])(.+?)\1|\{% blocktranslate[^%]*%\}(.+?)\{% endblocktranslate %\}""")
IN_CODE = re.compile(r"""(?:\b_|gettext_lazy)\(\s*"([^"]+)"\s*\)""")


def page_strings() -> list[str]:
    found = [b or c for page in ROOM.rglob("*.html") for _q, b, c in IN_PAGES.findall(page.read_text(encoding="utf8"))]
    found += [s for code in ROOM.rglob("*.py") for s in IN_CODE.findall(code.read_text(encoding="utf8"))]
    plain_text = [re.sub(r"\{\{ ?\w+ ?\}\}|%\(\w+\)s", "5", one) for one in found]
    return sorted(set(plain_text))


STRINGS = page_strings()


def test_there_are_strings_to_look_at():
    assert len(STRINGS) > 100


@pytest.mark.parametrize("text", STRINGS)
def test_a_page_string_is_plain_and_short(text):
    sentences = re.split(r"(?<=[.?!:]) ", text)
    assert [one for one in sentences if len(one.split()) > WORDS_A_SENTENCE] == []
    assert len(text.split()) < 5 or plain.score(text) <= scoring.line("B1"), plain.score(text)


def test_the_texts_of_the_questions_are_collected_for_translation_and_no_others():
    book = api.book()
    asked = [text for q in book.questions.values() for text in (q.text, q.explanation) if text]
    assert set(TEXTS) == {*asked, *(about.label for about in book.attributes.values())}
