"""Beside a simulated time: between when and when it comes about in 8 of 10 runs. For the facilitator's desk alone."""

from __future__ import annotations

from typing import Any

from simulator.analysis.who import agency_words
from simulator.analysis.words import sentence
from simulator.live.state import State
from simulator.live.words import said

SHORTEST_MS = 1_000
"""Times that are a second apart, or less, are the same to a reader."""
MOST_ARRIVALS = 4


def range_of(state: State, name: str) -> str:
    """`8 of 10 runs: 10:45:10 to 10:47:40`; empty while nobody knows, and where there is no spread."""
    if state.courses is None:
        return ""
    between = state.courses.between(name, state.now_ms)
    if between is None:
        share = state.courses.share(name, state.now_ms)
        return f"in about {round(share * 10)} of 10 runs" if share is not None and 0.05 <= share < 0.95 else ""
    low, high = between
    if high - low <= SHORTEST_MS:
        return ""
    return f"8 of 10 runs: {said(state.scenario, low)} to {said(state.scenario, high)}"


def arrivals(state: State) -> list[dict[str, Any]]:
    """The first unit of each agency that is on its way, with when it comes in this course and in others."""
    here = {row[3] for row in state.rows if row[1] == "arrived"}
    sent = {row[3] for row in state.rows if row[1] == "dispatched"}
    found: dict[str, int] = {}
    for row in state.ahead.rows[len(state.rows) :]:
        if row[1] == "arrived" and row[3] in sent - here:
            found.setdefault(row[3], row[0])
    return [
        {
            "id": f"arrives {agency}", "state": "ahead", "due_ms": None, "from_ms": t_ms, "who": "",
            "words": sentence(f"{agency_words(agency)}: first unit arrives").rstrip("."),
            "said": f"simulated {said(state.scenario, t_ms)}", "range": range_of(state, f"arrived {agency}"),
        }
        for agency, t_ms in sorted(found.items(), key=lambda one: one[1])[:MOST_ARRIVALS]
    ]  # fmt: skip
