"""What acts and effects of searches, doors and air name that does not exist is told with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistake = Callable[..., list[str]]
CLOSE = '{id: N2, at: "00:40", role: teacher, action: close, what: "@main_entrance"}'


def act(fields: str) -> str:
    return f'{{id: N2, at: "00:40", role: teacher, {fields}}}'


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("action: search, spaces: [GIM]", "spaces[0]: the plan Alder Hill (invented) has no space GIM"),
        ("action: search, spaces: [DGYM]", "spaces[0]: DGYM is an opening, a space was expected"),
        ("action: barricade, what: NOWHERE", "what: the plan Alder Hill (invented) has no place NOWHERE"),
        ("action: admit, to: X1", "to: X1 is an opening, a space was expected"),
        ("action: assist, who: nobody, to: GYM", "who: there is no group nobody"),
        ("action: shut_air, unit: roof", "unit: there is no ventilation unit roof; spaces name theirs under air"),
        ("action: reset_alarm, alarm: burglar", 'alarm: the alarm is fire, found "burglar"'),
    ],
)
def test_what_an_act_names_must_be_there(mistake: Mistake, fields: str, expected: str) -> None:
    found = mistake("decisions", CLOSE, act(fields))
    assert any(expected in line for line in found), found


@pytest.mark.parametrize("fields", ["action: search, spaces: [indoors, GYM]", "action: stay, who: {in: GYM}",
                                    "action: barricade, what: [GYM, DGYM]", "action: restore_air"])  # fmt: skip
def test_what_is_there_is_fine(mistake: Mistake, fields: str) -> None:
    assert mistake("decisions", CLOSE, act(fields)) == []


def test_an_effect_on_a_unit_that_there_is_not(mistake: Mistake) -> None:
    found = mistake("scenario", "{silence: fire}", "{shut_air: roof}")
    assert any("there is no ventilation unit roof" in line for line in found)
