"""The reference grid that responders use: letters from the west, numbers from the north, over the building's box."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.model.building import Grid
from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.pen import XY

MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class GridLines:
    """The lines to draw, and for each column and row its name and the middle of its cell in metres."""

    lines: tuple[tuple[XY, XY], ...]
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, float], ...]


def grid_lines(grid: Grid, bounds: Bounds) -> GridLines:
    """The grid over a building: its first cell is the north-west corner of the building's box."""
    x1, y1, x2, y2 = bounds
    cell = grid.cell_m
    across = min(MOST_CELLS, max(1, math.ceil((x2 - x1) / cell - 1e-6)))
    down = min(MOST_CELLS, max(1, math.ceil((y2 - y1) / cell - 1e-6)))
    right, bottom = x1 + across * cell, y2 - down * cell
    upright = [((x1 + at * cell, bottom), (x1 + at * cell, y2)) for at in range(across + 1)]
    level = [((x1, y2 - at * cell), (right, y2 - at * cell)) for at in range(down + 1)]
    columns = tuple((cell_name(grid.columns, at), x1 + (at + 0.5) * cell) for at in range(across))
    rows = tuple((cell_name(grid.rows, at), y2 - (at + 0.5) * cell) for at in range(down))
    return GridLines((*upright, *level), columns, rows)


def cell_name(pattern: str, number: int) -> str:
    """The name of a column or row, counted from 0 on from where a pattern such as `A-` or `1-` starts.

    >>> cell_name("A-", 27), cell_name("10-", 2)
    ('AB', '12')
    """
    start = pattern.partition("-")[0].strip()[:6]
    if start.isascii() and start.isdigit():
        return str(int(start) + number)
    value = _letters_value(start) if start.isascii() and start.isalpha() else 1
    return _letters(value + number)


def _letters_value(text: str) -> int:
    value = 0
    for char in text.upper():
        value = value * 26 + ord(char) - 64
    return value


def _letters(value: int) -> str:
    text = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        text = chr(65 + rest) + text
    return text
