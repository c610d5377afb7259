"""Decisions that differ between two arms: moved in time, dropped or added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from simulator.errors import NotFound, Refused
from simulator.files import check_decision_references
from simulator.files.decided import check_decision_ids
from simulator.model.decisions import Decision, Decisions
from simulator.rules.near import did_you_mean, listed
from simulator.sweeps.allowed import refuse_desk
from simulator.sweeps.arms import Arm


def with_decisions(arm: Arm, move: Mapping[str, float], drop: Iterable[str], add: Iterable[Decision]) -> Arm:
    """The arm with decisions at other times (seconds from 00:00), without some, and with others.

    Raises NotFound for an id that no decision has, Refused for the facilitator's own and for what names nothing here.
    """
    ids = {one.id: one for one in arm.decisions}
    dropped, added = tuple(drop), tuple(add)
    if unknown := [name for name in (*move, *dropped) if name not in ids]:
        raise NotFound(
            f"there is no decision {unknown[0]}; there are: {listed(ids) or 'none'}{did_you_mean(unknown[0], ids)}"
        )
    refuse_desk([*(ids[name] for name in (*move, *dropped)), *added])
    kept = tuple(_moved(one, move.get(one.id)) for one in arm.decisions if one.id not in dropped)
    decisions = (*kept, *added)
    file = Decisions(format="hotwash.decisions/1", decisions=decisions)
    if wrong := [*check_decision_ids(file), *check_decision_references(file, arm.bundle.scenario, arm.bundle.plan)]:
        raise Refused(f"the added decisions: {'.'.join(map(str, wrong[0].path))}: {wrong[0].message}")
    return replace(arm, decisions=decisions)


def _moved(one: Decision, at_s: float | None) -> Decision:
    if at_s is None:
        return one
    return one.model_copy(update={"at_ms": round(at_s * 1000), "after": None, "delay_ms": None})
