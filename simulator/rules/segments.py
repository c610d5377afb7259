"""Cutting a plan into segments, the pieces of floor in each of which a column of people stands or walks.

Rooms are one segment; corridors (and whatever gives `segment`) are cut into strips of about that length;
each stair or ramp is a segment of its own. Coordinates are metres, areas square metres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
import shapely.ops
from shapely.geometry import LineString, Polygon, box

from simulator.model.building import Link, Plan, Space

DEFAULT_STRIP_M = 6.0
STRIP_KINDS = frozenset({"corridor", "concourse"})
NARROWEST_PASSAGE_M = 0.4
SAME_POINT_M = 1e-6
"""Cuts of a slanting outline miss each other by rounding; points closer than this are one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one space, or a whole link: `C1/2` is the second strip of C1.

    `shape` is None for a link; `width_m` is the width across the way people walk, `length_m` along it.
    """

    name: str
    space: str
    kind: str
    level: str
    shape: Polygon | None
    area_m2: float
    length_m: float
    width_m: float
    open_air: bool
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """The line between two neighbouring strips of one space, where people pass at the corridor's peak flow."""

    name: str
    between: tuple[str, str]
    at: tuple[float, float]
    width_m: float


def outline(space: Space) -> Polygon:
    """The space's floor as a polygon in metres."""
    return Polygon(space.ring, space.holes)


def segments_of(plan: Plan) -> tuple[list[Segment], list[Strip]]:
    """Every segment of a plan in the file's order, and the lines between strips."""
    segments: list[Segment] = []
    strips: list[Strip] = []
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            pieces, lines = _cut_space(name, space, level_id)
            segments += pieces
            strips += lines
    segments += [_link_segment(link, plan) for link in plan.links]
    return segments, strips


def _cut_space(name: str, space: Space, level: str) -> tuple[list[Segment], list[Strip]]:
    shape = outline(space)
    strip_m = space.segment_m or (DEFAULT_STRIP_M if space.kind in STRIP_KINDS else None)
    pieces = _pieces(shape, strip_m) if strip_m else [shape]
    if len(pieces) == 1:
        return [_segment(name, name, space, level, shape)], []
    cut = [_segment(f"{name}/{number}", name, space, level, piece) for number, piece in enumerate(pieces, 1)]
    return cut, list(_lines_between(cut))


def _segment(name: str, space_id: str, space: Space, level: str, shape: Polygon) -> Segment:
    x1, y1, x2, y2 = shape.bounds
    longer, shorter = max(x2 - x1, y2 - y1), min(x2 - x1, y2 - y1)
    area = float(shape.area)
    width = min(shorter, area / longer) if longer else shorter
    return Segment(name, space_id, space.kind, level, shape, area, longer, width, space.open_air)


def _link_segment(link: Link, plan: Plan) -> Segment:
    level = plan.level_of()[link.spaces[0]]
    area = link.length_m * link.clear_m
    return Segment(link.id, link.id, link.type, level, None, area, link.length_m, link.clear_m, False, link)


def _pieces(shape: Polygon, strip_m: float) -> list[Polygon]:
    """The polygon cut across its longer side into equal strips of about `strip_m`, again until all are short."""
    x1, y1, x2, y2 = shape.bounds
    longer = max(x2 - x1, y2 - y1)
    parts = max(1, round(longer / strip_m))
    if parts == 1 or longer <= 1.5 * strip_m:
        return [shape]
    along_x = x2 - x1 >= y2 - y1
    step = longer / parts
    found: list[Polygon] = []
    for number in range(parts):
        low, high = number * step, (number + 1) * step
        window = box(x1 + low, y1, x1 + high, y2) if along_x else box(x1, y1 + low, x2, y1 + high)
        for piece in _polygons(shapely.intersection(shape, window, grid_size=SAME_POINT_M)):
            found += _pieces(piece, strip_m) if piece.area < 0.999 * shape.area else [piece]
    return found


def _polygons(geometry: shapely.Geometry) -> list[Polygon]:
    parts = shapely.get_parts(geometry) if geometry.geom_type != "Polygon" else [geometry]
    return [part for part in parts if part.geom_type == "Polygon" and part.area > 0.05]


def _lines_between(cut: list[Segment]) -> list[Strip]:
    lines = []
    shapes = [segment.shape for segment in cut]
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SAME_POINT_M)
    for one, other in sorted(zip(*near.tolist(), strict=True)):
        if one >= other:
            continue
        first, second = cut[one], cut[other]
        shared = shapely.intersection(shapes[one], shapes[other], grid_size=SAME_POINT_M)
        width = float(shared.length)
        if width < NARROWEST_PASSAGE_M or shared.area > 1e-3:
            continue
        middle = shared.interpolate(0.5, normalized=True) if isinstance(shared, LineString) else shared.centroid
        name = f"{first.name}-{second.name.rpartition('/')[2]}"
        lines.append(Strip(name, (first.name, second.name), (float(middle.x), float(middle.y)), width))
    return lines


def segment_at(candidates: list[Segment], at: tuple[float, float]) -> Segment:
    """Of a space's segments the one that holds a point, or else is nearest to it; the first where several do."""
    point = shapely.Point(at)
    return min(candidates, key=lambda one: round(one.shape.distance(point), 6) if one.shape is not None else math.inf)


def point_along(segment: Segment, share: float) -> tuple[float, float]:
    """The point at a share (0 to 1) of a segment's longer side, on its bounds' middle line; moved inside if off it."""
    assert segment.shape is not None
    x1, y1, x2, y2 = segment.shape.bounds
    at = (x1 + share * (x2 - x1), (y1 + y2) / 2) if x2 - x1 >= y2 - y1 else ((x1 + x2) / 2, y1 + share * (y2 - y1))
    if segment.shape.covers(shapely.Point(at)):
        return at
    inside = shapely.ops.nearest_points(segment.shape, shapely.Point(at))[0]
    return float(inside.x), float(inside.y)
