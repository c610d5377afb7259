"""Pictures of a run for print and screen: how the building emptied, where people queued, and where on the plan.

Grey prints keep everything: weight and shape carry the meaning, hue only helps.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from simulator.analysis.sheet import GREEN, GREEN_SOFT, INK, INK_2, SURFACE, note, only_words, save, sheet
from simulator.analysis.state import Occupancy, occupancy, queues, queues_by_place
from simulator.analysis.timeline import Mark, moments
from simulator.analysis.words import (
    EXERCISE,
    clock,
    counted,
    lasting,
    listed,
    offset,
    one_line,
    people,
    place,
    sentence,
)
from simulator.model.building import Plan
from simulator.model.run import Run

MOST_BARS = 10
COURSE = "One possible course, simulated; another exercise version goes differently."


class DrawPlan(Protocol):
    """Writes a plan with its stamps as a picture: `simulator.plans.draw.draw`.

    `heat` gives a number by segment (a room, a strip `C1/2`, a stair's link), `heat_label` says of what.
    """

    def __call__(
        self, plan: Plan, path: Path, *, heat: Mapping[str, float], heat_label: str, title: str
    ) -> None: ...  # pragma: no cover


@dataclass(frozen=True)
class Picture:
    """A picture with what must go with it: its file's name, title, caption, words for who cannot see it, and numbers.

    `table` has a heading row and then one row per thing that is shown; `write` makes the PNG.
    """

    name: str
    title: str
    caption: str
    alt: str
    table: tuple[tuple[str, ...], ...]
    write: Callable[[Path], None]


def pictures(run: Run, draw_plan: DrawPlan) -> tuple[Picture, ...]:
    """Every picture of a run."""
    return evacuation_curve(run), queueing_bars(run), waiting_map(run, draw_plan)


# ---- the curve ------------------------------------------------------------------------------------------------------


def evacuation_curve(run: Run) -> Picture:
    """People still inside over time, with the alarm, half out, nine in ten out and all clear."""
    curve = occupancy(run)
    marks = moments(run, curve)
    title = "How the building emptied"
    caption = f"People still inside, from {clock(run.scenario, 0)}. {COURSE}"
    alt = _curve_in_words(run, curve, marks)
    figure, chart = sheet(run, title, caption, 0.85)
    if any(curve.inside):
        _draw_curve(run, chart, curve, marks)
    else:
        only_words(chart, "Nobody was inside.")
    rows = [(mark.what, offset(mark.t_ms), clock(run.scenario, mark.t_ms), str(mark.inside)) for mark in marks]
    table = (("moment", "after 00:00", "clock", "people inside"), *rows)
    return Picture("evacuation-curve", title, caption, alt, table, partial(save, figure, title=title, alt=alt))


def _curve_in_words(run: Run, curve: Occupancy, marks: tuple[Mark, ...]) -> str:
    told = [f"{mark.what} at {clock(run.scenario, mark.t_ms)} ({offset(mark.t_ms)})" for mark in marks]
    line = f"{EXERCISE}. A line that starts at {people(curve.inside[0])} inside"
    line += f": {listed(told)}." if told else "."
    left = curve.inside[-1]
    return f"{line} At the end, {offset(run.until_ms)}, {people(left)} still inside." if left else line


def _draw_curve(run: Run, chart: Axes, curve: Occupancy, marks: tuple[Mark, ...]) -> None:
    most, last = max(curve.inside), curve.inside[-1]
    end_ms = min(run.until_ms, round(max(_last_change(curve), *(mark.t_ms for mark in marks), 40_000) * 1.5))
    x = [min(t_ms, end_ms) / 1000 for t_ms in curve.t_ms]
    chart.fill_between(x, curve.inside, step="post", color=GREEN_SOFT, linewidth=0)
    chart.step(x, curve.inside, where="post", color=INK, linewidth=2.2, solid_joinstyle="round", clip_on=False)
    _scales(run, chart, end_ms, most)
    for mark in marks:
        _draw_mark(run, chart, mark, most)
    if last:
        box = {"facecolor": SURFACE, "edgecolor": INK, "boxstyle": "square,pad=0.35", "linewidth": 1.2}
        words = f"{people(last)} still inside at {offset(run.until_ms)}"
        note(chart, words, (end_ms / 1000, last), (-8, 9), ha="right", weight="bold", bbox=box)


def _last_change(curve: Occupancy) -> int:
    """When the number inside last changed, in ms: what comes after is a flat line and needs little room."""
    steps = zip(curve.t_ms[1:], curve.inside, curve.inside[1:], strict=False)
    return max((t_ms for t_ms, before, after in steps if before != after), default=0)


def _scales(run: Run, chart: Axes, end_ms: int, most: int) -> None:
    def both(seconds: float, _: object) -> str:
        return f"{offset(round(seconds * 1000))}\n{clock(run.scenario, round(seconds * 1000))}"

    chart.set_xlim(0, end_ms / 1000)
    chart.set_ylim(0, most * 1.12)
    chart.set_ylabel("people still inside", color=INK_2)
    chart.set_xlabel("minutes after the start, and the scenario's clock", size=8.6, color=INK_2)
    chart.yaxis.set_major_locator(MultipleLocator(_step(most, 6, smallest=1.0)))
    chart.xaxis.set_major_locator(MultipleLocator(_time_step(end_ms / 1000)))
    chart.xaxis.set_major_formatter(FuncFormatter(both))


def _draw_mark(run: Run, chart: Axes, mark: Mark, most: int) -> None:
    x = mark.t_ms / 1000
    words = f"{mark.what}  {offset(mark.t_ms)}  ·  {clock(run.scenario, mark.t_ms)}"
    late = x > 0.72 * chart.get_xlim()[1]
    if mark.what == "alarm":
        chart.axvline(x, color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
        note(chart, words, (x, most * 1.12), (-6, -11) if late else (6, -11), ha="right" if late else "left")
        return
    chart.plot([x], [mark.inside], marker="o", ms=8, mfc=GREEN, mec=INK, mew=1.4, clip_on=False, zorder=5)
    weight = "bold" if mark.what == "all clear" else "normal"
    note(chart, words, (x, mark.inside), (0, 13) if late else (11, 11), ha="right" if late else "left", weight=weight)


def _step(most: float, parts: int, *, smallest: float = 0.01) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... times `smallest` that cuts `most` into no more than `parts`."""
    step = smallest
    for factor in (2, 2.5, 2) * 8:
        if most / step <= parts:
            break
        step *= factor
    return step


def _time_step(seconds: float) -> float:
    return next((step for step in (10, 15, 30, 60, 120, 300, 600, 900, 1800) if seconds / step <= 9), 3600.0)


# ---- queues ---------------------------------------------------------------------------------------------------------


def queue_table(run: Run) -> tuple[tuple[str, ...], ...]:
    """A heading, then for each place where people queued: label, person-minutes, longest wait, people who waited."""
    placed = queues_by_place(run)
    labels = [place(run.plan, at) for at, _ in placed]
    rows = []
    for (at, found), label in zip(placed, labels, strict=True):
        unique = label if labels.count(label) == 1 else f"{label} ({at})"
        minutes = sum(queue.person_ms for queue in found) / 60_000
        longest = max(max(queue.waits_ms) for queue in found)
        waited = sum({queue.party: len(queue.waits_ms) for queue in found}.values())
        rows.append((sentence(unique), f"{minutes:.1f}", lasting(longest), str(waited)))
    return (("where", "person-minutes", "longest wait", "people who waited"), *rows)


def queueing_bars(run: Run) -> Picture:
    """Person-minutes of queueing by door, stair or hall."""
    table = queue_table(run)
    rows = table[1 : 1 + MOST_BARS]
    title = "Where people queued"
    shortest = f"{run.scenario.movement.queue_shown_s:g}"
    caption = (
        "Person-minutes in a queue: ten people who wait one minute make ten. "
        f"Waits shorter than {shortest} seconds are not counted. {COURSE}"
    )
    told = [f"{label}, {minutes} person-minutes, longest wait {longest}" for label, minutes, longest, _ in rows]
    alt = f"{EXERCISE}. " + (f"Bars, the longest on top: {'; '.join(told)}." if told else "No bars: nobody queued.")
    figure, chart = sheet(run, title, caption, 3.0)
    if rows:
        _draw_bars(chart, rows)
    else:
        only_words(chart, f"Nobody stood in a queue for {shortest} seconds or longer.")
    return Picture("where-people-queued", title, caption, alt, table, partial(save, figure, title=title, alt=alt))


def _draw_bars(chart: Axes, rows: tuple[tuple[str, ...], ...]) -> None:
    minutes = [float(row[1]) for row in rows]
    labels = [textwrap.fill(textwrap.shorten(row[0], 72, placeholder="…"), 36) for row in rows]
    wide = max(*minutes, 0.1) * 1.7
    chart.barh(range(len(rows)), minutes, height=0.62, color=GREEN, edgecolor=INK, linewidth=1.2)
    chart.set_yticks(range(len(rows)), labels, parse_math=False)
    chart.tick_params(axis="y", labelcolor=INK, labelsize=8.8)
    chart.set_ylim(max(len(rows), 4) - 0.4, -0.6)
    chart.set_xlim(0, wide)
    chart.xaxis.set_major_locator(MultipleLocator(_step(wide, 8)))
    chart.set_xlabel("person-minutes in a queue", color=INK_2)
    chart.grid(visible=False, axis="y")
    for y, (_, value, longest, waited) in enumerate(rows):
        words = f"{value}  ·  {counted(int(waited), 'person', 'people')}, longest {longest}"
        note(chart, words, (float(value), y), (6, 0), va="center", size=8.6)


def waiting_map(run: Run, draw_plan: DrawPlan) -> Picture:
    """The floor plan, darker where people stood in queues for longer."""
    minutes: dict[str, float] = {}
    for queue in queues(run):
        minutes[queue.space] = minutes.get(queue.space, 0.0) + queue.person_ms / 60_000
    heat = dict(sorted(minutes.items(), key=lambda one: (-one[1], one[0])))
    title = "Where people stood waiting"
    caption = f"The darker a room, a piece of hall or a stair, the more person-minutes people queued in it. {COURSE}"
    whose = f"{title}, one possible course  ·  exercise version {run.seed}  ·  {one_line(run.scenario.title)}"
    rows = [(sentence(place(run.plan, name)), name, f"{value:.1f}") for name, value in heat.items()]
    most = [f"{label} ({name}), {value} person-minutes" for label, name, value in rows[:5]]
    told = f"darkest at {'; '.join(most)}." if most else "nothing shaded: nobody queued."

    def write(path: Path) -> None:
        draw_plan(run.plan, path, heat=heat, heat_label="person-minutes in a queue", title=whose)

    table = (("where people stood", "piece of the plan", "person-minutes"), *rows)
    return Picture("waiting-on-the-plan", title, caption, f"{EXERCISE}. Floor plan, {told}", table, write)
