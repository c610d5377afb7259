"""Objectives judged by measures, by what was seen, by events: known answers on hand-made runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.analysis.measured import NAMES, OVER_PEOPLE
from simulator.analysis.metrics import metrics
from simulator.analysis.objectives import Result, results
from simulator.files import vocabulary
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import PLAN, a_drill, a_run, out

PARTIES = {"p": ("101", 4), "q": ("GYM", 6)}
ROLES = {"principal": {"in": "101", "title": "Principal"}, "dean": {"in": "102", "title": "Dean"}}


def judged(
    rows: list[Row], measure: dict[str, Any], parties: dict[str, tuple[str, int]] = PARTIES, **more: Any
) -> Result:
    aims = [{"id": "O1", "text": "As it should be.", "measure": measure}]
    run = a_run(rows, parties, objectives=aims, roles=ROLES, **more)
    (one,) = results(run, metrics(run))
    return one


def announced(t_ms: int, word: str, dead: tuple[str, ...] = ()) -> Row:
    return (t_ms, "announced", "N1", word, "principal", ("pa",), ("zone-A",), dead)


def secured(t_ms: int, space: str) -> Row:
    return (t_ms, "secured", "N1", space, None, "locked")


def done(t_ms: int, action: str, role: str = "principal", cause: str = "N1", **fields: Any) -> Row:
    return (t_ms, "done", cause, role, action, fields, "decision")


def test_every_measure_has_a_name_and_those_of_people_are_the_formats() -> None:
    assert {*vocabulary.METRICS, "exits"} == {*metrics(a_drill())}
    assert {*NAMES, "time_to_order_s"} == {*vocabulary.METRICS}
    assert set(OVER_PEOPLE) == set(vocabulary.OVER_PEOPLE)


# ---- from ------------------------------------------------------------------------------------------------------------

SOUNDS: Row = (5_000, "alarm", None, "fire", None, "on")
LOCKED = [announced(40_000, "lockdown"), secured(70_000, "101"), secured(90_000, "GYM")]
ALL_SECURED = {"metric": "time_to_secured_100_s"}


@pytest.mark.parametrize(
    ("since", "within", "verdict", "reason"),
    [
        ("start", 90, "met", "after 1 minute 30; the aim was within 1 minute 30"),
        ("start", 89, "not met", "after 1 minute 30; the aim was within 1 minute 29"),
        ("order", 50, "met", "after 50 seconds; the aim was within 50 seconds of the order"),
        ("order", 49, "not met", "after 50 seconds; the aim was within 49 seconds of the order"),
        ("recognition", 80, "met", "after 1 minute 20; the aim was within 1 minute 20 of the first one who understood"),
        ("dispatched", 9, "not tested", "no unit had been dispatched; the aim was within 9 seconds of the first"),
    ],
)
def test_a_time_counts_from_what_the_objective_says(since: str, within: int, verdict: str, reason: str) -> None:
    rows = [(10_000, "recognised", None, "principal", "armed_assailant", "101"), *LOCKED]
    one = judged(rows, {**ALL_SECURED, "from": since, "within": within})
    assert one.verdict == verdict
    assert reason in one.reason


def test_without_the_order_a_time_from_it_is_not_tested() -> None:
    one = judged([], {**ALL_SECURED, "from": "order", "within": 60})
    assert (one.verdict, one.reason) == (
        "not tested", "no order was announced; the aim was within 1 minute of the order",
    )  # fmt: skip


def test_a_run_that_ends_before_the_aim_does_not_test_it() -> None:
    aim = {**ALL_SECURED, "from": "order", "within": 60}
    assert judged(LOCKED[:2], aim, until_ms=95_000).verdict == "not tested"
    assert judged(LOCKED[:2], aim, until_ms=101_000).verdict == "not met"


@pytest.mark.parametrize(
    ("rows", "order", "name"),
    [
        ([announced(46_000, "lockdown")], None, "the order “lockdown” after 46 seconds"),
        ([SOUNDS, announced(46_000, "lockdown")], None, "the alarm after 5 seconds"),
        ([announced(46_000, "hold"), (50_000, "alarm", None, "fire", None, "on")], None,
         "the order “hold” after 46 seconds"),
        ([SOUNDS, announced(46_000, "lockdown")], "lockdown", "the order “lockdown” after 46 seconds"),
        ([SOUNDS], "lockdown", "an order (the plan has “lockdown” for this): not by"),
    ],
)  # fmt: skip
def test_the_first_word_is_called_what_it_was(rows: list[Row], order: str | None, name: str) -> None:
    aims = [{"id": "O1", "text": "Told.", "measure": {"metric": "time_to_order_s", "within": 60}}]
    made = a_run(rows, PARTIES, objectives=aims)
    run = Run(**{**{name: getattr(made, name) for name in made.__dataclass_fields__}, "order": order})
    (one,) = results(run, metrics(run))
    assert one.reason.startswith(name)


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ([announced(46_000, "evacuate")], "; the order “lockdown” that the plan has for this was not given"),
        ([announced(46_000, "evacuate"), announced(300_000, "lockdown")], "the plan has for this came after 5 minutes"),
        ([announced(46_000, "lockdown")], "the aim was within 1 minute"),
    ],
)
def test_another_word_than_the_plans_is_an_order_and_is_named(rows: list[Row], ends: str) -> None:
    aims = [{"id": "O1", "text": "Told.", "measure": {"metric": "time_to_order_s", "within": 60}},
            {"id": "O2", "text": "Air.",
             "measure": {"metric": "air_shut_s", "from": "order", "within": 60}}]  # fmt: skip
    run = replace(a_run(rows, PARTIES, objectives=aims), order="lockdown")
    told, counted = results(run, metrics(run))
    assert told.verdict == "met"
    assert told.reason.endswith(ends)
    assert "no order" not in counted.reason


# ---- where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "took", "whose"),
    [
        ({"space": "101"}, 30, "of those in room 101"),
        ({"space": ["101", "GYM"]}, 50, "of those in room 101 and Gym"),
        ({"pa": "zone-A"}, 30, "of those in loudspeaker zone zone-A"),
        ({"level": "1"}, 50, "of those on level 1"),
    ],
)
def test_a_measure_counts_the_people_of_one_place(where: dict[str, Any], took: int, whose: str) -> None:
    spaces = {name: {**space, **({"pa": "zone-A"} if name == "101" else {})}
              for name, space in PLAN["levels"]["1"]["spaces"].items()}  # fmt: skip
    plan = {"levels": {"1": {"spaces": spaces}}}
    for within, verdict in ((took, "met"), (took - 1, "not met")):
        one = judged(LOCKED, {**ALL_SECURED, "from": "order", "within": within, "where": where}, plan=plan)
        assert one.verdict == verdict
        assert whose in one.reason


def test_people_count_where_they_were_when_the_order_came_and_at_the_start_for_leaving() -> None:
    moved = [(30_000, "entered", None, "q", "101", "D101", 6, 0)]  # from the gym into 101 before the order
    aim = {**ALL_SECURED, "from": "order", "within": 30}
    assert judged([*moved, *LOCKED], {**aim, "where": {"space": "GYM"}}).reason == "nobody was there"
    assert judged([*moved, *LOCKED], {**aim, "where": {"space": "101"}}).verdict == "met"
    left = [out(50_000, "q", 6, through="X2"), out(80_000, "p", 4)]
    gym = {"metric": "clear_time_s", "within": 50, "where": {"space": "GYM"}}
    assert judged(left, gym).reason == (
        "the building empty, of those in Gym after 50 seconds; the aim was within 50 seconds"
    )
    assert judged(left, {**gym, "where": {"space": "101"}}).verdict == "not met"
    assert judged(left, {"metric": "evacuated", "at_most": 6, "where": {"space": "GYM"}}).verdict == "met"


def test_what_the_scenario_does_not_have_is_not_tested() -> None:
    assert judged([], {"metric": "police_entry_s", "within": 60}).reason == "the scenario has no agencies"
    assert judged([], {"metric": "threat_ended_s", "within": 60}).reason == "the scenario has no threat or intruder"


# ---- what was expected -----------------------------------------------------------------------------------------------

INJECTS: list[dict[str, Any]] = [
    {"id": "I1", "at": 10, "expect": [
        {"id": "E1", "role": "principal", "action": "announce", "what": "lockdown", "within": 30},
        {"id": "E2", "role": "principal", "action": "call_911", "says": ["what", "where", "door"], "within": 60}]},
    {"id": "I2", "at": 90, "expect": [{"id": "E3", "action": "lock", "what": "X1", "within": 30}]},
]  # fmt: skip
SENT: Row = (10_000, "inject_released", "I1", "I1", (), None)
MET_1: Row = (30_000, "expect_met", "N1", "E1", "principal", 20.0)
MISSED_1: Row = (40_000, "expect_missed", "I1", "E1", "principal", 30.0)
MISSED_2: Row = (70_000, "expect_missed", "I1", "E2", "principal", 60.0)
SAID = done(30_000, "announce", what=["lockdown"])


def seen(rows: list[Row], *names: str) -> tuple[str, str]:
    one = judged(sorted([SENT, *rows], key=lambda row: row[0]), {"expects": list(names)}, injects=INJECTS)
    return one.verdict, one.reason


@pytest.mark.parametrize(
    ("rows", "name", "verdict", "how"),
    [
        ([SAID, MET_1], "E1", "seen", "seen after 20 seconds"),
        ([MISSED_1], "E1", "not seen", "not seen"),
        ([], "E1", "not tested", "not tested: still open at the end"),
        ([], "E3", "not tested", "not tested: its message I2 did not go out"),
        ([MISSED_1, done(55_000, "announce", what=["lockdown"])], "E1", "seen differently",
         "seen differently: done, but after 45 seconds"),
        ([done(20_000, "announce", "dean", what=["lockdown"]), MISSED_1], "E1", "seen differently",
         "seen differently: done, but by the Dean"),
        ([done(20_000, "announce", what=["hold"]), MISSED_1], "E1", "seen differently",
         "seen differently: the word was “hold”"),
        ([done(5_000, "announce", what=["hold"]), MISSED_1], "E1", "not seen", "not seen"),
        ([done(20_000, "announce", "dean", what=["lockdown"]), done(25_000, "announce", "dean", what=["hold"]),
          MISSED_1], "E1", "not seen", "not seen"),
        ([done(50_000, "announce", what=["hold"]), MISSED_1], "E1", "not seen", "not seen"),
        ([done(20_000, "call_911", says=["what"]), MISSED_2], "E2", "seen differently",
         "seen differently: done, but without saying where it is and by which door"),
        ([done(20_000, "call_911", says=["hello"]), MISSED_2], "E2", "not seen", "not seen"),
        ([done(21_000, "announce", what=["lockdown"]), (10_000, "expect_met", "N1", "E1", "principal", 0.0)], "E1",
         "seen", "seen after 0 seconds"),
        ([done(4_000, "announce", what=["lockdown"]), (10_000, "expect_met", "N1", "E1", "principal", 0.0)], "E1",
         "seen", "seen: already done 6 seconds before the message"),
        ([(50_000, "expect_missed", "I1", "E1", "principal", 40.0)], "E1", "not seen",
         "not seen; the time was up after 40 seconds"),
    ],
)  # fmt: skip
def test_a_step_is_seen_seen_differently_not_seen_or_not_tested(
    rows: list[Row], name: str, verdict: str, how: str
) -> None:
    found, reason = seen(rows, name)
    assert found == verdict
    assert reason.partition("seconds: " if name != "E2" else "minute: ")[2] == how


def test_several_steps_are_as_the_worst_that_was_tested() -> None:
    assert seen([SAID, MET_1], "E1", "E3")[0] == "seen"
    assert seen([SAID, MET_1, MISSED_2], "E1", "E2")[0] == "not seen"
    assert (
        seen([SAID, MET_1, done(20_000, "call_911", "dean", says=["what", "where", "door"]), MISSED_2], "E1", "E2")[0]
        == "seen differently"
    )
    assert seen([SAID, MET_1], "E1", "E3")[1] == (
        "The Principal announces lockdown within 30 seconds: seen after 20 seconds; "
        "Somebody locks Main entrance within 30 seconds: not tested: its message I2 did not go out"
    )


# ---- events ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "verdict", "reason"),
    [
        ({"time_of": {"event": "locked", "opening": "@main_entrance"}, "from": "order", "within": 30}, "met",
         "a door locked (Main entrance) after 30 seconds; the aim was within 30 seconds of the order"),
        ({"time_of": {"event": "locked", "opening": "X1"}, "from": "order", "within": 29}, "not met",
         "after 30 seconds"),
        ({"time_of": {"event": "locked", "opening": "X2"}, "within": 30}, "not met", "not by 10 minutes"),
        ({"time_of": {"order": "lockdown"}, "within": 60}, "met", "the order “lockdown” after 40 seconds"),
        ({"time_of": {"inject": "I1"}, "within": 5}, "not met", "message I1 after 10 seconds"),
        ({"time_of": {"event": "locked", "opening": "X1"}, "from": "dispatched", "within": 9}, "not tested",
         "no unit had been dispatched"),
        ({"never": {"event": "unlocked", "opening": "X1"}}, "met", "not in the whole run"),
        ({"never": {"event": "locked", "opening": "X1"}}, "not met", "a door locked (Main entrance) at 10:43:10"),
        ({"never": {"event": "locked"}, "after": {"order": "lockdown"}}, "not met",
         "a door locked at 10:43:10, 30 seconds after the order “lockdown”"),
        ({"never": {"inject": "I1"}, "after": {"order": "lockdown"}}, "met", "message I1: not in the whole run"),
        ({"never": {"event": "locked"}, "after": {"order": "hold"}}, "not tested",
         "the order “hold” did not come, after which it should not be"),
    ],
)  # fmt: skip
def test_the_time_of_an_event_and_one_that_must_not_come(measure: dict[str, Any], verdict: str, reason: str) -> None:
    rows: list[Row] = [SENT, announced(40_000, "lockdown"), (70_000, "locked", None, "X1", "principal")]
    one = judged(rows, measure)
    assert one.verdict == verdict
    assert reason in one.reason


def test_what_must_not_come_is_not_tested_by_a_run_that_ends_early() -> None:
    assert judged([], {"never": {"event": "locked"}}, until_ms=60_000).verdict == "not tested"


def test_an_order_that_no_loudspeaker_said_is_no_order() -> None:
    dead = [announced(40_000, "lockdown", dead=("zone-A",))]
    assert judged(dead, {"time_of": {"order": "lockdown"}, "within": 60}).verdict == "not met"
    assert judged(dead, {**ALL_SECURED, "from": "order", "within": 60}).verdict == "not tested"
