"""What acts of responders name that does not exist is told with its place."""

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
        ("action: dispatch, agency: polise", "agency: there is no agency polise"),
        ("action: assign, unit: police-99, task: search", "unit: there is no unit police-99"),
        ("action: transport, patient: PT9", "patient: there is no patient PT9"),
        ("action: stage, place: NOWHERE", "place: the plan Alder Hill (invented) has no space NOWHERE"),
        ("action: set_zone, spaces: [X1], zone: warm", "spaces[0]: X1 is an opening, a space was expected"),
        ("action: send_rtf, to: GIM", "to: the plan Alder Hill (invented) has no space GIM"),
        ("action: send_help, through: GYM", "through: GYM is a space, an opening was expected"),
        ("action: unify_command, with: fyre", "with: there is no agency fyre"),
        ("action: transfer_command, to: nobody", "to: there is no role or unit nobody"),
        ("action: announce, what: evacuate, via: fone", "via: there is no way fone; did you mean phone?"),
        (
            "action: tell, to: GYM, what: evacuate, via: pigeon",
            "via: there is no way pigeon; people speak by pa, radio",
        ),
        ("action: rule, sets: {outcome: over}, says: so", "role: only the facilitator can rule, found teacher"),
        ("action: check_id, visitor: visitor", "visitor: the scenario has no visitor"),
    ],
)
def test_what_an_act_names_must_be_there(mistake: Mistake, fields: str, expected: str) -> None:
    found = mistake("decisions", CLOSE, act(fields))
    assert any(expected in line for line in found), found


@pytest.mark.parametrize("fields", ["action: clear, spaces: indoors", "action: release_rooms, spaces: [GYM]",
                                    "action: open_ccp, place: GYM", "action: form_rtf, police: 2, ems: 2"])  # fmt: skip
def test_what_is_there_is_fine(mistake: Mistake, fields: str) -> None:
    assert mistake("decisions", CLOSE, act(fields)) == []
