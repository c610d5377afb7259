"""The person of a threat as scenery: by script along the plan as built, whatever anybody does.

What it is given is all that it can know: a clock, the plan, the doors, and its script. A door that holds costs time;
every number it uses belongs to the k-th waypoint or to the whole script, so that no draw is taken or left out for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any, Protocol

from simulator.engine.compiled import Compiled
from simulator.engine.doors import Doors
from simulator.engine.streams import quantity, u
from simulator.model.hazard import Threat as Script
from simulator.rules.itinerary import Uniform, Waypoint, entry_step, into, itinerary
from simulator.rules.routes import FAR_MM, Anchors, distance_to

SLOWEST_M_S = 0.1
"""Whatever a script says, nobody walks slower."""
MOST_PASSED_OVER = 16
"""So many waypoints in a row behind doors that have held: then it tries those doors again."""


class Scene(Protocol):
    """The clock and the log: nothing else of a run."""

    @property
    def now(self) -> int:
        """Scenario time in milliseconds."""

    def at(self, t_ms: int, call: Callable[[], None]) -> None:
        """Call a function at an instant not before now."""

    def emit(self, kind: str, cause: str | None, *fields: Any) -> None:
        """Append one event to the log at the present instant."""


class Threat:
    """One walk through the building; `what` is the hazard that people take it for once they understand.

    `moved` holds functions to call with the old and the new segment, None for outside the story. Nobody's place enters.
    """

    def __init__(
        self, scene: Scene, compiled: Compiled, doors: Doors, script: Script, *, what: str, seed: int, tries_ms: int
    ):
        self.scene, self.compiled, self.doors, self.script = scene, compiled, doors, script
        self.what, self.tries_ms = what, tries_ms
        self.moved: list[Callable[[int | None, int | None], None]] = []
        self.over = False
        self.speed_m_s = max(quantity(script.speed, seed, "threat speed", what), SLOWEST_M_S)
        self.lasts_ms = round(quantity(script.lasts, seed, "threat lasts", what) * 1000)
        self._entry = entry_step(compiled.building, compiled.passage_names.index(compiled.plan.resolve(script.enters)))
        self._itinerary = self._waypoints(lambda k: u(seed, "threat walks", what, k))
        self._segment: int | None = None
        self._at: Anchors = ()
        self._goal: Waypoint | None = None
        self._tried: set[int] = set()
        self._parts: list[tuple[set[int], set[int]]] = []
        self._parts_shut: frozenset[int] | None = None

    def _waypoints(self, uniform: Uniform) -> Iterator[Waypoint]:
        pattern, routes = self.script.pattern, self.compiled.routes
        if isinstance(pattern, str):
            return itinerary(routes, self._entry, pattern, uniform)
        return (into(self.compiled.building, self.compiled.plan.resolve(one)) for one in pattern)

    def begin(self) -> None:
        """Put the script on the clock."""
        self.scene.at(self.script.at_ms, self._come_in)
        self.scene.at(self.script.at_ms + self.lasts_ms, lambda: self.end("by itself", self.what))

    def where(self) -> int | None:
        """The segment that the person is in; None before it came in and once it is over."""
        return self._segment

    def end(self, how: str, cause: str | None) -> None:
        """It is over: by itself, or because responders ended it. Once it is, nothing more happens."""
        if self.over:
            return
        self.over = True
        old, self._segment = self._segment, None
        outside = self.compiled.came_from[self._entry]
        self.scene.emit("threat_ended", cause, self.compiled.names[outside if old is None else old], None, how)
        if old is not None:
            self._tell(old, None)

    # ---- coming in ---------------------------------------------------------------------------------------------------

    def _come_in(self, tried: bool = False) -> None:
        """Through the door that the script names, unless it was locked or blocked since the plan was drawn.

        A door that locks by itself, or that the plan already has locked, lets the person in as somebody leaves.
        """
        if self.over:
            return
        door, how = self._entry >> 1, self._held_by(self._entry)
        as_in_plan = self.compiled.locked[door] or not self.doors.locked[door]
        if how is not None and not (how == "locked" and as_in_plan):
            if not tried:
                self._emit("threat_stopped", self.compiled.came_from[self._entry], door, how)
            self._later(self.tries_ms, lambda: self._come_in(tried=True))
            return
        self._enter(self._entry, "threat_entered", "walks in" if how is None else "as somebody leaves")

    def _enter(self, step: int, kind: str, how: str) -> None:
        """Into the next segment; a goal that this reaches is walked into as far as its middle."""
        old, self._segment = self._segment, self.compiled.goes_to[step]
        self._at = ((step >> 1, 0),)
        self._emit(kind, self._segment, step >> 1, how)
        self._tell(old, self._segment)
        if self.script.pattern == "leave" and self.compiled.open_air[self._segment]:
            self.end("has left", self.what)
        elif self._goal is not None and step in self._goal.steps:
            self._goal = None
            self._later(self._ms(dict(self.compiled.anchors(self._segment))[step >> 1]), self._from_the_middle)
        else:
            self._go_on()

    def _from_the_middle(self) -> None:
        assert self._segment is not None
        self._at = self.compiled.anchors(self._segment)
        self._go_on()

    # ---- walking -----------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """To the next waypoint that can be reached; those behind doors that have held are passed over.

        Where the script has no further place, the person stays.
        """
        shut = self._shut()
        near = self._reached(shut) if self._tried else None
        for _ in range(MOST_PASSED_OVER):
            self._goal = self._goal or next(self._itinerary, None)
            if self._goal is None:
                return
            way = self._way_to(self._goal, shut, near)
            if way is not None:
                self._later(self._ms(way[1]), partial(self._reach, way[0]))
                return
            self._goal = None
        self._tried.clear()
        self._later(self.tries_ms, self._go_on)

    def _shut(self) -> frozenset[int]:
        """The steps that are out of the question: doors that have held and still do; out of doors while it roams."""
        shut = self.compiled.never | {step for step in self._tried if self._held_by(step) is not None}
        if self.script.pattern not in ("roam", "corridor"):
            return shut
        return shut | self._outward

    @cached_property
    def _outward(self) -> frozenset[int]:
        """Every step that leads into the open."""
        return frozenset(step for step, to in enumerate(self.compiled.goes_to) if self.compiled.open_air[to])

    def _reached(self, shut: frozenset[int]) -> set[int]:
        """Every step that can be made from here without one of those."""
        assert self._segment is not None
        for part, known in self._parts if shut == self._parts_shut else ():
            if self._segment in part:
                return known
        if shut != self._parts_shut:
            self._parts, self._parts_shut = [], shut
        been, found = self._from_here(shut)
        if all(step ^ 1 in found for step in found):  # every way leads back too: the same holds for whoever is there
            self._parts.append((been, found))
        return found

    def _from_here(self, shut: frozenset[int]) -> tuple[set[int], set[int]]:
        """The segments and the steps that can be reached."""
        assert self._segment is not None
        found, ahead, been = set[int](), [self._segment], {self._segment}
        while ahead:
            for step in self.compiled.building.steps_out(ahead.pop()):
                there = self.compiled.goes_to[step]
                if step not in shut:
                    found.add(step)
                    if there not in been:
                        been.add(there)
                        ahead.append(there)
        return been, found

    def _way_to(self, goal: Waypoint, shut: frozenset[int], near: set[int] | None) -> tuple[int, int] | None:
        """The step out of here with the shortest whole way to a goal, and the walk to it in mm.

        None where this is the goal, or no way leads there; `near` spares the table where that is known.
        """
        assert self._segment is not None
        if self._segment in goal.segments or (near is not None and near.isdisjoint(goal.steps)):
            return None
        table = self.compiled.routes.table(goal.steps, shut)
        walk = self.compiled.building.walk_mm[self._segment]
        best, best_far, best_walk = -1, FAR_MM, 0
        for step in self.compiled.building.steps_out(self._segment):
            if step not in shut and table.left_mm[step] < FAR_MM:
                walk_mm = distance_to(self._at, step >> 1, walk)
                if walk_mm + table.left_mm[step] < best_far:
                    best, best_far, best_walk = step, walk_mm + table.left_mm[step], walk_mm
        return (best, best_walk) if best >= 0 else None

    def _ms(self, walk_mm: int) -> int:
        return int(walk_mm / self.speed_m_s + 0.5)

    def _reach(self, step: int) -> None:
        """At a door on the way: through it, or, where it holds, some time is lost and another place is next."""
        assert self._segment is not None
        how = self._held_by(step)
        if how is None:
            self._enter(step, "threat_moved", "walks")
            return
        self._emit("threat_stopped", self._segment, step >> 1, how)
        self._tried.add(step)
        self._at, self._goal = ((step >> 1, 0),), None
        self._later(self.tries_ms, self._go_on)

    def _held_by(self, step: int) -> str | None:
        """Why a step cannot be made now; None where it can."""
        door = step >> 1
        if self.doors.blocked[door]:
            return "blocked"
        if step in self.doors.barred:
            return "barricaded"
        return "locked" if step & 1 and self.doors.holds(door) else None

    # ---- telling -----------------------------------------------------------------------------------------------------

    def _later(self, after_ms: int, call: Callable[[], None]) -> None:
        def go() -> None:
            if not self.over:
                call()

        self.scene.at(self.scene.now + after_ms, go)

    def _emit(self, kind: str, segment: int, door: int, how: str) -> None:
        names = self.compiled.names, self.compiled.passage_names
        self.scene.emit(kind, self.what, names[0][segment], names[1][door], how)

    def _tell(self, old: int | None, new: int | None) -> None:
        for call in self.moved:
            call(old, new)
