"""Checking where the ways lead: from each exit to a rally point, and out of spaces whose doors lock behind people."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.model.building import ELECTRIC_LOCKS, Opening, Plan
from simulator.plans.check_ways import Graph, leading_to, ways_on_foot
from simulator.plans.findings import Finding, some_of, warning


def check_reach(plan: Plan) -> Iterator[Finding]:
    """Exits from which no rally point can be reached, and spaces in which one blocked exit shuts people in."""
    yield from _rally(plan)
    yield from _traps(plan)


def _rally(plan: Plan) -> Iterator[Finding]:
    """People who are out go to the rally point over open air; nobody goes back through the building."""
    spaces = plan.spaces()
    on_foot = ways_on_foot(plan)
    open_air: Graph = {
        name: {one: None for one in onward if spaces[one].open_air}
        for name, onward in on_foot.items() if spaces[name].open_air
    }  # fmt: skip
    assembly = [name for name in open_air if spaces[name].kind == "assembly"]
    if not assembly:
        return
    there = leading_to(open_air, assembly)
    exits: dict[str, list[int]] = {}
    for index, opening in _exits(plan):
        outside = next(name for name in opening.between if spaces[name].open_air)
        if outside not in there:
            exits.setdefault(outside, []).append(index)
    for outside, found in exits.items():
        ids = [plan.openings[index].id for index in found]
        yield warning(
            ("openings", found[0], "between"),
            f"{some_of(ids)} {'leads' if len(ids) == 1 else 'lead'} to {outside}, and no way over open air leads from "
            f"there to {some_of(assembly)}, so nobody who leaves there is counted; join the grounds by passages of "
            "type open",
        )


def _exits(plan: Plan) -> list[tuple[int, Opening]]:
    spaces = plan.spaces()
    return [
        (index, opening)
        for index, opening in enumerate(plan.openings)
        if all(name in spaces for name in opening.between) and plan.leads_outdoors(opening)
    ]


Ways = list[tuple[str, str, str]]
"""From where, to where, by which opening or link."""


def _traps(plan: Plan) -> Iterator[Finding]:
    """Spaces that people enter by a door that locks behind them and leave by one exit only."""
    ways, held, level_of = _ways(plan), _held(plan), plan.level_of()
    exits = _exits(plan)
    if not held:
        return
    free = _free(plan, ways)
    for _, exit_ in exits:
        stuck = free - _free(plan, [way for way in ways if way[2] != exit_.id])
        for part in _parts(stuck, ways) if stuck else ():
            doors = [one.id for one in held if one.between[1] in part and one.between[0] in free - stuck]
            if doors:
                names = [name for name in level_of if name in part]
                yield warning(
                    ("levels", level_of[names[0]], "spaces", names[0]),
                    f"if {exit_.id} is blocked, whoever is in {some_of(names)} cannot get back: {some_of(doors)} "
                    f"{'locks' if len(doors) == 1 else 'lock'} behind whoever enters",
                )


def _parts(spaces: frozenset[str], ways: Ways) -> list[set[str]]:
    """Some spaces, in groups that ways join with each other in either direction."""
    near: Graph = {name: {} for name in sorted(spaces)}
    for first, second, _ in ways:
        if first in spaces and second in spaces:
            near[first][second] = near[second][first] = None
    parts: list[set[str]] = []
    for name in near:
        if not any(name in part for part in parts):
            parts.append(leading_to(near, [name]))
    return parts


def _ways(plan: Plan) -> Ways:
    spaces, held = plan.spaces(), {opening.id for opening in _held(plan)}
    found: Ways = []
    for opening in plan.openings:
        first, second = opening.between
        if opening.type != "window" and first in spaces and second in spaces:
            found.append((first, second, opening.id))
            found += [] if opening.id in held else [(second, first, opening.id)]
    for link in plan.links:
        if link.type != "lift" and all(name in spaces for name in link.spaces):
            found += [(*link.spaces, link.id), (*link.spaces[::-1], link.id)]
    return found


def _held(plan: Plan) -> list[Opening]:
    """The doors that hold from their second space even while the fire alarm sounds."""
    released = ELECTRIC_LOCKS if plan.defaults.door.released_by_alarm else frozenset()
    return [one for one in plan.openings if plan.holds_from_second(one) and plan.lock_of(one) not in released]


def _free(plan: Plan, ways: Ways) -> frozenset[str]:
    """The built spaces from which people can get out."""
    graph: Graph = {}
    for first, second, _ in ways:
        graph.setdefault(first, {})[second] = None
        graph.setdefault(second, {})
    spaces = plan.spaces()
    outside = [name for name in graph if spaces[name].open_air]
    return frozenset(name for name in leading_to(graph, outside) if not spaces[name].open_air)
