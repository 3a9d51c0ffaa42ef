"""From a question to an answer: the search engine in this process, fed from the database.

Every process holds the newest index; it looks for a newer one at most every two seconds. The index is built by a job
(`rebuild_index`), so that a web process never waits for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkkompas.kern import clock
from wijkkompas.kern.jobs import ask_once
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import CHECKED_BY_A_PERSON, CODES, Shown
from wijkkompas.wegwijzer import loading, translating
from wijkkompas.wegwijzer.models import CrisisLine, Need, Phrasing, Schedule, SearchIndex, Service
from wijkkompas.wegwijzer.rules import Presence, presence
from wijkkompas.wegwijzer.search import engine as engine_module
from wijkkompas.wegwijzer.search import values as found
from wijkkompas.wegwijzer.search.crisis import said_plainly
from wijkkompas.wegwijzer.search.encoder import load_encoder
from wijkkompas.wegwijzer.search.engine import Index, build
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.rules import SINKS, sunk

logger = logging.getLogger(__name__)

LONGEST = 1000
SPARE = SINKS + 3  # results more than wanted: some sink out, some may have just been closed
LOOK_AGAIN = 2.0
PRESENCE_KEPT = 30.0


class BadQuestion(ValueError):
    """The question, language, area or limit cannot be used; the message says what to do."""

    def __init__(self, message: str, *, field: str, code: str = "bad-request") -> None:
        super().__init__(message)
        self.field, self.code = field, code


class NoIndex(RuntimeError):
    """The search index has not been built yet."""


@lru_cache(maxsize=1)
def encoder() -> Any:
    """The encoder of this process, or None when the model is not there (the search then works on words only)."""
    return load_encoder()


class _Holder:
    """The index of this process."""

    def __init__(self) -> None:
        self.index: Index | None = None
        self.version: int | None = None
        self.looked = 0.0
        self.lock = threading.Lock()

    def current(self) -> Index:
        """The newest index; loads a newer one when there is one."""
        if self.index is not None and time.monotonic() - self.looked < LOOK_AGAIN:
            return self.index
        with self.lock:
            if self.index is not None and time.monotonic() - self.looked < LOOK_AGAIN:
                return self.index
            newest = SearchIndex.objects.order_by("-id").values_list("id", flat=True).first()
            if newest is None and self.index is None:
                raise NoIndex("the search index has not been built yet: run `wijkkompas index rebuild`")
            if newest is not None and newest != self.version:
                blob = SearchIndex.objects.values_list("blob", flat=True).get(id=newest)
                self._take(bytes(blob), newest)
            self.looked = time.monotonic()
            assert self.index is not None
            return self.index

    def _take(self, blob: bytes, version: int) -> None:
        """Load an index; one that another version of the code wrote is built again, and until then the old one stays."""
        try:
            self.index, self.version = Index.from_bytes(blob, encoder()), version
        except (KeyError, ValueError) as error:
            logger.warning("the search index was written by another version of the code; it is built again")
            ask_for_rebuild()
            if self.index is None:
                raise NoIndex("the search index is being built again") from error

    def forget(self) -> None:
        """For tests and after a rebuild in this process."""
        self.looked = 0.0


_holder = _Holder()


def search_mode() -> str:
    """`full`, `words-only` or `none`, for /readyz."""
    try:
        _holder.current()
    except (NoIndex, DatabaseError):
        return "none"
    return "full" if encoder() is not None else "words-only"


def detect_crisis(text: str, language: str) -> tuple[str, ...]:
    """Which crisis needs a text may be about; used for questions and for call-back texts. Without an index the phrases see
    what is said in so many words: danger does not wait until the index is built.
    """
    try:
        return tuple(_holder.current().detect_crisis(clean(text), language))
    except NoIndex:
        return said_plainly(clean(text))


def vectors_of_services() -> dict[str, Any]:
    """The meaning of each service in the index, by id; empty without the model or an index."""
    try:
        return _holder.current().shelf.meanings()
    except NoIndex:
        return {}


# Building -----------------------------------------------------------------------------------------------------------


def documents(today: datetime) -> list[found.Document]:
    """The public directory as the engine wants it."""
    rows = []
    services = (
        Service.objects.not_over(today.astimezone(clock.AMSTERDAM).date())  # who may see it now is decided when asked
        .select_related("organization")
        .prefetch_related("areas", "goals", "at_locations__location", "service_needs")
    )
    for service in services:
        codes = {area.code for area in service.areas.all()}
        codes |= {m for area in service.areas.all() if (m := area.municipality_code)}
        places = [at.location for at in service.at_locations.all()]
        needs = sorted(service.service_needs.all(), key=lambda row: row.position)
        age = (today.date() - service.assured_date).days if service.assured_date else 365
        rows.append(
            found.Document(
                id=str(service.id),
                name=service.name,
                organization=service.organization.name,
                text=" ".join(
                    filter(
                        None,
                        [
                            service.summary,
                            service.description,
                            service.in_brief,
                            *(goal.text for goal in service.goals.all()),
                        ],
                    )
                ),
                needs=tuple(row.need_id for row in needs),
                areas=frozenset(codes),
                placeless=mensen.COUNTRY in codes,
                points=tuple(
                    (p.latitude, p.longitude) for p in places if p.latitude is not None and p.longitude is not None
                ),
                fresh=max(0.0, min(1.0, 1.5 - age / 365)),
            )
        )
    return rows


def rebuild_index() -> dict[str, Any]:
    """Build the index from the database and store it; does nothing when nothing changed. Raises for a broken directory."""
    started = time.perf_counter()
    needs = [
        found.Need(need.code, need.domain_id, need.urgency, dict(need.labels), need.description)
        for need in Need.objects.all()
    ]
    phrasings = [
        found.Phrasing(*row)
        for row in Phrasing.objects.filter(active=True).order_by("id").values_list("need_id", "lang", "text")
    ]
    rows = documents(clock.now())
    lines = loading.crisis_lines()
    model = encoder()
    digest = hashlib.sha256(
        repr(
            [
                needs,
                phrasings,
                [(d.id, d.name, d.text, d.needs, sorted(d.areas), d.points, round(d.fresh, 1)) for d in rows],
                lines,
                getattr(model, "hash", None),
                engine_version(),
            ]
        ).encode()
    ).hexdigest()
    newest = SearchIndex.objects.order_by("-id").first()
    if newest is not None and newest.digest == digest:
        return {"built": False, "services": len(rows)}
    from wijkkompas.wegwijzer.search.vectors import shipped_vectors

    vectors = shipped_vectors(model)
    earlier = None
    with contextlib.suppress(NoIndex):
        earlier = _holder.current()
        earlier.lend(vectors)  # services that editors wrote are not encoded again
    index = build(needs, phrasings, rows, lines, model, vectors, earlier)
    seconds = round(time.perf_counter() - started, 2)
    SearchIndex.objects.filter(digest=digest).delete()
    made = SearchIndex.objects.create(digest=digest, services=len(rows), seconds=seconds, blob=index.to_bytes())
    SearchIndex.objects.exclude(id__gte=made.id - 1).delete()
    _holder.forget()
    return {"built": True, "services": len(rows), "phrasings": len(phrasings), "seconds": seconds}


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Changes when the code of the engine does: then the index is built again."""
    folder = Path(engine_module.__file__).parent
    texts = [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".py", ".txt"}]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def ask_for_rebuild() -> None:
    """Have the worker build the index; asking twice builds once. Commits or disappears with this transaction."""
    ask_once("wijkkompas.wegwijzer.tasks.rebuild_index", lock="rebuild_index")


# Asking -------------------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """The question without control characters, one space between words, at most 1,000 characters."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Co"} else sign for sign in text)
    return " ".join(kept.split())[:LONGEST]


@dataclass(frozen=True)
class Card:
    """A result as a page shows it."""

    service: Service
    presence: Presence
    distance_m: int | None
    why: str
    said: Mapping[str, Shown]  # name and summary in the language of the page
    stale: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the search found, with rows from the database."""

    needs: list[tuple[Need, float]]
    cards: list[Card]
    crisis: tuple[str, ...]
    answered: bool
    took_ms: float


_presence_cache: dict[str, Any] = {"at": 0.0, "open": frozenset()}


def present(service: Service, moment: datetime) -> Presence:
    """Is somebody there now; reads prefetched schedules."""
    return _presence_of(service.schedules.all(), moment)


def _presence_of(schedules: Iterable[Schedule], moment: datetime) -> Presence:
    """What these schedules, with their exceptions, say of this moment."""
    known = list(schedules)
    exceptions = [row.as_value() for schedule in known for row in schedule.exceptions.all()]
    return presence(moment, [schedule.as_hours() for schedule in known], exceptions)


def open_now_ids(moment: datetime) -> frozenset[str]:
    """Ids of the services where somebody is there now; kept half a minute per process."""
    if time.monotonic() - _presence_cache["at"] < PRESENCE_KEPT:
        return _presence_cache["open"]
    by_service: dict[UUID, list[Schedule]] = {}
    for schedule in Schedule.objects.prefetch_related("exceptions"):
        by_service.setdefault(schedule.service_id, []).append(schedule)
    is_open = frozenset(str(key) for key, rows in by_service.items() if _presence_of(rows, moment).open_now)
    _presence_cache.update(at=time.monotonic(), open=is_open)
    return _presence_cache["open"]


def local_now() -> datetime:
    """The present moment in the Netherlands."""
    return clock.now().astimezone(clock.AMSTERDAM)


def place_of(area: mensen.Area | None) -> found.Place:
    """An area as the engine wants it; none means: only what is everywhere."""
    if area is None:
        return found.Place((mensen.COUNTRY,), None)
    point = (area.latitude, area.longitude) if area.latitude is not None and area.longitude is not None else None
    return found.Place(tuple(area.path), point)


def find(text: str, *, area: mensen.Area | None, language: str, limit: int) -> Outcome:
    """Search, and fetch what the results show. A fixed number of queries, whatever the number of results."""
    started = time.perf_counter()
    question, moment = clean(text), local_now()
    answer = _holder.current().ask(question, language, place_of(area), limit + SPARE, open_now_ids(moment))
    needs = Need.objects.in_bulk([hit.code for hit in answer.needs])
    visible = Service.objects.public(moment.date()).with_facts()
    services = {str(s.id): s for s in visible.filter(id__in=[hit.id for hit in answer.hits])}
    hits = _sunk([hit for hit in answer.hits if hit.id in services], services, moment.date())
    shown = hits[:limit]
    said = translating.of_services([services[hit.id] for hit in shown], language)
    cards = [
        _card(services[hit.id], moment, hit.distance_m, why(hit, needs, language), said[services[hit.id].slug])
        for hit in shown
    ]
    return Outcome(
        needs=[(needs[hit.code], hit.score) for hit in answer.needs if hit.code in needs],
        cards=cards,
        crisis=answer.crisis,
        answered=answer.answered,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def _sunk(hits: list[found.Hit], services: dict[str, Service], today: date) -> list[found.Hit]:
    """What outlived its term stands lower; not what somebody asked for by its name."""
    return sunk(hits, lambda hit: hit.reason != "name" and facts.sinks(services[hit.id], today))


def _card(service: Service, moment: datetime, distance_m: int | None, why_text: str, said: Mapping[str, Shown]) -> Card:
    stale = facts.sinks(service, moment.date())
    return Card(service, present(service, moment), distance_m, why_text, said, stale)


def why(hit: found.Hit, needs: dict[str, Need], language: str) -> str:
    """Why this result, in one clause."""
    if hit.reason == "name":
        return _("De naam lijkt op wat u schreef.")
    if hit.need and (need := needs.get(hit.need) or Need.objects.filter(code=hit.need).first()):
        return _("Past bij: %(need)s.") % {"need": need.label(language)}
    return _("De tekst lijkt op uw vraag.")


def all_contacts(language: str) -> list[dict[str, Any]]:
    """Every number that somebody may call day and night or most of the day."""
    return crisis_contacts(Need.objects.filter(urgency="crisis").values_list("code", flat=True), language)


def crisis_contacts(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The numbers for these crisis needs: fixed sentences, with the Dutch beside them until a person checked. Never empty."""
    wanted = list(codes)
    lines = list(CrisisLine.objects.filter(needs__in=wanted).distinct()) if wanted else []
    said = translating.of_crisis_lines(lines, language)
    return [
        {
            "name": said[line.code].text,
            "dutch": line.names["nl"],
            "said": said[line.code],
            "beside": said[line.code].translated and said[line.code].state not in CHECKED_BY_A_PERSON,
            "tel": line.number,
            "url": line.website,
            "hours": line.hours,
            "late": facts.is_late_number(line, clock.today()),
        }
        for line in lines
    ]


def check_arguments(text: str, area: str | None, lang: str, limit: int) -> mensen.Area | None:
    """Raise `BadQuestion` for what cannot be used; gives the area."""
    trimmed = text.strip()
    if not trimmed or not clean(trimmed):
        raise BadQuestion("Schrijf een vraag: q mag niet leeg zijn.", field="q")
    if len(trimmed) > LONGEST:
        raise BadQuestion(f"De vraag is te lang: gebruik hooguit {LONGEST} tekens.", field="q")
    if lang not in CODES:
        raise BadQuestion(f"Deze taal kennen wij niet: kies uit {', '.join(CODES)}.", field="lang")
    if not 1 <= limit <= 50:
        raise BadQuestion("limit is een getal van 1 tot en met 50.", field="limit")
    if not area:
        return None
    try:
        return mensen.area(area)
    except mensen.UnknownArea as error:
        raise BadQuestion(
            "Dit gebied kennen wij niet: gebruik een code zoals GM0622.", field="area", code="unknown-area"
        ) from error


def answer(text: str, *, area: str | None = None, lang: str = "nl", limit: int = 10) -> dict[str, Any]:
    """The answer of contracts.md, for `ask` and GET /api/v1/search."""
    place = check_arguments(text, area, lang, limit)
    with override(lang):
        outcome = find(text, area=place, language=lang, limit=limit)
        return {
            "needs": [{"code": n.code, "label": n.label(lang), "score": round(score, 3)} for n, score in outcome.needs],
            "results": [_result(card, lang) for card in outcome.cards],
            "crisis": {
                "kinds": list(outcome.crisis),
                "contacts": [
                    {"name": c["name"], "tel": c["tel"], "url": c["url"]} for c in crisis_contacts(outcome.crisis, lang)
                ],
            }
            if outcome.crisis
            else None,
            "answered": outcome.answered,
            "took_ms": outcome.took_ms,
        }


def _result(card: Card, lang: str) -> dict[str, Any]:
    service = card.service
    prefix = "" if lang == "nl" else f"/{lang}"
    return {
        "id": str(service.id),
        "name": service.name,
        "organization": service.organization.name,
        "needs": [row.need_id for row in service.service_needs.all()],
        "area": area_of(service),
        "open_now": card.presence.open_now,
        "distance_m": card.distance_m,
        "why": card.why,
        "url": f"{settings.BASE_URL}{prefix}/hulp/{service.slug}",
    }


def area_of(service: Service) -> str:
    """The code of the area that a service is for (the first, when there are more)."""
    codes = sorted(area.code for area in service.areas.all())
    return codes[0] if codes else mensen.COUNTRY


def cards_for(services: Sequence[Service], *, moment: datetime, language: str, why_text: str = "") -> list[Card]:
    """Cards of services that a page lists by itself (a need page, an area page)."""
    said = translating.of_services(services, language)
    return [_card(service, moment, None, why_text, said[service.slug]) for service in services]


def retold(cards: Sequence[Card], language: str) -> list[Card]:
    """The same cards in another language."""
    said = translating.of_services([card.service for card in cards], language)
    return [replace(card, said=said[card.service.slug]) for card in cards]
