"""A whole incident at the shipped 1,500-person high school against the floor, with every module on.

`python -m benchmarks.full_incident [--naive]` plays class time with 225 in the halls and lunch with 600, reunification
included, and prints what a run costs in bare SimPy timeouts of the same process. It stops where a run had less to do
than a full incident has. `--naive` also plays each once with a process for every column and team, NetworkX for the
routes and scalar draws, and stops where the logs differ. `--memory` plays 1,000 versions and prints what they hold.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import networkx as nx
import numpy as np
import simpy

from benchmarks.floor import costs_of
from simulator import session
from simulator.analysis.metrics import metrics
from simulator.engine import compiled, streams, world
from simulator.engine import run as engine
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.rules import routes

SCENARIOS = Path(__file__).parent / "scenarios"
ASKED = {"class-period": 10_000, "lunch": 20_000}
"""At most so many plain timeouts are asked for."""
LEAST = {"chose": 300, "seen": 50, "learned": 300, "room_cleared": 100, "served": 300, "call_placed": 10}
"""A run in which less happened is no full incident."""
VERSIONS = 1_000


def main() -> None:
    """Print a line for each scenario, and what was asked for besides."""
    for name, most in ASKED.items():
        bundle = session.load_scenario(str(SCENARIOS / f"{name}.yaml"))
        counts = counted(played(bundle, 1))
        cost = costs_of({name: _next_version(bundle)})[name]
        print(f"{name}: {cost.seconds * 1000:.0f} ms = {cost.plain_timeouts:,.0f} bare SimPy timeouts "
              f"(at most {most:,} is asked for); undisturbed {cost.undisturbed_timeouts:,.0f}")  # fmt: skip
        print(f"  {', '.join(f'{counts[kind]:,} {kind}' for kind in LEAST)}")
        if "--naive" in sys.argv:
            compare(name, bundle)
        if "--memory" in sys.argv:
            hold(bundle)


def played(bundle: Bundle, seed: int) -> Run:
    """One run by the response plan, with its measures taken."""
    run = engine.run(bundle, seed, seats={})
    metrics(run)
    return run


def _next_version(bundle: Bundle) -> Callable[[], Run]:
    seeds = iter(range(2, 1_000_000))
    return lambda: played(bundle, next(seeds))


def counted(run: Run) -> Counter[str]:
    """How often each kind of thing happened; raises AssertionError where that is too little."""
    counts = Counter(row[1] for row in run.rows)
    for kind, least in LEAST.items():
        assert counts[kind] >= least, f"{counts[kind]} {kind}, at least {least} make a full incident"
    return counts


def hold(bundle: Bundle) -> None:
    """What a process holds after 10 versions, and after 1,000."""
    for seed in range(1, VERSIONS + 1):
        played(bundle, seed)
        if seed in (10, 100, VERSIONS):
            print(
                f"  after {seed:,} versions: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
            )


# ---- the naive form --------------------------------------------------------------------------------------------------


def compare(name: str, bundle: Bundle) -> None:
    """The same version in the naive form: how many times as long, and the same log."""
    taken, digests = [], []
    for form in (_as_it_is, naive):
        with form():
            start = time.process_time()
            run = engine.run(_unknown(bundle), 1, seats={})
            taken.append(time.process_time() - start)
            digests.append(run.digest)
    assert digests[0] == digests[1], f"{name}: the naive form gives another log"
    print(f"  naive form: {taken[1] / taken[0]:.1f} times as long, the same log")


def _unknown(bundle: Bundle) -> Bundle:
    """The bundle, with nothing worked out for its plan yet."""
    compiled._KEPT.clear()
    return bundle


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def naive() -> Iterator[None]:
    """A process for everything that is on the clock, routes by NetworkX, one draw at a time."""
    with (
        patch.object(world.Clock, "schedule", _by_process),
        patch.object(routes.Routes, "_made", _by_networkx),
        patch.object(streams, "_mixed", lambda x: np.array([streams._mixed_one(int(one)) for one in x], np.uint64)),
    ):
        yield


def _by_process(env: Any, event: Any, priority: int = world.ENTRIES, delay: int = 0) -> None:
    due = event
    if isinstance(event, world.Call | world.Due):
        due = simpy.Event(env)
        due._ok, due._value = True, None
    world.heappush(env._queue, (env._now + delay, priority, next(env._eid), due))
    if due is not event:
        env.process(_waits(due, event))


def _waits(due: simpy.Event, event: Any) -> Generator[simpy.Event, None, None]:
    yield due
    for call in event.callbacks:
        call(event)


def _by_networkx(self: routes.Routes, targets: frozenset[int], shut: frozenset[int]) -> routes.Table:
    """The table of `Routes`, with distances by NetworkX and its rule for ways that are equally long."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(self._before)))
    edges = [(after, before, mm) for after, some in enumerate(self._before) for before, mm in some]
    graph.add_edges_from((after, before, {"weight": mm + 1}) for after, before, mm in edges if after not in shut)
    far = nx.multi_source_dijkstra_path_length(graph, set(targets)) if targets else {}
    best: dict[int, tuple[int, int, int, int]] = {}
    for after, before, mm in edges:
        if after in far and after not in shut and before in far and before not in targets:
            found = (far[after] + mm + 1, far[after], -after, mm)
            best[before] = min(best.get(before, found), found)
    count = len(self._before)
    following, legs, left = [-1] * count, [0] * count, [routes.FAR_MM] * count
    for step, mm in far.items():
        left[step] = mm
    for step, (_, _, after, mm) in best.items():
        following[step], legs[step] = -after, mm
    return routes.Table(targets, shut, following, legs, left)


if __name__ == "__main__":
    main()
