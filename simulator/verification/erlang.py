"""Waiting for a call-taker against Erlang's formula for a queue with several servers (Erlang 1917).

Days of calls at random instants, each call with an exponential time, the first hours left out: the queue begins empty.
The number of a day's calls is fixed, which takes about 0.3 s off the mean wait: only clusters within the day are left.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from simulator.engine.run import run
from simulator.verification.case import Case, Played

SCENARIO = "erlang-c"
DAYS = range(1, 201)
"""200 days: one day's mean wait has a standard deviation of about 10 s, so that the standard error is 0.7 s, half of
the tolerance."""
FROM_S, TO_S = 7_200, 82_800
"""The calls that count, by when they were placed: six relaxation times after the start, and all of them answered."""


class Waiting(NamedTuple):
    """How calls waited: the share that waited at all, and the mean wait of all calls in seconds."""

    share: float
    mean_s: float


@lru_cache(maxsize=4)
def waiting(folder: Path) -> Waiting:
    """The waits of all days together, from the runs' own logs."""
    bundle = Played(folder).bundle(SCENARIO)
    number, waited, sum_s = 0, 0, 0.0
    for day in DAYS:
        for t_ms, kind, *rest in run(bundle, day).rows:
            if kind == "call_answered" and FROM_S <= t_ms / 1000 - rest[-1] < TO_S:
                number += 1
                waited += rest[-1] > 0
                sum_s += rest[-1]
    return Waiting(waited / number, sum_s / number)


QUEUE: tuple[Case, ...] = (
    Case("ERLANG-C", "911 queue with 4 call-takers, 2 calls a minute of 90 s each: mean wait of all calls",
         lambda p: waiting(p.folder).mean_s, 45.8, 1.374, 1.374),
    Case("ERLANG-C share", "The same: how many of the calls wait at all, as a share",
         lambda p: waiting(p.folder).share, 0.509, 0.01527, 0.01527, "of all calls"),
)  # fmt: skip
