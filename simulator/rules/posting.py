"""Which way out to post in each room, so that no exit has much more to do than the others.

A school posts a way out in every room. Here each room's people are given the exit by which, with everybody else's way
as posted, the last of them would be out soonest; rooms are gone through again until nothing gets better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.model.movement import Movement
from simulator.rules.flows import service_ms
from simulator.rules.routes import FAR_MM, Building, Routes, anchors_at, distance_to

SPEED_MM_MS = 1.199
LONGEST_DETOUR = 1.8
"""No room is posted an exit more than this many times as far as its nearest (assumption)."""
MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class _Way:
    """A room's way to one exit: the doors on it, when its first person is at each, and the walk after each (ms)."""

    exit: int
    doors: tuple[int, ...]
    at_ms: tuple[float, ...]
    length_mm: int


def posted_exits(
    building: Building,
    people: Mapping[str, int],
    exits: Iterable[int],
    shut: frozenset[int],
    movement: Movement,
) -> dict[str, int]:
    """For each space with people in it the exit step to post there. Spaces without a way out are left out."""
    services = [service_ms(building, passage, movement) for passage in building.passages]
    routes = Routes(building)
    ways = {space: _ways(building, routes, space, sorted(exits), shut) for space in people}
    ways = {space: found for space, found in ways.items() if found}
    plan = _Posting(ways, people, services)
    for _ in range(MOST_ROUNDS):
        if not _improved(plan):
            break
    return {space: way.exit for space, way in plan.posted.items()}


def _improved(plan: _Posting) -> bool:
    """Go through all rooms, the last one out first; True where one has got another way."""
    changed = False
    for space in sorted(plan.posted, key=lambda space: (-plan.last_ms(plan.posted[space], 0), space)):
        people, now = plan.people[space], plan.posted[space]
        plan.add(now, -people)
        best = min(plan.ways[space], key=lambda way: (plan.last_ms(way, people), way.length_mm, way.exit))
        if plan.last_ms(best, people) >= plan.last_ms(now, people):
            best = now
        changed = changed or best is not now
        plan.posted[space] = best
        plan.add(best, people)
    return changed


class _Posting:
    """The ways posted so far, and how many people each door has to pass."""

    def __init__(self, ways: dict[str, list[_Way]], people: Mapping[str, int], services: list[int]):
        self.ways, self.people, self._services = ways, people, services
        self.posted = {space: found[0] for space, found in ways.items()}
        self._load = [0] * len(services)
        self._first_ms: dict[int, float] = {}
        for way in (way for found in ways.values() for way in found):
            for door, at_ms in zip(way.doors, way.at_ms, strict=True):
                self._first_ms[door] = min(self._first_ms.get(door, at_ms), at_ms)
        for space, way in self.posted.items():
            self.add(way, people[space])

    def add(self, way: _Way, people: int) -> None:
        """So many more (or fewer) people go this way."""
        for door in way.doors:
            self._load[door] += people

    def last_ms(self, way: _Way, more: int) -> float:
        """When the last is out of those who pass this way's doors, if `more` people join them."""
        whole_ms = way.length_mm / SPEED_MM_MS
        return max(
            self._first_ms[door] + (self._load[door] + more) * self._services[door] + whole_ms - at_ms
            for door, at_ms in zip(way.doors, way.at_ms, strict=True)
        )


def _ways(building: Building, routes: Routes, space: str, exits: list[int], shut: frozenset[int]) -> list[_Way]:
    """The ways from a space's middle to the exits that are not too far, the nearest first."""
    segment = building.of_space[space][len(building.of_space[space]) // 2]
    anchors = anchors_at(building, segment, None)
    found = []
    for target in exits:
        table = routes.table(frozenset((target,)), shut)
        starts = [
            (distance_to(anchors, step >> 1, building.walk_mm[segment]) + table.left_mm[step], step)
            for step in building.steps_out(segment)
            if step not in shut and table.left_mm[step] < FAR_MM
        ]
        if starts:
            total, step = min(starts)
            found.append(_way(table.next_step, table.left_mm, total, step, target))
    found.sort(key=lambda way: (way.length_mm, way.exit))
    return [way for way in found if way.length_mm <= LONGEST_DETOUR * found[0].length_mm + 10_000]


def _way(next_step: list[int], left_mm: list[int], total_mm: int, step: int, target: int) -> _Way:
    doors, at_ms = [], []
    while step >= 0:
        doors.append(step >> 1)
        at_ms.append((total_mm - left_mm[step]) / SPEED_MM_MS)
        step = next_step[step]
    return _Way(target, tuple(doors), tuple(at_ms), total_mm)
