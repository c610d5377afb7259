"""Marks on an Axes, with every size in pixels of 1/100 inch so that they stay the same at any scale."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from simulator.plans.drawing.colours import INK

PT_PER_PX = 0.72
FONT = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine
HALF_CAPITAL = 0.3645  # of the size: half the height of this font's capitals and digits
LONGEST_LABEL = 160

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where marks go: an Axes, how many pixels one of its units takes, how strong lines are (1 on a large scale)."""

    ax: Axes
    px_per_unit: float
    weight: float = 1.0

    def units(self, px: float) -> float:
        """The length in the Axes' units that takes this many pixels."""
        return px / self.px_per_unit


def stroke(
    sheet: Sheet,
    points: Sequence[XY],
    colour: str = INK,
    px: float = 1.0,
    *,
    z: float,
    gid: str | None = None,
    dash: tuple[float, float] | None = None,
) -> None:
    """A line through points."""
    xs, ys = zip(*points, strict=True)
    line = Line2D(
        xs, ys, color=colour, linewidth=px * PT_PER_PX, linestyle=_dashes(px, dash), zorder=z, gid=gid,
        solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="miter",
    )  # fmt: skip
    sheet.ax.add_line(line)
    line.set_clip_on(False)


def _dashes(px: float, dash: tuple[float, float] | None) -> Literal["-"] | tuple[float, Sequence[float]]:
    """Dash lengths in line widths, as matplotlib wants them."""
    return (0.0, [part / max(px, 0.1) for part in dash]) if dash else "-"


def strokes(
    sheet: Sheet, lines: Sequence[Sequence[XY]], colour: str, px: float, *, z: float, gid: str | None = None
) -> None:
    """Many lines as one mark: treads, hatching, the grid."""
    if lines:
        sheet.ax.add_collection(
            LineCollection(list(lines), colors=colour, linewidths=px * PT_PER_PX, zorder=z, gid=gid), autolim=False
        )


def area(
    sheet: Sheet,
    shape: shapely.Geometry,
    *,
    fill: str = "none",
    edge: str = "none",
    px: float = 0.0,
    z: float,
    gid: str | None = None,
    dash: tuple[float, float] | None = None,
) -> None:
    """A polygon, or several, holes and all."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]
    if not parts:
        return
    patch = PathPatch(
        Path.make_compound_path(*(_path(ring) for part in parts for ring in _rings(part))),
        facecolor=fill, edgecolor=edge, linewidth=px * PT_PER_PX, linestyle=_dashes(px, dash),
        joinstyle="miter", capstyle="butt", zorder=z, gid=gid,
    )  # fmt: skip
    sheet.ax.add_patch(patch)
    patch.set_clip_on(False)


def _rings(shape: Polygon) -> list[list[XY]]:
    turned = orient(shape)  # holes run the other way round, or they would be filled
    return [list(ring.coords) for ring in (turned.exterior, *turned.interiors)]


def _path(ring: Sequence[XY]) -> Path:
    return Path(ring, closed=True)


def disc(centre: XY, radius: float) -> Polygon:
    """A circle as a polygon."""
    return Polygon([(centre[0] + radius * x, centre[1] + radius * y) for x, y in arc_points(0, 360, 32)[:-1]])


def arc_points(from_deg: float, to_deg: float, steps: int = 10) -> list[XY]:
    """Points on the unit circle from one angle to another, counter-clockwise from east."""
    angles = [math.radians(from_deg + (to_deg - from_deg) * step / steps) for step in range(steps + 1)]
    return [(math.cos(angle), math.sin(angle)) for angle in angles]


def plain(text: str) -> str:
    """What people typed, on one line, without characters that no picture can hold."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text[:2000])
    words = " ".join(kept.split())
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1] + "…"


@lru_cache(maxsize=20_000)
def width_px(text: str, px: float, bold: bool = False) -> float:
    """How wide a line of text is."""
    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=px)
    width, _height, _descent = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def shortened(text: str, px: float, room_px: float, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than there is room."""
    if width_px(text, px, bold) <= room_px:
        return text
    while text and width_px(text + "…", px, bold) > room_px:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""


def wrapped(text: str, px: float, room_px: float, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than there is room."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, px, bold) <= room_px:
            lines[-1] = longer
        else:
            lines.append(shortened(word, px, room_px, bold))
    return lines


def write(
    sheet: Sheet,
    at: XY,
    text: str,
    px: float,
    *,
    colour: str = INK,
    bold: bool = False,
    align: str = "center",
    upright: bool = True,
    z: float,
    gid: str | None = None,
) -> None:
    """One line of text, its capitals centred on `at`; never read as mathematics or markup."""
    drop = sheet.units(px * HALF_CAPITAL)
    weight = "bold" if bold else "normal"
    x, y = (at[0], at[1] - drop) if upright else (at[0] + drop, at[1])
    words = Text(
        x, y, plain(text), color=colour, parse_math=False, usetex=False, gid=gid, zorder=z,
        fontproperties=FontProperties(family=[FONT, "sans-serif"], weight=weight, size=px * PT_PER_PX),
        ha=align, va="baseline", rotation=0 if upright else 90, rotation_mode="anchor", clip_on=False,
    )  # fmt: skip
    sheet.ax.add_artist(words)
