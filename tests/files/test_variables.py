"""`${x}` and `pick`: each slot is checked at every value that matters of its variable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.files import load_scenario, source_of
from simulator.files.variables import MAX_OPTIONS, variables_of
from simulator.model.draw import filled

Mistake = Callable[..., list[str]]

BROKEN = [
    ('block: "${exit}"', 'block: "${exitt}"', "effect[0].block: there is no variable exitt; did you mean exit?"),
    ('block: "${exit}"', "block: ${exit}", 'injects[1].effect[0]: a variable must be quoted: "${name}"'),
    ("DGYM: 1}", "GYM: 1}", "injects[1].effect[0].block: with exit = GYM: GYM is a space, an opening was expected"),
    ("{X1: 2,", "{X9: 2,", "effect[0].block: with exit = X9: the plan Alder Hill (invented) has no opening X9"),
    ("false: C1}", "maybe: C1}", "roles.principal.in: says nothing for smoke = false"),
    ("false: C1}", "false: D101}", "roles.principal.in: with smoke = false: D101 is an opening, a space was expected"),
    ("false: C1}", "false: C1, no: C1}", "roles.principal.in.no: smoke is never no; it can be true, false"),
    ("pick: smoke", "pick: start", "roles.principal.in.pick: start can be any number; pick needs a choice"),
    ("pick: smoke", "pick: [smoke]", "roles.principal.in.pick: expected the name of a variable"),
    ("false: C1}", 'false: "${exit}"}', "roles.principal.in.false: a value of pick cannot hold another variable"),
    ("uniform: [0, 30]", "uniform: [-5, 30]", "occupancy.groups[0].delay.uniform[1]: with start = -5: uniform must be"),
    ("plan: plan.yaml", 'plan: "${exit}"', "plan: cannot depend on a variable"),
    ("uniform: [0, 30]", "lognormal: {median: 1e308, sigma: 5}", "variables.start: its values are too large"),
    ("uniform: [0, 30]", "integer: [0, 9999999999]", None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN)
def test_a_slot_that_cannot_be_filled(mistake: Mistake, old: str, new: str, sentence: str | None) -> None:
    found = mistake("scenario", old, new)
    if sentence is None:
        assert found == []
    else:
        assert any(sentence in line for line in found), "\n".join(found)
        assert len(found) <= 2, "\n".join(found)


def test_an_unused_variable_is_a_warning(mistake: Mistake) -> None:
    (line,) = mistake("scenario", "smoke: {chance", "spare: {chance: 1}\n  smoke: {chance", warnings=True)
    assert line == "scenario.yaml:17:3: variables.spare: no part of the scenario uses this variable"


def test_values_are_added_and_not_multiplied() -> None:
    names = [f"v{number}" for number in range(20)]
    lines = [f"  {name}: {{choice: [{', '.join(f'o{n}' for n in range(10))}]}}" for name in names]
    head = [
        "format: hotwash.scenario/1",
        "title: " + '"' + "".join(f"${{{name}}}" for name in names) + '"',
        "variables:",
    ]
    variables = variables_of(source_of("\n".join(head + lines).encode(), "x.yaml").tree)
    assert sum(map(len, variables.options.values())) == MAX_OPTIONS
    assert variables.findings == ()
    one_more = [*lines, "  w: {fixed: 1}"]
    variables = variables_of(source_of("\n".join(head + one_more).encode(), "x.yaml").tree)
    assert "201 values" in variables.findings[0].message


def test_the_bundle_keeps_the_slots_and_the_tree_as_typed(folder: object) -> None:
    bundle = load_scenario("scenario.yaml")
    assert set(bundle.slots) == {
        ("occupancy", "groups", 0, "delay", "uniform", 1),
        ("roles", "principal", "in"),
        ("injects", 1, "text"),
        ("injects", 1, "effect", 0, "block"),
    }
    assert bundle.tree["injects"][1]["effect"][0]["block"] == "${exit}"
    assert bundle.scenario.injects[1].text == "Nobody gets through X1."
    drawn = filled(bundle.tree, bundle.slots, {"exit": "DGYM", "start": 4.5, "smoke": False})
    assert drawn["injects"][1]["effect"][0]["block"] == "DGYM"
    assert drawn["roles"]["principal"]["in"] == "C1"
