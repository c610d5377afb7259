"""Finding room for words: in the middle, smaller where they must be, left out where they do not fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon, box

from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.pen import XY, Sheet, plain, width_px

LEADING = 1.22
PADDING_PX = 2.5
SMALLEST_PX = 7.2
GRID = 7


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words that fit: their lines, their size, and the box they take, with anything hung below them."""

    lines: tuple[str, ...]
    px: float
    bounds: Bounds
    upright: bool
    below_px: float

    @property
    def centre(self) -> XY:
        """The middle of the box."""
        x1, y1, x2, y2 = self.bounds
        return ((x1 + x2) / 2, (y1 + y2) / 2)


def collide(one: Bounds, other: Bounds) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def around(centre: XY, width: float, height: float) -> Bounds:
    """The box of that size round a point."""
    x, y = centre
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def sizes_from(largest_px: float, smallest_px: float = SMALLEST_PX) -> list[float]:
    """Type sizes to try, the largest first."""
    sizes = [largest_px]
    while sizes[-1] * 0.88 >= smallest_px:
        sizes.append(sizes[-1] * 0.88)
    return sizes


def place(
    shape: shapely.Geometry, width: float, height: float, taken: Sequence[Bounds], toward: XY | None = None
) -> Bounds | None:
    """A box of that size inside a shape and clear of what is taken, as near as can be to a point (else the middle)."""
    x1, y1, x2, y2 = shape.bounds
    if width > x2 - x1 or height > y2 - y1:
        return None
    near = [other for other in taken if collide(other, (x1, y1, x2, y2))]
    simple = isinstance(shape, Polygon) and not shape.interiors and shape.area > 0.9999 * (x2 - x1) * (y2 - y1)
    shapely.prepare(shape)
    for centre in _centres(shape, simple, width, height, toward):
        found = around(centre, width, height)
        inside = found[0] >= x1 and found[1] >= y1 and found[2] <= x2 and found[3] <= y2
        if inside and not any(collide(found, other) for other in near) and (simple or shape.contains(box(*found))):
            return found
    return None


def _centres(shape: shapely.Geometry, simple: bool, width: float, height: float, toward: XY | None) -> Iterator[XY]:
    x1, y1, x2, y2 = shape.bounds
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    if not simple and toward is None:
        line = shapely.maximum_inscribed_circle(shape, tolerance=max(x2 - x1, y2 - y1) / 100)
        middle = (float(line.coords[0][0]), float(line.coords[0][1]))
    target = toward or middle
    if toward is None:
        yield middle
    low_x, low_y, high_x, high_y = x1 + width / 2, y1 + height / 2, x2 - width / 2, y2 - height / 2
    steps = [step / (GRID - 1) for step in range(GRID)]
    grid = [(low_x + (high_x - low_x) * across, low_y + (high_y - low_y) * up) for across in steps for up in steps]
    yield from sorted(grid, key=lambda one: (round(math.dist(one, target), 6), one))


def fit(
    sheet: Sheet,
    shape: shapely.Geometry,
    texts: Sequence[str],
    taken: Sequence[Bounds],
    *,
    sizes: Sequence[float],
    below_px: float = 0.0,
) -> Fitted | None:
    """The first of the texts that can be set in a shape, as large as the sizes allow; None where none fits."""
    for text in texts:
        for upright in (True, False):
            for px in sizes:
                for lines in _breaks(plain(text)) if upright else [(plain(text),)]:
                    found = _set(sheet, shape, lines, px, taken, upright, below_px)
                    if found is not None:
                        return found
    return None


def _set(
    sheet: Sheet, shape: shapely.Geometry, lines: tuple[str, ...], px: float, taken: Sequence[Bounds], upright: bool,
    below_px: float,
) -> Fitted | None:  # fmt: skip
    if below_px and not upright:
        return None
    width = sheet.units(max(width_px(line, px) for line in lines) + 2 * PADDING_PX)
    height = sheet.units(px * (1 + LEADING * (len(lines) - 1)) + below_px + 2 * PADDING_PX)
    bounds = place(shape, width, height, taken) if upright else place(shape, height, width, taken)
    return Fitted(lines, px, bounds, upright, below_px) if bounds else None


def _breaks(text: str) -> list[tuple[str, ...]]:
    """One line, and the most even two lines."""
    words = text.split()
    if not words:
        return []
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    best = min(pairs, key=lambda pair: max(map(len, pair)), default=None)
    return [(text,), best] if best else [(text,)]
