"""The floor: what a bare SimPy process timeout costs here and now, and how many of them another job costs.

`python -m benchmarks.floor` prints the price of one timeout, plain and in a busy heap.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import simpy

TIMEOUTS = 100_000
BUSY_PROCESSES = 300
ROUNDS = 9
Job = Callable[[], object]


def plain_floor() -> None:
    """One process that waits 1 unit of time, `TIMEOUTS` times: the heap never holds a second event."""
    env = simpy.Environment()
    env.process(_waits(env, 1.0, TIMEOUTS))
    env.run()


def busy_floor() -> None:
    """As many timeouts spread over `BUSY_PROCESSES` processes that each wait their own length of time."""
    env = simpy.Environment()
    for number in range(BUSY_PROCESSES):
        env.process(_waits(env, 1.0 + number / BUSY_PROCESSES, TIMEOUTS // BUSY_PROCESSES))
    env.run()


def _waits(env: simpy.Environment, every: float, times: int) -> Generator[simpy.Event, None, None]:
    for _ in range(times):
        yield env.timeout(every)


@dataclass(frozen=True)
class Cost:
    """Medians over alternating rounds: a job's seconds, and its price in plain and in busy timeouts.

    `undisturbed_timeouts` is the quickest of its turns over the quickest of the plain floor's: on a machine that does
    other work too, the price without it.
    """

    seconds: float
    plain_timeouts: float
    busy_timeouts: float
    undisturbed_timeouts: float


def costs_of(jobs: dict[str, Job], rounds: int = ROUNDS) -> dict[str, Cost]:
    """Each job's cost by name, measured in turns with both floors.

    A round times the plain floor, every job and the busy floor, one after another, so that a slow spell of the
    machine slows all of them; a job's price is the median of its per-round ratios. One untimed turn goes first.
    """
    everything = {"": plain_floor, **jobs, "busy": busy_floor}
    for job in jobs.values():
        job()
    taken = [{name: seconds_of(job) for name, job in everything.items()} for _ in range(rounds)]
    return {name: _cost(name, taken) for name in jobs}


def _cost(name: str, taken: list[dict[str, float]]) -> Cost:
    return Cost(
        statistics.median(turn[name] for turn in taken),
        statistics.median(TIMEOUTS * turn[name] / turn[""] for turn in taken),
        statistics.median(TIMEOUTS * turn[name] / turn["busy"] for turn in taken),
        TIMEOUTS * min(turn[name] for turn in taken) / min(turn[""] for turn in taken),
    )


def seconds_of(job: Job) -> float:
    """Wall-clock seconds of one call, garbage collected beforehand; the collector stays on, as users have it."""
    gc.collect()
    start = time.perf_counter()
    result = job()
    seconds = time.perf_counter() - start
    del result  # outside the clock: the caller of a run keeps what it returns
    return seconds


def main() -> None:
    """Print the two floors."""
    for name, floor in (("plain", plain_floor), (f"{BUSY_PROCESSES} processes", busy_floor)):
        taken = sorted(seconds_of(floor) for _ in range(ROUNDS))
        price_us = 1e6 * statistics.median(taken) / TIMEOUTS
        spread = taken[-1] / taken[0] - 1
        print(f"a bare SimPy timeout, {name}: {price_us:.2f} us (median of {ROUNDS}, spread {spread:.0%})")


if __name__ == "__main__":
    main()
