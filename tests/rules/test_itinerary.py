"""Itineraries on a small building in which anybody can say where a walk may lead."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.building import Plan
from simulator.rules.itinerary import entry_step, into, itinerary
from simulator.rules.routes import Routes, building_of
from tests.engine.buildings import plan_of
from tests.engine.random_plans import plans


def school(**door: Any) -> Plan:
    """A lobby L between two halls H and K, rooms A and B off H, C off K; exits X1 (lobby), X2 (far end of K)."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 8, 18, 11], "segment": 6},
        "L": {"kind": "lobby", "box": [18, 8, 24, 14]},
        "K": {"kind": "corridor", "box": [24, 8, 36, 11], "segment": 6},
        "A": {"kind": "classroom", "box": [0, 0, 9, 8]},
        "B": {"kind": "classroom", "box": [9, 0, 18, 8]},
        "C": {"kind": "classroom", "box": [24, 0, 36, 8]},
        "OUT": {"kind": "outdoors", "box": [0, 14, 60, 40]},
        "EAST": {"kind": "outdoors", "box": [36, 0, 60, 14]},
    }
    doors = {"DA": ("A", "H", 4, 8), "DB": ("B", "H", 13, 8), "DC": ("C", "K", 30, 8), "DH": ("H", "L", 18, 9.5),
             "DK": ("K", "L", 24, 9.5), "X1": ("L", "OUT", 21, 14), "X2": ("K", "EAST", 36, 9.5)}  # fmt: skip
    openings: list[Any] = [
        {"id": name, "between": [one, other], "at": [x, y], "type": "door"} | door
        for name, (one, other, x, y) in doors.items()
    ]
    openings.append({"id": "W", "between": ["A", "B"], "at": [9, 4], "type": "window", "clear": 1})
    return plan_of(spaces, openings)


def walk(plan: Plan, pattern: Any, draws: Callable[[int], float], n: int, enters: str = "X1") -> list[str]:
    building = building_of(plan)
    entry = entry_step(building, [one.name for one in building.passages].index(enters))
    return [one.name for one in islice(itinerary(Routes(building), entry, pattern, draws), n)]


def low(k: int) -> float:
    return 0.001


def test_it_comes_in_from_open_air_whichever_way_the_door_is_written() -> None:
    building = building_of(school())
    names = [one.name for one in building.passages]
    assert entry_step(building, names.index("X1")) == 2 * names.index("X1") + 1  # [L, OUT]
    turned = school().model_copy(
        update={"openings": tuple(one.model_copy(update={"between": one.between[::-1]}) for one in school().openings)}
    )
    assert entry_step(building_of(turned), names.index("X1")) == 2 * names.index("X1")
    assert entry_step(building, names.index("DA")) == 2 * names.index("DA") + 1  # out of the hall into the room


def test_roaming_turns_back_only_in_a_dead_end() -> None:
    assert walk(school(), "roam", low, 6) == ["H", "A", "H", "B", "H", "A"]
    assert walk(school(), "roam", lambda k: 0.999, 5) == ["K", "C", "K", "L", "H"]


def test_the_corridor_pattern_keeps_to_halls_strip_by_strip() -> None:
    walked = walk(school(), "corridor", low, 8)
    assert walked == ["H/3", "H/2", "H/1", "H/2", "H/3", "L", "K/1", "K/2"]


def test_whoever_comes_in_by_a_kitchen_walks_to_the_nearest_hall_first() -> None:
    """The kitchen leads into the cafeteria, which leads into the halls H (near) and K."""
    spaces = {
        "KITCHEN": {"kind": "kitchen", "box": [0, 0, 10, 8]},
        "CAFE": {"kind": "cafeteria", "box": [10, 0, 30, 8]},
        "H": {"kind": "corridor", "box": [10, 8, 30, 11], "segment": 10},
        "K": {"kind": "corridor", "box": [30, 0, 33, 20]},
        "YARD": {"kind": "outdoors", "box": [-20, 0, 0, 8]},
    }
    doors: list[Any] = [
        {"id": name, "between": [one, other], "at": [x, y], "type": "door"}
        for name, one, other, x, y in (
            ("DK", "KITCHEN", "CAFE", 10, 4), ("DH", "CAFE", "H", 14, 8), ("DX", "CAFE", "K", 30, 4),
            ("X", "KITCHEN", "YARD", 0, 4),
        )
    ]  # fmt: skip
    assert walk(plan_of(spaces, doors), "corridor", low, 4, enters="X") == ["H/1", "H/2", "H/1", "H/2"]
    assert walk(plan_of(spaces, doors[:1] + doors[-1:]), "corridor", low, 4, enters="X") == []  # no way to a hall


def test_stationary_goes_nowhere_and_leaving_takes_the_nearest_other_exit_first() -> None:
    assert walk(school(), "stationary", low, 3) == []
    assert walk(school(), "leave", low, 3) == ["X2", "X1"]
    assert walk(school(), "leave", low, 3, enters="X2") == ["X1", "X2"]


def test_a_waypoint_is_reached_by_any_walkable_step_into_it() -> None:
    building = building_of(school())
    names = [one.name for one in building.passages]
    assert into(building, "A").steps == {2 * names.index("DA") + 1}  # not by the window
    assert {names[step >> 1] for step in into(building, "H").steps} == {"DA", "DB", "DH"}
    assert {names[step >> 1] for step in into(building, "H/3").steps} == {"H/2-3", "DB", "DH"}


@given(plans(), st.sampled_from(["roam", "corridor"]), st.lists(st.floats(0, 1, exclude_max=True), min_size=12))
@settings(max_examples=25, deadline=None)
def test_each_place_is_next_to_the_one_before_and_indoors(plan: Plan, pattern: Any, draws: list[float]) -> None:
    building = building_of(plan)
    places = [place.name for place in building.segments]
    walked = walk(plan, pattern, lambda k: draws[k % len(draws)], 12)
    assert len(walked) == 12
    inside = {name: set(building.of_space.get(name, (building.by_name.get(name, -1),))) for name in walked}
    for name in walked:
        assert not any(building.segments[one].open_air for one in inside[name]), places
    for one, other in pairwise(walked):
        assert any(
            passage.kind not in ("window", "lift")
            and set(passage.between) & inside[one]
            and set(passage.between) & inside[other]
            for passage in building.passages
        )


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=6, max_size=6))
@settings(max_examples=20, deadline=None)
def test_the_kth_place_does_not_depend_on_later_numbers_or_on_locks(draws: list[float]) -> None:
    short = walk(school(), "roam", lambda k: draws[k] if k < 3 else 0.5, 3)
    assert walk(school(), "roam", lambda k: draws[k], 6)[:3] == short
    assert walk(school(state="locked", lock="inside"), "roam", lambda k: draws[k], 6)[:3] == short
