"""Reads of translations: what a page shows, and what an ambassador does next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wijkkompas.mensen import api as mensen
from wijkkompas.talen import registry
from wijkkompas.talen.models import Speaker, Step, Translation
from wijkkompas.talen.rules import minutes_for, state_now
from wijkkompas.talen.values import (
    CHECKED_BY_A_PERSON,
    CODES,
    DOUBTED,
    OTHERS,
    SOURCE,
    Deed,
    Key,
    Shown,
    Source,
    State,
    Urgency,
)


def in_language(language: str, sources: Mapping[Key, str]) -> dict[Key, Shown]:
    """These Dutch texts as a page in this language shows them. One query, whatever the number; none for Dutch."""
    rows = {}
    if language in OTHERS and sources:
        kept = Translation.objects.filter(
            language=language,
            kind__in={key.kind for key in sources},
            object_id__in={key.object_id for key in sources},
        ).values_list("kind", "object_id", "field", "text", "state", "source_hash")
        rows = {Key(*row[:3]): row[3:] for row in kept}
    return {key: _shown(key, dutch, language, rows) for key, dutch in sources.items()}


def _shown(key: Key, dutch: str, language: str, rows: Mapping[Key, tuple[str, str, str]]) -> Shown:
    text, stored, made_of = rows.get(key, ("", "", ""))
    if not text or not dutch:
        return Shown(dutch, SOURCE, None, dutch)
    state = state_now(stored=stored, text=text, translated_from=made_of, dutch=dutch)
    return Shown(dutch, SOURCE, state, dutch) if state == State.STALE else Shown(text, language, state, dutch)


def languages_of(account: mensen.Account) -> list[str]:
    """The languages in which somebody may translate, in the order of the menu; none for who is no ambassador."""
    if account.role != mensen.Role.AMBASSADOR:
        return []
    spoken = set(Speaker.objects.filter(account_id=account.pk).values_list("language", flat=True))
    return [code for code in CODES if code in spoken & set(OTHERS)]


# The work -----------------------------------------------------------------------------------------------------------

_FIRST = {State.STALE: 0, DOUBTED: 1, State.MISSING: 2, State.MACHINE: 2, State.CHECKED: 3}


@dataclass(frozen=True)
class Task:
    """One text in the list of a language, with how far it is."""

    source: Source
    state: str
    doubted: bool
    checked_by: int | None

    @property
    def order(self) -> tuple[object, ...]:
        """Danger first; what residents now see in Dutch again before what was never there; fields of a thing together."""
        first = _FIRST.get(self.state if self.state == State.STALE else self.shown_as, 9)
        key = self.source.key
        return (
            self.source.urgency,
            first,
            self.source.title.casefold(),
            key.kind,
            key.object_id,
            registry.reading_order(key),
        )

    @property
    def shown_as(self) -> str:
        """Its state as the list tells it: a doubt comes before how far it is."""
        return DOUBTED if self.doubted else self.state

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return minutes_for(self.source.dutch, written=self.state != State.MISSING)

    def waits_for(self, account_id: int) -> bool:
        """Somebody can do something here: not what they checked themselves, not what is finished."""
        if self.state == State.APPROVED:
            return self.doubted
        return self.doubted or not (self.state == State.CHECKED and self.checked_by == account_id)


@dataclass(frozen=True)
class Work:
    """Everything there is to translate into one language."""

    language: str
    tasks: list[Task]

    @property
    def total(self) -> int:
        """How many texts residents read."""
        return len(self.tasks)

    @property
    def done(self) -> int:
        """How many a person looked at."""
        return sum(task.state in CHECKED_BY_A_PERSON for task in self.tasks)

    def waiting(self, account_id: int) -> list[Task]:
        """What this person can do, most urgent first."""
        return sorted((task for task in self.tasks if task.waits_for(account_id)), key=lambda task: task.order)


def smallest(waiting: Sequence[Task]) -> Task | None:
    """What takes the least time among what is most urgent, of what waits in order of urgency."""
    first = [task for task in waiting if task.source.urgency == waiting[0].source.urgency]
    return min(first, key=lambda task: task.minutes, default=None)


@dataclass(frozen=True)
class Thanks:
    """How many texts somebody looked at or wrote, each counted once."""

    month: int = 0
    ever: int = 0


def thanks_of(account_id: int, month: datetime) -> dict[str, Thanks]:
    """What who acts did, by language; `month` is the first moment of this month. Of nobody else. One query."""
    rows = (
        Step.objects.filter(by=account_id, deed__in=[Deed.WRITTEN, Deed.CONFIRMED, Deed.APPROVED])
        .order_by()
        .values("language")
        .annotate(
            ever=Count("translation", distinct=True),
            month=Count("translation", distinct=True, filter=Q(at__gte=month)),
        )
    )
    return {row["language"]: Thanks(row["month"], row["ever"]) for row in rows}


def work_in(languages: Iterable[str]) -> list[Work]:
    """The work in each of these languages. One query, and a fixed number for the Dutch texts."""
    wanted, sources = list(languages), registry.all_sources()
    if not wanted:
        return []
    rows: dict[tuple[str, Key], tuple[str, str, str, bool, int | None]] = {}
    kept = Translation.objects.filter(language__in=wanted).values_list(
        "language", "kind", "object_id", "field", "text", "state", "source_hash", "doubted", "checked_by"
    )
    for language, kind, object_id, name, *rest in kept:
        rows[(language, Key(kind, object_id, name))] = tuple(rest)  # type: ignore[assignment]
    return [_work(language, sources, rows) for language in wanted]


def _work(language: str, sources: list[Source], rows: Mapping[tuple[str, Key], tuple]) -> Work:
    tasks = []
    for source in sources:
        text, stored, made_of, doubted, checked_by = rows.get((language, source.key), ("", None, "", False, None))
        state = state_now(stored=stored, text=text, translated_from=made_of, dutch=source.dutch)
        tasks.append(Task(source, state, doubted, checked_by))
    return Work(language, tasks)


@dataclass(frozen=True)
class Doubt:
    """What somebody was not sure of, and the text they would propose."""

    note: str
    text: str
    own: bool


@dataclass(frozen=True)
class Desk:
    """One text as an ambassador sees it."""

    source: Source
    row: Translation | None
    state: str
    doubt: Doubt | None
    own: bool  # this person checked it, so somebody else must be the second reader

    @property
    def text(self) -> str:
        """What stands in the box: a proposal with a doubt, else the translation as it is."""
        if self.doubt and self.doubt.text:
            return self.doubt.text
        return self.row.text if self.row else ""

    @property
    def version(self) -> int:
        """0 when there is no row yet."""
        return self.row.version if self.row else 0


def desk(key: Key, language: str, account_id: int) -> Desk | None:
    """One text side by side; None when residents read no such text."""
    source = registry.source_of(key)
    if source is None:
        return None
    row = Translation.objects.filter(language=language, **key._asdict()).first()
    state = row.state_beside(source.dutch) if row else State.MISSING
    doubt = None
    if row is not None and row.doubted:
        step = Step.objects.filter(translation=row, deed=Deed.DOUBTED).first()
        doubt = Doubt(step.note, step.text, step.by == account_id) if step else None
    own = row is not None and state == State.CHECKED and row.checked_by == account_id
    return Desk(source, row, state, doubt, own)


def next_after(key: Key, language: str, account_id: int) -> Key | None:
    """The text to do after this one: the next in the list, or the first when this was the last."""
    [work] = work_in([language])
    order = {task.source.key: task.order for task in work.tasks}
    waiting = [task for task in work.waiting(account_id) if task.source.key != key]
    if not waiting:
        return None
    here = order.get(key)
    return next((t.source.key for t in waiting if here is not None and t.order > here), waiting[0].source.key)


def urgency_groups(tasks: Iterable[Task]) -> list[tuple[Urgency, list[Task]]]:
    """Tasks that are in order already, in groups of one urgency."""
    groups: dict[Urgency, list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.source.urgency, []).append(task)
    return sorted(groups.items())
