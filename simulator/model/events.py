"""Events: what followed. Slotted dataclasses; inside a run they are tuples `(t_ms, kind, cause, *fields)`.

`entered` and `out` carry `n` and `every_ms`: member i of the party (from 0) passes at t + i * every_ms.
A space may be a strip of a corridor, written `C1/2`, or a stair's link by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from simulator.model.event import Event, Row
from simulator.model.incident import INCIDENT

__all__ = ["Event", "Row"]


@dataclass(frozen=True, slots=True)
class InjectReleased(Event):
    """A message went out."""

    inject: str
    to: tuple[str, ...]
    via: str | None


@dataclass(frozen=True, slots=True)
class InjectClosed(Event):
    """A message will not go out: `not_needed`, `guard_false`, `skipped`, or, at the horizon, `not_reached`."""

    inject: str
    state: str


@dataclass(frozen=True, slots=True)
class ExpectationEnded(Event):
    """What a message should draw was done by `role`, or was not, `after_s` seconds after its release.

    `expect_met`: in time.
    `expect_missed`: not by its deadline.
    """

    expect: str
    role: str | None
    after_s: float


@dataclass(frozen=True, slots=True)
class Done(Event):
    """A person did what a decision or the plan said; `fields` are the action's own, by the file's names."""

    role: str
    action: str
    fields: dict[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class RefusedDecision(Event):
    """A decision that could not be carried out, and why."""

    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Alarm(Event):
    """The fire alarm sounds or is silent."""

    alarm: str
    source: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Entered(Event):
    """Members of a party enter a space; `through` is None where they are at the start."""

    party: str
    space: str
    through: str | None
    n: int
    every_ms: int


@dataclass(frozen=True, slots=True)
class Out(Event):
    """Members of a party are clear: they enter open air through an exit."""

    party: str
    space: str
    through: str
    n: int
    every_ms: int


@dataclass(frozen=True, slots=True)
class PartySplit(Event):
    """A party walks on as several; `into` holds (name, first member, how many), members counting from 1."""

    party: str
    into: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Started(Event):
    """A party sets off."""

    party: str
    space: str
    why: str


@dataclass(frozen=True, slots=True)
class Rerouted(Event):
    """A party found its way shut, or was told another, and takes it; `to` is the exit or place it now walks to."""

    party: str
    space: str
    why: str
    to: str


@dataclass(frozen=True, slots=True)
class Waiting(Event):
    """A party stands: in a queue at `at`, for a helper, or without a way out."""

    party: str
    space: str
    why: str
    at: str | None


@dataclass(frozen=True, slots=True)
class Reached(Event):
    """A party's first member is where it was going."""

    party: str
    to: str


@dataclass(frozen=True, slots=True)
class OpeningChanged(Event):
    """`locked`, `unlocked`, `opened`, `closed`, `blocked` or `unblocked`."""

    opening: str
    by: str | None


@dataclass(frozen=True, slots=True)
class HazardClosed(Event):
    """A hazard makes a space impassable."""

    hazard: str
    space: str


@dataclass(frozen=True, slots=True)
class Accounted(Event):
    """A party was counted at its rally point."""

    who: str
    by: str | None
    result: str
    space: str


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """The sentence over the public address system has ended; `zones_dead` are those whose loudspeakers are silent."""

    what: str
    by: str | None
    via: tuple[str, ...]
    zones: tuple[str, ...]
    zones_dead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned(Event):
    """A party has been told something: an order it heard, from whom, and how."""

    who: str
    fact: str
    value: str
    from_: str | None
    via: str


@dataclass(frozen=True, slots=True)
class Recognised(Event):
    """A person has understood what is happening."""

    who: str
    as_: str
    space: str


@dataclass(frozen=True, slots=True)
class RoomState(Event):
    """How a room stands against whoever comes from outside it.

    `secured`: every way into it is locked or barricaded.
    `unsecured`: a way into it stands open again, or it could not be secured.
    `barricaded`: a door without a usable lock has been; `why` names it.
    """

    space: str
    party: str | None
    why: str


_SHAPES: dict[type[Event], tuple[str, ...]] = {
    InjectReleased: ("inject_released",),
    InjectClosed: ("inject_closed",),
    ExpectationEnded: ("expect_met", "expect_missed"),
    Done: ("done",),
    RefusedDecision: ("refused",),
    Alarm: ("alarm",),
    Entered: ("entered",),
    Out: ("out",),
    PartySplit: ("party_split",),
    Started: ("started",),
    Rerouted: ("rerouted",),
    Waiting: ("waiting",),
    Reached: ("reached",),
    OpeningChanged: ("locked", "unlocked", "opened", "closed", "blocked"),
    HazardClosed: ("hazard_closed",),
    Accounted: ("accounted",),
    Announced: ("announced",),
    Learned: ("learned",),
    Recognised: ("recognised",),
    RoomState: ("secured", "unsecured", "barricaded"),
    **INCIDENT,
}
KINDS: dict[str, type[Event]] = {kind: shape for shape, kinds in _SHAPES.items() for kind in kinds}
"""Every kind of event with its shape."""
COMMON = frozenset({"t_ms", "kind", "cause"})
FIELDS: dict[str, tuple[str, ...]] = {
    name: tuple(field.name.rstrip("_") for field in fields(kind) if field.name not in COMMON)
    for name, kind in KINDS.items()
}


def event_of(row: Row) -> Event:
    """The typed event of one row."""
    return KINDS[row[1]](*row)


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
