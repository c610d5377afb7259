"""Who can see whom: for each segment of a plan the segments in sight of it, and the openings each sight line needs.

Method. Every segment is a cell. From standing places inside each cell rays go out all round; a ray passes from cell
to cell through gates (a strip's end, other open ground, an opening) until it meets a wall or its range ends. A cell is
in sight of another when two or more of the 360 rays from one standing place reach it: whatever takes up 2.6 degrees of
the view is found, and what takes up less than 0.6 (a glimpse along a wall) is not. Two cells that a gate joins always
see each other, since somebody may stand at the opening. Sight is mutual: what one finds, the other has too.

What an opening needs to be seen through:
- a window and an `open` passage: nothing;
- a door with half or full glass: nothing;
- any other door must stand open. Narrow glass counts as none (assumption): a slit shows a strip of the room, and a
  class that hides keeps out of that strip, so a closed door with a narrow pane hides the room.

Further assumptions: walls are taken in plan, so sills, furniture, curtains and heights do not count; levels do not see
each other; a flight of stairs or a ramp is in sight of the space at each of its ends, a lift of nothing; people stand
at least 0.4 m from walls. Only + - * / and square roots are used, so that every processor agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from simulator.model.building import Plan
from simulator.rules.gates import Gate, Gates, cells_of
from simulator.rules.segments import Segment, segment_at, segments_of

SIGHT_RANGE_M = 60.0
"""Farthest that anybody is noticed (assumption: about the longest straight corridor of a school)."""
FROM_WALL_M = 0.4
PLACES_A_SIDE = 3
RAYS_HALF_SIDE = 45
"""A ray to every unit along the edge of a square with this half side: 360 rays, 0.6 to 1.3 degrees apart."""
FEWEST_RAYS = 2
"""Less than two of a place's rays is a glimpse through a crack, not sight."""
AHEAD_M = 1e-6
MOST_AT_ONCE = 1_000_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Seen = dict[tuple[int, int], set[frozenset[int]]]


@dataclass(frozen=True, slots=True)
class SightLine:
    """A segment in sight, provided that all of these openings stand open; their ids are in the plan's order."""

    to: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A segment's edges as rows of x, y, dx, dy: all its walls, then its gates; and what each gate leads to."""

    rows: Floats
    walls: int
    to: Ints
    passage: Ints
    needs: Ints


@dataclass(frozen=True, slots=True)
class _Rays:
    """Rays on their way: rows of x, y, ux, uy, metres gone; and of first place, needs so far, passage last passed."""

    line: Floats
    mark: Ints


class _Needs:
    """The sets of openings met so far, each known by a number; 0 is the empty set."""

    def __init__(self) -> None:
        self.sets: list[frozenset[int]] = [frozenset()]
        self._number: dict[frozenset[int], int] = {frozenset(): 0}

    def adding(self, opening: int, numbers: Ints) -> Ints:
        """The numbers of the same sets with one more opening in each."""
        old, back = np.unique(numbers, return_inverse=True)
        return np.array([self._with(int(one), opening) for one in old], dtype=np.int64)[back]

    def _with(self, number: int, opening: int) -> int:
        larger = self.sets[number] | {opening}
        if larger not in self._number:
            self._number[larger] = len(self.sets)
            self.sets.append(larger)
        return self._number[larger]


class Sights:
    """What is in sight of one segment after another of a plan, each worked out when first asked for and kept.

    Here only rays from the segment itself count, so that the answer does not depend on what was asked before.
    """

    def __init__(self, plan: Plan, segments: Sequence[Segment], *, range_m: float = SIGHT_RANGE_M):
        self.plan, self.segments, self.range_m = plan, segments, range_m
        self.shapes = cells_of(plan, segments)
        self.gates = Gates(plan, segments, self.shapes)
        self._cells: dict[int, _Cell] = {}
        self.flights = [*_flights(plan, segments, self.shapes)]
        self._index = {segment.name: index for index, segment in enumerate(segments)}
        self._kept: dict[str, tuple[SightLine, ...]] = {}

    def of(self, name: str) -> tuple[SightLine, ...]:
        """The sight lines from a segment to others, in the plan's order. Raises KeyError for an unknown name."""
        if name not in self._kept:
            index = self._index[name]
            mine = {index: self.shapes[index]} if index in self.shapes else {}
            gates = self.gates.around(index) if mine else {}
            near = [one for one in (*_neighbours(gates), *self.flights) if index in one[:2]]
            seen = _seen([*near, *_march(self.cell, mine, self.range_m)])
            self._kept[name] = _lines(self.plan, self.segments, seen)[name]
        return self._kept[name]

    def cell(self, index: int) -> _Cell:
        """A segment's edges and gates; worked out when a ray first comes there."""
        found = self._cells.get(index)
        if found is None:
            found = self._cells[index] = _cell(self.gates.edges(index), self.gates.of(index))
        return found


_KEPT: dict[int, tuple[Plan, Sights]] = {}
_MOST_KEPT = 16


def sights_of(plan: Plan, segments: Sequence[Segment] | None = None) -> Sights:
    """The sights of a plan, kept for as long as the same plan is asked for; `segments` are its own, cut already."""
    kept = _KEPT.get(id(plan))
    if kept is None or kept[0] is not plan:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(plan)] = (plan, Sights(plan, segments or segments_of(plan)[0]))
    return kept[1]


def sight(
    plan: Plan, segments: Sequence[Segment], *, range_m: float = SIGHT_RANGE_M
) -> dict[str, tuple[SightLine, ...]]:
    """For each segment, by name, the sight lines from it to others, in the order of `segments`.

    One target comes several times, with different openings, where there is more than one way to see it; a line that
    needs more than another to the same target is left out. A segment is not listed as seeing itself.
    `range_m` is the farthest that anything is noticed, in metres.
    """
    sights = Sights(plan, segments, range_m=range_m)
    near = _neighbours({index: sights.gates.of(index) for index in sights.shapes})
    return _lines(plan, segments, _seen([*near, *sights.flights, *_march(sights.cell, sights.shapes, range_m)]))


def _seen(found: Iterable[tuple[int, int, frozenset[int]]]) -> Seen:
    seen: Seen = {}
    for one, other, needs in found:
        seen.setdefault((min(one, other), max(one, other)), set()).add(needs)
    return seen


def _neighbours(gates: dict[int, list[Gate]]) -> Iterator[tuple[int, int, frozenset[int]]]:
    for here, found in gates.items():
        for gate in found:
            yield here, gate.to, frozenset() if gate.needs is None else frozenset({gate.needs})


def _flights(
    plan: Plan, segments: Sequence[Segment], shapes: dict[int, shapely.Geometry]
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Each flight of stairs or ramp with the segment at each of its ends, the centre of the space it stands in."""
    index_of = {segment.name: index for index, segment in enumerate(segments)}
    for index, segment in enumerate(segments):
        if segment.link is None or segment.link.type == "lift":
            continue
        for name in segment.link.spaces:
            candidates = [segments[one] for one in shapes if segments[one].space == name]
            if candidates:
                centre = shapely.union_all([one.shape for one in candidates]).centroid
                yield index, index_of[segment_at(candidates, (centre.x, centre.y)).name], frozenset()


def _cell(walls: Floats, gates: list[Gate]) -> _Cell:
    edges = np.vstack([walls, np.array([gate.edge for gate in gates]).reshape(-1, 4)])
    rows = np.hstack([edges[:, :2], edges[:, 2:] - edges[:, :2]])
    return _Cell(
        rows,
        len(walls),
        np.array([gate.to for gate in gates], dtype=np.int64),
        np.array([gate.passage for gate in gates], dtype=np.int64),
        np.array([-1 if gate.needs is None else gate.needs for gate in gates], dtype=np.int64),
    )


def _first_rays(shapes: dict[int, shapely.Geometry]) -> tuple[dict[int, _Rays], Ints]:
    """Every cell's first rays, and the cell that each standing place lies in."""
    way = _headings()
    rays: dict[int, _Rays] = {}
    homes: list[int] = []
    for index, shape in shapes.items():
        places = _places(shape)
        numbers = np.arange(len(homes), len(homes) + len(places))
        homes += [index] * len(places)
        line = np.hstack([np.repeat(places, len(way), axis=0), np.tile(way, (len(places), 1))])
        mark = np.zeros((len(line), 3), dtype=np.int64)
        mark[:, 0], mark[:, 2] = np.repeat(numbers, len(way)), -1
        rays[index] = _Rays(np.hstack([line, np.zeros((len(line), 1))]), mark)
    return rays, np.array(homes, dtype=np.int64)


def _places(shape: shapely.Geometry) -> Floats:
    """Where somebody may stand in a cell: a grid of about three by three, away from the walls where there is room."""
    room = shape.buffer(-FROM_WALL_M)
    room = shape if room.is_empty else room
    x1, y1, x2, y2 = room.bounds
    step = max((room.area**0.5) / PLACES_A_SIDE, FROM_WALL_M / 2)
    columns, rows = (max(1, min(round(side / step), 4 * PLACES_A_SIDE)) for side in (x2 - x1, y2 - y1))
    xs = x1 + (np.arange(columns) + 0.5) * ((x2 - x1) / columns)
    ys = y1 + (np.arange(rows) + 0.5) * ((y2 - y1) / rows)
    grid = np.column_stack([np.repeat(xs, rows), np.tile(ys, columns)])
    inside = grid[shapely.contains_xy(room, grid[:, 0], grid[:, 1])]
    return inside if len(inside) else np.asarray(shapely.get_coordinates(shapely.point_on_surface(room)))


def _headings() -> Floats:
    """Unit headings all round, made without sines so that every processor gets the same bits."""
    side = np.arange(-RAYS_HALF_SIDE, RAYS_HALF_SIDE) + 0.5
    edge = np.full(len(side), float(RAYS_HALF_SIDE))
    x = np.concatenate([side, edge, -side, -edge])
    y = np.concatenate([-edge, side, edge, -side])
    length = np.sqrt(x * x + y * y)
    return np.column_stack([x / length, y / length])


def _march(
    cell: Callable[[int], _Cell], shapes: dict[int, shapely.Geometry], range_m: float
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Every cell that enough rays from one standing place enter, with that place's cell and what the rays needed."""
    rays, homes = _first_rays(shapes)
    needs = _Needs()
    arrived: Counter[tuple[int, int, int]] = Counter()
    while rays:
        onward: dict[int, list[_Rays]] = {}
        for index, coming in rays.items():
            for target, passed in _cross(cell(index), index, coming, needs, range_m):
                onward.setdefault(target, []).append(passed)
                if target != index:
                    key, count = np.unique(passed.mark[:, 0] * len(needs.sets) + passed.mark[:, 1], return_counts=True)
                    place, number = np.divmod(key, len(needs.sets))
                    for one in zip(place.tolist(), number.tolist(), count.tolist(), strict=True):
                        arrived[one[0], target, one[1]] += one[2]
        rays = {index: _joined(parts) for index, parts in onward.items()}
    for (place, target, number), count in arrived.items():
        if count >= FEWEST_RAYS and homes[place] != target:
            yield int(homes[place]), target, needs.sets[number]


def _joined(parts: list[_Rays]) -> _Rays:
    return _Rays(np.vstack([part.line for part in parts]), np.vstack([part.mark for part in parts]))


def _cross(cell: _Cell, index: int, rays: _Rays, needs: _Needs, range_m: float) -> Iterator[tuple[int, _Rays]]:
    """The rays that leave a cell by its gates, with the cells they come into; the others end here."""
    if not len(cell.to):
        return
    gate, gone = _first_gate(cell, rays.line, range_m)
    for number in np.unique(gate[gate >= 0]).tolist():
        through = gate == number
        line, mark = rays.line[through], rays.mark[through]
        line[:, 4] = gone[through]
        entering = mark[:, 2] == cell.passage[number]  # the far face of a wall that the ray is still passing
        for same, target in ((entering, index), (~entering, int(cell.to[number]))):
            if same.any():
                part = _Rays(line[same], mark[same])
                if target != index and cell.needs[number] >= 0:
                    part.mark[:, 1] = needs.adding(int(cell.needs[number]), part.mark[:, 1])
                part.mark[:, 2] = cell.passage[number]
                yield target, part


def _first_gate(cell: _Cell, line: Floats, range_m: float) -> tuple[Ints, Floats]:
    """For each ray the gate that it meets before any wall, -1 where a wall or the end of its range comes first."""
    gates, distances = [], []
    chunk = max(1, MOST_AT_ONCE // len(cell.rows))
    for start in range(0, len(line), chunk):
        ahead = _distances(cell.rows, line[start : start + chunk])
        gate = ahead[:, cell.walls :].argmin(axis=1)
        gone = ahead[np.arange(len(ahead)), cell.walls + gate]
        wall = ahead[:, : cell.walls].min(axis=1)
        gates.append(np.where((gone <= wall + AHEAD_M) & (gone <= range_m), gate, -1))
        distances.append(gone)
    return np.concatenate(gates), np.concatenate(distances)


def _distances(rows: Floats, line: Floats) -> Floats:
    """How far along each ray it meets each edge, counted from the ray's start; infinite where it does not, or has."""
    x, y, dx, dy = (rows[None, :, column] for column in range(4))
    ox, oy, ux, uy, gone = (line[:, column, None] for column in range(5))
    across = ux * dy - uy * dx
    with np.errstate(divide="ignore", invalid="ignore"):
        along = ((x - ox) * dy - (y - oy) * dx) / across
        part = ((x - ox) * uy - (y - oy) * ux) / across
    met = (np.abs(across) > 1e-12) & (part >= -1e-9) & (part <= 1 + 1e-9) & (along > gone + AHEAD_M)
    return np.where(met, along, np.inf)


def _lines(plan: Plan, segments: Sequence[Segment], seen: Seen) -> dict[str, tuple[SightLine, ...]]:
    found: dict[str, list[tuple[int, tuple[int, ...]]]] = {segment.name: [] for segment in segments}
    for (one, other), ways in seen.items():
        for way in ways:
            if any(less < way for less in ways):
                continue
            needs = tuple(sorted(way))
            found[segments[one].name].append((other, needs))
            found[segments[other].name].append((one, needs))
    ids = [opening.id for opening in plan.openings]
    order = {name: sorted(lines, key=lambda line: (line[0], len(line[1]), line[1])) for name, lines in found.items()}
    return {
        name: tuple(SightLine(segments[to].name, tuple(ids[number] for number in needs)) for to, needs in lines)
        for name, lines in order.items()
    }
