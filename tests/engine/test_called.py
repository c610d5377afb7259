"""Names in the sentences that say why something cannot be: titles, units and labels, never ids."""

from __future__ import annotations

import pytest

from simulator.engine.called import where, who
from simulator.model.building import Plan
from simulator.model.scenario import Scenario
from tests.analysis.factory import PLAN, SCENARIO

ROLES = {"principal": {"in": "101", "title": "Principal"}, "front_office": {"in": "101"}}
AGENCIES = {"police": {"units": 1}, "ems": {"units": 1}, "fire": {"units": 1}}
PLACE = Plan.model_validate(PLAN)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("principal", "the Principal"), ("front_office", "the front office"), ("police", "the police"), ("ems", "EMS"),
        ("fire", "the fire department"), ("police-2", "police unit 2"), ("ems-1", "EMS unit 1"),
        ("rtf-1", "rescue task force 1"), ("late_bus", "late bus"),
    ],
)  # fmt: skip
def test_who(name: str, words: str) -> None:
    assert who(Scenario.model_validate({**SCENARIO, "roles": ROLES, "agencies": AGENCIES}), name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("GYM", "Gym"), ("@main_entrance", "Main entrance"), ("101", "room 101"), ("X2", "door X2"), ("moon", "moon")],
)
def test_where(name: str, words: str) -> None:
    assert where(PLACE, name) == words
