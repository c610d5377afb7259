"""What was learned from real drills: in words, as lines to paste, and a scenario as it would be with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from simulator.analysis.words import counted
from simulator.drills.learning import LEAST, Change, Learned, lines_of
from simulator.files.dump import flow
from simulator.model.bundle import Bundle
from simulator.model.distributions import Numeric
from simulator.model.draw import filled, slots_of
from simulator.model.scenario import Scenario
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import play_all


def fragment(learned: Learned) -> str:
    """Blocks that take the place of the scenario's own of that name; empty where nothing was learned.

    A block of steps has the scenario's other lines too, since a key may stand in a file only once.
    """
    changes = [one for one in learned.changes if one.enough]
    lines: list[str] = []
    kept = learned.lines
    for where in ("conduct", "movement"):
        new = {one.name: _typed(one.after) for one in changes if one.where == where}
        before = {name: flow(value) for name, value in learned.blocks.get(where, {}).items()} if new else {}
        lines += [f"{where}:"] * bool(new) + [f"  {name}: {value}" for name, value in (before | new).items()]
    own = {one.name: _line(one) for one in changes if one.where == "plan_changes"}
    others = [line for line in kept if line.get("step") not in own] if own else []
    lines += ["plan_changes:"] * bool(own) + [f"  - {flow(one)}" for one in (*others, *own.values())]
    return "\n".join(lines) + "\n" if lines else ""


def _line(change: Change) -> dict[str, Any]:
    """The scenario's line for a step, with what was learned in it."""
    return {**change.line, "actual": change.after.model_dump(exclude_none=True)}


def applied(bundle: Bundle, learned: Learned) -> Bundle:
    """The scenario as it would be with the fragment pasted."""
    tree = dict(bundle.tree)
    for one in learned.changes:
        if one.enough and one.where == "plan_changes":
            others = [line for line in lines_of(tree) if line.get("step") != one.name]
            tree["plan_changes"] = [*others, _line(one)]
        elif one.enough:
            tree[one.where] = {**(tree.get(one.where) or {}), one.name: one.after.model_dump(exclude_none=True)}
    slots = tuple(slots_of(tree))
    first = {name: variable.extremes()[0] for name, variable in bundle.scenario.variables.items()}
    scenario = Scenario.model_validate(filled(tree, slots, first, bundle.plan.label_of))
    return replace(bundle, tree=tree, scenario=scenario, slots=slots)


def simulated(bundle: Bundle, learned: Learned, runs: int) -> Learned:
    """With the totals of a few versions beside it, before and after; as it is where no total was measured."""
    if not learned.totals_s or runs < 1:
        return learned
    arms = (Arm(bundle), Arm(applied(bundle, learned)))
    tasks = [(place, version) for version in range(1, runs + 1) for place in range(len(arms))]
    found = [(one.arm, one.metrics["completion_s"]) for one in play_all(arms, tasks)]
    before, after = (tuple(sorted(s for arm, s in found if arm == place and s is not None)) for place in (0, 1))
    return replace(learned, simulated_s=(before, after), versions=runs)


def _typed(distribution: Numeric) -> str:
    return flow(distribution.model_dump(exclude_none=True))


def in_words(learned: Learned) -> list[str]:
    """What was learned, line by line: measured against expected, the weight, before and after."""
    lines = [_told(one) for one in learned.changes]
    if learned.totals_s:
        lines.append(_totals(learned))
    if learned.changes:
        lines.append(_conditions(learned))
    elif not learned.totals_s:
        lines.append("There is no time of an order, a door or a room in these results, so nothing can be learned.")
    return lines + [f"Set aside, {one}." for one in learned.set_aside]


def _totals(learned: Learned) -> str:
    words = f"Total times: {len(learned.totals_s)} measured, {np.median(learned.totals_s):g} s in the middle. "
    if learned.simulated_s is not None:
        told = [_simulated(one, learned.versions) for one in learned.simulated_s]
        words += f"Simulated from 00:00, {counted(learned.versions, 'version')}: before, {told[0]}; after, {told[1]}. "
    return words + "A total is compared, never put in: it is what the other times come to."


def _simulated(times: tuple[float, ...], versions: int) -> str:
    """The middle of the simulated totals, and in how many versions there was one."""
    if not times:
        return "complete in none"
    among = "" if len(times) == versions else f" in the {len(times)} that were complete"
    return f"{np.median(times):.0f} s in the middle{among}"


def _conditions(learned: Learned) -> str:
    """Under which conditions the times count: nothing in a results file says how a drill was held."""
    return (
        f"The scenario is set at {learned.conditions}. Leave out times of drills that were held otherwise: "
        f"nothing in the file says so, and they would be taken for it."
    )


def _told(one: Change) -> str:
    name = f"plan_changes, step {one.name}" if one.where == "plan_changes" else f"{one.where}.{one.name}"
    off = f"; {one.known_s:g} s of it is turning the lock, which is known, and is taken off" if one.known_s else ""
    rest = f", so that {one.measured_s:g} s are compared with the {one.expected_s:g} s expected"
    compared = rest if one.known_s or one.measured_s != one.timed_s else f"; expected {one.expected_s:g} s"
    head = f"{name}, {one.what}: {one.times} measured, {one.timed_s:g} s in the middle as timed{off}{compared}."
    if not one.enough:
        return f"{head} Too few to learn from: it takes {LEAST}. It stays {_typed(one.before)}."
    return (
        f"{head} They count for {one.weight:.0%}, what the scenario says for the rest. "
        f"Before {_typed(one.before)}; after {_typed(one.after)}."
    )
