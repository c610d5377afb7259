"""Rally areas that lie beyond the picture: an arrow at the edge with the name and the distance from the building."""

from __future__ import annotations

from simulator.plans.drawing.colours import INK, INK_2
from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.ground import WIDE_MARGIN_PX
from simulator.plans.drawing.labels import around, collide
from simulator.plans.drawing.marks import arrow_head, unit_toward
from simulator.plans.drawing.pen import XY, plain, shortened, width_px, wrapped, write
from simulator.plans.drawing.storey import Storey

NAME_PX, LINE_PX, ARROW_HIGH_PX, LONGEST_PX = 11.0, 14.0, 22.0, 170.0


def draw_beyond(storey: Storey) -> None:
    """An arrow, a name and a distance for each area of this level that lies beyond."""
    for name in storey.ground.beyond:
        if name in storey.shapes:
            _draw_one(storey, name)


def _draw_one(storey: Storey, name: str) -> None:
    sheet = storey.sheet
    leaves_at, side = storey.ground.beyond[name]
    lines = _lines(storey, name, WIDE_MARGIN_PX - 14 if side in ("left", "right") else LONGEST_PX)
    width = sheet.units(max(36.0, *(width_px(line, px) for line, px, _ in lines)) + 6)
    height = sheet.units(ARROW_HIGH_PX + LINE_PX * len(lines))
    edge = _on_edge(leaves_at, side, storey.view)
    centre = _inward(_free_spot(storey, edge, side, width, height), side, width, height)
    storey.taken.append(around(centre, width, height))
    spot = storey.shapes[name].representative_point()
    toward = unit_toward(storey.ground.middle, (spot.x, spot.y))
    text_below = side != "bottom"
    arrow_y = height / 2 - sheet.units(ARROW_HIGH_PX / 2)
    tip = _moved(centre, toward, sheet.units(9.5), arrow_y if text_below else -arrow_y)
    arrow_head(sheet, tip, toward, 10, gid=f"beyond-{name}")
    first = height / 2 - sheet.units(LINE_PX / 2 + (ARROW_HIGH_PX if text_below else 0))
    for number, (line, px, colour) in enumerate(lines):
        at = (centre[0], centre[1] + first - sheet.units(LINE_PX * number))
        write(sheet, at, line, px, colour=colour, z=9)


def _lines(storey: Storey, name: str, room_px: float) -> list[tuple[str, float, str]]:
    """The area's name in one or two lines and its distance from the building, with sizes and colours."""
    words = wrapped(plain(storey.plan.label_of(name)), NAME_PX, room_px) or [name]
    if len(words) > 2:
        words = [words[0], shortened(f"{words[1]} {words[2]}", NAME_PX, room_px)]
    metres = round(storey.shapes[name].distance(storey.walls))
    distance = [(f"{metres} m", 10.0, INK_2)] if metres else []
    return [(line, NAME_PX, INK) for line in words] + distance


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
