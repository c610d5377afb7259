"""What the cases measure, in seconds and persons, from the logs of runs.

Nothing here knows a name from a case's file: groups, openings and injects are found by their order in it.
"""

from __future__ import annotations

from math import sqrt
from statistics import fmean

from simulator.analysis.metrics import clear_ms
from simulator.analysis.state import Passing, passings, ranges
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.run import Run


def clear_s(run: Run) -> float:
    """When the last person is clear; -1 where not everybody is."""
    last_ms = clear_ms(run, passings(run.rows))
    return -1.0 if last_ms is None else last_ms / 1000


def outs(run: Run) -> list[Passing]:
    """Every person's step out of the building."""
    return [step for step in passings(run.rows) if step.clear]


def out_span_s(run: Run) -> float:
    """From the first to the last person out."""
    times = [step.t_ms for step in outs(run)]
    return (max(times) - min(times)) / 1000


def mean_flow_per_s(run: Run) -> float:
    """Persons a second through the exits between the first and the last; the first begins the count."""
    return (len(outs(run)) - 1) / out_span_s(run)


def stair_s(run: Run) -> float:
    """How long the first person to come to the plan's first link is on it."""
    link = run.plan.links[0].id
    steps = passings(run.rows)
    on = next(step for step in steps if step.to == link)
    off = next(step for step in steps if step.person == on.person and step.came_from == link)
    return (off.t_ms - on.t_ms) / 1000


def starts_ms(run: Run) -> dict[str, int]:
    """When each party set off."""
    return {row[3]: row[0] for row in run.rows if row[1] == "started"}


def started_at_their_delay(run: Run) -> int:
    """How many single groups with a fixed delay set off at exactly that time."""
    starts = starts_ms(run)
    delays = {group.id: group.delay for group in run.scenario.occupancy.groups}
    return sum(
        delay is not None and delay.extremes() == (starts.get(name, -1) / 1000,) for name, delay in delays.items()
    )


def people_by(run: Run, opening: int) -> int:
    """How many left by the plan's n-th opening, counted from 0."""
    return sum(step.through == run.plan.openings[opening].id for step in outs(run))


# ---- classes --------------------------------------------------------------------------------------------------------


def class_starts_s(bundle: Bundle, seeds: range) -> list[float]:
    """When each class of each seed's run set off."""
    return [ms / 1000 for seed in seeds for ms in starts_ms(run(bundle, seed)).values()]


def deviation(values: list[float]) -> float:
    """The standard deviation of a sample."""
    mean = fmean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


# ---- an exit that is blocked under way ------------------------------------------------------------------------------


def _blocked(run: Run) -> tuple[int, str]:
    """When the first opening is blocked, and which."""
    return next((row[0], row[3]) for row in run.rows if row[1] == "blocked")


def out_by_open_ways(run: Run) -> int:
    """How many are out at the end, none of them by an opening that was blocked by then."""
    at_ms, opening = _blocked(run)
    return sum(not (step.t_ms > at_ms and step.through == opening) for step in outs(run))


def not_rerouted(run: Run) -> int:
    """How many were inside when the opening was blocked and left without having chosen again."""
    at_ms, _ = _blocked(run)
    rerouted = {row[3] for row in run.rows if row[1] == "rerouted" and row[0] >= at_ms}
    parties = ranges(run.people, run.rows)
    again = {person for party in rerouted for person in parties[party].persons()}
    return sum(step.t_ms > at_ms and step.person not in again for step in outs(run))
