"""How much of a sound is lost: halls and rooms whose distances and turns are plain."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.building import Plan
from simulator.rules.routes import Routes, anchors_at, building_of, distance_to, unwalked_steps
from simulator.rules.sound import Sound, Sounds
from tests.engine.random_plans import plans
from tests.rules.test_itinerary import school

TURN_DB = 3.0


def heard(plan: Plan, start: str, budget_db: float = 200.0) -> dict[str, tuple[float, tuple[str, ...]]]:
    building = building_of(plan)
    found = Sounds(building, TURN_DB).of(building.by_name[start], budget_db)
    names = [one.name for one in building.passages]
    return {building.segments[one.to].name: (one.loss_db, tuple(names[door] for door in one.doors)) for one in found}


def test_along_a_hall_only_distance_counts() -> None:
    from_one = heard(school(), "H/1")
    assert from_one["H/1"] == (0.0, ())
    assert from_one["H/2"] == (15.6, ())  # 20 log10(6)
    assert from_one["H/3"] == (21.6, ())  # 20 log10(12)


def test_each_door_on_the_way_is_named_and_turns_cost_three_decibels() -> None:
    loss_db, doors = heard(school(), "H/1")["A"]
    assert doors == ("DA",)
    # from (3, 9.5) to the door at (4, 8) and to the middle of the room (4.5, 4): 1.803 + 4.031 m, no turn by 45 degrees
    assert loss_db == 15.3
    loss_db, doors = heard(school(), "A")["B"]
    # by (4, 8), the middles of the strips' lines (6, 9.5) and (12, 9.5), and (13, 8): 18.365 m and two turns
    assert (loss_db, doors) == (31.3, ("DA", "DB"))


def test_the_budget_cuts_and_the_loudest_come_first() -> None:
    building = building_of(school())
    found = Sounds(building, TURN_DB).of(building.by_name["H/1"], 21.6)
    assert [building.segments[one.to].name for one in found] == ["H/1", "A", "H/2", "H/3"]
    assert [one.loss_db for one in found] == sorted(one.loss_db for one in found)
    assert Sounds(building, TURN_DB).of(0, 0.0) == (Sound(0, 0.0, ()),)


def test_sound_takes_no_window() -> None:
    assert all("W" not in doors for _, doors in heard(school(), "A").values())


@given(plans(), st.integers(0, 1_000))
@settings(max_examples=20, deadline=None)
def test_a_smaller_budget_hears_a_part_of_the_same(plan: Plan, pick: int) -> None:
    building = building_of(plan)
    start = pick % len(building.segments)
    everything = Sounds(building, TURN_DB).of(start, 200.0)
    assert len({one.to for one in everything}) == len(everything)
    some = Sounds(building, TURN_DB).of(start, 30.0)
    assert set(some) <= {one for one in everything if one.loss_db <= 30.0}


@given(plans(), st.integers(0, 1_000))
@settings(max_examples=10, deadline=None)
def test_without_turns_the_loss_is_that_of_the_shortest_walk(plan: Plan, pick: int) -> None:
    building = building_of(plan)
    routes, never = Routes(building), unwalked_steps(building)
    start = pick % len(building.segments)
    begins = anchors_at(building, start, None)
    for one in Sounds(building, 0.0).of(start, 200.0):
        if one.to == start:
            continue
        ways = []
        for passage, last_mm in anchors_at(building, one.to, None):
            step = 2 * passage if building.passages[passage].between[1] == one.to else 2 * passage + 1
            table = routes.table(frozenset({step}), never)
            ways += [
                distance_to(begins, out >> 1, building.walk_mm[start]) + table.left_mm[out] + last_mm
                for out in building.steps_out(start)
                if out not in never
            ]
        # tables count a millimetre more for each step
        assert abs(one.loss_db - 20 * math.log10(max(min(ways), 1000) / 1000)) < 0.06


@given(plans())
@settings(max_examples=10, deadline=None)
def test_a_second_floor_is_reached_by_the_stairs_with_a_turn(plan: Plan) -> None:
    if len(plan.levels) == 2:
        building = building_of(plan)
        found = {building.segments[one.to].name: one for one in Sounds(building, 3).of(building.by_name["SE1"], 200)}
        # half the landing to the flight, 8 m of flight, then the middle of the landing above: one turn for the flight
        assert found["SE2"].loss_db == 21.1
        assert found["LE"].loss_db == 12.0
