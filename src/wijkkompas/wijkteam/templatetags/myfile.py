"""Codes of the own file in words (wijkteam.myfile.words)."""

from __future__ import annotations

from django import template

from wijkkompas.wijkteam.myfile import words

register = template.Library()
register.filter("why_in_words", words.why_in_words)
register.filter("kind_in_words", words.kind_in_words)
register.filter("kinds_in_words", words.kinds_in_words)
register.filter("parts_in_words", words.parts_in_words)
register.filter("who_in_words", words.who_in_words)
register.simple_tag(words.receiver_in_words, name="receiver_in_words")
