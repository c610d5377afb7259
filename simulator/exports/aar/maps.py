"""Where people were at the moments that were chosen, on the plan; only in the confidential edition."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulator.analysis.state import fold, owner
from simulator.analysis.words import EXERCISE, clock, people, place, sentence
from simulator.exports.aar.content import Picture
from simulator.exports.papers.maps import bare
from simulator.model.run import Run
from simulator.plans.draw import draw_level
from simulator.plans.drawing.ground import ground_of

MOST_MAPS = 2
"""A drawing takes a second, and a reader looks at two."""
MOST_LEVELS, MOST_ROWS = 3, 8
APART_MS = 45_000
"""Two pictures that are closer in time show the same."""
WIDE_IN, TALLEST_IN, HEAD_IN, FOOT_IN, DPI = 9.4, 11.6, 0.3, 0.3, 150
"""Drawn half as large again as it is printed: a storey's words are then as small as they can be read."""


def maps(run: Run, data: Mapping[str, Any]) -> tuple[Picture, ...]:
    """The plan at the first of the debrief's moments and at the last, or at the end of play where those are close."""
    times = sorted({min(one["to_ms"], data["ends_ms"]) for one in data["moments"]} | {data["ends_ms"]})
    first = times[0]
    later = [t_ms for t_ms in times if t_ms - first >= APART_MS]
    inner = [t_ms for t_ms in later if t_ms < data["ends_ms"]]
    chosen = (first, *(inner[-1:] or later[-1:]))
    return tuple(_map(run, t_ms, n) for n, t_ms in enumerate(chosen[:MOST_MAPS], 1))


def _map(run: Run, t_ms: int, number: int) -> Picture:
    counts = where(run, t_ms)
    at = clock(run.scenario, t_ms)
    caption = f"Where people were at {at}: counts by room. Exercise version {run.seed}. One possible course, simulated."
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    told = "; ".join(f"{place(run.plan, name)} {people(count)}" for name, count in most[:6])
    table = (("Place", "People"), *((sentence(place(run.plan, name)), str(n)) for name, n in most[:MOST_ROWS]))
    alt = (
        f"{EXERCISE}. The floor plan at {at}. Most people: {told}." if told else f"{EXERCISE}. The floor plan at {at}."
    )
    return Picture(f"map-{number}", caption, alt, _drawn(run, counts), table)


def where(run: Run, t_ms: int) -> dict[str, int]:
    """How many people are in each space at an instant."""
    found: dict[str, int] = {}
    spaces = run.plan.spaces()
    for segment, count in fold(run.rows, t_ms).counts.items():
        name = owner(run.plan, segment)
        if name in spaces and count:
            found[name] = found.get(name, 0) + count
    return found


def _drawn(run: Run, counts: Mapping[str, int]) -> bytes:
    """The storeys where people are, one above the other, as large as a page allows; no locks, no cameras."""
    plan, ground = bare(run.plan), ground_of(run.plan)
    peopled = [name for name, level in plan.levels.items() if any(counts.get(one) for one in level.spaces)]
    levels = (peopled or list(plan.levels))[::-1][:MOST_LEVELS]
    left, bottom, right, top = ground.margins
    across = (WIDE_IN * 100 - left - right) / ground.size[0]
    each_in = min((ground.size[1] * across + bottom + top) / 100, TALLEST_IN / len(levels) - HEAD_IN)
    high_in = len(levels) * (each_in + HEAD_IN) + FOOT_IN
    figure = Figure(figsize=(WIDE_IN, high_in), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    for n, name in enumerate(levels):
        low = high_in - (n + 1) * (each_in + HEAD_IN)
        axes = figure.add_axes((0, low / high_in, 1, each_in / high_in))
        draw_level(axes, plan, name, people=counts)
        label = plan.levels[name].label or f"Level {name}"
        figure.text(0.02, (low + each_in + 0.06) / high_in, label, size=12, weight="bold", parse_math=False)
    words = f"{EXERCISE}  ·  {plan.school.sensitivity}  ·  exercise version {run.seed}"
    figure.text(0.5, 0.06 / high_in, words, ha="center", size=11, parse_math=False)
    held = BytesIO()
    figure.savefig(held, format="png", dpi=DPI, facecolor="white", metadata={"Software": None, "Comment": EXERCISE})
    return held.getvalue()
