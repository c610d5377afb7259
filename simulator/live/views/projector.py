"""The shared screen: the clock, and what the facilitator shows. Nothing else ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.live.state import State
from simulator.live.views.ask import shown
from simulator.live.views.plan import not_heard_at
from simulator.live.views.shared import head, to_ten_seconds


def projector(state: State) -> dict[str, Any]:
    """Times to ten seconds; a map of only what was told: what stands in the room's own log, no doors, no people."""
    show = shown(state)
    drawn = show.pop("map", None)
    if show["what"] == "blank":
        show = {"what": "blank"}
    return {
        **head(state, "projector"),
        "said": to_ten_seconds(state, max(0, state.now_ms)),
        "show": show,
        "map": told_map(state, drawn) if drawn is not None and show["what"] != "blank" else None,
        "situation": state.scenario.exercise.scope or "",
    }


def told_map(state: State, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The plan; with the places that the order did not reach, once the facilitator says that the room was told so.

    Who is where, which doors are locked and where units are is never on it.
    """
    told = drawn["not_heard"]
    return {"level": drawn["level"], "not_heard": not_heard_at(state.bundle.plan, state.rows) if told else []}
