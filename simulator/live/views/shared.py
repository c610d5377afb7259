"""What every seat's view begins with: the exercise, the clock and the stamp."""

from __future__ import annotations

from typing import Any

from simulator.analysis.who import HAZARD_WORDS
from simulator.analysis.words import EXERCISE, clock, sentence
from simulator.live.discussing import is_discussion
from simulator.live.state import State

SUPPORT = "Talk to the support person, or to somebody you trust. You may step out at any time."
CONTENT = "This exercise describes an emergency at a school. You may step out at any time, and need not say why."
TEN_S_MS = 10_000
INSIDERS = frozenset({"desk", "evaluator"})
"""Whose pages bear the author's title before the end: it often says what the room is to find out."""


def head(state: State, kind: str) -> dict[str, Any]:
    """The part that all views have; scenario time is never before 00:00 on a screen."""
    header, scenario = state.header, state.scenario
    standing = state.standing
    return {
        "kind": kind,
        "stamp": EXERCISE,
        "seq": state.seq,
        "exercise": {
            "title": header.title if kind in INSIDERS or state.core.ended else public_title(state),
            "school": state.bundle.plan.school.name,
            "version": header.settings["seed"],
            "label": header.settings.get("sensitivity") or state.bundle.plan.school.sensitivity,
            "content_note": scenario.exercise.content_note or CONTENT,
            "support": header.settings.get("support") or SUPPORT,
            "quiet_room": header.settings.get("quiet_room"),
            "support_person": header.settings.get("support_person"),
            "ended": state.core.ended is not None,
            "rehearsal": bool(header.settings.get("rehearsal")),
            "discussion_only": is_discussion(header.settings),
        },
        "clock": {
            "state": standing.state,
            "t_ms": max(0, standing.t_ms),
            "wall_ms": state.wall_ms,
            "rate": standing.rate,
            "to_ms": standing.to_ms,
            "starts_clock_ms": scenario.when.clock_ms,
            "started": standing.started,
        },
    }  # fmt: skip


def public_title(state: State) -> str:
    """What the exercise is about, for whoever plays: the hazard, and nothing of what happens."""
    return sentence(HAZARD_WORDS[state.scenario.hazard])


def to_ten_seconds(state: State, t_ms: int) -> str:
    """Scenario time as a shared screen says it: to ten seconds, never later than it is."""
    return clock(state.scenario, t_ms // TEN_S_MS * TEN_S_MS)
