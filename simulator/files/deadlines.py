"""A warning for a deadline that the plan's own step would miss more often than not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from simulator.files.sentences import Finding
from simulator.model.actions import Expectation
from simulator.model.building import Plan
from simulator.model.distributions import Exponential, Fixed, Lognormal, Normal, Numeric, Triangular
from simulator.model.response import Response, Step
from simulator.model.scenario import Scenario
from simulator.rules.answers import same_task


def short_deadlines(scenario: Scenario, response: Response | None, plan: Plan) -> Iterator[Finding]:
    """Expected actions whose time is shorter than the plan's step takes in the middle of all versions.

    Messages that are only if needed are left out: theirs comes to whoever may have begun before.
    """
    steps = list(_steps(scenario, response))
    for index, inject in enumerate(scenario.injects):
        for number, wanted in enumerate(inject.expect if inject.unless is None else ()):
            found = [step for step in steps if _asks(step, wanted, plan)]
            step = min(found, key=lambda one: middle(one.actual), default=None)
            if step is not None and middle(step.actual) * 1000 > wanted.within_ms:
                message = (
                    f"{wanted.id} allows {wanted.within_ms / 1000:g} s, and the plan's own step {step.id} takes "
                    f"{middle(step.actual):.0f} s in half of all versions or more: who goes by the plan comes too late"
                )
                yield Finding(("injects", index, "expect", number, "within"), message, True)


def _steps(scenario: Scenario, response: Response | None) -> Iterator[Step]:
    """The steps of the annexes in force, as the scenario changes them."""
    annexes: Mapping[str, object] = response.hazards if response is not None else {}
    changes = {change.step: change for change in scenario.plan_changes}
    for hazard in dict.fromkeys((scenario.hazard, *scenario.also)):
        if response is not None and hazard in annexes:
            for step in response.hazards[hazard].steps:
                yield changes[step.id].applied(step) if step.id in changes else step


def _asks(step: Step, wanted: Expectation, plan: Plan) -> bool:
    """Whoever knows first may be anybody."""
    return (step.role == "first_to_know" or wanted.role in (None, step.role)) and same_task(step, wanted, plan)


def middle(distribution: Numeric) -> float:
    """The value that half of all draws stay below (its own unit), before it is clipped."""
    match distribution:
        case Fixed():
            return distribution.clipped(distribution.fixed)[0]
        case Triangular():
            return distribution.clipped(_of_triangle(*distribution.triangular))[0]
        case Lognormal():
            return distribution.clipped(distribution.lognormal.median)[0]
        case Normal():
            return distribution.clipped(distribution.normal.mean)[0]
        case Exponential():
            return distribution.clipped(distribution.exponential.mean * math.log(2))[0]
    low, high = (float(one) for one in distribution.extremes())
    return (low + high) / 2


def _of_triangle(low: float, likely: float, high: float) -> float:
    if high == low:
        return low
    if likely - low >= (high - low) / 2:
        return low + math.sqrt((high - low) * (likely - low) / 2)
    return high - math.sqrt((high - low) * (high - likely) / 2)
