"""Segments as cells for sight: their edges, and the gates in those edges that can be seen through.

A gate is a piece of edge: the line between two strips, the line between two pieces of open ground, or an opening's
width in a wall. Metres throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from simulator.model.building import Opening, Plan
from simulator.rules.segments import SAME_POINT_M, Segment, outline
from simulator.rules.walls import THICKEST_WALL_M, Edges, edges_of, facing, floors, gap, wall_at

CORNER_M = 0.002
"""Gates end this far from their corners, so that no ray slips out where a gate meets a wall."""
SAME_LINE_M = 0.12
MANY_CORNERS = 32
ROUND_M = 0.05
"""Round outlines of very many corners are drawn with fewer, off by no more than this."""
OPENING_REACH_M = THICKEST_WALL_M / 2 + 0.05
NEAR_OPENING_M = 2.0
"""Cells farther than this and the opening's width from it have no wall that it could be in."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A piece of a cell's edge that can be seen through, and what it leads to.

    `to` is a segment's index; `passage` is the same number on both sides; `needs` is the index of the opening that
    must stand open, None where nothing must.
    """

    edge: tuple[float, float, float, float]
    to: int
    passage: int
    needs: int | None


def needs_open(opening: Opening) -> bool:
    """Whether an opening hides what is behind it while it is closed; narrow glass counts as none."""
    return opening.type == "door" and opening.glass not in ("half", "full")


def cells_of(plan: Plan, segments: Sequence[Segment]) -> dict[int, shapely.Geometry]:
    """Each segment's own floor by its index in the list; links and unsound outlines are left out."""
    own, spaces = floors(plan), plan.spaces()
    found = {}
    for index, segment in enumerate(segments):
        floor = own.get(segment.space)
        if segment.shape is None or floor is None or not segment.shape.is_valid:
            continue
        whole = floor.equals(outline(spaces[segment.space]))
        shape = segment.shape if whole else shapely.intersection(segment.shape, floor, grid_size=SAME_POINT_M)
        if shapely.get_num_coordinates(shape) > MANY_CORNERS:
            shape = shapely.simplify(shape, ROUND_M)
        if shape.area > 0:
            found[index] = shape
    return found


class Gates:
    """The gates in the edges of one cell after another, each cell's worked out when first asked for and kept."""

    def __init__(self, plan: Plan, segments: Sequence[Segment], cells: dict[int, shapely.Geometry]):
        self.plan, self.cells = plan, cells
        self._segments = segments
        self._bounds = dict(zip(cells, shapely.bounds(list(cells.values())).tolist(), strict=True))
        self._cells_of: dict[str, list[int]] = {}
        for index in cells:
            self._cells_of.setdefault(segments[index].space, []).append(index)
        self._openings: dict[str, list[int]] = {}
        for number, opening in enumerate(plan.openings):
            for space in dict.fromkeys(opening.between):
                self._openings.setdefault(space, []).append(number)
        self._beside: dict[int, list[tuple[int, int, float]]] = {}
        for passage, (one, other, reach_m) in enumerate(_open_neighbours(segments, cells), len(plan.openings)):
            self._beside.setdefault(one, []).append((passage, other, reach_m))
            self._beside.setdefault(other, []).append((passage, one, reach_m))
        self._edges: dict[int, Edges] = {}
        self._of: dict[int, list[Gate]] = {}
        self._through: dict[int, list[tuple[int, Gate]]] = {}

    def of(self, index: int) -> list[Gate]:
        """The gates in a cell's edges: to open floor beside it first, then through openings in the plan's order."""
        found = self._of.get(index)
        if found is None:
            found = self._of[index] = []
            for passage, there, reach_m in self._beside.get(index, ()):
                pieces = facing(self.edges(index), self.edges(there), reach_m)
                found += [Gate(edge, there, passage, None) for edge in _inset(pieces)]
            for number in self._openings.get(self._segments[index].space, ()):
                found += [gate for here, gate in self._of_opening(number) if here == index]
        return found

    def around(self, index: int) -> dict[int, list[Gate]]:
        """The gates of a cell, and of every cell that one of its own may be on the other side of."""
        near = {index: None} | {there: None for _, there, _ in self._beside.get(index, ())}
        for number in self._openings.get(self._segments[index].space, ()):
            near |= {
                cell: None for space in self.plan.openings[number].between for cell in self._cells_of.get(space, ())
            }
        return {one: self.of(one) for one in near}

    def edges(self, index: int) -> Edges:
        """The edges of a cell."""
        found = self._edges.get(index)
        if found is None:
            found = self._edges[index] = edges_of(self.cells[index])
        return found

    def _of_opening(self, number: int) -> list[tuple[int, Gate]]:
        """The gates that an opening makes, each with its cell."""
        found = self._through.get(number)
        if found is None:
            opening = self.plan.openings[number]
            needs, width_m = number if needs_open(opening) else None, self.plan.clear_of(opening)
            first, second = (
                _around(self._cells_of.get(name, []), self._bounds, opening.at, width_m + NEAR_OPENING_M)
                for name in opening.between
            )
            edges = {index: self.edges(index) for index in (*first, *second)}
            through = _through(opening, width_m, first, second, edges, self.cells)
            found = [(here, Gate(edge, there, number, needs)) for here, edge, there in through]
            self._through[number] = found
        return found


def _open_neighbours(
    segments: Sequence[Segment], cells: dict[int, shapely.Geometry]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of cells with nothing in between, and how far apart their edges may run."""
    indices = np.array(list(cells), dtype=np.int64)
    shapes = np.array(list(cells.values()), dtype=object)
    near = shapely.STRtree(shapes).query(shapely.buffer(shapes, THICKEST_WALL_M, quad_segs=1), predicate="intersects")
    for one, other in sorted(zip(*(indices[side].tolist() for side in near), strict=True)):
        first, second = segments[one], segments[other]
        if one >= other or first.level != second.level:
            continue
        if first.space == second.space:
            yield one, other, SAME_LINE_M
        elif first.open_air and second.open_air:
            yield one, other, THICKEST_WALL_M


def _around(some: list[int], bounds: dict[int, list[float]], at: tuple[float, float], reach_m: float) -> list[int]:
    """Those of a space's cells that an opening can be in the wall of; all of them where none is that near."""
    near = []
    for one in some:
        x1, y1, x2, y2 = bounds[one]
        if x1 - reach_m <= at[0] <= x2 + reach_m and y1 - reach_m <= at[1] <= y2 + reach_m:
            near.append(one)
    return near or some


Found = Iterator[tuple[int, tuple[float, float, float, float], int]]


def _through(
    opening: Opening,
    width_m: float,
    first: list[int],
    second: list[int],
    edges: dict[int, Edges],
    cells: dict[int, shapely.Geometry],
) -> Found:
    """The gates that an opening makes: in which cell, where, and into which cell."""
    if not first or not second:
        return
    wall = wall_at(np.vstack([edges[one] for one in first]), np.vstack([edges[one] for one in second]), opening.at)
    gaps = {one: gap(edges[one], wall, opening.at, width_m, OPENING_REACH_M) for one in (*first, *second)}
    for here, there in ((first, second), (second, first)):
        walled = [one for one in there if len(gaps[one])]
        for one in here:
            for other in walled:
                for edge in _inset(facing(gaps[one], gaps[other])):
                    yield one, edge, other
            if not walled:  # the other space has no wall here: the one space lies inside the other
                inner = min(there, key=lambda index: round(cells[index].distance(shapely.Point(opening.at)), 6))
                for edge in _inset(gaps[one]):
                    yield one, edge, inner


def _inset(pieces: Edges) -> list[tuple[float, float, float, float]]:
    kept = []
    for x1, y1, x2, y2 in pieces.tolist():
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        if length > 4 * CORNER_M:
            dx, dy = (x2 - x1) / length * CORNER_M, (y2 - y1) / length * CORNER_M
            kept.append((x1 + dx, y1 + dy, x2 - dx, y2 - dy))
    return kept
