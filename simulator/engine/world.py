"""The state of one run: the clock, the doors, where everybody is, and the log.

Order at one instant: decisions, openings, entries, sight, choices. Nothing here knows why people walk.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any

import simpy
from simpy.events import Event

from simulator.engine.compiled import Compiled
from simulator.engine.doors import Doors
from simulator.engine.occupants import Party
from simulator.model.events import Row
from simulator.model.movement import Movement
from simulator.model.run import Choice
from simulator.rules.routes import Table

DECISIONS, OPENINGS, ENTRIES, SIGHT, CHOICES = -1, 0, 1, 2, 3


class Clock(simpy.Environment):
    """SimPy's clock, counting whole milliseconds."""

    _now: int

    def schedule(self, event: Event | Call | Due, priority: int = ENTRIES, delay: int = 0) -> None:  # type: ignore[override]
        """Put an event on the clock."""
        heappush(self._queue, (self._now + delay, priority, next(self._eid), event))  # type: ignore[misc]

    def play(self, last_ms: int) -> None:
        """Everything up to and at an instant, in order; SimPy's own loop without a call and a try for each event."""
        queue = self._queue
        while queue and queue[0][0] <= last_ms:
            self._now, _, _, event = heappop(queue)  # type: ignore[assignment]
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for call in callbacks:
                call(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value
        self._now = last_ms


Ramp = tuple[int, int, int, int, "Mover", int]
"""A column on its way through a door: first member's instant, spacing, members, +1 in or -1 out, who, other segment."""


class Call:
    """What the clock holds of a mover: functions to call with this; `gen` tells whether it has decided again meanwhile.

    SimPy's clock asks of an event only that it has `callbacks` and went well; a whole `Event` costs twice as much.
    """

    __slots__ = ("callbacks", "gen", "mover")
    _ok = True
    _value = None

    def __init__(self, mover: Mover, callbacks: tuple[Callable[[Call], None], ...]):
        self.callbacks, self.mover, self.gen = callbacks, mover, mover.gen


class Due:
    """What the clock holds of a function to call; as light as a `Call`, for the same reason."""

    __slots__ = ("call", "callbacks")
    _ok = True
    _value = None

    def __init__(self, call: Callable[[], None]):
        self.call, self.callbacks = call, _CALLS


def _call(due: Due) -> None:
    due.call()


_CALLS = (_call,)


class Mover:
    """People who walk as one: a party that has not split, a column, or a single person.

    Its place is `segment` and `anchors`, the walking distances to some of the segment's passages; on a leg it is
    `leg_mm` long from there, begun at `leg_from_ms`. Members follow the head at `every_ms` through the last door.
    `number` is its place in the order in which movers have come to be.
    """

    __slots__ = (
        "anchors", "arrived_ms", "cause", "every_ms", "exit", "first", "gen", "goal", "has_keys", "known",
        "leg_from_ms", "leg_mm", "leg_ms", "n", "name", "needs_help", "next_step", "number", "outside", "party",
        "queued_at", "segment", "speed_m_s", "stair_speed_m_s", "state", "step", "table", "within",
    )  # fmt: skip

    def __init__(self, party: Party, name: str, first: int, n: int, speeds: tuple[float, float]):
        self.party, self.name, self.first, self.n = party, name, first, n
        self.speed_m_s, self.stair_speed_m_s = speeds
        self.segment, self.anchors = party.segment, party.anchors
        self.has_keys = party.has_keys
        self.known: frozenset[int] = frozenset()
        self.exit: int | None = None
        self.goal: frozenset[int] | None = None
        self.table: Table | None = None
        self.state = "standing"
        self.outside = self.needs_help = self.within = False
        self.cause: str | None = None
        self.gen = self.number = 0
        self.step = self.next_step = self.queued_at = -1
        self.every_ms = self.arrived_ms = 0
        self.leg_mm = self.leg_from_ms = self.leg_ms = 0


by_number = attrgetter("number")
"""Sorts movers into their order."""


class World:
    """Everything that changes during a run."""

    def __init__(self, compiled: Compiled, movement: Movement, seed: int, traced: frozenset[str] = frozenset()):
        self.compiled, self.movement, self.seed = compiled, movement, seed
        self.traced, self.choices = traced, list[Choice]()
        self.env = Clock()
        self.log: list[Row] = []
        self.listeners: dict[str, list[Callable[[Row], None]]] = {}
        self.movers: list[Mover] = []
        self.stranded: list[Mover] = []
        self._joined = 0
        self._named: dict[str, dict[Mover, None]] = {}
        segments, passages = len(compiled.names), len(compiled.passage_names)
        self.here: list[set[Mover]] = [set() for _ in range(segments)]
        self.settled = [0] * segments
        self.ramps: list[list[Ramp]] = [[] for _ in range(segments)]
        self.held = [0] * segments
        self.left_ms = [0] * segments
        self.full_queue: list[deque[tuple[Mover, int, int]]] = [deque() for _ in range(segments)]
        self.free_ms = [0] * passages
        self.busy_ms = [0] * passages
        self.queue: list[list[Mover]] = [[] for _ in range(passages)]
        self.uses: dict[int, int] = {}
        self.doors = Doors(compiled)
        self.shut = self.doors.shut
        self._believed = compiled.shut_at_start

    # ---- who is there ------------------------------------------------------------------------------------------------

    def join(self, mover: Mover) -> None:
        """One more mover, where it stands."""
        self._joined = mover.number = self._joined + 1
        self.movers.append(mover)
        self.here[mover.segment].add(mover)
        for name in (mover.party.name, mover.party.group):
            self._named.setdefault(name, {})[mover] = None

    def leave(self, mover: Mover) -> None:
        """A mover is no more: it has become others."""
        self.movers.remove(mover)
        self.here[mover.segment].discard(mover)
        for name in (mover.party.name, mover.party.group):
            self._named[name].pop(mover, None)

    def within(self, segments: Iterable[int]) -> list[Mover]:
        """The movers whose heads are in some segments, in the order of all movers."""
        return sorted(set().union(*map(self.here.__getitem__, segments)), key=by_number)

    def called(self, name: str) -> list[Mover]:
        """The movers of a party or of a group, in the order of all movers."""
        return list(self._named.get(name, ()))

    # ---- doors -------------------------------------------------------------------------------------------------------

    def door(self, reference: str) -> int:
        """The passage of an opening; KeyError or ValueError where there is none of that name."""
        return self.compiled.passage_names.index(self.compiled.plan.resolve(reference))

    def is_shut(self, mover: Mover, step: int) -> bool:
        """Whether the mover cannot make a step now; keys open what is only locked."""
        return self.shut[step] and (not mover.has_keys or self.doors.shut_to_keys(step))

    @property
    def believed_without_keys(self) -> frozenset[int]:
        """The steps that nobody makes without a key when every door is as the plan says."""
        return self._believed[False]

    def believed_at_start(self, mover: Mover) -> frozenset[int]:
        """The steps that cannot be made when every door is as the plan says."""
        return self._believed[mover.has_keys]

    @property
    def now(self) -> int:
        """Scenario time in milliseconds."""
        return self.env._now

    def emit(self, kind: str, cause: str | None, *fields: Any) -> None:
        """Append one event to the log at the present instant, and tell whoever listens for its kind."""
        row = (self.env._now, kind, cause, *fields)
        self.log.append(row)
        for hear in self.listeners.get(kind, ()):
            hear(row)

    def listen(self, kind: str, hear: Callable[[Row], None]) -> None:
        """Call `hear(row)` at every event of a kind from now on. It may put things on the clock, not act at once."""
        self.listeners.setdefault(kind, []).append(hear)

    def unlisten(self, kind: str, hear: Callable[[Row], None]) -> None:
        """Call `hear` no more; whoever is being told at this moment still is."""
        self.listeners[kind] = [one for one in self.listeners[kind] if one != hear]

    def at(self, t_ms: int, priority: int, call: Callable[[], None]) -> None:
        """Call a function at an instant not before now."""
        env = self.env
        heappush(env._queue, (max(t_ms, env._now), priority, next(env._eid), Due(call)))  # type: ignore[misc]

    def count(self, segment: int, now: int) -> int:
        """The people in a segment at an instant: each member of a column counts once it has passed."""
        ramps = self.ramps[segment]
        settled = self.settled[segment]
        if not ramps:
            return settled
        passing, unfinished = 0, []
        for ramp in ramps:
            start, every, n, sign, _, _ = ramp
            since = now - start
            if since >= every * (n - 1):
                settled += sign * n
            else:
                passing += sign * (since // every + 1)
                unfinished.append(ramp)
        self.ramps[segment], self.settled[segment] = unfinished, settled
        return settled + passing

    def counts(self) -> dict[str, int]:
        """The people per segment that walking speeds are read from, at this instant; empty segments left out."""
        found = {name: self.count(index, self.now) for index, name in enumerate(self.compiled.names)}
        return {name: people for name, people in found.items() if people}

    def standing(self) -> tuple[tuple[str, int, int, str], ...]:
        """By the movers' own records: (party, first member from 1, how many, segment) at this instant."""
        names, now, found = self.compiled.names, self.now, []
        for mover in self.movers:
            self.count(mover.segment, now)  # leaves only those doors that somebody is still passing
            if mover.every_ms == 0 or not self.ramps[mover.segment]:
                found.append((mover.party.name, mover.first + 1, mover.n, names[mover.segment]))
                continue
            for member in range(mover.n):
                found.append((mover.party.name, mover.first + 1 + member, 1, names[self._place(mover, member)]))
        return tuple(found)

    def _place(self, mover: Mover, member: int) -> int:
        place, passed = mover.segment, list[Ramp]()  # a head that has turned round comes into a place twice
        while True:
            coming = [ramp for ramp in self.ramps[place] if ramp[4] is mover and ramp[3] > 0 and ramp not in passed]
            if not coming:
                return place
            passed.append(max(coming, key=lambda ramp: ramp[0]))
            start, every, _, _, _, origin = passed[-1]
            if start + member * every <= self.now:
                return place
            place = origin
