"""Hotwash and jupedsim-network on an equal network, in turns in one process: seconds, clearing times, ways taken.

`python -m benchmarks.comparison` needs `pip install jupedsim-network`.
"""

from __future__ import annotations

from importlib.metadata import version

import numpy as np

from benchmarks.floor import costs_of
from benchmarks.peer import DT_S, passages_used, peer_of
from benchmarks.school import RUN_SEED, shipped_evacuation
from benchmarks.walks import clearing_s, out_at_s, walks_of
from simulator.engine.compiled import compiled
from simulator.engine.run import run

LEAST_FASTER = 6
FARTHEST_APART = 0.03
FINE_DT_S = 0.1


def main() -> None:
    """Print both programs' times, then how equal the networks and what came out of them are."""
    bundle = shipped_evacuation()
    world = compiled(bundle.plan, bundle.scenario.movement)
    ours = run(bundle, RUN_SEED)
    walks = walks_of(ours, world.building)
    peers = {dt_s: peer_of(ours, world, walks, dt_s) for dt_s in (DT_S, FINE_DT_S)}
    coarse = peers[DT_S]
    cost = costs_of({
        "ours": lambda: run(bundle, RUN_SEED),
        "theirs": lambda: coarse.run(RUN_SEED),
        "theirs, nothing recorded": lambda: coarse.run(RUN_SEED, record=False),
    }, rounds=7)  # fmt: skip
    print(f"jupedsim-network {version('jupedsim-network')}, {sum(walk.people for walk in walks)} people, "
          f"{len(coarse.network.nodes)} nodes, {len(coarse.network.links)} links")  # fmt: skip
    for name, one in cost.items():
        times = one.seconds / cost["ours"].seconds
        print(f"  {name:26} {1000 * one.seconds:7.1f} ms  {one.plain_timeouts:9,.0f} timeouts  {times:5.1f} times ours")
    print(f"  (at least {LEAST_FASTER} times is asked for)")
    print("                 clear (s)   half out (s)   90 % out (s)")
    print(_line("ours", out_at_s(ours)))
    for dt_s, peer in peers.items():
        result = peer.run(RUN_SEED)
        print(_line(f"dt {dt_s}", result.exit_times.tolist()), end="")
        apart = result.evacuation_time / clearing_s(ours) - 1
        passed, otherwise = passages_used(result, walks)
        print(f"   {apart:+.1%} (within {FARTHEST_APART:.0%}); {otherwise} of {passed:,} passings elsewhere")


def _line(name: str, out_s: list[float]) -> str:
    half, most, last = np.percentile(out_s, [50, 90, 100])
    return f"  {name:14} {last:9.1f} {half:14.1f} {most:14.1f}"


if __name__ == "__main__":
    main()
