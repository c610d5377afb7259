"""Nobody appears and nobody vanishes: three counts of the same people, at instants drawn at random."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.state import fold, roster
from simulator.engine.run import run
from simulator.engine.streams import u
from simulator.model.bundle import Bundle
from simulator.model.run import Run


def disagreements(bundle: Bundle, instants: int, within_s: float, seed: int = 1) -> int:
    """At how many of some random instants the counts of one scenario do not agree."""
    times = [u(seed, "instant", str(number)) * within_s for number in range(instants)]
    return sum(not agrees(run(bundle, seed, until=time)) for time in times if time > 0.001)


def agrees(run: Run) -> bool:
    """Whether at a run's end the counts that walking speeds are read from, the counts and the places that follow from
    the log, and the movers' own places are the same, and together are everybody."""
    logged = fold(run.rows, run.until_ms - 1)
    return (
        dict(run.counts) == dict(logged.counts) == dict(Counter(run.places.values()))
        and run.places == dict(logged.places)
        and sorted(run.places) == sorted(roster(run.people))
    )
