"""The summary reads well whatever happened, and says what must be said."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.assumptions import assumptions, spread
from simulator.analysis.metrics import metrics
from simulator.analysis.summary import summary
from simulator.model.distributions import Fixed, Triangular, Uniform
from simulator.model.run import Run
from tests.analysis.factory import a_drill, a_run, out, waiting

GIVEN_DELAY = {"id": "g", "kind": "pupils", "in": "101", "count": "8", "delay": {"fixed": "5"}}


def told(run: Run) -> str:
    return summary(run, metrics(run))


def test_top_and_bottom_say_that_it_is_an_exercise() -> None:
    lines = told(a_drill()).strip().splitlines()
    assert lines[0] == lines[-1] == "**THIS IS AN EXERCISE**"


@pytest.mark.parametrize(
    "words",
    [
        "Alder Creek School (invented) · exercise version 7 · 6 October 2026, 10:42, class",
        "This plays an evacuation with 13 people. "
        "The building was empty after 1 minute 36, 1 minute 26 after the alarm.",
        "one possible course",
        "- **10:42:10** (0:10) The fire alarm sounded, set off in A Hall.",
        "- **10:43:36** (1:36) The last person was out: all clear.",
        "- **10:44:20** (2:20) Everybody had been counted.",
        "The last one out was one of the class of room 102, through Main entrance at 10:43:36: 1 minute 36 in. "
        "On the way they waited longest at Door of 102: 20 seconds.",
        "- Exit 2: 1 person, the last at 10:42:30",
        "- Door of 102: longest wait 20 seconds, 1.3 person-minutes in all",
        "- 4 people found exit 2 shut and went to Main entrance instead",
        "- Counting one class at the rally point: between 20 and 120 s, most often about 60",
    ],
)
def test_what_is_told_of_a_drill(words: str) -> None:
    assert words in told(a_drill())


def test_variables_are_told_by_label() -> None:
    words = told(a_drill(draw={"way_out": "@main_entrance", "pa_upper": False, "share": 0.7, "word": "*now*"}))
    assert "- Way out: Main entrance\n- Pa upper: no\n- Share: 0.7\n- Word: \\*now\\*" in words


def test_nobody_in_the_building() -> None:
    words = told(a_run([], {}))
    assert "This plays an evacuation with nobody in the building." in words
    assert "Nobody was inside." in words
    assert "## The last one out" not in words


def test_nobody_got_out_and_why() -> None:
    rows = [
        (10_000, "alarm", None, "fire", None, "on"),
        (20_000, "started", None, "class-101", "101", "alarm"),
        waiting(21_000, "class-101", "101", None, "no way out"),
        (20_000, "started", None, "class-102", "102", "alarm"),
        waiting(25_000, "class-102", "102", "D102"),
    ]
    words = told(a_run(rows, {"class-101": ("101", 4), "class-102": ("102", 3), "staff-GYM/1": ("GYM", 1)}))
    assert "By 10:00, where the run ends, nobody had left the building." in words
    assert "- Room 101: 4 people without a way out" in words
    assert "- Room 102: 3 people in a queue at Door of 102" in words
    assert "- Gym: 1 person had not set off; the fire alarm does not sound there" in words


def test_a_room_that_hears_the_alarm_is_not_said_to_be_deaf() -> None:
    words = told(a_run([(10_000, "alarm", None, "fire", None, "on")], {"class-101": ("101", 4)}, until_ms=20_000))
    assert "- Room 101: 4 people had not set off\n" in words


def test_some_are_out_when_the_run_is_stopped() -> None:
    run = a_run([out(10_000, "p", 2, 5_000)], {"p": ("C1/1", 2), "q": ("101", 1)}, until_ms=12_000)
    words = told(run)
    assert "1 person was out and 2 people were not" in words
    assert "The last one out so far was" in words
    assert "The run was stopped at 0:12; the scenario goes on to 10:00." in words


def test_exposure_is_a_sentence_about_the_place() -> None:
    rows = [(0, "hazard_closed", None, "fire", "GYM"), out(8_000, "p", 2)]
    words = told(a_run(rows, {"p": ("GYM", 2)}))
    assert "2 people spent time in a space that the hazard had closed: 16 seconds in all" in words
    assert "The fire made Gym impassable." in words


def test_messages_deeds_and_doors_are_told_in_order() -> None:
    injects = [{"id": "I1", "at": "0:10", "to": ["principal"], "synopsis": "Smoke <seen>"}]
    rows = [
        (10_000, "inject_released", "I1", "I1", ("principal",), None),
        (10_000, "blocked", "I1", "X2", "I1"),
        (10_000, "blocked", "I1", "D101", "I1"),
        (12_000, "done", "N1", "principal", "lock", {"what": ["X1"]}, "decision"),
        (12_000, "locked", "N1", "X1", "principal"),
        (14_000, "refused", "N2", "N2", "the door was blocked"),
    ]
    roles = {"principal": {"in": "101", "title": "Principal"}}
    words = told(a_run(rows, {}, injects=injects, roles=roles))
    lines = [line.partition(") ")[2] for line in words.splitlines() if line.startswith("- **10:42:1")]
    assert lines == [
        r"Message I1 went out to the Principal: Smoke \<seen\>",
        "Exit 2 and the door between room 101 and A Hall: blocked.",
        "The Principal locked Main entrance.",
        "Decision N2 could not be carried out: the door was blocked",
    ]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ({}, {"pupils", "Counting"}),
        ({"movement": {"model": "laboratory"}}, {"pupils", "Counting", "peak flow"}),
        ({"hazard": "fire", "fire": {"origin": "GYM", "alarm": "pull"}}, {"pupils", "Counting", "somebody pulling"}),
        ({"occupancy": {"fill": "1"}}, {"pupils", "adults", "Counting"}),
        ({"occupancy": {"groups": [GIVEN_DELAY]}}, {"Counting"}),
    ],
)
def test_only_assumptions_that_mattered_are_named(scenario: dict[str, Any], expected: set[str]) -> None:
    found = assumptions(a_drill(**scenario))
    assert len(found) == len(expected)
    assert all(any(word.lower() in words.lower() for words in found) for word in expected)


def test_spreads_in_words() -> None:
    assert spread(Fixed(fixed=60), " s") == "always 60 s"
    assert spread(Uniform(uniform=(2, 8)), " s") == "between 2 and 8 s"
    assert spread(Triangular(triangular=(5, 15, 40)), " s") == "between 5 and 40 s, most often about 15"
