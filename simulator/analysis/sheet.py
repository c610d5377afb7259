"""The sheet that every chart stands on: the exercise's strip, title, caption, and the look of the screens.

Every setting is given to the thing itself: matplotlib's own settings belong to the whole process, and two pages may
draw at once. Typed words are never read as mathematics (`parse_math=False`).
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulator.analysis.words import EXERCISE, one_line
from simulator.model.run import Run

PAPER, SURFACE, LINE = "#F6F4EE", "#FFFFFF", "#D8D3C6"
INK, INK_2, ON_INK, ON_INK_2 = "#15212B", "#43505A", "#F3F0E8", "#C3C9CD"
GREEN, GREEN_SOFT = "#009E73", "#DCEDE6"
"""Hue means discipline: green is the school and who is in it."""
WIDE_IN, HIGH_IN, DPI = 10.0, 6.25, 144
STRIP_IN, TOP_IN, BOTTOM_IN, RIGHT_IN = 0.32, 1.15, 1.2, 0.35


def sheet(run: Run, title: str, caption: str, left_in: float) -> tuple[Figure, Axes]:
    """A sheet with the strip, the title and the caption on it, and room for one chart."""
    school, version = run.plan.school, f"exercise version {run.seed}"
    return sheet_of(school.name, version, school.sensitivity, run.scenario.title, title, caption, left_in)


def sheet_of(
    school: str, version: str, sensitivity: str, scenario: str, title: str, caption: str, left_in: float
) -> tuple[Figure, Axes]:
    """The same for many runs: `version` says which."""
    figure = Figure(figsize=(WIDE_IN, HIGH_IN), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    _strip(figure, f"{one_line(school, 48)}  ·  {version}", sensitivity)
    _write(figure, 0.015, 1 - 0.6 / HIGH_IN, title, size=14, weight="bold", va="center")
    _write(figure, 0.015, 1 - 0.87 / HIGH_IN, one_line(scenario, 110), size=9.5, color=INK_2, va="center")
    words = textwrap.fill(caption, 132)
    _write(figure, 0.015, 0.12 / HIGH_IN, words, size=8.6, color=INK_2, va="bottom", linespacing=1.4)
    return figure, _chart(figure, left_in)


def _strip(figure: Figure, whose: str, sensitivity: str) -> None:
    band = STRIP_IN / HIGH_IN
    figure.add_artist(Rectangle((0, 1 - band), 1, band, transform=figure.transFigure, facecolor=INK, edgecolor="none"))
    middle = 1 - band / 2
    _write(figure, 0.015, middle, " ".join(EXERCISE), color=ON_INK, weight="bold", size=7, va="center")
    _write(figure, 0.3, middle, whose, color=ON_INK, size=8.6, va="center")
    _write(figure, 0.985, middle, sensitivity, color=ON_INK_2, size=8.6, va="center", ha="right")


def _write(figure: Figure, x: float, y: float, words: str, **look: Any) -> None:
    figure.text(x, y, words, **{"color": INK, "parse_math": False, **look})


def _chart(figure: Figure, left_in: float) -> Axes:
    left, bottom = left_in / WIDE_IN, BOTTOM_IN / HIGH_IN
    chart = figure.add_axes((left, bottom, 1 - left - RIGHT_IN / WIDE_IN, 1 - bottom - TOP_IN / HIGH_IN))
    chart.set_facecolor(SURFACE)
    chart.set_axisbelow(True)
    chart.grid(visible=True, color=LINE, linewidth=0.6)
    chart.tick_params(length=0, colors=INK_2, labelsize=9.5)
    for side, spine in chart.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(INK_2)
    return chart


def note(chart: Axes, words: str, at: tuple[float, float], off_pt: tuple[float, float], **look: Any) -> None:
    """Words beside a point of a chart, `off_pt` points away from it."""
    settings: dict[str, Any] = {"color": INK, "size": 9.2, "parse_math": False, "annotation_clip": False, **look}
    chart.annotate(words, at, off_pt, textcoords="offset points", **settings)


def only_words(chart: Axes, words: str) -> None:
    """A sentence where there is nothing to draw."""
    chart.set_axis_off()
    chart.text(0.5, 0.5, words, transform=chart.transAxes, ha="center", va="center", size=13, color=INK)


def save(figure: Figure, path: Path, title: str, alt: str) -> None:
    """Write a sheet as PNG with its title and its words for who cannot see it; the same run gives the same bytes."""
    about = {"Title": title, "Description": alt, "Comment": EXERCISE, "Software": None}
    figure.savefig(path, format="png", dpi=DPI, metadata=about, facecolor=PAPER)
