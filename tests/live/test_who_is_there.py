"""Who is there: a role that nobody has today does nothing; discussion only shows nothing that was simulated."""

from __future__ import annotations

import json

import pytest

from simulator.errors import Refused
from tests.live.room import Room, small

SIMULATED = ("entered", "out", "secured", "recognised", "learned", "arrived", "dispatched", "expect_met", "announced")


def seats(**changed: str) -> dict[str, str]:
    played = {name: "played" if role.played else "by_plan" for name, role in small().scenario.roles.items()}
    return {**played, **changed}


def all_rows(room: Room) -> list[tuple]:
    return list(room.ex.core().run.rows)


def test_an_absent_role_does_nothing_and_its_backup_acts() -> None:
    plan = all_rows(Room(seats=seats(secretary="by_plan", principal="by_plan")))
    gone = all_rows(Room(seats=seats(secretary="absent", principal="by_plan")))
    assert [row for row in plan if row[1] == "done" and row[3] == "secretary"]
    assert not [row for row in gone if row[1] == "done" and row[3] == "secretary"]
    assert [row for row in gone if row[1] == "done" and row[3] in ("principal", "dean")]


def test_what_is_expected_of_an_absent_role_is_not_tested() -> None:
    room = Room(seats=seats(secretary="absent"))
    tested = {row[3] for row in all_rows(room) if row[1] in ("expect_met", "expect_missed")}
    assert tested and not tested & {"E1", "E2"}
    room.next(2)
    told = {one["id"]: one for one in room.ex.view(room.desk, room.wall_ms)["expected"]}
    assert told["E1"]["state"] == "not_tested" and "nobody has this role today" in told["E1"]["said"]


def test_a_message_for_when_nobody_did_it_still_comes_where_the_role_is_absent() -> None:
    core = Room(seats=seats(secretary="absent", principal="played")).ex.core()
    assert "I2" in [name for _, name in core.run.due]


def test_a_seat_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused):
        Room(seats={"headmaster": "absent"})


def test_what_was_left_out_is_listed_as_skipped_and_nothing_vanishes() -> None:
    room = Room(left_out=["I6"])
    room.next()
    assert room.messages()["I6"] == "skipped"
    assert len(room.messages()) == len(small().scenario.injects)
    assert "I6" not in [row[3] for row in all_rows(room) if row[1] == "inject_released"]


def test_discussion_only_holds_nothing_simulated_and_every_seat_has_its_page() -> None:
    room = Room(discussion_only=True)
    room.next()
    room.lockdown()
    room.next(2)
    assert {row[1] for row in all_rows(room)} & set(SIMULATED) == set()
    assert room.rows("inject_released")
    desk = room.ex.view(room.desk, room.wall_ms)
    assert desk["map"]["people"] == [] and desk["map"]["units"] == [] and desk["map"]["person"] == []
    assert desk["exercise"]["discussion_only"] is True
    for kind in ("participant", "evaluator", "observer", "projector"):
        _, seat = room.sit(kind, "principal" if kind == "participant" else None)
        assert json.dumps(room.ex.view(seat, room.wall_ms))


def test_discussion_only_keeps_decisions_notes_and_the_hot_wash() -> None:
    room = Room(discussion_only=True)
    room.next()
    said = room.lockdown().say
    assert "the facilitator decides what follows" in said
    room.done("note", text="The hall was quiet.")
    latest = room.ex.view(room.desk, room.wall_ms)["entries"][0]
    assert latest["state"] == "" and "announces lockdown" in latest["words"]
    room.done("preview", act="decide", args={"role": "principal", "action": "call_911", "fields": {"says": ["what"]}})
    room.done("end")
    room.done("hot_wash", discipline="school", sort="strength", text="Calm voices.")
    ended = room.ex.core().ended
    assert ended is not None and not ended.payload["measures"].get("secured")
