"""Checking that stairs, ramps and lifts join levels, and that their heights and lengths agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from simulator.model.building import Link, Plan
from simulator.plans.findings import Finding, Path, error, number, warning
from simulator.rules.segments import outline

RISE_ROUNDING_M = 0.1
FARTHEST_SHAFT_M = 3.0
SHAFT_KINDS = {"stair": "stairs", "lift": "elevator"}


def check_links(plan: Plan) -> Iterator[Finding]:
    """Each stair, ramp and lift: its two spaces, their levels, its rise and length; and stairs that no link uses."""
    spaces, level_of = plan.spaces(), plan.level_of()
    for index, link in enumerate(plan.links):
        if any(name not in spaces for name in link.spaces):
            continue
        path: Path = ("links", index)
        yield from _levels(path, plan, link, *(level_of[name] for name in link.spaces))
        yield from _ends(path, plan, link)
        yield from _slope(path, link)
    used = {name for link in plan.links for name in link.spaces}
    for name, space in spaces.items():
        if space.kind in SHAFT_KINDS.values() and name not in used:
            yield warning(
                ("levels", level_of[name], "spaces", name),
                f"{name} is of kind {space.kind}, but no link joins it to another level; add one under links",
            )


def _levels(path: Path, plan: Plan, link: Link, first: str, second: str) -> Iterator[Finding]:
    if first == second:
        sentence = (
            f"{link.id} joins {link.spaces[0]} and {link.spaces[1]}, which are both on level {first}; "
            f"a {link.type} joins two levels"
        )
        yield warning((*path, "spaces"), sentence) if link.type == "ramp" else error((*path, "spaces"), sentence)
        return
    low, high = sorted((plan.levels[first].floor_z_m, plan.levels[second].floor_z_m))
    heights = sorted({level.floor_z_m for level in plan.levels.values()})
    if link.type == "stair" and low != high and (low, high) not in pairwise(heights):
        yield warning(
            (*path, "spaces"), f"{link.id} passes a level without stopping there; give one stair for each storey"
        )
    if low == high:
        yield warning(
            ("levels", second, "floor_z"),
            f"levels {first} and {second}, which {link.id} joins, have the same floor_z ({number(low)} m)",
        )
    elif link.rise_m is not None and abs(link.rise_m - (high - low)) > RISE_ROUNDING_M:
        yield warning(
            (*path, "rise"),
            f"{link.id} rises {number(link.rise_m)} m, but level {first} and level {second} are {number(high - low)} m "
            "apart (their floor_z); one of these is wrong",
        )


def _ends(path: Path, plan: Plan, link: Link) -> Iterator[Finding]:
    spaces = plan.spaces()
    for end, name in enumerate(link.spaces):
        kind = SHAFT_KINDS.get(link.type)
        if kind and spaces[name].kind != kind:
            yield warning(
                (*path, "spaces", end),
                f"{link.id} is a {link.type}, but its end {name} is of kind {spaces[name].kind}, not {kind}",
            )
    first, second = (outline(spaces[name]) for name in link.spaces)
    apart = float(first.distance(second)) if first.is_valid and second.is_valid else 0.0
    if link.type != "ramp" and apart > FARTHEST_SHAFT_M + link.length_m:
        yield warning(
            (*path, "spaces"),
            f"the ends of {link.id}, {link.spaces[0]} and {link.spaces[1]}, lie {number(apart)} m apart on the plan; "
            f"the ends of a {link.type} usually lie above each other",
        )


def _slope(path: Path, link: Link) -> Iterator[Finding]:
    if link.rise_m is None or link.type == "lift":
        return
    shortest = link.rise_m
    if link.type == "stair" and link.riser_mm and link.tread_mm:
        shortest *= (link.riser_mm**2 + link.tread_mm**2) ** 0.5 / link.riser_mm
    if link.length_m < 0.9 * shortest:
        yield warning(
            (*path, "length"),
            f"{link.id} is {number(link.length_m)} m long, but with its rise of {number(link.rise_m)} m its "
            f"slope alone measures {number(shortest, 1)} m; length is measured along the slope, landings included",
        )
