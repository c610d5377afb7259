"""An evaluator's phone: objectives, the steps to look for, what the log says of each, and ratings after play."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.messages import messages
from simulator.analysis.words import one_line, sentence
from simulator.live.log import ratings_of, steps_of
from simulator.live.state import State
from simulator.live.steps import expected_words
from simulator.live.views.drill import drill_part
from simulator.live.views.shared import head
from simulator.live.views.wash import notes, own_wash
from simulator.live.words import said
from simulator.model.exercise import Entry
from simulator.model.scenario import Objective


def evaluator(state: State) -> dict[str, Any]:
    """Steps of messages that have gone out can be looked for; of the others only how many there will be is said."""
    released = {row[3]: row[0] for row in state.rows if row[1] == "inject_released"}
    seen = steps_of(state.entries)
    ended = state.core.ended is not None
    ratings = {name: one.payload for (name, seat), one in ratings_of(state.entries).items() if seat == state.seat.id}
    return {
        **head(state, "evaluator"),
        **drill_part(state),
        "objectives": [_objective(state, one, released, seen, ratings) for one in state.scenario.objectives],
        "notes": notes(state),
        "wash": own_wash(state),
        "may_rate": ended,
    }  # fmt: skip


def _objective(
    state: State,
    objective: Objective,
    released: Mapping[str, int],
    seen: Mapping[str, Entry],
    ratings: Mapping[str, Any],
) -> dict[str, Any]:
    wanted = [
        (one, name)
        for name, inject in messages(state.run).items()
        for one in inject.expect
        if one.objective == objective.id
    ]
    return {
        "id": objective.id, "text": objective.text, "capability": objective.capability,
        "steps": [_step(state, one.id, released[name], seen.get(one.id)) for one, name in wanted if name in released],
        "later": sum(name not in released for _, name in wanted),
        "rating": ratings.get(objective.id),
    }  # fmt: skip


def _step(state: State, name: str, released_ms: int, seen: Entry | None) -> dict[str, Any]:
    return {
        "id": name, "words": sentence(expected_words(state.run, name)), "from": said(state.scenario, released_ms),
        "seen": seen.payload["seen"] if seen is not None else None,
        "text": one_line(seen.payload.get("text", ""), 400) if seen is not None else "",
        "at": said(state.scenario, seen.payload["at_ms"]) if seen is not None and "at_ms" in seen.payload else None,
        "proposed": _proposed(state, name),
    }  # fmt: skip


def _proposed(state: State, name: str) -> dict[str, str] | None:
    """What the log says of a step by now; a person writes the judgement."""
    row = next((row for row in state.rows if row[1] in ("expect_met", "expect_missed") and row[3] == name), None)
    if row is None:
        return None
    words = "It was done in time." if row[1] == "expect_met" else "It was not done by its deadline."
    return {"said": said(state.scenario, row[0]), "words": words}
