"""Where a scenario's groups stand, how close, and how fast they are said to be."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from simulator.files.paths import Path
from simulator.files.sentences import Finding
from simulator.model.building import Plan, Space
from simulator.model.movement import Movement
from simulator.model.people import Group
from simulator.model.scenario import Scenario
from simulator.rules.segments import outline

JAM_PER_M2 = 3.8
"""SFPE Handbook: nobody moves at this density."""
FASTEST_M_S = 3.0
"""Faster than people run in a crowd; more is a slip of the pen."""
OFF_OUTLINE_M = 0.5
"""How far outside a space's outline a person may be said to stand: outlines are drawn to either face of a wall."""


def impossible_crowds(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """People who stand outside their space, and spaces with more people by hand than can move."""
    for index, group in enumerate(scenario.occupancy.groups):
        yield from _outside(("occupancy", "groups", index, "at"), group, plan)
    yield from (finding for density, finding in _crowds(scenario, plan) if density > JAM_PER_M2)


def odd_crowds(scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    """Spaces that are full by hand, and people who are faster than people are."""
    yield from (finding for density, finding in _crowds(scenario, plan) if density <= JAM_PER_M2)
    for index, group in enumerate(scenario.occupancy.groups):
        for key, speed in (("speed", group.speed), ("stair_speed", group.stair_speed)):
            fastest = max(map(float, speed.extremes())) if speed is not None else 0.0
            if fastest > FASTEST_M_S:
                message = f"people of {group.id} would walk {fastest:g} metres a second; 1.2 is usual, 3 is a run"
                yield Finding(("occupancy", "groups", index, key), message)


def _outside(path: Path, group: Group, plan: Plan) -> Iterator[Finding]:
    if group.at is None:
        return
    for name, space in _spaces(group, plan):
        shape = outline(space)
        if shape.is_valid and (off := shape.distance(shapely.Point(group.at))) > OFF_OUTLINE_M:
            x1, y1, x2, y2 = shape.bounds
            message = f"is {off:.1f} m outside {name}, which lies between [{x1:g}, {y1:g}] and [{x2:g}, {y2:g}]"
            yield Finding(path, message)
            return


def _spaces(group: Group, plan: Plan) -> list[tuple[str, Space]]:
    """The spaces that a group is in, those left out that do not exist."""
    spaces = plan.spaces()
    names = [plan.uses.get(one[1:], one) if one.startswith("@") else one for one in group.in_]
    return [(name, spaces[name]) for name in names if name in spaces]


def _crowds(scenario: Scenario, plan: Plan) -> Iterator[tuple[float, Finding]]:
    """The groups that fill a space past what it holds, with the density there; one for each space."""
    people: dict[str, float] = {}
    last: dict[str, int] = {}
    for index, group in enumerate(scenario.occupancy.groups):
        for name, _ in _spaces(group, plan):
            each = group.in_each if group.in_each is not None else (group.count or 0) / len(group.in_)
            people[name] = people.get(name, 0.0) + each
            last[name] = index
    most = Movement().hold_density_per_m2
    for name, count in people.items():
        shape = outline(plan.spaces()[name])
        if shape.is_valid and shape.area > 0 and count / shape.area > most:
            key = "count" if scenario.occupancy.groups[last[name]].count is not None else "in_each"
            message = (
                f"{count:,.0f} people would be in {name}, which has room for {int(shape.area * most):,} standing close "
                f"({shape.area:,.0f} m2 at {most:g} a square metre)"
            )
            yield count / shape.area, Finding(("occupancy", "groups", last[name], key), message)
