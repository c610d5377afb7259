"""Two facilitators: whoever is second is told what the first has done to the same thing meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.analysis.words import sentence
from simulator.live.situation import Args, Desk
from simulator.live.words import ago, message_name, title_of
from simulator.model.exercise import Entry

CLOCK, TIMES = "clock", "times"
MESSAGE_ACTS = {
    "release_inject": "released", "hold_inject": "kept back", "skip_inject": "skipped", "edit_inject": "changed",
}  # fmt: skip
ON_CLOCK = frozenset({"next", "run_on", "jump", "end"})
ON_MESSAGES = frozenset({"release", "keep_back", "skip", "edit"})
ON_ENTRIES = frozenset({"withdraw", "replace", "date"})


def targets(name: str, args: Args) -> set[str]:
    """The things that an act is about: the clock, messages, entries of the log."""
    if name in ON_CLOCK:
        return {CLOCK}
    if name in ON_MESSAGES:
        return {f"message:{args.get('inject')}"}
    if name in ON_ENTRIES:
        return {f"entry:{args.get('seq')}"}
    if name == "shift":
        return {TIMES}
    if name == "rule" and isinstance(sets := args.get("sets"), dict):
        return set(_of_ruling(sets))
    return set()


def _of_ruling(sets: Mapping[str, Any]) -> Iterable[str]:
    for kind, values in sets.items():
        if kind in ("message", "opening", "arrival", "place") and isinstance(values, dict):
            yield from (f"{kind}:{name}" for name in values)


def touched(entry: Entry) -> set[str]:
    """The things that an entry has changed."""
    said = entry.payload
    match entry.kind:
        case "clock":
            return {CLOCK}
        case "stopped" | "ended":
            return {CLOCK}
        case "correction":
            return {f"entry:{said['of']}"}
        case "decision":
            decision = said["decision"]
            if decision["action"] in MESSAGE_ACTS:
                return {f"message:{decision['inject']}"}
            if decision["action"] == "shift_injects":
                return {TIMES}
            if decision["action"] == "rule":
                return set(_of_ruling(decision.get("sets", {})))
    return set()


def conflict(desk: Desk, name: str, args: Args) -> str | None:
    """What another seat did to an act's target since its sender last saw the log, in a sentence; None where nothing."""
    wanted = targets(name, args)
    if desk.basis_seq is None or not wanted:
        return None
    later = [one for one in desk.core.entries if one.seq > desk.basis_seq and one.seat != desk.seat.id]
    found = next((one for one in reversed(later) if touched(one) & wanted), None)
    if found is None:
        return None
    return sentence(f"{_who(desk, found)} {_did(desk, found)} {ago(desk.wall_ms - found.wall_ms)}.")


def _who(desk: Desk, entry: Entry) -> str:
    seat = desk.core.seats.get(entry.seat)
    if seat is None or seat.kind == "facilitator":
        return "the other facilitator"
    if seat.role is not None:
        return f"the {title_of(desk.scenario, seat.role)}"
    return f"the {seat.kind}"


def _did(desk: Desk, entry: Entry) -> str:
    said = entry.payload
    match entry.kind:
        case "clock" if said["state"] == "moving":
            return "let the clock run"
        case "clock" if said["why"] == "hold":
            return "held the clock"
        case "clock":
            return f"moved the clock to {desk.said(entry.t_ms)}"
        case "stopped":
            return "stopped the exercise" if said["on"] else "let the exercise go on"
        case "ended":
            return "ended play"
        case "correction":
            return {"withdraw": "took this back", "replace": "corrected this"}.get(said["change"], "dated this earlier")
        case _:
            return _decided(desk, said["decision"])


def _decided(desk: Desk, decision: Mapping[str, Any]) -> str:
    if decision["action"] in MESSAGE_ACTS:
        return f"{MESSAGE_ACTS[decision['action']]} {message_name(desk.run, decision['inject'])}"
    return "moved every time" if decision["action"] == "shift_injects" else "set the same thing by a ruling"
