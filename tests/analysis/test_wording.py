"""Words that a principal reads aloud: no ids, no machine words. Each of these sentences was wrong once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.analysis.assumptions import MOST_SINGLE, assumptions, assumptions_by_subject
from simulator.analysis.chain import where_the_time_went
from simulator.analysis.completion import outside_doors
from simulator.analysis.deeds import deed
from simulator.analysis.exposure import exposures
from simulator.analysis.hazards import hazard_exposure
from simulator.analysis.knowledge import fact_words, value_words, who_knew_what
from simulator.analysis.measured import judged
from simulator.analysis.metrics import metrics
from simulator.analysis.state import occupancy, passings
from simulator.analysis.summary import summary
from simulator.analysis.told_hazards import missing_words, told_hazards
from simulator.analysis.told_incident import where_exposed
from simulator.analysis.words import nth
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.model.scenario import Measure
from tests.analysis.factory import PLAN, a_run, out

ROLES = {"dean": {"in": "101", "title": "Dean"}}
BUS = {**PLAN["levels"]["1"]["spaces"], "BUS7": {"kind": "vehicle", "box": [30, 0, 40, 3], "label": "Bus 7"}}
WITH_BUS = {"levels": {"1": {"spaces": BUS}}}


def with_roles(*rows: Row, **scenario: Any) -> Run:
    agencies = {"police": {"units": 2}, "fire": {"units": 1}, "ems": {"units": 1}}
    return a_run(rows, {"class-101": ("101", 8)}, roles=ROLES, agencies=agencies, **scenario)


def done(action: str, **fields: Any) -> Row:
    return (1000, "done", "N1", "dean", action, fields, "decision")


@pytest.mark.parametrize(
    ("action", "fields", "words"),
    [
        ("escort", {"to": ["GYM"]}, "The Dean went along with the visitor to Gym."),
        ("admit", {"to": ["GYM"]}, "The Dean let in somebody to Gym."),
        ("hand_over", {"to": ["aunt"]}, "The Dean handed over a pupil to aunt."),
        ("transfer_command", {"to": ["police"]}, "The Dean handed command to the police."),
        ("unify_command", {"with": "fire"}, "The Dean shared one command with the fire department."),
        ("assign", {"unit": "ems-1", "task": "search"}, "The Dean gave a task to EMS unit 1: search."),
    ],
)
def test_deeds_keep_whom_they_are_about(action: str, fields: dict[str, Any], words: str) -> None:
    assert deed(with_roles(), done(action, **fields)) == words


@pytest.mark.parametrize(
    ("fact", "value", "words", "said"),
    [
        ("vehicle/bus_7", "back", "where bus 7 was", "on its way back"),
        ("custody/uncle", "disputed", "what the list says of uncle", "disputed"),
        ("patient PT1", "red", "how patient PT1 was", "red"),
        ("patients", "PT-medical", "the patients", "the person who is ill"),
        ("threat_where", "GYM", "where the person was", "Gym"),
        ("what", "armed_assailant", "what was happening", "an armed person"),
        ("who", "another child", "who it was", "another child"),
    ],
)
def test_facts_and_what_they_say_in_plain_words(fact: str, value: str, words: str, said: str) -> None:
    assert (fact_words(fact), value_words(with_roles(), fact, value)) == (words, said)


def test_a_source_that_the_run_does_not_know_is_left_out() -> None:
    rows = [(20_000, "learned", None, "dean", "what", "bomb_threat", "an unknown caller", "phone", 0)]
    line = who_knew_what(with_roles(*rows))[0]
    assert line == "- What was happening (a bomb threat): the Dean had it at 10:42:20, by phone."


def test_the_agencies_that_share_one_command_are_named() -> None:
    rows = [
        (1000, "dispatched", None, "fire", "fire-1", None),
        (5000, "unified_command", None, "fire-1", "ems", "OUT"),
    ]
    run = with_roles(*rows)
    assert any(
        "the fire department and EMS shared one command" in line for line in where_the_time_went(run, metrics(run))
    )
    words = told(with_roles((5000, "unified_command", None, "police-2", "fire", "OUT"), rows[0]))
    assert "Police unit 2 and the fire department shared one command." in words


def told(run: Run) -> str:
    return summary(run, metrics(run))


def test_a_step_of_the_plan_and_a_message_are_no_decisions() -> None:
    run = with_roles((1000, "refused", "F7", "F7", "nobody is there"), (1000, "refused", "I1", "I1", "no way."),
                     injects=[{"id": "I1", "at": 1}])  # fmt: skip
    words = told(replace(run, steps=("F7",)))
    assert "The plan's step F7 could not be carried out: nobody is there." in words
    assert "Message I1 could not be carried out: no way." in words


def test_a_number_that_is_also_a_rooms_is_a_number() -> None:
    words = told(a_run([], {}, draw={"warned_at": 101, "hides_in": "101"}))
    assert "- warned at = 101 (as the scenario's variable)" in words
    assert "- Hides in: room 101" in words


def test_several_who_are_missed_are_counted_as_one_does() -> None:
    assert missing_words("A pupil") == "A pupil"
    assert missing_words("A pupil (2)") == "a second pupil"
    assert [nth(number) for number in (1, 3, 11, 12, 21, 22, 113)] == [
        "first", "third", "11th", "12th", "21st", "22nd", "113th",
    ]  # fmt: skip
    rows = [(1000, "unaccounted", "I1", "A pupil (2)", "dean", "missing", "GYM"),
            (9000, "found", "I1", "A pupil (2)", "dean", "found", "101")]  # fmt: skip
    assert [moment.words for moment in told_hazards(with_roles(*rows))] == [
        "A second pupil was missed by the Dean, last seen in Gym.",
        "A second pupil was found in room 101 by the Dean.",
    ]


# ---- exposure --------------------------------------------------------------------------------------------------------


def exposed(run: Run) -> tuple[int, int]:
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    found = exposures(run, steps)
    assert (found.people, found.person_ms) == hazard_exposure(run, steps)
    return found.people, found.person_ms


def test_a_bus_that_has_left_is_not_exposed() -> None:
    storm: Row = (10_000, "hazard_closed", None, "severe_weather", "BUS7")
    over: Row = (100_000, "hazard_ended", None, "severe_weather", None)
    gone: Row = (30_000, "departed", "I1", "bus_7", 2)
    back: Row = (60_000, "learned", None, "dean", "vehicle/bus_7", "back", "bus_7", "phone", 60_000)
    riders = {"p": ("BUS7", 2)}
    uses = {**PLAN["uses"], "bus_7": "BUS7"}
    stayed = a_run([storm, over], riders, plan={**WITH_BUS, "uses": uses})
    assert exposed(stayed) == (2, 180_000)
    assert exposed(a_run([storm, gone, over], riders, plan={**WITH_BUS, "uses": uses})) == (2, 40_000)
    assert exposed(a_run([storm, gone, back, over], riders, plan={**WITH_BUS, "uses": uses})) == (2, 120_000)
    by_label = (30_000, "departed", "I1", "bus 7", 2)
    assert exposed(a_run([storm, by_label, over], riders, plan=WITH_BUS)) == (2, 40_000)


@pytest.mark.parametrize(
    ("hazard", "where"),
    [
        ("fire", "in a place that the fire had closed"), ("hazmat", "where the hazard could reach them"),
        ("disturbance", "in the same place as the disturbance"),
    ],
)  # fmt: skip
def test_where_people_were_exposed_depends_on_the_hazard(hazard: str, where: str) -> None:
    run = a_run([(0, "hazard_closed", None, hazard, "GYM"), out(8_000, "p", 2)], {"p": ("GYM", 2)})
    steps = passings(run.rows)
    assert where_exposed(run, steps)[1].startswith(f"2 people spent time {where}: 16 seconds in all")


# ---- sums and lists --------------------------------------------------------------------------------------------------


def test_messages_are_called_by_what_was_counted() -> None:
    aim = Measure.model_validate({"metric": "messages_sent", "at_most": 3})
    assert judged(aim, with_roles(), {"messages_sent": 2})[1].startswith("messages of the exercise that went out: 2")
    radio = with_roles(comms={"radio": {"school": {"users": ["dean"]}}})
    assert judged(aim, radio, {"messages_sent": 2})[1].startswith("messages sent: 2")


def test_many_assumptions_are_told_by_subject_and_none_is_lost() -> None:
    few = with_roles()
    assert assumptions_by_subject(few) == assumptions(few)
    rows: list[Row] = [
        (1000, "threat_entered", "armed_assailant", "C1/1", "X1", "walks in"),
        (1000, "announced", "N1", "lockdown", "dean", ("pa",), ("all",), ()),
        (1000, "learned", "N1", "class-101", "order", "lockdown", None, "pa", 1000),
        (2000, "chose", "armed_assailant", "class-101", "hide 101", ("hide 101",), (None,), "as ordered"),
        (3000, "threat_stopped", "armed_assailant", "C1/1", "D102", "locked"),
        (4000, "call_placed", None, "911", "dean", None, ("what",), 0.0),
        (9000, "arrived", None, "police", "police-1", "OUT"), (9000, "command", None, "police-1", None, "OUT"),
        (9500, "police_entered", None, "police-1", "X1"), (9600, "room_cleared", None, "101", "police-1"),
        (9700, "patient_moved", None, "PT1", "ems-1", "ems-1", "101"),
    ]  # fmt: skip
    run = with_roles(*rows)
    single, grouped = assumptions(run), assumptions_by_subject(run)
    assert len(single) > MOST_SINGLE
    assert [line.partition(":**")[0] for line in grouped] == [
        "**Orders and locks", "**Noticing and choosing", "**Calls, radio and phone",
        "**Units on their way, and command", "**Patients and rooms",
    ]  # fmt: skip
    assert sorted(one for line in grouped for one in line.partition(":** ")[2].split("; ")) == sorted(single)


def test_the_curve_is_the_same_from_steps_that_are_known() -> None:
    run = a_run([out(10_000, "p", 2, 500)], {"p": ("C1/1", 2), "q": ("OUT", 1)}, until_ms=60_000)
    assert occupancy(run, passings(run.rows)) == occupancy(run)


def test_a_changed_copy_of_a_plan_has_its_own_spaces_and_labels() -> None:
    plan = Plan.model_validate(PLAN)
    assert plan.spaces() is plan.spaces()
    assert plan.label_of("GYM") == "Gym"
    bigger = plan.model_copy(update={"levels": Plan.model_validate({**PLAN, **WITH_BUS}).levels})
    assert bigger.label_of("BUS7") == "Bus 7"
    assert "BUS7" in bigger.level_of()
    assert "BUS7" not in plan.spaces()
    assert plan == Plan.model_validate(PLAN)


def test_who_left_before_rooms_were_released_is_told_apart() -> None:
    rows: list[Row] = [
        (0, "threat_entered", "armed_assailant", "C1/1", "X1", "walks in"),
        (10_000, "out", None, "class-101", "OUT", "X1", 3, 0),
        (50_000, "room_released", None, "102", "police-1", "in_person"),
        (60_000, "out", None, "staff-102", "OUT", "X1", 1, 0),
    ]
    run = a_run(rows, {"class-101": ("101", 3), "staff-102": ("102", 1)}, hazard="armed_assailant",
                threat={"enters": "X1"})  # fmt: skip
    assert "3 people were out of the building when the first room was released, 4 at the end." in told(run)


def test_the_door_of_a_bus_is_no_door_of_the_building() -> None:
    door = {"id": "DBUS", "between": ["BUS7", "OUT"], "at": [30, 2], "type": "door"}
    run = a_run([], {"p": ("101", 1)}, plan={**WITH_BUS, "openings": [*PLAN["openings"], door]})
    assert list(outside_doors(run)) == ["X1", "X2"]


def test_a_radio_channel_goes_by_its_own_name() -> None:
    assert deed(with_roles(), done("relay", join=["school", "police"])) == (
        "The Dean passed on what is said between school and police."
    )
