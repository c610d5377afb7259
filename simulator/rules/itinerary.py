"""The places that the person of a threat goes to, one after another: from the plan as built and a script, nothing else.

A waypoint is a set of segments and the steps that get there. Locks are left out of account here, and nothing in this
module can know where people are: the k-th waypoint follows from the ones before it and the k-th number drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from simulator.model.hazard import Pattern
from simulator.rules.routes import FAR_MM, Building, Routes, exit_steps, unwalked_steps
from simulator.rules.segments import Segment

HALLS: frozenset[str] = frozenset({"corridor", "lobby", "stairs", "concourse"})
"""Kinds of space that the pattern `corridor` keeps to; stairs and ramps between levels are among its ways."""
Uniform = Callable[[int], float]
"""The k-th number of the script, in (0, 1)."""


class Waypoint(NamedTuple):
    """A place to go to: its name (a space, a strip or an exit), its segments, and the steps that get there."""

    name: str
    segments: frozenset[int]
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


def itinerary(routes: Routes, entry: int, pattern: Pattern, uniform: Uniform) -> Iterator[Waypoint]:
    """The waypoints of a pattern after an entry step; it never ends for `roam` and `corridor`.

    `corridor` begins with the nearest hall; `stationary` has none; `leave` has every exit, the nearest to the entry
    first and the entry itself last.
    """
    building = routes.building
    segment = building.segments[goes_to(building, entry)]
    match pattern:
        case "roam":
            return _wandering(_rooms(building), segment.space, uniform)
        case "corridor":
            return _along_halls(routes, entry, uniform)
        case "leave":
            return iter(_exits(routes, entry))
        case "stationary":
            return iter(())


def into(building: Building, name: str) -> Waypoint:
    """The waypoint of a space, by any of its segments, or of one strip or stair. KeyError where there is none."""
    inside = frozenset(building.of_space[name] if name in building.of_space else (building.by_name[name],))
    steps = {step ^ 1 for segment in inside for step in building.steps_out(segment)} - unwalked_steps(building)
    return Waypoint(name, inside, frozenset(one for one in steps if goes_to(building, one ^ 1) not in inside))


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
    segments: dict[str, set[int]] = {}
    pairs: dict[tuple[str, str], None] = {}
    for step in range(2 * len(building.passages)):
        here, there = (building.segments[goes_to(building, one)] for one in (step ^ 1, step))
        if step not in never and kept(there) and place(here) != place(there):
            steps.setdefault(place(there), set()).add(step)
            pairs[place(here), place(there)] = None
    for index, segment in enumerate(building.segments):
        segments.setdefault(place(segment), set()).add(index)
    places = {name: Waypoint(name, frozenset(segments[name]), frozenset(found)) for name, found in steps.items()}
    ways: dict[str, list[Waypoint]] = {}
    for first, second in pairs:
        ways.setdefault(first, []).append(places[second])
    return {name: tuple(found) for name, found in ways.items()}


def _wandering(ways: Ways, here: str, uniform: Uniform) -> Iterator[Waypoint]:
    """A random walk that turns straight back only where there is no other way on."""
    k, before = 0, None
    while near := ways.get(here, ()):
        onward = tuple(one for one in near if one.name != before) or near
        chosen = onward[min(int(uniform(k) * len(onward)), len(onward) - 1)]
        yield chosen
        before, here, k = here, chosen.name, k + 1


def _along_halls(routes: Routes, entry: int, uniform: Uniform) -> Iterator[Waypoint]:
    """A walk along the halls; whoever comes in where no hall is near (a kitchen) walks to the nearest one first."""
    building = routes.building
    halls, here = _halls(building), building.segments[goes_to(building, entry)].name
    if not halls.get(here):
        places = {one.name: one for near in halls.values() for one in near}
        never = unwalked_steps(building)
        far = {name: routes.table(one.steps, never).left_mm[entry] for name, one in places.items()}
        nearest = min(far, key=lambda name: far[name], default=here)
        if nearest != here and far[nearest] < FAR_MM:
            yield places[nearest]
            here = nearest
    yield from _wandering(halls, here, uniform)


def _exits(routes: Routes, entry: int) -> list[Waypoint]:
    building, never = routes.building, unwalked_steps(routes.building)
    far = {step: routes.table(frozenset({step}), never).left_mm[entry] for step in exit_steps(building)}
    order = sorted(far, key=lambda step: (step == entry ^ 1, far[step], step))
    return [
        Waypoint(building.passages[step >> 1].name, frozenset({goes_to(building, step)}), frozenset({step}))
        for step in order
        if far[step] < FAR_MM
    ]
