"""What the messages on the table ask for, and how far it is: what the plan says against what the room chose."""

from __future__ import annotations

from typing import Any

from simulator.analysis.messages import messages
from simulator.analysis.seen import how_it_came
from simulator.analysis.words import lasting, sentence
from simulator.live.discussing import is_discussion
from simulator.live.state import State
from simulator.live.steps import expected_words
from simulator.live.views.ranges import arrivals, range_of
from simulator.live.words import said, title_of
from simulator.model.actions import Expectation
from simulator.model.events import Row
from simulator.rules.answers import fits

OVER = {"seen": "met", "seen differently": "differently", "not seen": "missed", "not tested": "not_tested"}


def expected(state: State) -> list[dict[str, Any]]:
    """The expected actions of messages that went out: those still open, whoever is on the way, then the newest."""
    released = {row[3]: row[0] for row in state.rows if row[1] == "inject_released"}
    ended = {row[3]: row for row in state.rows if row[1] in ("expect_met", "expect_missed")}
    found = [
        _one(state, one, name, released[name], ended.get(one.id))
        for name, inject in messages(state.run).items() if name in released
        for one in inject.expect
    ]  # fmt: skip
    still = [one for one in found if one["state"] in ("open", "late")]
    over = [one for one in found if one["state"] not in ("open", "late")]
    return [
        *sorted(still, key=lambda one: one["due_ms"]),
        *arrivals(state),
        *sorted(over, key=lambda one: -one["from_ms"]),
    ]


def _one(state: State, wanted: Expectation, message: str, from_ms: int, ended: Row | None) -> dict[str, Any]:
    due_ms = from_ms + wanted.within_ms
    due = said(state.scenario, due_ms)
    common = {
        "id": wanted.id, "words": sentence(expected_words(state.run, wanted.id)), "due_ms": due_ms, "from_ms": from_ms,
        "who": title_of(state.scenario, wanted.role) if wanted.role else "Somebody",
        "range": range_of(state, f"met {wanted.id}") if ended is None else "",
    }  # fmt: skip
    if wanted.role is not None and state.roles.get(wanted.role) == "absent":
        return {**common, "range": "", "state": "not_tested", "said": "not tested: nobody has this role today"}
    if is_discussion(state.settings):
        within = lasting(wanted.within_ms)
        return {**common, "range": "", "state": "open", "said": f"asked for within {within}; whoever evaluates, says"}
    doing_ms = _done_ms(state, wanted, from_ms)
    if ended is None:
        doing = f"being done until {said(state.scenario, doing_ms)}, due {due}" if doing_ms is not None else ""
        return {**common, "state": "open", "said": doing or f"open, due {due}"}
    seen = how_it_came(state.run, wanted, message)
    how = OVER[seen.step]
    if how == "missed" and doing_ms is not None:
        return {**common, "state": "late", "said": f"being done until {said(state.scenario, doing_ms)}, was due {due}"}
    if how == "met":
        assumed = ", assumed from the plan" if _is_assumed(state, ended) else ""
        return {**common, "state": "met", "said": f"{said(state.scenario, ended[0])}{assumed}, by {due}"}
    if how == "differently":
        return {**common, "state": "differently", "said": seen.how.removeprefix(": ")}
    return {**common, "state": how, "said": f"not seen by {due}"}


def _is_assumed(state: State, met: Row) -> bool:
    """Whether what met it was nobody's word in the room: a jump took it from the plan."""
    return any(one.decision["id"] == met[2] and one.by == "assumed" for one in state.records)


def _done_ms(state: State, wanted: Expectation, from_ms: int) -> int | None:
    """When something that was recorded, and is still being done, will have done it."""
    ahead, own = state.ahead, {one.decision["id"] for one in state.records if one.state != "withdrawn"}
    for row in ahead.rows[len(state.rows) :]:
        if row[1] == "done" and row[2] in own and fits(wanted, row, ahead.plan, ahead.rows):
            begun_ms = next(one.at_ms for one in state.records if one.decision["id"] == row[2])
            t_ms: int = row[0]
            return t_ms if from_ms <= t_ms and begun_ms <= state.now_ms else None
    return None
