"""Sitting down, leaving, and handing a role over: to another seat, to the plan, or back to the room."""

from __future__ import annotations

from typing import Any

from simulator.errors import Refused
from simulator.live.deciding import hand_to
from simulator.live.outcome import Outcome
from simulator.live.seats import SeatKind
from simulator.live.situation import Args, Desk, name_in, text


def joining(desk: Desk, kind: SeatKind, role: str | None, name: str | None, token_hash: str) -> Outcome:
    """Somebody takes a new seat."""
    if role is not None and (kind != "participant" or role not in desk.scenario.roles):
        raise Refused("nobody in this exercise has that role")
    if role is not None and desk.core.roles.get(role) != "played":
        raise Refused("that role acts by the plan; ask the facilitator to have it played")
    number = 1 + sum(seat.kind == kind for seat in desk.core.seats.values())
    payload: dict[str, Any] = {
        "do": "join", "seat": f"{kind}-{number}", "kind": kind, "role": role,
        "name": text({"name": name}, "name", needed=False, longest=80) or None, "token_hash": token_hash,
    }  # fmt: skip
    return Outcome((desk.draft("seat", payload),), "Welcome.")


def leave(desk: Desk, args: Args) -> Outcome:
    """A seat is given up; the facilitator may empty that of somebody else."""
    seat = name_in(args, "seat") if args.get("seat") is not None else desk.seat.id
    if seat != desk.seat.id and desk.seat.kind != "facilitator":
        raise Refused("this seat cannot do that")
    if seat not in desk.core.seats or not desk.core.seats[seat].here:
        raise Refused("nobody sits there")
    return Outcome((desk.draft("seat", {"do": "leave", "seat": seat}),), "The seat is free.")


def hand_over(desk: Desk, args: Args) -> Outcome:
    """A role goes to another seat (`to`: its id), to the plan (`plan`), or back to the room (`room`)."""
    if args.get("to") in ("plan", "room"):
        if desk.core.ended is not None:
            raise Refused("play has ended")
        return hand_to(desk, args)
    seat, role = name_in(args, "to"), name_in(args, "role")
    if seat not in desk.core.seats or desk.core.seats[seat].kind != "participant":
        raise Refused("there is no such seat")
    if role not in desk.scenario.roles:
        raise Refused("nobody in this exercise has that role")
    payload = {"do": "hand_over", "seat": seat, "role": role}
    return Outcome((desk.draft("seat", payload),), "The seat has the role now.")
