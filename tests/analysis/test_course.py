"""The course of an incident: short, in order, and nothing said over and over."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.chain import where_the_time_went
from simulator.analysis.course import MOST_MOMENTS, course, messages_sent
from simulator.analysis.deeds import deed
from simulator.analysis.metrics import metrics
from simulator.analysis.summary import summary
from simulator.analysis.words import lasting, over
from simulator.model.actions import ACTIONS
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import PLAN, a_drill, a_run

PARTIES = {"class-101": ("101", 8), "class-102": ("102", 4)}
ARMED: dict[str, Any] = {
    "hazard": "armed_assailant",
    "threat": {"enters": "X1"},
    "agencies": {"police": {"units": 4}},
    "roles": {"principal": {"in": "101", "title": "Principal"}},
}


def words(run: Run) -> list[str]:
    return [moment.words for moment in course(run)]


def armed(*rows: Row) -> Run:
    return a_run(rows, PARTIES, **ARMED)


def test_a_drill_is_told_as_before() -> None:
    said = words(a_drill())
    assert said[0] == "13 people were inside."
    assert "The last person was out: all clear." in said


def test_rooms_cleared_and_officers_going_in_are_said_once() -> None:
    entered = [(60_000 + i * 1000, "police_entered", None, f"police-{i}", "X1") for i in range(1, 5)]
    cleared = [
        (100_000 + i * 1000, "room_cleared", None, room, "police-1") for i, room in enumerate(("101", "102", "C1"))
    ]
    said = words(armed((50_000, "dispatched", None, "police", "police-1", None), *entered, *cleared))
    assert [one for one in said if "officers" in one.lower()] == [
        "The first officers went into the building through Main entrance.",
        "4 units of officers had gone in.",
        "Officers had cleared 3 rooms since 10:43:40.",
    ]


def test_a_room_that_was_cleared_twice_is_mentioned() -> None:
    rows: list[Row] = [(1000 * i, "room_cleared", None, room, None) for i, room in enumerate(("101", "102", "101"), 1)]
    assert "Officers had cleared 2 rooms since 10:42:01, 1 of them more than once." in words(armed(*rows))


def test_a_long_course_is_cut_to_what_matters() -> None:
    said = ["".join(chr(97 + digit) for digit in divmod(number, 26)) for number in range(60)]
    talk = [
        (1000 * i, "done", f"N{i}", "principal", "record", {"says": [one]}, "decision") for i, one in enumerate(said)
    ]
    run = armed(*talk, (95_000, "alarm", None, "fire", None, "on"))
    assert len(words(run)) == MOST_MOMENTS
    assert "The fire alarm sounded." in words(run)
    assert f"{62 - MOST_MOMENTS} smaller moments are left out here" in summary(run, metrics(run))


def test_moments_that_differ_in_numbers_only_are_one() -> None:
    shut = [(1000 * i, "blocked", f"N{i}", f"D10{1 + i % 2}", None) for i in range(1, 9)]
    door = {"openings": [{**one, "label": f"Door {one['id'][1:]}"} for one in PLAN["openings"]]}
    told = [one for one in words(a_run(shut, PARTIES, plan=door)) if "blocked" in one]
    assert told == ["Door 102: blocked; 7 more like it by 10:42:08."]


def test_messages_have_their_own_list_where_units_are_sent() -> None:
    injects = [{"id": "I1", "at": "00:05", "to": ["principal"], "text": "A shout in the hall", "synopsis": "A shout"}]
    released: Row = (5000, "inject_released", "I1", "I1", ("principal",), None)
    sent: Row = (9000, "dispatched", None, "police", "police-1", None)
    alone, with_units = (a_run(rows, PARTIES, **ARMED, injects=injects) for rows in ([released], [released, sent]))
    assert "Message I1 went out to the Principal: A shout" in words(alone)
    assert messages_sent(alone) == []
    assert not any("Message I1" in one for one in words(with_units))
    assert messages_sent(with_units) == ["- 10:42:05 to the Principal: A shout (I1)"]


def test_the_person_is_told_of_without_names_or_harm() -> None:
    said = words(
        armed(
            (0, "threat_entered", "armed_assailant", "C1/1", "X1", "as somebody leaves"),
            (1000, "heard", "armed_assailant", "class-101", "armed_assailant", "C1/1"),
            (3000, "recognised", "armed_assailant", "class-101", "armed_assailant", "101"),
            (5000, "threat_stopped", "armed_assailant", "C1/1", "D102", "locked"),
            (9000, "threat_stopped", "armed_assailant", "C1/1", "D101", "locked"),
            (60_000, "threat_ended", "armed_assailant", "C1/1", None, "by itself"),
        )
    )
    assert said[1:] == [
        "The armed person came in by Main entrance as somebody came out.",
        "The class of room 101 heard something: the first sign.",
        "The class of room 101 was the first to understand it.",
        "A door held against the armed person: Door of 102; doors held 2 times in all.",
        "The threat was over.",
    ]


def test_choices_are_summed_by_the_last_one() -> None:
    chose = lambda t, who, what, why: (t, "chose", "armed_assailant", who, what, (what,), (None,), why)  # noqa: E731
    told = summary(
        run := armed(
            (0, "threat_entered", "armed_assailant", "C1/1", "X1", "walks in"),
            chose(1000, "class-101", "hide 101", "as ordered"),
            chose(2000, "class-102", "hide 102", "as ordered"),
            chose(9000, "class-102", "run X1", "the best margin"),
        ),
        metrics(run),
    )
    assert (
        "- **Hide:** 8 people (1 class among them) stayed in the room they were in and turned to its doors, as ordered."
        in told
    )
    assert (
        "- **Run:** 4 people (1 class among them) made for a way out or a meeting place, by Main entrance (4), "
        "because it left the most time." in told
    )


def test_the_chain_says_what_each_step_took_and_what_never_came() -> None:
    run = armed(
        (0, "threat_entered", "armed_assailant", "C1/1", "X1", "walks in"),
        (4000, "recognised", "armed_assailant", "class-101", "armed_assailant", "101"),
        (64_000, "call_placed", None, "911", "principal", None, ("what",), 0.0),
        (84_000, "dispatched", None, "police", "police-1", None),
        (284_000, "arrived", None, "police", "police-1", "OUT"),
    )
    never = "officers went in, the threat was over and somebody had command"
    assert where_the_time_went(run, metrics(run)) == [
        "- 10:42:04: somebody understood what was happening, 4 seconds in.",
        "- 10:43:04: 911 was called, 1 minute after it was understood.",
        "- 10:43:24: units were sent, 20 seconds after the call.",
        "- 10:46:44: the first officer was on site, 3 minutes 20 after units were sent.",
        f"- By the end of the run it had not come to this: {never}.",
    ]


@pytest.mark.parametrize(
    ("t_ms", "said"),
    [
        (119_000, "1 minute 59"), (119_600, "2 minutes"), (124_900, "2 minutes 5"), (127_000, "2 minutes 5"),
        (194_500, "3 minutes 15"), (598_000, "10 minutes"), (724_000, "12 minutes"), (3_721_000, "1 hour 2 minutes"),
    ],
)  # fmt: skip
def test_a_time_is_said_in_one_way_everywhere_the_longer_the_rounder(t_ms: int, said: str) -> None:
    assert lasting(t_ms) == said


def test_what_is_later_than_its_limit_is_never_said_to_be_the_limit() -> None:
    assert over(180_200, 180_000) == "a little over 3 minutes"
    assert over(190_000, 180_000) == "3 minutes 10"


OTHERWISE: dict[str, dict[str, Any]] = {
    "move": {"who": "class-101", "to": ["OUT"]}, "direct": {"who": "class-101", "through": "X1"},
    "tell": {"to": ["principal"], "about": ["what"]}, "record": {"says": ["It is late"]},
    "rule": {"sets": {"outcome": "over"}, "says": ["so"]}, "shift_injects": {"by": "02:00"},
}  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_of_the_catalogue_has_its_own_sentence(action: str) -> None:
    fields = OTHERWISE.get(action, {"inject": "I1"} if action.endswith("_inject") else {})
    said = deed(armed(), (0, "done", "N1", "principal", action, fields, "decision"))
    assert "did this" not in said
    assert said.endswith(".")
    assert "_" not in said


def test_the_opening_says_what_came_of_an_incident() -> None:
    run = armed(
        (0, "threat_entered", "armed_assailant", "C1/1", "X1", "walks in"),
        (36_000, "announced", "N1", "lockdown", "principal", ("pa",), ("main",), ()),
        (36_000, "learned", "N1", "class-101", "order", "lockdown", "principal", "pa"),
        (60_000, "secured", "N1", "101", "class-101", "locked"),
        (90_000, "threat_ended", "armed_assailant", "C1/1", None, "by itself"),
        (276_000, "arrived", None, "police", "police-1", "OUT"),
    )
    assert (
        "This plays the response to an armed person on a site with 12 people. The first order was given 36 seconds in. "
        "Half were behind a door that holds 24 seconds after it. At no time were nine in ten behind such doors. "
        "The threat was over 1 minute 30 in and the first officer was there 4 minutes 35 in.\n"
    ) in summary(run, metrics(run))
