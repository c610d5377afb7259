"""How much of a sound is left after its way through the building, closed doors not yet counted.

loss = 20 log10(metres) + `turn_db` for each turn of the shortest walking way (PARAMETERS, assumption); each closed door
on the way takes more, which is added when the doors' states are known. Sound takes no windows and no lifts.
A turn is a change of direction by more than 45 degrees; going up or down a flight of stairs counts as one.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import NamedTuple

import shapely

from simulator.rules.routes import Building, anchors_at, unwalked_steps

DECIMALS = 1
"""Losses are rounded to 0.1 dB: logarithms differ in their last bits between processors."""
TURN_COSINE = 0.7071
"""Cosine of the smallest change of direction that counts as a turn."""
NEAR_M = 1.0
"""A sound's level is given at this distance; nearer than that nothing is lost."""

Point = tuple[float, float]


class Sound(NamedTuple):
    """What reaches another segment: `loss_db` with every door open, and the doors on the way by passage number."""

    to: int
    loss_db: float
    doors: tuple[int, ...]


class _Way(NamedTuple):
    """The shortest way so far to a passage: metres are whole millimetres, `at` is the far end, `toward` a direction."""

    mm: int
    passage: int
    segment: int
    at: Point
    toward: Point | None
    turns: int
    doors: tuple[int, ...]


def sounds_from(building: Building, start: int, budget_db: float, turn_db: float) -> tuple[Sound, ...]:
    """Every segment that a sound from the middle of a segment reaches with a loss within the budget, loudest first."""
    walked = {step >> 1 for step in range(2 * len(building.passages))} - {
        step >> 1 for step in unwalked_steps(building)
    }
    best: dict[int, tuple[int, Sound]] = {start: (0, Sound(start, 0.0, ()))}
    farthest_mm = 1000 * 10 ** (min(budget_db, 120) / 20)
    ahead = [_first(building, start, passage, mm) for passage, mm in _near(building, start, walked)]
    heap = [(way.mm, number, way) for number, way in enumerate(ahead)]
    number, passed = len(heap), set[int]()
    heap.sort(key=lambda one: one[:2])
    while heap:
        mm, _, way = heappop(heap)
        if way.passage in passed or mm > farthest_mm:
            continue
        passed.add(way.passage)
        _arrive(building, best, way, budget_db, turn_db)
        for following, walk in building.walk_mm[way.segment].items():
            if following[0] == way.passage and following[1] in walked and following[1] not in passed:
                number += 1
                heappush(heap, (mm + walk, number, _onward(building, way, following[1], walk)))
    return tuple(sorted((one for _, one in best.values()), key=lambda one: (one.loss_db, one.to)))


def _near(building: Building, segment: int, walked: set[int]) -> list[tuple[int, int]]:
    return [one for one in anchors_at(building, segment, None) if one[0] in walked]


def _first(building: Building, start: int, passage: int, mm: int) -> _Way:
    start_at = _middle(building, start)
    here = _end(building, passage, start)
    return _through(building, start, passage, mm, _direction(start_at, here), 0, ())


def _onward(building: Building, way: _Way, passage: int, walk_mm: int) -> _Way:
    toward = _direction(way.at, _end(building, passage, way.segment))
    turns = way.turns + _turns(way.toward, toward) + (building.segments[way.segment].link is not None)
    return _through(building, way.segment, passage, way.mm + walk_mm, toward or way.toward, turns, way.doors)


def _through(
    building: Building, segment: int, passage: int, mm: int, toward: Point | None, turns: int, doors: tuple[int, ...]
) -> _Way:
    first, second = building.passages[passage].between
    beyond = second if first == segment else first
    more = (passage,) if building.passages[passage].kind == "door" else ()
    return _Way(mm, passage, beyond, _end(building, passage, beyond), toward, turns, doors + more)


def _arrive(
    building: Building, best: dict[int, tuple[int, Sound]], way: _Way, budget_db: float, turn_db: float
) -> None:
    """The sound as it is in the middle of the segment that a way comes into, where no shorter way led there."""
    mm = way.mm + next(near for passage, near in anchors_at(building, way.segment, None) if passage == way.passage)
    if way.segment in best and best[way.segment][0] <= mm:
        return
    turns = way.turns + _turns(way.toward, _direction(way.at, _middle(building, way.segment)))
    loss_db = round(20 * math.log10(max(mm / 1000, NEAR_M)) + turn_db * turns, DECIMALS)
    if loss_db <= budget_db:
        best[way.segment] = (mm, Sound(way.segment, loss_db, way.doors))


def _end(building: Building, passage: int, segment: int) -> Point:
    one = building.passages[passage]
    return one.ends[one.between.index(segment)]


def _middle(building: Building, segment: int) -> Point | None:
    shape = building.segments[segment].shape
    if shape is None:
        return None
    middle = shape.centroid if shape.contains(shape.centroid) else shapely.point_on_surface(shape)
    return (float(middle.x), float(middle.y))


def _direction(start: Point | None, end: Point | None) -> Point | None:
    """The direction from one point to another as a unit vector; None where they are (nearly) the same or unknown."""
    if start is None or end is None:
        return None
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(dx * dx + dy * dy)
    return (dx / length, dy / length) if length > 0.05 else None


def _turns(before: Point | None, after: Point | None) -> int:
    if before is None or after is None:
        return 0
    return int(before[0] * after[0] + before[1] * after[1] < TURN_COSINE)
