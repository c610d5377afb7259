"""What openings are named for: a way out must lead out of the building, and what is shut must have a leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.files.paths import Path
from simulator.files.sentences import Finding
from simulator.model.building import Opening, Plan
from simulator.model.decisions import Decision
from simulator.model.inject import CloseEffect, Effect, Start
from simulator.model.scenario import Scenario


def wrong_ways(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Ways out of groups and effects that do not lead outdoors, and gaps that an effect would shut."""
    openings = _openings(plan)
    for index, group in enumerate(scenario.occupancy.groups):
        for key, name in (("exit", group.exit), ("came_by", group.came_by)):
            yield from _not_out(plan, openings, ("occupancy", "groups", index, key), name)
    for number, effect in enumerate(scenario.setup):
        yield from _in_effect(plan, openings, ("setup", number), effect)
    for index, inject in enumerate(scenario.injects):
        for number, effect in enumerate(inject.effect):
            yield from _in_effect(plan, openings, ("injects", index, "effect", number), effect)


def _in_effect(plan: Plan, openings: dict[str, Opening], path: Path, effect: Effect) -> Iterator[Finding]:
    match effect:
        case Start(toward=toward):
            yield from _not_out(plan, openings, (*path, "toward"), toward)
        case CloseEffect(close=names):
            yield from _no_leaf(openings, (*path, "close"), names)
        case _:
            return


def wrong_ways_chosen(decisions: Iterable[Decision], plan: Plan) -> Iterator[Finding]:
    """The same in decisions."""
    openings = _openings(plan)
    for index, decision in enumerate(decisions):
        match decision.action:
            case "move" | "direct":
                yield from _not_out(plan, openings, ("decisions", index, "through"), decision.through)
            case "close":
                yield from _no_leaf(openings, ("decisions", index, "what"), decision.what or ())
            case _:
                continue


def _openings(plan: Plan) -> dict[str, Opening]:
    """The openings by every name that a file may call them."""
    by_id = {opening.id: opening for opening in plan.openings}
    return by_id | {f"@{use}": by_id[name] for use, name in plan.uses.items() if name in by_id}


def _not_out(plan: Plan, openings: dict[str, Opening], path: Path, name: str | None) -> Iterator[Finding]:
    opening = openings.get(name) if name is not None else None
    if opening is None or plan.leads_outdoors(opening):
        return
    first, second = opening.between
    if opening.type == "window":
        why = "is a window, and nobody leaves by it here"
    elif all(space in plan.spaces() and plan.spaces()[space].open_air for space in opening.between):
        why = f"joins {first} and {second}, which are both outdoors already"
    else:
        why = f"does not lead outdoors, but from {first} to {second}"
    yield Finding(path, f"{opening.id} {why}; name a door that leads out of the building")


def _no_leaf(openings: dict[str, Opening], path: Path, names: Iterable[str]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name in openings and openings[name].type == "open":
            yield Finding((*path, number), f"{openings[name].id} is a gap, and a gap has no leaf to close")
