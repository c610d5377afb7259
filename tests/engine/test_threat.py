"""The threat is scenery (promise 5): its path follows from its script, the plan and the doors, whatever people do."""

from __future__ import annotations

import ast
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.engine import threat as module
from simulator.engine.compiled import compiled
from simulator.engine.doors import Doors
from simulator.engine.run import run
from simulator.engine.threat import Threat
from simulator.files import load_plan
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.hazard import Threat as Script
from simulator.model.movement import Movement
from simulator.model.run import Run
from simulator.shipped import shipped
from tests.engine.buildings import bundle_of, group
from tests.engine.random_plans import door_names, plans
from tests.rules.test_itinerary import school

KINDS = ("threat_entered", "threat_moved", "threat_stopped", "threat_ended")
TRIES_MS = 10_000
Row = tuple[Any, ...]


class Stage:
    """A clock and a log, nothing more."""

    def __init__(self) -> None:
        self.now, self.rows = 0, list[Row]()
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._number = count()

    def at(self, t_ms: int, call: Callable[[], None]) -> None:
        heappush(self._queue, (max(t_ms, self.now), next(self._number), call))

    def emit(self, kind: str, cause: str | None, *fields: Any) -> None:
        self.rows.append((self.now, kind.removeprefix("threat_"), *fields))

    def play(self, until_ms: int = 10**9) -> list[Row]:
        while self._queue and self._queue[0][0] <= until_ms:
            self.now, _, call = heappop(self._queue)
            call()
        return self.rows


def staged(plan: Plan, seed: int = 1, **script: Any) -> tuple[Stage, Doors, Threat]:
    stage, walked = Stage(), compiled(plan, Movement())
    doors = Doors(walked)
    made = Script.model_validate({"enters": "X1", "lasts": {"fixed": 120}} | script)
    threat = Threat(stage, walked, doors, made, what="armed_assailant", seed=seed, tries_ms=TRIES_MS)
    threat.begin()
    return stage, doors, threat


def door(plan: Plan, name: str) -> int:
    return compiled(plan, Movement()).passage_names.index(name)


# ---- known answers ---------------------------------------------------------------------------------------------------


def test_a_route_is_walked_at_its_speed_and_ends_by_itself() -> None:
    stage, _, _ = staged(school(), pattern=["A"], at="00:10", speed={"fixed": 2.0}, lasts={"fixed": 60})
    # X1 (21, 14) to DH (18, 9.5) 5.408 m; 6 m to (12, 9.5), 6 m to (6, 9.5), 2.5 m to DA; half the time at 2 m/s
    assert stage.play() == [
        (10_000, "entered", "L", "X1", "walks in"),
        (12_704, "moved", "H/3", "DH", "walks"),
        (15_704, "moved", "H/2", "H/2-3", "walks"),
        (18_704, "moved", "H/1", "H/1-2", "walks"),
        (19_954, "moved", "A", "DA", "walks"),
        (70_000, "ended", "A", None, "by itself"),
    ]


def test_it_walks_into_a_room_as_far_as_its_middle() -> None:
    stage, _, _ = staged(school(), pattern=["A", "H"])
    moved = [row for row in stage.play() if row[1] == "moved"]
    assert moved[-1][0] - moved[-2][0] == 2 * 4_031


def test_stationary_stays_where_it_came_in() -> None:
    stage, _, threat = staged(school(), pattern="stationary")
    assert [row[1:4] for row in stage.play()] == [("entered", "L", "X1"), ("ended", "L", None)]
    assert threat.where() is None and threat.over


def test_leaving_ends_it_past_the_nearest_other_exit() -> None:
    stage, _, _ = staged(school(), pattern="leave", lasts={"fixed": 600})
    assert [row[1:4] for row in stage.play()][-3:] == [
        ("moved", "K/2", "K/1-2"), ("moved", "EAST", "X2"), ("ended", "EAST", None),
    ]  # fmt: skip
    assert stage.rows[-1][4] == "has left"


def test_responders_end_it_and_nothing_follows() -> None:
    stage, _, threat = staged(school())
    told: list[tuple[int | None, int | None]] = []
    threat.moved.append(lambda old, new: told.append((old, new)))
    stage.at(20_000, lambda: threat.end("by officers", "N1"))
    rows = stage.play()
    assert rows[-1][:2] == (20_000, "ended") and rows[-1][4] == "by officers"
    assert told[0][0] is None and told[-1][1] is None
    assert all(one[1] == other[0] for one, other in pairwise(told))
    threat.end("again", None)
    assert len(stage.rows) == len(rows)


# ---- doors -----------------------------------------------------------------------------------------------------------


def test_a_door_that_holds_costs_its_time_and_the_next_place_is_tried() -> None:
    stage, doors, _ = staged(school(), pattern=["A", "B"])
    doors.locked[door(school(), "DA")] = True
    rows = stage.play()
    (stopped,) = [row for row in rows if row[1] == "stopped"]
    assert stopped[2:] == ("H/1", "DA", "locked")
    following = rows[rows.index(stopped) + 1]
    assert following[1:4] == ("moved", "H/2", "H/1-2")
    assert following[0] - stopped[0] == TRIES_MS + 2_500
    assert rows[-2][2] == "B"


def test_a_barricade_and_a_block_hold_like_a_lock() -> None:
    for how in ("barricaded", "blocked"):
        stage, doors, _ = staged(school(), pattern=["A"])
        if how == "blocked":
            doors.blocked[door(school(), "DA")] = True
        else:
            doors.barred.add(2 * door(school(), "DA") + 1)
        assert [row[4] for row in stage.play() if row[1] == "stopped"] == [how]


def test_a_lock_holds_in_one_direction_only() -> None:
    stage, doors, _ = staged(school(), pattern=["A", "H"])
    stage.at(25_000, lambda: doors.locked.__setitem__(door(school(), "DA"), True))
    assert [row[2] for row in stage.play() if row[1] == "moved"][-2:] == ["A", "H/1"]


def test_a_place_behind_a_door_that_held_is_passed_over_until_the_door_opens() -> None:
    stage, doors, _ = staged(school(), pattern=["C", "A", "C", "B", "C"], lasts={"fixed": 900})
    dc = door(school(), "DC")
    doors.locked[dc] = True
    stage.at(70_000, lambda: doors.locked.__setitem__(dc, False))
    walked = [(row[1], row[2]) for row in stage.play() if row[2] in ("A", "B", "C") or row[1] == "stopped"]
    # the second C is passed over while its door holds, the third is not
    assert walked == [("stopped", "K/1"), ("moved", "A"), ("moved", "B"), ("moved", "C"), ("ended", "C")]


def test_an_entry_locked_meanwhile_is_tried_again_until_it_opens() -> None:
    stage, doors, _ = staged(school(), pattern="stationary", at="00:05")
    x1 = door(school(), "X1")
    doors.locked[x1] = True
    stage.at(22_000, lambda: doors.locked.__setitem__(x1, False))
    assert [row[:3] for row in stage.play()] == [
        (5_000, "stopped", "OUT"), (25_000, "entered", "L"), (125_000, "ended", "L"),
    ]  # fmt: skip


def test_an_entry_that_never_opens_keeps_it_out() -> None:
    stage, doors, threat = staged(school())
    doors.blocked[door(school(), "X1")] = True
    assert [row[1:] for row in stage.play()] == [
        ("stopped", "OUT", "X1", "blocked"), ("ended", "OUT", None, "by itself"),
    ]  # fmt: skip
    assert threat.where() is None


def test_a_door_that_locks_by_itself_lets_it_in_as_somebody_leaves() -> None:
    plan = school(lock="access-control")
    stage, _, _ = staged(plan, pattern="stationary")
    assert stage.play()[0][1:] == ("entered", "L", "X1", "as somebody leaves")


@pytest.mark.parametrize("seed", range(5))
def test_a_locked_door_takes_no_draw_and_leaves_none_out(seed: int) -> None:
    """The rooms are dead ends: with one of them shut, the others come in the same order as before."""

    def rooms(locked: str | None) -> list[str]:
        stage, doors, _ = staged(school(), seed=seed, lasts={"fixed": 900})
        if locked is not None:
            doors.locked[door(school(), locked)] = True
        return [row[2] for row in stage.play() if row[1] == "moved" and row[2] in ("A", "B", "C")]

    free = rooms(None)
    for shut in ("A", "B", "C"):
        without = [room for room in free if room != shut]
        assert len(without) < len(free) or shut not in free
        assert rooms(f"D{shut}")[: len(without)] == without


def test_shut_in_it_tries_the_doors_again() -> None:
    stage, doors, _ = staged(school(), lasts={"fixed": 300})
    for name in ("DH", "DK"):
        doors.blocked[door(school(), name)] = True
    rows = stage.play()
    assert {row[3] for row in rows if row[1] == "stopped"} == {"DH", "DK"}
    assert all(row[1] in ("entered", "stopped", "ended") for row in rows)
    assert 4 < len(rows) < 40


def test_a_place_that_no_way_leads_to_is_passed_over() -> None:
    plan = school()
    openings = tuple(one for one in plan.openings if one.id != "DC")
    stage, _, _ = staged(plan.model_copy(update={"openings": openings}), pattern=["C", "A"])
    rows = stage.play()
    assert [row[2] for row in rows if row[1] == "moved"][-1] == "A"
    assert not [row for row in rows if row[1] == "stopped"]


# ---- what it can know ------------------------------------------------------------------------------------------------


def imports_of(file: Path) -> set[str]:
    """The modules of the simulator that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("simulator"):
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_nothing_that_it_imports_knows_people() -> None:
    root = Path(module.__file__).parents[2]
    ahead, seen = ["simulator.engine.threat"], set[str]()
    while ahead:
        name = ahead.pop()
        file = root / (name.replace(".", "/") + ".py")
        if name not in seen and file.exists():
            seen.add(name)
            ahead += imports_of(file)
    assert "simulator.rules.itinerary" in seen
    for people in ("occupants", "evacuation", "walking", "world", "helping", "noticing", "knowledge", "traits"):
        assert f"simulator.engine.{people}" not in seen
    assert "simulator.model.people" not in seen


def test_it_reads_nothing_of_a_world_that_tells_of_people() -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not read & {"movers", "settled", "held", "ramps", "queue", "stranded", "count", "counts", "listen", "log"}


# ---- the same path whoever is there ----------------------------------------------------------------------------------


def path(played: Run) -> list[Row]:
    return [row for row in played.rows if row[1] in KINDS]


def until_first_stop(rows: list[Row]) -> list[Row]:
    stops = [index for index, row in enumerate(rows) if row[1] == "threat_stopped"]
    return rows[: stops[0]] if stops else rows


def scenario_on(plan: Plan, enters: str, pattern: str, **more: Any) -> Bundle:
    threat = {"enters": enters, "at": "00:05", "pattern": pattern, "lasts": {"fixed": 240}}
    return bundle_of(plan, hazard="armed_assailant", threat=threat, horizon="06:00", **more)


def variants(plan: Plan, data: st.DataObject) -> dict[str, dict[str, Any]]:
    """Nobody but one person outside, full, full with every door unlocked and propped, people at random places."""
    rooms = [name for name, space in plan.spaces().items() if not space.open_air]
    outside = next(name for name, space in plan.spaces().items() if space.open_air)
    spread = [
        group(f"g{number}", data.draw(st.sampled_from(rooms)), data.draw(st.integers(1, 30)))
        | {"delay": {"uniform": [0, 120]}}
        for number in range(data.draw(st.integers(1, 4)))
    ]
    return {
        "empty": {"occupancy": {"groups": [group("one", outside, 1)]}},
        "full": {"occupancy": {"fill": 1.0}},
        "unlocked": {"occupancy": {"fill": 1.0}, "setup": [{"unlock": door_names(plan)}]},
        "elsewhere": {"occupancy": {"groups": spread}},
    }


def check_paths(plan: Plan, enters: str, data: st.DataObject) -> None:
    pattern, seed = data.draw(st.sampled_from(["roam", "corridor", "leave"])), data.draw(st.integers(0, 10**6))
    whole = {
        name: path(run(scenario_on(plan, enters, pattern, **more), seed)) for name, more in variants(plan, data).items()
    }
    assert whole["empty"]
    free = {name: until_first_stop(found) for name, found in whole.items()}
    shortest = min(free.values(), key=len)
    for name, found in free.items():
        assert found[: len(shortest)] == shortest
        if found == whole[name] and free["empty"] == whole["empty"]:  # nothing stopped either
            assert found == whole["empty"]


SOME = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.data())
@SOME
def test_the_path_is_the_same_whoever_is_in_a_building(data: st.DataObject) -> None:
    check_paths(data.draw(plans()), data.draw(st.sampled_from(["X1", "X2"])), data)


@given(st.sampled_from(["maple-ridge", "lantern-cinema"]), st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_path_is_the_same_whoever_is_in_a_shipped_plan(name: str, data: st.DataObject) -> None:
    check_paths(load_plan(shipped("floorplans") / f"{name}.yaml"), "X1", data)


def test_the_path_does_not_end_with_the_horizon() -> None:
    bundle = scenario_on(school(), "X1", "roam", occupancy={"fill": 1.0})
    whole = path(run(bundle, 3))
    assert path(run(bundle, 3, until=60)) == [row for row in whole if row[0] < 60_000]
