"""An exercise's debrief: as shown and as corrected, what was kept at the end, and what people wrote beside it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from simulator import debriefing, live
from simulator.errors import NotFound, Refused
from simulator.live.played import upto
from tests.debriefing.played import corrected, exercise, record_of
from tests.live.room import Room, small


def test_before_it_has_begun_there_is_nothing_to_debrief() -> None:
    with pytest.raises(Refused, match="not begun"):
        debriefing.of_exercise(Room(small()).ex)


def test_it_says_what_was_played_and_all_of_it_is_plain_data() -> None:
    room = exercise()
    data = debriefing.of_exercise(room.ex).data
    assert data == json.loads(json.dumps(data))
    assert (data["kind"], data["finished"], data["corrections"]) == ("exercise", True, 0)
    assert data["stamp"] == "THIS IS AN EXERCISE" and data["label"] == "public-example"
    assert data["ends_ms"] == room.now + 1 and data["played"]["minutes"] >= 1


def test_what_was_kept_at_the_end_is_what_is_shown() -> None:
    data = debriefing.of_exercise(exercise().ex).data
    assert data["frozen"]["same"] and data["frozen"]["digest"] == data["digest"] and data["frozen"]["differs"] == []
    assert data["frozen"]["measures"] == data["metrics"]


def test_another_engine_is_said_with_what_differs() -> None:
    room = exercise()
    core = room.ex.core()
    ended = core.ended
    assert ended is not None
    kept = {**ended.payload, "engine": "0.0.9", "digest": "x", "measures": {**ended.payload["measures"], "secured": 3}}
    old = replace(core, entries=tuple(replace(e, payload=kept) if e is ended else e for e in core.entries))
    found = debriefing.exercise.frozen(old, "as_corrected", debriefing.of_exercise(room.ex).data)
    assert found is not None and not found["same"] and "0.0.9" in found["why"]
    assert [one for one in found["differs"] if "behind a door" in one and "kept 3" in one]


def test_as_shown_leaves_out_later_corrections_and_as_corrected_has_them() -> None:
    room = corrected()
    shown, now = (debriefing.of_exercise(room.ex, course) for course in ("as_shown", "as_corrected"))
    order = {one["id"]: one["t_ms"] for one in shown.data["lost"]}["order"]
    assert {one["id"]: one["t_ms"] for one in now.data["lost"]}["order"] < order
    assert [one["words"] for one in shown.data["free"]] == ["I walk to the gym."] and now.data["free"] == []
    assert shown.data["corrections"] == now.data["corrections"] == 2
    assert [one["why"] for one in now.data["corrected"]] == ["It was said at once.", "Nobody meant it."]
    assert "left out" in shown.data["frozen"]["why"] and now.data["frozen"]["same"]
    first = min(one.seq for one in room.ex.core().entries if one.kind == "correction")
    before = room.ex.core(first - 1)
    assert shown.data["digest"] == upto(before.run, shown.data["ends_ms"] - 1).digest


def test_what_was_taken_back_says_so_where_it_stands_and_cannot_be_moved() -> None:
    shown, now = (debriefing.of_exercise(corrected().ex, course).data for course in ("as_shown", "as_corrected"))
    back = [item for lane in shown["lanes"] for item in lane["items"] if item.get("taken_back")]
    assert len(back) == 1 and back[0]["words"].endswith(f"(taken back at {back[0]['taken_back']})")
    assert back[0]["movable"] is False and "walk to the gym" in back[0]["words"]
    assert not [item for lane in now["lanes"] for item in lane["items"] if item.get("taken_back")]


def test_what_came_late_is_not_seen_by_its_time_and_has_the_time_when_it_was_done() -> None:
    data = debriefing.of_exercise(corrected().ex, "as_shown").data
    missed = {item["expect"]: item["words"] for lane in data["lanes"] for item in lane["items"] if "expect" in item}
    step = next(step for aim in data["objectives"] for step in aim["steps"] if step["expect"] == "E1")
    _, deadline, done = step["evidence"]
    assert missed["E1"].endswith(f"not seen by its time, {deadline['said']}; done at {done['said']}, after 1 minute 56")
    assert deadline["words"] == "Not seen by its time." and done["words"].startswith("Seen differently: done")


def test_a_debrief_survives_being_opened_again_from_the_log_alone() -> None:
    room = exercise()
    again = live.open(room.store, room.ex.stream)
    assert debriefing.of_exercise(again).data == debriefing.of_exercise(room.ex).data


def test_each_time_says_where_it_comes_from() -> None:
    data = debriefing.of_exercise(exercise().ex).data
    lost = {one["id"]: one["provenance"] for one in data["lost"]}
    assert lost["order"] == lost["call_911"] == "stated" and lost["arrival"] == "simulated"
    decisions = [item for lane in data["lanes"] for item in lane["items"] if item["sort"] == "decision"]
    assert {item["provenance"] for item in decisions} == {"stated", "set_by_room"}
    assert all(item["seq"] for item in decisions)
    assert [item["words"][:7] for item in decisions if not item["movable"]] == ["Set by ", "The Pri"]
    messages = [item for lane in data["lanes"] for item in lane["items"] if item["sort"] == "message"]
    assert messages and all(item["provenance"] is None for item in messages)


def test_what_a_tabletop_keeps_back_by_itself_is_in_no_part() -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    assert any(str(row[2]).startswith("kept-") for row in debrief.matter.subject.whole.rows)
    assert not any(str(row[2]).startswith("kept-") for row in debrief.matter.subject.run.rows)
    assert "kept-" not in json.dumps(debrief.data)


def test_an_evaluator_counts_before_the_log_and_both_are_there() -> None:
    aim = next(one for one in debriefing.of_exercise(exercise().ex).data["objectives"] if one["id"] == "O1")
    step = next(one for one in aim["steps"] if one["expect"] == "E1")
    assert step["state"] == "differently" and step["notes"][0]["text"] == "By the dean."
    assert step["notes"][0]["provenance"] == "observed" and step["evidence"][0]["event_no"]
    assert [one["text"] for one in aim["notes"]] == ["Calm voices."]
    assert aim["rating"] == "S" and aim["ratings"][0]["text"] == "Once it was heard."


def test_what_people_wrote_is_there_by_role_and_without_names() -> None:
    data = debriefing.of_exercise(exercise().ex).data
    assert data["rulings"][0]["words"].startswith("Set by the room: ") and data["rulings"][0]["who"] == "Custodian"
    assert data["free"][0]["words"] == "I walk to the gym." and data["parked"][0]["text"] == "Who has keys?"
    assert data["hot_wash"][0]["text"] == "A radio in the gym"
    assert data["feedback"] == [{"answers": {"Worth my time": "5"}}]
    assert [(one["role"], one["n"]) for one in data["attendance"]] == [
        ("principal", 1), ("sergeant", 1), ("evaluator", 1),
    ]  # fmt: skip


def test_why_plays_again_with_the_party_traced() -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    whole = debriefing.of_run(debrief.matter.subject.whole, debrief.matter.bundle).data["parties"]
    assert {"id": "principal", "label": "The Principal"} in whole
    assert "as decided" in " ".join(debriefing.why(debrief, "secretary", debrief.matter.until_ms))
    unit = debrief.data["units"][0]["id"]
    assert all(line[2] == ":" for line in debriefing.why(debrief, unit, debrief.matter.until_ms))
    with pytest.raises(NotFound):
        debriefing.why(debrief, "nobody at all", 1_000)


def test_the_record_that_a_moment_rests_on_can_be_looked_up() -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    lines = list(debriefing.events(debrief))
    for moment in debrief.data["moments"]:
        for number in moment["marks"]["events"]:
            assert json.loads(lines[number - 1])["t_s"] <= debrief.matter.until_ms / 1000
    announced = record_of(exercise(), "announce").decision["id"]
    order = next(one for one in debrief.data["lost"] if one["id"] == "order")
    assert json.loads(lines[order["event_no"] - 1])["cause"] == announced


def test_of_a_discussion_nothing_is_simulated_and_what_was_said_is_there() -> None:
    room = Room(small(), discussion_only=True)
    room.next(2)
    room.lockdown()
    room.next(2)
    room.done("end")
    debrief = debriefing.of_exercise(room.ex)
    data = debrief.data
    assert data["discussion"] and {one["state"] for one in data["lost"]} == {"not_tested"}
    assert {one["state"] for one in data["plan_play"]} == {"not_tested"} and data["heat"]["exposure"] == {}
    said = [item for lane in data["lanes"] for item in lane["items"] if item["sort"] == "decision"]
    assert [item["words"] for item in said] == ["Secretary announces lockdown"]
    for asks in (
        lambda: debriefing.ranges(debrief), lambda: debriefing.why(debrief, "secretary", 1),
        lambda: debriefing.what_if(debrief, 1, drop=True),
    ):  # fmt: skip
        with pytest.raises(Refused, match="discussion only"):
            asks()
