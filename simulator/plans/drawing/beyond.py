"""Rally areas that lie beyond the picture: an arrow at the edge with the name and the distance from the building."""

from __future__ import annotations

import shapely
from shapely.geometry import LineString, box

from simulator.model.building import Plan
from simulator.plans.drawing.colours import INK_2
from simulator.plans.drawing.geometry import Bounds, building_bounds, footprint, shown_bounds
from simulator.plans.drawing.labels import around, collide
from simulator.plans.drawing.marks import arrow_head, unit_toward
from simulator.plans.drawing.pen import XY, plain, shortened, width_px, write
from simulator.plans.drawing.storey import Storey
from simulator.rules.segments import outline

Margins = tuple[float, float, float, float]
"""Pixels round the building: left, bottom, right, top."""

MARGIN_PX, WIDE_MARGIN_PX = 46.0, 108.0
NAME_PX = 11.0
NAMED_KINDS = frozenset({"assembly", "reunification"})
LEAST_SHARE = 0.25


def beyond_of(plan: Plan) -> list[str]:
    """The rally and reunification areas of which little or nothing is in the picture."""
    shown = box(*shown_bounds(plan))
    shapes = {name: outline(space) for name, space in plan.spaces().items() if space.kind in NAMED_KINDS}
    return [name for name, shape in shapes.items() if _overlap(shape, shown) < LEAST_SHARE * shape.area]


def _overlap(shape: shapely.Geometry, shown: shapely.Geometry) -> float:
    return float(shapely.intersection(shape, shown).area)


def margins_of(plan: Plan) -> Margins:
    """How much room to leave on each side: more at the sides where an arrow and a name will stand."""
    shown = shown_bounds(plan)
    sides = {_side(plan, name, shown) for name in beyond_of(plan)}
    left = WIDE_MARGIN_PX if "left" in sides else MARGIN_PX
    right = WIDE_MARGIN_PX if "right" in sides else MARGIN_PX
    return (left, MARGIN_PX + 24 * ("bottom" in sides), right, MARGIN_PX + 24 * ("top" in sides))


def _side(plan: Plan, name: str, view: Bounds) -> str:
    """The side of the picture towards which an area lies."""
    tip = _edge_point(plan, name, view)
    gaps = {"left": tip[0] - view[0], "right": view[2] - tip[0], "bottom": tip[1] - view[1], "top": view[3] - tip[1]}
    return min(gaps, key=lambda side: gaps[side])


def _middle(plan: Plan) -> XY:
    x1, y1, x2, y2 = building_bounds(plan)
    return ((x1 + x2) / 2, (y1 + y2) / 2)


def _spot(plan: Plan, name: str) -> XY:
    spot = outline(plan.spaces()[name]).representative_point()
    return (float(spot.x), float(spot.y))


def _edge_point(plan: Plan, name: str, view: Bounds) -> XY:
    """Where the line from the building's middle to the area leaves the picture."""
    spot = _spot(plan, name)
    inside = shapely.intersection(LineString([_middle(plan), spot]), box(*view))
    end = inside.coords[-1] if isinstance(inside, LineString) and not inside.is_empty else spot
    return (float(end[0]), float(end[1]))


def draw_beyond(storey: Storey) -> None:
    """An arrow, a name and a distance for each area of this level that lies beyond."""
    for name in beyond_of(storey.plan):
        if name in storey.shapes:
            _draw_one(storey, name)


def _draw_one(storey: Storey, name: str) -> None:
    sheet, plan = storey.sheet, storey.plan
    side = _side(plan, name, shown_bounds(plan))
    label = shortened(plain(plan.label_of(name)), NAME_PX, WIDE_MARGIN_PX - 14)
    metres = round(storey.shapes[name].distance(footprint(plan.levels[storey.level_id])))
    width, height = sheet.units(max(width_px(label, NAME_PX), 36) + 6), sheet.units(50)
    edge = _on_edge(_edge_point(plan, name, shown_bounds(plan)), side, storey.view)
    centre = _inward(_free_spot(storey, edge, side, width, height), side, width, height)
    storey.taken.append(around(centre, width, height))
    up = -1 if side == "bottom" else 1
    toward = unit_toward(_middle(plan), _spot(plan, name))
    arrow_head(sheet, _moved(centre, toward, sheet.units(9.5), sheet.units(16 * up)), toward, 10, gid=f"beyond-{name}")
    name_y, distance_y = (-1, -15) if up == 1 else (16, 2)
    write(sheet, (centre[0], centre[1] + sheet.units(name_y)), label, NAME_PX, z=9)
    if metres:
        write(sheet, (centre[0], centre[1] + sheet.units(distance_y)), f"{metres} m", 10, colour=INK_2, z=9)


def _moved(centre: XY, toward: XY, reach: float, up: float) -> XY:
    return (centre[0] + toward[0] * reach, centre[1] + toward[1] * reach + up)


def _on_edge(point: XY, side: str, view: Bounds) -> XY:
    x1, y1, x2, y2 = view
    return {"left": (x1, point[1]), "right": (x2, point[1]), "bottom": (point[0], y1), "top": (point[0], y2)}[side]


def _inward(tip: XY, side: str, width: float, height: float) -> XY:
    dx = {"left": width / 2, "right": -width / 2}.get(side, 0.0)
    dy = {"bottom": height / 2, "top": -height / 2}.get(side, 0.0)
    return (tip[0] + dx, tip[1] + dy)


def _free_spot(storey: Storey, tip: XY, side: str, width: float, height: float) -> XY:
    """The point along the same edge nearest to where the line leaves, at which nothing else stands."""
    x1, y1, x2, y2 = storey.view
    for step in range(40):
        for sign in (1, -1):
            move = sign * step * height / 4
            x, y = (tip[0], tip[1] + move) if side in ("left", "right") else (tip[0] + move, tip[1])
            x = min(max(x, x1 + width / 2), x2 - width / 2) if side in ("top", "bottom") else x
            y = min(max(y, y1 + height / 2), y2 - height / 2) if side in ("left", "right") else y
            spot = around(_inward((x, y), side, width, height), width, height)
            if not any(collide(spot, other) for other in storey.taken):
                return (x, y)
    return tip
