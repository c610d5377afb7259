"""The walls of a plan: the floor that is each space's own, and the wall that two spaces share.

Coordinates are metres. Outlines may be drawn to the middle of a wall or to its faces, so two outlines share a wall
where they run side by side at no more than `THICKEST_WALL_M`.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from simulator.model.building import Level, Plan
from simulator.rules.segments import SAME_POINT_M, outline

Edges = NDArray[np.float64]
"""Straight pieces of outline, one a row: x1, y1, x2, y2."""

THICKEST_WALL_M = 0.6
"""The farthest apart that two outlines may run and still share a wall: 0.3 m to either side of its middle."""
PARALLEL = 0.2
"""Sine of the largest angle between two edges that still count as one wall."""
SHORTEST_EDGE_M = 1e-6
ROUNDING_M = 0.05
"""How far two spaces may overlap by rounding."""


def floors(plan: Plan) -> dict[str, shapely.Geometry]:
    """The floor that belongs to each space alone, by id: its outline less the smaller spaces drawn inside it.

    Ground that is drawn right through the building is thus only what lies around the building. A space whose outline
    is not a sound polygon is left out.
    """
    found: dict[str, shapely.Geometry] = {}
    for level in plan.levels.values():
        found |= _floors_of(level)
    return found


def _floors_of(level: Level) -> dict[str, shapely.Geometry]:
    shapes = {name: outline(space) for name, space in level.spaces.items()}
    shapes = {name: shape for name, shape in shapes.items() if shape.is_valid and shape.area > 0}
    names = list(shapes)
    # Open air gives way to whatever is built, and then the larger to the smaller.
    rank = {name: (not level.spaces[name].open_air, -shapes[name].area) for name in names}
    below: dict[str, list[str]] = {}
    for one, other in overlapping(list(shapes.values())):
        low, high = sorted((names[one], names[other]), key=lambda name: rank[name])
        below.setdefault(low, []).append(high)
    cut = {
        name: shapely.difference(
            shapes[name],
            shapely.union_all([shapes[other] for other in above], grid_size=SAME_POINT_M),
            grid_size=SAME_POINT_M,
        )
        for name, above in below.items()
    }
    return {name: cut.get(name, shape) for name, shape in shapes.items()}


def overlapping(shapes: list[shapely.Geometry]) -> list[tuple[int, int]]:
    """The pairs of sound shapes, lower index first, that overlap by a strip wider than `ROUNDING_M`."""
    if len(shapes) < 2:
        return []
    array = np.asarray(shapes, dtype=object)
    first, second = shapely.STRtree(array).query(array, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    with np.errstate(invalid="ignore"):  # GEOS compares coordinates that it has itself set to nothing
        shared = shapely.intersection(array[first], array[second], grid_size=SAME_POINT_M)
    core = shapely.buffer(shared, -ROUNDING_M / 2)
    deep = ~shapely.is_empty(core)
    return sorted(zip(first[deep].tolist(), second[deep].tolist(), strict=True))


def edges_of(shape: shapely.Geometry) -> Edges:
    """The straight edges of a polygon's rings, holes included; very short ones are left out."""
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    if not rings:
        return np.empty((0, 4))
    edges = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    return edges[_lengths(edges) > SHORTEST_EDGE_M]


def facing(first: Edges, second: Edges, reach_m: float = THICKEST_WALL_M) -> Edges:
    """The pieces of the first edges that run side by side with one of the second at no more than `reach_m`."""
    if not len(first) or not len(second):
        return np.empty((0, 4))
    tree = shapely.STRtree(_as_lines(second))
    one, other = tree.query(_as_lines(first), predicate="dwithin", distance=reach_m)
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    start, along, length = _split(first[one])
    dx, dy = second[other, 0::2] - start[:, :1], second[other, 1::2] - start[:, 1:]
    ux, uy = along[:, :1], along[:, 1:]
    place, aside = dx * ux + dy * uy, dy * ux - dx * uy
    low, high = np.maximum(place.min(axis=1), 0.0), np.minimum(place.max(axis=1), length)
    parallel = np.abs(aside[:, 1] - aside[:, 0]) <= PARALLEL * _lengths(second[other])
    row = np.nonzero(parallel & (high - low > SHORTEST_EDGE_M))[0]
    return _pieces(start[row], along[row], low[row], high[row])


def wall_at(first: Edges, second: Edges, at: tuple[float, float]) -> Edges:
    """The one edge whose direction an opening at a place takes: of the wall that both share, else of the first outline.

    Empty where there are no edges at all.
    """
    shared = facing(first, second)
    candidates = shared if len(shared) else first if len(first) else second
    if not len(candidates):
        return candidates
    away = shapely.distance(_as_lines(candidates), shapely.Point(at))
    return candidates[[int(np.argmin(np.round(away, 6)))]]


def gap(edges: Edges, wall: Edges, at: tuple[float, float], width_m: float, reach_m: float) -> Edges:
    """The pieces of edges that an opening takes up: `width_m` around its place, along its wall and within `reach_m`."""
    if not len(edges) or not len(wall):
        return np.empty((0, 4))
    start, along, length = _split(edges)
    _, (direction,), _ = _split(wall)
    dx, dy = at[0] - start[:, 0], at[1] - start[:, 1]
    place, aside = dx * along[:, 0] + dy * along[:, 1], dy * along[:, 0] - dx * along[:, 1]
    low, high = np.maximum(place - width_m / 2, 0.0), np.minimum(place + width_m / 2, length)
    parallel = np.abs(along[:, 0] * direction[1] - along[:, 1] * direction[0]) <= PARALLEL
    row = np.nonzero(parallel & (np.abs(aside) <= reach_m) & (high - low > SHORTEST_EDGE_M))[0]
    return _pieces(start[row], along[row], low[row], high[row])


def shared_wall(first: shapely.Geometry, second: shapely.Geometry) -> list[shapely.LineString]:
    """The walls that two floors share, each one unbroken line along the first floor's outline."""
    pieces = facing(edges_of(first), edges_of(second))
    if not len(pieces):
        return []
    lines = _as_lines(np.round(pieces, 6))
    merged = shapely.line_merge(shapely.union_all(lines[shapely.length(lines) > 0]))
    return [line for line in shapely.get_parts(merged) if line.geom_type == "LineString" and not line.is_empty]


def _as_lines(edges: Edges) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(edges.reshape(-1, 2, 2)))


def _lengths(edges: Edges) -> Edges:
    return np.sqrt((edges[:, 2] - edges[:, 0]) ** 2 + (edges[:, 3] - edges[:, 1]) ** 2)


def _split(edges: Edges) -> tuple[Edges, Edges, Edges]:
    """Where each edge starts, its unit direction and its length."""
    length = _lengths(edges)
    return edges[:, :2], (edges[:, 2:] - edges[:, :2]) / length[:, None], length


def _pieces(start: Edges, along: Edges, low: Edges, high: Edges) -> Edges:
    return np.hstack([start + along * low[:, None], start + along * high[:, None]])
