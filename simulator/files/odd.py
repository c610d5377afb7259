"""Warnings: what is odd about a file but no error."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.chains import never, soonest
from simulator.files.conditions import settled, settled_findings, used_in_guards
from simulator.files.paths import one_line
from simulator.files.sentences import Finding
from simulator.files.unplayed import unplayed_steps
from simulator.files.variables import Variables
from simulator.files.vocabulary import did_you_mean
from simulator.model.response import PLACE_WORDS, ROLE_CLASSES, Response
from simulator.model.scenario import Scenario


def odd_in_scenario(scenario: Scenario, variables: Variables) -> list[Finding]:
    """A variable that nothing uses, a guard that never changes, an inject or expectation that never comes."""
    in_guards = used_in_guards(scenario)
    found = [
        Finding(("variables", name), "no part of the scenario uses this variable", True)
        for name in variables.unused
        if name not in in_guards
    ]
    answers = settled(scenario, variables.options)
    return [*found, *settled_findings(answers), *never(soonest(scenario, answers)), *_unmet(scenario)]


def _unmet(scenario: Scenario) -> Iterator[Finding]:
    """Expectations of somebody who is not there."""
    roles = (*scenario.roles, *ROLE_CLASSES, "facilitator")
    for index, inject in enumerate(scenario.injects):
        for number, one in enumerate(inject.expect):
            if one.role is not None and one.role not in roles:
                near = did_you_mean(one.role, roles) or "; add it under roles"
                message = f"nobody can meet {one.id}: there is no role {one_line(one.role)}{near}"
                yield Finding(("injects", index, "expect", number, "role"), message)


def odd_in_response(response: Response) -> Iterator[Finding]:
    """Warnings: a step that is not played yet, a word that is nearly one of the words for places."""
    yield from unplayed_steps(response)
    for name, annex in response.hazards.items():
        for number, step in enumerate(annex.steps):
            for key, value in step.given().items():
                for word in value if isinstance(value, tuple) else (value,):
                    if isinstance(word, str) and "_" in word and word not in (*PLACE_WORDS, *response.roles):
                        near = did_you_mean(word, PLACE_WORDS) if key in ("what", "who", "to", "spaces") else ""
                        if near:
                            path = ("hazards", name, "steps", number, key)
                            yield Finding(path, f"{one_line(word)} is not one of the words for places{near}")
