"""The same decisions played again over many versions of one draw: activity noise alone differs.

What is measured of a run is up to a function that is handed over, so that a debrief can ask for its own times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from simulator.engine.run import run
from simulator.model.run import Run
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import Progress, each

Number = float | int | None
Measuring = Callable[[Run], Mapping[str, Number]]
"""A function at the top of a module: workers are told its name."""


class Again(NamedTuple):
    """One run of one arm: its measures, and how many of its decisions were refused."""

    place: int
    seed: int
    measures: Mapping[str, Number]
    refused: int


def play_again(
    arms: Sequence[Arm],
    seeds: Sequence[int],
    measure: Measuring,
    *,
    until_ms: int | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> list[list[Again]]:
    """Every arm over the same seeds, up to an instant (ms, exclusive): by arm, in the order of the seeds.

    On `jobs` workers (by default one for each core) where it is more than a second's work.
    """
    tasks = [(place, seed) for seed in seeds for place in range(len(arms))]
    player = partial(_again, measure=measure, until_ms=until_ms)
    found = sorted(each(player, arms, tasks, jobs=jobs, progress=progress), key=lambda one: (one.place, one.seed))
    return [[one for one in found if one.place == place] for place in range(len(arms))]


def _again(arms: Sequence[Arm], place: int, seed: int, *, measure: Measuring, until_ms: int | None) -> Again:
    arm = arms[place]
    until_s = None if until_ms is None else until_ms / 1000
    played = run(arm.bundle, seed, arm.decisions, until_s, set_values=arm.set_values, seats=arm.seats)
    ids = {one.id for one in arm.decisions}
    refused = sum(row[1] == "refused" and row[3] in ids for row in played.rows)
    return Again(place, seed, dict(measure(played)), refused)
