"""Speaker tags in the halls, and cameras, AEDs, key boxes and the like."""

from __future__ import annotations

import math

import shapely

from simulator.model.building import Point
from simulator.plans.drawing.colours import FAMILY, OUTSIDE, POINT_LETTER
from simulator.plans.drawing.geometry import Bounds, sound
from simulator.plans.drawing.labels import around, collide, place, sizes_from
from simulator.plans.drawing.marks import point_square, sight, tag_size, zone_tag
from simulator.plans.drawing.pen import XY, plain, shortened
from simulator.plans.drawing.storey import Storey

TAG_LONGEST_PX = 90.0
SMALL_HALL_M2, OVER_WALL_PX = 20.0, 8.0
SHORT_NAME = 3


def zone_name(zone: str) -> str:
    """What stands on the tag: `A` for zone-A, else the zone's own name."""
    short = zone[5:] if zone.lower().startswith("zone-") and len(zone) > 5 else zone
    return shortened(plain(short), 11, TAG_LONGEST_PX, bold=True)


def draw_zone_tags(storey: Storey) -> None:
    """A tag in every hall with speakers; where a zone has no hall here, in its largest room."""
    spaces = storey.spaces
    tagged: set[str] = set()
    order = sorted(spaces, key=lambda name: (FAMILY[spaces[name].kind] != "hall", -storey.shapes[name].area, name))
    for name in order:
        zone = spaces[name].pa
        hall = FAMILY[spaces[name].kind] == "hall" and storey.shapes[name].area >= SMALL_HALL_M2
        if zone and spaces[name].kind not in OUTSIDE and (hall or zone not in tagged) and _tag(storey, name, zone):
            tagged.add(zone)


def _tag(storey: Storey, name: str, zone: str) -> bool:
    shape = sound(storey.shapes[name])
    x1, y1, x2, y2 = shape.bounds
    stacked = y2 - y1 > 2 * (x2 - x1) and len(zone_name(zone)) <= SHORT_NAME
    found = _tag_spot(storey, shape, zone_name(zone), stacked)
    if found is None and FAMILY[storey.spaces[name].kind] == "hall":  # a narrow hall's tag may lie over its walls
        wider = shape.buffer(storey.sheet.units(OVER_WALL_PX), join_style="mitre")
        found = _tag_spot(storey, wider, zone_name(zone), stacked)
    if found is None:
        return False
    spot, px = found
    storey.taken.append(spot)
    centre = ((spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2)
    zone_tag(storey.sheet, centre, zone_name(zone), px, stacked=stacked, gid=f"speakers-{name}")
    return True


def _tag_spot(storey: Storey, shape: shapely.Geometry, text: str, stacked: bool) -> tuple[Bounds, float] | None:
    for px in sizes_from(min(11.0, storey.type_px), 7.5):
        width, height = (storey.sheet.units(side + 2.5) for side in tag_size(text, px, stacked))
        spot = place(shape, width, height, storey.taken)
        if spot is not None:
            return spot, px
    return None


def point_side_px(storey: Storey) -> float:
    """How large a point's square is at this scale."""
    return min(16.0, max(8.5, 1.6 * storey.sheet.px_per_unit))


def draw_points(storey: Storey, *, placed: bool) -> None:
    """A letter in a square for each point of the level that has a place, or for each that is only in some room."""
    x1, y1, x2, y2 = storey.view
    for point in storey.plan.points:
        if point.on != storey.level_id or (point.at is not None) != placed:
            continue
        centre = _spot_at(storey, point.at) if point.at is not None else _spot_in(storey, point)
        if centre is not None and x1 <= centre[0] <= x2 and y1 <= centre[1] <= y2:
            _draw_point(storey, point, centre)


def _draw_point(storey: Storey, point: Point, centre: XY) -> None:
    if point.kind == "camera" and point.facing_deg is not None and point.at is not None:
        sight(storey.sheet, centre, point.facing_deg, min(point.view_deg or 60.0, 180.0), 24 * storey.sheet.weight)
    point_square(storey.sheet, centre, POINT_LETTER[point.kind], point_side_px(storey), gid=f"point-{point.id}")


def _spot_at(storey: Storey, at: XY) -> XY:
    """The place itself, or the nearest beside it that is free."""
    side = storey.sheet.units(point_side_px(storey) + 2)
    for reach in (0.0, 0.6, 1.0, 1.4):
        for turn in range(8 if reach else 1):
            centre = (
                at[0] + side * reach * math.cos(turn * math.pi / 4),
                at[1] + side * reach * math.sin(turn * math.pi / 4),
            )
            spot = around(centre, side, side)
            if not any(collide(spot, other) for other in storey.taken):
                storey.taken.append(spot)
                return centre
    return at


def _spot_in(storey: Storey, point: Point) -> XY | None:
    """A corner of the room that the point is said to be in."""
    if point.in_ is None or point.in_ not in storey.shapes:
        return None
    shape = sound(storey.shapes[point.in_])
    side = storey.sheet.units(point_side_px(storey) + 3)
    x1, _y1, _x2, y2 = shape.bounds
    spot = place(shape, side, side, storey.taken, toward=(x1, y2))
    if spot is None:
        return None
    storey.taken.append(spot)
    return ((spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2)
