"""Margins by what a party believes: known answers on a hall of 60 m with two rooms, an exit at each end and a window.

People walk at 1 m/s and take the armed person to walk at 1.2 m/s. Distances are whole millimetres, each leg of the
armed person's one millimetre longer than it is: hence the tolerance of 20 ms.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.compiled import compiled
from simulator.engine.evacuation import Evacuation
from simulator.engine.margins import Group, Margins
from simulator.engine.occupants import roster
from simulator.engine.orders import Orders
from simulator.engine.sheltering import Sheltering
from simulator.engine.traits import traits_of
from simulator.engine.world import Mover, World
from simulator.model.building import Plan
from simulator.model.distributions import Fixed
from simulator.model.run import Believed, Way
from tests.engine.buildings import bundle_of, group
from tests.engine.wing import CONDUCT, wing

CLOSE = 20
"""Milliseconds."""


def margins(
    *groups: dict[str, Any], lock: str = "inside", plan: Plan | None = None, **door: Any
) -> tuple[Margins, list[Mover]]:
    plan = plan or wing(lock, **door)
    scenario = bundle_of(plan, list(groups), conduct=CONDUCT).scenario
    world = World(compiled(plan, scenario.movement), scenario.movement, 1)
    parties = roster(world.compiled, scenario, 1)
    people = Evacuation(world, scenario, parties, traits_of(parties, scenario.movement, 1))
    sheltering = Sheltering(world, people, Orders(world, people, scenario, None))
    return Margins(world, people, sheltering, scenario.perception, scenario.conduct), world.movers


def ways(space: str, at: list[float], believed: str | None, count: int = 1, **more: Any) -> dict[str, Way]:
    """The ways of a group standing at a point by name, the armed person believed in a place just now."""
    door = {key: more.pop(key) for key in ("lock", "state") if key in more}
    found, movers = margins(group("g", space, count, at=at, speed={"fixed": 1}, **({"kind": "staff"} | more)), **door)
    mover = movers[0]
    arrivals = found.arrivals(mover, Believed(believed, 0, None, "seen") if believed else None)
    weighed = found.ways(Group(mover, (mover,)), arrivals)
    return {f"{one.kind} {one.to}" if one.to else one.kind: one for one in weighed}


def test_the_armed_person_comes_along_the_plan_at_the_believed_speed_less_the_age_of_the_belief() -> None:
    found, movers = margins(group("g", "R1", 1))
    arrivals = found.arrivals(movers[0], Believed("H/1", 0, None, "seen"))
    building = found.world.compiled.building
    assert arrivals is not None
    # 6 m along the hall, 3.354 m to the door: 9.354 m at 1.2 m/s
    assert arrivals.in_segment(building.by_name["R1"]) == pytest.approx(7_795, abs=CLOSE)
    assert arrivals.in_segment(building.by_name["H/1"]) == 0
    assert arrivals.at_passage(found.world.door("XE")) == pytest.approx(45_000, abs=CLOSE)
    old = found.arrivals(movers[0], Believed("H/1", -5_000, None, "seen"))
    assert old is not None
    assert old.in_segment(building.by_name["R1"]) == pytest.approx(2_795, abs=CLOSE)
    assert found.arrivals(movers[0], None) is None
    assert found.arrivals(movers[0], Believed("nowhere", 0, None, "seen")) is None


def test_a_door_that_is_known_to_hold_stops_the_armed_person() -> None:
    found, movers = margins(group("g", "H", 1, at=[57, 1.5]), state="locked")
    arrivals = found.arrivals(movers[0], Believed("H/1", 0, None, "seen"))
    room = found.world.compiled.building.by_name["R1"]
    assert arrivals is not None
    assert arrivals.in_segment(room) is None
    inside, there = margins(group("g", "R1", 1))
    door = inside.world.door("D1")
    inside.world.doors.locked[door] = True
    inside.world.doors.refresh(door)
    closed = inside.arrivals(there[0], Believed("H/1", 0, None, "seen"))
    assert closed is not None
    assert closed.in_segment(room) is None, "whoever is inside knows that the door is locked"


def test_a_lock_holds_against_coming_in_and_never_against_leaving() -> None:
    found, movers = margins(group("g", "H", 1, at=[57, 1.5]), state="locked")
    arrivals = found.arrivals(movers[0], Believed("R1", 0, None, "seen"))
    assert arrivals is not None
    # from the door at (15, 3) to the strip at 54 m: 3.354 m and 36 m
    assert arrivals.in_segment(found.world.compiled.building.by_name["H/10"]) == pytest.approx(32_795, abs=CLOSE)


def test_running_counts_the_least_margin_along_the_way_and_the_last_member() -> None:
    found = ways("R1", [18, 7], "H/1")
    # 5 m to the door, 45.354 m on to the east exit
    assert found["run XE"].own_ms == pytest.approx(50_354, abs=CLOSE)
    assert found["run XE"].threat_ms == pytest.approx(45_000, abs=CLOSE)
    assert found["run XE"].margin_ms == pytest.approx(-5_354, abs=CLOSE)
    assert found["run XW"].margin_ms is not None
    assert found["run XW"].margin_ms < 0
    three = ways("R1", [18, 7], "H/1", count=3)
    assert three["run XE"].own_ms > found["run XE"].own_ms + 2_000


def test_a_way_past_the_believed_place_is_only_taken_where_there_is_no_other() -> None:
    found = ways("H", [3, 1.5], "H/5")
    assert found["run XW"].margin_ms == pytest.approx(20_000 - 3_000, abs=CLOSE)
    assert found["run XE"].margin_ms is not None
    assert found["run XE"].margin_ms < 0


def test_hiding_where_one_is_takes_the_lock_with_lights_and_places_out_of_sight() -> None:
    found = ways("R1", [18, 7], "H/1")
    assert found["hide R1"].own_ms == 12_000 + 5_000
    assert found["hide R1"].margin_ms == pytest.approx(7_795 - 17_000, abs=CLOSE)
    assert found["hide R1"].here
    assert ways("R1", [18, 7], "H/1", lock="outside-key", keys=True)["hide R1"].own_ms == 12_000 + 35_000
    assert ways("R1", [18, 7], "H/1", lock="outside-key")["hide R1"].own_ms == 12_000 + 60_000
    assert ways("R1", [18, 7], "H/1", lock="none")["hide R1"].own_ms == 12_000 + 60_000
    assert ways("R1", [18, 7], "H/1", lock="automatic")["hide R1"].own_ms == 0, "the door holds already"


def test_a_room_is_looked_for_only_by_whoever_cannot_stay() -> None:
    assert "hide R2" not in ways("R1", [18, 7], "H/1")
    hall = ways("H", [45, 1.5], "H/1")
    assert hall["hide R2"].own_ms == 1_500 + 12_000 + 5_000
    # the armed person needs (36 + 3.354) / 1.2 s to get there
    assert hall["hide R2"].margin_ms == pytest.approx(32_795 - 18_500, abs=CLOSE)
    inside = ways("R1", [18, 7], "R1")
    assert inside["hide R1"].met
    assert "hide R2" in inside
    assert "defend R1" not in inside, "there is no door between them"


def test_whoever_is_outside_a_room_reckons_with_its_doors_as_the_plan_has_them() -> None:
    found, movers = margins(group("g", "H", 1, at=[45, 1.5], kind="staff"))
    door = found.world.door("D2")
    found.world.doors.locked[door] = True
    found.world.doors.refresh(door)
    assert found.locks.takes_ms("R2", movers[0]) == 17_000
    default = {"defaults": {"door": {"time_to_lock": {"fixed": 9}}}}
    tree = wing().model_dump(by_alias=True, exclude_none=True, exclude_unset=True) | default
    slow = type(wing()).model_validate(tree)
    assert slow.defaults.door.time_to_lock == Fixed(fixed=9)
    there, people = margins(group("g", "R2", 1, kind="staff"), plan=slow)
    assert there.locks.takes_ms("R2", people[0]) == 21_000


def test_a_window_is_a_way_out_person_by_person_for_whoever_is_in_its_room() -> None:
    found = ways("R1", [18, 7], "H/1", count=3)
    assert found["run W1"].own_ms == 4_000 + 3 * 5_000
    assert found["run W1"].margin_ms == pytest.approx(7_795 - 19_000, abs=CLOSE)
    assert "run W1" not in ways("H", [45, 1.5], "H/1")
    assert "run W2" not in ways("R2", [42, 7], "H/1"), "not every window can be got out of"


def test_nothing_is_to_be_outrun_while_nobody_knows_where() -> None:
    found = ways("R1", [18, 7], None)
    assert {one.margin_ms for one in found.values()} == {None}
    assert {one.threat_ms for one in found.values()} == {None}


def test_whoever_does_not_know_the_plan_knows_the_way_they_came_and_what_they_see() -> None:
    stranger = {"kind": "visitors", "knows_plan": False}
    assert {name for name in ways("R1", [18, 7], "H/1", **stranger, came_by="XE") if name.startswith("run X")} == {
        "run XE"
    }
    near = ways("H", [3, 1.5], "H/5", **stranger, came_by="XE")
    assert {"run XE", "run XW"} <= near.keys()


def test_people_who_need_help_do_not_run() -> None:
    found = ways("R1", [18, 7], "H/1", kind="visitors", mobility="assisted", each_alone=True)
    assert not [name for name in found if name.startswith("run")]
    assert "hide R1" in found


def test_in_the_open_people_go_on_to_the_rally_point() -> None:
    found = ways("EAST", [70, 1.5], "H/1")
    assert list(found) == ["run RALLY", "stay"]
    assert found["run RALLY"].margin_ms == pytest.approx((54 + 30) / 1.2 * 1_000 - 20_000, abs=CLOSE)
