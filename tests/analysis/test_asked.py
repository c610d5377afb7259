"""Expected actions in words: known answers, and a phrase for every action that can be expected."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.asked import PHRASES, asked
from simulator.model.actions import ACTIONS, FIELDS, Expectation
from tests.analysis.factory import a_run

DESK = {
    "release_inject", "hold_inject", "skip_inject", "shift_injects", "edit_inject", "add_inject", "take_seat",
    "leave_seat", "rule",
}  # fmt: skip
RUN = a_run([], {"g": ("101", 2)}, roles={"principal": {"in": "101"}, "sergeant": {"in": "102", "title": "Sergeant"}})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"action": "announce", "what": "lockdown"}, "announces lockdown"),
        ({"action": "correct_announcement", "what": "hold"}, "corrects the announcement to hold"),
        ({"action": "barricade"}, "barricades a door"),
        ({"action": "lock", "what": ["X1", "D101"]}, "locks Main entrance and the door between room 101 and A Hall"),
        ({"action": "tell", "what": "secure"}, "tells people “secure”"),
        ({"action": "tell", "to": "sergeant", "about": ["threat_where", "keys"]},
         "tells the Sergeant where the person is and where the keys are"),
        ({"action": "direct", "through": "X1"}, "tells people to use Main entrance"),
        ({"action": "move", "who": {"in": "GYM"}, "to": "RALLY"}, "sends everybody in Gym to Rally West"),
        ({"action": "stay"}, "tells everybody to stay"),
        ({"action": "stay", "who": {"in": "101"}}, "tells everybody in room 101 to stay"),
        ({"action": "call_911", "says": ["what", "door"]}, "calls 911 and says what is happening and by which door"),
        ({"action": "broadcast", "channel": "school", "what": "lockdown"},
         "says “lockdown” on the radio channel school"),
        ({"action": "transport", "patient": "PT2"}, "has PT2 taken to hospital"),
        ({"action": "transport"}, "has a patient taken to hospital"),
        ({"action": "send_alert", "audience": "families"}, "sends an alert to families"),
        ({"action": "unify_command", "with": "fire"}, "shares one command with fire"),
        ({"action": "search", "spaces": "GYM"}, "searches Gym"),
        ({"action": "escort", "to": "X1"}, "goes with the visitor to Main entrance"),
    ],
)  # fmt: skip
def test_what_is_asked_of_somebody(fields: dict[str, Any], words: str) -> None:
    assert asked(RUN, Expectation.model_validate({"id": "E", "within": 30, **fields})) == words


def test_every_action_that_can_be_expected_has_its_words_about_its_own_fields() -> None:
    assert set(PHRASES) == set(ACTIONS) - DESK
    for action, phrase in PHRASES.items():
        assert {name for name, _ in phrase.fields} <= set(FIELDS[action]), action
