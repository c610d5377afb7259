"""The measures, with answers known beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.metrics import metrics, waiting
from simulator.analysis.objectives import results
from simulator.model.run import Run
from tests.analysis.factory import a_drill, a_run, entered, out
from tests.analysis.factory import waiting as stands

NAMES = [
    "people",
    "evacuated",
    "secured",
    "exposed",
    "exposure_s",
    "time_to_recognition_s",
    "time_to_order_s",
    "time_to_911_s",
    "time_to_secured_50_s",
    "time_to_secured_90_s",
    "time_to_secured_100_s",
    "hold_complete_s",
    "secure_complete_s",
    "shelter_complete_s",
    "search_complete_s",
    "air_shut_s",
    "clear_time_s",
    "completion_s",
    "first_officer_on_site_s",
    "police_entry_s",
    "threat_ended_s",
    "unified_command_s",
    "rtf_ready_s",
    "first_patient_contact_s",
    "ccp_s",
    "building_cleared_s",
    "accountability_s",
    "reunification_s",
    "messages_sent",
    "messages_lost",
    "expected_met",
    "expected_total",
    "exits",
]


def test_the_names_are_those_of_the_format() -> None:
    assert list(metrics(a_drill())) == NAMES


def test_a_drill_with_known_answers() -> None:
    found = metrics(a_drill())
    assert found["people"] == found["evacuated"] == 13
    assert found["time_to_order_s"] == 10.0
    assert found["clear_time_s"] == 96.0  # 90 s for the first of the last four, then three more every 2 s
    assert found["accountability_s"] == 140.0
    assert found["exits"] == {"X1": {"people": 12, "last_s": 96.0}, "X2": {"people": 1, "last_s": 30.5}}
    assert (found["exposed"], found["exposure_s"]) == (0, 0.0)


def test_members_who_would_pass_after_the_end_are_not_out() -> None:
    run = a_run([out(10_000, "p", 5, 1_000)], {"p": ("C1/1", 5)}, until_ms=12_000)
    found = metrics(run)
    assert found["evacuated"] == 2  # at 10 and 11 s; the one at 12 s is not before the end
    assert found["clear_time_s"] is None
    assert found["exits"] == {"X1": {"people": 2, "last_s": 11.0}}


def test_who_goes_back_inside_is_not_out() -> None:
    rows = [out(10_000, "p", 1), entered(20_000, "p", "C1/1", "X1", 1)]
    found = metrics(a_run(rows, {"p": ("C1/1", 1)}))
    assert (found["evacuated"], found["clear_time_s"]) == (0, None)


def test_nobody_inside_has_no_clearing_time() -> None:
    found = metrics(a_run([], {"p": ("RALLY", 3)}))
    assert (found["people"], found["evacuated"], found["clear_time_s"]) == (3, 3, None)
    assert found["exits"] == {}


def test_who_goes_back_in_counts_once_at_their_last_way_out() -> None:
    rows = [
        out(10_000, "p", 2, 1_000),
        out(12_000, "helper", 1),
        entered(20_000, "helper", "C1/1", "X1", 1),
        out(40_000, "helper", 1, through="X2"),
        out(50_000, "inside", 1),
        entered(60_000, "inside", "C1/1", "X1", 1),
    ]
    found = metrics(a_run(rows, {"p": ("C1/1", 2), "helper": ("C1/1", 1), "inside": ("C1/1", 1), "q": ("OUT", 3)}))
    assert found["exits"] == {"X1": {"people": 2, "last_s": 11.0}, "X2": {"people": 1, "last_s": 40.0}}
    assert found["evacuated"] == 6  # two, the helper, and three who began outdoors; one is inside again


def test_accountability_waits_for_the_last_party() -> None:
    rows = [(50_000, "accounted", None, "p", None, "all present", "RALLY")]
    assert metrics(a_run(rows, {"p": ("RALLY", 3)}))["accountability_s"] == 50.0
    assert metrics(a_run(rows, {"p": ("RALLY", 3), "q": ("101", 1)}))["accountability_s"] is None


def test_an_alarm_that_falls_silent_is_not_the_order() -> None:
    rows = [(5_000, "alarm", None, "fire", None, "silent"), (9_000, "alarm", None, "fire", None, "on")]
    assert metrics(a_run(rows, {}))["time_to_order_s"] == 9.0


def test_exposure_counts_persons_and_seconds_from_the_closing_on() -> None:
    rows = [
        (20_000, "hazard_closed", None, "fire", "C1"),
        (20_000, "hazard_closed", None, "fire", "GYM"),
        entered(22_000, "p", "C1/2", "C1/1-2", 2),  # one strip of the closed hall to the next: the stay goes on
        out(30_000, "p", 2, 1_000),
        entered(40_000, "q", "C1/1", "D101", 1),  # walks into the closed hall
        out(42_500, "q", 1),
    ]
    parties = {"p": ("C1/1", 2), "q": ("101", 1), "r": ("102", 4), "s": ("GYM", 1)}
    found = metrics(a_run(rows, parties, until_ms=60_000))
    # p: 20..30 and 20..31; q: 40..42.5; r never; s from 20 to the end
    assert found["exposure_s"] == 10 + 11 + 2.5 + 40
    assert found["exposed"] == 4


def test_leaving_at_the_very_instant_of_closing_is_no_exposure() -> None:
    rows = [out(20_000, "p", 1), (20_000, "hazard_closed", None, "fire", "C1")]
    found = metrics(a_run(rows, {"p": ("C1/1", 1)}))
    assert (found["exposed"], found["exposure_s"]) == (0, 0.0)


def test_waiting_adds_up_by_opening() -> None:
    assert waiting(a_drill()) == {"D102": 92.0, "X1": 72.0, "D101": 12.0}


def test_a_lone_queue_without_an_end_counts_to_the_run_s_end() -> None:
    run = a_run([stands(10_000, "p", "101", "D101")], {"p": ("101", 3)}, until_ms=20_000)
    assert waiting(run) == {"D101": 30.0}


# ---- objectives -----------------------------------------------------------------------------------------------------


def verdict(run: Run) -> str:
    """How the run's only objective came out."""
    (one,) = results(run, metrics(run))
    return one.verdict


def objective(**measure: Any) -> list[dict[str, Any]]:
    return [{"id": "O1", "text": "Everybody out.", "measure": measure}]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ({"metric": "clear_time_s", "within": "1:36"}, "met"),
        ({"metric": "clear_time_s", "within": "1:35"}, "not met"),
        ({"metric": "exposure_s", "at_most": "0"}, "met"),
        ({"metric": "evacuated", "at_most": "12"}, "not met"),
        ({"metric": "police_entry_s", "within": "5:00"}, "not tested"),
        ({"metric": "no_such_thing", "at_most": "1"}, "not tested"),
        ({"judged": "yes"}, "judged by people"),
    ],
)
def test_objectives_by_the_measures(measure: dict[str, Any], expected: str) -> None:
    assert verdict(a_drill(objectives=objective(**measure))) == expected


@pytest.mark.parametrize(("until_ms", "expected"), [(60_000, "not tested"), (400_000, "not met")])
def test_a_time_that_never_came_is_missed_only_once_its_limit_has_passed(until_ms: int, expected: str) -> None:
    goal = objective(metric="clear_time_s", within="2:00")
    run = a_run([], {"p": ("101", 1)}, until_ms=until_ms, objectives=goal)
    assert verdict(run) == expected


def test_a_run_that_ends_early_cannot_meet_a_limit_on_amounts() -> None:
    goal = objective(metric="exposure_s", at_most="10")
    assert verdict(a_run([], {"p": ("101", 1)}, until_ms=60_000, objectives=goal)) == "not tested"
