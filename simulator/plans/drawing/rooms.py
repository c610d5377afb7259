"""Floors, walls, stairs and hatching."""

from __future__ import annotations

import shapely
from shapely.geometry import LineString, box

from simulator.model.building import Level, Space
from simulator.plans.drawing.colours import FAMILY, FILL, HATCH, INK, INK_2, LINE_STRONG, OUTSIDE, SURFACE
from simulator.plans.drawing.geometry import footprint, sound
from simulator.plans.drawing.pen import Sheet, area, stroke, strokes
from simulator.plans.drawing.storey import Storey

Z_FLOOR, Z_HATCH, Z_TREAD, Z_LINE, Z_WALL = 1.0, 2.0, 3.0, 4.0, 5.0
HATCH_STEP_PX = 13.0


def draw_floors(storey: Storey) -> None:
    """Every space's floor in its kind's colour, or white under a heat map; dashed lines outdoors."""
    sheet = storey.sheet
    for name, space in storey.spaces.items():
        shape = sound(storey.shapes[name])
        if space.kind in OUTSIDE:
            _dashed(storey, name, shape)
            continue
        fill = SURFACE if storey.heat is not None else FILL[FAMILY[space.kind]]
        area(sheet, shape, fill=fill, z=Z_FLOOR, gid=f"space-{name}")
        area(sheet, shape, edge=INK_2, px=2 * sheet.weight, z=Z_LINE)
        if space.kind == "stairs":
            _treads(sheet, shape)
        elif space.kind == "elevator":
            _lift(sheet, shape)


def _dashed(storey: Storey, name: str, shape: shapely.Geometry) -> None:
    """The outline of open air, as far as it lies in the picture and is not a wall anyway."""
    seen = shapely.intersection(shape.boundary, box(*storey.view)).difference(storey.walls.buffer(0.3))
    colour, px = (INK_2, 1.6) if storey.spaces[name].kind == "assembly" else (LINE_STRONG, 1.3)
    for number, line in enumerate(_lines(shapely.line_merge(seen) if seen.geom_type == "MultiLineString" else seen)):
        gid = f"space-{name}" if not number else None
        stroke(storey.sheet, line, colour, px, z=Z_FLOOR, gid=gid, dash=(6, 4))


def _lines(geometry: shapely.Geometry) -> list[list[tuple[float, float]]]:
    parts = shapely.get_parts(geometry)
    return [[(x, y) for x, y, *_ in part.coords] for part in parts if isinstance(part, LineString) and part.length]


def _treads(sheet: Sheet, shape: shapely.Geometry) -> None:
    x1, y1, x2, y2 = shape.bounds
    tall = y2 - y1 >= x2 - x1
    step = max(sheet.units(7), 0.6)
    flight = shape.buffer(-sheet.units(5 * sheet.weight), join_style="mitre")
    count = int(((y2 - y1) if tall else (x2 - x1)) / step)
    middle = (x1 + x2) / 2 if tall else (y1 + y2) / 2
    offs = [at * step for at in range(1, count + 1)]
    if tall:
        across = [LineString([(x1, y1 + off), (x2, y1 + off)]) for off in offs]
    else:
        across = [LineString([(x1 + off, y1), (x1 + off, y2)]) for off in offs]
    across.append(LineString([(middle, y1), (middle, y2)] if tall else [(x1, middle), (x2, middle)]))
    cut = [line for tread in across for line in _lines(shapely.intersection(tread, flight))]
    strokes(sheet, cut, LINE_STRONG, 1.2 * sheet.weight, z=Z_TREAD)


def _lift(sheet: Sheet, shape: shapely.Geometry) -> None:
    x1, y1, x2, y2 = shape.bounds
    strokes(sheet, [[(x1, y1), (x2, y2)], [(x1, y2), (x2, y1)]], LINE_STRONG, 1.2 * sheet.weight, z=Z_TREAD)


def draw_hatching(storey: Storey) -> None:
    """A light hatch over every space indoors that no speaker serves, where the plan knows of speakers at all."""
    if storey.heat is not None:
        return
    silent = silent_spaces(storey.plan.spaces())
    rooms = [sound(storey.shapes[name]) for name in storey.spaces if name in silent]
    if not rooms:
        return
    shape = shapely.union_all(rooms)
    x1, y1, x2, y2 = shape.bounds
    step = storey.sheet.units(HATCH_STEP_PX) * 2**0.5
    first, last = int((y1 - x2) / step) - 1, int((y2 - x1) / step) + 1
    slanted = [LineString([(x1, x1 + at * step), (x2, x2 + at * step)]) for at in range(first, last + 1)]
    cut = _lines(shapely.intersection(shapely.MultiLineString(slanted), shape))
    strokes(storey.sheet, cut, HATCH, 1.3, z=Z_HATCH, gid=f"no-speaker-{storey.level_id}")


def silent_spaces(spaces: dict[str, Space]) -> set[str]:
    """The indoor spaces without a speaker; none at all where the plan names no speakers."""
    if not any(space.pa for space in spaces.values()):
        return set()
    return {name for name, space in spaces.items() if not space.pa and space.kind not in OUTSIDE}


def draw_walls(storey: Storey) -> None:
    """The thick outer wall."""
    area(storey.sheet, storey.walls, edge=INK, px=5 * storey.sheet.weight, z=Z_WALL, gid=f"walls-{storey.level_id}")


def draw_below(storey: Storey) -> None:
    """The dashed outline of what the storey below has and this one has not."""
    below = level_below(storey)
    if below is None:
        return
    rest = shapely.difference(footprint(below), storey.walls.buffer(0.3, join_style="mitre"))
    roofs = rest.buffer(-0.5, join_style="mitre").buffer(0.5, join_style="mitre")
    area(storey.sheet, roofs, edge=LINE_STRONG, px=1.2, z=Z_FLOOR - 0.5, dash=(6, 4), gid=f"below-{storey.level_id}")


def level_below(storey: Storey) -> Level | None:
    """The next lower level of the plan."""
    here = storey.plan.levels[storey.level_id].floor_z_m
    lower = [level for level in storey.plan.levels.values() if level.floor_z_m < here]
    return max(lower, key=lambda level: level.floor_z_m, default=None)
