"""What was said in the hot wash, as the pages list it."""

from __future__ import annotations

from typing import Any

from simulator.analysis.words import one_line
from simulator.live.log import hot_wash_of, notes_of
from simulator.live.state import State
from simulator.live.words import said as time_of
from simulator.live.words import title_of
from simulator.model.exercise import Entry

LONGEST_NAME, MOST = 120, 20


def washed(state: State) -> list[dict[str, Any]]:
    """Every line of the hot wash in the order in which they were first said, with who sent it."""
    return [line(state, entry) for entry in hot_wash_of(state.entries)]


def own_wash(state: State) -> list[dict[str, Any]]:
    """The lines that this seat sent, as they read now: a scribe may have put an owner and a date to them."""
    first = {entry.seq: entry.seat for entry in state.entries if entry.kind == "hot_wash"}
    return [one for one in washed(state) if first.get(one["seq"]) == state.seat.id][-MOST:]


def line(state: State, entry: Entry) -> dict[str, Any]:
    """One line; `seq` names it for as long as it is there, whatever takes its place."""
    said = entry.payload
    seq = said.get("of", entry.seq)
    return {
        "seq": seq, "discipline": said["discipline"], "sort": said["sort"], "text": said["text"],
        "owner": one_line(said.get("owner", ""), LONGEST_NAME), "due": one_line(said.get("due", ""), LONGEST_NAME),
        "out": bool(said.get("out")), "from": _from(state, seq),
    }  # fmt: skip


def _from(state: State, seq: int) -> str:
    """Who said it first, by role or kind of seat; nobody's name."""
    first = next((entry for entry in state.entries if entry.seq == seq), None)
    seat = state.seats.get(first.seat) if first is not None else None
    if seat is None:
        return ""
    return title_of(state.scenario, seat.role) if seat.role else seat.kind.capitalize()


def notes(state: State) -> list[dict[str, str]]:
    """The notes of this seat, the newest first."""
    return [
        {"said": time_of(state.scenario, entry.t_ms), "text": entry.payload["text"]}
        for entry in notes_of(state.entries)
        if entry.seat == state.seat.id
    ][: -MOST - 1 : -1]
