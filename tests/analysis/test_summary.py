"""The summary reads well whatever happened, and says what must be said."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.assumptions import assumptions, spread
from simulator.analysis.metrics import metrics
from simulator.analysis.summary import summary
from simulator.model.distributions import Fixed, Triangular, Uniform
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import PLAN, a_drill, a_run, entered, out, waiting

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
        "What took longest was a queue at Door of 102: 26 seconds. "
        "They found exit 2 shut and went to Main entrance instead.",
        "- Exit 2: 1 person, the last at 10:42:30",
        "- Door of 102: longest wait 26 seconds, 1.5 person-minutes in all",
        "- 4 people found exit 2 shut and went to Main entrance instead",
        "- Counting one class at the rally point: between 20 and 120 s, most often about 60",
    ],
)
def test_what_is_told_of_a_drill(words: str) -> None:
    assert words in told(a_drill())


def test_variables_are_told_by_label() -> None:
    words = told(a_drill(draw={"way_out": "@main_entrance", "pa_upper": False, "share": 0.7, "word": "*now*"}))
    assert (
        "- Way out: Main entrance\n- Pa upper: no\n- share = 0.7 (as the scenario's variable)\n- Word: \\*now\\*"
        in words
    )


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
    assert "At 10:00, where the run ends, nobody had left the building." in words
    assert "- Room 101: 4 people without a way out" in words
    assert "- Room 102: 3 people in a queue at Door of 102" in words
    assert "- Gym: 1 person had not set off; the fire alarm does not sound there" in words


def test_a_room_that_hears_the_alarm_is_not_said_to_be_deaf() -> None:
    words = told(a_run([(10_000, "alarm", None, "fire", None, "on")], {"class-101": ("101", 4)}, until_ms=20_000))
    assert "- Room 101: 4 people had not set off\n" in words


def test_some_are_out_when_the_run_is_stopped() -> None:
    run = a_run([out(10_000, "p", 2, 5_000)], {"p": ("C1/1", 2), "q": ("101", 1)}, until_ms=12_000)
    words = told(run)
    assert "At 0:12, where the run ends, 1 person was out and 2 people were still inside." in words
    assert "The last one out so far was" in words
    assert "The run was stopped at 0:12; the scenario goes on to 10:00." in words


def test_exposure_is_a_sentence_about_the_place() -> None:
    rows = [(0, "hazard_closed", None, "fire", "GYM"), out(8_000, "p", 2)]
    words = told(a_run(rows, {"p": ("GYM", 2)}))
    assert "2 people spent time in a place that the fire had closed: 16 seconds in all" in words
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
        "Decision N2 could not be carried out: the door was blocked.",
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


# ---- who was late, helped, turned, and never counted ----------------------------------------------------------------


def started(t_ms: int, party: str, space: str, why: str = "alarm", cause: str | None = None) -> Row:
    return (t_ms, "started", cause, party, space, why)


def rerouted(t_ms: int, party: str, space: str, why: str, to: str, cause: str | None = None) -> Row:
    return (t_ms, "rerouted", cause, party, space, why, to)


def test_a_run_cut_short_at_once_says_so() -> None:
    words = told(a_run([], {"p": ("101", 3)}, until_ms=0))
    assert "The run was cut short at 0:00, before anything happened." in words
    assert "Nobody had to leave" not in words


HELPED: list[Row] = [
    (10_000, "alarm", None, "fire", None, "on"),
    waiting(20_000, "wheelchair", "101", None, "needs help"),
    started(20_000, "staff-GYM", "GYM", "goes to help wheelchair"),
    rerouted(30_000, "staff-GYM", "GYM", "found X2 shut", "101"),
    started(80_000, "wheelchair", "101", "helped by staff-GYM"),
    started(80_000, "staff-GYM", "101", "helps wheelchair"),
    out(95_000, "staff-GYM", 1),
    out(96_000, "wheelchair", 1),
]
PAIR = {"wheelchair": ("101", 1), "staff-GYM": ("GYM", 1)}


def test_who_waited_for_help_is_told_and_why_they_were_last() -> None:
    words = told(a_run([*HELPED, waiting(99_000, "q", "102", None, "needs help")], {**PAIR, "q": ("102", 2)}))
    assert "What took longest was waiting for help: 1 minute, until a member of staff from Gym came." in words
    assert "1 person got help to leave.\n\n- A pupil from room 101 waited 1 minute until a member of staff" in words
    assert "2 people were still waiting for a helper at the end: room 102 (2)." in words


def test_a_helper_on_the_way_in_is_not_told_as_leaving() -> None:
    assert "## Who went another way" not in told(a_run(HELPED, PAIR))


def test_a_helper_who_is_the_last_out_had_gone_to_help() -> None:
    words = told(a_run([*HELPED[:-2], out(95_000, "wheelchair", 1), out(96_000, "staff-GYM", 1)], PAIR))
    assert "What took longest was going to help a pupil from room 101: 1 minute." in words


def test_a_late_start_is_what_took_longest() -> None:
    rows = [(10_000, "alarm", None, "fire", None, "on"), started(70_000, "p", "C1/1"), out(80_000, "p", 1)]
    assert "the time before setting off: 1 minute from the alarm" in told(a_run(rows, {"p": ("C1/1", 1)}))


def decided(action: str, who: str, where: str) -> Row:
    fields = {"who": who, "through": where} if action == "direct" else {"who": who, "to": [where]}
    return (50_000, "done", "N1", "principal", action, fields, "decision")


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (decided("direct", "C1", "X2"), "The principal told everybody in A Hall to use exit 2."),
        (decided("move", "class-101", "RALLY"), "The principal sent the class of room 101 to Rally West."),
        (decided("move", "g", "@main_entrance"), "The principal sent the group g to Main entrance."),
    ],
)
def test_what_people_decided_is_a_sentence(deed: Row, words: str) -> None:
    assert words in told(a_run([deed], {"class-101": ("101", 8)}))


def test_people_who_were_told_a_way_that_they_knew_to_be_shut() -> None:
    rows = [
        rerouted(40_000, "p", "C1/1", "found X2 shut", "X1"),
        rerouted(50_000, "p", "C1/1", "directed", "X1", "N1"),
        rerouted(50_000, "q", "GYM", "directed", "X2", "N1"),
        decided("direct", "C1", "X2"),
    ]
    words = told(a_run(rows, {"p": ("C1/1", 3), "q": ("GYM", 2)}))
    assert "- 3 people were told to use exit 2, knew it to be shut, and went to Main entrance" in words
    assert "- 2 people were told to use exit 2\n" in words


def test_who_is_outside_already_is_not_told_to_leave() -> None:
    injects = [{"id": "I1", "at": "0:10", "effect": [{"start": "g", "toward": "X1"}]}]
    rows = [
        rerouted(10_000, "p", "OUT", "told to leave", "RALLY", "I1"),
        rerouted(10_000, "q", "C1/1", "told to leave", "X1", "I1"),
    ]
    words = told(a_run(rows, {"p": ("OUT", 18), "q": ("C1/1", 1)}, injects=injects))
    assert "## Who went another way\n\n- 1 person was told to use Main entrance\n" in words
    assert "18 people" not in words.partition("## Who went another way")[2]


def test_a_hall_that_burns_is_what_was_found_and_not_its_door() -> None:
    rows = [(5_000, "hazard_closed", None, "fire", "C1"), rerouted(9_000, "p", "101", "found D101 shut", "X2")]
    fire = {"hazard": "fire", "fire": {"origin": "C1", "alarm": "pull"}}
    words = told(a_run(rows, {"p": ("101", 3)}, **fire))
    assert "- 3 people found A Hall, behind the door between room 101 and A Hall, closed by the fire" in words


def test_a_door_that_was_blocked_is_free_again() -> None:
    rows = [
        (10_000, "blocked", "I1", "X2", None),
        (20_000, "opened", "I1", "X2", None),
        (30_000, "opened", "I2", "X2", None),
    ]
    words = told(a_run(rows, {}))
    assert "(0:20) Exit 2: free again." in words
    assert "(0:30) Exit 2: open." in words


def test_an_alarm_names_the_point_that_set_it_off() -> None:
    pull = {"id": "FP1", "kind": "fire-pull", "on": "1", "in": "GYM"}
    words = told(a_run([(10_000, "alarm", None, "fire", "FP1", "on")], {}, plan={"points": [pull]}))
    assert "The fire alarm sounded, set off by the fire pull FP1 in Gym." in words


def test_people_who_were_never_counted_and_why() -> None:
    rows = [out(10_000, "class-101", 4), out(12_000, "class-102", 3), entered(20_000, "class-102", "RALLY", "P1", 3)]
    rows += [(60_000, "accounted", None, "class-102", None, "all present", "RALLY")]
    parties = {"class-101": ("101", 4), "class-102": ("102", 3)}
    cut_off = {"openings": [one for one in PLAN["openings"] if one["id"] != "P1"]}
    words = told(a_run(rows, parties, plan=cut_off))
    assert "4 people were out and had not been counted at a rally point:" in words
    why = "no way leads from there to a rally point without going back inside"
    assert f"- Front lawn: 4 people (the class of room 101); {why}" in words
    assert "by 10:00" in told(a_run(rows, parties)).partition("## Who was not counted")[2]
    assert "## Who was not counted" not in told(a_run(rows, parties, until_ms=90_000))


# ---- a hint ---------------------------------------------------------------------------------------------------------

CROWD: list[Row] = [waiting(10_000, "p", "C1/1", "X1"), out(100_000, "p", 30, 1_000)]


def test_a_hint_where_one_exit_was_crowded_and_another_not_used() -> None:
    words = told(a_run(CROWD, {"p": ("C1/1", 30)}))
    assert (
        "A hint: 30 people left by Main entrance, where the longest wait was 1 minute 59, and nobody by exit" in words
    )


@pytest.mark.parametrize(
    ("rows", "scenario"),
    [
        ([*CROWD, (5_000, "blocked", None, "X2", None)], {}),
        ([*CROWD, (5_000, "hazard_closed", None, "fire", "GYM")], {}),
        ([waiting(70_000, "p", "C1/1", "X1"), out(100_000, "p", 30)], {}),
        (CROWD, {"occupancy": {"fill": "1", "exits": "least_congested"}}),
        (CROWD, {"occupancy": {"groups": [{**GIVEN_DELAY, "exit": "X1"}]}}),
    ],
)
def test_no_hint_where_it_is_not_clear_cut(rows: list[Row], scenario: dict[str, Any]) -> None:
    assert "A hint" not in told(a_run(rows, {"p": ("C1/1", 30)}, **scenario))
