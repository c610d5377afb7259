"""Learning from real drills: measured times move the matching distributions of a scenario, and how far is said.

Pure: results in, what was and what would be out; no file is changed. A distribution keeps its shape and is stretched by
one factor. On the scale of the logarithm the factor is the mean of the measured times against the expected ones, drawn
back toward 1 by a prior that counts as `PRIOR` measurements (normal-normal shrinkage with equal variances):
weight = n / (n + PRIOR). Fewer than `LEAST` times change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal, NamedTuple

import numpy as np

from simulator.analysis.words import clock, door, place
from simulator.engine.streams import quantities
from simulator.model.building import LOCKS_BY_ITSELF, Opening, Plan
from simulator.model.bundle import Bundle, Tree
from simulator.model.distributions import Numeric
from simulator.model.drill import Result
from simulator.model.response import Step
from simulator.model.run import Member

LEAST = 5
"""Times below which nothing is learned: an assumption, on the cautious side."""
PRIOR = 10
"""How many measurements what the scenario says counts for: an assumption."""
SHORTEST_S = 0.5
"""What is left of a measured time, at least, once the part that is known has been taken off."""

Where = Literal["conduct", "movement", "plan_changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """One distribution, before and after: where it stands, from how many times, and with which weight.

    `expected_s` and `measured_s` are the middle (geometric mean) of what was expected and of what was measured, of the
    part that this distribution is about; `timed_s` is the median as it was timed, and `known_s` what of it, in
    the middle, is another known part (turning a key). `line` is what the scenario says of a step of the response
    plan already.
    """

    where: Where
    name: str
    what: str
    times: int
    weight: float
    expected_s: float
    measured_s: float
    factor: float
    before: Numeric
    after: Numeric
    line: Mapping[str, Any] = field(default_factory=dict)
    timed_s: float = 0.0
    known_s: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether there were times enough to learn from."""
        return self.times >= LEAST


@dataclass(frozen=True, slots=True)
class Learned:
    """What results come to: the changes, what only can be compared (`totals_s`), notes, and what was set aside.

    `simulated_s` are the totals of `versions` simulated versions, before and after the changes, where they were played.
    `conditions` are those of the scenario in words; `lines` and `blocks` what it says under the keys that change.
    """

    changes: tuple[Change, ...]
    totals_s: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    simulated_s: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    versions: int = 0
    conditions: str = ""
    lines: tuple[Mapping[str, Any], ...] = ()
    blocks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Pair(NamedTuple):
    """A measured time, the time that was expected in its place, and what was timed in all (s)."""

    measured_s: float
    expected_s: float
    timed_s: float


class Target(NamedTuple):
    """A distribution that can be learned."""

    where: Where
    name: str
    now: Numeric
    line: Mapping[str, Any] = {}


def learn(bundle: Bundle, results: Iterable[Result], people: Sequence[Member], prior: float = PRIOR) -> Learned:
    """What results of real drills change in a scenario.

    `people` are those of one run: a room leaves when its last is ready, so how many are in it counts.
    """
    lines = tuple(results)
    aside: list[str] = []
    of: dict[str, list[Result]] = {
        what: [one for one in lines if one.what == what] for what in ("order", "lock", "leave")
    }
    changes = [
        *_order(bundle, of["order"], prior),
        *_lock(bundle, of["lock"], prior, aside),
        *_leave(bundle, of["leave"], people, prior, aside),
    ]
    totals = tuple(one.seconds for one in lines if one.what == "total" and one.seconds is not None)
    notes = tuple(one.note for one in lines if one.note)
    blocks = {name: dict(bundle.tree.get(name) or {}) for name in ("conduct", "movement")}
    return Learned(
        tuple(changes), totals, notes, tuple(aside), conditions=_conditions(bundle), lines=tuple(lines_of(bundle.tree)),
        blocks=blocks,
    )  # fmt: skip


def _conditions(bundle: Bundle) -> str:
    """When and with whom the scenario plays: `class, 10:42, with pupils`."""
    scenario = bundle.scenario
    grades = f", grades {scenario.audience.grades}" if scenario.audience.grades else ""
    period, hour = scenario.when.period.replace("_", " "), clock(scenario, 0, seconds=False)
    return f"{period}, {hour}{grades}, {bundle.plan.school.name}"


# ---- which distribution a time is about ------------------------------------------------------------------------------


def _order(bundle: Bundle, found: list[Result], prior: float) -> list[Change]:
    step = _step(bundle, "announce", "recognised")
    target = _of_step(bundle, step) if step else Target("conduct", "announce_s", bundle.scenario.conduct.announce_s)
    pairs = [Pair(one.seconds or 0.0, middle(target.now), one.seconds or 0.0) for one in found]
    return _changed([target], "from recognising to the first word of the order", pairs, prior)


def _lock(bundle: Bundle, found: list[Result], prior: float, aside: list[str]) -> list[Change]:
    """What is measured is turning to the door and locking it; the locking is known by the kind of lock."""
    step = _step(bundle, "lock", None)
    target = _of_step(bundle, step) if step else Target("conduct", "lock_start_s", bundle.scenario.conduct.lock_start_s)
    pairs = []
    for one in found:
        found_door = door_at(bundle.plan, one.where)
        if one.where is None:
            aside.append(f"line {one.line}: no door is named, and how long its lock takes hangs on the door")
            continue
        if found_door is None:
            aside.append(f"line {one.line}: the plan has no door called {one.where}, and no room with one")
            continue
        own_s = max((one.seconds or 0.0) - locking_s(bundle, found_door), SHORTEST_S)
        pairs.append(Pair(own_s, middle(target.now), one.seconds or 0.0))
    return _changed([target], "from hearing lockdown to turning to the door", pairs, prior)


def _leave(
    bundle: Bundle, found: list[Result], people: Sequence[Member], prior: float, aside: list[str]
) -> list[Change]:
    movement = bundle.scenario.movement
    pupils, adults = movement.pupil_start_s, movement.adult_start_s
    pairs = []
    for one in found:
        room = _room_at(bundle.plan, one.where)
        here = [member for member in people if room is not None and room in (member.home, member.space)]
        counts = {kind: sum(member.count for member in here if member.kind == kind) for kind in ("pupils", "staff")}
        if not sum(counts.values()):
            aside.append(f"line {one.line}: the scenario has nobody in {one.where or 'a room that is not named'}")
            continue
        expected = middle_of_last({"pupils": pupils, "staff": adults}, counts)
        pairs.append(Pair(one.seconds or 0.0, expected, one.seconds or 0.0))
    targets = [Target("movement", "pupil_start_s", pupils), Target("movement", "adult_start_s", adults)]
    return _changed(targets, "from hearing the alarm to setting off", pairs, prior)


def _step(bundle: Bundle, action: str, event: str | None) -> Step | None:
    """The first step of the scenario's annex with an action on an event, or on the order; as this scenario has it."""
    annex = bundle.response.hazards.get(bundle.scenario.hazard) if bundle.response is not None else None
    if annex is None:
        return None
    for step in annex.steps:
        fits = step.on.event == event if event is not None else step.on.order is not None
        if step.action == action and fits:
            changes = [one for one in bundle.scenario.plan_changes if one.step == step.id]
            return changes[-1].applied(step) if changes else step
    return None


def _of_step(bundle: Bundle, step: Step) -> Target:
    lines = [one for one in lines_of(bundle.tree) if one.get("step") == step.id]
    return Target("plan_changes", step.id, step.actual, lines[-1] if lines else {"step": step.id})


def lines_of(tree: Tree) -> list[dict[str, Any]]:
    """The changes of steps that a scenario has, as typed."""
    found = tree.get("plan_changes")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def door_at(plan: Plan, where: str | None) -> Opening | None:
    """The door that a line names, by its id or by its room's; None where there is none."""
    name = named_in(plan, where)
    if name is None:
        return None
    doors = [one for one in plan.openings if one.type == "door"]
    by_id = next((one for one in doors if one.id == name), None)
    return by_id or next((one for one in doors if one.between[0] == name), None)


def named_in(plan: Plan, where: str | None) -> str | None:
    """The id of the door or room that a line names: by its id, its `@use`, or as people and papers call it."""
    if where is None:
        return None
    try:
        known = plan.resolve(where)
    except KeyError:
        return None
    ids = [*plan.spaces(), *(one.id for one in plan.openings)]
    if known in ids:
        return known
    called = {name: {place(plan, name).lower(), plan.label_of(name).lower()} for name in ids}
    called |= {one.id: called[one.id] | {door(plan, one).lower()} for one in plan.openings}
    found = [name for name, words in called.items() if where.strip().lower() in words]
    return found[0] if len(found) == 1 else known


def _room_at(plan: Plan, where: str | None) -> str | None:
    name = named_in(plan, where)
    if name is None:
        return None
    if name in plan.spaces():
        return name
    found = door_at(plan, name)
    return found.between[0] if found is not None else None


def locking_s(bundle: Bundle, at_door: Opening | None) -> float:
    """How long locking a door takes in the middle, by its own time, the plan's, or its kind of lock (s)."""
    conduct = bundle.scenario.conduct
    if at_door is None:
        return middle(conduct.lock_inside_s)
    if at_door.time_to_lock is not None:
        return middle(at_door.time_to_lock)
    if "time_to_lock" in bundle.plan.defaults.door.model_fields_set:
        return middle(bundle.plan.defaults.door.time_to_lock)
    match bundle.plan.lock_of(at_door):
        case "outside-key":
            return middle(conduct.lock_outside_s)
        case lock if lock in LOCKS_BY_ITSELF:
            return middle(conduct.lock_by_itself_s)
        case _:
            return middle(conduct.lock_inside_s)


# ---- the arithmetic --------------------------------------------------------------------------------------------------


def middle(distribution: Numeric) -> float:
    """The median of a distribution."""
    return float(quantities(distribution, np.array([0.5]))[0])


def middle_of_last(starts: Mapping[str, Numeric], counts: Mapping[str, int]) -> float:
    """The median of the largest of many draws: `counts[kind]` of `starts[kind]` each.

    The last of all is ready by t with chance F1(t)^n1 * F2(t)^n2; the F are read from 2,001 quantiles each.
    """
    us = (np.arange(2001) + 0.5) / 2001
    tables = {kind: quantities(one, us) for kind, one in starts.items() if counts.get(kind, 0) > 0}
    low, high = 0.0, max(float(table[-1]) for table in tables.values())
    for _ in range(50):
        mid = (low + high) / 2
        share = math.prod(_share(table, mid) ** counts[kind] for kind, table in tables.items())
        low, high = (low, mid) if share >= 0.5 else (mid, high)
    return round(high, 3)


def _share(table: Any, t: float) -> float:
    return float(np.searchsorted(table, t, side="right")) / len(table)


def _changed(targets: list[Target], what: str, pairs: list[Pair], prior: float) -> list[Change]:
    """The distributions that some times are about, stretched by one factor; unchanged where the times are too few."""
    if not pairs:
        return []
    ratio = sum(math.log(max(one.measured_s, SHORTEST_S) / max(one.expected_s, SHORTEST_S)) for one in pairs) / len(
        pairs
    )
    weight = len(pairs) / (len(pairs) + prior)
    factor = math.exp(weight * ratio) if len(pairs) >= LEAST else 1.0
    expected = math.exp(sum(math.log(max(one.expected_s, SHORTEST_S)) for one in pairs) / len(pairs))
    return [
        Change(
            target.where, target.name, what, len(pairs), round(weight, 3), round(expected, 1),
            round(expected * math.exp(ratio), 1), round(factor, 4), target.now, stretched(target.now, factor),
            target.line, round(median(one.timed_s for one in pairs), 1),
            round(median(one.timed_s - one.measured_s for one in pairs), 1),
        )
        for target in targets
    ]  # fmt: skip


def stretched(distribution: Numeric, factor: float) -> Numeric:
    """The distribution with every time of it multiplied; its shape, and a lognormal's sigma, stay."""
    if factor == 1.0:
        return distribution
    typed = distribution.model_dump(exclude_none=True)
    grown = {name: _times(value, factor) for name, value in typed.items()}
    return type(distribution).model_validate(grown)


def _times(value: Any, factor: float) -> Any:
    match value:
        case dict():
            return {name: one if name == "sigma" else _times(one, factor) for name, one in value.items()}
        case list() | tuple():
            return [_times(one, factor) for one in value]
        case _:
            return round(value * factor, 2)
