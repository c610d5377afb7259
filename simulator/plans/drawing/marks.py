"""Small marks: speaker tags, points, people, exterior numbers, arrows to places beyond the picture."""

from __future__ import annotations

import math

import shapely
from shapely.geometry import Point, Polygon, box

from simulator.plans.drawing.colours import INK, INK_2, SURFACE
from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.labels import LEADING, Fitted, around
from simulator.plans.drawing.pen import XY, Sheet, arc_points, area, disc, stroke, width_px, write

Z_TAG, Z_TAG_TEXT = 9.0, 9.5

_HORN = ((1, 5.5), (4, 5.5), (8.5, 2), (8.5, 14), (4, 10.5), (1, 10.5))


def words(
    sheet: Sheet, fitted: Fitted, *, colour: str, ground: str | None = None, gid: str | None, z: float = 8.0
) -> None:
    """A fitted label; `ground` paints its box first, so that it reads on hatching."""
    if ground:
        area(sheet, box(*fitted.bounds), fill=ground, z=z - 0.1)
    x, y = fitted.centre
    step = fitted.px * LEADING
    first = (len(fitted.lines) - 1) / 2 * step + fitted.below_px / 2
    for number, line in enumerate(fitted.lines):
        off = sheet.units(first - number * step)
        at = (x, y + off) if fitted.upright else (x - off, y)
        write(sheet, at, line, fitted.px, colour=colour, upright=fitted.upright, z=z, gid=gid if not number else None)


def number_disc(sheet: Sheet, centre: XY, number: str, radius_px: float, gid: str | None = None) -> None:
    """An exterior door's number in a black disc."""
    area(sheet, disc(centre, sheet.units(radius_px)), fill=INK, z=Z_TAG, gid=gid)
    size = radius_px * (1.15 if len(number) < 3 else 0.85)
    write(sheet, centre, number, size, colour=SURFACE, bold=True, z=Z_TAG_TEXT)


def tag_size(name: str, px: float, stacked: bool = False) -> tuple[float, float]:
    """Width and height in pixels of a speaker tag; stacked, the name stands under the speaker."""
    text = width_px(name, px, bold=True)
    return (max(text, px * 1.3) + px * 0.6, px * 2.75) if stacked else (px * 2.45 + text, px * 1.65)


def zone_tag(sheet: Sheet, centre: XY, name: str, px: float, *, stacked: bool = False, gid: str | None = None) -> None:
    """A speaker and the zone's letter or name, in a frame."""
    width, height = tag_size(name, px, stacked)
    frame = box(*around(centre, sheet.units(width), sheet.units(height)))
    area(sheet, frame, fill=SURFACE, edge=INK_2, px=1, z=Z_TAG, gid=gid)
    if stacked:
        _speaker(sheet, (centre[0] - sheet.units(px * 0.6), centre[1] + sheet.units(px * 0.6)), px * 1.3 / 20)
        write(sheet, (centre[0], centre[1] - sheet.units(px * 0.65)), name, px, bold=True, z=Z_TAG_TEXT)
        return
    left = centre[0] - sheet.units(width / 2 - px * 0.3)
    _speaker(sheet, (left, centre[1]), px * 1.3 / 20)
    at = (left + sheet.units(px * 1.55), centre[1])
    write(sheet, at, name, px, bold=True, align="left", z=Z_TAG_TEXT)


def _speaker(sheet: Sheet, left_middle: XY, px: float) -> None:
    unit = sheet.units(px)

    def spot(x: float, y: float) -> XY:
        return (left_middle[0] + x * unit, left_middle[1] - (y - 8) * unit)

    area(sheet, Polygon([spot(*corner) for corner in _HORN]), fill=INK, z=Z_TAG_TEXT)
    for centre_x, radius, half in ((9.2, 4.5, 45), (8.6, 9.0, 42)):
        wave = [spot(centre_x + radius * x, 8 + radius * y) for x, y in arc_points(-half, half)]
        stroke(sheet, wave, INK, 1.6 * px, z=Z_TAG_TEXT)


def point_square(sheet: Sheet, centre: XY, letter: str, side_px: float, gid: str | None = None) -> None:
    """A letter in a square: a thing fixed to the building."""
    side = sheet.units(side_px)
    area(sheet, box(*around(centre, side, side)), fill=SURFACE, edge=INK_2, px=1.3, z=Z_TAG, gid=gid)
    write(sheet, centre, letter, side_px * 0.62, bold=True, z=Z_TAG_TEXT)


def sight(sheet: Sheet, centre: XY, facing_deg: float, view_deg: float, reach_px: float) -> None:
    """What a camera looks at: a faint fan. Bearings run clockwise from plan north."""
    reach = sheet.units(reach_px)
    to = 90 - facing_deg
    fan = [(centre[0] + reach * x, centre[1] + reach * y) for x, y in arc_points(to - view_deg / 2, to + view_deg / 2)]
    area(sheet, Polygon([centre, *fan]), fill=INK_2 + "26", z=Z_TAG - 1.5)


def badge_size(count: str, px: float) -> tuple[float, float]:
    """Width and height in pixels of a count of people."""
    return (max(width_px(count, px, bold=True) + px * 0.9, px * 1.42), px * 1.42)


def people_badge(sheet: Sheet, centre: XY, count: str, px: float, *, locked: bool, gid: str | None = None) -> None:
    """A count: round where people are in the room, square and filled where they are behind a locked door."""
    width, height = badge_size(count, px)
    if locked:
        shape: shapely.Geometry = box(*around(centre, sheet.units(width), sheet.units(height)))
    else:
        round_px = height / 2
        ends = [Point(centre[0] + side * sheet.units(width / 2 - round_px), centre[1]) for side in (-1, 1)]
        shape = shapely.convex_hull(shapely.union_all([disc((end.x, end.y), sheet.units(round_px)) for end in ends]))
    area(sheet, shape, fill=INK if locked else SURFACE, edge=INK, px=1.8, z=Z_TAG, gid=gid)
    write(sheet, centre, count, px, colour=SURFACE if locked else INK, bold=True, z=Z_TAG_TEXT)


def value_tag(sheet: Sheet, bounds: Bounds, text: str, px: float, gid: str | None = None) -> None:
    """A number on white, so that the worst places read without colour."""
    area(sheet, box(*bounds), fill=SURFACE, edge=INK, px=0.9, z=Z_TAG + 1, gid=gid)
    write(sheet, ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2), text, px, bold=True, z=Z_TAG + 1.1)


def arrow_head(sheet: Sheet, tip: XY, toward: XY, px: float, gid: str | None = None) -> None:
    """A filled arrow head whose tip is given, with a short shaft; `toward` is a unit vector."""
    back, half = sheet.units(px), sheet.units(px * 0.42)
    (x, y), (dx, dy) = tip, toward
    base = (x - dx * back, y - dy * back)
    head = Polygon([tip, (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half)])
    area(sheet, head, fill=INK_2, z=Z_TAG, gid=gid)
    stroke(sheet, [base, (base[0] - dx * back * 0.9, base[1] - dy * back * 0.9)], INK_2, 1.6, z=Z_TAG)


def unit_toward(start: XY, end: XY) -> XY:
    """The direction from one point to another; east where they are the same."""
    length = math.dist(start, end)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length) if length else (1.0, 0.0)
