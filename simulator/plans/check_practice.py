"""Checking what a school's plan needs for its drills: rally points, enough doors, speakers, locks, common names."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry import Polygon

from simulator.model.building import Opening, Plan, Point
from simulator.plans.findings import Finding, Path, number, some_of, warning
from simulator.rules.segments import outline

OUTSIDE_SPACE_M = 0.3
DOORS_BY_PEOPLE = ((1_000, 4), (500, 3), (49, 2))
"""International Building Code 1006.2.1 and 1006.3.3: more people than this need this many ways out."""
USES: dict[str, tuple[str, ...]] = {
    "office": ("office", "lobby"),
    "gym": ("gymnasium",),
    "gymnasium": ("gymnasium",),
    "rally": ("assembly", "outdoors", "field", "parking"),
    "assembly": ("assembly", "outdoors", "field", "parking"),
    "cafeteria": ("cafeteria",),
    "kitchen": ("kitchen",),
    "library": ("library",),
    "auditorium": ("auditorium",),
    "lobby": ("lobby", "corridor", "concourse"),
    "pa": ("pa-microphone",),
    "main_entrance": ("outside door",),
}
"""What a common name should point at: a kind of space, a kind of point, or an opening between inside and outdoors."""


def check_practice(plan: Plan) -> Iterator[Finding]:
    """What a facilitator would miss at the first drill; nothing here but warnings."""
    yield from _rally(plan)
    yield from _doors_enough(plan)
    yield from _speakers(plan)
    yield from _classroom_locks(plan)
    yield from _uses(plan)
    yield from _points(plan)


def _rally(plan: Plan) -> Iterator[Finding]:
    if not any(space.kind == "assembly" for space in plan.spaces().values()):
        yield warning(
            ("levels",),
            "this plan has no space of kind assembly: people who leave have no rally point to be counted at",
        )


def _doors_enough(plan: Plan) -> Iterator[Finding]:
    ways: dict[str, int] = {}
    for opening in plan.openings:
        for name in opening.between if opening.type != "window" else ():
            ways[name] = ways.get(name, 0) + 1
    for link in plan.links:
        for name in link.spaces if link.type != "lift" else ():
            ways[name] = ways.get(name, 0) + 1
    level_of = plan.level_of()
    for name, space in plan.spaces().items():
        needed = next((doors for people, doors in DOORS_BY_PEOPLE if (space.cap or 0) > people), 0)
        has = ways.get(name, 0)
        if not space.open_air and 0 < has < needed:
            yield warning(
                ("levels", level_of[name], "spaces", name, "cap"),
                f"{name} is meant for {space.cap} people but has {has} {'door' if has == 1 else 'doors'}; the building "
                f"code asks for at least {needed}",
            )


def _speakers(plan: Plan) -> Iterator[Finding]:
    level_of = plan.level_of()
    zoned = [name for name, space in plan.spaces().items() if space.pa is not None]
    if zoned and not any(point.kind == "pa-microphone" for point in plan.points):
        zones = sorted({str(plan.spaces()[name].pa) for name in zoned})
        yield warning(
            ("levels", level_of[zoned[0]], "spaces", zoned[0], "pa"),
            f"this plan has PA zones ({some_of(zones)}) but no point of kind pa-microphone to "
            "speak from; add one under points",
        )


def _classroom_locks(plan: Plan) -> Iterator[Finding]:
    bare = [(index, one) for index, one in enumerate(plan.openings) if _bare_classroom_door(plan, one)]
    if bare:
        index, first = bare[0]
        are, cannot = (
            ("these classroom doors have", "their rooms") if len(bare) > 1 else ("this classroom door has", "its room")
        )
        yield warning(
            ("openings", index, "lock") if first.lock is not None else ("openings", index),
            f"{are} no lock ({some_of(one.id for _, one in bare)}), so {cannot} cannot be secured in a lockdown; "
            "if they can be locked, say lock: inside or another kind, or give it once under defaults",
        )


def _bare_classroom_door(plan: Plan, opening: Opening) -> bool:
    spaces = [plan.spaces().get(name) for name in opening.between]
    classrooms = sum(space is not None and space.kind == "classroom" for space in spaces)
    return opening.type == "door" and classrooms == 1 and plan.lock_of(opening) == "none"


def _uses(plan: Plan) -> Iterator[Finding]:
    for use, target in plan.uses.items():
        expected, found = USES.get(use), _kind_of(plan, target)
        if expected is not None and found is not None and found not in expected:
            yield warning(
                ("uses", use),
                f"{use} names {target}, which is of kind {found}; expected {' or '.join(expected)}",
            )


def _kind_of(plan: Plan, target: str) -> str | None:
    spaces = plan.spaces()
    if target in spaces:
        return spaces[target].kind
    for point in plan.points:
        if point.id == target:
            return point.kind
    for opening in plan.openings:
        if opening.id == target:
            sides = {spaces[name].open_air for name in opening.between if name in spaces}
            return "outside door" if len(sides) == 2 and opening.type != "window" else f"inside {opening.type}"
    return next((link.type for link in plan.links if link.id == target), None)


def _points(plan: Plan) -> Iterator[Finding]:
    spaces, level_of = plan.spaces(), plan.level_of()
    placed = any(point.at is not None for point in plan.points)
    shapes = {name: outline(space) for name, space in spaces.items()} if placed else {}
    for index, point in enumerate(plan.points):
        path: Path = ("points", index)
        inside = point.in_
        if inside is not None and inside in spaces and level_of[inside] != point.on:
            yield warning(
                (*path, "on"),
                f"{point.id} is in {inside}, which lies on level {level_of[inside]}, not on level {point.on}",
            )
        elif point.at is not None:
            yield from _stray(path, plan, point, shapes)


def _stray(path: Path, plan: Plan, point: Point, shapes: dict[str, Polygon]) -> Iterator[Finding]:
    if point.in_ is not None:
        around = [point.in_] if point.in_ in shapes else []
    else:
        around = list(plan.levels[point.on].spaces) if point.on in plan.levels else []
    spot = shapely.Point(point.at)
    away = {name: float(shapes[name].distance(spot)) for name in around if shapes[name].is_valid}
    if away and min(away.values()) > OUTSIDE_SPACE_M:
        nearest = min(away, key=lambda name: away[name])
        where = (
            f"outside {nearest}"
            if point.in_ is not None
            else f"in no space of level {point.on}; the nearest, {nearest},"
        )
        yield warning((*path, "at"), f"{point.id} stands {where} {number(away[nearest])} m away")
