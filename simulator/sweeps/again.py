"""The same decisions played again over many versions of one draw: activity noise alone differs.

What is measured of a run is up to a function that is handed over, so that a debrief can ask for its own times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from simulator.engine.run import run
from simulator.model.run import Run
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import SMALL_S, TRIED, Progress, packed, workers
from simulator.sweeps.tasks import begin, kept

Number = float | int | None
Measuring = Callable[[Run], Mapping[str, Number]]
"""A function at the top of a module: workers are told its name."""
CHUNK = 5


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
    begun = time.monotonic()
    found = [_one(arms, task, measure, until_ms) for task in tasks[:TRIED]]
    since = time.monotonic()
    found += [_one(arms, task, measure, until_ms) for task in tasks[TRIED : TRIED + 1]]
    rest, each_s = tasks[TRIED + 1 :], time.monotonic() - since
    if workers(jobs) == 1 or each_s * len(rest) < SMALL_S:
        for task in rest:
            found.append(_one(arms, task, measure, until_ms))
            _tell(progress, len(found), len(tasks), begun)
    else:
        for some in _through_workers(arms, rest, measure, until_ms, workers(jobs)):
            found += some
            _tell(progress, len(found), len(tasks), begun)
    by_arm = sorted(found, key=lambda one: (one.place, one.seed))
    return [[one for one in by_arm if one.place == place] for place in range(len(arms))]


def _tell(progress: Progress | None, done: int, of: int, begun: float) -> None:
    if progress is not None:
        progress(done, of, (time.monotonic() - begun) / done * (of - done))


def _through_workers(
    arms: Sequence[Arm], tasks: Sequence[tuple[int, int]], measure: Measuring, until_ms: int | None, jobs: int
) -> Iterator[list[Again]]:
    import joblib

    about = packed(arms)  # travels once to each worker
    size = max(CHUNK, min(50, -(-len(tasks) // (4 * jobs))))
    call = joblib.delayed(_some)
    with joblib.parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1, initializer=begin, initargs=about):
        pool = joblib.Parallel(batch_size=1, return_as="generator_unordered")
        chunks = (tasks[at : at + size] for at in range(0, len(tasks), size))
        yield from pool(call(about[0], chunk, measure, until_ms) for chunk in chunks)


def _some(digest: str, tasks: Sequence[tuple[int, int]], measure: Measuring, until_ms: int | None) -> list[Again]:
    return [_one(kept(digest), task, measure, until_ms) for task in tasks]


def _one(arms: Sequence[Arm], task: tuple[int, int], measure: Measuring, until_ms: int | None) -> Again:
    place, seed = task
    arm = arms[place]
    until_s = None if until_ms is None else until_ms / 1000
    played = run(arm.bundle, seed, arm.decisions, until_s, set_values=arm.set_values, seats=arm.seats)
    ids = {one.id for one in arm.decisions}
    refused = sum(row[1] == "refused" and row[3] in ids for row in played.rows)
    return Again(place, seed, dict(measure(played)), refused)
