"""The places that a scenario names by what they are for (`@gym`) and a plan has not named: what each of them may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator import files
from simulator.analysis.words import door
from simulator.model.building import Opening, Plan, Point, Space
from simulator.shipped import shipped

_ALONE = re.compile(r"@([^\s@$/{}\[\]'\"]+)")
_IN_A_GUARD = re.compile(r"'@([^\s@$/{}\[\]'\"]+)'")


@dataclass(frozen=True, slots=True)
class Use:
    """A place that has to be named: its name in the scenario, what people call it, and what it may be (id, words)."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]


def asked_for(tree: Any) -> tuple[str, ...]:
    """The names that a file's values use, in the order in which they first come."""
    return tuple(dict.fromkeys(_names(tree)))


def _names(node: Any) -> Iterator[str]:
    match node:
        case dict():
            for key, value in node.items():
                yield from _names(key)
                yield from _names(value)
        case list():
            for one in node:
                yield from _names(one)
        case str() if found := _ALONE.fullmatch(node):
            yield found[1]
        case str():
            yield from _IN_A_GUARD.findall(node)


def missing(texts: Mapping[str, str], plan: Plan) -> tuple[Use, ...]:
    """What scenario and response plan name that the plan does not."""
    trees = [files.source_of(text.encode(), f"{role}.yaml").tree for role, text in texts.items() if role != "plan"]
    names = dict.fromkeys(name for tree in trees for name in asked_for(tree))
    return tuple(Use(name, title(name), places_for(name, plan)) for name in names if name not in plan.uses)


TITLES = {
    "rally": "rally point",
    "rally_2": "second rally point",
    "rally_3": "third rally point",
    "pa": "PA microphone",
}
"""Names that are shorter than what people call the place."""


def title(name: str) -> str:
    """`side_entrance` as people say it: `the side entrance`."""
    return f"the {TITLES.get(name, name.replace('_', ' '))}"


def places_for(name: str, plan: Plan) -> tuple[tuple[str, str], ...]:
    """What a name can stand for on a plan, the likeliest first, each with words that tell where it is.

    The shipped plans say whether it is a door, a space of some kind or a thing on a wall; of an unknown name all fit.
    """
    like = _like().get(name, frozenset())
    kinds = {kind for kind, _ in like}
    fits = [one for one in _things(plan) if not like or _sort_of(one)[0] in kinds]
    fits.sort(key=lambda one: (not _is_called(one, name, plan), _sort_of(one) not in like))
    return tuple((_id(one), _words(plan, one)) for one in fits)


_Thing = Opening | Point | tuple[str, Space]


def _things(plan: Plan) -> list[_Thing]:
    """Everything that can have a name, spaces last: of one id for two things, the space counts."""
    return [*plan.points, *plan.openings, *plan.spaces().items()]


def _id(one: _Thing) -> str:
    return one[0] if isinstance(one, tuple) else one.id


def _sort_of(one: _Thing) -> tuple[str, str]:
    match one:
        case Opening():
            return "opening", "exterior" if one.exterior_no is not None else "inside"
        case Point():
            return "point", one.kind
        case _:
            return "space", one[1].kind


def _is_called(one: _Thing, name: str, plan: Plan) -> bool:
    words = name.replace("_", " ")
    return words in (plan.label_of(_id(one))).casefold()


def _words(plan: Plan, one: _Thing) -> str:
    """`Exterior door 5, Gym`: what it is called, and where it is."""
    spaces = plan.spaces()
    match one:
        case Opening():
            built = [name for name in one.between if name in spaces and not spaces[name].open_air]
            near = ", ".join(plan.label_of(name) for name in built[:2])
            words = door(plan, one)
            return f"{words[:1].upper()}{words[1:]}" + (f", {near}" if near and near not in words else "")
        case Point():
            where = plan.label_of(one.in_) if one.in_ else ""
            return f"{one.label or one.kind.replace('_', ' ').capitalize()}" + (
                f", {where}" if where else f" ({one.id})"
            )
        case _:
            level = plan.level_of()[one[0]]
            several = len(plan.levels) > 1 and not one[1].open_air
            return plan.label_of(one[0]) + (f", level {plan.levels[level].label or level}" if several else "")


@cache
def _like() -> Mapping[str, frozenset[tuple[str, str]]]:
    """What the shipped plans mean by each name."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(shipped("floorplans").glob("*.yaml")):
        plan = files.load_plan(path)
        things = {_id(one): one for one in _things(plan)}
        for name, target in plan.uses.items():
            if target in things:
                found.setdefault(name, set()).add(_sort_of(things[target]))
    return {name: frozenset(sorts) for name, sorts in found.items()}
