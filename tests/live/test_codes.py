"""Codes, passcodes and tokens: who gets in, and how slowly one guesses."""

from __future__ import annotations

import json

import pytest

from simulator.errors import Refused
from simulator.live.codes import ALPHABET, CODED, LONGEST_WAIT_MS, Guesses, hashed, is_passcode, kind_for, new_codes
from tests.live.room import WALL_MS, Room


def test_codes_are_short_and_can_be_read_from_a_wall() -> None:
    codes = new_codes()
    assert set(codes) == set(CODED) and len(set(codes.values())) == len(CODED)
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes.values())
    assert not set("ILO01") & set(ALPHABET)


def test_each_code_opens_its_kind_of_seat_only() -> None:
    settings = {"codes": new_codes(), "passcode": hashed("blue heron 7")}
    for kind, code in settings["codes"].items():
        assert kind_for(settings, f" {code[:3].lower()}-{code[3:]} ") == kind
    assert kind_for(settings, "blue heron 7") == "facilitator"
    assert kind_for(settings, "BLUE HERON 7") is None and kind_for(settings, "") is None
    assert kind_for({"codes": {}, "passcode": None}, "") is None


def test_nothing_that_is_kept_opens_a_seat() -> None:
    room = Room(passcode="blue heron 7")
    token, seat = room.ex.join(room.ex.header.settings["codes"]["evaluator"], "j", WALL_MS)
    kept = json.dumps([dict(room.ex.header.settings), [entry.payload for entry in room.ex.core().entries]])
    assert "blue heron" not in kept and token not in kept
    assert room.ex.seat(token) == seat and seat.kind == "evaluator"
    with pytest.raises(Refused):
        room.ex.seat(seat.token_hash)
    with pytest.raises(Refused):
        hashed("short")
    assert hashed("blue heron 7") != hashed("blue heron 7")
    assert is_passcode(hashed("blue heron 7"), " blue heron 7 ") and not is_passcode(None, "blue heron 7")


def test_guessing_is_slowed_down_by_address() -> None:
    guesses, wall_ms = Guesses(), 0
    waits = []
    for _ in range(14):
        waits.append(guesses.wait_ms("a", wall_ms))
        wall_ms += waits[-1]
        guesses.wrong("a", wall_ms)
    assert waits[:6] == [0, 0, 0, 1_000, 2_000, 4_000] and waits[-1] == LONGEST_WAIT_MS
    assert guesses.wait_ms("b", wall_ms) == 0
    assert guesses.wait_ms("a", wall_ms - 10**9) <= LONGEST_WAIT_MS  # a wall clock that is set back
    guesses.right("a")
    assert guesses.wait_ms("a", wall_ms) == 0


def test_whoever_guesses_waits_even_with_the_right_code() -> None:
    room = Room()
    code = room.ex.header.settings["codes"]["participant"]
    for _ in range(4):
        with pytest.raises(Refused):
            room.ex.join("WRONG2", "j", WALL_MS, address="10.0.0.9")
    with pytest.raises(Refused, match="try again in"):
        room.ex.join(code, "j", WALL_MS, address="10.0.0.9")
    room.ex.join(code, "j", WALL_MS, role="principal", address="10.0.0.8")
    room.ex.join(code, "j2", WALL_MS + 60_000, role="principal", address="10.0.0.9")


def test_a_seat_does_only_its_own_acts() -> None:
    room = Room()
    room.next()
    own = {
        "participant": {"decide", "read_back", "note", "hand", "hot_wash", "feedback", "leave"},
        "evaluator": {
            "seen", "note", "observe", "rate", "judge", "find", "find_many", "hot_wash", "feedback", "leave",
        },
        "observer": {"leave"}, "projector": {"leave"},
    }  # fmt: skip
    from simulator.live.acts import ACTS

    for kind, acts in own.items():
        token, _ = room.sit(kind, "principal" if kind == "participant" else None)
        for name in ACTS.keys() - acts:
            assert room.act(name, token).refused == "This seat cannot do that.", (kind, name)
        assert not [
            name for name in acts - {"leave", "stop"} if "cannot do that" in (room.act(name, token).refused or "")
        ]


def test_a_participant_decides_for_the_own_role_only() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    refused = room.act("decide", token, role="secretary", action="record", fields={"says": "x"})
    assert refused.refused == "This seat decides for its own role only."
    room.done("decide", token, action="record", fields={"says": "x"})
    assert room.state().records[-1].decision["role"] == "principal"
    nobody, _ = room.sit("participant")
    assert room.act("decide", nobody, action="record", fields={"says": "x"}).refused is not None
    with pytest.raises(Refused):
        room.sit("participant", "dean")  # acts by the plan


def test_a_seat_that_was_left_is_nobodys() -> None:
    room = Room()
    token, _ = room.sit("participant", "principal")
    room.done("leave", token)
    assert room.act("note", token, text="x").refused == "Nobody sits here any more; join again with the code."


def test_roles_are_handed_over() -> None:
    room = Room()
    room.next()
    token, seat = room.sit("participant", "principal")
    room.done("hand_over", role="secretary", to=seat.id)
    assert room.ex.seat(token).role == "secretary"
    room.done("hand_over", role="principal", to="plan")
    assert room.state().roles["principal"] == "by_plan"
    assert room.act("hand_over", role="principal", to="plan").refused is not None
    room.done("hand_over", role="principal", to="room")
    assert room.state().roles["principal"] == "played"
