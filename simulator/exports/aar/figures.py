"""The report's figures: lost time, and everybody's lane. Black on white, so that a grey print says everything."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulator.analysis.words import EXERCISE, elapsed
from simulator.exports.aar.content import DISCIPLINES, Content, Picture

INK, MID, SOFT = "#15212B", "#6B7780", "#D8D3C6"
DPI, WIDE_IN = 170, 7.4
BESIDE_PT = 14
"""What a mark's words keep from the mark, and from the figure's edge."""
STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400)
MOST_TICKS = 8
SHAPES = {"school": "s", "dispatch": "D", "law": "^", "fire_ems": "P", "families": "o"}
FILLS: Mapping[str, dict[str, Any]] = {
    "decision": {"facecolors": INK, "edgecolors": INK},
    "message": {"facecolors": "white", "edgecolors": INK},
    "event": {"facecolors": SOFT, "edgecolors": MID},
    "missed": {"facecolors": "none", "edgecolors": INK, "linestyles": ":"},
}
SORTS = {"decision": "decision", "message": "message", "event": "simulated", "missed": "expected, not seen"}
COURSE = "One possible course; another exercise version goes differently."


def lost_time(content: Content) -> Picture | None:
    """When each link of the chain came, and when the response plan says: what lies beyond is a black bar."""
    links = content.data.get("lost", [])
    if not any(one.get("t_ms") is not None for one in links):
        return None
    figure, axes = _sheet(content, 0.9 + 0.36 * len(links), left=0.27, low_in=0.95)
    for y, one in enumerate(links):
        _link(axes, y, one)
    axes.set_yticks(range(len(links)), [textwrap.fill(one["label"], 28) for one in links], parse_math=False)
    axes.set_ylim(len(links) - 0.4, -0.6)
    known = [ms for one in links for ms in (one.get("t_ms"), one.get("plan_ms")) if ms is not None]
    axes.set_xlim(0, _with_room(axes, max(known) / 1000 + 1))
    _times(axes, content)
    caption = (
        "Lost time: when each step came (black dot) and when the response plan has it (open diamond). The black bar is "
        f"the time beyond the plan. Exercise version {content.data['version']}. {COURSE}"
    )
    return Picture("lost-time", caption, _lost_in_words(links, content), _png(figure))


def _with_room(axes: Axes, end_s: float) -> float:
    """The axis's end in seconds at which the words beside every mark are whole, by their measured width in pixels."""
    wide = axes.bbox.width
    for words in axes.texts:
        at_s = float(words.xy[0])  # type: ignore[attr-defined]  # every one is an annotation
        taken = words.get_window_extent().width + BESIDE_PT * DPI / 72
        end_s = max(end_s, at_s / max(1 - taken / wide, 0.2))
    return end_s


def _link(axes: Axes, y: int, one: Mapping[str, Any]) -> None:
    at, plan = one.get("t_ms"), one.get("plan_ms")
    if plan is not None:
        axes.plot([plan / 1000], [y], marker="D", ms=7, mfc="white", mec=INK, mew=1.4, zorder=4)
    if at is None:
        words = {"not_tested": "not tested"}.get(str(one.get("state")), "not seen")
        axes.annotate(
            words, ((plan or 0) / 1000, y), (12, 0), textcoords="offset points", va="center", size=9, color=INK
        )
        return
    if plan is not None and at > plan:
        axes.barh(y, (at - plan) / 1000, left=plan / 1000, height=0.34, color=INK, zorder=3)
    axes.plot([at / 1000], [y], marker="o", ms=8, mfc=INK, mec=INK, zorder=5)
    words = one["said"]
    beyond = f"\n{elapsed(at, plan)} beyond the plan" if plan is not None and at > plan else ""
    axes.annotate(
        f"{words}{beyond}", (at / 1000, y), (9, 0), textcoords="offset points", va="center", size=9, color=INK
    )


def _lost_in_words(links: Sequence[Mapping[str, Any]], content: Content) -> str:
    told = []
    for one in links:
        at, plan = one.get("t_ms"), one.get("plan_ms")
        if at is None:
            told.append(f"{one['label']}: {str(one.get('state', 'not seen')).replace('_', ' ')}")
        else:
            than = f", the plan has it at {content.clock(plan)}" if plan is not None else ""
            told.append(f"{one['label']}: {one['said']}{than}")
    return f"{EXERCISE}. A chain of times. {'; '.join(told)}."


def lanes(content: Content) -> Picture | None:
    """One lane for each discipline, with decisions, messages, what followed, and what was expected and not seen."""
    found = content.data.get("lanes", [])
    items = [item for lane in found for item in lane["items"]]
    if not items:
        return None
    figure, axes = _sheet(content, 1.25 + 0.72 * len(found), left=0.17, low_in=1.15)
    for y, lane in enumerate(found):
        axes.axhline(y, color=SOFT, linewidth=1, zorder=1)
        _lane(axes, y, lane)
    axes.set_yticks(range(len(found)), [textwrap.fill(_name(lane), 16) for lane in found], parse_math=False)
    axes.set_ylim(len(found) - 0.4, -0.6)
    end = max([item["t_ms"] for item in items] + [1])
    axes.set_xlim(-end / 1000 * 0.02, end / 1000 * 1.04)
    _times(axes, content)
    _key(axes)
    counts = ", ".join(f"{_name(lane)} {len(lane['items'])}" for lane in found)
    caption = (
        f"The exercise by discipline, exercise version {content.data['version']}. Every mark is a row of the timeline "
        f"appendix. {COURSE}"
    )
    alt = (
        f"{EXERCISE}. A timeline with one lane for each discipline; marks in each lane: {counts}. The timeline appendix"
    )
    return Picture("lanes", caption, f"{alt} has the same in words.", _png(figure))


def _name(lane: Mapping[str, Any]) -> str:
    return str(lane.get("label") or DISCIPLINES.get(lane["discipline"], lane["discipline"]))


def _lane(axes: Axes, y: int, lane: Mapping[str, Any]) -> None:
    """The marks of a lane; those that would lie on each other stand one above the other."""
    shape = SHAPES.get(lane["discipline"], "o")
    last: dict[int, float] = {}
    span = max((item["t_ms"] for item in lane["items"]), default=1) or 1
    for item in sorted(lane["items"], key=lambda one: one["t_ms"]):
        step = next((n for n in range(5) if item["t_ms"] - last.get(n, -1e12) > span * 0.018), 4)
        last[step] = item["t_ms"]
        up = (0, -0.17, 0.17, -0.32, 0.32)[step]
        look = FILLS.get(item["sort"], FILLS["event"])
        axes.scatter([item["t_ms"] / 1000], [y + up], marker=shape, s=46, linewidths=1.3, zorder=3, **look)


def _key(axes: Axes) -> None:
    marks = [axes.scatter([], [], marker="s", s=46, linewidths=1.3, label=SORTS[name], **FILLS[name]) for name in SORTS]
    axes.legend(
        handles=marks, loc="upper center", bbox_to_anchor=(0.5, -0.2 / axes.bbox.height * 100 - 0.1), ncols=4,
        frameon=False, fontsize=9,
    )  # fmt: skip


# ---- the sheet -------------------------------------------------------------------------------------------------------


def _sheet(content: Content, high_in: float, left: float, low_in: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDE_IN, high_in), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    low, top = low_in / high_in, 0.12 / high_in
    axes = figure.add_axes((left, low, 0.97 - left, 1 - low - top))
    axes.set_facecolor("white")
    axes.grid(visible=True, axis="x", color=SOFT, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=INK, labelsize=9.5)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(MID)
    words = f"{EXERCISE}  ·  {content.data['label']}  ·  exercise version {content.data['version']}"
    figure.text(0.5, 0.08 / high_in, words, ha="center", va="bottom", size=8, color=INK, parse_math=False)
    return figure, axes


def _times(axes: Axes, content: Content) -> None:
    """Ticks at round times of the scenario's day."""
    starts_s = content.data["starts_clock_ms"] / 1000
    end_s = axes.get_xlim()[1]
    step = next((one for one in STEPS_S if end_s / one <= MOST_TICKS), STEPS_S[-1])
    first = -(-starts_s // step) * step - starts_s
    last = end_s * 0.97  # words under the very end would be cut
    at = [first + n * step for n in range(int((last - first) // step) + 1)]
    axes.set_xticks(at, [content.clock(round(one * 1000), seconds=step < 60) for one in at])
    axes.set_xlabel("scenario time (time of day)", size=9, color=INK)


def _png(figure: Figure) -> bytes:
    held = BytesIO()
    figure.savefig(held, format="png", dpi=DPI, facecolor="white", metadata={"Software": None, "Comment": EXERCISE})
    return held.getvalue()
