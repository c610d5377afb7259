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
MOST_DB = 120.0
"""No way is followed farther than a loss of this, a kilometre's."""
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


class Sounds:
    """Where a sound in one segment after another is heard; what each needs of the plan is worked out once."""

    def __init__(self, building: Building, turn_db: float):
        self.building, self.turn_db = building, turn_db
        never = {step >> 1 for step in unwalked_steps(building)}
        self._walked = [[p for p in found if p not in never] for found in building.of_segment]
        self._anchors: dict[int, dict[int, int]] = {}
        self._middles: dict[int, Point | None] = {}
        self._kept: dict[tuple[int, float], tuple[Sound, ...]] = {}

    def of(self, start: int, budget_db: float) -> tuple[Sound, ...]:
        """Every segment that a sound from the middle of a segment reaches within the budget, loudest first."""
        if (start, budget_db) not in self._kept:
            found = self._found(start, budget_db).values()
            order = sorted((one for _, one in found), key=lambda one: (one.loss_db, one.to))
            self._kept[start, budget_db] = tuple(order)
        return self._kept[start, budget_db]

    def _found(self, start: int, budget_db: float) -> dict[int, tuple[int, Sound]]:
        best = {start: (0, Sound(start, 0.0, ()))}
        farthest_mm = 1000 * 10 ** (min(budget_db, MOST_DB) / 20)
        heap = [(way.mm, number, way) for number, way in enumerate(self._first(start))]
        heap.sort(key=lambda one: one[:2])
        number, passed = len(heap), set[int]()
        while heap:
            mm, _, way = heappop(heap)
            if way.passage in passed or mm > farthest_mm:
                continue
            passed.add(way.passage)
            self._arrive(best, way, budget_db)
            for passage in self._walked[way.segment]:
                if passage not in passed:
                    number += 1
                    onward = self._onward(way, passage)
                    heappush(heap, (onward.mm, number, onward))
        return best

    def _first(self, start: int) -> list[_Way]:
        at = self._middle(start)
        return [
            self._through(start, passage, mm, _direction(at, _end(self.building, passage, start)), 0, ())
            for passage, mm in self._near(start).items()
            if passage in self._walked[start]
        ]

    def _onward(self, way: _Way, passage: int) -> _Way:
        segment = way.segment
        toward = _direction(way.at, _end(self.building, passage, segment))
        turns = way.turns + _turns(way.toward, toward) + (self.building.segments[segment].link is not None)
        mm = way.mm + self.building.walk_mm[segment][way.passage, passage]
        return self._through(segment, passage, mm, toward or way.toward, turns, way.doors)

    def _through(
        self, segment: int, passage: int, mm: int, toward: Point | None, turns: int, doors: tuple[int, ...]
    ) -> _Way:
        first, second = self.building.passages[passage].between
        beyond = second if first == segment else first
        more = (passage,) if self.building.passages[passage].kind == "door" else ()
        return _Way(mm, passage, beyond, _end(self.building, passage, beyond), toward, turns, doors + more)

    def _arrive(self, best: dict[int, tuple[int, Sound]], way: _Way, budget_db: float) -> None:
        """The sound as it is in the middle of the segment that a way comes into, where no shorter way led there."""
        mm = way.mm + self._near(way.segment)[way.passage]
        if way.segment in best and best[way.segment][0] <= mm:
            return
        turns = way.turns + _turns(way.toward, _direction(way.at, self._middle(way.segment)))
        loss_db = round(20 * math.log10(max(mm / 1000, NEAR_M)) + self.turn_db * turns, DECIMALS)
        if loss_db <= budget_db:
            best[way.segment] = (mm, Sound(way.segment, loss_db, way.doors))

    def _near(self, segment: int) -> dict[int, int]:
        """The walk from the middle of a segment to each of its passages, in mm."""
        if segment not in self._anchors:
            self._anchors[segment] = dict(anchors_at(self.building, segment, None))
        return self._anchors[segment]

    def _middle(self, segment: int) -> Point | None:
        if segment not in self._middles:
            self._middles[segment] = _middle(self.building, segment)
        return self._middles[segment]


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
