"""Which steps of a response plan play."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.files.load import load_response
from simulator.model.actions import ACTIONS, FIELDS
from simulator.model.response import Step
from simulator.rules.played import OF_THE_DESK, played
from simulator.shipped import shipped

BASE = {"id": "S", "on": {"event": "alarm"}, "role": "principal", "meant": 10, "actual": {"fixed": 10}}


def step(**fields: Any) -> Step:
    return Step.model_validate(BASE | fields)


@pytest.mark.parametrize(
    ("fields", "how"),
    [
        ({"action": "search", "spaces": ["own_room"], "role": "each_staff"}, "room"),
        ({"action": "search", "spaces": ["@gym"], "role": "each_staff"}, None),
        ({"action": "search", "spaces": ["@gym", "indoors"]}, "task"),
        ({"action": "search", "spaces": ["nearest_pupils"]}, None),
        ({"action": "move", "who": "own_class", "to": "@rally", "role": "each_teacher"}, "room"),
        ({"action": "move", "who": "nearest_pupils", "to": "nearest_room"}, "task"),
        ({"action": "account", "who": "own_class", "role": "each_teacher"}, "room"),
        ({"action": "lock", "what": "own_room", "role": "each_teacher", "on": {"order": "lockdown"}}, "room"),
        ({"action": "lock", "what": "own_room"}, None),
        ({"action": "tell", "to": "outdoor_groups", "what": "shelter"}, "task"),
        ({"action": "tell", "to": "own_class", "what": "shelter"}, None),
        ({"action": "shut_air"}, "task"),
        ({"action": "call_911", "role": "first_to_know"}, "task"),
        ({"action": "assist", "role": "nearest_staff"}, "task"),
        ({"action": "record", "says": "x"}, None),
    ],
)
def test_how_a_step_is_played(fields: dict[str, Any], how: str | None) -> None:
    assert played(step(**fields)) == how


def test_every_action_but_those_of_the_desk_is_somebodys_task() -> None:
    more = {"who": "a", "to": "B", "what": "C", "spaces": ["D"], "through": "E", "channel": "c", "join": ["a", "b"],
            "audience": "f", "zone": "hot", "agency": "g", "unit": "u", "task": "t", "patient": "p"}  # fmt: skip
    for action in set(ACTIONS) - OF_THE_DESK:
        given = {name: value for name, value in more.items() if name in FIELDS[action]}
        assert played(step(action=action, **given)) == "task", action


@pytest.mark.parametrize("name", ["standard", "district-variant", "venue"])
def test_every_step_of_the_shipped_plans_plays(name: str) -> None:
    response = load_response(shipped("scenarios") / "response" / f"{name}.yaml")
    assert [one.id for annex in response.hazards.values() for one in annex.steps if played(one) is None] == []
