"""Names that must exist: inside a plan, and from a scenario into its plan.

Each check returns findings: paths in the model of the file that holds the reference, and sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from simulator.files.acting import Known, act_findings, occurrence_findings
from simulator.files.acts_hazards import air_findings
from simulator.files.aims import objective_findings
from simulator.files.crowds import impossible_crowds
from simulator.files.incident import channel_findings, effect_findings, incident_findings
from simulator.files.paths import MAX_PROBLEMS, Path, one_line
from simulator.files.places import LINK, OPENING, POINT, SPACE, Places, named, people, places_of, speaker_zone, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import HAZARDS, did_you_mean
from simulator.files.ways import wrong_ways
from simulator.model.building import Plan
from simulator.model.inject import (
    AlarmEffect,
    Block,
    CloseEffect,
    Effect,
    Fail,
    Inject,
    LockEffect,
    Move,
    Prop,
    Restore,
    Silence,
    Start,
    Unblock,
    Unless,
    UnlockEffect,
)
from simulator.model.people import Group
from simulator.model.scenario import Scenario

ANYTHING = (SPACE, OPENING, LINK, POINT)


def check_plan_references(plan: Plan) -> list[Finding]:
    """Names inside one plan: none twice, and whatever is named exists."""
    return list(islice(_in_plan(plan), MAX_PROBLEMS))


def _in_plan(plan: Plan) -> Iterator[Finding]:
    places = places_of(plan)
    yield from _twice(plan)
    for name, target in plan.uses.items():
        yield from wrong(places, ("uses", name), target, *ANYTHING)
    for index, opening in enumerate(plan.openings):
        for side, space in enumerate(opening.between):
            yield from wrong(places, ("openings", index, "between", side), space, SPACE)
    for index, link in enumerate(plan.links):
        for end, space in enumerate(link.spaces):
            yield from wrong(places, ("links", index, "spaces", end), space, SPACE)
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
            yield from wrong(places, ("points", index, "in"), point.in_, SPACE)
            level = level_of.get(point.in_)
            if level is not None and level != point.on and point.on in plan.levels:
                yield Finding(("points", index, "in"), f"{point.in_} is on level {level}, not on {point.on}")


def _posted(plan: Plan, places: Places) -> Iterator[Finding]:
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            if space.exit is not None:
                yield from wrong(places, ("levels", level_id, "spaces", name, "exit"), space.exit, OPENING)


def _shelters(plan: Plan) -> Iterator[Finding]:
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            for hazard in space.shelter:
                if hazard not in HAZARDS:
                    near = did_you_mean(hazard, HAZARDS)
                    path = ("levels", level_id, "spaces", name, "shelter", hazard)
                    yield Finding(path, f"there is no hazard {one_line(hazard)}{near}", True)


def check_references(scenario: Scenario, plan: Plan) -> list[Finding]:
    """What a scenario names must exist in its plan, or in the scenario itself."""
    places = places_of(plan)
    aims = objective_findings(known_in(scenario, places), scenario, plan)
    own = (aims, wrong_ways(scenario, plan), impossible_crowds(scenario, plan))
    return list(islice(chain(_in_scenario(scenario, places), *own), MAX_PROBLEMS))


def _in_scenario(scenario: Scenario, places: Places) -> Iterator[Finding]:
    groups = tuple(group.id for group in scenario.occupancy.groups)
    for index, group in enumerate(scenario.occupancy.groups):
        yield from _group(places, ("occupancy", "groups", index), group)
    for name, role in scenario.roles.items():
        if not role.off_site:
            yield from wrong(places, ("roles", name, "in"), role.in_, SPACE)
        if role.of is not None:
            yield from named("group", role.of, groups, ("roles", name, "of"), "add it under occupancy: groups")
    if scenario.fire is not None:
        yield from wrong(places, ("fire", "origin"), scenario.fire.origin, SPACE)
        for index, spread in enumerate(scenario.fire.spreads):
            yield from wrong(places, ("fire", "spreads", index, "space"), spread.space, SPACE)
    if scenario.comms.pa.from_ is not None:
        yield from wrong(places, ("comms", "pa", "from"), scenario.comms.pa.from_, POINT)
    for zone in scenario.comms.pa.zones:
        yield from _zone(places, ("comms", "pa", zone), zone, True)
    for index, effect in enumerate(scenario.setup):
        yield from _effect(scenario, places, groups, ("setup", index), effect)
    yield from incident_findings(scenario, places)
    yield from _injects(scenario, places)


def _group(places: Places, path: Path, group: Group) -> Iterator[Finding]:
    for index, space in enumerate(group.in_):
        yield from wrong(places, (*path, "in", index), space, SPACE)
    if group.exit is not None:
        yield from wrong(places, (*path, "exit"), group.exit, OPENING)
    if group.to is not None:
        yield from wrong(places, (*path, "to"), group.to, SPACE)
    if group.home is not None:
        yield from wrong(places, (*path, "home"), group.home, SPACE)
    if group.came_by is not None:
        yield from wrong(places, (*path, "came_by"), group.came_by, OPENING)


def known_in(scenario: Scenario, places: Places) -> Known:
    """The names that injects and decisions of a scenario may use."""
    return Known(
        places=places,
        roles=tuple(scenario.roles),
        groups=tuple(group.id for group in scenario.occupancy.groups),
        injects=tuple(inject.id for inject in scenario.injects),
        expects=tuple(one.id for inject in scenario.injects for one in inject.expect),
        objectives=tuple(objective.id for objective in scenario.objectives),
        modules=tuple(module.id for module in scenario.modules),
        scenario=scenario,
    )


def _injects(scenario: Scenario, places: Places) -> Iterator[Finding]:
    known = known_in(scenario, places)
    seen: set[str] = set()
    for index, inject in enumerate(scenario.injects):
        yield from inject_findings(known, ("injects", index), inject)
        for number, one in enumerate(inject.expect):
            if one.id in seen:
                path = ("injects", index, "expect", number, "id")
                yield Finding(path, f"two expectations of the scenario are called {one_line(one.id)}")
            seen.add(one.id)


def inject_findings(known: Known, path: Path, inject: Inject) -> Iterator[Finding]:
    """What an inject names that does not exist."""
    if inject.module is not None:
        yield from named("module", inject.module, known.modules, (*path, "module"), "add it under modules")
    for number, name in enumerate(inject.objectives):
        yield from named("objective", name, known.objectives, (*path, "objectives", number), _OBJECTIVES)
    for number, name in enumerate(inject.to):
        yield from named("role", name, known.roles, (*path, "to", number), "add it under roles")
    if inject.after is not None:
        yield from occurrence_findings(known, (*path, "after"), inject.after)
    if inject.unless is not None:
        yield from _unless(known, (*path, "unless"), inject.unless)
    for number, effect in enumerate(inject.effect):
        if known.scenario is not None:
            yield from _effect(known.scenario, known.places, known.groups, (*path, "effect", number), effect)
    for number, one in enumerate(inject.expect):
        at = (*path, "expect", number)
        yield from act_findings(known, at, one)
        if one.objective is not None:
            yield from named("objective", one.objective, known.objectives, (*at, "objective"), _OBJECTIVES)


_OBJECTIVES = "add it under objectives"


def _unless(known: Known, path: Path, unless: Unless) -> Iterator[Finding]:
    if unless.expect is not None:
        hint = "expectations stand under an inject's expect"
        yield from named("expectation", unless.expect, known.expects, (*path, "expect"), hint)
    else:
        yield from occurrence_findings(known, path, unless.occurrence())


def _zone(places: Places, path: Path, zone: str, at_key: bool = False) -> Iterator[Finding]:
    yield from speaker_zone(places, zone, path, "spaces name theirs under pa", at_key)


def _effect(
    scenario: Scenario, places: Places, groups: tuple[str, ...], path: Path, effect: Effect
) -> Iterator[Finding]:
    match effect:
        case AlarmEffect(source=source):
            if source is not None:
                yield from wrong(places, (*path, "source"), source, *ANYTHING)
        case Silence():
            return
        case Move(move=who, to=to):
            yield from people(places, groups, (*path, "move"), who)
            yield from wrong(places, (*path, "to"), to, SPACE)
        case Start(start=who, toward=toward):
            yield from people(places, groups, (*path, "start"), who)
            if toward is not None:
                yield from wrong(places, (*path, "toward"), toward, OPENING)
        case Fail() | Restore():
            verb, what = ("fail", effect.fail) if isinstance(effect, Fail) else ("restore", effect.restore)
            for number, name in enumerate(what):
                yield from channel_findings(scenario, places, (*path, verb, number), name)
        case Block() | Unblock() | LockEffect() | UnlockEffect() | Prop() | CloseEffect():
            verb = next(name for name in type(effect).model_fields if name not in ("if_", "for_ms"))
            for number, opening in enumerate(getattr(effect, verb)):
                yield from wrong(places, (*path, verb, number), opening, OPENING)
        case _:
            yield from effect_findings(scenario, places, path, effect)
            yield from air_findings((*places.air, *places.air_names), path, effect)
