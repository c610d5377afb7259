"""Rule 6: a jump has an answer for every open step of a played role, and what is assumed is marked."""

from __future__ import annotations

import pytest

from tests.live.room import Room, scenario


def jumped(room: Room, to_ms: int) -> list[dict[str, object]]:
    steps: list[dict[str, object]] = room.done("preview", act="jump", to_ms=to_ms).data["steps"]
    return steps


def test_every_open_step_needs_an_answer() -> None:
    room = Room()
    room.next()
    steps = jumped(room, 120_000)
    assert {one["role"] for one in steps} >= {"secretary"}
    refused = room.act("jump", to_ms=120_000)
    assert refused.refused is not None and refused.data["steps"] == steps and room.now == 0
    some = {str(one["step"]): "done" for one in steps[1:]}
    assert room.act("jump", to_ms=120_000, steps=some).refused is not None


def test_done_as_planned_is_assumed_at_the_plans_time_and_counts_in_no_measure() -> None:
    room = Room()
    room.next()
    steps = jumped(room, 120_000)
    room.done("jump", to_ms=120_000, steps={str(one["step"]): "done" for one in steps})
    assert (room.now, room.clock) == (120_000, "held")
    records = room.state().records
    assert {one.by for one in records} == {"assumed"} and len(records) == len(steps)
    assert [one.at_ms for one in records] == [one["t_ms"] for one in steps]
    assert all(one.decision["takes"] == 0 for one in records)
    assert room.state().refused == {}
    assert room.rows("announced")
    room.done("end")
    ended = room.ex.core().ended
    assert ended is not None
    assert ended.payload["with_assumed"]["time_to_order_s"] is not None
    assert ended.payload["measures"]["time_to_order_s"] is None
    assert ended.payload["measures"]["expected_met"] == 0


def test_not_done_does_nothing_and_is_not_asked_again() -> None:
    room = Room()
    room.next()
    steps = jumped(room, 60_000)
    room.done("jump", to_ms=60_000, steps={str(one["step"]): "not_done" for one in steps})
    assert room.state().records == () and not room.rows("announced")
    assert {one["step"] for one in jumped(room, 90_000)}.isdisjoint(one["step"] for one in steps)


def test_ask_holds_there() -> None:
    room = Room()
    room.next()
    steps = jumped(room, 300_000)
    asked = steps[1]
    answers = {str(one["step"]): "not_done" for one in steps} | {str(asked["step"]): "ask"}
    answer = room.done("jump", to_ms=300_000, steps=answers)
    assert room.now == asked["t_ms"] < 300_000 and str(asked["words"]) in answer.say
    later = jumped(room, 300_000)
    assert asked["step"] in {one["step"] for one in later}  # it is open until somebody answers


def test_what_the_room_did_is_not_asked() -> None:
    room = Room()
    room.next()
    room.lockdown()
    assert not [one for one in jumped(room, 120_000) if "announce" in str(one["words"])]


def test_what_is_overdue_is_asked_too() -> None:
    room = Room()
    room.next(4)
    late = [one for one in jumped(room, room.now + 10_000) if one["overdue"]]
    assert any("calls 911" in str(one["words"]) for one in late)


def test_a_jump_that_was_cut_off_assumes_nothing() -> None:
    room = Room()
    room.next()
    steps = jumped(room, 120_000)
    append, log = room.store.append, room.store

    def broken(stream: str, key: str, write: object, wall_ms: int | None = None) -> object:
        if "#" not in key:
            raise OSError("the power is out")
        return append(stream, key, write, wall_ms)

    log.append = broken
    with pytest.raises(OSError, match="power"):
        room.act("jump", to_ms=120_000, steps={str(one["step"]): "done" for one in steps})
    log.append = append
    assert room.ex.core().seq > 2
    assert (room.now, room.state().records) == (0, ())
    room.number -= 1  # the browser sends the same request again
    room.done("jump", to_ms=120_000, steps={str(one["step"]): "done" for one in steps})
    assert len(room.state().records) == len(steps)


def test_a_jump_goes_forward_only_and_tells_what_goes_out_on_the_way() -> None:
    room = Room()
    room.next(2)
    assert room.act("jump", to_ms=10_000).refused is not None
    assert room.act("jump", to_ms=10_000_000).refused is not None
    lines = room.done("preview", act="jump", to_ms=140_000).data["lines"]
    assert lines[0] == "The jump goes to 10:44:20." and "10:43:20: message 6 goes out." in lines


def test_what_a_message_expects_is_asked_where_the_plan_would_not_do_it_either() -> None:
    room = Room(scenario("cedar-hollow-storm"))
    room.next(3)
    room.decide("principal", "announce", what="shelter", via=["pa"], zones="all")
    steps = jumped(room, room.now + 300_000)
    asked = {str(one["words"]): str(one["step"]) for one in steps}
    assert {"Principal holds back a vehicle", "Bus dispatcher calls back the bus 7"} <= asked.keys()
    room.done("jump", to_ms=room.now + 300_000, steps=dict.fromkeys(asked.values(), "done"))
    met = [row[3] for row in room.rows("expect_met")]
    assert asked["Bus dispatcher calls back the bus 7"] == f"expect:{met[-1]}"
    assert {one.by for one in room.state().records[1:]} == {"assumed"}


def test_what_a_jump_took_from_the_plan_is_marked_in_expected() -> None:
    from simulator.live.views.expected import expected

    room = Room()
    room.next()
    steps = jumped(room, 60_000)
    room.done("jump", to_ms=60_000, steps={str(one["step"]): "done" for one in steps})
    met = [one["said"] for one in expected(room.state()) if one["state"] == "met"]
    assert met and all("assumed from the plan" in words for words in met)
