"""The page round the storeys: how they are arranged, the strip, titles, north, the scale bar."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely.affinity
from shapely.geometry import Polygon, box

from simulator.model.building import Plan
from simulator.plans.drawing.colours import FAMILY, INK, INK_2, STRIP_SOFT, STRIP_TEXT
from simulator.plans.drawing.ground import Ground, ground_of
from simulator.plans.drawing.legend import Entry, legend_height
from simulator.plans.drawing.level import scale_in
from simulator.plans.drawing.pen import XY, Sheet, area, plain, shortened, stroke, width_px, write
from simulator.rules.segments import outline

WIDTH_PX, WIDEST_PX = 1366.0, 2600.0
STRIP_PX = 32.0
SIDE_PX, GAP_PX = 28.0, 22.0
TITLE_PX, GRID_PX, FOOT_PX = 30.0, 20.0, 58.0
LEGEND_PX = 262.0
READABLE_ROOM_PX = 38.0
TALLEST_SHARE = 0.78

Rect = tuple[float, float, float, float]
"""Left, bottom, width and height in pixels of the page, from its lower left corner."""


@dataclass(frozen=True, slots=True)
class Page:
    """The arrangement: the page's size, where each level's Axes lies, and where the legend starts."""

    width: float
    height: float
    levels: dict[str, Rect]
    px_per_m: float
    legend_at: XY
    legend_columns: int
    legend_px: float
    foot: XY
    title_in: float


@dataclass(frozen=True, slots=True)
class _Try:
    columns: int
    rows: int
    beside: bool
    px_per_m: float
    width: float


def arrange(plan: Plan, entries: list[Entry], head_px: float, above_legend_px: float) -> Page:
    """The arrangement at which the plan stands largest; a wider page where its rooms would be too small to name."""
    wanted = READABLE_ROOM_PX / typical_room_m(plan)
    width = WIDTH_PX
    ground, count = ground_of(plan), len(plan.levels)
    best = _best(ground, count, entries, width)
    while best.px_per_m < wanted and width < WIDEST_PX:
        width = min(WIDEST_PX, width * 1.12)
        best = _best(ground, count, entries, width)
    return _laid_out(plan, ground, entries, best, head_px, above_legend_px)


def typical_room_m(plan: Plan) -> float:
    """The side of a square as large as the middle one of the plan's rooms."""
    rooms = sorted(
        outline(space).area for space in plan.spaces().values() if FAMILY[space.kind] in ("classroom", "office")
    )
    return math.sqrt(rooms[len(rooms) // 2]) if rooms else 9.0


def _best(ground: Ground, count: int, entries: list[Entry], width: float) -> _Try:
    tries = []
    for columns in range(1, count + 1):
        rows = math.ceil(count / columns)
        for beside in (True, False):
            across = width - 2 * SIDE_PX - (LEGEND_PX + GAP_PX if beside else 0)
            high = width * TALLEST_SHARE - (0 if beside else legend_height(entries, 4, width / 4))
            tries.append(_Try(columns, rows, beside, _scale(ground, across, high, columns, rows), width))
    return max(tries, key=lambda one: (one.px_per_m * (1.0 if one.beside else 0.8), one.columns))


def _scale(ground: Ground, across: float, high: float, columns: int, rows: int) -> float:
    width = (across - (columns - 1) * GAP_PX) / columns - GRID_PX
    return scale_in(ground, width, (high - FOOT_PX) / rows - TITLE_PX - GRID_PX)


def _laid_out(plan: Plan, ground: Ground, entries: list[Entry], best: _Try, head_px: float, above_px: float) -> Page:
    left, bottom, right, top = ground.margins
    cell_w = left + right + ground.size[0] * best.px_per_m
    cell_h = bottom + top + ground.size[1] * best.px_per_m
    drawn_w = best.columns * (cell_w + GRID_PX) + (best.columns - 1) * GAP_PX
    drawn_h = best.rows * (cell_h + TITLE_PX + GRID_PX) + FOOT_PX
    head = STRIP_PX + head_px
    legend_w = LEGEND_PX if best.beside else (best.width - 2 * SIDE_PX) / 4
    legend_h = above_px + legend_height(entries, 1 if best.beside else 4, legend_w) + 24
    height = head + 16 + (max(drawn_h, legend_h) if best.beside else drawn_h + legend_h)
    room = best.width - 2 * SIDE_PX - (LEGEND_PX + GAP_PX if best.beside else 0)
    from_left = SIDE_PX + max(0.0, (room - drawn_w) / 2)
    from_top = height - head - 10
    spare = max(0.0, height - head - 16 - drawn_h) / 2 if best.beside else 0.0
    levels = {
        name: _cell(best, index, from_left, from_top - min(spare, 40), cell_w, cell_h)
        for index, name in enumerate(by_height(plan))
    }
    legend_at = (best.width - LEGEND_PX - 6, from_top - 6) if best.beside else (SIDE_PX, legend_h)
    foot = (from_left + drawn_w, min(low for _, low, _, _ in levels.values()) - 26)
    return Page(best.width, height, levels, best.px_per_m, legend_at, 1 if best.beside else 4, legend_w, foot, left)


def _cell(best: _Try, index: int, left: float, top: float, width: float, height: float) -> Rect:
    """The lowest level stands at the lower left, the next to its right, then upwards."""
    row, column = divmod(index, best.columns)
    from_top = best.rows - 1 - row
    x = left + column * (width + GRID_PX + GAP_PX) + GRID_PX
    y = top - (from_top + 1) * (height + TITLE_PX + GRID_PX)
    return (x, y, width, height)


def by_height(plan: Plan) -> list[str]:
    """The levels from the lowest floor up."""
    order = {name: number for number, name in enumerate(plan.levels)}
    return sorted(plan.levels, key=lambda name: (plan.levels[name].floor_z_m, order[name]))


def strip_text(plan: Plan) -> str:
    """Whose building it is and who vouches for the drawing."""
    name = plain(plan.school.name)
    if plan.school.sensitivity == "public-example" and "invented" not in name.lower():
        name += " (invented)"
    if plan.verified is None:
        return f"{name}, not verified against the building"
    on = plan.verified.on
    return f"{name}, verified {on.day} {on:%b %Y} by {plain(plan.verified.by)}"


def draw_strip(sheet: Sheet, plan: Plan, width: float, height: float) -> None:
    """The top edge: THIS IS AN EXERCISE, the school, and how the drawing must be handled."""
    middle = height - STRIP_PX / 2
    label = plan.school.sensitivity
    loud = label == "restricted"
    area(sheet, box(0, height - STRIP_PX, width, height), fill=INK, z=9, gid="strip")
    write(sheet, (24, middle), "THIS IS AN EXERCISE", 13.5, colour=STRIP_TEXT, bold=True, align="left", z=10)
    room = width - 250 - 24 - width_px(label, 13, loud) - 20
    text = shortened(strip_text(plan), 13, room)
    write(sheet, (250, middle), text, 13, colour=STRIP_TEXT, align="left", z=10, gid="school")
    colour = STRIP_TEXT if loud else STRIP_SOFT
    write(sheet, (width - 24, middle), label, 13, colour=colour, bold=loud, align="right", z=10, gid="sensitivity")


def draw_titles(sheet: Sheet, plan: Plan, page: Page) -> None:
    """Each level's name over its drawing."""
    for name, (left, low, width, high) in page.levels.items():
        text = shortened(plain(plan.levels[name].label or f"Level {name}"), 15, width - page.title_in)
        at = (left + page.title_in, low + high + GRID_PX + 10)
        write(sheet, at, text, 15, bold=True, align="left", z=9, gid=f"level-{name}")


def draw_scale_and_north(sheet: Sheet, page: Page, true_north_deg: float) -> None:
    """A scale bar of a round length, and an arrow to true north, under the drawing's right end."""
    metres = round_length(130 / page.px_per_m)
    right, y = page.foot
    left = right - metres * page.px_per_m
    stroke(sheet, [(left, y - 8), (right, y - 8)], INK, 1.8, z=9, gid="scale")
    for share in (0.0, 0.5, 1.0):
        x = left + (right - left) * share
        stroke(sheet, [(x, y - 13), (x, y - 3)], INK, 1.8, z=9)
        value = f"{metres * share:g}" + (" m" if share == 1.0 else "")
        write(sheet, (x, y + 6), value, 11, z=9)
    _north(sheet, (left - 52, y - 4), true_north_deg)


def round_length(most_m: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 and so on that is not longer."""
    power = 10.0 ** math.floor(math.log10(most_m))
    return max(power * step for step in (1, 2, 5) if power * step <= most_m * (1 + 1e-9))


def _north(sheet: Sheet, centre: XY, true_north_deg: float) -> None:
    needle = Polygon([(0, 15), (6.5, -13), (0, -7)])
    other = Polygon([(0, 15), (-6.5, -13), (0, -7)])
    for shape, fill in ((needle, "none"), (other, INK)):
        turned = shapely.affinity.rotate(shape, -true_north_deg, origin=(0, 0))
        moved = shapely.affinity.translate(turned, *centre)
        area(sheet, moved, fill=fill, edge=INK, px=1.1, z=9, gid="north" if fill == INK else None)
    angle = math.radians(90 - true_north_deg)
    write(sheet, (centre[0] + 24 * math.cos(angle), centre[1] + 24 * math.sin(angle)), "N", 11, z=9, colour=INK_2)
