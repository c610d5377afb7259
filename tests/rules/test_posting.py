"""Posted exits: shared out by what doors pass, and never far round."""

from __future__ import annotations

from simulator.model.building import Plan
from simulator.model.movement import Movement
from simulator.plans.posting import post_exits
from simulator.rules.posting import posted_exits
from simulator.rules.routes import building_of, exit_steps, unwalked_steps
from tests.engine.buildings import plan_of, play, rows


def four_rooms() -> Plan:
    """Four classrooms on a hall, all nearer to its east end, and an equal door at each end."""
    spaces: dict[str, object] = {"C": {"kind": "corridor", "box": [0, 8, 40, 11]}}
    doors: list[object] = []
    for number in range(4):
        x = 8 * number + 8
        spaces[f"R{number}"] = {"kind": "classroom", "box": [x, 0, x + 8, 8], "cap": 25}
        doors.append({"id": f"D{number}", "between": [f"R{number}", "C"], "at": [x + 7, 8], "type": "door"})
    spaces["EAST"] = {"kind": "outdoors", "box": [40, 0, 60, 20]}
    spaces["WEST"] = {"kind": "outdoors", "box": [-20, 0, 0, 20]}
    doors += [
        {"id": "X1", "between": ["C", "EAST"], "at": [40, 9.5], "type": "door"},
        {"id": "X2", "between": ["C", "WEST"], "at": [0, 9.5], "type": "door"},
    ]
    return plan_of(spaces, doors)


def test_rooms_are_shared_out_between_equal_exits() -> None:
    posted = [space.exit for space in post_exits(four_rooms()).spaces().values() if space.exit]
    assert sorted(posted) == ["X1", "X1", "X2", "X2"]


def test_a_posted_exit_is_the_one_a_class_takes_and_the_building_is_clear_sooner() -> None:
    before, after = play(four_rooms()), play(post_exits(four_rooms()))
    assert {row[5] for row in rows(after, "out")} == {"X1", "X2"}
    assert max(row[0] for row in rows(after, "out")) < max(row[0] for row in rows(before, "out"))


def test_a_far_exit_is_not_posted_however_free_it_is() -> None:
    plan = four_rooms()
    building = building_of(plan)
    shut = unwalked_steps(building)
    assert posted_exits(building, {"R3": 25}, exit_steps(building), shut, Movement()) == {
        "R3": 2 * [passage.name for passage in building.passages].index("X1")
    }


def test_a_room_without_a_way_out_is_left_out() -> None:
    building = building_of(four_rooms())
    everything = frozenset(range(2 * len(building.passages)))
    assert posted_exits(building, {"R0": 25}, exit_steps(building), everything, Movement()) == {}
