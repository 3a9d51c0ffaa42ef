"""What somebody tells about a household -> answers for the engine. Every mistake is told per field, all of them at once.

An answer is an exact value, a box [from, to], or nothing ("weet ik niet", "zeg ik liever niet"): then it stays open and is not
asked again. An age in whole years is a box of a year, so that nobody gets or loses the AOW by rounding.
"""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wijkkompas.regelingen.engine.book import Attribute, Book, Reference
from wijkkompas.regelingen.engine.interval import Interval
from wijkkompas.regelingen.engine.tree import Problem

NOT_SAID = ("weet ik niet", "zeg ik liever niet")
TRUTHS = {"ja": 1.0, "true": 1.0, "1": 1.0, "nee": 0.0, "false": 0.0, "0": 0.0}
PER_YEAR = {"week": 52, "4 weken": 13, "maand": 12, "kwartaal": 4, "jaar": 1}
ADULT, OLDEST_YEAR = 18, 11 / 12
MOST_CHILDREN = 20
FIRST_YEAR, LAST_YEAR = 2000, 2100
CHILD_BANDS = {
    "kinderen_0_3": (0, 3), "kinderen_4_5": (4, 5), "kinderen_6_11": (6, 11), "kinderen_12_15": (12, 15),
    "kinderen_16_17": (16, 17),
}  # fmt: skip
BORN = {"geboren": "leeftijd", "geboren_partner": "leeftijd_partner"}
OTHER_KEYS = ("datum", "kinderen", "inkomens", *BORN)


class Problems(ValueError):
    """Everything that is wrong with what was filled in, per field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def months_old(born: dt.date, day: dt.date) -> int:
    """Whole months between birth and a day; negative before birth. Born on the 31st: a month ends on its last day."""
    last = calendar.monthrange(day.year, day.month)[1]
    reached = day.day >= min(born.day, last)
    return (day.year - born.year) * 12 + day.month - born.month - (not reached)


def reference_day(day: dt.date, reference: Reference) -> dt.date:
    """The day whose situation counts: today, the first of the month, the last of the month before, the first of the quarter."""
    first = day.replace(day=1)
    if reference == "month":
        return first
    if reference == "month_before":
        return first - dt.timedelta(days=1)
    if reference == "quarter":
        return first.replace(month=(day.month - 1) // 3 * 3 + 1)
    return day


def others(low: Any, high: Any) -> tuple[Any, Any]:
    """Whether other adults live there, from how many: who counted them need not say yes as well. Numbers or numpy columns."""
    return low > 0, high > 0


@dataclass(frozen=True)
class Household:
    """A household on a day. `fixed` are answers that do not depend on the day that counts; `not_said` is never asked again."""

    day: dt.date
    fixed: Mapping[str, Interval]
    born: Mapping[str, dt.date] = field(default_factory=dict)
    children: tuple[int | dt.date, ...] | None = None
    not_said: frozenset[str] = frozenset()

    def answers(self, reference: Reference = "day") -> dict[str, Interval]:
        """The answers as they stand on the day that counts for a scheme."""
        counts = reference_day(self.day, reference)
        found = dict(self.fixed)
        for name, born in self.born.items():
            age = months_old(born, counts) / 12
            found[name] = (age, age)
        if self.children is not None:
            ages = [child if isinstance(child, int) else months_old(child, counts) // 12 for child in self.children]
            for name, (youngest, oldest) in CHILD_BANDS.items():
                number = float(sum(youngest <= age <= oldest for age in ages))
                found[name] = (number, number)
        return found


def read(data: Any, book: Book, day: dt.date | None = None, *, today: dt.date) -> Household:
    """A household from JSON. `day` goes before the `datum` of the household, and that before `today`. Raises `Problems`."""
    if not isinstance(data, Mapping):
        raise Problems([Problem('geef een object met antwoorden, zoals {"leeftijd": 40}')])
    return _Reading(book, data, day, today).household()


class _Reading:
    def __init__(self, book: Book, data: Mapping[str, Any], day: dt.date | None, today: dt.date) -> None:
        self.book, self.data, self.problems = book, data, list[Problem]()
        self.fixed: dict[str, Interval] = {}
        self.born: dict[str, dt.date] = {}
        self.children: tuple[int | dt.date, ...] | None = None
        self.not_said: set[str] = set()
        self.day = day or (self.date("datum", data["datum"]) if data.get("datum") else None) or today

    def wrong(self, name: str, text: str) -> None:
        self.problems.append(Problem(text, field=name))

    def household(self) -> Household:
        for name, value in self.data.items():
            self.answer(name, value)
        if "medebewoners" in self.fixed and "andere_volwassenen" not in self.fixed:
            low, high = others(*self.fixed["medebewoners"])
            self.fixed["andere_volwassenen"] = (float(low), float(high))
        for name, attribute in BORN.items():
            if name in self.data and attribute in self.data:
                self.wrong(name, f"geef {name} of {attribute}, niet allebei")
        if not FIRST_YEAR <= self.day.year <= LAST_YEAR:
            self.wrong("datum", f"kies een dag tussen {FIRST_YEAR} en {LAST_YEAR}")
        if self.problems:
            raise Problems(self.problems)
        return Household(self.day, self.fixed, self.born, self.children, frozenset(self.not_said))

    def answer(self, name: str, value: Any) -> None:
        silent = value is None or (isinstance(value, str) and value.strip().lower() in NOT_SAID)
        if name == "datum":
            return
        if name == "kinderen":
            self.kinderen(value, silent=silent)
        elif name in BORN:
            if not silent and (born := self.birth(name, value)):
                self.born[BORN[name]] = born
        elif name == "inkomens":
            self.inkomens(value)
        elif name in self.book.questions and name not in self.book.attributes:
            self.ticks(name, value, silent=silent)
        elif name in self.book.attributes:
            self.attribute(self.book.attributes[name], value, silent=silent)
        else:
            near = difflib.get_close_matches(name, [*self.book.attributes, *self.book.questions, *OTHER_KEYS], 1)
            self.wrong(name, f"dit kennen wij niet{f'; bedoelt u {near[0]}?' if near else ''}")

    def attribute(self, about: Attribute, value: Any, *, silent: bool) -> None:
        if silent:
            self.not_said.add(about.question)
        elif about.kind == "truth":
            self.truth(about, value)
        elif isinstance(value, (list, tuple)) and len(value) == 2:
            low, high = self.number(about, value[0]), self.number(about, value[1])
            if low is not None and high is not None:
                if low > high:
                    self.wrong(about.name, "het eerste getal is hoger dan het tweede")
                self.fixed[about.name] = (low, high)
        elif (number := self.number(about, value)) is not None:
            whole_age = about.name.startswith("leeftijd") and number == int(number) and not isinstance(value, float)
            self.fixed[about.name] = (number, number + OLDEST_YEAR) if whole_age else (number, number)

    def truth(self, about: Attribute, value: Any) -> None:
        said = TRUTHS.get(str(value).strip().lower())
        if said is None:
            self.wrong(about.name, "zeg ja of nee")
        else:
            self.fixed[about.name] = (said, said)

    def ticks(self, name: str, value: Any, *, silent: bool) -> None:
        """A list to tick: what is named is yes, the rest of the list is no. What stands in a field of its own goes first."""
        choices = self.book.questions[name].attributes
        if silent:
            self.not_said.add(name)
        elif not isinstance(value, (list, tuple)) or any(choice not in choices for choice in value):
            self.wrong(name, f"geef een lijst met wat klopt; [] is niets; kies uit: {', '.join(choices)}")
        else:
            self.fixed |= {a: ((1.0, 1.0) if a in value else (0.0, 0.0)) for a in choices if a not in self.data}

    def number(self, about: Attribute, value: Any) -> float | None:
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = None
        unclear = isinstance(value, float) and math.isnan(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or unclear:
            self.wrong(about.name, "dit is geen getal; schrijf bijvoorbeeld 1250.50")
        elif about.takes(value):
            return float(value)
        elif about.low <= value <= about.high:
            self.wrong(about.name, "dit moet een heel getal zijn")
        else:
            self.wrong(about.name, f"dit getal kan niet; het ligt tussen {about.low:.10g} en {about.high:.10g}")
        return None

    def date(self, name: str, value: Any) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.wrong(name, "dit is geen datum; schrijf bijvoorbeeld 2014-05-01")
            return None

    def birth(self, name: str, value: Any) -> dt.date | None:
        born = self.date(name, value)
        if born and born > self.day:
            self.wrong(name, "deze datum ligt in de toekomst")
            return None
        if born and months_old(born, self.day) > 115 * 12:
            self.wrong(name, "deze datum ligt te lang geleden")
            return None
        return born

    def kinderen(self, value: Any, *, silent: bool) -> None:
        if silent:
            self.not_said.add("kinderen")
            return
        if not isinstance(value, (list, tuple)) or len(value) > MOST_CHILDREN:
            self.wrong(
                "kinderen", "geef een lijst met de leeftijd of geboortedatum van ieder kind; [] is geen kinderen"
            )
            return
        both = [name for name in CHILD_BANDS if name in self.data]
        if both:
            self.wrong("kinderen", f"geef kinderen of {both[0]}, niet allebei")
        children = [self.child(number, child) for number, child in enumerate(value, 1)]
        self.children = tuple(child for child in children if child is not None)

    def child(self, number: int, value: Any) -> int | dt.date | None:
        name = f"kinderen[{number}]"
        if isinstance(value, Mapping):
            value = value.get("geboren", value.get("leeftijd"))
        if isinstance(value, (str, dt.date)):
            return self.birth(name, value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < ADULT:
            self.wrong(name, "een leeftijd ligt tussen 0 en 17; wie ouder is, telt bij medebewoners")
            return None
        return int(value)

    def inkomens(self, value: Any) -> None:
        if not isinstance(value, (list, tuple)):
            self.wrong("inkomens", "geef een lijst van {bedrag, per, soort}")
            return
        totals = {"netto": 0.0, "bruto": 0.0}
        for number, row in enumerate(value, 1):
            name = f"inkomens[{number}]"
            row = row if isinstance(row, Mapping) else {}
            amount, per, kind = row.get("bedrag"), str(row.get("per")), str(row.get("soort"))
            if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not 0 <= amount <= 2_000_000:
                self.wrong(f"{name}.bedrag", "dit bedrag kan niet; het ligt tussen 0 en 2000000")
            elif per not in PER_YEAR:
                self.wrong(f"{name}.per", f"kies een van: {', '.join(PER_YEAR)}")
            elif kind not in totals:
                self.wrong(f"{name}.soort", "kies netto of bruto")
            else:
                totals[kind] += amount * PER_YEAR[per]
        kinds = {str(row.get("soort")) for row in value if isinstance(row, Mapping)}
        for kind, name, share in (("netto", "netto_maand", 12), ("bruto", "toetsingsinkomen", 1)):
            if kind in kinds and name in self.data:
                self.wrong(name, "geef dit of inkomens, niet allebei")
            elif kind in kinds:
                about = self.book.attributes[name]
                found = self.number(about, round(totals[kind] / share, 2))
                if found is not None:
                    self.fixed[name] = (found, found)
