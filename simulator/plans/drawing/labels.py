"""Finding room for words: in the middle, smaller where they must be, left out where they do not fit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon, box

from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.pen import XY, Sheet, plain, width_px

LEADING = 1.22
PADDING_PX = 2.0
SMALLEST_PX = 7.2
GRID = 7
MOST_WORDS = 12
MIDDLE_DOWN_TO, MIDDLE = 0.7, 0.15
TURN_BELOW, NARROW = 0.75, 1.6  # words run upwards only in narrow rooms, and where that makes them so much larger


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
    shape: shapely.Geometry,
    width: float,
    height: float,
    taken: Sequence[Bounds],
    toward: XY | None = None,
    *,
    near: bool = False,
) -> Bounds | None:
    """A box of that size inside a shape and clear of what is taken, as near as can be to a point (else the middle).

    With `near` nothing farther from the middle than a small share of the shape's sides will do.
    """
    x1, y1, x2, y2 = shape.bounds
    if width > x2 - x1 or height > y2 - y1:
        return None
    others = [other for other in taken if collide(other, (x1, y1, x2, y2))]
    simple = isinstance(shape, Polygon) and not shape.interiors and shape.area > 0.9999 * (x2 - x1) * (y2 - y1)
    shapely.prepare(shape)
    first: XY | None = None
    for centre in _centres(shape, simple, width, height, toward):
        first = first or centre
        if near and (abs(centre[0] - first[0]) > MIDDLE * (x2 - x1) or abs(centre[1] - first[1]) > MIDDLE * (y2 - y1)):
            continue
        found = around(centre, width, height)
        inside = found[0] >= x1 and found[1] >= y1 and found[2] <= x2 and found[3] <= y2
        if inside and not any(collide(found, other) for other in others) and (simple or shape.contains(box(*found))):
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
    finer = (x2 - x1) / (y2 - y1)  # a long hall is searched in more places along its length
    xs = _steps(low_x, high_x, finer)
    ys = _steps(low_y, high_y, 1 / finer)
    grid = [(x, y) for x in xs for y in ys]
    yield from sorted(grid, key=lambda one: (round(math.dist(one, target), 6), one))


def _steps(low: float, high: float, finer: float) -> list[float]:
    count = round(min(5.0, max(1.0, finer)) * (GRID - 1))
    return [low + (high - low) * step / count for step in range(count + 1)]


def fit(
    sheet: Sheet,
    shape: shapely.Geometry,
    texts: Sequence[str],
    taken: Sequence[Bounds],
    *,
    sizes: Sequence[float],
    below_px: float = 0.0,
) -> Fitted | None:
    """The first of the texts that can be set in a shape, as large as the sizes allow; None where none fits.

    A later text that is part of the first (`104` of `Room 104`) is preferred where it can be set much larger.
    """
    best: Fitted | None = None
    for number, text in enumerate(texts):
        found = _level_or_turned(sheet, shape, plain(text), taken, sizes, below_px)
        if best is None:
            best = found
        elif found is not None and plain(text) in plain(texts[0]) and found.px * TURN_BELOW > best.px:
            return found
        if best is not None and (best.px > sizes[0] * TURN_BELOW or number):
            return best
    return best


def _level_or_turned(
    sheet: Sheet, shape: shapely.Geometry, text: str, taken: Sequence[Bounds], sizes: Sequence[float], below_px: float
) -> Fitted | None:
    """Words from left to right, or upwards where that makes them much larger."""
    level = _largest(sheet, shape, _breaks(text), taken, sizes, True, below_px)
    if level is not None and level.px > sizes[0] * TURN_BELOW:
        return level
    x1, y1, x2, y2 = shape.bounds
    if y2 - y1 < NARROW * (x2 - x1):
        return level
    turned = _largest(sheet, shape, _breaks(text)[:1], taken, sizes, False, below_px)
    if turned is not None and (level is None or turned.px * TURN_BELOW > level.px):
        return turned
    return level


def _largest(
    sheet: Sheet, shape: shapely.Geometry, ways: Sequence[tuple[str, ...]], taken: Sequence[Bounds],
    sizes: Sequence[float], upright: bool, below_px: float,
) -> Fitted | None:  # fmt: skip
    """The largest setting: near the middle if it need not be much smaller for that, else wherever there is room."""
    for near, tried in ((True, [px for px in sizes if px >= sizes[0] * MIDDLE_DOWN_TO]), (False, sizes)):
        for px in tried:
            for lines in ways:
                found = _set(sheet, shape, lines, px, taken, upright, below_px, near)
                if found is not None:
                    return found
    return None


def _set(
    sheet: Sheet, shape: shapely.Geometry, lines: tuple[str, ...], px: float, taken: Sequence[Bounds], upright: bool,
    below_px: float, near: bool,
) -> Fitted | None:  # fmt: skip
    if below_px and not upright:
        return None
    width = sheet.units(max(width_px(line, px) for line in lines) + 2 * PADDING_PX)
    height = sheet.units(px * (1 + LEADING * (len(lines) - 1)) + below_px + 2 * PADDING_PX)
    bounds = place(shape, *((width, height) if upright else (height, width)), taken, near=near)
    return Fitted(lines, px, bounds, upright, below_px) if bounds else None


def _breaks(text: str) -> list[tuple[str, ...]]:
    """One line, the most even two, the most even three."""
    words = text.split()
    ways: list[tuple[str, ...]] = []
    for count in range(1, min(3, len(words)) + 1):
        cuts = itertools.combinations(range(1, min(len(words), MOST_WORDS)), count - 1)
        broken = [_cut(words, (0, *cut, len(words))) for cut in cuts]
        if broken:
            ways.append(min(broken, key=lambda lines: max(map(len, lines))))
    return ways


def _cut(words: Sequence[str], at: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(" ".join(words[start:end]) for start, end in itertools.pairwise(at))
