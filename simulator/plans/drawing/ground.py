"""What a plan's picture shows of the ground: the building, rally areas close by, and on which side the others lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, box

from simulator.model.building import Plan
from simulator.plans.drawing.colours import OUTSIDE
from simulator.plans.drawing.geometry import Bounds, grown
from simulator.plans.drawing.pen import XY
from simulator.rules.segments import outline

NEAR_SHARE = 0.25
"""Rally areas that make the picture larger by no more than this share are shown where they are."""
CAMPUS_GAP_M = 40.0
FAR_TIMES = 1.7
"""Buildings of one campus stand this close, or make the picture at most so much larger."""
LEAST_SHARE = 0.25
NAMED_KINDS = frozenset({"assembly", "reunification"})
MARGIN_PX, WIDE_MARGIN_PX, ARROW_PX = 46.0, 108.0, 24.0

Margins = tuple[float, float, float, float]
"""Pixels round what is shown: left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The building's box, the box that is shown, its margins, and where the line to each area beyond leaves it."""

    building: Bounds
    shown: Bounds
    margins: Margins
    beyond: Mapping[str, tuple[XY, str]]

    @property
    def middle(self) -> XY:
        """The middle of the building."""
        x1, y1, x2, y2 = self.building
        return ((x1 + x2) / 2, (y1 + y2) / 2)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in metres of what is shown, without margins."""
        x1, y1, x2, y2 = self.shown
        return (x2 - x1, y2 - y1)


def ground_of(plan: Plan) -> Ground:
    """What to show of a plan; every level is drawn in the same frame."""
    building = building_bounds(plan)
    shown = _with_near_areas(plan, building)
    shapes = {name: outline(space) for name, space in plan.spaces().items() if space.kind in NAMED_KINDS}
    frame = box(*shown)
    hidden = [name for name, shape in shapes.items() if _overlap(shape, frame) < LEAST_SHARE * shape.area]
    beyond = {name: _leaves_at(building, shown, shapes[name]) for name in hidden}
    return Ground(building, shown, _margins({side for _, side in beyond.values()}), beyond)


def building_bounds(plan: Plan) -> Bounds:
    """The smallest box round everything indoors, or round everything where nothing is.

    A building so far off that it would shrink the main one is left out (`FAR_TIMES`).
    """
    spaces = plan.spaces().values()
    indoors = [outline(space) for space in spaces if space.kind not in OUTSIDE]
    boxes = shapely.envelope(indoors or [outline(space) for space in spaces])
    joined = shapely.union_all(shapely.buffer(boxes, CAMPUS_GAP_M / 2, join_style="mitre"))
    parts = sorted(shapely.get_parts(joined), key=lambda part: (-part.area, part.bounds))
    shown = parts[0].bounds
    for part in parts[1:]:
        with_it = shapely.union(box(*shown), part).bounds
        if _sides(with_it) <= FAR_TIMES * _sides(shown):
            shown = with_it
    return grown(shown, -CAMPUS_GAP_M / 2)


def _with_near_areas(plan: Plan, building: Bounds) -> Bounds:
    shown = building
    areas = [outline(space) for space in plan.spaces().values() if space.kind == "assembly"]
    for shape in sorted(areas, key=lambda one: (one.distance(box(*building)), one.bounds)):
        with_it = shapely.union(box(*shown), shape).bounds
        if _sides(with_it) <= _sides(building) * (1 + NEAR_SHARE):
            shown = with_it
    return shown


def _sides(bounds: Bounds) -> float:
    return bounds[2] - bounds[0] + bounds[3] - bounds[1]


def _overlap(shape: shapely.Geometry, frame: shapely.Geometry) -> float:
    return float(shapely.intersection(shape, frame).area)


def _leaves_at(building: Bounds, shown: Bounds, shape: shapely.Geometry) -> tuple[XY, str]:
    """Where the line from the building's middle to an area leaves the picture, and on which side."""
    spot = shape.representative_point()
    middle = ((building[0] + building[2]) / 2, (building[1] + building[3]) / 2)
    inside = shapely.intersection(LineString([middle, (spot.x, spot.y)]), box(*shown))
    line = isinstance(inside, LineString) and not inside.is_empty
    x, y = inside.coords[-1] if line else (spot.x, spot.y)
    gaps = {"left": x - shown[0], "right": shown[2] - x, "bottom": y - shown[1], "top": shown[3] - y}
    return (float(x), float(y)), min(gaps, key=lambda side: gaps[side])


def _margins(sides: set[str]) -> Margins:
    """More room at the sides where an arrow and a name will stand."""
    left = WIDE_MARGIN_PX if "left" in sides else MARGIN_PX
    right = WIDE_MARGIN_PX if "right" in sides else MARGIN_PX
    return (left, MARGIN_PX + ARROW_PX * ("bottom" in sides), right, MARGIN_PX + ARROW_PX * ("top" in sides))
