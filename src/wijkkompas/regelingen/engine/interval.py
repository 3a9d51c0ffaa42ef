"""Decides. A value is (lowest, highest); yes is (1, 1), no is (0, 0), and (0, 1) means that both can still be true.

What is unknown is the whole range of what it may be, never a default. So a certain yes or no stays, whatever the answers
turn out to be; and because every step rounds alike, a point gives exactly what `vector` gives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from wijkkompas.regelingen.engine import rounding
from wijkkompas.regelingen.engine.tree import Call, Name, Node, Number, Truth

Interval = tuple[float, float]
Env = dict[str, Interval]
Step = Callable[[Env], Interval]

YES: Interval = (1.0, 1.0)
NO: Interval = (0.0, 0.0)
PERHAPS: Interval = (0.0, 1.0)
ANYTHING: Interval = (-math.inf, math.inf)


def add(a: Interval, b: Interval) -> Interval:
    """a + b"""
    return a[0] + b[0], a[1] + b[1]


def subtract(a: Interval, b: Interval) -> Interval:
    """a - b"""
    return a[0] - b[1], a[1] - b[0]


def _times(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y  # nothing times whatever is nothing, also when whatever has no end


def multiply(a: Interval, b: Interval) -> Interval:
    """a * b"""
    if a[0] >= 0 and b[0] >= 0:
        return _times(a[0], b[0]), _times(a[1], b[1])
    products = [_times(x, y) for x in a for y in b]
    return min(products), max(products)


def divide(a: Interval, b: Interval) -> Interval:
    """a / b; when b may be nothing, the answer may be anything."""
    if b[0] <= 0 <= b[1]:
        return ANYTHING
    results = [0.0 if math.isinf(y) else x / y for x in a for y in b]
    return min(results), max(results)


def negate(a: Interval) -> Interval:
    """-a"""
    return -a[1], -a[0]


def less(a: Interval, b: Interval) -> Interval:
    """a < b"""
    return YES if a[1] < b[0] else NO if a[0] >= b[1] else PERHAPS


def at_most(a: Interval, b: Interval) -> Interval:
    """a <= b"""
    return YES if a[1] <= b[0] else NO if a[0] > b[1] else PERHAPS


def more(a: Interval, b: Interval) -> Interval:
    """a > b"""
    return less(b, a)


def at_least(a: Interval, b: Interval) -> Interval:
    """a >= b"""
    return at_most(b, a)


def equal(a: Interval, b: Interval) -> Interval:
    """a = b"""
    if a[1] < b[0] or b[1] < a[0]:
        return NO
    return YES if a[0] == a[1] == b[0] == b[1] else PERHAPS


def opposite(a: Interval) -> Interval:
    """Not a."""
    return 1 - a[1], 1 - a[0]


def unequal(a: Interval, b: Interval) -> Interval:
    """a <> b"""
    return opposite(equal(a, b))


def both(a: Interval, b: Interval) -> Interval:
    """a and b"""
    return min(a[0], b[0]), min(a[1], b[1])


def either(a: Interval, b: Interval) -> Interval:
    """a or b"""
    return max(a[0], b[0]), max(a[1], b[1])


def smallest(*parts: Interval) -> Interval:
    """The smallest of the parts."""
    return min(part[0] for part in parts), min(part[1] for part in parts)


def largest(*parts: Interval) -> Interval:
    """The largest of the parts."""
    return max(part[0] for part in parts), max(part[1] for part in parts)


def choose(condition: Interval, yes: Interval, no: Interval) -> Interval:
    """`als`: one branch when the condition is certain, else all that both branches can give."""
    if condition[0] >= 1:
        return yes
    if condition[1] <= 0:
        return no
    return min(yes[0], no[0]), max(yes[1], no[1])


def _rounded(how: Callable[[float], float], a: Interval) -> Interval:
    low = how(a[0])
    return (low, low) if a[0] == a[1] else (low, how(a[1]))


OPERATIONS: dict[str, Callable[..., Interval]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "neg": negate,
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
    "=": equal,
    "<>": unequal,
    "niet": opposite,
    "en": both,
    "of": either,
    "min": smallest,
    "max": largest,
    "als": choose,
    "omlaag": partial(_rounded, rounding.down),
    "afgerond": partial(_rounded, rounding.nearest),
    "cent": partial(_rounded, rounding.cents),
}


def build(node: Node, fixed: Mapping[str, Interval], steps: Mapping[str, Step]) -> Step | Interval:
    """An expression as a function of the answers; as a plain value when it does not depend on any answer.

    `fixed` holds the parameters, `steps` the names that have an expression; every other name is an attribute. A name with an
    expression is worked out once and kept in the answers' own dictionary.
    """
    if isinstance(node, Number):
        return (node.value, node.value)
    if isinstance(node, Truth):
        return YES if node.value else NO
    if isinstance(node, Name):
        if node.name in fixed:
            return fixed[node.name]
        return _remembered(node.name, steps[node.name]) if node.name in steps else _attribute(node.name)
    parts = [build(part, fixed, steps) for part in node.parts]
    if all(isinstance(part, tuple) for part in parts):
        return OPERATIONS[node.operation](*parts)
    return _call(node, parts)


def _attribute(name: str) -> Step:
    return lambda env: env[name]


def _remembered(name: str, step: Step) -> Step:
    def look_up(env: Env) -> Interval:
        known = env.get(name)
        if known is None:
            known = env[name] = step(env)
        return known

    return look_up


def always(part: Step | Interval) -> Step:
    """A step, also for a value that depends on nothing."""
    if isinstance(part, tuple):
        value = part
        return lambda env: value
    return part


def _call(node: Call, parts: list[Any]) -> Step | Interval:
    operation = OPERATIONS[node.operation]
    if node.operation == "als":
        return _choice(parts)
    if len(parts) == 1:
        (only,) = parts
        return lambda env: operation(only(env))
    if len(parts) > 2:
        steps = [always(part) for part in parts]
        return lambda env: operation(*[step(env) for step in steps])
    first, second = parts
    if node.operation in ("en", "of"):
        return _logic(operation, NO if node.operation == "en" else YES, always(first), always(second))
    if isinstance(second, tuple):
        return lambda env: operation(first(env), second)
    if isinstance(first, tuple):
        return lambda env: operation(first, second(env))
    return lambda env: operation(first(env), second(env))


def _logic(operation: Callable[..., Interval], settles: Interval, first: Step, second: Step) -> Step:
    def step(env: Env) -> Interval:
        a = first(env)
        return a if a == settles else operation(a, second(env))

    return step


def _choice(parts: list[Any]) -> Step | Interval:
    condition, yes, no = parts[0], always(parts[1]), always(parts[2])
    if isinstance(condition, tuple) and condition != PERHAPS:
        return parts[1] if condition == YES else parts[2]
    test = always(condition)

    def step(env: Env) -> Interval:
        known = test(env)
        if known == YES:
            return yes(env)
        return no(env) if known == NO else choose(known, yes(env), no(env))

    return step
