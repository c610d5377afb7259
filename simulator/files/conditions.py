"""The guards of a scenario or a response plan: where they stand, what is wrong with them, which never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from simulator.files.paths import MAX_PROBLEMS, Path
from simulator.files.places import places_of
from simulator.files.sentences import Finding
from simulator.model.building import Plan
from simulator.model.distributions import Value
from simulator.model.response import Response
from simulator.model.scenario import Scenario
from simulator.rules.guards import always, guard_of, problems

Draws = Mapping[str, tuple[Value, ...]]


def guards_in(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every guard of a scenario with its path."""
    for number, effect in enumerate(scenario.setup):
        if effect.if_ is not None:
            yield ("setup", number, "if"), effect.if_
    for index, inject in enumerate(scenario.injects):
        for key, text in (("when", inject.when), ("if", inject.if_)):
            if text is not None:
                yield ("injects", index, key), text
        for number, effect in enumerate(inject.effect):
            if effect.if_ is not None:
                yield ("injects", index, "effect", number, "if"), effect.if_


def guard_findings(scenario: Scenario, plan: Plan, draws: Draws) -> list[Finding]:
    """What is wrong with the guards of a scenario, tried over all options of its variables and ends of its facts."""
    spaces = plan.spaces()
    names = (*spaces, *(f"@{name}" for name, target in plan.uses.items() if target in spaces))
    zones = places_of(plan).zones
    found = (
        Finding(path, message) for path, text in guards_in(scenario) for message in problems(text, draws, names, zones)
    )
    return list(islice(found, MAX_PROBLEMS))


def used_in_guards(scenario: Scenario) -> set[str]:
    """The variables that the guards of a scenario read."""
    used: set[str] = set()
    for _, text in guards_in(scenario):
        try:
            used |= set(guard_of(text).draws())
        except ValueError:
            continue  # it has its own sentence
    return used


def settled(scenario: Scenario, draws: Draws) -> dict[Path, bool]:
    """The guards that are the same at every option and every fact, and what they are."""
    answers = {path: always(text, draws) for path, text in guards_in(scenario)}
    return {path: answer for path, answer in answers.items() if answer is not None}


def settled_findings(answers: Mapping[Path, bool]) -> Iterator[Finding]:
    """The warnings about effects that never work and guards that can be left out; injects have their own."""
    for path, answer in answers.items():
        if answer:
            yield Finding(path, "is always true" + ("; write an `at` instead" if path[-1] == "when" else ""))
        elif len(path) != 3 or path[0] == "setup":
            yield Finding(path, "can never be true, so this effect never works")


def step_guards(response: Response) -> Iterator[tuple[Path, str]]:
    """What is wrong with the guards of a response plan, which know no variables and no building."""
    for name, annex in response.hazards.items():
        for number, step in enumerate(annex.steps):
            if step.if_ is not None:
                path: Path = ("hazards", name, "steps", number, "if")
                yield from ((path, message) for message in _in_step(step.if_))


def _in_step(text: str) -> list[str]:
    try:
        guard = guard_of(text)
    except ValueError as error:
        return [str(error)]
    if drawn := guard.draws():
        return [f"a response plan knows no variables, and draw.{drawn[0]} is one; use state"]
    return problems(text, {}, guard.spaces(), guard.zones())
