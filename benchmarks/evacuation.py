"""What an evacuation of 1,500 people costs, where the time goes, and how the cost grows with the people.

`python -m benchmarks.evacuation` prints all three; `--quick` leaves the growth out.
"""

from __future__ import annotations

import cProfile
import math
import pstats
import sys
from collections import Counter
from pathlib import Path

from benchmarks.floor import BUSY_PROCESSES, Job, costs_of, seconds_of
from benchmarks.school import RUN_SEED, evacuation_of, shipped_evacuation
from benchmarks.walks import clearing_s
from simulator.engine.compiled import compiled
from simulator.engine.run import run
from simulator.model.bundle import Bundle

MOST_TIMEOUTS = 30_000
GROWTH_PEOPLE = (500, 1_000, 2_000, 5_000)


def print_cost(bundle: Bundle) -> None:
    """Seconds and timeouts of one whole run with its full log, the plan already compiled; compiling apart."""
    compile_s = seconds_of(lambda: compiled(bundle.plan, bundle.scenario.movement))
    once = run(bundle, RUN_SEED)
    cost = costs_of({"run": _job(bundle)})["run"]
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(row[1] for row in once.rows).most_common())
    print(f"{sum(member.count for member in once.people)} people, clear after {clearing_s(once):.1f} s")
    print(f"compiling the plan, once: {1000 * compile_s:.0f} ms")
    print(f"one run: {1000 * cost.seconds:.1f} ms = {cost.plain_timeouts:,.0f} bare SimPy timeouts", end=" ")
    print(f"(at most {MOST_TIMEOUTS:,} is asked for)")
    print(f"  quickest run over quickest floor: {cost.undisturbed_timeouts:,.0f}", end="; ")
    print(f"in timeouts of a heap of {BUSY_PROCESSES}: {cost.busy_timeouts:,.0f}")
    print(f"events: {len(once.rows)} ({kinds})")


def print_profile(bundle: Bundle) -> None:
    """The share of each module in a run's own time, as the profiler sees it (it favours code with few calls)."""
    profile = cProfile.Profile()
    profile.runcall(run, bundle, RUN_SEED)
    by_module: Counter[str] = Counter()
    for (file, _, _), (_, _, own_s, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        by_module[_module(file)] += own_s
    total = sum(by_module.values())
    for module, own_s in by_module.most_common(10):
        print(f"  {own_s / total:4.0%}  {module}")


def print_growth() -> None:
    """The cost for more and more people, in turns; `of n log n` is 1.00 where it grows as n log n does from 500."""
    bundles = {people: evacuation_of(people) for people in GROWTH_PEOPLE}
    runs = {people: run(bundle, RUN_SEED) for people, bundle in bundles.items()}
    costs = costs_of({str(people): _job(bundle) for people, bundle in bundles.items()})
    fewest = GROWTH_PEOPLE[0]
    base = costs[str(fewest)].plain_timeouts / (fewest * math.log(fewest))
    print("  people  timeouts  events  clear (s)  of n log n")
    for people, once in runs.items():
        price = costs[str(people)].plain_timeouts
        share = price / (people * math.log(people)) / base
        print(f"  {people:6}  {price:8,.0f}  {len(once.rows):6}  {clearing_s(once):9.1f}  {share:10.2f}")


def _job(bundle: Bundle) -> Job:
    return lambda: run(bundle, RUN_SEED)


def _module(file: str) -> str:
    if file == "~":
        return "built-in functions"
    parts = Path(file).parts
    return "/".join(parts[-2:])


def main() -> None:
    """Print the cost, the profile and the growth."""
    bundle = shipped_evacuation()
    print_cost(bundle)
    print("where the time goes:")
    print_profile(bundle)
    if "--quick" not in sys.argv[1:]:
        print("growth:")
        print_growth()


if __name__ == "__main__":
    main()
