"""What each shipped scenario costs: one run, first and later ones, and the whole command from its start to its end.

`python -m benchmarks.incidents` prints seconds of processor time (user and system) for every scenario;
with names after it only for those. CPU seconds leave out what other programs take, but not that they slow this one.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from simulator import session
from simulator.shipped import shipped

SEEDS = (1, 2, 3, 4, 5)
TIMES = 3
"""How often the command is started; the quickest counts."""


def command_s(scenario: Path) -> float:
    """Of `hotwash run`: starting, reading, checking, one run and its summary."""
    taken = []
    for _ in range(TIMES):
        before = _children_s()
        subprocess.run(
            [sys.executable, "-m", "simulator.cli", "run", str(scenario)], check=True, stdout=subprocess.DEVNULL
        )
        taken.append(_children_s() - before)
    return min(taken)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def runs_s(scenario: Path) -> tuple[float, float, int]:
    """Of the first run in this process, of later ones on average (tables kept), and the events of the first."""
    bundle = session.load_scenario(str(scenario))
    taken, events = [], 0
    for seed in SEEDS:
        start = time.process_time()
        played = session.run(bundle, seed, seats={})
        taken.append(time.process_time() - start)
        events = events or len(played.rows)
    return taken[0], sum(taken[1:]) / len(taken[1:]), events


def main() -> None:
    """Print a line for each scenario."""
    print(f"{'scenario':36} {'command':>8} {'first run':>10} {'later runs':>11} {'events':>7}")
    for scenario in sorted(shipped("scenarios").glob("*.yaml")):
        if len(sys.argv) > 1 and scenario.stem not in sys.argv[1:]:
            continue
        first_s, later_s, events = runs_s(scenario)
        print(f"{scenario.stem:36} {command_s(scenario):8.2f} {first_s:10.3f} {later_s:11.3f} {events:7}", flush=True)


if __name__ == "__main__":
    main()
