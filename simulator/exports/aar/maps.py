"""Where people were at the moments that were chosen, on the plan; only in the confidential edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator.analysis.state import fold, owner
from simulator.analysis.words import EXERCISE, clock, people, place
from simulator.exports.aar.content import Picture
from simulator.model.run import Run
from simulator.plans.draw import draw

MOST_MAPS = 2
"""The first and the last moment: a drawing takes a second, and a reader looks at two."""


def maps(run: Run, data: Mapping[str, Any]) -> tuple[Picture, ...]:
    """The plan at the first and the last of the debrief's moments, with how many people are where."""
    times = list(dict.fromkeys(one["to_ms"] for one in data["moments"]))
    chosen = times[:1] + times[-1:] if len(times) > 1 else times
    return tuple(_map(run, t_ms, n) for n, t_ms in enumerate(chosen[:MOST_MAPS], 1))


def _map(run: Run, t_ms: int, number: int) -> Picture:
    counts = where(run, t_ms)
    at = clock(run.scenario, t_ms)
    caption = f"Where people were at {at}: counts by room. Exercise version {run.seed}. One possible course, simulated."
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:6]
    told = "; ".join(f"{place(run.plan, name)} {people(count)}" for name, count in most)
    alt = (
        f"{EXERCISE}. The floor plan at {at}. Most people: {told}." if told else f"{EXERCISE}. The floor plan at {at}."
    )
    return Picture(f"map-{number}", caption, alt, _drawn(run, counts, at), is_plan=True)


def where(run: Run, t_ms: int) -> dict[str, int]:
    """How many people are in each space at an instant."""
    found: dict[str, int] = {}
    spaces = run.plan.spaces()
    for segment, count in fold(run.rows, t_ms).counts.items():
        name = owner(run.plan, segment)
        if name in spaces and count:
            found[name] = found.get(name, 0) + count
    return found


def _drawn(run: Run, counts: Mapping[str, int], at: str) -> bytes:
    title = f"Where people were at {at}  ·  exercise version {run.seed}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.png"
        draw(run.plan, path, people=counts, title=title)
        return path.read_bytes()
