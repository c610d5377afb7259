"""A rescue task force from component tasks beside published totals, as ratios. Nothing is tuned to them.

Bachman and others 2019, "Evaluation of an integrated rescue task force model for active threat response": 69
exercises in an office building with 11 casualties; minutes from the dispatch, median and 90th percentile. Our parts
(turnout, travel, briefing, gear, linking up, walking, assessing, carrying) stand with their sources in
model/readiness.py, and were committed before the first comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from statistics import quantiles

from simulator.engine.run import run
from simulator.model.run import Run
from simulator.verification.case import Case, Played

SCENARIO = "task-forces"
SEEDS = range(1, 21)
PUBLISHED_MIN: dict[str, tuple[str, tuple[float, float]]] = {
    "unified command": ("one command of police and EMS", (4.1, 5.5)),
    "assembled": ("a rescue task force is ready to go in", (9.4, 13.5)),
    "first contact": ("the first casualty is reached", (11.9, 16.5)),
    "collection point": ("the first casualty is at the collection point", (16.6, 20.8)),
    "all ready": ("the last casualty is at the collection point", (21.6, 26.0)),
}
"""Each stage: in words, the median and the 90th percentile, in minutes from the dispatch."""


def stages_min(played: Run) -> dict[str, float]:
    """When each stage was reached in a run, in minutes from the first dispatch; infinite where it was not."""
    first: dict[str, int] = {}
    for row in played.rows:
        first.setdefault(row[1], row[0])
    brought = [row[0] for row in played.rows if row[1] == "patient_moved" and row[5] in played.plan.spaces()]
    ends = {
        "unified command": first.get("unified_command"), "assembled": first.get("rtf_formed"),
        "first contact": first.get("patient_reached"), "collection point": min(brought, default=None),
        "all ready": max(brought) if len(brought) == len(played.scenario.patients) else None,
    }  # fmt: skip
    return {stage: float("inf") if end is None else (end - first["dispatched"]) / 60_000 for stage, end in ends.items()}


@lru_cache(maxsize=4)
def times_min(folder: Path) -> dict[str, tuple[float, float]]:
    """The median and the 90th percentile of each stage over the seeds."""
    bundle = Played(folder).bundle(SCENARIO)
    runs = [stages_min(run(bundle, seed)) for seed in SEEDS]
    found = {}
    for stage in PUBLISHED_MIN:
        cuts = quantiles([one[stage] for one in runs], n=10, method="inclusive")
        found[stage] = cuts[4], cuts[8]
    return found


def _ratio(stage: str, which: int, played: Played) -> float:
    return times_min(played.folder)[stage][which] / PUBLISHED_MIN[stage][1][which]


def _cases() -> Iterator[Case]:
    for stage, (words, minutes) in PUBLISHED_MIN.items():
        for which, name in enumerate(("median", "p90")):
            what = f"{name} time from dispatch until {words}, as a multiple of the published {minutes[which]:g} min"
            yield Case(
                f"RTF {stage} {name}", what[0].upper() + what[1:], partial(_ratio, stage, which), 1, 0.5, 1, "times"
            )


RESCUE: tuple[Case, ...] = tuple(_cases())
