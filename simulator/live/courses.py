"""Other courses of the same exercise: when things come about in other runs with the same facts and decisions.

A desk shows one possible course. Beside a time that was worked out stands the range of 8 of 10 runs that differ from it
in chance alone: how long people take, and when units arrive. What the version has drawn for the scenario's variables is
held fixed, for the room has been told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.model.distributions import Value
from simulator.model.run import Run

Times = Mapping[str, int]
"""When each thing came about in one run (ms), by its name: `met E1`, `message I3`, `arrived police`."""
LOW, HIGH = 0.1, 0.9
FEWEST = 10
"""Fewer runs than this say nothing about 8 of 10."""


def times_of(run: Run) -> dict[str, int]:
    """When expected actions were met, messages went out, and the first unit of each agency arrived."""
    found: dict[str, int] = {}
    for row in run.rows:
        if row[1] == "expect_met":
            found.setdefault(f"met {row[3]}", row[0])
        elif row[1] == "inject_released":
            found.setdefault(f"message {row[3]}", row[0])
        elif row[1] == "arrived":
            found.setdefault(f"arrived {row[3]}", row[0])
    return found


def fixed_values(draw: Mapping[str, Value]) -> dict[str, str]:
    """The draw of one version as values that are set for another."""
    return {name: ("yes" if one else "no") if isinstance(one, bool) else str(one) for name, one in draw.items()}


@dataclass(frozen=True)
class Courses:
    """The times of several runs; of things that are still to come, how they spread."""

    runs: Sequence[Times] = field(repr=False)

    def between(self, name: str, now_ms: int) -> tuple[int, int] | None:
        """From when to when something comes about in 8 of 10 runs (ms), of those in which it has not happened by now.

        None where too few runs are left, or where it does not come about in nine of ten.
        """
        left = [one.get(name) for one in self.runs if one.get(name, now_ms + 1) > now_ms]
        come = sorted(one for one in left if one is not None)
        if len(left) < FEWEST or len(come) < HIGH * len(left):
            return None
        return come[int(LOW * len(left))], come[min(len(come), -int(-HIGH * len(left) // 1)) - 1]

    def share(self, name: str, now_ms: int) -> float | None:
        """In how many of the runs that are left it comes about at all, from 0 to 1."""
        left = [name in one for one in self.runs if one.get(name, now_ms + 1) > now_ms]
        return sum(left) / len(left) if len(left) >= FEWEST else None


def other_seeds(seed: int, number: int) -> Iterable[int]:
    """The versions whose chance the other courses take."""
    return range(seed + 1, seed + 1 + number)
