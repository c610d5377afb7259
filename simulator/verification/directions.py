"""Which way effects go: pairs of arms over the same exercise versions, played in a plain loop.

A pair's first arm is the better protected one. What is judged is the 95 % interval of the mean difference in exposure,
first minus second: only signs are gated on, for the numbers behind them are mostly assumptions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean, stdev

from simulator.analysis.exposure import exposure_s
from simulator.engine.run import run
from simulator.verification.case import Case, Played

SCENARIO = "directions"
SEEDS = range(1, 201)
FEWER_SEEDS = range(1, 61)
Z95 = 1.96


@dataclass(frozen=True)
class Arm:
    """One way of playing the scenario: the locks of the plan, and its variables."""

    lock: str = "inside"
    pa_b: str = "yes"
    officer: str = "off_site"
    arrival: str = "480"
    recognises: str = "12"

    def exposures_s(self, played: Played, seeds: range) -> list[float]:
        """The exposure in each version, in person-seconds; each version of an arm is played once."""
        lock = ("lock: inside", f"lock: {self.lock}")
        bundle = played.bundle(SCENARIO, lock if self.lock != "inside" else None)
        values = {"pa_b": self.pa_b, "officer": self.officer, "arrival": self.arrival, "recognises": self.recognises}
        for seed in seeds:
            if (self, seed) not in played.kept:
                played.kept[self, seed] = exposure_s(run(bundle, seed, set_values=values))
        return [played.kept[self, seed] for seed in seeds]


AS_IT_IS = Arm()
BLIND, BLIND_OPEN = Arm(recognises="90000"), Arm(recognises="90000", lock="none")
PAIRS: dict[str, tuple[str, Arm, Arm]] = {
    "lock": ("doors that lock by themselves against doors locked by hand", Arm(lock="automatic"), AS_IT_IS),
    "officer": ("an officer on campus against none", Arm(officer="@main_hall"), AS_IT_IS),
    "police": ("police two minutes away against eight", Arm(arrival="120"), AS_IT_IS),
    "PA": ("loudspeakers in both halls against one", AS_IT_IS, Arm(pa_b="no")),
}
MUST_BE_BELOW = frozenset({"lock", "PA"})


def interval_s(played: Played, first: Arm, second: Arm, seeds: range = SEEDS) -> tuple[float, float, float]:
    """Mean difference in exposure (first minus second, person-seconds) and the ends of its 95 % interval."""
    pairs = zip(first.exposures_s(played, seeds), second.exposures_s(played, seeds), strict=True)
    differences = [one - other for one, other in pairs]
    mean = fmean(differences)
    half = Z95 * stdev(differences) / sqrt(len(differences))
    return mean, mean - half, mean + half


def share_cut(played: Played, locked: Arm, open_: Arm, seeds: range = FEWER_SEEDS) -> float:
    """By what share locks cut the mean exposure."""
    with_locks, without = fmean(locked.exposures_s(played, seeds)), fmean(open_.exposures_s(played, seeds))
    return 1 - with_locks / without


def _direction(name: str) -> Case:
    words, first, second = PAIRS[name]
    below = name in MUST_BE_BELOW
    end = "upper" if below else "lower"

    def measure(played: Played) -> float:
        _, low, high = interval_s(played, first, second)
        return high if below else low

    what = f"Exposure with {words}: {end} end of the 95 % interval of the difference over {len(SEEDS)} paired versions"
    return Case(f"DIRECTIONS {name}", what, measure, 0.0, inf, 0.0, "person-s")


def _locks(name: str, what: str, measure: Callable[[Played], float], least: float, most: float) -> Case:
    middle = (least + most) / 2
    return Case(f"DIRECTIONS {name}", what, measure, middle, middle - least, most - middle, "share")


DIRECTIONS: tuple[Case, ...] = (
    *(_direction(name) for name in PAIRS),
    _locks("locks without signs", "By what share locks cut exposure when nobody gets a sign: hardly",
           lambda p: share_cut(p, BLIND, BLIND_OPEN), -0.1, 0.1),
    _locks("locks with signs", "By what share locks cut exposure when signs and orders work: clearly",
           lambda p: share_cut(p, AS_IT_IS, Arm(lock="none")), 0.2, 1.0),
)  # fmt: skip
