"""`hotwash plan draw`: a floor plan as a picture, every level of it, for the screen and for paper."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.errors import Refused, SimulatorError
from simulator.model.building import Plan
from simulator.plans.drawing.colours import PAPER
from simulator.plans.drawing.doors import DoorState
from simulator.plans.drawing.heat import heat_by_piece, heat_key, heat_key_height, top_of
from simulator.plans.drawing.legend import Entry, draw_legend, entries_of
from simulator.plans.drawing.level import draw_level
from simulator.plans.drawing.page import (
    SIDE_PX,
    STRIP_PX,
    Page,
    Rect,
    arrange,
    draw_scale_and_north,
    draw_strip,
    draw_titles,
)  # fmt: skip
from simulator.plans.drawing.pen import Sheet, plain, shortened, write

__all__ = ["DoorState", "draw", "draw_level", "figure_of"]

PX_PER_INCH = 100
PNG_DPI = 200
HEADING_PX, HEAT_KEY_PX = 30.0, 224.0

SANS = ["Segoe UI", "Open Sans", "Arial", "DejaVu Sans"]  # for readers of an SVG who lack the first choice

_SETTINGS = threading.Lock()  # matplotlib keeps its settings for the whole process


def draw(
    plan: Plan,
    path: Path,
    *,
    heat: Mapping[str, float] | None = None,
    heat_label: str = "",
    people: Mapping[str, int] | None = None,
    doors: Mapping[str, DoorState] | None = None,
    title: str | None = None,
) -> None:
    """Write the plan as a `.png` or `.svg` picture; the same plan gives the same bytes.

    `heat` gives a number for each segment (`C1/2`, a room, a link), `heat_label` says of what; `people` counts who is
    in each space; `doors` says what has become of openings, by id. Raises Refused for any other kind of file and
    SimulatorError where it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise Refused(f"A floor plan is drawn as .png or .svg; {path.name!r} ends in neither.")
    with (
        _SETTINGS,
        warnings.catch_warnings(),
        mpl.rc_context(
            {"svg.fonttype": "none", "svg.hashsalt": "hotwash", "savefig.bbox": None, "font.sans-serif": SANS}
        ),
    ):
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = figure_of(plan, heat=heat, heat_label=heat_label, people=people, doors=doors, title=title)
        _write(figure, path, kind, plan)


def _write(figure: Figure, path: Path, kind: str, plan: Plan) -> None:
    about = f"THIS IS AN EXERCISE. Floor plan of {plain(plan.school.name)}. {plan.school.sensitivity}"
    made_by = {"Software": "Hotwash"} if kind == ".png" else {"Creator": "Hotwash", "Date": None}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format=kind[1:], metadata={"Title": about, **made_by})
    except OSError as error:
        raise SimulatorError(f"The drawing could not be written to {path}: {error.strerror}.") from error


def figure_of(
    plan: Plan,
    *,
    heat: Mapping[str, float] | None = None,
    heat_label: str = "",
    people: Mapping[str, int] | None = None,
    doors: Mapping[str, DoorState] | None = None,
    title: str | None = None,
    legend: Sequence[Entry] | None = None,
) -> Figure:
    """The whole drawing as a figure of its own: strip, levels, legend (its own, if given), scale and north."""
    own = entries_of(plan, people=bool(people), doors=doors, heat=heat is not None)
    entries = own if legend is None else list(legend)
    head = HEADING_PX if title else 0.0
    key_px = heat_key_height(plain(heat_label), HEAT_KEY_PX) if heat is not None else 0.0
    page = arrange(plan, entries, head, key_px)
    figure = Figure(figsize=(page.width / PX_PER_INCH, page.height / PX_PER_INCH), dpi=PNG_DPI, facecolor=PAPER)
    for level_id, place in page.levels.items():
        draw_level(_axes(figure, page, place), plan, level_id, heat=heat, people=people, doors=doors)
    sheet = _whole_page(figure, page)
    draw_strip(sheet, plan, page.width, page.height)
    draw_titles(sheet, plan, page)
    draw_scale_and_north(sheet, page, plan.site.true_north_deg)
    if title:
        text = shortened(plain(title), 18, page.width - 2 * SIDE_PX, bold=True)
        write(sheet, (SIDE_PX, page.height - STRIP_PX - 24), text, 18, bold=True, align="left", z=9, gid="title")
    left, top = page.legend_at
    if heat is not None:
        heat_key(sheet, left, top, HEAT_KEY_PX, plain(heat_label), top_of(heat_by_piece(plan, heat).values()))
        top -= key_px
    draw_legend(sheet, entries, left, top, page.legend_columns, page.legend_px)
    return figure


def _axes(figure: Figure, page: Page, place: Rect) -> Axes:
    left, low, width, high = place
    axes = figure.add_axes((left / page.width, low / page.height, width / page.width, high / page.height))
    axes.patch.set_visible(False)
    return axes


def _whole_page(figure: Figure, page: Page) -> Sheet:
    axes = _axes(figure, page, (0, 0, page.width, page.height))
    axes.set_xlim(0, page.width)
    axes.set_ylim(0, page.height)
    axes.set_axis_off()
    return Sheet(axes, 1.0)
