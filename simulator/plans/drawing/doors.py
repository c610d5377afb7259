"""Openings: open leaf and arc, thin line, solid bar, leaf and wedge, cross, window, bare gap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from shapely.geometry import Polygon

from simulator.model.building import Opening, Plan
from simulator.plans.drawing.colours import INK, INK_3, SURFACE
from simulator.plans.drawing.geometry import Gap
from simulator.plans.drawing.pen import XY, Sheet, arc_points, area, disc, stroke

DoorState = Literal["closed", "open", "locked", "propped", "blocked"]
Look = Literal["closed", "open", "locked", "propped", "blocked", "window", "passage"]
Bolt = Literal["none", "key", "card"]

Z_GAP, Z_DOOR = 6.0, 7.0


def look_of(opening: Opening, state: DoorState | None = None) -> Look:
    """How an opening is drawn; `state` is what a run made of it, else the plan's word counts."""
    if state == "blocked":
        return "blocked"
    if opening.type == "open":
        return "passage"
    if opening.type == "window":
        return "window"
    return state or opening.state


def bolt_of(plan: Plan, opening: Opening) -> Bolt:
    """What a door that is not locked could be locked with."""
    if opening.type != "door":
        return "none"
    match plan.lock_of(opening):
        case "none":
            return "none"
        case "inside" | "outside-key":
            return "key"
        case "automatic" | "access-control" | "fob":
            return "card"


def draw_opening(
    sheet: Sheet,
    gap: Gap,
    look: Look,
    *,
    bolt: Bolt = "none",
    leaves: int = 1,
    ground: str = SURFACE,
    outer: bool = False,
    gid: str | None = None,
) -> None:
    """One opening across its wall, which is thick where `outer`; its first mark carries `gid`."""
    wide = 7 * max(sheet.weight, 0.7)
    wider = gap.half + (sheet.units(2.5 * sheet.weight) if look == "locked" else 0.0)
    stroke(sheet, [gap.at(-wider, 0), gap.at(wider, 0)], ground, wide, z=Z_GAP, gid=gid)
    match look:
        case "open":
            _leaves(sheet, gap, leaves, _open_leaf)
        case "closed":
            _closed(sheet, gap, bolt)
        case "locked":
            area(sheet, _slab(gap, sheet.units((9.5 if outer else 6.4) * sheet.weight)), fill=INK, z=Z_DOOR)
        case "propped":
            _propped_leaf(sheet, gap, -gap.half, 2 * gap.half)
        case "blocked":
            _cross(sheet, gap)
        case "window":
            _window(sheet, gap)
        case "passage":
            _jambs(sheet, gap, 2.5)


def _slab(gap: Gap, thick: float) -> Polygon:
    corners = ((-gap.half, -thick / 2), (gap.half, -thick / 2), (gap.half, thick / 2), (-gap.half, thick / 2))
    return Polygon([gap.at(*corner) for corner in corners])


def _jambs(sheet: Sheet, gap: Gap, reach_px: float) -> None:
    reach = sheet.units(reach_px * sheet.weight)
    for side in (-gap.half, gap.half):
        stroke(sheet, [gap.at(side, -reach), gap.at(side, reach)], INK, 2 * sheet.weight, z=Z_DOOR)


def _closed(sheet: Sheet, gap: Gap, bolt: Bolt) -> None:
    stroke(sheet, [gap.at(-gap.half, 0), gap.at(gap.half, 0)], INK, 1.6 * sheet.weight, z=Z_DOOR)
    _jambs(sheet, gap, 4.5)
    if bolt != "none":
        knob = disc(gap.centre, sheet.units(2.6 * sheet.weight))
        fill = INK if bolt == "key" else SURFACE
        area(sheet, knob, fill=fill, edge=INK, px=1.2 * sheet.weight, z=Z_DOOR + 0.1)


def _leaves(sheet: Sheet, gap: Gap, leaves: int, draw_leaf: Callable[[Sheet, Gap, float, float], None]) -> None:
    if leaves < 2:
        draw_leaf(sheet, gap, -gap.half, 2 * gap.half)
    else:
        draw_leaf(sheet, gap, -gap.half, gap.half)
        draw_leaf(sheet, gap, gap.half, -gap.half)


def _open_leaf(sheet: Sheet, gap: Gap, hinge: float, width: float) -> None:
    swing: list[XY] = [gap.at(hinge + width * x, abs(width) * y) for x, y in arc_points(0, 90)]
    stroke(sheet, swing, INK_3, 1.0 * sheet.weight, z=Z_DOOR)
    stroke(sheet, [gap.at(hinge, 0), gap.at(hinge, abs(width))], INK, 2 * sheet.weight, z=Z_DOOR)


def _propped_leaf(sheet: Sheet, gap: Gap, hinge: float, width: float) -> None:
    tip = gap.at(hinge + 0.45 * width, 0.85 * width)
    size = sheet.units(4.6 * max(sheet.weight, 0.75))
    stroke(sheet, [gap.at(hinge, 0), tip], INK, 2 * sheet.weight, z=Z_DOOR)
    wedge = [(tip[0] - size, tip[1] - size), (tip[0] + size, tip[1] - size), (tip[0], tip[1] + size)]
    area(sheet, Polygon(wedge), fill=INK, z=Z_DOOR)


def _cross(sheet: Sheet, gap: Gap) -> None:
    reach = min(gap.half, sheet.units(6 * sheet.weight))
    for turn in (-1, 1):
        ends = [gap.at(-reach, -turn * reach), gap.at(reach, turn * reach)]
        stroke(sheet, ends, INK, 2.4 * sheet.weight, z=Z_DOOR)


def _window(sheet: Sheet, gap: Gap) -> None:
    off = sheet.units(2.0 * sheet.weight)
    for side in (-off, off):
        stroke(sheet, [gap.at(-gap.half, side), gap.at(gap.half, side)], INK, 1.0 * sheet.weight, z=Z_DOOR)
    _jambs(sheet, gap, 2.8)
