"""What a facilitator who tried the program found, on the schools with known times: rescue, command, calls, release."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, talk
from tests.engine.talking import decided as says
from tests.engine.test_responders import (
    FIXED,
    GONE,
    READY,
    SEND,
    SEND_EMS,
    STANDING,
    decided,
    play,
    refusals,
    response,
    school,
    times,
)  # fmt: skip

SERGEANT = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
A_YELLOW = {"id": "PT1", "in": "A", "triage": "yellow"}
B_RED = {"id": "PT2", "in": "B", "triage": "red"}
H_GREEN = {"id": "PT3", "in": "H", "triage": "green"}
IN_COMMAND = [
    decided(id="N3", at=85, action="establish_command"), decided(id="N4", at=140, action="unify_command"),
    decided(id="N5", at=200, action="open_ccp", place="H"), decided(id="N6", at=240, action="form_rtf"),
]  # fmt: skip
"""A played sergeant: the task force is formed at 330."""


def reached(played: Run) -> list[str]:
    return [row[3] for row in rows(played, "patient_reached")]


def brought(played: Run) -> list[tuple[str, str]]:
    return [(row[3], row[5]) for row in rows(played, "patient_moved") if row[4] == "rtf-1"]


def by_sergeant(*more: Any, **fields: Any) -> Run:
    tree = {"roles": SERGEANT, "threat": GONE, "seats": {"all": "taken"}} | fields
    return play(SEND, SEND_EMS, *IN_COMMAND, *more, **tree)


# ---- rescue ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("patients", [[A_YELLOW, B_RED], [A_YELLOW, B_RED, H_GREEN]])
def test_a_task_force_goes_to_all_patients_the_red_first(patients: list[Any]) -> None:
    played = by_sergeant(patients=patients)
    wanted = ["PT2", "PT1", "PT3"][: len(patients)]
    assert reached(played) == wanted
    assert brought(played) == [(name, "H") for name in wanted]


@pytest.mark.parametrize("at", [300, 331])  # while it forms, and when it is on its way to the red patient
def test_a_task_force_that_is_sent_to_a_place_takes_its_patients_first_then_the_others(at: int) -> None:
    sent = decided(id="N7", at=at, action="send_rtf", to="A")
    played = by_sergeant(sent, patients=[A_YELLOW, B_RED, H_GREEN | {"triage": "red", "id": "PT0"}])
    assert not refusals(played)
    assert reached(played) == (["PT1", "PT0", "PT2"] if at == 300 else ["PT0", "PT1", "PT2"])


def test_a_place_that_was_set_hot_is_gone_to_once_officers_have_cleared_it() -> None:
    """Room B is cleared after 300 s; the hall and room A, and with them the building, take longer."""
    hot = decided(id="N7", at=101, action="set_zone", spaces=["B"], zone="hot")
    early = decided(id="N8", at=332, action="send_rtf", to="B")
    slow = READY | {"clear_room_s": {"fixed": 300}}
    units = {"police": {"units": 3}, "ems": {"units": 2}}
    played = by_sergeant(hot, early, patients=[A_YELLOW, B_RED], readiness=slow, agencies=units)
    assert refusals(played) == ["room B is not a warm zone: it was set hot, and no officers have cleared it since"]
    cleared = next(row[0] for row in rows(played, "room_cleared") if row[3] == "B")
    found = {row[3]: row[0] for row in rows(played, "patient_reached")}
    assert found["PT1"] < cleared <= found["PT2"] < rows(played, "building_cleared")[0][0]


def test_a_patient_to_whom_there_is_no_way_is_not_waited_for() -> None:
    shut = [
        {"id": "I1", "at": 0, "effect": [{"block": "DB"}]}, {"id": "I2", "at": 900, "effect": [{"unblock": "DB"}]},
    ]  # fmt: skip
    played = by_sergeant(patients=[A_YELLOW, B_RED], injects=shut)
    assert reached(played) == ["PT1", "PT2"]
    assert 900_000 < rows(played, "patient_reached")[1][0] <= 1_000_000


# ---- what a role's person does by doctrine ---------------------------------------------------------------------------


def test_what_doctrine_does_for_a_role_that_nobody_plays_meets_what_is_expected_of_it() -> None:
    asked = [
        {"action": "establish_command", "within": "10:00"}, {"action": "unify_command", "with": "ems", "within": 600},
        {"action": "open_ccp", "within": 900}, {"action": "form_rtf", "police": 2, "within": 900},
        {"action": "send_rtf", "to": "B", "within": 900},
    ]  # fmt: skip
    expect = [{"id": f"E{number}", "role": "sergeant"} | one for number, one in enumerate(asked)]
    message = {"id": "I1", "at": 0, "to": ["sergeant"], "expect": expect}
    played = play(SEND, SEND_EMS, threat=GONE, patients=[A_YELLOW, B_RED], injects=[message])
    assert {row[3] for row in rows(played, "expect_met")} == {"E0", "E1", "E2", "E3", "E4"}
    assert all(row[6] == "plan" for row in rows(played, "done") if row[4] != "dispatch")
    acts = [row[4] for row in rows(played, "done")]
    assert acts.count("establish_command") == acts.count("unify_command") == acts.count("form_rtf") == 1
    step = {
        "id": "S1", "on": {"event": "unified_command"}, "role": "sergeant", "action": "form_rtf",
        "meant": 50, "actual": {"fixed": 70},
    }  # fmt: skip
    by_plan = play(SEND, SEND_EMS, threat=GONE, patients=[B_RED], injects=[message], by=response(steps=[step]))
    assert [row[2] for row in rows(by_plan, "done") if row[4] == "form_rtf"] == ["S1"]
    assert {row[3] for row in rows(by_plan, "expect_met")} == {"E0", "E1", "E2", "E4"}  # the step says no number
    units_alone = play(SEND, SEND_EMS, threat=GONE, patients=[A_YELLOW], roles={"sergeant": {"in": "OUT"}})
    assert {row[4] for row in rows(units_alone, "done")} == {"dispatch"}


# ---- who comes at a time of their own --------------------------------------------------------------------------------

LATER = {"sergeant": {"agency": "police", "in": "off_site", "played": True, "back": {"fixed": 200}}}


def test_a_person_of_an_agency_arrives_once_and_is_no_further_unit() -> None:
    played = play(SEND, SEND_EMS, roles=LATER, threat=GONE)
    assert [(row[0], *row[3:]) for row in rows(played, "arrived") if row[4] == "sergeant"] == [
        (200_000, "police", "sergeant", "OUT")
    ]
    assert not [row for row in rows(played, "learned") if row[7] == "returns"]
    assert "sergeant" not in {row[3] for row in rows(played, "police_entered")}


def test_before_that_a_unit_has_command_which_the_person_takes_over() -> None:
    played = play(SEND, SEND_EMS, roles=LATER, threat=GONE)
    assert [(row[0], row[3]) for row in rows(played, "command")] == [(95_000, "police-1"), (240_000, "sergeant")]
    assert [row[3] for row in rows(played, "done") if row[4] == "establish_command"] == ["sergeant"]


def test_before_that_only_what_goes_by_radio_or_phone_can_be_done() -> None:
    asked = [
        decided(id="N3", at=100, action="establish_command"), decided(id="N4", at=101, action="open_ccp"),
        decided(id="N5", at=102, action="stage", place="LOT"), decided(id="N6", at=201, action="establish_command"),
    ]  # fmt: skip
    played = play(SEND, *asked, roles=LATER, threat=GONE, seats={"all": "taken"})
    assert refusals(played) == ["the sergeant is not on the scene yet: only radio and phone reach it"] * 2
    assert [(row[0], row[3]) for row in rows(played, "command")] == [(216_000, "sergeant")]


def test_a_taken_seat_keeps_only_the_acts_of_its_own_agency_waiting() -> None:
    """The EMS supervisor's seat is taken: command is not shared, and police clear and release all the same."""
    roles = {
        "sergeant": {"agency": "police", "in": "off_site"}, "teacher": {"in": "B"},
        "medic": {"agency": "ems", "in": "off_site", "played": True},
    }  # fmt: skip
    step = {
        "id": "L1", "on": {"event": "dispatched"}, "role": "teacher", "action": "tell", "what": "lockdown", "to": "B",
        "meant": 5, "actual": {"fixed": 5},
    }  # fmt: skip
    plan, by = school(defaults={"door": {"lock": "inside"}}), response({"staging": {"ems": "LOT"}}, [step])
    for seats, released in (({"medic": "taken"}, True), ({"sergeant": "taken"}, False)):
        both = roles | {name: roles[name] | {"played": True} for name in seats}
        played = play(SEND, SEND_EMS, roles=both, seats=seats, plan=plan, by=by, threat=GONE)
        assert not rows(played, "unified_command")
        assert bool(rows(played, "command")) == bool(rows(played, "room_released")) == released
        assert [row[4] for row in rows(played, "staged")] == ["ems-1", "ems-2"]


# ---- calls -----------------------------------------------------------------------------------------------------------

ONE = {"psaps": {"county": {"call_takers": 1, "dispatches": ["police", "ems"]}}}
ASKS = {
    "id": "I1", "at": 0, "to": ["secretary"], "expect": [
        {"id": "E1", "role": "secretary", "action": "call_911", "says": ["what", "where", "door"], "within": 100},
    ],
}  # fmt: skip
CALLS = says(10, "secretary", "call_911", says=["what", "where", "door"])


def test_a_call_says_only_what_the_caller_knows_and_the_message_that_asks_for_it_tells_it() -> None:
    unknowing = talk(CALLS, comms=ONE)
    assert [row[5]["says"] for row in rows(unknowing, "done") if row[4] == "call_911"] == [["what", "where"]]
    stands = {"enters": "X", "at": 5, "pattern": "stationary", "lasts": {"fixed": 300}}
    told = talk(CALLS, comms=ONE, injects=[ASKS], threat=stands)
    assert [row[4:6] for row in rows(told, "learned") if row[2] == "I1" and row[3] == "secretary"] == [
        ("what", "armed_assailant"), ("where", "H"), ("door", "X"),
    ]  # fmt: skip
    assert [row[3] for row in rows(told, "expect_met")] == ["E1"]
    centre = {row[4]: row[5] for row in rows(told, "learned") if row[3] == "county"}
    assert centre == {"what": "armed_assailant", "where": "H", "door": "X"}
    without = talk(CALLS, comms=ONE, injects=[ASKS])  # nobody comes in: there is no door to tell of
    assert [row[3] for row in rows(without, "expect_missed")] == ["E1"]


def test_whoever_sees_the_person_come_in_has_seen_the_door() -> None:
    stands = {"enters": "X", "at": 5, "pattern": "stationary", "lasts": {"fixed": 300}}
    played = talk(comms=COMMS, threat=stands)
    seen = [(row[0], row[3], row[5]) for row in rows(played, "learned") if row[4] == "door"]
    assert seen == [(5_000, "principal", "X")]  # in the hall; the others are behind closed doors


def test_the_public_hangs_up_where_nobody_answers_and_a_role_waits_on() -> None:
    crowd = {"id": "PC", "at": 0, "effect": [{"public_calls": 5, "over": 4}]}
    times_ = {"gives_up_911_s": 70, "answer_s": {"fixed": 4}, "talk_s": {"fixed": 60}, "dial_s": {"fixed": 5}}
    played = talk(says(10, "secretary", "call_911"), comms=ONE, injects=[crowd], readiness=times_)
    placed = [row[0] for row in rows(played, "call_placed")]
    lost = rows(played, "lost")
    assert [(row[0], row[4], row[7]) for row in lost] == [(t_ms + 70_000, "public", 70.0) for t_ms in placed[2:5]]
    answered = [(row[0], row[4]) for row in rows(played, "call_answered")]
    assert answered[-1] == (placed[0] + 2 * 64_000 + 4_000, "secretary")
    assert len(answered) == 3


# ---- released in person ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["lockdown", "evacuate"])
def test_whoever_is_released_in_person_follows_whatever_they_made_of_words_before(word: str) -> None:
    """Nobody complies with an order here, and the class has heard the very word before."""
    tell = decided(id="N3", at=1, role="teacher", action="tell", what=word, to="B", via="in_person")
    free = decided(id="N4", at=300, action="release_rooms", spaces=["B"])
    roles = {"sergeant": {"agency": "police", "in": "off_site"}, "teacher": {"in": "OUT"}, "aide": {"in": "B"}}
    stays = STANDING | {"at": 2, "lasts": {"fixed": 90}}
    played = play(
        SEND, tell, free, roles=roles, threat=stays, agencies={"police": {"units": 1}},
        perception={"complies": 0}, conduct={"tell_s": {"fixed": 1}},
    )  # fmt: skip
    released = next(row[0] for row in rows(played, "room_released") if row[3] == "B")
    out = [row[0] for row in rows(played, "out") if row[3] == "aide"]
    assert not [t_ms for t_ms in out if t_ms < released]
    assert out


def test_readiness_of_these_tests_is_fixed() -> None:
    assert FIXED["command_s"] == 15
    assert times(play(SEND), "arrived") == [80.0, 80.0]
