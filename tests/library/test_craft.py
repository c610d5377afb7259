"""The library as a trainer needs it: enough of it, all of the format in it, and no two exercises alike."""

from __future__ import annotations

from itertools import combinations

import pytest

from simulator.files import load_decisions, load_response, load_scenario
from simulator.model.actions import ACTIONS
from simulator.model.bundle import Bundle
from simulator.model.hazard import HAZARDS
from simulator.model.inject import EFFECTS, TRIGGERS, Inject, verb_of
from simulator.shipped import shipped

BUNDLES = {path.stem: load_scenario(path) for path in sorted(shipped("scenarios").glob("*.yaml"))}
EXERCISES = {name: one for name, one in BUNDLES.items() if len(one.scenario.injects) >= 10}
PERIODS = {"arrival", "class", "passing", "lunch", "assembly", "dismissal", "after_school"}


def trigger(inject: Inject) -> str:
    """What brings a message, as it was typed."""
    keys = {key: getattr(inject, {"at": "at_ms", "at_clock": "at_clock_ms"}.get(key, key)) for key in TRIGGERS}
    (found,) = [(key, repr(value)) for key, value in keys.items() if value is not None]
    return f"{found}{inject.delay_ms}"


def asked(inject: Inject) -> tuple[str, ...]:
    """What a message expects."""
    return tuple(sorted(f"{one.action} {one.what} {one.to} {one.role}" for one in inject.expect))


def test_there_are_enough_and_every_hazard_period_and_a_venue_is_among_them() -> None:
    assert len(EXERCISES) >= 14
    hazards = {hazard for one in EXERCISES.values() for hazard in (one.scenario.hazard, *one.scenario.also)}
    assert set(HAZARDS) - {"evacuation"} <= hazards
    assert {one.scenario.when.period for one in EXERCISES.values()} == PERIODS
    assert any(one.plan.school.kind == "cinema" for one in EXERCISES.values())


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_has_all_that_a_facilitator_needs(name: str) -> None:
    scenario = EXERCISES[name].scenario
    assert 3 <= len(scenario.variables) <= 6
    assert 0 < sum(one.core in ("45", "90") for one in scenario.injects) <= 5
    assert set(scenario.exercise.agendas) == {"45", "90", "180"}
    assert scenario.exercise.trains and scenario.exercise.content_note and scenario.audience.grades
    assert scenario.objectives and scenario.modules and all(module.questions for module in scenario.modules)
    assert any(inject.expect for inject in scenario.injects)
    assert any(inject.effect for inject in scenario.injects) or scenario.setup


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_runs_on_any_plan_that_has_its_names(name: str) -> None:
    """Its own words name no id of its floor plan, only common names."""
    bundle = EXERCISES[name]
    ids = {*bundle.plan.spaces(), *(one.id for one in bundle.plan.openings), *(one.id for one in bundle.plan.points)}
    assert not ids & set(_scalars({key: value for key, value in bundle.tree.items() if key != "variables"}))


def _scalars(node: object) -> list[str]:
    if isinstance(node, dict):
        return [one for key, value in node.items() for one in (*_scalars(value), str(key))]
    if isinstance(node, list):
        return [one for value in node for one in _scalars(value)]
    return [str(node)]


def test_no_two_share_more_than_half_their_messages() -> None:
    """The short drills, which have a message or two, are no exercises of the library."""
    injects = {name: bundle.scenario.injects for name, bundle in EXERCISES.items()}
    messages = {name: {(trigger(one), asked(one)) for one in found} for name, found in injects.items()}
    for one, other in combinations(messages, 2):
        fewer = min(len(messages[one]), len(messages[other]))
        assert 2 * len(messages[one] & messages[other]) <= fewer, (one, other)


def test_every_trigger_effect_and_action_of_the_format_is_used() -> None:
    injects = [inject for one in BUNDLES.values() for inject in one.scenario.injects]
    assert {trigger(one).split("'")[1] for one in injects} == set(TRIGGERS)
    assert any(one.if_ is not None for one in injects)
    effects = [effect for one in injects for effect in one.effect]
    effects += [effect for one in BUNDLES.values() for effect in one.scenario.setup]
    assert {verb_of(effect) for effect in effects} == set(EFFECTS)
    assert set(ACTIONS) <= {*_expected(injects), *_planned(), *_decided()}


def _expected(injects: list[Inject]) -> set[str]:
    return {wanted.action for one in injects for wanted in one.expect}


def _planned() -> set[str]:
    plans = [load_response(path) for path in shipped("scenarios").glob("response/*.yaml")]
    return {step.action for plan in plans for annex in plan.hazards.values() for step in annex.steps}


def _decided() -> set[str]:
    found: set[str] = set()
    for path in shipped("scenarios").glob("decisions/*.yaml"):
        bundle: Bundle = BUNDLES[path.stem]
        found |= {decision.action for decision in load_decisions(path, bundle).decisions}
    return found
