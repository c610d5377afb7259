"""Seats: who sits where. A seat is taken by an entry of the log that keeps only the hash of its token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from simulator.model.exercise import Entry

SeatKind = Literal["facilitator", "participant", "evaluator", "observer", "projector"]
SEAT_KINDS: tuple[str, ...] = get_args(SeatKind)
VIEW_OF: dict[str, str] = {
    "facilitator": "desk", "participant": "phone", "evaluator": "evaluator", "observer": "observer",
    "projector": "projector",
}  # fmt: skip
"""The page of each kind of seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the exercise: `id` is what the log calls it (`participant-3`), `role` whom a participant plays.

    A seat may be shared (several browsers with one token), and a role may be played from several seats.
    """

    id: str
    kind: SeatKind
    role: str | None = None
    name: str | None = None
    token_hash: str = ""
    here: bool = True

    @property
    def view(self) -> str:
        """The kind of page that this seat gets."""
        return VIEW_OF[self.kind]


def seats_of(entries: Iterable[Entry]) -> dict[str, Seat]:
    """Every seat that was ever taken, by its id; `here` is False once it was left."""
    seats: dict[str, Seat] = {}
    for entry in entries:
        if entry.kind != "seat":
            continue
        said = entry.payload
        match said["do"]:
            case "join":
                seats[said["seat"]] = Seat(
                    said["seat"], said["kind"], said.get("role"), said.get("name"), said.get("token_hash", "")
                )
            case "leave" if said["seat"] in seats:
                seats[said["seat"]] = replace(seats[said["seat"]], here=False)
            case "hand_over" if said["seat"] in seats:
                seats[said["seat"]] = replace(seats[said["seat"]], role=said.get("role"), here=True)
    return seats
