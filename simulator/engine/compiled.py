"""A plan compiled to lists for one set of movement parameters: made once, used by thousands of runs.

Steps (one passage in one direction) and segments are integers here. Times are milliseconds, distances millimetres,
speeds metres per second (which are millimetres per millisecond).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from simulator.model.building import Plan, Space
from simulator.model.movement import Movement
from simulator.rules.routes import Anchors, Building, Passage, Routes, anchors_at, building_of
from simulator.rules.segments import Segment
from simulator.rules.walking import effective_width, peak_flow_per_m, stair_k, walking_speed

NO_LIMIT = 1 << 40


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
    rally: frozenset[int]
    inward: frozenset[int]
    never: frozenset[int]
    lockable: list[bool]
    locks_itself: list[bool]
    locked: list[bool]
    held_open: list[bool]
    standing: dict[tuple[int, tuple[float, float] | None], Anchors]

    def anchors(self, segment: int, at: tuple[float, float] | None = None) -> Anchors:
        """A standing place in a segment, its middle where no point is given; worked out once."""
        key = (segment, at)
        found = self.standing.get(key)
        if found is None:
            found = self.standing[key] = anchors_at(self.building, segment, at)
        return found


_KEPT: dict[tuple[str, Movement], Compiled] = {}
_DIGESTS: dict[int, tuple[Plan, str]] = {}
_MOST_KEPT = 16
LOCKS_BY_ITSELF = frozenset({"automatic", "access-control", "fob"})


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
    kinds = [passage.kind for passage in building.passages for _ in (0, 1)]
    openings = [passage.opening for passage in building.passages]
    locks = [plan.lock_of(opening) if opening is not None else "none" for opening in openings]
    open_air = [segment.open_air for segment in building.segments]
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
        service_ms=[_service_ms(building, passage, movement) for passage in building.passages for _ in (0, 1)],
        speed_m_s=[_speeds(segment, movement) for segment in building.segments],
        most=[_most(segment, movement) for segment in building.segments],
        is_stair=[segment.link is not None for segment in building.segments],
        open_air=open_air,
        exits=frozenset(
            step
            for step, (first, second) in enumerate(pairs)
            if open_air[second] and not open_air[first] and kinds[step] in ("door", "open")
        ),
        rally=frozenset(step for step, pair in enumerate(pairs) if building.segments[pair[1]].kind == "assembly"),
        inward=frozenset(
            step for step, (first, second) in enumerate(pairs) if open_air[first] and not open_air[second]
        ),
        never=frozenset(step for step, kind in enumerate(kinds) if kind in ("window", "lift")),
        lockable=[lock != "none" for lock in locks],
        locks_itself=[lock in LOCKS_BY_ITSELF for lock in locks],
        locked=[opening is not None and opening.state == "locked" for opening in openings],
        held_open=[opening is not None and opening.state in ("propped", "open") for opening in openings],
        standing={},
    )


def effective_area_m2(segment: Segment, movement: Movement) -> float:
    """Length times effective width, in m2: what density divides by."""
    boundary = movement.door_boundary_m if segment.link is not None else movement.wall_boundary_m
    if segment.link is not None or segment.kind in ("corridor", "concourse"):
        return segment.area_m2 * effective_width(segment.width_m, boundary) / segment.width_m
    return segment.area_m2


def _k(segment: Segment, movement: Movement) -> float:
    link = segment.link
    if link is not None and link.type == "stair" and link.tread_mm and link.riser_mm:
        return stair_k(movement.k_stair_m_s, link.tread_mm, link.riser_mm)
    return movement.k_level_m_s


def _speeds(segment: Segment, movement: Movement) -> list[float]:
    """The walking speed with 0, 1, 2 ... people in the segment, up to the density from which on it stays the same."""
    if segment.open_air:
        return [NO_LIMIT * 1.0]
    k, area = _k(segment, movement), effective_area_m2(segment, movement)
    people = int(area / (2 * movement.a_m2)) + 2
    return [walking_speed(n / area, k, movement.a_m2, movement.free_density_per_m2) for n in range(people)]


def _most(segment: Segment, movement: Movement) -> int:
    if segment.open_air:
        return NO_LIMIT
    return max(1, int(movement.hold_density_per_m2 * effective_area_m2(segment, movement)))


def _flow_per_s(building: Building, passage: Passage, movement: Movement) -> float:
    """The most persons a second that a passage lets through."""
    width = passage.width_m
    if passage.kind == "strip":
        inside = effective_width(width, movement.wall_boundary_m)
        return inside * peak_flow_per_m(movement.k_level_m_s, movement.a_m2)
    if passage.kind in ("stair", "lift"):
        stair = building.segments[passage.between[1]]
        inside = effective_width(width, movement.door_boundary_m)
        return inside * peak_flow_per_m(_k(stair, movement), movement.a_m2)
    if passage.kind == "open":
        laboratory = movement.model == "laboratory"
        return width * (movement.laboratory_flow_per_s_m if laboratory else movement.door_flow_per_s_m)
    opening = passage.opening
    assert opening is not None
    if opening.self_closing:
        return movement.self_closing_per_s * opening.leaves
    if movement.model == "laboratory":
        return width * movement.laboratory_flow_per_s_m
    return effective_width(width, movement.door_boundary_m) * movement.door_flow_per_s_m


def _service_ms(building: Building, passage: Passage, movement: Movement) -> int:
    """Milliseconds per person at a passage's peak flow."""
    return round(1000 / _flow_per_s(building, passage, movement))
