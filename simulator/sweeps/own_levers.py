"""The levers that a scenario has: what a school, its district and its responders decide, at two settings each.

The settings are the two ends that a school could choose between; they are assumptions about ends, not about effects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from simulator.errors import NotFound
from simulator.model.bundle import Bundle, Tree
from simulator.model.draw import spelled
from simulator.model.response import Step
from simulator.model.scenario import OFF_SITE
from simulator.rules.responders import is_officer
from simulator.sweeps.allowed import refuse_scripted
from simulator.sweeps.arms import Arm
from simulator.sweeps.changes import CLASSROOMS, changed, with_tree, with_zone, zones_of
from simulator.sweeps.spelling import spoken, title

SOON_S, LATE_S = "10", "60"
"""The order's two ends: said at once, or a minute after somebody knew (assumptions; the plans mean 20 to 60 s)."""
RELIABLE, PATCHY = "1", "0.7"
"""How often steps of a trained and of an untrained staff are done at all (assumptions)."""
EACH = frozenset({"each_teacher", "each_staff"})
POSTS = ("main_hall", "office", "lobby")
"""Where an officer who is in the building is, the first of these that the plan has."""


@dataclass(frozen=True)
class Lever:
    """Something that a school can set, in words with its two settings, and the arms in which it is so."""

    id: str
    title: str
    better: str
    worse: str
    better_arm: Arm
    worse_arm: Arm


def levers_of(arm: Arm) -> tuple[Lever, ...]:
    """Every lever that means something in this scenario."""
    makers: tuple[Callable[[Arm], Lever | None], ...] = (
        _order, _loudspeakers, _locks, _training, _officer, _patch, _reunification,
    )  # fmt: skip
    return tuple(lever for make in makers if (lever := make(arm)) is not None)


def _order(arm: Arm) -> Lever | None:
    steps = [step.id for step in _steps(arm.bundle) if step.action == "announce" and _orders(arm.bundle, step)]
    if not steps:
        return None
    ways = [changed(arm, {f"response.{step}.actual": value for step in steps}) for value in (SOON_S, LATE_S)]
    return Lever("order", "how soon the order is given", f"within {SOON_S} seconds", f"after {LATE_S} seconds", *ways)


def _orders(bundle: Bundle, step: Step) -> bool:
    response = bundle.response
    annex = response.hazards.get(bundle.scenario.hazard) if response is not None else None
    return annex is not None and annex.order is not None and annex.order in (step.what or ())


def _steps(bundle: Bundle) -> tuple[Step, ...]:
    """The steps of the annex for the scenario's hazard."""
    annex = bundle.response.hazards.get(bundle.scenario.hazard) if bundle.response is not None else None
    return annex.steps if annex is not None else ()


def _loudspeakers(arm: Arm) -> Lever | None:
    zones = zones_of(arm.bundle.plan)
    if not zones:
        return None
    all_work = _with(arm, lambda bundle: _zones_working(bundle, dict.fromkeys(zones, True)))
    half = _with(arm, lambda bundle: _zones_working(bundle, {zone: place % 2 == 1 for place, zone in enumerate(zones)}))
    return Lever("pa", "loudspeakers", "in every zone", "dead in every second zone", all_work, half)


def _zones_working(bundle: Bundle, zones: Mapping[str, bool]) -> Bundle:
    for zone, works in zones.items():
        bundle = with_zone(bundle, zone, works)
    return bundle


def _locks(arm: Arm) -> Lever | None:
    try:
        ways = [changed(arm, {f"plan.{CLASSROOMS}.lock": lock}) for lock in ("automatic", "outside-key")]
    except NotFound:
        return None
    return Lever("locks", "the locks of classroom doors", "automatic", "locked with a key from outside", *ways)


def _training(arm: Arm) -> Lever | None:
    groups = any(one.kind in ("pupils", "staff") for one in arm.bundle.scenario.occupancy.groups)
    steps = [step.id for step in _steps(arm.bundle) if step.role in EACH]
    if not groups and not steps:
        return None
    ways = []
    for trained, done in (("options", RELIABLE), ("none", PATCHY)):
        other = changed(arm, {f"response.{step}.done": done for step in steps})
        ways.append(_with_node(other, ("occupancy", "groups"), partial(_trained, trained=trained)))
    return Lever(
        "training",
        "training",
        "everybody has it and each step is done",
        "nobody has it and 3 in 10 steps are left out",
        *ways,
    )


def _trained(node: Any, trained: str) -> Any:
    """The groups with everybody of the school trained like this; spectators and visitors stay as they are."""
    if not isinstance(node, list):
        return node
    return [{**one, "trained": trained} if one.get("kind") in ("pupils", "staff") else one for one in node]


def _officer(arm: Arm) -> Lever | None:
    names = [name for name, role in arm.bundle.scenario.roles.items() if role.agency is None and is_officer(name, None)]
    place = next((f"@{use}" for use in POSTS if use in arm.bundle.plan.uses), None)
    if not names or place is None:
        return None
    ways = [_with_node(arm, ("roles", names[0]), partial(_posted, at=at)) for at in (place, OFF_SITE)]
    return Lever("officer", "the school officer", "in the building", "away", *ways)


def _patch(arm: Arm) -> Lever | None:
    if not arm.bundle.scenario.comms.patches:
        return None
    ways = [_with_node(arm, ("comms", "patches"), partial(_patched, works=works)) for works in ("yes", "no")]
    return Lever("patch", "the radio channels of the agencies", "joined", "apart", *ways)


def _reunification(arm: Arm) -> Lever | None:
    if arm.bundle.scenario.reunification is None:
        return None
    stations = arm.bundle.scenario.reunification.stations.model_dump()
    ways = [_with_node(arm, ("reunification", "stations"), partial(_people, stations, share)) for share in (2.0, 0.5)]
    return Lever("reunification", "people at the reunification stations", "twice as many", "half as many", *ways)


def _posted(node: Any, *, at: str) -> Any:
    return {**node, "in": at} if isinstance(node, dict) else node


def _patched(node: Any, *, works: str) -> Any:
    return [{**one, "works": works} for one in node] if isinstance(node, list) else node


def _people(stations: Mapping[str, int], share: float, before: Any) -> dict[str, str]:
    """The stations with so many times their people, rounded up."""
    return {name: str(-int(-number * share // 1)) for name, number in stations.items()}


def variable_levers(arm: Arm, names: Iterable[str]) -> Iterator[Lever]:
    """Variables as levers: at their first value and at their last."""
    asked = tuple(names)
    refuse_scripted(arm.bundle, asked, "compared as a lever")
    for name in asked:
        ends = [spelled(one) for one in arm.bundle.scenario.variables[name].extremes()]
        ways = [replace(arm, set_values={**arm.set_values, name: value}) for value in (ends[0], ends[-1])]
        first, last = (f"{title(name)}: {spoken(arm.bundle, name, one)}" for one in (ends[0], ends[-1]))
        yield Lever(name, title(name), first, last, *ways)


def _with(arm: Arm, change: Callable[[Bundle], Bundle]) -> Arm:
    return replace(arm, bundle=change(arm.bundle))


def _with_node(arm: Arm, path: tuple[str, ...], change: Callable[[Any], Any]) -> Arm:
    """The arm with one node of its scenario's tree changed, where there is one."""
    return _with(arm, lambda bundle: with_tree(bundle, lambda tree: _changed_at(tree, path, change)))


def _changed_at(tree: Tree, path: tuple[str, ...], change: Callable[[Any], Any]) -> Tree:
    key, rest = path[0], path[1:]
    if rest:
        inside = tree.get(key)
        return {**tree, key: _changed_at(inside, rest, change)} if isinstance(inside, dict) else tree
    after = change(tree.get(key))
    return tree if after is None else {**tree, key: after}
