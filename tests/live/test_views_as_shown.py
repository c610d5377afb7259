"""What each page showed is what is shown again for that position of the log and that instant; no page knows more."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from simulator import live
from simulator.files import bundle_of
from simulator.live.seats import Seat
from simulator.model.bundle import Bundle
from tests.live.room import Room, small

CANARY = "zq-canary-7731"


@cache
def with_canary() -> Bundle:
    """A message at 02:10 that has the canary in everything that a player may get to read."""
    texts = dict(small().texts)
    texts["scenario"] = (
        texts["scenario"]
        .replace("synopsis: A second person?", f"synopsis: {CANARY} one")
        .replace("text: Several people say", f"text: {CANARY} two. Several people say")
    )
    assert texts["scenario"].count(CANARY) == 2
    return bundle_of(texts)


def seats_of(room: Room) -> list[Seat]:
    players = [room.sit("participant", role)[1] for role in ("principal", "secretary", "sergeant")]
    return [room.desk, *players, *(room.sit(kind)[1] for kind in ("evaluator", "observer", "projector"))]


def pages(room: Room, seats: list[Seat]) -> list[str]:
    return [json.dumps(room.ex.view(seat, room.wall_ms), sort_keys=True) for seat in seats]


def play(room: Room) -> Any:
    """An exercise in a dozen acts; yields after each."""
    yield room.next()
    yield room.done("show", what="question", question="Who may order it?")
    yield room.lockdown()
    yield room.next()
    yield room.done("rule", sets={"opening": {"@gym_door": "locked"}}, says="It is chained.")
    yield room.done("run_on")
    yield room.wait(2_000)
    yield room.done("hold")
    entry = room.decide("principal", "record", says="I go and look.").entry
    yield room.done("add_message", text="Is it true?", to=["principal"], via="phone")
    assert entry is not None
    yield room.done("withdraw", seq=entry.seq)


def test_what_the_room_saw_is_what_is_replayed_as_shown() -> None:
    room = Room(with_canary())
    seats, shown = seats_of(room), []
    for _ in play(room):
        shown.append((room.ex.core().seq, room.wall_ms, pages(room, seats)))
    again = live.open(room.store, room.ex.stream)
    for seq, wall_ms, seen in shown:
        assert [json.dumps(again.view(seat, wall_ms, seq), sort_keys=True) for seat in seats] == seen


def test_nobody_but_the_facilitator_hears_of_a_message_before_it_is_out() -> None:
    room = Room(with_canary())
    seats = seats_of(room)
    for _ in play(room):
        desk, *others = pages(room, seats)
        assert CANARY in desk and not [page for page in others if CANARY in page]
    while room.now < 130_000:
        assert not [page for page in pages(room, seats)[1:] if CANARY in page]
        room.next()
    principal, secretary = pages(room, seats)[1:3]
    assert CANARY in principal and CANARY not in secretary  # it is to the principal
