"""Whether an act is what a message should draw: known answers."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.actions import Expectation
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.rules.answers import fits, missing, reached_nobody, same_task, undoes

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


# ---- whom an act meant -----------------------------------------------------------------------------------------------

YARD = Plan.model_validate(
    {
        "format": "hotwash.plan/1",
        "school": {"name": "Test (invented)", "kind": "other"},
        "uses": {"field": "F"},
        "levels": {
            "1": {
                "spaces": {
                    "R": {"kind": "gymnasium", "box": [0, 0, 9, 9], "pa": "zone-B"},
                    "F": {"kind": "field", "box": [9, 0, 19, 9]},
                }
            }
        },
    }
)
LOG: tuple[Row, ...] = (
    (0, "entered", None, "g.1", "F", None, 5, 0),
    (0, "entered", None, "h", "R/2", None, 5, 0),
    (4, "announced", None, "shelter", "principal", ("pa",), ("zone-A", "zone-B"), ("zone-B",)),
    (9, "entered", None, "g.1", "R", None, 5, 0),
)
"""Until 9 ms the group g was on the field; the announcement at 4 ms did not reach zone-B."""


@pytest.mark.parametrize(
    ("told", "wanted_to", "meets"),
    [
        ("outdoor_groups", "@field", True),
        ("outdoor_groups", "R", False),
        ("zones_not_reached", "zone-B", True),
        ("zones_not_reached", "zone-A", False),
        ("g", "@field", True),
        ("h", "@field", False),
        ("h", "R", True),
        ("R", "zone-B", False),
    ],
)
def test_people_who_were_meant_were_told(told: str, wanted_to: str, meets: bool) -> None:
    one, row = wanted(action="tell", to=wanted_to, what="shelter"), act("tell", to=[told], what=["shelter"])
    assert fits(one, row, YARD, LOG) is meets
    assert not fits(one, row, YARD), "without the log only the words count"
    assert not fits(one, (10, *row[1:]), YARD, LOG[3:]) or (told, wanted_to) in (("g", "R"),)


# ---- steps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "decision", "same"),
    [
        ({"to": "first_officer", "about": ["doors", "keys"]}, {"to": "first_officer", "about": "keys"}, True),
        ({"to": "first_officer", "about": ["doors"]}, {"to": "secretary", "about": "doors"}, False),
        ({"to": "first_officer", "about": ["doors"]}, {"to": "first_officer", "about": "patients"}, False),
        ({"to": "@field", "what": "hold"}, {"to": "F", "what": "hold"}, True),
        ({"to": "@field", "what": "hold"}, {"to": "F", "what": "stay"}, False),
    ],
)
def test_which_acts_are_a_steps_task(step: dict[str, Any], decision: dict[str, Any], same: bool) -> None:
    assert same_task(wanted(action="tell", **step), wanted(action="tell", **decision), YARD) is same


# ---- words that reached nobody ---------------------------------------------------------------------------------------

TOLD = (9, "done", "N1", "dean", "tell", {"to": ["R"], "what": ["evacuate"], "via": ["in_person"]}, "decision")
SPOKE = (9, "done", "N1", "dean", "broadcast", {"channel": "sports"}, "decision")
LOST = (5, "lost", "N1", "what", "dean", None, "radio.sports", 0.0, "the channel is down")
IN_R = (0, "entered", None, "class-1", "R", None, 20, 0)
LEFT = (3, "out", None, "class-1", "S", "X1", 20, 0)
SPLIT = (1, "party_split", None, "class-1", (("class-1.1", 1, 20),))


@pytest.mark.parametrize(
    ("done", "log", "nobody"),
    [
        (TOLD, [IN_R], False),
        (TOLD, [IN_R, LEFT], True),
        (TOLD, [IN_R, SPLIT, (3, "entered", None, "class-1.1", "S", "X1", 20, 0)], True),
        (TOLD, [(0, "entered", None, "dean", "R", None, 1, 0)], True),
        (TOLD, [IN_R, LEFT, (9, "learned", "N1", "class-1", "order", "evacuate", "dean", "in_person")], False),
        (SPOKE, [LOST], True),
        (SPOKE, [LOST, (6, "received", "N1", "what", "dean", "coach", "radio.sports", 0.0, None)], False),
        (SPOKE, [(*LOST[:2], "N2", *LOST[3:])], False),
    ],
)  # fmt: skip
def test_words_to_an_empty_place_or_a_dead_channel_reach_nobody(done: Row, log: list[Row], nobody: bool) -> None:
    log = [*log, done]
    assert reached_nobody(done, PLAN, log) is nobody
    asked = {"action": "tell", "to": "R", "what": "evacuate"} if done is TOLD else {"action": "broadcast"}
    assert fits(wanted(**asked), done, PLAN, log) is not nobody


def test_air_that_was_switched_on_again_is_no_longer_off() -> None:
    off, on = act("shut_air", unit="air-A"), act("restore_air")
    assert undoes(on, off, PLAN)
    assert not undoes(act("restore_air", unit="air-B"), off, PLAN)
