"""Checking that openings stand in walls that their two spaces share, and that they are wide enough and not too wide."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from simulator.model.building import Opening, Plan
from simulator.plans.findings import Finding, Path, error, number, place, warning
from simulator.rules.segments import SAME_POINT_M, outline
from simulator.rules.walls import ROUNDING_M, floors, overlapping, shared_wall

OFF_WALL_M = 0.3
WIDEST_LEAF_M = 2.5
NARROWEST_DOOR_M = 0.5


def check_openings(plan: Plan) -> Iterator[Finding]:
    """Each opening's two spaces, its place on their shared wall, its width, and numbers of outside doors."""
    own, level_of = floors(plan), plan.level_of()
    numbered: dict[int, str] = {}
    walls: dict[tuple[str, str], list[shapely.LineString]] = {}
    for index, opening in enumerate(plan.openings):
        path: Path = ("openings", index)
        yield from _size(path, plan, opening)
        yield from _outside(path, plan, opening, numbered)
        first, second = opening.between
        if first not in level_of or second not in level_of:
            continue
        if level_of[first] != level_of[second]:
            yield _two_levels(path, opening, level_of[first], level_of[second])
            continue
        floor = [own[name] for name in opening.between if name in own and not own[name].is_empty]
        if len(floor) == 2 and not _meets_inside(plan, opening):
            if opening.between not in walls:
                walls[opening.between] = shared_wall(*floor)
            yield from _on_wall(path, plan, opening, floor[0], floor[1], walls[opening.between])


def _size(path: Path, plan: Plan, opening: Opening) -> Iterator[Finding]:
    clear = plan.clear_of(opening)
    where = (*path, "clear") if opening.clear_m is not None else path
    if opening.type == "door" and clear / opening.leaves > WIDEST_LEAF_M:
        yield error(
            where,
            f"each leaf of {opening.id} would be {number(clear / opening.leaves)} m wide; widths are in metres "
            "(an ordinary door has clear: 0.81), and leaves says how many there are",
        )
    elif opening.type != "window" and clear < NARROWEST_DOOR_M:
        yield warning(where, f"{opening.id} is only {number(clear)} m wide; an ordinary door has 0.81 m clear")


def _outside(path: Path, plan: Plan, opening: Opening, numbered: dict[int, str]) -> Iterator[Finding]:
    if opening.exterior_no is None:
        return
    spaces, where = plan.spaces(), (*path, "exterior_no")
    if not any(name in spaces and spaces[name].open_air for name in opening.between):
        yield error(
            where,
            f"{opening.id} is numbered as an outside door, but neither {opening.between[0]} nor "
            f"{opening.between[1]} is outdoors; join it to a space of kind outdoors, or leave exterior_no out",
        )
    first = numbered.setdefault(opening.exterior_no, opening.id)
    if first != opening.id:
        yield warning(where, f"{opening.id} and {first} both have outside door number {opening.exterior_no}")


def _two_levels(path: Path, opening: Opening, first: str, second: str) -> Finding:
    what = (
        f"{opening.id} joins {opening.between[0]} on level {first} to {opening.between[1]} on level {second}; "
        "an opening joins two spaces of one level"
    )
    if opening.type == "window":
        return warning((*path, "between"), f"{what}; levels do not see each other here, so leave this window out")
    return error((*path, "between"), f"{what}, and a stair, ramp or lift under links joins two levels")


def _meets_inside(plan: Plan, opening: Opening) -> bool:
    """Whether the two spaces overlap where the opening is, so that there need be no wall.

    That is right for an `open` passage; for a door the overlap itself is reported.
    """
    first, second = (plan.spaces()[name] for name in opening.between)
    shapes = [outline(first), outline(second)]
    if first.open_air != second.open_air or not all(shape.is_valid for shape in shapes) or not overlapping(shapes):
        return False
    return opening.type == "door" or bool(
        shapely.intersection(*shapes, grid_size=SAME_POINT_M).distance(shapely.Point(opening.at)) <= OFF_WALL_M
    )


def _on_wall(
    path: Path,
    plan: Plan,
    opening: Opening,
    first: shapely.Geometry,
    second: shapely.Geometry,
    walls: list[shapely.LineString],
) -> Iterator[Finding]:
    names, at = opening.between, shapely.Point(opening.at)
    if not walls:
        yield error(
            (*path, "between"),
            f"{opening.id} joins {names[0]} and {names[1]}, but these share no wall: they are "
            f"{number(first.distance(second))} m apart; correct the names or the outlines",
        )
        return
    off = max(first.boundary.distance(at), second.boundary.distance(at))
    nearest = min(walls, key=lambda wall: (round(wall.distance(at), 6), -wall.length))
    half = 0.0 if nearest.is_ring else min(plan.clear_of(opening), nearest.length) / 2
    fits = nearest.interpolate(min(max(nearest.project(at), half), nearest.length - half))
    if off > OFF_WALL_M or nearest.distance(at) > 2 * OFF_WALL_M:
        away = nearest.distance(at) if nearest.distance(at) > OFF_WALL_M else off
        yield error(
            (*path, "at"),
            f"{opening.id} stands {number(away)} m away from the wall that {names[0]} and {names[1]} share; "
            f"the nearest place for it on that wall is at: {place(fits.x, fits.y)}",
        )
        return
    yield from _width(path, plan, opening, nearest, at, fits)


def _width(
    path: Path, plan: Plan, opening: Opening, wall: shapely.LineString, at: shapely.Point, fits: shapely.Point
) -> Iterator[Finding]:
    clear = plan.clear_of(opening)
    if clear > wall.length + ROUNDING_M:
        yield error(
            (*path, "clear") if opening.clear_m is not None else path,
            f"{opening.id} is {number(clear)} m wide, but the wall that {opening.between[0]} and {opening.between[1]} "
            f"share there is only {number(wall.length)} m long",
        )
        return
    past = wall.interpolate(wall.project(at)).distance(fits)
    if past > ROUNDING_M:
        yield warning(
            (*path, "at"),
            f"{opening.id} is {number(clear)} m wide and reaches {number(past)} m past the end of the wall that "
            f"{opening.between[0]} and {opening.between[1]} share; it fits at: {place(fits.x, fits.y)}",
        )
