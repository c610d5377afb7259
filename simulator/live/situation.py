"""What an act has before it: the log, the clock, the run, who asks, and readers of what was sent.

Whatever comes from a browser is data: each reader takes one value out of it, or says in a sentence what it expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.errors import Refused
from simulator.live.clock import Standing
from simulator.live.log import Record
from simulator.live.seats import Seat
from simulator.live.state import Core
from simulator.live.words import said
from simulator.model.exercise import Draft, Entry, Kind
from simulator.model.run import Run
from simulator.model.scenario import Scenario

LONGEST = 4_000
"""The most characters of one text that somebody sends."""
LONGEST_KEY = 180
DEEPEST, MOST_VALUES = 8, 400
"""How deep, and how wide, the values of one request may be."""
Args = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """The exercise as an act finds it. `shown_ms` is the latest instant that any screen has shown."""

    core: Core
    seat: Seat
    wall_ms: int
    standing: Standing
    shown_ms: int
    basis_seq: int | None = None

    @property
    def now_ms(self) -> int:
        """Scenario time."""
        return self.standing.t_ms

    @property
    def scenario(self) -> Scenario:
        """The scenario of this version."""
        return self.core.played.scenario

    @property
    def run(self) -> Run:
        """The whole run with today's decisions."""
        return self.core.run

    def said(self, t_ms: int) -> str:
        """Scenario time in words."""
        return said(self.scenario, t_ms)

    def decision_ms(self) -> int:
        """When a decision that is made now takes effect: after everything that was shown, and after the last one."""
        last = max((entry.t_ms for entry in self.core.entries if entry.kind == "decision"), default=-1)
        return max(self.now_ms, self.shown_ms, last) + 1

    def decision_id(self, more: int = 0) -> str:
        """The name of the next decision."""
        return f"D{sum(entry.kind == 'decision' for entry in self.core.entries) + 1 + more}"

    def draft(self, kind: Kind, payload: dict[str, Any], t_ms: int | None = None) -> Draft:
        """An entry by whoever asks, at scenario time."""
        return Draft(kind, payload, max(0, self.now_ms) if t_ms is None else t_ms, self.seat.id, self.basis_seq)

    def with_entries(self, *entries: Entry) -> Core:
        """What would be so if these entries came next."""
        return replace(self.core, entries=(*self.core.entries, *entries))

    def record(self, seq: object) -> Record:
        """The recorded decision of an entry. Raises Refused where there is none."""
        found = next((one for one in self.core.records if one.seq == seq), None)
        if found is None:
            raise Refused("that is no recorded decision; only a decision can be taken back or corrected")
        return found


def clean(value: Any, depth: int = 0) -> Any:
    """What a browser sent, without characters that nobody can see. Raises Refused where it is no plain data."""
    match value:
        case str():
            return "".join(char for char in value if char in "\n\t" or char.isprintable())
        case float() if value != value or value in (float("inf"), float("-inf")):
            raise Refused("expected a number")
        case None | bool() | int() | float():
            return value
        case list() | tuple() if depth < DEEPEST and len(value) <= MOST_VALUES:
            return [clean(one, depth + 1) for one in value]
        case dict() if depth < DEEPEST and len(value) <= MOST_VALUES:
            return {str(clean(str(key))): clean(one, depth + 1) for key, one in value.items()}
    raise Refused("that is more than can be taken in at once")


def asked(key: object, args: object) -> Args:
    """The values of a request. Raises Refused where they, or its key, are none."""
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isprintable() or "#" in key:
        raise Refused("a request needs a key of its own")
    if not isinstance(args, Mapping):
        raise Refused("a request needs its values by name")
    found = clean(dict(args))
    assert isinstance(found, dict)
    return found


# ---- readers ---------------------------------------------------------------------------------------------------------


def text(args: Args, name: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Some words."""
    value = args.get(name)
    if value is None or value == "":
        if needed:
            raise Refused("write a few words first")
        return ""
    if not isinstance(value, str):
        raise Refused(f"expected words as {name}")
    words = value.strip()
    if needed and not words:
        raise Refused("write a few words first")
    if len(words) > longest:
        raise Refused(f"that is longer than {longest:,} characters; make it shorter")
    return words


def name_in(args: Args, name: str) -> str:
    """The id of something."""
    value = args.get(name)
    if not isinstance(value, str) or not value or len(value) > 200:
        raise Refused(f"say which {name.replace('_', ' ')}")
    return value


def whole(args: Args, name: str, low: int, high: int) -> int:
    """A whole number within limits."""
    value = args.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Refused(f"expected {name} as a whole number from {low:,} to {high:,}")
    return value


def number(args: Args, name: str, low: float, high: float) -> float | None:
    """A number within limits, None where there is none."""
    value = args.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise Refused(f"expected {name} as a number from {low:g} to {high:g}")
    return value


def mapping(args: Args, name: str) -> dict[str, Any]:
    """A map of names to values."""
    value = args.get(name)
    if not isinstance(value, dict):
        raise Refused(f"expected {name} as a list of names and values")
    return value


def one_of(args: Args, name: str, choices: tuple[str, ...]) -> str:
    """One of some words."""
    value = args.get(name)
    if value not in choices:
        raise Refused(f"{name} is one of: {', '.join(choice.replace('_', ' ') for choice in choices)}")
    return str(value)
