"""Numbers per segment as colour: cividis turned round, so that the worst place is the darkest, on paper too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from matplotlib import colormaps
from matplotlib.colors import to_hex
from shapely.geometry import box

from simulator.model.building import Plan
from simulator.plans.drawing.colours import INK, INK_2, LINE, OUTSIDE, SURFACE
from simulator.plans.drawing.labels import around, place
from simulator.plans.drawing.marks import value_tag
from simulator.plans.drawing.pen import Sheet, area, width_px, wrapped, write
from simulator.plans.drawing.storey import Storey
from simulator.rules.segments import Segment, segments_of

LIGHTEST, DARKEST = 0.8, 0.0  # the yellow end is reserved for the real emergency
SHOWN_VALUES = 6
KEY_PX = 12.0
Z_HEAT = 1.5


def top_of(values: Iterable[float]) -> float:
    """What the dark end of the scale stands for: the largest number, 1 where there is none above nothing."""
    return max([value for value in values if value > 0], default=1.0)


def colour_of(value: float, top: float) -> str:
    """The colour of a number on a scale from nothing to `top`; white for nothing."""
    if value <= 0:
        return SURFACE
    share = min(1.0, value / top)
    return to_hex(colormaps["cividis"](LIGHTEST + (DARKEST - LIGHTEST) * share))


def ink_on(fill: str) -> str:
    """Dark or light letters, whichever reads on a colour."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 130 else SURFACE


def number_text(value: float) -> str:
    """A number short enough for a small room."""
    if value >= 10_000:
        return f"{value / 1000:,.0f}k"
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def worst_of(heat: Mapping[str, float]) -> list[str]:
    """The few pieces of floor whose number is printed, the largest first."""
    return sorted((name for name in heat if heat[name] > 0), key=lambda name: (-heat[name], name))[:SHOWN_VALUES]


def heat_key(sheet: Sheet, left: float, top: float, width: float, label: str, most: float) -> None:
    """The labelled colour bar, on an Axes of pixels, from its upper left corner."""
    lines = wrapped(label, KEY_PX, width, bold=True)
    for number, line in enumerate(lines):
        write(sheet, (left, top - 8 - 16 * number), line, KEY_PX, bold=True, align="left", z=9)
    high = top - 16 * len(lines) - 4
    steps = 40
    for step in range(steps):
        x1, x2 = left + width * step / steps, left + width * (step + 1) / steps
        area(sheet, box(x1, high - 14, x2 + 0.4, high), fill=colour_of(most * (step + 0.5) / steps, most), z=8)
    area(sheet, box(left, high - 14, left + width, high), edge=INK_2, px=1, z=9, gid="heat-key")
    for share, align in ((0.0, "left"), (0.5, "center"), (1.0, "right")):
        value = number_text(most * share)
        write(sheet, (left + width * share, high - 25), value, 11, colour=INK_2, align=align, z=9)


def heat_key_height(label: str, width: float) -> float:
    """How much room the colour bar takes, with the space under it."""
    return 16.0 * len(wrapped(label, KEY_PX, width, bold=True)) + 62


def heat_by_piece(plan: Plan, heat: Mapping[str, float]) -> dict[str, float]:
    """The numbers by piece of floor; a stair's own number is shown in the spaces that it joins, if it is the larger."""
    stairs = {link.id for link in plan.links}
    found = {name: value for name, value in heat.items() if value > 0 and name not in stairs}
    for link in plan.links:
        for space in link.spaces:
            if heat.get(link.id, 0.0) > found.get(space, 0.0):
                found[space] = heat[link.id]
    return found


def draw_heat(storey: Storey) -> dict[str, str]:
    """Every piece of floor in its colour; returns the colour at the middle of each space."""
    floors: dict[str, str] = {}
    if storey.heat is None:
        return floors
    for piece in level_pieces(storey):
        assert piece.shape is not None
        fill = colour_of(storey.heat.get(piece.name, 0.0), storey.top)
        area(storey.sheet, piece.shape, fill=fill, edge=LINE, px=0.7, z=Z_HEAT, gid=f"heat-{piece.name}")
        middle = storey.shapes[piece.space].representative_point()
        if piece.space not in floors or piece.shape.distance(middle) < 1e-6:
            floors[piece.space] = fill
    return floors


def draw_worst(storey: Storey, worst: Collection[str]) -> None:
    """The number itself in the few worst places, over everything else where there is no free spot."""
    assert storey.heat is not None
    for piece in level_pieces(storey):
        if piece.name not in worst or piece.shape is None:
            continue
        text, px = number_text(storey.heat[piece.name]), min(10.5, storey.type_px)
        width, height = storey.sheet.units(width_px(text, px, bold=True) + 7), storey.sheet.units(px + 6)
        spot = place(piece.shape, width, height, storey.taken)
        middle = piece.shape.representative_point()
        bounds = spot or around((middle.x, middle.y), width, height)
        storey.taken.append(bounds)
        value_tag(storey.sheet, bounds, text, px, gid=f"value-{piece.name}")


def level_pieces(storey: Storey) -> list[Segment]:
    """The pieces of floor indoors on this level."""
    pieces, _strips = segments_of(storey.plan)
    spaces = storey.spaces
    return [one for one in pieces if one.space in spaces and spaces[one.space].kind not in OUTSIDE]
