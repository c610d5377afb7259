"""What a response plan says and this version does not play, and changes of steps that the plan does not have."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.paths import one_line
from simulator.files.sentences import Finding
from simulator.files.vocabulary import did_you_mean, listed
from simulator.model.response import Response
from simulator.model.scenario import Scenario
from simulator.rules.played import played


def unplayed_steps(response: Response) -> Iterator[Finding]:
    """A warning for each step that stands in the plan but does nothing in a run yet."""
    for name, annex in response.hazards.items():
        for number, step in enumerate(annex.steps):
            if played(step) is None:
                message = f"{step.id} is not played yet: this version has no {step.action} by {step.role} as it is here"
                yield Finding(("hazards", name, "steps", number), message)


def changed_steps(scenario: Scenario, response: Response | None) -> Iterator[Finding]:
    """Changes in a scenario of a step that the annex for its hazard does not have."""
    annexes = response.hazards if response is not None else {}
    inforce = dict.fromkeys((scenario.hazard, *scenario.also))
    steps = [step.id for hazard in inforce if hazard in annexes for step in annexes[hazard].steps]
    for number, change in enumerate(scenario.plan_changes):
        if change.step not in steps:
            has = f"; it has {listed(steps)}" if steps else ""
            near = did_you_mean(change.step, steps) or has
            message = f"the response plan has no step {one_line(change.step)} for {scenario.hazard}{near}"
            yield Finding(("plan_changes", number, "step"), message)
