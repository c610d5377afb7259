"""Checking each space's outline and size, and that no two spaces of a level claim the same floor."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

import shapely
from shapely.geometry import Polygon

from simulator.model.building import Level, Plan, Space
from simulator.model.movement import Movement
from simulator.plans.findings import Finding, Path, error, number, place, some_of, warning
from simulator.rules.segments import SAME_POINT_M, outline
from simulator.rules.walls import overlapping

SMALL_KINDS = frozenset(
    {
        "classroom", "office", "kitchen", "restroom", "locker-room", "stairs", "elevator", "mechanical", "storage",
        "portable", "vehicle",
    }
)  # fmt: skip
LONGEST_SMALL_M = 100.0
LONGEST_BUILT_M = 500.0
LARGEST_CLASSROOM_M2 = 400.0
"""Classrooms are about 89 m2; one typed in feet comes out at nearly 1,000."""
NARROWEST_M = 0.3
NARROWEST_CORRIDOR_M = 1.1
"""International Building Code 1020.3 asks for 1.118 m (44 in), and for 1.83 m (72 in) in schools of 100 or more."""
MOST_STRIPS = 2_000
LARGE_OVERLAP_M2 = 5.0
ON_THE_GROUND = frozenset({"vehicle", "stand", "portable", "stage", "seating", "concourse"})
"""Kinds that stand on open ground without anybody drawing a hole for them."""
JAM_PER_M2 = 3.8
"""SFPE Handbook: nobody moves at this density."""


def check_spaces(plan: Plan) -> Iterator[Finding]:
    """Outlines, sizes, how many people fit, corridors' widths and overlaps, level by level."""
    sound: dict[str, shapely.Polygon] = {}
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            path = ("levels", level_id, "spaces", name)
            problem = _outline(path, name, space)
            if problem:
                yield problem
                continue
            sound[name] = outline(space)
            yield from _size(path, name, space, sound[name])
            yield from _people(path, name, space, sound[name])
            yield from _corridor(path, name, space, sound[name])
            yield from _strips(path, name, space, sound[name])
        yield from _overlaps(plan, level_id, level, sound)
    yield from _unit(plan, sound)


def _shape_path(path: Path, space: Space) -> Path:
    return (*path, "polygon" if space.box is None else "box")


def _outline(path: Path, name: str, space: Space) -> Finding | None:
    shape = outline(space)
    if Polygon(space.ring).area < 0.01 and len(space.ring) < 4:
        return error(_shape_path(path, space), f"{name} has no floor: its corners lie on one line or in one place")
    if not shape.is_valid:
        return error(
            _shape_path(path, space),
            f"the outline of {name} {_why_unsound(shape)}; give its corners in the order in which one walks around it",
        )
    if shape.area < 0.01:
        return error(_shape_path(path, space), f"{name} has no floor: its area is {number(shape.area, 4)} m2")
    return None


def _why_unsound(shape: shapely.Polygon) -> str:
    reason, _, where = shapely.is_valid_reason(shape).partition("[")
    corner = [float(part) for part in where.rstrip("]").split()[:2]] if where else []
    at = f" near {place(*corner)}" if len(corner) == 2 else ""
    match reason:
        case "Self-intersection":
            return f"crosses itself{at}"
        case "Ring Self-intersection" | "Duplicate Rings":
            return f"touches itself{at}"
        case "Hole lies outside shell" | "Nested holes" | "Nested shells" | "Interior is disconnected":
            return f"has a hole that does not lie inside it{at}"
        case _:
            return f"encloses no floor{at}"


def _size(path: Path, name: str, space: Space, shape: shapely.Polygon) -> Iterator[Finding]:
    x1, y1, x2, y2 = shape.bounds
    longer, shorter = max(x2 - x1, y2 - y1), min(x2 - x1, y2 - y1)
    longest = LONGEST_SMALL_M if space.kind in SMALL_KINDS else LONGEST_BUILT_M
    if not space.open_air and longer > longest:
        yield error(
            _shape_path(path, space),
            f"{name} would be {number(longer)} m long, which is too much for the kind {space.kind} "
            f"(at most {number(longest)} m); plans are in metres, so check for centimetres, millimetres or feet",
        )
    if shorter < NARROWEST_M:
        yield error(
            _shape_path(path, space),
            f"{name} is only {number(shorter, 3)} m wide, too narrow for a person; plans are in metres",
        )


def _unit(plan: Plan, sound: dict[str, shapely.Polygon]) -> Iterator[Finding]:
    areas = [sound[name].area for name, space in plan.spaces().items() if name in sound and space.kind == "classroom"]
    if areas and statistics.median(areas) > LARGEST_CLASSROOM_M2:
        yield warning(
            ("levels",),
            f"the usual classroom of this plan has {number(statistics.median(areas), 0)} m2, where about 89 m2 "
            "is common; plans are in metres: feet become metres times 0.3048",
        )


def _people(path: Path, name: str, space: Space, shape: shapely.Polygon) -> Iterator[Finding]:
    if not space.cap:
        return
    density, most = space.cap / shape.area, Movement().hold_density_per_m2
    if density <= most:
        return
    sentence = (
        f"{name} has room for {int(shape.area * most)} people standing close ({number(shape.area, 1)} m2 at "
        f"{number(most)} a square metre), but cap says {space.cap}; make the space larger or cap smaller"
    )
    yield (error if density > JAM_PER_M2 else warning)((*path, "cap"), sentence)


def _corridor(path: Path, name: str, space: Space, shape: shapely.Polygon) -> Iterator[Finding]:
    if (
        space.kind != "corridor"
        or min(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1]) < NARROWEST_M
    ):
        return
    core = shape.buffer(-(NARROWEST_CORRIDOR_M / 2 - 0.005), join_style="mitre")
    if core.is_empty or core.geom_type != "Polygon":
        where = "" if core.is_empty else " somewhere along its length"
        yield warning(
            _shape_path(path, space),
            f"{name} is narrower than {number(NARROWEST_CORRIDOR_M)} m{where}; the building code asks for 1.12 m "
            "(1.83 m in a school of 100 or more people); check the numbers",
        )


def _strips(path: Path, name: str, space: Space, shape: shapely.Polygon) -> Iterator[Finding]:
    if space.segment_m is None:
        return
    x1, y1, x2, y2 = shape.bounds
    pieces = max(1.0, (x2 - x1) / space.segment_m) * max(1.0, (y2 - y1) / space.segment_m)
    if pieces > MOST_STRIPS:
        yield error(
            (*path, "segment"),
            f"{name} would be cut into about {number(pieces, 0)} pieces of {number(space.segment_m, 4)} m; "
            f"at most {MOST_STRIPS} are allowed (about 6 m is usual)",
        )


def _overlaps(plan: Plan, level_id: str, level: Level, sound: dict[str, shapely.Polygon]) -> Iterator[Finding]:
    names = [name for name in level.spaces if name in sound]
    joined = {frozenset(opening.between) for opening in plan.openings if opening.type == "open"}
    under: dict[str, list[tuple[str, float]]] = {}
    for one, other in overlapping([sound[name] for name in names]):
        first, second = names[one], names[other]
        open_air = [name for name in (first, second) if level.spaces[name].open_air]
        shared = shapely.intersection(sound[first], sound[second], grid_size=SAME_POINT_M)
        if len(open_air) == 1:
            built = second if open_air == [first] else first
            if level.spaces[built].kind not in ON_THE_GROUND:
                under.setdefault(open_air[0], []).append((built, float(shared.area)))
        elif not open_air and not _room_within_room(sound[first], sound[second], frozenset((first, second)) in joined):
            yield _overlap(("levels", level_id, "spaces", second), level.spaces[second], first, second, shared)
    for name, rooms in under.items():
        area = sum(area for _, area in rooms)
        if area > LARGE_OVERLAP_M2:
            yield warning(
                _shape_path(("levels", level_id, "spaces", name), level.spaces[name]),
                f"{name} is open ground but lies under {number(area, 0)} m2 of building "
                f"({some_of(room for room, _ in rooms)}); only what is around the building counts as ground, and "
                "people there may be walked straight across; draw it beside the building if that matters",
            )


def _room_within_room(first: shapely.Polygon, second: shapely.Polygon, joined: bool) -> bool:
    """Whether one space lies inside the other and an `open` passage joins them: a stage in its hall."""
    smaller, larger = sorted((first, second), key=lambda shape: float(shape.area))
    return joined and larger.buffer(0.05).covers(smaller)


def _overlap(path: Path, space: Space, first: str, second: str, shared: shapely.Geometry) -> Finding:
    x1, y1, x2, y2 = shared.bounds
    return error(
        _shape_path(path, space),
        f"{second} and {first} overlap by {number(shared.area)} m2 (x {number(x1)} to {number(x2)}, y {number(y1)} "
        f"to {number(y2)}); move one of them so that they only touch, or join a room inside a room by a passage of "
        "type open",
    )
