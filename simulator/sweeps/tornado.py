"""The levers as bars for print and screen: the mean difference of each, and its 95 % interval as a whisker."""

from __future__ import annotations

import textwrap
from pathlib import Path

from matplotlib.axes import Axes

from simulator.analysis.sheet import GREEN, INK, INK_2, SURFACE, save, sheet_of
from simulator.analysis.words import EXERCISE, listed
from simulator.errors import Refused
from simulator.sweeps.levers import Effect, Levers
from simulator.sweeps.words import COURSE, lever_in_words, measure

LEFT_IN = 3.1


def tornado(found: Levers, path: Path) -> Path:
    """Write the picture of all levers, the greatest at the top, and say where it is."""
    title = f"Which lever matters most for {measure(found.metric).split(' (')[0]}"
    caption = (
        f"The first setting minus the second, mean of {found.runs} paired exercise versions; the line is the 95 % "
        f"interval. A bar without filling cannot be told apart from no difference. {COURSE}"
    )
    figure, chart = sheet_of(
        found.school, f"{found.runs} versions", found.sensitivity, found.title, title, caption, LEFT_IN
    )
    if not found.drawable:
        raise Refused("no lever makes a difference here, so there is nothing to draw")
    effects = [one for one in found.effects if one.metrics[found.metric].difference is not None]
    for place, one in enumerate(effects):
        _bar(chart, -place, one, found.metric)
    chart.set_yticks([-place for place in range(len(effects))], [_label(one) for one in effects])
    chart.axvline(0, color=INK, linewidth=1.2)
    chart.set_xlabel(f"difference, {_unit(found.metric)} (left of the line: less)", size=8.6, color=INK_2)
    alt = f"{EXERCISE}. Bars of {listed([lever_in_words(one, found.metric) for one in effects] or ['no lever'])}"
    save(figure, path, title, alt)
    return path


def _bar(chart: Axes, y: int, one: Effect, metric: str) -> None:
    found = one.metrics[metric].difference
    assert found is not None
    apart = one.metrics[metric].verdict != "cannot tell apart"
    chart.barh(y, found.mean, height=0.5, color=GREEN if apart else SURFACE, edgecolor=INK, linewidth=1.2)
    chart.plot([found.low, found.high], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")
    for end in (found.low, found.high):
        chart.plot([end, end], [y - 0.12, y + 0.12], color=INK, linewidth=1.6)


def _label(one: Effect) -> str:
    return textwrap.fill(f"{one.lever.title}: {one.lever.better}, not {one.lever.worse}", 38, max_lines=3)


def _unit(metric: str) -> str:
    return "person-seconds" if metric == "exposure_s" else "seconds" if metric.endswith("_s") else "number"
