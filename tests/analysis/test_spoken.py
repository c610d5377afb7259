"""Orders, locked doors, expectations and the facilitator's desk, in words: known answers on hand-made runs."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.metrics import metrics
from simulator.analysis.summary import summary
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import a_run, out

ROLES = {"principal": {"in": "101", "title": "Principal"}, "secretary": {"in": "102", "title": "Secretary"}}
PARTIES = {"class-101": ("101", 8), "class-102": ("102", 4)}


def told(run: Run) -> str:
    return summary(run, metrics(run))


def section(run: Run, title: str) -> list[str]:
    return told(run).partition(f"## {title}\n\n")[2].partition("\n\n")[0].splitlines()


def announced(t_ms: int, word: str, cause: str = "L1", dead: tuple[str, ...] = ()) -> Row:
    return (t_ms, "announced", cause, word, "secretary", ("pa",), ("zone-A",), dead)


def learned(t_ms: int, party: str, word: str, cause: str = "L1", via: str = "pa") -> Row:
    return (t_ms, "learned", cause, party, "order", word, "secretary", via)


def secured(t_ms: int, space: str) -> Row:
    return (t_ms, "secured", "L1", space, None, "locked")


def done(t_ms: int, action: str, role: str = "facilitator", source: str = "decision", **fields: Any) -> Row:
    return (t_ms, "done", "N1", role, action, fields, source)


# ---- what was expected -----------------------------------------------------------------------------------------------

EXPECT: list[dict[str, Any]] = [
    {"id": "I1", "at": 0, "expect": [{"id": "E1", "role": "secretary", "action": "announce", "what": "lockdown",
                                      "within": 60}]},
    {"id": "I2", "at": 9, "expect": [{"id": "E2", "role": "principal", "action": "lock", "what": "X1", "within": 30}]},
    {"id": "I3", "at": 10, "expect": [{"id": "E3", "action": "tell", "to": "GYM", "what": "lockdown", "within": 90}]},
    {"id": "I4", "at": 20, "expect": [{"id": "E4", "action": "lock", "within": 90}]},
    {"id": "I5", "at": 30},
]  # fmt: skip


def test_each_expectation_is_met_missed_or_not_tested_and_other_messages_are_one_line() -> None:
    rows: list[Row] = [
        *((t_ms, "inject_released", name, name, (), None) for t_ms, name in ((0, "I1"), (9_000, "I2"), (10_000, "I3"))),
        (20_000, "inject_closed", "I4", "I4", "guard_false"),
        done(25_000, "hold_inject", inject="I5"),
        (35_000, "expect_met", "N1", "E1", "secretary", 35.0),
        (39_000, "expect_missed", "I2", "E2", "principal", 30.0),
        (60_000, "inject_closed", "I5", "I5", "not_reached"),
    ]
    assert section(a_run(rows, PARTIES, injects=EXPECT, roles=ROLES), "What was expected") == [
        "- From 10:42:00 (I1): The Secretary announces lockdown within 1 minute: seen after 35 seconds.",
        "- From 10:42:09 (I2): The Principal locks Main entrance within 30 seconds: not seen.",
        "- From 10:42:10 (I3): Somebody tells Gym “lockdown” within 1 minute 30: not tested: still open at the end.",
        "- These messages did not go out: I4: its condition was false; I5: kept back.",
    ]


def test_messages_written_and_changed_in_the_exercise_are_told_as_they_went_out() -> None:
    wanted = {"id": "E9", "role": "principal", "action": "lock", "what": ["X1"], "within": 20}
    rows: list[Row] = [
        done(1_000, "add_inject", inject={"id": "A1", "to": ["principal"], "text": "Smoke", "expect": [wanted]}),
        done(2_000, "edit_inject", inject="I5", set={"text": "Fire"}),
        (3_000, "inject_released", "A1", "A1", ("principal",), None),
        (4_000, "inject_released", "I5", "I5", (), None),
        (9_000, "expect_met", "N2", "E9", "principal", 6.0),
    ]
    words = told(a_run(rows, PARTIES, injects=EXPECT, roles=ROLES))
    assert "Message A1 went out to the Principal: Smoke" in words
    assert "Message I5 went out: Fire" in words
    assert "- From 10:42:03 (A1): The Principal locks Main entrance within 20 seconds: seen after 6 seconds." in words


# ---- orders ----------------------------------------------------------------------------------------------------------

LOCKDOWN: list[Row] = [announced(46_000, "lockdown"), learned(46_000, "class-101", "lockdown")]


def test_who_is_reached_by_a_repeated_order_had_it_already() -> None:
    lines = section(a_run([*LOCKDOWN, announced(66_000, "lockdown", "N1")], PARTIES), "The orders")
    assert lines[2].endswith("had been spoken over the PA. Everybody whom it reached already had this order.")


def test_words_that_are_no_order_and_an_order_that_nobody_heard() -> None:
    rows = [announced(10_000, "code-red"), announced(20_000, "hold", "N1", dead=("zone-A",))]
    words = told(a_run(rows, PARTIES))
    assert "Nobody acted on these words: they are not an order of the plan.\n" in words
    assert "the loudspeakers of zone-A were dead. Nobody heard it." in words


@pytest.mark.parametrize(
    ("via", "how"), [("pa", "over the loudspeakers"), ("in_person", "from somebody who told them in person")]
)
def test_how_people_heard_it_later(via: str, how: str) -> None:
    rows = [*LOCKDOWN, learned(70_000, "class-102", "lockdown", "N1", via), learned(90_000, "class-101", "lockdown")]
    lines = section(a_run(rows, PARTIES), "The orders")
    assert lines[-1] == f"  - 4 people heard it later {how}, at 10:43:10."


def test_a_list_that_is_cut_says_how_many_more() -> None:
    rooms = {f"R{i:02}": {"kind": "classroom", "box": [9 * i, 40, 9 * i + 8, 48]} for i in range(11)}
    plan = {"levels": {"1": {"spaces": rooms | {"OUT": {"kind": "outdoors", "box": [-20, 0, 0, 30]}}}}}
    plan |= {"openings": [], "uses": {}}
    run = a_run([announced(10_000, "hold")], {f"p{i}": (f"R{i:02}", 20 - i) for i in range(11)}, plan=plan)
    lines = section(run, "The orders")
    assert len(lines) == 10
    assert lines[-1] == "  - It did not reach 33 people in 3 more places."


def test_securing_counts_from_the_first_spoken_lockdown() -> None:
    rows = [announced(10_000, "hold", "N1"), *LOCKDOWN, secured(60_000, "101")]
    words = told(a_run(rows, PARTIES))
    assert "The first order was “hold”, 10 seconds in; lockdown was ordered 46 seconds in." in words
    assert "- Half of them were behind a door that holds at 10:43:00, 14 seconds after the order." in words


def test_nobody_is_behind_doors() -> None:
    words = told(a_run(LOCKDOWN, PARTIES))
    assert "At the end nobody was behind doors that hold." in words
    assert "At the end none of the 12 who were inside was behind doors that hold." in words


def test_a_lockdown_keeps_its_result_when_people_are_told_to_leave_after_it() -> None:
    rows = [*LOCKDOWN, secured(60_000, "101"), announced(200_000, "evacuate", "N2")]
    rows += [learned(200_000, name, "evacuate", "N2") for name in PARTIES]
    rows += [out(240_000, "class-102", 3)]
    words = told(a_run(rows, PARTIES))
    assert "At the end 8 of the 12 who were inside were behind doors that hold. 3 people had left the building" in words
    assert "8 people heard “evacuate” later and stayed behind doors that hold." in words
    assert "## Who was still inside\n\n- Room 102: 1 person on the way\n" in words


def test_an_alarm_in_a_lockdown_does_not_ask_those_behind_doors_to_leave() -> None:
    words = told(a_run([*LOCKDOWN, (90_000, "alarm", None, "fire", None, "on")], PARTIES))
    assert "The first order was “lockdown”" in words
    assert "had not set off" not in words


# ---- what people did -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (done(9_000, "add_inject", inject={"id": "AH1", "at": 5}), "The facilitator added message AH1."),
        (done(9_000, "edit_inject", inject="I3", set={}), "The facilitator changed message I3."),
        (done(9_000, "hold_inject", inject="I3"), "The facilitator kept message I3 back."),
        (done(9_000, "skip_inject", inject="I3"), "The facilitator skipped message I3."),
        (done(9_000, "release_inject", inject="I3"), "The facilitator released message I3."),
        (done(9_000, "shift_injects", by="02:00"), "The facilitator moved all messages by 2 minutes."),
        (done(9_000, "rule", sets={"opening": {"X1": "blocked"}}, says=["It is jammed."]),
         "Set by the room: Main entrance blocked (It is jammed)."),
        (done(9_000, "record", "principal", says=["We wait."]), "The Principal said: We wait.\n"),
        (done(9_000, "record", "principal", says="Why"), "The Principal said: Why."),
        (done(9_000, "tell", "principal", to=["GYM"], what=["secure"]),
         "The Principal told Gym: “secure”; nobody was there to hear it."),
        (done(9_000, "leave_seat", "principal"), "The Principal left the seat."),
    ],
)  # fmt: skip
def test_a_deed_is_a_sentence(deed: Row, words: str) -> None:
    assert f"(0:09) {words}" in told(a_run([deed], PARTIES, roles=ROLES, injects=EXPECT))


@pytest.mark.parametrize("source", ["decision", "plan"])
def test_an_announcement_is_told_once(source: str) -> None:
    act = done(46_000, "announce", "secretary", source, what=["lockdown"], via=["pa"])
    words = told(a_run([act, announced(46_000, "lockdown", "N1")], PARTIES, roles=ROLES))
    assert words.count("**10:42:46**") == 1
    assert "went to announce lockdown." in told(a_run([act], PARTIES, roles=ROLES))


def test_a_door_that_somebody_locked_is_told_once() -> None:
    rows = [done(9_000, "lock", "principal", what=["X1"]), (9_400, "locked", "N1", "X1", "principal")]
    assert told(a_run(rows, PARTIES, roles=ROLES)).count("Main entrance") == 1
