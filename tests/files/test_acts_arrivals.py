"""Actions about visitors, families and vehicles: what they name that does not exist."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from simulator.files.acts_arrivals import arrival_findings
from simulator.files.places import Places, places_of
from simulator.model.actions import Act, Expectation
from tests.engine.arriving import bundle, school

_ACT: TypeAdapter[Act] = TypeAdapter(Act)
PLACES = places_of(school())
NOWHERE = "the plan Test (invented) has no space NOWHERE"


@pytest.mark.parametrize(
    ("action", "fields", "message"),
    [
        ("escort", {"to": "NOWHERE"}, NOWHERE),
        ("escort", {"to": "CAFE"}, None),
        ("unload", {"vehicle": "bus-7", "to": ["A", "B"]}, "they can go to one place, found 2"),
        ("unload", {"to": "A"}, "say which vehicle: unload needs vehicle"),
        ("recall", {}, "say which vehicle: recall needs vehicle"),
        ("hand_over", {"to": ["aunt", "uncle"]}, "a pupil goes with one family, found 2"),
        ("open_reunification", {"place": "NOWHERE"}, NOWHERE),
        ("open_reunification", {}, "say where families come to: place, as the scenario has no reunification"),
        ("check_id", {"visitor": "visitr"}, "the visitor of the scenario is called visitor; did you mean visitor?"),
        ("check_id", {"visitor": "plumber"}, None),
        ("check_id", {}, None),
    ],
)
def test_what_is_not_there_is_said(action: str, fields: dict[str, Any], message: str | None) -> None:
    scenario = bundle(visitor={"enters": "X"}).scenario
    act = _ACT.validate_python({"action": action} | fields)
    found = [finding.message for finding in arrival_findings(PLACES, scenario, (), act)]
    assert found == ([message] if message else [])


def test_an_expectation_may_leave_open_and_a_response_plan_knows_no_building() -> None:
    wanted = Expectation.model_validate({"id": "E1", "action": "recall", "within": 60})
    assert not list(arrival_findings(PLACES, None, (), wanted))
    act = _ACT.validate_python({"action": "escort", "to": "@office"})
    assert not list(arrival_findings(Places("", {}, {}), None, (), act))
