"""Where things are: footprints, and the wall that an opening interrupts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import Point, Polygon

from simulator.model.building import Level, Opening, Plan
from simulator.plans.drawing.colours import FAMILY, OUTSIDE
from simulator.rules.segments import outline

if TYPE_CHECKING:  # the pen brings matplotlib along, which a server that only asks where doors are need not load
    from simulator.plans.drawing.pen import XY

WALL_M = 0.6
"""Rooms of an imported plan stand apart by their walls; gaps narrower than this are wall."""
NEARLY_PARALLEL = 0.17  # the sine of 10 degrees

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where an opening interrupts its wall: `along` runs with the wall, `into` points to the side it swings to.

    Unit vectors; `half` is half the drawn width in metres; `room` is the length of that wall.
    """

    centre: XY
    along: XY
    into: XY
    half: float
    room: float

    def at(self, along: float, into: float) -> XY:
        """The point so many metres along the wall and off it."""
        (x, y), (ax, ay), (ix, iy) = self.centre, self.along, self.into
        return (x + ax * along + ix * into, y + ay * along + iy * into)


def sound(shape: Polygon) -> shapely.Geometry:
    """The polygon itself, or a repaired one where its outline crosses itself."""
    return shape if shape.is_valid else shape.buffer(0)


def footprint(level: Level) -> shapely.Geometry:
    """The outline of everything indoors on a level, with the gaps that are only walls closed."""
    rooms = [sound(outline(space)) for space in level.spaces.values() if space.kind not in OUTSIDE]
    joined = shapely.union_all(rooms).buffer(WALL_M / 2, join_style="mitre").buffer(-WALL_M / 2, join_style="mitre")
    return joined.simplify(0.01)


def grown(bounds: Bounds, by: float) -> Bounds:
    """The box with a margin on every side."""
    return (bounds[0] - by, bounds[1] - by, bounds[2] + by, bounds[3] + by)


def _edges(shape: Polygon) -> list[tuple[XY, XY]]:
    rings = [list(ring.coords) for ring in (shape.exterior, *shape.interiors)]
    return [(a[:2], b[:2]) for ring in rings for a, b in itertools.pairwise(ring) if math.dist(a, b) > 1e-6]


def _distance(edge: tuple[XY, XY], at: XY) -> float:
    return math.dist(_nearest(edge, at), at)


def _nearest(edge: tuple[XY, XY], at: XY) -> XY:
    (x1, y1), (x2, y2) = edge
    dx, dy = x2 - x1, y2 - y1
    share = ((at[0] - x1) * dx + (at[1] - y1) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return (x1 + share * dx, y1 + share * dy)


def _unit(edge: tuple[XY, XY]) -> XY:
    length = math.dist(*edge)
    return ((edge[1][0] - edge[0][0]) / length, (edge[1][1] - edge[0][1]) / length)


def wall_at(first: Polygon, second: Polygon, at: XY) -> tuple[XY, XY]:
    """The piece of wall that two spaces share nearest to a point: an edge of the one along an edge of the other."""
    ours, theirs = _edges(first), _edges(second)
    candidates = [(edge, theirs) for edge in ours] + [(edge, ours) for edge in theirs]

    def cost(candidate: tuple[tuple[XY, XY], list[tuple[XY, XY]]]) -> tuple[float, float]:
        edge, others = candidate
        reach = _distance(edge, at)
        if reach > 5.0:
            return (4 * reach, 0.0)
        ux, uy = _unit(edge)
        beside = [other for other in others if abs(ux * _unit(other)[1] - uy * _unit(other)[0]) < NEARLY_PARALLEL]
        far = min((_distance(other, at) for other in beside), default=2.0)
        return (round(4 * reach + min(far, 2.0), 6), math.dist(*edge))  # the shorter: its ends are this wall's ends

    return min(candidates, key=cost)[0]


def gap_of(plan: Plan, opening: Opening, shapes: Mapping[str, Polygon], least_m: float) -> Gap:
    """Where and how wide to draw an opening; `least_m` is the narrowest that can still be seen."""
    first, second = (shapes[name] for name in opening.between)
    wall = wall_at(first, second, opening.at)
    ux, uy = _unit(wall)
    length = math.dist(*wall)
    width = min(max(plan.clear_of(opening), least_m), max(0.9 * length, 0.3))
    centre = _nearest(wall, opening.at)
    normal = (-uy, ux)
    probe = Point(centre[0] + 0.2 * normal[0], centre[1] + 0.2 * normal[1])
    target = shapes[_swings_to(plan, opening)]
    other = second if target is first else first
    if target.distance(probe) > other.distance(probe) + 1e-9:
        normal = (uy, -ux)
    return Gap(centre, (ux, uy), normal, width / 2, length)


def _swings_to(plan: Plan, opening: Opening) -> str:
    """Outward where one side is open air, else into the room, not into the hall."""
    first, second = opening.between
    spaces = plan.spaces()
    for name in (first, second):
        if spaces[name].kind in OUTSIDE:
            return name
    return second if FAMILY[spaces[first].kind] == "hall" else first
