"""All that other rooms (and the command line) use of wegwijzer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wijkkompas.wegwijzer import drafts
from wijkkompas.wegwijzer.actions import forget_what_is_over
from wijkkompas.wegwijzer.events import (
    ContactAnswered,
    ContactRequested,
    DirectoryChanged,
    MergeUndone,
    PickedUpAsSignal,
    QuestionUnanswered,
    RecordsMerged,
)
from wijkkompas.wegwijzer.finding import (
    BadQuestion,
    NoIndex,
    answer,
    ask_for_rebuild,
    crisis_contacts,
    detect_crisis,
    rebuild_index,
    search_mode,
)
from wijkkompas.wegwijzer.guides.loading import load_handbooks
from wijkkompas.wegwijzer.loading import load_directory, load_needs, load_phrasings
from wijkkompas.wegwijzer.logbook import log_file
from wijkkompas.wegwijzer.merging.queue import possible_duplicates
from wijkkompas.wegwijzer.paper.guide import NoGuide, print_guide
from wijkkompas.wegwijzer.paper.making import leaflet_of
from wijkkompas.wegwijzer.places import area_choices
from wijkkompas.wegwijzer.queries import unanswered
from wijkkompas.wegwijzer.rules import clean_code, hash_code, new_code
from wijkkompas.wegwijzer.shipped_translations import check as check_translations
from wijkkompas.wegwijzer.shipped_translations import load_translations
from wijkkompas.wegwijzer.upkeep.actions import plan_checks
from wijkkompas.wegwijzer.upkeep.numbers import plan_number_checks
from wijkkompas.wegwijzer.values import AREA_COOKIE

__all__ = [
    "AREA_COOKIE",
    "BadQuestion",
    "ContactAnswered",
    "ContactRequested",
    "DirectoryChanged",
    "MergeUndone",
    "NoGuide",
    "NoIndex",
    "PickedUpAsSignal",
    "QuestionUnanswered",
    "RecordsMerged",
    "answer",
    "area_choices",
    "call_me_back",
    "check_translations",
    "clean_code",
    "crisis_contacts",
    "detect_crisis",
    "forget_what_is_over",
    "hash_code",
    "leaflet_of",
    "load_directory",
    "load_handbooks",
    "load_needs",
    "load_phrasings",
    "load_translations",
    "log_file",
    "new_code",
    "plan_checks",
    "possible_duplicates",
    "plan_number_checks",
    "print_guide",
    "rebuild_index",
    "rebuild_index_soon",
    "search_mode",
    "unanswered",
]


def rebuild_index_soon(_event: DirectoryChanged | None = None) -> None:
    """Have the worker build the index again."""
    ask_for_rebuild()


def call_me_back(*, question: str, area: str = "", need: str = "") -> HttpResponse:
    """Begin "Bel mij terug" with a question that was made up elsewhere; the resident still sees and sends it.

    Nothing is kept with us: the half-filled form waits in the resident's own browser.
    """
    draft = drafts.start(question, area, need)
    draft["given"] = ["vraag", "plaats"] if area else ["vraag"]
    response = redirect(f"{reverse('call_step', args=['hoe' if area else 'plaats'])}?begin")
    drafts.write(response, draft)
    return response
