"""The same decisions once more over many versions: how far times range in 8 of 10 of them.

The variables stay as this version drew them; activity noise alone is drawn anew. Nothing of it is the exercise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.analysis.debrief.lost import lost_ms
from simulator.analysis.debrief.subject import Subject
from simulator.debriefing.debrief import Debrief, Matter
from simulator.model.run import Run
from simulator.sweeps.again import Number, play_again
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import Progress

RUNS = 40
FEW, MANY = 0.1, 0.9
"""The ends of a range that holds 8 of 10 runs."""
ENOUGH = 0.8
"""A time that came about in a smaller share of the runs has no range of 8 of 10."""


def measured(run: Run) -> dict[str, Number]:
    """The times of the chain by their names, and every measure that is one number; times in ms, sizes as they are."""
    subject = Subject(run)
    found: dict[str, Number] = {
        name: _in_ms(name, value)
        for name, value in subject.measured.items() if value is None or isinstance(value, int | float)
    }  # fmt: skip
    return {**found, **lost_ms(subject)}


def _in_ms(name: str, value: Number) -> Number:
    return round(value * 1000) if name.endswith("_s") and value is not None else value


def arm_of(matter: Matter) -> Arm:
    """How it was played, with every variable fixed as it was drawn. Raises Refused where nothing was simulated."""
    matter.must_be_simulated()
    seats = {"all": "taken"} if matter.seats is None else dict(matter.seats)
    return Arm(matter.bundle, matter.fixed(), matter.decisions, seats)


def ranges(
    debrief: Debrief, runs: int = RUNS, jobs: int | None = None, progress: Progress | None = None
) -> dict[str, list[Number]]:
    """By step of the chain and by measure [least, most] in 8 of 10 runs; times in ms.

    What did not come about in 8 of 10 has none. It takes seconds.
    """
    matter = debrief.matter
    found = play_again(
        [arm_of(matter)], range(1, runs + 1), measured, until_ms=matter.until_ms, jobs=jobs, progress=progress
    )[0]
    return in_8_of_10([one.measures for one in found])


def in_8_of_10(found: Iterable[Mapping[str, Number]]) -> dict[str, list[Number]]:
    """[Least, most] of each measure that most of the runs have."""
    runs = list(found)
    ends: dict[str, list[Number]] = {}
    for name in runs[0] if runs else ():
        values = sorted(value for one in runs if (value := one[name]) is not None)
        if values and len(values) >= ENOUGH * len(runs):
            ends[name] = [values[min(len(values) - 1, int(share * len(values)))] for share in (FEW, MANY)]
    return ends
