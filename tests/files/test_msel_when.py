"""Conditions of messages in words."""

from __future__ import annotations

import pytest

from simulator import session
from simulator.files.msel_when import UNSAID, brought_by, condition_in_words
from simulator.shipped import shipped


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("state.order == 'shelter' && state.zones_dead > 0",
         "the order is shelter and at least one loudspeaker zone is dead"),
        ("state.space['@gym'].people > 10", "more than 10 people are in Gym"),
        ("state.space['@gym'].people == 0", "no people are in Gym"),
        ("state.space['@gym'].people < 60 || state.departed >= 5",
         "fewer than 60 people are in Gym or at least 5 people have departed"),
        ("state.order == ''", "no order was given"),
        ("draw.side_stuck", "“side stuck” is yes in this version"),
        ("!draw.side_stuck", "“side stuck” is no in this version"),
        ("draw.officer != 'far_room'", "“officer” is not far room in this version"),
        ("(state.zones_dead > 0)", UNSAID),
        ("state.zones_dead > 0 && draw.a + 1 > 2", UNSAID),
    ],
)  # fmt: skip
def test_a_condition_in_words(text: str, words: str) -> None:
    assert condition_in_words(text, session.load_scenario("maple-ridge-intruder")) == words


def test_no_condition_of_a_shipped_scenario_is_shown_as_notation() -> None:
    for path in sorted(shipped("scenarios").glob("*.yaml"))[::4]:
        bundle = session.load_scenario(path.name)
        for inject in bundle.scenario.injects:
            said = brought_by(inject, bundle)
            assert "state." not in said and "draw." not in said and UNSAID not in said, (path.name, inject.id, said)
