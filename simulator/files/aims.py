"""What the measures of objectives name must exist: metrics, expectations, events, and the part of the building."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.acting import Known, occurrence_findings
from simulator.files.paths import Path, one_line
from simulator.files.places import SPACE, named, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import METRICS, OVER_PEOPLE, did_you_mean, listed
from simulator.model.building import Plan
from simulator.model.scenario import Measure, Scenario, Where

KINDS = ("event", "inject", "action", "order")
"""What the measure of an objective may ask about."""


def objective_findings(known: Known, scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """What is wrong with the measures of a scenario's objectives."""
    for index, objective in enumerate(scenario.objectives):
        path: Path = ("objectives", index, "measure")
        measure = objective.measure
        if measure.metric is not None:
            yield from _metric(path, measure, measure.metric)
        for number, name in enumerate(measure.expects or ()):
            hint = "expectations stand under an inject's expect"
            yield from named("expectation", name, known.expects, (*path, "expects", number), hint)
        for key, one in (("time_of", measure.time_of), ("never", measure.never), ("after", measure.after)):
            if one is not None:
                yield from occurrence_findings(known, (*path, key), one, KINDS)
        if measure.where is not None:
            yield from _where(known, plan, (*path, "where"), measure.where)


def _metric(path: Path, measure: Measure, metric: str) -> Iterator[Finding]:
    if metric not in METRICS:
        yield Finding((*path, "metric"), f"there is no metric {one_line(metric)}{did_you_mean(metric, METRICS)}")
    elif measure.within_ms is not None and not metric.endswith("_s"):
        yield Finding((*path, "within"), f"{metric} is a number, not a time; write at_most", True)
    elif measure.where is not None and metric not in OVER_PEOPLE:
        counted = listed(OVER_PEOPLE, len(OVER_PEOPLE))
        yield Finding((*path, "where"), f"{metric} is not counted by place; these are: {counted}", True)


def _where(known: Known, plan: Plan, path: Path, where: Where) -> Iterator[Finding]:
    if where.pa is not None:
        yield from named("speaker zone", where.pa, known.places.zones, (*path, "pa"), "spaces name theirs under pa")
    for number, space in enumerate(where.space or ()):
        yield from wrong(known.places, (*path, "space", number), space, SPACE)
    if where.level is not None:
        yield from named("level", where.level, tuple(plan.levels), (*path, "level"), "levels stand in the plan")
