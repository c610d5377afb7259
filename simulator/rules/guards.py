"""Guards: the conditions of `if` and `when`, in CEL (Common Expression Language), over what was drawn and what is so.

`guard_of` reads one, `problems` tries it before anything runs: over all options of the variables that it reads, and
each state fact at its ends. Facts have this shape, and a guard needs only those that it `reads`:

    {"draw": {"entry": "X1"}, "state": {"order": "lockdown", "order_in": {"zone-A": ""}, "zones_dead": 0,
     "departed": 0, "space": {"C1": {"people": 3, "density": 0.2}}}}

`order` is "" where none was given; `departed` counts people, `density` is persons per square metre.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import product
from math import prod
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args

from simulator.model.distributions import Value
from simulator.model.response import Order
from simulator.rules.guard_names import MAX_LENGTH, Name, Token, read, spelled_name
from simulator.rules.near import did_you_mean, listed

if TYPE_CHECKING:
    import cel

CORE = "cel.cel"
_LOADING = Lock()
ORDERS: tuple[str, ...] = get_args(Order)
MAX_TRIALS = 1_000
"""The most sets of values at which one guard is tried."""
MANY = 1_000
JAM_PER_M2 = 3.8

Draws = Mapping[str, tuple[Value, ...]]
Facts = Mapping[str, Any]

__all__ = ["MAX_LENGTH", "ORDERS", "Guard", "always", "guard_of", "problems"]


@dataclass(frozen=True)
class Guard:
    """A condition that was read; `reads` are the names in it."""

    text: str
    reads: tuple[Name, ...]
    tokens: tuple[Token, ...] = field(repr=False)
    program: cel.Program = field(repr=False, compare=False)

    def holds(self, facts: Facts) -> bool:
        """Whether the condition is true. Raises ValueError in words where it cannot be worked out from these facts."""
        try:
            answer = self.program.execute(dict(facts))
        except Exception as error:
            raise ValueError(_cannot(error)) from None
        if not isinstance(answer, bool):
            raise ValueError(f"is {_called(answer)}, not true or false; compare it with something")
        return answer

    def draws(self) -> tuple[str, ...]:
        """The variables that it reads."""
        return tuple(name[1] for name in self.reads if name[0] == "draw")

    def spaces(self) -> tuple[str, ...]:
        """The spaces that it reads, as written: ids, or `@gym`."""
        return tuple(dict.fromkeys(name[2] for name in self.reads if name[:2] == ("state", "space")))

    def zones(self) -> tuple[str, ...]:
        """The speaker zones whose order it reads."""
        return tuple(name[2] for name in self.reads if name[:2] == ("state", "order_in"))


@lru_cache(maxsize=4_000)
def guard_of(text: str) -> Guard:
    """The guard that a text says. Raises ValueError with one sentence where it says none."""
    tokens, wrong = read(text)
    if wrong:
        raise ValueError(wrong[0])
    cel = _cel()
    try:
        program = cel.compile(text)
    except Exception as error:
        raise ValueError(_syntax(text, str(error))) from None
    return Guard(text, tuple(dict.fromkeys(token.name for token in tokens if token.name)), tokens, program)


@cache
def _cel() -> ModuleType:
    """The library's compiled core, when first asked for; the package around it loads a command line (0.2 s) of its own.

    It stands in `sys.modules` by its own name, for it can be loaded only once and others may import the package.
    """
    with _LOADING:
        if CORE not in sys.modules:
            package = find_spec("cel")
            spec = PathFinder.find_spec(CORE, package.submodule_search_locations) if package else None
            if spec is None or spec.loader is None:
                raise ModuleNotFoundError("the package common-expression-language is not installed", name=CORE)
            spec.loader.exec_module(sys.modules.setdefault(CORE, module_from_spec(spec)))
        return sys.modules[CORE]


def problems(text: str, draws: Draws, spaces: Collection[str], zones: Collection[str]) -> list[str]:
    """Everything wrong with a guard in a scenario with these variables and their options, spaces and speaker zones."""
    if wrong := read(text, tuple(draws))[1]:
        return wrong[:1]
    try:
        guard = guard_of(text)
    except ValueError as error:
        return [str(error)]
    known = {"draw": draws, "space": spaces, "order_in": zones}
    found = [message for name in guard.reads if (message := _unknown(name, known))]
    found = found or list(dict.fromkeys(_compared(guard.tokens, draws)))
    return found or _tried(guard, draws)[1]


def always(text: str, draws: Draws) -> bool | None:
    """What a guard without problems is at every option and every fact; None where that differs or cannot be told."""
    guard = guard_of(text)
    if any(token.kind == "sign" and token.text in _SUMS for token in guard.tokens):
        return None  # between the ends a sum may be anything
    if _trials(guard, draws) > MAX_TRIALS:
        return None
    answers, wrong = _tried(guard, draws)
    return answers.pop() if not wrong and len(answers) == 1 else None


def _syntax(text: str, message: str) -> str:
    """The parser's complaint as a sentence with its place."""
    for opened, closed in ("()", "[]"):
        if text.count(opened) != text.count(closed):
            return f"has {text.count(opened)} {opened} and {text.count(closed)} {closed}"
    match = re.search(r"<input>:(\d+):(\d+)", message)
    lines = text.split("\n")
    if match is None or not 0 < int(match[1]) <= len(lines):
        return "cannot be read as a condition"
    rest = " ".join(lines[int(match[1]) - 1][int(match[2]) - 1 :].split())
    if not rest:
        return "ends too early: something is missing after the last sign"
    return f'cannot be read from "{rest[:30]}" on; is a sign such as == or && missing, or too much?'


def _unknown(name: Name, known: Mapping[str, Collection[str]]) -> str | None:
    match name:
        case ("draw", variable) if variable not in known["draw"]:
            near = did_you_mean(variable, known["draw"]) or "; add it under variables"
            return f"there is no variable {variable}{near}"
        case ("state", "space", space, _) if space not in known["space"]:
            return f"the plan has no space {space}{did_you_mean(space, known['space'])}"
        case ("state", "order_in", zone) if zone not in known["order_in"]:
            near = did_you_mean(zone, known["order_in"]) or f"; the plan has {listed(known['order_in']) or 'none'}"
            return f"the plan has no speaker zone {zone}{near}"
        case _:
            return None


def _options(name: Name, draws: Draws) -> tuple[Value, ...]:
    """What a name can be; of numbers, the ends."""
    match name:
        case ("draw", variable):
            return draws[variable]
        case ("state", "order") | ("state", "order_in", _):
            return ("", *ORDERS)
        case (*_, "density"):
            return (0.0, JAM_PER_M2)
        case _:
            return (0, MANY)


def _compared(tokens: tuple[Token, ...], draws: Draws) -> Iterator[str]:
    """Names compared with something that they never are."""
    for at, token in enumerate(tokens):
        if token.kind != "name" or _sign(tokens, at - 1) in _SUMS or _sign(tokens, at + 1) in _SUMS:
            continue
        for other in _others(tokens, at):
            if message := _never(token.name, other, draws):
                yield message


_SUMS = frozenset("+-*/%.")
_EQUALS = ("==", "!=")


def _sign(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) and tokens[at].kind == "sign" else ""


def _others(tokens: tuple[Token, ...], at: int) -> Iterator[Token]:
    """The literals with which the name at a place is compared: `name == x`, `x == name`, `name in [x, y]`."""
    after = tokens[at + 1 : at + 3]
    if len(after) == 2 and after[0].text in _EQUALS and _sign(tokens, at + 3) not in _SUMS:
        yield after[1]
    elif len(after) == 2 and after[0] == Token("word", "in") and after[1].text == "[":
        yield from _list(tokens[at + 3 :])
    before = tokens[max(0, at - 2) : at]
    if len(before) == 2 and before[1].text in _EQUALS and _sign(tokens, at - 3) not in _SUMS:
        yield before[0]


def _list(tokens: tuple[Token, ...]) -> Iterator[Token]:
    for token in tokens:
        if token.text == "]" and token.kind == "sign":
            return
        if token.kind != "sign":
            yield token


def _never(name: Name, other: Token, draws: Draws) -> str | None:
    options, called = _options(name, draws), spelled_name(name)
    if other.kind not in ("text", "number") and other.text not in ("true", "false"):
        return None
    match options[0]:
        case bool():
            return None if other.kind == "word" else f"{called} is true or false; write {called} or !{called}"
        case str() if other.kind != "text":
            return f"{called} is a word; write it in quotes"
        case str() if other.text not in options:
            near = did_you_mean(other.text, map(str, options)) or f"; it can be {listed(map(_shown, options))}"
            return f"{called} is never {_shown(other.text)}{near}"
        case str():
            return None
        case _:
            return None if other.kind == "number" else f"{called} is a number; compare it with one, without quotes"


def _shown(value: Value) -> str:
    """A value as a guard writes it, in words that go into a sentence."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value or '""'
        case _:
            return f"{value:g}"


def _samples(name: Name, guard: Guard, draws: Draws) -> tuple[Value, ...]:
    """The values of a name at which a guard is tried: all options, or the ends and both sides of each number in it."""
    options = _options(name, draws)
    if isinstance(options[0], str | bool):
        return options
    low, high = min(map(float, options)), max(map(float, options))
    numbers = [float(token.text) for token in guard.tokens if token.kind == "number"]
    whole = all(isinstance(option, int) for option in options)
    step = 1.0 if whole else 0.001
    near = [number + by for number in numbers for by in (-step, 0.0, step) if low <= number + by <= high]
    values = sorted({low, high, *near})
    return tuple(int(value) for value in values if value == int(value)) if whole else tuple(values)


def _trials(guard: Guard, draws: Draws) -> int:
    return prod(len(_samples(name, guard, draws)) for name in guard.reads)


def _combinations(guard: Guard, draws: Draws) -> Iterator[tuple[Value, ...]]:
    """Every set of values; where they are too many, one name at a time from the first and from the last values."""
    samples = [_samples(name, guard, draws) for name in guard.reads]
    if _trials(guard, draws) <= MAX_TRIALS:
        yield from product(*samples)
        return
    for base in ([values[0] for values in samples], [values[-1] for values in samples]):
        for at, values in enumerate(samples):
            yield from ((*base[:at], value, *base[at + 1 :]) for value in values)


def _tried(guard: Guard, draws: Draws) -> tuple[set[bool], list[str]]:
    """The answers of a guard, or the sentence about the first set of values at which it has none."""
    answers: set[bool] = set()
    for values in _combinations(guard, draws):
        try:
            answers.add(guard.holds(_facts(guard.reads, values)))
        except ValueError as error:
            pairs = [f"{spelled_name(name)} = {_shown(value)}" for name, value in zip(guard.reads, values, strict=True)]
            return set(), [str(error) + (f" (with {listed(pairs, 3)})" if pairs else "")]
    return answers, []


def _facts(names: tuple[Name, ...], values: tuple[Value, ...]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in zip(names, values, strict=True):
        node = facts
        for step in name[:-1]:
            node = node.setdefault(step, {})
        node[name[-1]] = value
    return facts


def _cannot(error: Exception) -> str:
    match error:
        case ZeroDivisionError():
            return "divides by zero"
        case OverflowError():
            return "counts to a number that is too large"
        case KeyError():
            return f"reads {error.args[0]}, which is not known"
        case TypeError():
            return "puts together what does not go together, such as text and a number, or a drawn number and 2 for 2.0"
        case _:
            return "cannot be worked out"


def _called(answer: object) -> str:
    match answer:
        case str():
            return "text"
        case int() | float():
            return "a number"
        case _:
            return "a list"
