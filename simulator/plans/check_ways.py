"""Checking that from every space people can get out on foot.

What counts as a way: a door or an `open` passage, and a stair or ramp. Windows and lifts do not. A lock holds against
whoever comes from the second space of `between`: a door may always be passed from the first, and from the second where
it is not locked, since nobody is sure to have a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.model.building import Plan
from simulator.plans.findings import Finding, error, some_of, warning

SELDOM_USED = frozenset({"elevator", "mechanical", "storage"})
"""Spaces where nobody is by plan, unless `cap` says so."""


def check_ways(plan: Plan) -> Iterator[Finding]:
    """Spaces from which no exit can be reached on foot; one finding for the whole plan where there is none at all."""
    yield from _posted(plan)
    graph, spaces = ways_on_foot(plan), plan.spaces()
    outside = [name for name, space in spaces.items() if space.open_air]
    inside = [name for name, space in spaces.items() if not space.open_air]
    free = leading_to(graph, outside)
    stuck = [name for name in inside if name not in free]
    if not inside or not stuck:
        return
    if not outside:
        yield error(
            ("levels",),
            "this plan has no way out: it has no space of kind outdoors, field, parking or assembly; "
            "draw the ground around the building and join it by doors",
        )
        return
    if len(stuck) == len(inside):
        yield error(("openings",), f"this plan has no way out: no door leads from the building to {some_of(outside)}")
        return
    level_of = plan.level_of()
    for name in stuck:
        grave = spaces[name].kind not in SELDOM_USED or bool(spaces[name].cap)
        sentence = f"from {name} there is no way out on foot: {_reason(plan, graph, name)}"
        yield (error if grave else warning)(("levels", level_of[name], "spaces", name), sentence)


def _posted(plan: Plan) -> Iterator[Finding]:
    """An exit posted in a room must lead out of the building."""
    openings, spaces = {opening.id: opening for opening in plan.openings}, plan.spaces()
    for level_id, level in plan.levels.items():
        for name, space in level.spaces.items():
            opening = openings.get(_named(plan, space.exit)) if space.exit else None
            if opening is not None and all(map(spaces.get, opening.between)) and not plan.leads_outdoors(opening):
                path = ("levels", level_id, "spaces", name, "exit")
                yield error(path, f"{opening.id} does not lead outdoors: name a door to open ground as the way out")


def _named(plan: Plan, reference: str) -> str:
    return plan.uses.get(reference[1:], reference) if reference.startswith("@") else reference


Graph = dict[str, dict[str, None]]
"""From each space the spaces that people can walk on to."""


def leading_to(graph: Graph, goals: Iterable[str]) -> set[str]:
    """The goals, and every space from which one of them can be reached."""
    back: dict[str, list[str]] = {}
    for first, onward in graph.items():
        for second in onward:
            back.setdefault(second, []).append(first)
    found, ahead = set(goals), list(goals)
    while ahead:
        before = [one for one in back.get(ahead.pop(), ()) if one not in found]
        found.update(before)
        ahead += before
    return found


def ways_on_foot(plan: Plan) -> Graph:
    """The spaces, with a way from one to another wherever people can walk without a key."""
    spaces = plan.spaces()
    graph: Graph = {name: {} for name in spaces}
    for opening in plan.openings:
        first, second = opening.between
        if opening.type == "window" or first not in spaces or second not in spaces:
            continue
        graph[first][second] = None
        if not plan.holds_from_second(opening):
            graph[second][first] = None
    for link in plan.links:
        if link.type != "lift" and all(name in spaces for name in link.spaces):
            first, second = link.spaces
            graph[first][second] = graph[second][first] = None
    return graph


def _reason(plan: Plan, graph: Graph, name: str) -> str:
    onward = list(graph[name])
    if onward:
        return f"it leads only to {some_of(onward)}, which {'have' if len(onward) > 1 else 'has'} none either"
    locked = [opening.id for opening in plan.openings if opening.type == "door" and opening.between[1] == name]
    if locked:
        return (
            f"{some_of(locked)} {'are' if len(locked) > 1 else 'is'} locked against whoever comes from {name}, the "
            f"second space of between; name {name} first if people may leave it without a key"
        )
    return _only(
        name,
        [opening.id for opening in plan.openings if opening.type == "window" and name in opening.between],
        [link.id for link in plan.links if link.type == "lift" and name in link.spaces],
    )


def _only(name: str, windows: Iterable[str], lifts: Iterable[str]) -> str:
    have = [f"{kind} ({some_of(ids)})" for kind, ids in (("windows", windows), ("lifts", lifts)) if ids]
    if have:
        return f"it has only {' and '.join(have)}, which nobody is counted on to leave by; add a door"
    return "no door, passage or stair names it; add one under openings"
