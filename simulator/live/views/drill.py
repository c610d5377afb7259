"""What a drill's pages have beside those of a tabletop: how fast it plays, the latest messages, the times to take."""

from __future__ import annotations

from typing import Any

from simulator.analysis.messages import messages
from simulator.analysis.words import one_line
from simulator.live.drilling import RATES, in_clock, is_drill, points_of, taken
from simulator.live.state import State
from simulator.live.words import message_title, said, titles_of, via_of

LATEST = 4


def drill_part(state: State) -> dict[str, Any]:
    """`drill`, for a drill; nothing for a tabletop."""
    settings = state.header.settings
    if not is_drill(settings):
        return {}
    return {
        "drill": {
            "rates": list(RATES), "rate": state.standing.rate, "ends_ms": state.scenario.horizon_ms,
            "card": settings.get("card"), "leads": state.seat.kind == "facilitator", "latest": _latest(state),
            "points": _points(state),
        }
    }  # fmt: skip


def _latest(state: State) -> list[dict[str, Any]]:
    """The messages that went out last, the newest first."""
    known = messages(state.run)
    gone = [row for row in state.rows if row[1] == "inject_released" and row[3] in known]
    return [
        {
            "id": row[3], "said": said(state.scenario, row[0]), "title": message_title(known[row[3]]),
            "to": ", ".join(filter(None, (f"to {titles_of(state.scenario, known[row[3]].to)}", via_of(known[row[3]])))),
            "text": one_line(known[row[3]].text or "", 600),
        }
        for row in reversed(gone[-LATEST:])
    ]  # fmt: skip


def _points(state: State) -> list[dict[str, Any]]:
    mine: dict[int, str] = {}
    others: dict[int, list[str]] = {}
    for one in taken(state.entries):
        if one.seat == state.seat.id:
            mine[one.point] = in_clock(one.seconds)
        else:
            others.setdefault(one.point, []).append(in_clock(one.seconds))
    return [
        {
            "n": at, "words": point["words"], "where": point["where"], "learned": bool(point["what"]),
            "mine": mine.get(at), "others": others.get(at, []),
        }
        for at, point in enumerate(points_of(state.header.settings))
    ]  # fmt: skip
