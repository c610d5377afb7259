"""Events: what followed. Slotted dataclasses; inside a run they are tuples `(t_ms, kind, cause, *fields)`.

`entered` and `out` carry `n` and `every_ms`: member i of the party (from 0) passes at t + i * every_ms.
A space may be a strip of a corridor, written `C1/2`, or a stair's link by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from simulator.model.event import Event, Row
from simulator.model.incident import INCIDENT

__all__ = ["Event", "Row"]


@dataclass(frozen=True, slots=True)
class InjectReleased(Event):
    """A message went out."""

    kind: ClassVar[str] = "inject_released"
    inject: str
    to: tuple[str, ...]
    via: str | None


@dataclass(frozen=True, slots=True)
class InjectClosed(Event):
    """A message will not go out: `not_needed`, `guard_false`, `skipped`, or, at the horizon, `not_reached`."""

    kind: ClassVar[str] = "inject_closed"
    inject: str
    state: str


@dataclass(frozen=True, slots=True)
class ExpectMet(Event):
    """What a message should draw was done in time, by `role`, `after_s` seconds after its release."""

    kind: ClassVar[str] = "expect_met"
    expect: str
    role: str | None
    after_s: float


@dataclass(frozen=True, slots=True)
class ExpectMissed(Event):
    """What a message should draw was not done by its deadline, `after_s` seconds after its release."""

    kind: ClassVar[str] = "expect_missed"
    expect: str
    role: str | None
    after_s: float


@dataclass(frozen=True, slots=True)
class Done(Event):
    """A person did what a decision or the plan said; `fields` are the action's own, by the file's names."""

    kind: ClassVar[str] = "done"
    role: str
    action: str
    fields: dict[str, Any]
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


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """The sentence over the public address system has ended; `zones_dead` are those whose loudspeakers are silent."""

    kind: ClassVar[str] = "announced"
    what: str
    by: str | None
    via: tuple[str, ...]
    zones: tuple[str, ...]
    zones_dead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned(Event):
    """A party has been told something: an order it heard, from whom, and how."""

    kind: ClassVar[str] = "learned"
    who: str
    fact: str
    value: str
    from_: str | None
    via: str


@dataclass(frozen=True, slots=True)
class Recognised(Event):
    """A person has understood what is happening."""

    kind: ClassVar[str] = "recognised"
    who: str
    as_: str
    space: str


@dataclass(frozen=True, slots=True)
class RoomState(Event):
    """`secured`, `unsecured` or `barricaded`."""

    kind: ClassVar[str] = "secured"
    space: str
    party: str | None
    why: str


class Secured(RoomState):
    """Every way into the room is locked or barricaded."""

    __slots__ = ()
    kind: ClassVar[str] = "secured"


class Unsecured(RoomState):
    """A way into a room that was secured stands open, or a room could not be secured."""

    __slots__ = ()
    kind: ClassVar[str] = "unsecured"


class Barricaded(RoomState):
    """A door without a usable lock has been barricaded; `why` names it."""

    __slots__ = ()
    kind: ClassVar[str] = "barricaded"


_ALL: tuple[type[Event], ...] = (
    InjectReleased, InjectClosed, ExpectMet, ExpectMissed, Done,
    RefusedDecision, Alarm, Entered, Out, PartySplit, Started, Rerouted, Waiting, Reached,
    Locked, Unlocked, Opened, Closed, Blocked, HazardClosed, Accounted,
    Announced, Learned, Recognised, Secured, Unsecured, Barricaded, *INCIDENT,
)  # fmt: skip
KINDS: dict[str, type[Event]] = {kind.kind: kind for kind in _ALL}
FIELDS: dict[str, tuple[str, ...]] = {
    name: tuple(field.name.rstrip("_") for field in fields(kind) if field.name not in ("t_ms", "cause"))
    for name, kind in KINDS.items()
}


def event_of(row: Row) -> Event:
    """The typed event of one row."""
    t_ms, kind, *rest = row
    return KINDS[kind](t_ms, *rest)


def values_of(row: Row) -> dict[str, Any]:
    """An event's own fields by name; those of an action stand beside `role` and `action`."""
    values = dict(zip(FIELDS[row[1]], row[3:], strict=True))
    if row[1] == "done":
        source = values.pop("source")
        values |= {**values.pop("fields"), "source": source}
    return values


def as_json(row: Row) -> dict[str, Any]:
    """One line of events.jsonl as a dict: `t_s`, `event`, `cause`, then the event's own fields."""
    t_ms, kind, cause = row[:3]
    return {"t_s": t_ms / 1000, "event": kind, "cause": cause, **values_of(row)}


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of events.jsonl, each with its line feed; the same bytes for the same rows on every machine."""
    for row in rows:
        yield json.dumps(as_json(row), ensure_ascii=False, separators=(",", ":")) + "\n"
