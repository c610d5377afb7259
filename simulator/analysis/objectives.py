"""What a run says about each of the scenario's objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.analysis.words import lasting
from simulator.model.run import Run
from simulator.model.scenario import Objective

Verdict = Literal["met", "not met", "not tested", "judged by people"]
PLAYED = frozenset(
    {
        "people", "evacuated", "exposed", "exposure_s", "time_to_order_s", "clear_time_s", "accountability_s",
        "messages_sent", "secured", "time_to_secured_50_s", "time_to_secured_90_s", "time_to_secured_100_s",
        "expected_met", "expected_total",
    }
)  # fmt: skip
"""Measures that this version plays; an objective on any other is not tested."""
NAMES = {
    "people": "people in the building",
    "evacuated": "people out",
    "exposed": "people in a space that the hazard had closed",
    "exposure_s": "time spent in spaces that the hazard had closed, all people together",
    "time_to_order_s": "the alarm",
    "secured": "people behind doors that hold, at the end",
    "time_to_secured_50_s": "half of those inside behind a door that holds",
    "time_to_secured_90_s": "nine in ten of those inside behind a door that holds",
    "time_to_secured_100_s": "everybody inside behind a door that holds",
    "expected_met": "expected actions seen",
    "expected_total": "expected actions",
    "clear_time_s": "the building empty",
    "accountability_s": "everybody counted",
    "messages_sent": "messages released",
}
"""How a measure is called in a sentence."""


@dataclass(frozen=True, slots=True)
class Result:
    """One objective, how it came out, and why in words."""

    id: str
    text: str
    verdict: Verdict
    reason: str


def results(run: Run, measured: Mapping[str, Any]) -> tuple[Result, ...]:
    """Every objective of the scenario, judged by the run's measures."""
    return tuple(_judged(one, run, measured) for one in run.scenario.objectives)


def _judged(one: Objective, run: Run, measured: Mapping[str, Any]) -> Result:
    metric = one.measure.metric
    if metric is None:
        return Result(one.id, one.text, "judged by people", "the evaluators say")
    if metric not in PLAYED:
        return Result(one.id, one.text, "not tested", "this version of the program does not play what it measures")
    if one.measure.within_ms is not None:
        verdict, reason = _in_time(metric, measured[metric], one.measure.within_ms, run)
    else:
        verdict, reason = _at_most(metric, measured[metric], one.measure.at_most or 0.0, run)
    return Result(one.id, one.text, verdict, reason)


def _in_time(metric: str, value_s: float | None, within_ms: int, run: Run) -> tuple[Verdict, str]:
    aim = f"the aim was within {lasting(within_ms)}"
    name = _called(metric, run)
    if value_s is not None:
        verdict: Verdict = "met" if round(value_s * 1000) <= within_ms else "not met"
        return verdict, f"{name} after {lasting(round(value_s * 1000))}; {aim}"
    if not run.people:
        return "not tested", "nobody was in the building"
    if run.until_ms <= within_ms:
        return "not tested", f"the run ends at {lasting(run.until_ms)}; {aim}"
    return "not met", f"{name}: not by {lasting(run.until_ms)}, where the run ends; {aim}"


def _called(metric: str, run: Run) -> str:
    """What a measure is called; the first word people get is an alarm or an order."""
    if metric == "time_to_order_s" and not any(row[1] == "alarm" for row in run.rows):
        return "the order" if run.scenario.response is not None else NAMES[metric]
    return NAMES[metric]


def _at_most(metric: str, value: float | None, limit: float, run: Run) -> tuple[Verdict, str]:
    name, unit = NAMES[metric], " s" if metric.endswith("_s") else ""
    if value is None:
        return "not tested", f"{name}: it did not come to that before {lasting(run.until_ms)}, where the run ends"
    reason = f"{name}: {value:g}{unit}; the aim was at most {limit:g}{unit}"
    if value > limit:
        return "not met", reason
    if run.until_ms < run.scenario.horizon_ms:
        return "not tested", f"{reason}; the run ends early, at {lasting(run.until_ms)}"
    return "met", reason
