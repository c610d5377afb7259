"""What acts of communication name that does not exist is told with its place."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.files.acts_comms import comms_findings, hearers_of
from simulator.files.places import places_of
from simulator.model.decisions import Decision
from simulator.model.scenario import Scenario
from tests.engine.talking import COMMS, ROLES, decided, school

SCENARIO = Scenario.model_validate({
    "format": "hotwash.scenario/1", "title": "Test", "hazard": "fire", "fire": {"origin": "A"}, "plan": "p.yaml",
    "occupancy": {"groups": [{"id": "class", "kind": "pupils", "in": "B", "count": 5}]}, "roles": ROLES,
    "comms": COMMS | {"alerts": {"families": {}}}, "agencies": {"police": {"units": 2}, "ems": {"units": 1}},
})  # fmt: skip


def found(action: str, scenario: Scenario | None = SCENARIO, **fields: Any) -> list[str]:
    act: Decision = decided(10, "principal", action, **fields)
    findings = comms_findings(places_of(school()), scenario, (), act)
    return [f"{'.'.join(map(str, one.path))}: {one.message}" for one in findings]


@pytest.mark.parametrize(
    ("action", "fields", "expected"),
    [
        ("broadcast", {"channel": "polise"}, "channel: there is no talkgroup polise; did you mean police?"),
        ("relay", {"join": ["school", "fire"]}, "join.1: there is no talkgroup fire"),
        ("relay", {"join": ["school", "school"]}, "join: name the two channels between which messages are passed on"),
        ("relay", {"join": ["school", "police"], "by": "nobody"}, "by: there is no role nobody"),
        ("call_911", {"psap": "state"}, "psap: there is no 911 centre state"),
        ("call_911", {"from": "offise"}, "from: there is no phone line offise; did you mean office?"),
        ("transfer_call", {"to": "state"}, "to.0: there is no 911 centre state"),
        ("press_panic", {"point": "A"}, "point: A is a space, a point was expected"),
        ("send_alert", {"audience": "media"}, "audience: there is no list of people media"),
        ("ask", {"to": "offiser"}, "to.0: there is nobody called offiser; did you mean officer?"),
    ],
)
def test_what_an_act_names_must_be_there(action: str, fields: dict[str, Any], expected: str) -> None:
    lines = found(action, **fields)
    assert len(lines) == 1 and lines[0].startswith(expected), lines


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("broadcast", {"channel": "police"}), ("relay", {"join": ["school", "police"], "by": "dispatch"}),
        ("call_911", {"from": "office", "psap": "city"}), ("call_911", {"from": "mobile"}), ("transfer_call", {}),
        ("press_panic", {"point": "PB"}), ("press_panic", {}), ("send_alert", {"audience": "families"}),
        ("ask", {"to": ["officer", "police-2", "county", "first_officer", "class", "H"]}),
    ],
)  # fmt: skip
def test_what_is_there_is_fine(action: str, fields: dict[str, Any]) -> None:
    assert found(action, **fields) == []


def test_a_response_plan_knows_no_scenario() -> None:
    assert found("broadcast", None, channel="anything") == []


def test_who_can_be_told() -> None:
    assert hearers_of(SCENARIO) == ("first_officer", "police", "ems", "police-1", "police-2", "ems-1", "city", "county")
