"""Events: what followed. Slotted dataclasses; inside a run they are tuples `(t_ms, kind, cause, *fields)`.

`entered` and `out` carry `n` and `every_ms`: member i of the party (from 0) passes at t + i * every_ms.
A space may be a strip of a corridor, written `C1/2`, or a stair's link by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar

Row = tuple[Any, ...]
"""`(t_ms, kind, cause, *fields in the order of the event's class)`."""


@dataclass(frozen=True, slots=True)
class Event:
    """The common part: when (integer milliseconds of scenario time) and which decision, inject or step caused it."""

    kind: ClassVar[str] = "event"
    t_ms: int
    cause: str | None


@dataclass(frozen=True, slots=True)
class InjectReleased(Event):
    """A message went out."""

    kind: ClassVar[str] = "inject_released"
    inject: str
    to: tuple[str, ...]
    via: str | None


@dataclass(frozen=True, slots=True)
class Done(Event):
    """A person did what a decision or the plan said."""

    kind: ClassVar[str] = "done"
    role: str
    action: str
    what: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RefusedDecision(Event):
    """A decision that could not be carried out, and why."""

    kind: ClassVar[str] = "refused"
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Alarm(Event):
    """The fire alarm sounds or is silent."""

    kind: ClassVar[str] = "alarm"
    alarm: str
    source: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Entered(Event):
    """Members of a party enter a space; `through` is None where they are at the start."""

    kind: ClassVar[str] = "entered"
    party: str
    space: str
    through: str | None
    n: int
    every_ms: int


@dataclass(frozen=True, slots=True)
class Out(Event):
    """Members of a party are clear: they enter open air through an exit."""

    kind: ClassVar[str] = "out"
    party: str
    space: str
    through: str
    n: int
    every_ms: int


@dataclass(frozen=True, slots=True)
class PartySplit(Event):
    """A party walks on as several; `into` holds (name, first member, how many), members counting from 1."""

    kind: ClassVar[str] = "party_split"
    party: str
    into: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Started(Event):
    """A party sets off."""

    kind: ClassVar[str] = "started"
    party: str
    space: str
    why: str


@dataclass(frozen=True, slots=True)
class Rerouted(Event):
    """A party found its way shut, or was told another, and takes it; `to` is the exit or place it now walks to."""

    kind: ClassVar[str] = "rerouted"
    party: str
    space: str
    why: str
    to: str


@dataclass(frozen=True, slots=True)
class Waiting(Event):
    """A party stands: in a queue at `at`, for a helper, or without a way out."""

    kind: ClassVar[str] = "waiting"
    party: str
    space: str
    why: str
    at: str | None


@dataclass(frozen=True, slots=True)
class Reached(Event):
    """A party's first member is where it was going."""

    kind: ClassVar[str] = "reached"
    party: str
    to: str


@dataclass(frozen=True, slots=True)
class OpeningChanged(Event):
    """`locked`, `unlocked`, `opened`, `closed`, `blocked` or `unblocked`."""

    kind: ClassVar[str] = "closed"
    opening: str
    by: str | None


class Locked(OpeningChanged):
    """Locked."""

    __slots__ = ()
    kind: ClassVar[str] = "locked"


class Unlocked(OpeningChanged):
    """Unlocked."""

    __slots__ = ()
    kind: ClassVar[str] = "unlocked"


class Opened(OpeningChanged):
    """Held open, or free to pass again."""

    __slots__ = ()
    kind: ClassVar[str] = "opened"


class Closed(OpeningChanged):
    """Shut, not locked."""

    __slots__ = ()
    kind: ClassVar[str] = "closed"


class Blocked(OpeningChanged):
    """Nobody passes."""

    __slots__ = ()
    kind: ClassVar[str] = "blocked"


@dataclass(frozen=True, slots=True)
class HazardClosed(Event):
    """A hazard makes a space impassable."""

    kind: ClassVar[str] = "hazard_closed"
    hazard: str
    space: str


@dataclass(frozen=True, slots=True)
class Accounted(Event):
    """A party was counted at its rally point."""

    kind: ClassVar[str] = "accounted"
    who: str
    by: str | None
    result: str
    space: str


KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        InjectReleased, Done, RefusedDecision, Alarm, Entered, Out, PartySplit, Started, Rerouted, Waiting, Reached,
        Locked, Unlocked, Opened, Closed, Blocked, HazardClosed, Accounted,
    )
}  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    name: tuple(field.name for field in fields(kind) if field.name not in ("t_ms", "cause"))
    for name, kind in KINDS.items()
}


def event_of(row: Row) -> Event:
    """The typed event of one row."""
    t_ms, kind, *rest = row
    return KINDS[kind](t_ms, *rest)


def as_json(row: Row) -> dict[str, Any]:
    """One line of events.jsonl as a dict: `t_s`, `event`, `cause`, then the event's own fields."""
    t_ms, kind, cause, *values = row
    return {"t_s": t_ms / 1000, "event": kind, "cause": cause, **dict(zip(FIELDS[kind], values, strict=True))}


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of events.jsonl, each with its line feed; the same bytes for the same rows on every machine."""
    for row in rows:
        yield json.dumps(as_json(row), ensure_ascii=False, separators=(",", ":")) + "\n"
