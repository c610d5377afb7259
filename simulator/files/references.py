"""Names that must exist: inside a plan, from a scenario into its plan, from decisions into both.

Each check returns findings: paths in the model of the file that holds the reference, and sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from simulator.files.crowds import impossible_crowds
from simulator.files.paths import MAX_PROBLEMS, Path, one_line
from simulator.files.places import LINK, OPENING, POINT, SPACE, Places, places_of
from simulator.files.sentences import Finding
from simulator.files.vocabulary import METRICS, did_you_mean
from simulator.files.ways import wrong_ways, wrong_ways_chosen
from simulator.model.building import Plan
from simulator.model.decisions import Decision, Decisions, DirectDecision, MoveDecision
from simulator.model.hazard import LATER_HAZARDS
from simulator.model.inject import AlarmEffect, Effect, InSpace, Move, Silence, Start
from simulator.model.people import Group
from simulator.model.scenario import Scenario

ANYTHING = (SPACE, OPENING, LINK, POINT)
_HAZARDS = ("evacuation", "fire", *LATER_HAZARDS)


def check_plan_references(plan: Plan) -> list[Finding]:
    """Names inside one plan: none twice, and whatever is named exists."""
    return list(islice(_in_plan(plan), MAX_PROBLEMS))


def _in_plan(plan: Plan) -> Iterator[Finding]:
    places = places_of(plan)
    yield from _twice(plan)
    for name, target in plan.uses.items():
        yield from _wrong(places, ("uses", name), target, *ANYTHING)
    for index, opening in enumerate(plan.openings):
        for side, space in enumerate(opening.between):
            yield from _wrong(places, ("openings", index, "between", side), space, SPACE)
    for index, link in enumerate(plan.links):
        for end, space in enumerate(link.spaces):
            yield from _wrong(places, ("links", index, "spaces", end), space, SPACE)
    yield from _points(plan, places)
    yield from _shelters(plan)
    yield from _posted(plan, places)


def _twice(plan: Plan) -> Iterator[Finding]:
    """The second of two things with one id: scenarios could not tell them apart."""
    seen: dict[str, str] = {}
    for path, name, kind in _ids(plan):
        if name in seen:
            yield Finding(path, f"{one_line(name)} already names {seen[name]}; every id stands once in a plan", True)
        seen.setdefault(name, kind)


def _ids(plan: Plan) -> Iterator[tuple[Path, str, str]]:
    for level_id, level in plan.levels.items():
        for name in level.spaces:
            yield ("levels", level_id, "spaces", name), name, f"a space on level {level_id}"
    for index, opening in enumerate(plan.openings):
        yield ("openings", index, "id"), opening.id, "an opening"
    for index, point in enumerate(plan.points):
        yield ("points", index, "id"), point.id, "a point"
    for index, link in enumerate(plan.links):
        yield ("links", index, "id"), link.id, "a link"


def _points(plan: Plan, places: Places) -> Iterator[Finding]:
    level_of = plan.level_of()
    for index, point in enumerate(plan.points):
        if point.on not in plan.levels:
            near = did_you_mean(point.on, plan.levels)
            yield Finding(("points", index, "on"), f"there is no level {one_line(point.on)}{near}")
        if point.in_ is not None:
            yield from _wrong(places, ("points", index, "in"), point.in_, SPACE)
            level = level_of.get(point.in_)
            if level is not None and level != point.on and point.on in plan.levels:
                yield Finding(("points", index, "in"), f"{point.in_} is on level {level}, not on {point.on}")


def _posted(plan: Plan, places: Places) -> Iterator[Finding]:
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            if space.exit is not None:
                yield from _wrong(places, ("levels", level_id, "spaces", name, "exit"), space.exit, OPENING)


def _shelters(plan: Plan) -> Iterator[Finding]:
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            for hazard in space.shelter:
                if hazard not in _HAZARDS:
                    near = did_you_mean(hazard, _HAZARDS)
                    path = ("levels", level_id, "spaces", name, "shelter", hazard)
                    yield Finding(path, f"there is no hazard {one_line(hazard)}{near}", True)


def check_references(scenario: Scenario, plan: Plan) -> list[Finding]:
    """What a scenario names must exist in its plan, or in the scenario itself."""
    own = (wrong_ways(scenario, plan), impossible_crowds(scenario, plan))
    return list(islice(chain(_in_scenario(scenario, places_of(plan)), *own), MAX_PROBLEMS))


def _in_scenario(scenario: Scenario, places: Places) -> Iterator[Finding]:
    groups = [group.id for group in scenario.occupancy.groups]
    for index, group in enumerate(scenario.occupancy.groups):
        yield from _group(places, ("occupancy", "groups", index), group)
    for name, role in scenario.roles.items():
        yield from _wrong(places, ("roles", name, "in"), role.in_, SPACE)
        if role.of is not None:
            yield from _named("group", role.of, groups, ("roles", name, "of"), "add it under occupancy: groups")
    if scenario.fire is not None:
        yield from _wrong(places, ("fire", "origin"), scenario.fire.origin, SPACE)
        for index, spread in enumerate(scenario.fire.spreads):
            yield from _wrong(places, ("fire", "spreads", index, "space"), spread.space, SPACE)
    for index, effect in enumerate(scenario.setup):
        yield from _effect(places, groups, ("setup", index), effect)
    yield from _objectives(scenario)
    yield from _injects(scenario, places, groups)


def _group(places: Places, path: Path, group: Group) -> Iterator[Finding]:
    for index, space in enumerate(group.in_):
        yield from _wrong(places, (*path, "in", index), space, SPACE)
    if group.exit is not None:
        yield from _wrong(places, (*path, "exit"), group.exit, OPENING)
    if group.to is not None:
        yield from _wrong(places, (*path, "to"), group.to, SPACE)
    if group.home is not None:
        yield from _wrong(places, (*path, "home"), group.home, SPACE)
    if group.came_by is not None:
        yield from _wrong(places, (*path, "came_by"), group.came_by, OPENING)


def _objectives(scenario: Scenario) -> Iterator[Finding]:
    for index, objective in enumerate(scenario.objectives):
        if (metric := objective.measure.metric) is not None and metric not in METRICS:
            near = did_you_mean(metric, METRICS)
            yield Finding(("objectives", index, "measure", "metric"), f"there is no metric {one_line(metric)}{near}")


def _injects(scenario: Scenario, places: Places, groups: list[str]) -> Iterator[Finding]:
    modules = [module.id for module in scenario.modules]
    objectives = [objective.id for objective in scenario.objectives]
    for index, inject in enumerate(scenario.injects):
        path: Path = ("injects", index)
        if inject.module is not None:
            yield from _named("module", inject.module, modules, (*path, "module"), "add it under modules")
        for number, name in enumerate(inject.objectives):
            yield from _named("objective", name, objectives, (*path, "objectives", number), "add it under objectives")
        for number, name in enumerate(inject.to):
            yield from _named("role", name, scenario.roles, (*path, "to", number), "add it under roles")
        for number, effect in enumerate(inject.effect):
            yield from _effect(places, groups, (*path, "effect", number), effect)


def _effect(places: Places, groups: list[str], path: Path, effect: Effect) -> Iterator[Finding]:
    match effect:
        case AlarmEffect(source=source):
            if source is not None:
                yield from _wrong(places, (*path, "source"), source, *ANYTHING)
        case Silence():
            return
        case Move(move=who, to=to):
            yield from _who(places, groups, (*path, "move"), who)
            yield from _wrong(places, (*path, "to"), to, SPACE)
        case Start(start=who, toward=toward):
            yield from _who(places, groups, (*path, "start"), who)
            if toward is not None:
                yield from _wrong(places, (*path, "toward"), toward, OPENING)
        case _:
            verb = next(name for name in type(effect).model_fields if name != "for_ms")
            for number, opening in enumerate(getattr(effect, verb)):
                yield from _wrong(places, (*path, verb, number), opening, OPENING)


def check_decision_references(decisions: Decisions, scenario: Scenario, plan: Plan) -> list[Finding]:
    """What decisions name must exist in the scenario that they belong to, or in its plan."""
    own = wrong_ways_chosen(decisions.decisions, plan)
    return list(islice(chain(_in_decisions(decisions, scenario, places_of(plan)), own), MAX_PROBLEMS))


def _in_decisions(decisions: Decisions, scenario: Scenario, places: Places) -> Iterator[Finding]:
    groups = [group.id for group in scenario.occupancy.groups]
    for seat in decisions.seats:
        if seat != "all":
            yield from _named("role", seat, scenario.roles, ("seats", seat), "the scenario's roles have seats", True)
    for index, decision in enumerate(decisions.decisions):
        path: Path = ("decisions", index)
        if decision.role != "facilitator":
            hint = "add it under the scenario's roles"
            yield from _named("role", decision.role, scenario.roles, (*path, "role"), hint)
        yield from _decision(places, groups, path, decision)


def _decision(places: Places, groups: list[str], path: Path, decision: Decision) -> Iterator[Finding]:
    match decision:
        case MoveDecision(who=who, to=to, through=through):
            yield from _who(places, groups, (*path, "who"), who)
            yield from _wrong(places, (*path, "to"), to, SPACE)
            if through is not None:
                yield from _wrong(places, (*path, "through"), through, OPENING)
        case DirectDecision(who=who, through=through):
            yield from _who(places, groups, (*path, "who"), who)
            yield from _wrong(places, (*path, "through"), through, OPENING)
        case _:
            for number, opening in enumerate(decision.what):
                yield from _wrong(places, (*path, "what", number), opening, OPENING)


def check_decision_ids(decisions: Decisions) -> list[Finding]:
    """Two decisions with one id."""
    seen: set[str] = set()
    found = []
    for index, decision in enumerate(decisions.decisions):
        if decision.id in seen:
            found.append(Finding(("decisions", index, "id"), f"two decisions are called {one_line(decision.id)}"))
        seen.add(decision.id)
    return found


def _who(places: Places, groups: list[str], path: Path, who: str | InSpace) -> Iterator[Finding]:
    if isinstance(who, InSpace):
        yield from _wrong(places, (*path, "in"), who.in_, SPACE)
    elif who not in groups and places.wrong(who, SPACE) is None:
        yield Finding(path, f"{who} is a space, a group was expected; for everybody in it write {{in: {who}}}")
    else:
        yield from _named("group", who, groups, path, "groups stand under occupancy")


def _named(
    noun: str, name: str, known: Iterable[str], path: Path, hint: str, at_key: bool = False
) -> Iterator[Finding]:
    names = list(known)
    if name not in names:
        near = did_you_mean(name, names) or f"; {hint}"
        yield Finding(path, f"there is no {noun} {one_line(name)}{near}", at_key)


def _wrong(places: Places, path: Path, reference: str, *wanted: str) -> Iterator[Finding]:
    if message := places.wrong(reference, *wanted):
        yield Finding(path, message)
