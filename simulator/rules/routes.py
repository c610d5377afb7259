"""The building as a graph, and the shortest ways through it.

A *passage* joins two segments: an opening, the line between two strips, or one end of a stair. Passing it in one
direction is a *step*: step 2p goes from the first segment of passage p to the second, step 2p + 1 back.
A route table tells, for each step just made, the next step toward its targets and how far it still is (millimetres).
Distances are whole millimetres, so that sums and comparisons are exact.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString

from simulator.model.building import Opening, Plan
from simulator.rules.segments import Segment, outline, segment_at, segments_of

if TYPE_CHECKING:
    import networkx as nx

FAR_MM = 1 << 50
MOST_TABLES = 4_096
NEAR_WALL_M = 0.35
"""How far a straight walk may lie outside an outline, as it does in the thickness of a wall."""
Point = tuple[float, float]
Anchors = tuple[tuple[int, int], ...]
"""A place inside a segment, by its walking distance (mm) to some of the segment's passages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A way between two segments; `ends` are its points in each of them."""

    name: str
    kind: Literal["door", "open", "window", "strip", "stair", "lift"]
    between: tuple[int, int]
    ends: tuple[tuple[float, float], tuple[float, float]]
    width_m: float
    opening: Opening | None = None


Floors = npt.NDArray[np.object_]
"""Each segment's floor, a little widened: a straight walk has to stay on it. None for links."""


@dataclass(frozen=True)
class Building:
    """Segments and passages by index; `walk_mm[segment][p, q]` is the way between two passages of a segment."""

    segments: tuple[Segment, ...]
    floors: Floors = field(compare=False, repr=False)
    passages: tuple[Passage, ...]
    of_segment: tuple[tuple[int, ...], ...]
    walk_mm: tuple[dict[tuple[int, int], int], ...]
    by_name: dict[str, int]
    of_space: dict[str, tuple[int, ...]]

    def steps_out(self, segment: int) -> tuple[int, ...]:
        """Every step that leaves a segment."""
        return self._out[segment]

    def ways_on(self, segment: int) -> tuple[int, ...]:
        """Every step that leaves a segment for another."""
        return tuple(step for step in self.steps_out(segment) if self.behind[step] != segment)

    def space_behind(self, step: int) -> str:
        """The space that a step leads into."""
        return self.segments[self.behind[step]].space

    @cached_property
    def behind(self) -> tuple[int, ...]:
        """By step: the segment that it leads into."""
        return tuple(segment for passage in self.passages for segment in passage.between[::-1])

    @cached_property
    def onward(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By step: each step that can follow it, turning back included, and the walk between the two in mm."""
        return tuple(
            tuple((following, self.walk_mm[segment][step >> 1, following >> 1]) for following in self._out[segment])
            for step, segment in enumerate(self.behind)
        )

    @cached_property
    def _out(self) -> tuple[tuple[int, ...], ...]:
        passages = self.passages
        return tuple(
            tuple(2 * p if passages[p].between[0] == segment else 2 * p + 1 for p in here)
            for segment, here in enumerate(self.of_segment)
        )


def graph_of(plan: Plan) -> nx.MultiGraph:
    """The building graph: nodes are segments' names with their `segment`, edges passages with kind and width."""
    import networkx as nx  # 0.1 s, and no run asks for this

    building = building_of(plan)
    graph = nx.MultiGraph()
    for segment in building.segments:
        graph.add_node(segment.name, segment=segment)
    for passage in building.passages:
        first, second = (building.segments[index].name for index in passage.between)
        graph.add_edge(first, second, key=passage.name, passage=passage)
    return graph


def building_of(plan: Plan) -> Building:
    """Segments, passages and the walking distances between them."""
    segments, strips = segments_of(plan)
    by_name = {segment.name: index for index, segment in enumerate(segments)}
    of_space: dict[str, list[int]] = {}
    for index, segment in enumerate(segments):
        of_space.setdefault(segment.space, []).append(index)
    passages = [_opening_passage(opening, plan, segments, of_space) for opening in plan.openings]
    passages += [
        Passage(one.name, "strip", (by_name[one.between[0]], by_name[one.between[1]]), (one.at, one.at), one.width_m)
        for one in strips
    ]
    passages += _link_passages(plan, segments, by_name, of_space)
    of_segment: list[list[int]] = [[] for _ in segments]
    for number, passage in enumerate(passages):
        for index in passage.between:
            of_segment[index].append(number)
    floors = _floors(segments)
    walks = _walks(segments, floors, passages, of_segment)
    return Building(
        tuple(segments), floors, tuple(passages), tuple(map(tuple, of_segment)), tuple(walks), by_name,
        {space: tuple(found) for space, found in of_space.items()},
    )  # fmt: skip


def _floors(segments: list[Segment]) -> Floors:
    found: Floors = shapely.buffer(np.array([segment.shape for segment in segments], dtype=object), NEAR_WALL_M)
    shapely.prepare(found)
    return found


def _opening_passage(opening: Opening, plan: Plan, segments: list[Segment], of_space: dict[str, list[int]]) -> Passage:
    first, second = (
        segment_at([segments[index] for index in of_space[space]], opening.at) for space in opening.between
    )
    ends = (opening.at, opening.at)
    index = {segment.name: number for number, segment in enumerate(segments)}
    return Passage(
        opening.id, opening.type, (index[first.name], index[second.name]), ends, plan.clear_of(opening), opening
    )


def _link_passages(
    plan: Plan, segments: list[Segment], by_name: dict[str, int], of_space: dict[str, list[int]]
) -> list[Passage]:
    found = []
    for link in plan.links:
        for end, space in zip(("a", "b"), link.spaces, strict=True):
            middle = outline(plan.spaces()[space]).centroid
            at = (float(middle.x), float(middle.y))
            inside = segment_at([segments[index] for index in of_space[space]], at)
            kind: Literal["stair", "lift"] = "lift" if link.type == "lift" else "stair"
            pair = (by_name[inside.name], by_name[link.id])
            found.append(Passage(f"{link.id}:{end}", kind, pair, (at, at), link.clear_m))
    return found


def _walks(
    segments: list[Segment], floors: Floors, passages: list[Passage], of_segment: list[list[int]]
) -> list[dict[tuple[int, int], int]]:
    pairs = [(index, p, q) for index, here in enumerate(of_segment) for p, q in itertools.combinations(here, 2)]
    lines = [(_end(passages[p], index), _end(passages[q], index)) for index, p, q in pairs]
    walks = [{(p, p): 0 for p in here} for here in of_segment]
    for (index, p, q), mm in zip(pairs, _distances_mm(segments, floors, [one[0] for one in pairs], lines), strict=True):
        walks[index][p, q] = walks[index][q, p] = mm
    return walks


def _end(passage: Passage, segment: int) -> Point:
    """The point of a passage in one of its segments."""
    return passage.ends[passage.between.index(segment)]


def _distances_mm(
    segments: Sequence[Segment], floors: Floors, where: list[int], lines: list[tuple[Point, Point]]
) -> list[int]:
    """The walks between pairs of points of the segments `where`, all at once.

    Straight where the straight line stays inside, else round corners; a link's walk is always its whole length.
    """
    if not lines:
        return []
    straight = shapely.linestrings(np.array(lines))
    covered = shapely.covers(floors[where], straight).tolist()
    found = []
    for index, (start, end), inside, length_m in zip(
        where, lines, covered, shapely.length(straight).tolist(), strict=True
    ):
        segment = segments[index]
        if segment.shape is None:
            found.append(round(segment.length_m * 1000))
        elif segment.open_air or inside:
            found.append(int(length_m * 1000 + 0.5))
        else:
            found.append(round(_round_corners_m(segment, floors[index], start, end) * 1000))
    return found


def _round_corners_m(segment: Segment, floor: shapely.Geometry, start: Point, end: Point) -> float:
    """Shortest way over the outline's corners (a visibility graph); the straight line where none is found."""
    assert segment.shape is not None
    rings = [segment.shape.exterior, *segment.shape.interiors]
    nodes = [start, end, *dict.fromkeys(corner for ring in rings for corner in ring.coords)]
    pairs = list(itertools.combinations(range(len(nodes)), 2))
    lines = shapely.linestrings([(nodes[i], nodes[j]) for i, j in pairs])
    near: dict[int, dict[int, float]] = {}
    for (i, j), line, inside in zip(pairs, lines, shapely.covers(floor, lines), strict=True):
        if inside:
            near.setdefault(i, {})[j] = near.setdefault(j, {})[i] = float(line.length)
    found = _shortest(near)
    return found if found is not None else float(LineString([start, end]).length)


def _shortest(near: dict[int, dict[int, float]]) -> float | None:
    """The shortest way from node 0 to node 1 (Dijkstra's); None where there is none."""
    done, queue = set[int](), [(0.0, 0)]
    while queue:
        far, node = heappop(queue)
        if node == 1:
            return far
        if node not in done:
            done.add(node)
            for other, length in near.get(node, {}).items():
                if other not in done:
                    heappush(queue, (far + length, other))
    return None


def anchors_at(building: Building, segment: int, at: tuple[float, float] | None) -> Anchors:
    """A standing place by its distances to the segment's passages; None stands for the middle."""
    place = building.segments[segment]
    if at is None:
        if place.shape is None:
            return tuple((p, round(place.length_m * 500)) for p in building.of_segment[segment])
        middle = place.shape.centroid
        if not place.shape.contains(middle):
            middle = place.shape.representative_point()
        at = (float(middle.x), float(middle.y))
    here = building.of_segment[segment]
    lines = [(at, _end(building.passages[p], segment)) for p in here]
    return tuple(
        zip(here, _distances_mm(building.segments, building.floors, [segment] * len(here), lines), strict=True)
    )


def distance_to(anchors: Anchors, passage: int, walk_mm: dict[tuple[int, int], int]) -> int:
    """How far it is from a standing place to a passage of the same segment, in mm."""
    if len(anchors) == 1:  # at a door, as whoever walks is
        (p, far), = anchors  # fmt: skip
        return far + walk_mm[p, passage]
    return min([far + walk_mm[p, passage] for p, far in anchors], default=FAR_MM)


Doors = list[tuple[int, int]]
"""Steps out of a place and the walk to each of them in mm."""


def doors_near(building: Building, segment: int, anchors: Anchors) -> Doors:
    """Every step out of a segment and the walk to it from a standing place."""
    walk = building.walk_mm[segment]
    if len(anchors) == 1:  # at a door, as whoever walks is
        (p, far), = anchors  # fmt: skip
        return [(step, far + walk[p, step >> 1]) for step in building.steps_out(segment)]
    return [(step, distance_to(anchors, step >> 1, walk)) for step in building.steps_out(segment)]


@dataclass(frozen=True, slots=True)
class Table:
    """Toward targets: for each step just made the next step (-1: none, or there), the walk to it, the whole way."""

    targets: frozenset[int]
    shut: frozenset[int]
    next_step: list[int]
    leg_mm: list[int]
    left_mm: list[int]


def nearest_door(doors: Doors, table: Table) -> tuple[int, int]:
    """Of some steps the one with the shortest whole way, and the walk to it in mm; -1 where none leads there."""
    best, best_far, best_walk, left_mm, shut = -1, FAR_MM, 0, table.left_mm, table.shut
    for step, near in doors:
        far = near + left_mm[step]
        if far < best_far and step not in shut:
            best, best_far, best_walk = step, far, near
    return best, best_walk


def nearest_first(building: Building, begin: Sequence[int], shut: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Every step that can be made after some first ones, and the walk to it in mm, the nearest first (Dijkstra's).

    Steps in `shut` are still come to, but nothing follows them. As in a table each step is 1 mm longer than it is.
    """
    queue = [(0, step) for step in begin]
    far, onward = [FAR_MM] * len(building.behind), building.onward
    for step in begin:
        far[step] = 0
    while queue:
        gone, here = heappop(queue)
        if gone > far[here]:
            continue
        yield here, gone
        if here not in shut:
            for following, mm in onward[here]:
                there = gone + mm + 1
                if there < far[following]:
                    far[following] = there
                    heappush(queue, (there, following))


def exit_steps(building: Building) -> frozenset[int]:
    """Every step through a door or gap from inside into open air."""
    return frozenset(
        2 * p + back
        for p, passage in enumerate(building.passages)
        for back in (0, 1)
        if passage.kind in ("door", "open")
        and building.segments[passage.between[1 - back]].open_air
        and not building.segments[passage.between[back]].open_air
    )


def window_steps(building: Building) -> frozenset[int]:
    """Every step out of a window that serves as a way out (`egress`), onto the open ground of the same level."""
    found = []
    for p, passage in enumerate(building.passages):
        for step in (2 * p, 2 * p + 1):
            inside, beyond = (building.segments[passage.between[side]] for side in (step & 1, 1 - (step & 1)))
            leads_out = beyond.open_air and not inside.open_air and beyond.level == inside.level
            if passage.opening is not None and passage.kind == "window" and passage.opening.egress and leads_out:
                found.append(step)
    return frozenset(found)


def unwalked_steps(building: Building) -> frozenset[int]:
    """Steps that nobody makes on foot: through windows and into lifts."""
    unwalked = [p for p, passage in enumerate(building.passages) if passage.kind in ("window", "lift")]
    return frozenset(step for p in unwalked for step in (2 * p, 2 * p + 1))


def held_steps(plan: Plan, building: Building) -> frozenset[int]:
    """Steps that a lock holds against, every door as the plan says: from an opening's second space to its first."""
    return frozenset(
        2 * p + 1
        for p, passage in enumerate(building.passages)
        if passage.opening is not None and plan.holds_from_second(passage.opening)
    )


class Routes:
    """Route tables of a building, made when first asked for and kept."""

    def __init__(self, building: Building):
        self.building = building
        self._tables: dict[tuple[frozenset[int], frozenset[int]], Table] = {}
        count = 2 * len(building.passages)
        edges = np.array(list(_edges(building)), dtype=np.int64).reshape(-1, 3)
        before, after, mm = edges.T
        # from each step back to those that it can follow; scipy drops edges of length 0, so each is 1 mm too long
        self._graph = csr_array((mm.astype(float) + 1.0, (after, before)), shape=(count, count))
        self._from, self._long = np.repeat(np.arange(count), np.diff(self._graph.indptr)), self._graph.data
        order = np.argsort(before * count + after)
        self._pairs, self._pair_mm = (before * count + after)[order], mm[order]

    def table(self, targets: frozenset[int], shut: frozenset[int]) -> Table:
        """The shortest ways to any of the target steps when the steps in `shut` cannot be made."""
        found = self._tables.get((targets, shut))
        if found is None:
            if len(self._tables) >= MOST_TABLES:
                self._tables.clear()
            found = self._tables[targets, shut] = self._made(targets - shut, shut)
        return found

    def _made(self, targets: frozenset[int], shut: frozenset[int]) -> Table:
        count = 2 * len(self.building.passages)
        if not targets:
            return Table(targets, shut, [-1] * count, [0] * count, [FAR_MM] * count)
        made = np.ones(count, dtype=bool)
        made[list(shut)] = False
        self._graph.data = np.where(made[self._from], self._long, np.inf)
        far, before, _ = dijkstra(
            self._graph, indices=sorted(targets), min_only=True, return_predecessors=True, limit=FAR_MM
        )
        left = np.where(np.isinf(far), FAR_MM, far).astype(np.int64)
        return Table(targets, shut, np.maximum(before, -1).tolist(), self._legs(before), left.tolist())

    def _legs(self, following: npt.NDArray[np.int32]) -> list[int]:
        """The walk from each step to the one that follows it; 0 where none does."""
        steps = np.nonzero(following >= 0)[0]
        legs = np.zeros(len(following), dtype=np.int64)
        places = np.searchsorted(self._pairs, steps * len(following) + following[steps])
        legs[steps] = self._pair_mm[places]
        found: list[int] = legs.tolist()
        return found


def _edges(building: Building) -> Iterable[tuple[int, int, int]]:
    """(step, next step, mm) for every pair of steps that can follow each other, turning back included."""
    for segment, walk in enumerate(building.walk_mm):
        out = building.steps_out(segment)
        for step_in, step_out in itertools.product((step ^ 1 for step in out), out):
            yield step_in, step_out, walk[step_in >> 1, step_out >> 1]
