"""The places that the person of a threat goes to, one after another: from the plan as built and a script, nothing else.

A waypoint is a set of steps, any of which gets there. Locks are left out of account here, and nothing in this module
can know where people are: the k-th waypoint follows from the ones before it and the k-th number drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from simulator.model.hazard import Pattern
from simulator.rules.routes import FAR_MM, Building, Routes, exit_steps, unwalked_steps
from simulator.rules.segments import Segment

HALLS: frozenset[str] = frozenset({"corridor", "lobby", "stairs", "concourse"})
"""Kinds of space that the pattern `corridor` keeps to; stairs and ramps between levels are among its ways."""
Uniform = Callable[[int], float]
"""The k-th number of the script, in (0, 1)."""


class Waypoint(NamedTuple):
    """A place to go to: its name (a space, a strip or an exit), and the steps that get there."""

    name: str
    steps: frozenset[int]


def goes_to(building: Building, step: int) -> int:
    """The segment that a step leads into."""
    return building.passages[step >> 1].between[1 - (step & 1)]


def entry_step(building: Building, opening: int) -> int:
    """The step by which the person comes in: out of open air, else from the opening's second space to its first."""
    for step in (2 * opening + 1, 2 * opening):
        inside = building.segments[goes_to(building, step)]
        outside = building.segments[goes_to(building, step ^ 1)]
        if outside.open_air and not inside.open_air:
            return step
    return 2 * opening + 1


def itinerary(
    routes: Routes, entry: int, pattern: Pattern, route: Sequence[str], uniform: Uniform
) -> Iterator[Waypoint]:
    """The waypoints after an entry step; it ends where the script has no more, and never for `roam` and `corridor`.

    `route` (ids of spaces or strips) goes before the pattern where it is given. KeyError for a place there is not.
    """
    building = routes.building
    if route:
        return iter([into(building, name) for name in route])
    match pattern:
        case "roam":
            return _wandering(_rooms(building), _space(building, entry), None, uniform)
        case "corridor":
            return _wandering(_halls(building), _strip(building, entry), None, uniform)
        case "leave":
            return iter(_nearest_exit(routes, entry))
        case "stationary":
            return iter(())


def into(building: Building, name: str) -> Waypoint:
    """The waypoint of a space, by any of its segments, or of one strip or stair."""
    inside = building.of_space[name] if name in building.of_space else (building.by_name[name],)
    steps = [step ^ 1 for segment in inside for step in building.steps_out(segment)]
    never = unwalked_steps(building)
    return Waypoint(
        name, frozenset(one for one in steps if one not in never and goes_to(building, one ^ 1) not in inside)
    )  # fmt: skip


Ways = dict[str, tuple[Waypoint, ...]]
"""From each place to the places next to it, in the plan's order."""


def _rooms(building: Building) -> Ways:
    """Spaces (a stair or ramp is one too) and the indoor spaces next to each."""
    return _ways(building, lambda segment: segment.space, lambda segment: not segment.open_air)


def _halls(building: Building) -> Ways:
    """Strips of halls, stairs between levels, and what of these is next to each."""
    return _ways(building, lambda segment: segment.name, lambda one: one.kind in HALLS or one.link is not None)


def _ways(building: Building, place: Callable[[Segment], str], kept: Callable[[Segment], bool]) -> Ways:
    never = unwalked_steps(building)
    steps: dict[str, set[int]] = {}
    pairs: dict[tuple[str, str], None] = {}
    for step in range(2 * len(building.passages)):
        here, there = (building.segments[goes_to(building, one)] for one in (step ^ 1, step))
        if step not in never and kept(there) and place(here) != place(there):
            steps.setdefault(place(there), set()).add(step)
            pairs[place(here), place(there)] = None
    places = {name: Waypoint(name, frozenset(found)) for name, found in steps.items()}
    ways: dict[str, list[Waypoint]] = {}
    for first, second in pairs:
        ways.setdefault(first, []).append(places[second])
    return {name: tuple(found) for name, found in ways.items()}


def _wandering(ways: Ways, here: str, before: str | None, uniform: Uniform) -> Iterator[Waypoint]:
    """A random walk that turns straight back only where there is no other way on."""
    k = 0
    while True:
        near = ways.get(here, ())
        onward = tuple(one for one in near if one.name != before) or near
        if not onward:
            return
        chosen = onward[min(int(uniform(k) * len(onward)), len(onward) - 1)]
        yield chosen
        before, here, k = here, chosen.name, k + 1


def _nearest_exit(routes: Routes, entry: int) -> list[Waypoint]:
    """Out by the nearest exit other than the entry, by the entry where there is no other; open air is out already."""
    building = routes.building
    never = unwalked_steps(building)
    exits = exit_steps(building)
    for targets in (exits - {entry ^ 1}, exits):
        table = routes.table(targets, never)
        step = table.next_step[entry]
        if table.left_mm[entry] < FAR_MM and step >= 0:
            while table.next_step[step] >= 0:
                step = table.next_step[step]
            return [Waypoint(building.passages[step >> 1].name, frozenset({step}))]
    return []


def _space(building: Building, step: int) -> str:
    return building.segments[goes_to(building, step)].space


def _strip(building: Building, step: int) -> str:
    return building.segments[goes_to(building, step)].name
