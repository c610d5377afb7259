"""What was learned from real drills: in words, as lines to paste, and a scenario as it would be with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from simulator.drills.learning import LEAST, Change, Learned, lines_of
from simulator.files.dump import flow
from simulator.model.bundle import Bundle
from simulator.model.distributions import Numeric
from simulator.model.draw import filled, slots_of
from simulator.model.scenario import Scenario
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import play_all


def fragment(learned: Learned) -> str:
    """What can be pasted into the scenario: only what was learned; empty where nothing was."""
    changes = [one for one in learned.changes if one.enough]
    lines: list[str] = []
    for where in ("conduct", "movement"):
        own = [one for one in changes if one.where == where]
        lines += [f"{where}:"] * bool(own) + [f"  {one.name}: {_typed(one.after)}" for one in own]
    own = [one for one in changes if one.where == "plan_changes"]
    lines += ["plan_changes:"] * bool(own) + [f"  - {flow(_line(one))}" for one in own]
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
    return replace(learned, simulated_s=(before, after))


def _typed(distribution: Numeric) -> str:
    return flow(distribution.model_dump(exclude_none=True))


def in_words(learned: Learned) -> list[str]:
    """What was learned, line by line: measured against expected, the weight, before and after."""
    lines = [_told(one) for one in learned.changes]
    if learned.totals_s:
        lines.append(_totals(learned))
    if not learned.changes:
        lines.append("There is no time of an order, a door or a room in these results, so nothing can be learned.")
    return lines + [f"Set aside, {one}." for one in learned.set_aside]


def _totals(learned: Learned) -> str:
    words = f"Total times: {len(learned.totals_s)} measured, {np.median(learned.totals_s):g} s in the middle. "
    if learned.simulated_s is not None:
        told = [f"{np.median(one):.0f} s" if one else "never complete" for one in learned.simulated_s]
        words += f"Simulated, a few versions, from 00:00: {told[0]} in the middle before, {told[1]} after. "
    return words + "A total is compared, never put in: it is what the other times come to."


def _told(one: Change) -> str:
    name = f"plan_changes, step {one.name}" if one.where == "plan_changes" else f"{one.where}.{one.name}"
    head = (
        f"{name}, {one.what}: {one.times} measured, {one.measured_s:g} s in the middle; expected {one.expected_s:g} s."
    )
    if not one.enough:
        return f"{head} Too few to learn from: it takes {LEAST}. It stays {_typed(one.before)}."
    return (
        f"{head} They count for {one.weight:.0%}, what the scenario says for the rest. "
        f"Before {_typed(one.before)}; after {_typed(one.after)}."
    )
