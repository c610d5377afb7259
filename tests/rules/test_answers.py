"""Whether an act is what a message should draw: known answers."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.actions import Expectation
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.rules.answers import fits, missing, undoes

PLAN = Plan.model_validate(
    {
        "format": "hotwash.plan/1",
        "school": {"name": "Test (invented)", "kind": "other"},
        "uses": {"front": "X1"},
        "levels": {
            "1": {"spaces": {name: {"kind": "classroom", "box": [x, 0, x + 9, 9]} for name, x in (("R", 0), ("S", 9))}}
        },
        "openings": [{"id": "X1", "between": ["R", "S"], "at": [9, 1], "type": "door"}],
    }
)


def wanted(**fields: Any) -> Expectation:
    return Expectation.model_validate({"id": "E", "within": 30, "action": "lock", **fields})


def act(action: str, role: str = "principal", **fields: Any) -> Row:
    return (5, "done", "N1", role, action, fields, "decision")


@pytest.mark.parametrize(
    ("expected", "done", "lacks"),
    [
        ({"what": "@front"}, act("lock", what=["X1"]), {}),
        ({"what": ["X1", "X2"]}, act("lock", what=["@front"]), {"what": ["X2"]}),
        ({"what": "X1"}, act("lock", what="all"), {}),
        ({"action": "call_911", "says": ["what", "door"]}, act("call_911", says=["what"]), {"says": ["door"]}),
        ({"action": "call_911", "says": "what", "from": "office"}, act("call_911"),
         {"from": ["office"], "says": ["what"]}),
        ({"action": "move", "who": {"in": "GYM"}, "to": "R"}, act("move", who={"in": "GYM"}, to=["R"]), {}),
        ({"action": "move", "who": {"in": "GYM"}}, act("move", who="g"), {"who": [{"in": "GYM"}]}),
    ],
)  # fmt: skip
def test_what_an_act_lacks(expected: dict[str, Any], done: Row, lacks: dict[str, Any]) -> None:
    one = wanted(**expected)
    assert missing(one, done, PLAN) == lacks
    assert fits(one, done, PLAN) is not bool(lacks)


def test_another_action_or_role_never_fits() -> None:
    assert not fits(wanted(), act("close"), PLAN)
    assert not fits(wanted(role="dean"), act("lock"), PLAN)
    assert fits(wanted(role="principal"), act("lock"), PLAN)


@pytest.mark.parametrize(
    ("later", "before", "undone"),
    [
        (act("unlock", what=["@front"]), act("lock", what=["X1"]), True),
        (act("unlock", what=["X2"]), act("lock", what=["X1"]), False),
        (act("close", what=["X1"]), act("lock", what=["X1"]), False),
        (act("correct_announcement", what=["hold"]), act("announce", what=["lockdown"]), True),
        (act("announce", what=["lockdown"]), act("announce", what=["lockdown"]), False),
        (act("unlock", what=["X1"]), act("announce", what=["X1"]), False),
    ],
)
def test_what_undoes_an_act(later: Row, before: Row, undone: bool) -> None:
    assert undoes(later, before, PLAN) is undone
