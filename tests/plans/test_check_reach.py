"""Where ways lead: from the exits to a rally point, and out of spaces whose doors lock behind people."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.building import Plan
from simulator.plans.check import check

Tree = dict[str, Any]
LOCKED = "if X1 is blocked, whoever is in VEST cannot get back: DV locks behind whoever enters"


def lobby(door: Tree | None = None, defaults: Tree | None = None) -> Tree:
    """A hall with an exit of its own and a vestibule before another; both lead to the ground with the rally point."""
    return {
        "format": "hotwash.plan/1",
        "school": {"name": "Vestibule House (invented)", "kind": "other"},
        "defaults": {"door": defaults or {}},
        "levels": {"1": {"spaces": {
            "HALL": {"kind": "lobby", "box": [0, 0, 20, 10]},
            "VEST": {"kind": "lobby", "box": [-5, 0, 0, 10]},
            "WEST": {"kind": "outdoors", "box": [-20, 0, -5, 10]},
            "EAST": {"kind": "outdoors", "box": [20, 0, 40, 10]},
            "NORTH": {"kind": "outdoors", "box": [-20, 10, 40, 20]},
            "RALLY": {"kind": "assembly", "box": [-40, 0, -20, 10]},
        }}},
        "openings": [
            {"id": "DV", "between": ["HALL", "VEST"], "at": [0, 5], "type": "door", **(door or {})},
            {"id": "X1", "between": ["VEST", "WEST"], "at": [-5, 5], "type": "door"},
            {"id": "X2", "between": ["HALL", "EAST"], "at": [20, 5], "type": "door"},
            {"id": "P1", "between": ["WEST", "RALLY"], "at": [-20, 5], "type": "open", "clear": 5},
            {"id": "P2", "between": ["WEST", "NORTH"], "at": [-12, 10], "type": "open", "clear": 5},
            {"id": "P3", "between": ["NORTH", "EAST"], "at": [30, 10], "type": "open", "clear": 5},
        ],
    }  # fmt: skip


def found(tree: Tree) -> list[tuple[tuple[str | int, ...], str]]:
    """What this part of the check says: all of it warnings."""
    findings = check(Plan.model_validate(tree))
    assert all(one.severity == "warning" for one in findings)
    return [(one.path, one.message) for one in findings if "over open air" in one.message or "blocked" in one.message]


def test_grounds_that_are_joined_and_doors_that_let_people_back_are_fine() -> None:
    assert found(lobby()) == []


def test_an_exit_from_which_no_rally_point_can_be_reached() -> None:
    tree = lobby()
    del tree["openings"][5]
    ((path, message),) = found(tree)
    assert path == ("openings", 2, "between")
    assert message.startswith("X2 leads to EAST, and no way over open air leads from there to RALLY, so nobody")


def test_a_window_and_a_gate_that_holds_are_no_way_to_the_rally_point() -> None:
    tree = lobby()
    tree["openings"][5]["type"] = "window"
    assert len(found(tree)) == 1
    tree["openings"][5] |= {"type": "door", "clear": 2, "state": "locked"}  # from EAST, the second space
    assert len(found(tree)) == 1
    tree["openings"][5]["between"] = ["EAST", "NORTH"]
    assert found(tree) == []


def test_without_any_rally_point_the_exits_are_not_blamed() -> None:
    tree = lobby()
    tree["levels"]["1"]["spaces"]["RALLY"]["kind"] = "field"
    assert found(tree) == []


@pytest.mark.parametrize("door", [{"lock": "automatic"}, {"state": "locked"}])
def test_a_door_that_locks_behind_people_shuts_them_in_when_the_exit_is_blocked(door: Tree) -> None:
    assert found(lobby(door)) == [(("levels", "1", "spaces", "VEST"), LOCKED)]


@pytest.mark.parametrize("lock", ["access-control", "fob"])
def test_a_lock_that_the_fire_alarm_releases_shuts_nobody_in(lock: str) -> None:
    assert found(lobby({"lock": lock})) == []
    assert found(lobby({"lock": lock}, {"released_by_alarm": False})) == [(("levels", "1", "spaces", "VEST"), LOCKED)]


def test_a_wing_behind_a_door_that_locks_is_one_trap() -> None:
    tree = lobby({"lock": "automatic"})
    tree["levels"]["1"]["spaces"]["VEST"]["box"] = [-5, 0, 0, 5]
    tree["levels"]["1"]["spaces"]["BOOTH"] = {"kind": "office", "box": [-5, 5, 0, 10]}
    tree["openings"][0]["at"], tree["openings"][1]["at"] = [0, 2], [-5, 2]
    tree["openings"].append({"id": "DB", "between": ["BOOTH", "VEST"], "at": [-2, 5], "type": "door"})
    ((_, message),) = found(tree)
    assert message == LOCKED.replace("VEST", "VEST and BOOTH")


def test_a_second_exit_is_a_way_out_of_the_trap() -> None:
    tree = lobby({"lock": "automatic"})
    tree["openings"].append({"id": "X3", "between": ["VEST", "NORTH"], "at": [-2, 10], "type": "door"})
    assert found(tree) == []


@pytest.mark.parametrize(("between", "at"), [(["WEST", "RALLY"], [-20, 5]), (["HALL", "VEST"], [0, 5])])
def test_a_posted_exit_leads_out_of_the_building(between: list[str], at: list[float]) -> None:
    tree = lobby()
    tree["openings"].append({"id": "D9", "between": between, "at": at, "type": "door"})
    tree["levels"]["1"]["spaces"]["HALL"]["exit"] = "D9"
    errors = [one for one in check(Plan.model_validate(tree)) if one.severity == "error"]
    assert [one.path for one in errors] == [("levels", "1", "spaces", "HALL", "exit")]
