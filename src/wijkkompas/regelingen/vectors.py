"""Rows of published tables -> what our rules give for them. The form of a row: data/regelingen/vectors_dev.json, contracts.md.

A table says nothing about what it takes for granted (insured, no savings, thirty years old); so silence means that here, and only
here. Unconfirmed amounts are used too, and said: a table is how they get confirmed. Expired amounts are never used.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wijkkompas.regelingen import api
from wijkkompas.regelingen.engine.book import Edition, Ready
from wijkkompas.regelingen.engine.interval import Env, Interval, Step
from wijkkompas.regelingen.engine.tree import Problem
from wijkkompas.regelingen.household import CHILD_BANDS, MOST_CHILDREN

Row = Mapping[str, Any]
Got = dict[str, Any]
USUAL_AGE, AOW_AGE = 30, 70
FAMILY = ("gezin", "gehuwd", "paar", "samen", "alleenstaande_ouder", "echtpaar")
_NONE: Interval = (0.0, 0.0)


def run(rows: Any) -> list[Got]:
    """Every row with what we got and whether it equals what was published."""
    if not isinstance(rows, list):
        raise Problem("geef een lijst van rijen {id, scheme, date, input, expected, tolerance}")
    return [_one(row if isinstance(row, Mapping) else {}, number) for number, row in enumerate(rows, 1)]


def _one(row: Row, number: int) -> Got:
    name = row.get("id", f"rij {number}")
    try:
        key = row.get("scheme")
        if key not in KEYS:
            raise Problem(f"deze sleutel kennen wij niet: {key}; er zijn: {', '.join(KEYS)}")
        day = dt.date.fromisoformat(str(row.get("date")))
        given, expected = row.get("input"), row.get("expected")
        if not isinstance(given, Mapping) or not isinstance(expected, Mapping):
            raise Problem("input en expected horen objecten te zijn")
        got = KEYS[key](api.edition(day, trust=True), given)
        reason = _difference(got, expected, float(row.get("tolerance", 0.01)))
        answer: Got = {"id": name, "got": got, "passed": not reason}
        if reason:
            answer["reason"] = reason
        elif KEYS[key](api.edition(day), given) != got:
            answer["note"] = "rust op een bedrag dat nog niet bevestigd is"
        return answer
    except (Problem, ValueError, TypeError, OverflowError) as problem:
        return {"id": name, "got": {}, "passed": False, "reason": str(problem)}


def _difference(got: Got, expected: Row, tolerance: float) -> str:
    if not expected:
        return "er staat niets onder expected om mee te vergelijken"
    for key, wanted in expected.items():
        if key not in got:
            return f"{key} rekenen wij niet uit; wel: {', '.join(got)}"
        ours = got[key]
        if ours is None or isinstance(ours, list):
            return f"{key} is niet zeker: een bedrag is op deze dag niet bekend of niet bevestigd"
        same = ours == wanted if isinstance(wanted, bool) else abs(ours - wanted) <= tolerance + 1e-9
        if not same:
            return f"{key}: wij krijgen {ours}, de tabel zegt {wanted}"
    return ""


def _plain(value: Interval) -> Any:
    """A point as a number; a range as a list; null when nobody knows."""
    low, high = value
    if low == high:
        return int(low) if low == int(low) else round(low, 2)
    return None if math.isinf(low) or math.isinf(high) else [low, high]


def _number(given: Row, key: str, usual: float | None = None) -> Interval:
    value = given.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Problem("hier hoort een getal te staan", field=key)
    if value < 0:
        raise Problem("dit mag niet onder nul zijn", field=key)
    return (float(value), float(value))


def _truth(given: Row, key: str, usual: bool) -> Interval:
    value = given.get(key, usual)
    if not isinstance(value, bool):
        raise Problem("hier hoort true of false te staan", field=key)
    return (float(value), float(value))


def _norm(rules: Edition, given: Row) -> Interval:
    name = f"norm_{given.get('huishouden')}"
    if name not in rules.parameters:
        known = ", ".join(key.removeprefix("norm_") for key in rules.parameters if key.startswith("norm_"))
        raise Problem(f"dit huishouden kennen wij niet; er zijn: {known}", field="huishouden")
    return rules.fixed[name]


def _children(given: Row) -> Env:
    ages = given.get("leeftijden", given.get("kinderen", []))
    if isinstance(ages, int) and not isinstance(ages, bool):
        ages = [0] * min(ages, MOST_CHILDREN + 1)  # only a number: children without an extra amount for age
    if (
        not isinstance(ages, Sequence)
        or isinstance(ages, str)
        or len(ages) > MOST_CHILDREN
        or not all(isinstance(age, (int, float)) for age in ages)
    ):
        raise Problem(f"geef een lijst met de leeftijd van ieder kind, hoogstens {MOST_CHILDREN}", field="leeftijden")
    counts = {
        name: float(sum(low <= math.floor(age) <= high for age in ages)) for name, (low, high) in CHILD_BANDS.items()
    }
    return {name: (count, count) for name, count in counts.items()}


def _ready(rules: Edition, key: str) -> tuple[Ready, Callable[[str], Step]]:
    """A scheme, and what gives the steps of its helpers by name. Raises `Problem` when nobody filled in its rules."""
    ready = next(ready for ready in rules.ready if ready.scheme.key == key)
    if not ready.rules:
        raise Problem(f"voor {rules.day:%d-%m-%Y} zijn geen regels ingevuld")
    since = ready.rules.since
    return ready, lambda name: rules.steps[f"{key}@{since}:{name}"]


def _base(rules: Edition, given: Row) -> Env:
    """What every table takes for granted, and the age, partner and savings of this row."""
    usual = AOW_AGE if given.get("aow") else USUAL_AGE
    age = _number(given, "leeftijd", usual)
    children = _children(given)
    adults = int(_number(given, "personen", 1)[0]) - sum(count for count, _ in children.values())
    partner = _truth(given, "partner", adults > 1)
    env = rules.env({"leeftijd": age, "partner": partner, "vermogen": _number(given, "vermogen", 0)})
    env |= dict.fromkeys(
        (*CHILD_BANDS, "andere_volwassenen", "medebewoners", "kostendelende_medebewoners", "in_inrichting", "student"),
        _NONE,
    )
    env |= {"woont_in_nederland": (1.0, 1.0), "zorgverzekerd": _truth(given, "verzekerd", True)}
    env["leeftijd_partner"] = _number(given, "leeftijd_partner", age[0])
    if "aow" in given:
        env["aow"] = _truth(given, "aow", False)
    return env


def _amounts(rules: Edition, key: str, env: Env, year: str = "") -> Got:
    ready, helper = _ready(rules, key)
    settled = ready.decide(env)
    month = ready.money(env, settled)
    whole = helper("per_jaar")(env) if year and settled != _NONE else (month[0] * 12, month[1] * 12)
    right = {(1.0, 1.0): True, _NONE: False}.get(settled)
    return {"per_maand": _plain(month), "per_jaar": _plain(whole), "recht": right}


def _zorgtoeslag(rules: Edition, given: Row) -> Got:
    env = _base(rules, given) | {"toetsingsinkomen": _number(given, "toetsingsinkomen")}
    return _amounts(rules, "zorgtoeslag", env, "year")


def _kindgebonden_budget(rules: Edition, given: Row) -> Got:
    env = _base(rules, given) | _children(given) | {"toetsingsinkomen": _number(given, "toetsingsinkomen")}
    return _amounts(rules, "kindgebonden_budget", env, "year")


def _huurtoeslag(rules: Edition, given: Row) -> Got:
    env = _base(rules, given) | _children(given)
    persons = int(_number(given, "personen", 1)[0])
    here = 1 + env["partner"][0] + sum(env[name][0] for name in CHILD_BANDS)
    others = max(0.0, persons - here)
    env |= {
        "andere_volwassenen": (float(others > 0), float(others > 0)),
        "medebewoners": (others, others),
        "huurt_zelfstandig": (1.0, 1.0),
        "aangepaste_woning": _truth(given, "aangepaste_woning", False),
        "toetsingsinkomen": _number(given, "rekeninkomen" if "rekeninkomen" in given else "toetsingsinkomen"),
        "kale_huur": _number(given, "kale_huur"),
        "servicekosten": _number(given, "servicekosten", 0),
    }
    return _amounts(rules, "huurtoeslag", env)


def _kinderbijslag(rules: Edition, given: Row) -> Got:
    _, helper = _ready(rules, "kinderbijslag")
    quarter = helper("per_kwartaal")(_base(rules, given) | _children(given))
    return {"per_kwartaal": _plain(quarter), "per_jaar": _plain((quarter[0] * 4, quarter[1] * 4))}


def _bijstandsnorm(rules: Edition, given: Row) -> Got:
    norm = _norm(rules, given)
    return {"norm_incl_vt": _plain(norm), "norm_excl_vt": _plain(rules.compute("cent(95% * n)", {"n": norm}))}


def _inkomensgrens(rules: Edition, given: Row) -> Got:
    values = {"n": _norm(rules, given), "p": _number(given, "pct")}
    without = rules.compute("cent(95% * (p / 100 * n))", values)
    return {"grens": _plain(rules.compute("cent(p / 100 * n)", values)), "grens_excl_vt": _plain(without)}


def _kostendelersnorm(rules: Edition, given: Row) -> Got:
    env = _base(rules, given) | {"kostendelers": _number(given, "kostendelers")}
    if env["kostendelers"][0] < 1:
        raise Problem("tel ten minste de aanvrager", field="kostendelers")
    if "gehuwdennorm" in given:
        env["rekennorm"] = _number(given, "gehuwdennorm")
    return {"norm_pp": _plain(rules.steps["kostendelersnorm_pp"](env))}


def _bijstand(rules: Edition, given: Row) -> Got:
    share = _number(given, "vrijlating_pct", 0)
    names = {25.0: "vrijlating_25_max", 12.5: "vrijlating_12_5_max", 15.0: "vrijlating_15_max", 0.0: ""}
    if share[0] not in names:
        raise Problem("de wet kent 25, 12.5 en 15 procent, of 0", field="vrijlating_pct")
    most = rules.fixed[names[share[0]]] if share[0] else _NONE
    values = {
        "norm_hier": _norm(rules, given),
        "loon": _number(given, "netto_arbeid", 0),
        "deel": share,
        "hoogste": most,
    }
    text = "cent(max(0, norm_hier - (loon - min(deel / 100 * loon, max(0, hoogste)))))"
    return {"per_maand": _plain(rules.compute(text, values))}


def _vrijwilligersvergoeding(rules: Edition, given: Row) -> Got:
    month = _number(given, "vergoeding_maand", 0)
    env = _base(rules, given) | {
        "vrijwilligersvergoeding_maand": month,
        "vrijwilligersvergoeding_jaar": _number(given, "vergoeding_jaar", month[0]),
        "vrijwilligersvergoeding_uur": _number(given, "vergoeding_uur", 0),
        "vrijwilligerskosten_maand": _number(given, "kosten_maand", 0),
        "vrijwilligerskosten_aangetoond": _truth(given, "kosten_aangetoond", False),
        "krijgt_bijstand": (1.0, 1.0),
    }
    _, helper = _ready(rules, "vrijwilligersvergoeding")
    national = str(given.get("regime", "UWV")).lower() in ("uwv", "belastingdienst")
    counted = helper("telt_mee" if national else "telt_mee_bijstand")(dict(env))
    is_one = helper("is_vergoeding" if "vergoeding_uur" in given else "binnen_grens")(dict(env))
    return {"verrekend": _plain(counted), "is_vrijwilligersvergoeding": {(1.0, 1.0): True, _NONE: False}.get(is_one)}


def _vermogensgrens(rules: Edition, given: Row) -> Got:
    said = str(given.get("huishouden", ""))
    family = said.startswith(FAMILY) or given.get("partner") is True or bool(given.get("kinderen"))
    names = {
        "bijstand": ("vermogensgrens_alleen", "vermogensgrens_gezin"),
        "zorgtoeslag": ("toeslag_vermogen_alleen", "toeslag_vermogen_partner"),
        "kindgebonden_budget": ("toeslag_vermogen_alleen", "toeslag_vermogen_partner"),
        "huurtoeslag": ("ht_vermogen_alleen", "ht_vermogen_partner"),
    }
    scheme = given.get("regeling", "bijstand")
    if scheme not in names:
        raise Problem(f"deze regeling kennen wij hier niet; er zijn: {', '.join(names)}", field="regeling")
    name = "vermogensgrens_woning" if said == "woning" else names[scheme][family]
    return {"grens": _plain(rules.fixed[name]), "vermogensgrens": _plain(rules.fixed[name])}


KEYS: dict[str, Callable[[Edition, Row], Got]] = {
    "bijstandsnorm": _bijstandsnorm,
    "kostendelersnorm": _kostendelersnorm,
    "inkomensgrens": _inkomensgrens,
    "bijstand": _bijstand,
    "zorgtoeslag": _zorgtoeslag,
    "huurtoeslag": _huurtoeslag,
    "kindgebonden_budget": _kindgebonden_budget,
    "kinderbijslag": _kinderbijslag,
    "vrijwilligersvergoeding": _vrijwilligersvergoeding,
    "vermogensgrens": _vermogensgrens,
}
