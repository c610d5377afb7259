"""The first sentences of a summary, for each hazard: known answers that can be read aloud."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.gist import PLAYED_AS, outcome
from simulator.analysis.metrics import metrics
from simulator.analysis.state import passings
from simulator.model.events import Row
from simulator.model.hazard import HAZARDS
from tests.analysis.factory import PLAN, a_run

PARTIES = {"class-101": ("101", 8), "staff-102": ("102", 1)}
SAID = (60_000, "announced", "N1", "hold", None, ("pa",), ("all",), ())
HEARD = (60_000, "learned", "N1", "class-101", "order", "hold", None, "pa", 60_000)
CHILD = "A pupil of grade 2"


def gist(hazard: str, *rows: Row, **scenario: Any) -> str:
    run = a_run(sorted(rows, key=lambda row: row[0]), PARTIES, hazard=hazard, **scenario)
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    return outcome(run, metrics(run), steps, lockdown=False).partition(" people. ")[2]


def test_every_hazard_has_its_words() -> None:
    assert set(PLAYED_AS) == set(HAZARDS)


@pytest.mark.parametrize(
    ("hazard", "rows", "words"),
    [
        ("missing_child", [(20_000, "unaccounted", "missing_child", CHILD, "staff-102", "missing", "101"),
                           (142_000, "found", "C2", CHILD, "staff-102", "found", "GYM")],
         "The child was found 2 minutes 20 in: Gym."),
        ("missing_child", [(20_000, "unaccounted", "missing_child", CHILD, "staff-102", "missing", "101")],
         "By 10:00, where the run ends, the child had not been found."),
        ("medical", [(30_000, "patient_reached", "M3", "PT-medical", "nurse", None, "GYM")],
         "The first helper was with the person who is ill 30 seconds in."),
        ("medical", [], "No helper had come to the person who is ill."),
        ("visitor", [(30_000, "visitor_at_door", "visitor", "visitor", "X1", None, "asks to come in"),
                     (90_000, "visitor_left", "visitor", "visitor", "X1", None, "was not let in")],
         "Nobody asked the visitor who they were. The visitor left 1 minute 30 in."),
        ("disturbance", [(20_000, "hazard_closed", "disturbance", "disturbance", "GYM"),
                         (80_000, "hazard_ended", "disturbance", "disturbance", "GYM")],
         "The disturbance lasted 1 minute."),
        ("severe_weather", [(90_000, "hazard_closed", "severe_weather", "severe_weather", "OUT")],
         "While the weather was there, nobody was outdoors for at least a moment."),
    ],
)  # fmt: skip
def test_each_hazard_has_its_own_question(hazard: str, rows: list[Row], words: str) -> None:
    told = gist(hazard, SAID, HEARD, *rows)
    assert told.startswith("The first order was “hold”, 1 minute in.")
    assert told.endswith(words)


def test_a_storm_with_an_alarm_is_no_evacuation() -> None:
    alarm = (30_000, "alarm", None, "fire", None, "on")
    assert "still inside" not in gist("severe_weather", SAID, HEARD, alarm)


def test_an_order_to_leave_is_said_with_what_came_of_it() -> None:
    said = (60_000, "announced", "N1", "evacuate", None, ("pa",), ("all",), ())
    heard = (60_000, "learned", "N1", "class-101", "order", "evacuate", None, "pa", 60_000)
    left = (90_000, "out", None, "class-101", "OUT", "X1", 8, 0)
    told = gist("earthquake", said, heard, left)
    assert told == (
        "“evacuate” was announced 1 minute in. "
        "At 10:00, where the run ends, 8 people were out and 1 person was still inside."
    )
    all_out = gist("earthquake", said, heard, left, (95_000, "out", None, "staff-102", "OUT", "X1", 1, 0))
    assert all_out == "“evacuate” was announced 1 minute in, and the building was empty after 1 minute 35."


def test_the_ventilation_is_asked_about_where_the_plan_has_some() -> None:
    named = PLAN["levels"]["1"]["spaces"]
    spaces = {**named, "101": {**named["101"], "air": "AHU"}}
    plan = {"levels": {"1": {"spaces": spaces}}}
    rows = [SAID, HEARD]
    assert gist("hazmat", *rows, plan=plan).endswith("Not all of the ventilation was shut off.")
    shut = (120_000, "air", "N2", "AHU", "shut")
    assert gist("hazmat", *rows, shut, plan=plan).endswith("All ventilation was shut off 2 minutes in.")
    assert "ventilation" not in gist("hazmat", *rows)
