"""What differs between two arms, as typed: `NAME=VALUE`, `response.STEP.FIELD=VALUE`, `plan.ID.FIELD=VALUE`.

Each gives another arm and leaves the one that it was given as it is. All raise NotFound for what does not exist and
Refused, with the reason, for what may not be compared or makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.errors import NotFound, Refused
from simulator.files import check_plan_references, check_references, check_response_references, refuse_impossible
from simulator.files.sentences import validated
from simulator.model.building import Plan
from simulator.model.bundle import Bundle, Tree
from simulator.model.draw import filled, slots_of
from simulator.model.response import Annex, Response, Step
from simulator.model.scenario import Scenario
from simulator.rules.near import did_you_mean, listed
from simulator.sweeps.allowed import refuse_scripted
from simulator.sweeps.arms import Arm

STEP_FIELDS = ("actual", "meant", "done", "role", "via", "to", "what")
"""What of a step of the response plan can differ."""
OPENING_FIELDS = ("lock", "state", "clear", "time_to_lock", "self_closing", "glass", "works")
SPACE_FIELDS = ("pa", "alarm", "exit")
LINK_FIELDS = ("clear",)
ZONE_FIELDS = ("works",)
CLASSROOMS = "classrooms"
"""In the place of a door: every door of a classroom."""
NO, YES = ("no", "false"), ("yes", "true")


def changed(arm: Arm, changes: Mapping[str, str]) -> Arm:
    """The arm with every change made, in their order."""
    for name, value in changes.items():
        head, _, rest = name.partition(".")
        match head, rest.rpartition("."):
            case "response", (step, ".", field):
                arm = replace(arm, bundle=with_step(arm.bundle, step, field, value))
            case "plan", (thing, ".", field):
                arm = replace(arm, bundle=with_feature(arm.bundle, thing, field, value))
            case (("response" | "plan"), _) if head not in arm.bundle.scenario.variables:
                raise Refused(f"expected {head}.ID.FIELD=VALUE, found {name}={value}")
            case _:
                refuse_scripted(arm.bundle, [name], "changed")
                refuse_impossible(arm.bundle.scenario, {name: value})
                arm = replace(arm, set_values={**arm.set_values, name: value})
    return arm


# ---- steps of the response plan -------------------------------------------------------------------------------------


def with_step(bundle: Bundle, step_id: str, field: str, value: str) -> Bundle:
    """The bundle with one field of a step of its response plan replaced, whatever the scenario says of that step."""
    if bundle.response is None:
        raise Refused("the scenario names no response plan, so none of its steps can be changed")
    steps = {step.id: (hazard, step) for hazard, annex in bundle.response.hazards.items() for step in annex.steps}
    if step_id not in steps:
        played = [step.id for hazard, step in steps.values() if hazard in _hazards(bundle.scenario)]
        raise NotFound(
            f"the response plan has no step {step_id}; for this scenario it has: {listed(played) or 'none'}"
            f"{did_you_mean(step_id, steps)}"
        )
    _known(field, STEP_FIELDS, f"step {step_id}")
    hazard, step = steps[step_id]
    data = step.model_dump(mode="python", by_alias=True, exclude_unset=True) | _in_seconds(step)
    data[field] = {"fixed": value} if field == "actual" else value
    other = _checked(Step, data, f"response.{step_id}.{field}={value}")
    response = _with_step(bundle.response, hazard, other)
    if wrong := check_response_references(response):
        raise Refused(f"response.{step_id}.{field}={value}: {wrong[0].message}")
    return _with_tree(replace(bundle, response=response), _unchanged(bundle.tree, step_id, field))


def _in_seconds(step: Step) -> dict[str, Any]:
    """The times of a step as a file would give them."""
    return {"meant": step.meant_ms / 1000}


def _with_step(response: Response, hazard: str, step: Step) -> Response:
    annex = response.hazards[hazard]
    steps = tuple(step if one.id == step.id else one for one in annex.steps)
    hazards: dict[str, Annex] = {**response.hazards, hazard: annex.model_copy(update={"steps": steps})}
    return response.model_copy(update={"hazards": hazards})


def _unchanged(tree: Tree, step_id: str, field: str) -> Tree:
    """The scenario without its own change to this field of the step, which would win."""
    changes = tree.get("plan_changes")
    if not isinstance(changes, list):
        return tree
    kept = [
        {key: value for key, value in one.items() if key != field} if one.get("step") == step_id else one
        for one in changes
    ]
    return {**tree, "plan_changes": kept}


def _hazards(scenario: Scenario) -> tuple[str, ...]:
    return (scenario.hazard, *scenario.also)


# ---- features of the plan -------------------------------------------------------------------------------------------


def with_feature(bundle: Bundle, thing: str, field: str, value: str) -> Bundle:
    """The bundle with one feature of its building changed: of a door, a room, a stair, or a zone of loudspeakers.

    `works` of a zone says whether its loudspeakers do; `works=no` of a door or exit blocks it from the beginning.
    `thing` may be an id, an `@use`, or `classrooms` for all classroom doors.
    """
    plan = bundle.plan
    if thing.startswith("@") and thing[1:] in plan.uses:
        thing = plan.uses[thing[1:]]
    doors = _doors(plan, thing)
    if doors:
        _known(field, OPENING_FIELDS, thing)
        return _with_doors(bundle, doors, field, value, thing)
    if thing in plan.spaces():
        return _with_space(bundle, thing, field, value)
    if thing in [link.id for link in plan.links]:
        _known(field, LINK_FIELDS, thing)
        return _with_plan(bundle, "links", [thing], field, value)
    if thing in zones_of(plan):
        _known(field, ZONE_FIELDS, thing)
        return with_zone(bundle, thing, _yes(value, f"plan.{thing}.works"))
    known = (*(one.id for one in plan.openings), *plan.spaces(), *(link.id for link in plan.links), *zones_of(plan))
    raise NotFound(f"the floor plan has no door, room, stair or zone called {thing}{did_you_mean(thing, known)}")


def with_zone(bundle: Bundle, zone: str, works: bool) -> Bundle:
    """The bundle with a zone's loudspeakers working or not from the beginning."""
    comms = _map(bundle.tree.get("comms"))
    pa = _map(comms.get("pa"))
    told = {**comms, "pa": {**pa, zone: {"works": "yes" if works else "no"}}}
    return _with_tree(bundle, {**bundle.tree, "comms": told})


def _doors(plan: Plan, thing: str) -> list[str]:
    spaces = plan.spaces()
    if thing != CLASSROOMS:
        return [one.id for one in plan.openings if one.id == thing]
    rooms = {name for name, space in spaces.items() if space.kind == "classroom"}
    return [
        one.id
        for one in plan.openings
        if one.type == "door" and not plan.leads_outdoors(one) and rooms & {*one.between}
    ]


def _with_doors(bundle: Bundle, doors: list[str], field: str, value: str, thing: str) -> Bundle:
    if field != "works":
        return _with_plan(bundle, "openings", doors, field, {"fixed": value} if field == "time_to_lock" else value)
    if _yes(value, f"plan.{thing}.works"):
        return bundle
    setup = bundle.tree.get("setup")
    before = setup if isinstance(setup, list) else [] if setup is None else [setup]
    return _with_tree(bundle, {**bundle.tree, "setup": [*before, {"block": doors}]})


def _with_plan(bundle: Bundle, part: str, ids: list[str], field: str, value: Any) -> Bundle:
    data = _data(bundle.plan)
    data[part] = [{**one, field: value} if one["id"] in ids else one for one in data[part]]
    return _on(bundle, data, f"plan.{ids[0]}.{field}={value}")


def _with_space(bundle: Bundle, space: str, field: str, value: str) -> Bundle:
    _known(field, SPACE_FIELDS, space)
    data = _data(bundle.plan)
    level = data["levels"][bundle.plan.level_of()[space]]
    level["spaces"] = {**level["spaces"], space: {**level["spaces"][space], field: value}}
    return _on(bundle, data, f"plan.{space}.{field}={value}")


def _data(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _on(bundle: Bundle, data: dict[str, Any], what: str) -> Bundle:
    """The bundle on another plan, if plan and scenario are sound with it."""
    plan = _checked(Plan, data, what)
    if wrong := [*check_plan_references(plan), *check_references(bundle.scenario, plan)]:
        raise Refused(f"{what}: {wrong[0].message}")
    return replace(bundle, plan=plan)


def zones_of(plan: Plan) -> list[str]:
    """The zones of loudspeakers that a plan has."""
    return sorted({space.pa for space in plan.spaces().values() if space.pa is not None})


# ---- the scenario's tree --------------------------------------------------------------------------------------------


def with_tree(bundle: Bundle, change: Callable[[Tree], Tree]) -> Bundle:
    """The bundle with its scenario's tree changed."""
    return _with_tree(bundle, change(bundle.tree))


def _with_tree(bundle: Bundle, tree: Tree) -> Bundle:
    slots = tuple(slots_of(tree))
    first = {name: one.extremes()[0] for name, one in bundle.scenario.variables.items()}
    scenario = _checked(Scenario, filled(tree, slots, first, bundle.plan.label_of), "the changed scenario")
    return replace(bundle, tree=tree, slots=slots, scenario=scenario)


def _checked(model: Any, data: Any, what: str) -> Any:
    noun, findings = validated(model, data)
    if noun is None:
        raise Refused(f"{what}: {findings[0].message if findings else 'is not possible'}")
    return noun


def _known(field: str, fields: tuple[str, ...], thing: str) -> None:
    if field not in fields:
        raise NotFound(f"of {thing} these can be changed: {listed(fields)}; not {field}{did_you_mean(field, fields)}")


def _yes(value: str, what: str) -> bool:
    if value.lower() not in (*NO, *YES):
        raise Refused(f"{what} is yes or no, not {value}")
    return value.lower() in YES


def _map(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}
