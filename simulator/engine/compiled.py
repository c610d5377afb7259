"""A plan compiled to lists for one set of movement parameters: made once, used by thousands of runs.

Steps (one passage in one direction) and segments are integers here. Times are milliseconds, distances millimetres,
speeds metres per second (which are millimetres per millisecond).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from simulator.model.building import ELECTRIC_LOCKS, LOCKS_BY_ITSELF, Plan, Space
from simulator.model.movement import Movement
from simulator.rules.flows import most_people, service_ms, speeds_m_s
from simulator.rules.routes import (
    Anchors,
    Building,
    Routes,
    anchors_at,
    building_of,
    exit_steps,
    unwalked_steps,
    window_steps,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Compiled:
    """What the walking code reads: lists by segment, step or door; `speed_m_s[segment][n]` with n people in it."""

    plan: Plan
    spaces: dict[str, Space]
    building: Building
    routes: Routes
    names: list[str]
    passage_names: list[str]
    came_from: list[int]
    goes_to: list[int]
    same_space: list[bool]
    service_ms: list[int]
    speed_m_s: list[list[float]]
    most: list[int]
    is_stair: list[bool]
    open_air: list[bool]
    exits: frozenset[int]
    windows: frozenset[int]
    rally: frozenset[int]
    inward: frozenset[int]
    never: frozenset[int]
    lockable: list[bool]
    locks_itself: list[bool]
    released_by_alarm: list[bool]
    locked: list[bool]
    held_open: list[bool]
    to_exit: dict[int, frozenset[int]]
    standing: dict[tuple[int, tuple[float, float] | None], Anchors] = field(default_factory=dict)
    into: dict[str, frozenset[int]] = field(default_factory=dict)

    def anchors(self, segment: int, at: tuple[float, float] | None = None) -> Anchors:
        """A standing place in a segment, its middle where no point is given; worked out once."""
        key = (segment, at)
        found = self.standing.get(key)
        if found is None:
            found = self.standing[key] = anchors_at(self.building, segment, at)
        return found

    def steps_into(self, space: str) -> frozenset[int]:
        """Every step that enters a space; worked out once. KeyError for a space that the plan lacks."""
        found = self.into.get(space)
        if found is None:
            inside = self.building.of_space[space]
            steps = enumerate(zip(self.came_from, self.goes_to, strict=True))
            found = frozenset(step for step, (one, other) in steps if other in inside and one not in inside)
            self.into[space] = found
        return found

    @cached_property
    def held(self) -> list[bool]:
        """By step, whether a lock holds against it when every door is as the plan says: never against leaving."""
        doors = zip(self.locked, self.locks_itself, self.held_open, strict=True)
        return [holds for locked, itself, propped in doors for holds in (False, locked or (itself and not propped))]

    @cached_property
    def shut_at_start(self) -> tuple[frozenset[int], frozenset[int]]:
        """The steps that cannot be made when every door is as the plan says: without keys, and with them."""
        return self.never | {step for step, holds in enumerate(self.held) if holds}, self.never


_KEPT: dict[tuple[str, Movement], Compiled] = {}
_DIGESTS: dict[int, tuple[Plan, str]] = {}
_MOST_KEPT = 16


def compiled(plan: Plan, movement: Movement) -> Compiled:
    """The plan as lists; kept for the next run on an equal plan with the same parameters."""
    key = (_digest(plan), movement)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[key] = _compile(plan, movement)
    return found


def _digest(plan: Plan) -> str:
    """SHA-256 of a plan, remembered for as long as the same object is asked for."""
    kept = _DIGESTS.get(id(plan))
    if kept is None or kept[0] is not plan:
        if len(_DIGESTS) >= _MOST_KEPT:
            _DIGESTS.clear()
        digest = hashlib.sha256(plan.model_dump_json(by_alias=True).encode()).hexdigest()
        kept = _DIGESTS[id(plan)] = (plan, digest)
    return kept[1]


def _compile(plan: Plan, movement: Movement) -> Compiled:
    building = building_of(plan)
    pairs = [pair for passage in building.passages for pair in (passage.between, passage.between[::-1])]
    openings = [passage.opening for passage in building.passages]
    locks = [plan.lock_of(opening) if opening is not None else "none" for opening in openings]
    open_air = [segment.open_air for segment in building.segments]
    exits, windows = exit_steps(building), window_steps(building)
    return Compiled(
        plan=plan,
        spaces=plan.spaces(),
        building=building,
        routes=Routes(building),
        names=[segment.name for segment in building.segments],
        passage_names=[passage.name for passage in building.passages],
        came_from=[pair[0] for pair in pairs],
        goes_to=[pair[1] for pair in pairs],
        same_space=[building.segments[first].space == building.segments[second].space for first, second in pairs],
        service_ms=[service_ms(building, passage, movement) for passage in building.passages for _ in (0, 1)],
        speed_m_s=[speeds_m_s(segment, movement) for segment in building.segments],
        most=[most_people(segment, movement) for segment in building.segments],
        is_stair=[segment.link is not None for segment in building.segments],
        open_air=open_air,
        exits=exits,
        windows=windows,
        rally=frozenset(step for step, pair in enumerate(pairs) if building.segments[pair[1]].kind == "assembly"),
        inward=frozenset(
            step for step, (first, second) in enumerate(pairs) if open_air[first] and not open_air[second]
        ),
        never=unwalked_steps(building),
        lockable=[lock != "none" for lock in locks],
        locks_itself=[lock in LOCKS_BY_ITSELF for lock in locks],
        released_by_alarm=[lock in ELECTRIC_LOCKS and plan.defaults.door.released_by_alarm for lock in locks],
        locked=[opening is not None and opening.state == "locked" for opening in openings],
        held_open=[opening is not None and opening.state in ("propped", "open") for opening in openings],
        to_exit={step: frozenset((step,)) for step in exits | windows},
    )
