"""One storey on an Axes: floors, walls, doors, words and marks, in metres."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from matplotlib.axes import Axes

from simulator.model.building import Opening, Plan
from simulator.plans.drawing.beyond import draw_beyond
from simulator.plans.drawing.colours import FAMILY, FILL, INK_3, LINE, OUTSIDE, PAPER, SURFACE
from simulator.plans.drawing.doors import DoorState, bolt_of, draw_opening, look_of
from simulator.plans.drawing.fixtures import draw_points, draw_zone_tags
from simulator.plans.drawing.geometry import Bounds, Gap, footprint, gap_of
from simulator.plans.drawing.grid import grid_lines
from simulator.plans.drawing.ground import Ground, ground_of
from simulator.plans.drawing.heat import draw_heat, draw_worst, heat_by_piece, top_of, worst_of
from simulator.plans.drawing.labels import around, collide
from simulator.plans.drawing.marks import number_disc
from simulator.plans.drawing.pen import Sheet, strokes, write
from simulator.plans.drawing.rooms import draw_below, draw_floors, draw_hatching, draw_walls
from simulator.plans.drawing.storey import Storey
from simulator.plans.drawing.texts import draw_below_label, draw_labels, draw_outdoor_labels
from simulator.rules.segments import outline

NARROWEST_DOOR_PX = 9.0
LARGEST_PX_PER_M, LEAST_PX_PER_M = 26.0, 0.05


def draw_level(
    ax: Axes,
    plan: Plan,
    level_id: str,
    *,
    heat: Mapping[str, float] | None = None,
    people: Mapping[str, int] | None = None,
    doors: Mapping[str, DoorState] | None = None,
) -> None:
    """Draw one storey into an Axes, which it fills: sizes of type and marks follow from the Axes' size on its figure.

    `heat` gives numbers by segment, `people` counts by space, `doors` what a run has made of openings
    (`closed open locked propped blocked`); where it says nothing the plan's own state is drawn.
    Axes of one size show every level of a plan at one scale and in one place. Whoever calls this stamps the page
    (`page.draw_strip`).
    """
    storey = _storey(ax, plan, level_id, heat, people, doors)
    _draw_grid(storey)
    draw_below(storey)
    draw_floors(storey)
    floors = draw_heat(storey)
    draw_hatching(storey)
    draw_walls(storey)
    _draw_openings(storey)
    if heat is None:
        draw_points(storey, placed=True)
    draw_labels(storey, floors)
    if heat is None:
        draw_zone_tags(storey)
        draw_points(storey, placed=False)
    else:
        draw_worst(storey, worst_of(heat_by_piece(plan, heat)))
    draw_beyond(storey)
    draw_outdoor_labels(storey)
    draw_below_label(storey)


def _storey(
    ax: Axes, plan: Plan, level_id: str, heat: Mapping[str, float] | None, people: Mapping[str, int] | None,
    doors: Mapping[str, DoorState] | None,
) -> Storey:  # fmt: skip
    ground = ground_of(plan)
    width, height = axes_px(ax)
    px_per_m = scale_in(ground, width, height)
    view = view_of(ground, width, height, px_per_m)
    ax.set_xlim(view[0], view[2])
    ax.set_ylim(view[1], view[3])
    ax.set_axis_off()
    sheet = Sheet(ax, px_per_m, min(1.0, max(0.5, px_per_m / 9)))
    level = plan.levels[level_id]
    shapes = {name: outline(space) for name, space in level.spaces.items()}
    folded = heat_by_piece(plan, heat) if heat is not None else None
    top = top_of(folded.values()) if folded else 1.0
    return Storey(plan, level_id, sheet, ground, view, shapes, footprint(level), folded, top, people or {}, doors or {})


def axes_px(ax: Axes) -> tuple[float, float]:
    """The width and height of an Axes in pixels of 1/100 inch."""
    place, figure = ax.get_position(), ax.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches()
    return (place.width * width * 100, place.height * height * 100)


def scale_in(ground: Ground, width_px: float, height_px: float) -> float:
    """Pixels per metre at which the plan, with its margins, just fits."""
    left, bottom, right, top = ground.margins
    width_m, height_m = ground.size
    fits = min((width_px - left - right) / width_m, (height_px - bottom - top) / height_m)
    return max(LEAST_PX_PER_M, min(LARGEST_PX_PER_M, fits))


def view_of(ground: Ground, width_px: float, height_px: float, scale: float) -> Bounds:
    """The ground that an Axes of that size shows, filled to its edges round the plan."""
    left, bottom, right, top = ground.margins
    width_m, height_m = ground.size
    spare_x = (width_px - left - right) / scale - width_m
    spare_y = (height_px - bottom - top) / scale - height_m
    low_x, low_y = ground.shown[0] - left / scale - spare_x / 2, ground.shown[1] - bottom / scale - spare_y / 2
    return (low_x, low_y, low_x + width_px / scale, low_y + height_px / scale)


def _draw_grid(storey: Storey) -> None:
    """The reference grid over the building, letters above it and numbers at its left."""
    grid = storey.plan.site.grid
    if grid is None:
        return
    sheet, off = storey.sheet, storey.sheet.units(9)
    found = grid_lines(grid, storey.ground.building)
    x1, _y1, _x2, y2 = storey.view
    strokes(sheet, found.lines, LINE, 1.0, z=0.3, gid=f"grid-{storey.level_id}")
    every = max(1, round(26 / max(1.0, grid.cell_m * sheet.px_per_unit)))
    for number, (name, middle) in enumerate(found.columns):
        if number % every == 0:
            write(sheet, (middle, y2 + off), name, 11, colour=INK_3, z=4)
    for number, (name, middle) in enumerate(found.rows):
        if number % every == 0:
            write(sheet, (x1 - off, middle), name, 11, colour=INK_3, z=4)


def _draw_openings(storey: Storey) -> None:
    x1, y1, x2, y2 = storey.view
    for opening in storey.plan.openings:
        if not all(name in storey.shapes for name in opening.between) or _only_ground(storey, opening):
            continue
        least = storey.sheet.units(NARROWEST_DOOR_PX * (1.3 if opening.leaves > 1 else 1.0))
        gap = gap_of(storey.plan, opening, storey.shapes, least)
        if x1 < gap.centre[0] < x2 and y1 < gap.centre[1] < y2:
            _draw_one(storey, opening, gap)


def _only_ground(storey: Storey, opening: Opening) -> bool:
    """A passage from one piece of open ground to another: there is no wall to interrupt."""
    return opening.type == "open" and all(storey.spaces[name].kind in OUTSIDE for name in opening.between)


def _draw_one(storey: Storey, opening: Opening, gap: Gap) -> None:
    sides = [storey.spaces[name].kind in OUTSIDE for name in opening.between]
    look = look_of(opening, storey.doors.get(opening.id))
    ground = _ground(storey, opening)
    bolt = bolt_of(storey.plan, opening)
    gid = f"opening-{opening.id}"
    draw_opening(storey.sheet, gap, look, bolt=bolt, leaves=opening.leaves, ground=ground, outer=any(sides), gid=gid)
    jamb = storey.sheet.units(4.5 * storey.sheet.weight)
    reach = 2 * gap.half / min(2, max(1, opening.leaves)) if look in ("open", "propped") else jamb
    corners = [gap.at(side * gap.half, off) for side in (-1, 1) for off in (-jamb, reach)]
    storey.taken.append(_bounds(corners))
    if opening.exterior_no is not None:
        _number(storey, opening, gap, outward=sides[0] != sides[1])


def _ground(storey: Storey, opening: Opening) -> str:
    """What shows in the gap: the floor that both sides share, else white."""
    families = {FAMILY[storey.spaces[name].kind] for name in opening.between}
    indoors = families - {"outdoors", "assembly"}
    if not indoors:
        return PAPER
    families = indoors if opening.type == "open" else families
    return FILL[families.pop()] if len(families) == 1 and storey.heat is None else SURFACE


def _bounds(points: Collection[tuple[float, float]]) -> Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _number(storey: Storey, opening: Opening, gap: Gap, *, outward: bool) -> None:
    """The number beside its door, off the wall on the open side and clear of other marks."""
    radius = max(8.0, min(11.5, storey.type_px * 0.8))
    unit = storey.sheet.units(1)
    side = 2 * radius * unit
    swing = 2 * gap.half if look_of(opening, storey.doors.get(opening.id)) in ("open", "propped") else 0.0
    off = max(radius + 9, 0) * unit + swing
    spots = [gap.at(along * side, off + out * side) for out in (0, 0.7) for along in (0, 1.1, -1.1, 2, -2)]
    free = [one for one in spots if not any(collide(around(one, side, side), other) for other in storey.taken)]
    centre = free[0] if free else spots[0]
    storey.taken.append(around(centre, side, side))
    number_disc(storey.sheet, centre, str(opening.exterior_no), radius, gid=f"number-{opening.id}")
