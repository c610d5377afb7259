"""Which variables reach the script of a threat: directly, by `pick`, or by what sends such a person."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from simulator import session
from simulator.cli import app
from simulator.files.taint import tainted
from simulator.model.draw import slots_of
from simulator.shipped import shipped

NAMES = ("entry", "pa", "officer", "late", "who")


def reached(**tree: Any) -> tuple[str, ...]:
    variables = {
        "entry": {"choice": {"X1": 2, "DGYM": 1}}, "pa": {"chance": "0.5"},
        "officer": {"choice": ["campus", "away"]}, "late": {"integer": ["1", "9"]},
        "who": {"choice": ["g1", "visitor"]},
    }  # fmt: skip
    whole = {"variables": variables, **tree}
    return tainted(whole, tuple(slots_of(whole)))


def test_a_variable_in_a_script_is_tainted_wherever_it_stands() -> None:
    assert reached(threat={"enters": "${entry}"}) == ("entry",)
    assert reached(threat={"enters": "X1", "lasts": {"uniform": ["${late}", "900"]}}) == ("late",)
    assert reached(threat={"enters": {"pick": "officer", "campus": "X1", "away": "X2"}}) == ("officer",)
    for key in ("intruder", "visitor", "disturbance"):
        assert reached(**{key: {"enters": "${entry}", "pattern": ["C1", "${who}"]}}) == ("entry", "who")


def test_what_a_school_does_about_it_is_not() -> None:
    assert reached(
        setup=[{"prop": "DGYM", "if": "draw.officer == 'away'"}, {"fail": "pa.zone-A", "if": "!draw.pa"}],
        comms={"pa": {"zone-A": {"works": "${pa}"}}},
        roles={"officer": {"in": {"pick": "officer", "campus": "C1", "away": "off_site"}}},
        injects=[{"id": "I1", "at": "${late}", "if": "draw.pa", "text": "${entry}", "effect": [{"lock": "${entry}"}]},
                 {"id": "I2", "at": "00:10", "effect": [{"move": "g1", "to": "C1", "if": "draw.pa"}]}],
    ) == ()  # fmt: skip


def test_an_effect_that_sends_the_person_is_reached_by_all_that_decides_about_it() -> None:
    sends = {"move": "visitor", "to": "${entry}", "if": "draw.pa"}
    assert reached(setup=[sends]) == ("entry", "pa")
    assert reached(setup=sends) == ("entry", "pa")
    inject = {"id": "I1", "at": "${late}", "if": "draw.officer == 'away'", "text": "${who}", "effect": [sends]}
    assert reached(injects=[inject]) == ("entry", "pa", "officer", "late")


def test_the_injects_that_it_waits_for_decide_too() -> None:
    chain = [
        {"id": "I1", "at": "00:10", "if": "draw.pa", "expect": [{"id": "E1"}]},
        {"id": "I2", "unless": {"expect": "E1"}, "delay": "${late}"},
        {"id": "I3", "after": {"inject": "I2"}, "effect": [{"start": "disturbance"}]},
        {"id": "I4", "when": "draw.officer == 'away'", "after": {"inject": "I4"}},
    ]
    assert reached(injects=chain) == ("pa", "late")


def test_a_variable_that_may_name_the_person_counts_as_sending_it() -> None:
    assert reached(injects=[{"id": "I1", "at": "1", "effect": [{"move": "${who}", "to": "C1"}]}]) == ("who",)
    assert reached(injects=[{"id": "I1", "at": "1", "effect": [{"move": "${entry}", "to": "C1"}]}]) == ()


def test_the_cost_of_a_door_belongs_to_the_script() -> None:
    assert reached(perception={"tries_s": "${late}", "sign_every_s": "30"}) == ("late",)
    assert reached(perception={"misread": "${late}"}) == ()


def test_odd_trees_are_no_reason_to_stop() -> None:
    assert tainted({"setup": "x", "injects": [1, {"effect": "y"}], "variables": "z"}, ()) == ()
    assert reached(setup=[{"move": "visitor", "if": "draw.("}]) == ()


def test_check_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(shipped("floorplans") / "maple-ridge.yaml", tmp_path)
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        "format: hotwash.scenario/1\ntitle: Somebody comes in\nhazard: intruder\nplan: maple-ridge.yaml\n"
        "variables: {entry: {choice: [X1, X4]}, works: {chance: 0.5}}\n"
        'intruder: {enters: "${entry}"}\n'
        'comms: {pa: {zone-A: {works: "${works}"}}}\n'
        "occupancy: {fill: 0.5}\n"
    )
    assert session.check(str(scenario)).only_drawn == ("entry",)
    with pytest.raises(SystemExit) as ended:
        app(["check", str(scenario)])
    assert ended.value.code == 0
    assert "Variables that only the draw decides (they reach the threat): entry." in capsys.readouterr().out
