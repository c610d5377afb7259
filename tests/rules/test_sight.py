"""Sight between segments: small buildings in which anybody can say who sees whom."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.building import Plan
from simulator.rules.segments import segments_of
from simulator.rules.sight import SightLine, sight

Sight = dict[str, tuple[SightLine, ...]]


def plan_of(spaces: dict[str, Any], *openings: dict[str, Any], **more: Any) -> Plan:
    levels = more.pop("levels", {"1": {"spaces": spaces}})
    school = {"name": "Sight House (invented)", "kind": "other"}
    return Plan.model_validate(
        {"format": "hotwash.plan/1", "school": school, "levels": levels, "openings": openings, **more}
    )


def seen_in(plan: Plan, **options: Any) -> Sight:
    return sight(plan, segments_of(plan)[0], **options)


def ways(seen: Sight, one: str, other: str) -> set[tuple[str, ...]]:
    """The sets of openings with which one segment sees another; empty where it never does."""
    return {line.needs for line in seen[one] if line.to == other}


def hall(length: float = 48) -> dict[str, Any]:
    return {"kind": "corridor", "box": [0, 9, length, 12], "segment": 6}


def room(x1: float, y1: float, x2: float, y2: float) -> dict[str, Any]:
    return {"kind": "classroom", "box": [x1, y1, x2, y2]}


def door(name: str, first: str, second: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    return {"id": name, "between": [first, second], "at": [x, y], "type": "door", "clear": 0.9, **more}


FACING = {"A": room(0, 0, 9, 9), "C1": hall(18), "B": room(0, 12, 9, 21), "D": room(9, 0, 18, 9)}


def test_a_straight_corridor_sees_along_itself() -> None:
    seen = seen_in(plan_of({"C1": hall()}))
    for one in range(1, 9):
        others = {f"C1/{other}" for other in range(1, 9) if other != one}
        assert {line.to for line in seen[f"C1/{one}"]} == others
        assert all(line.needs == () for line in seen[f"C1/{one}"])


def test_sight_ends_at_its_range() -> None:
    seen = seen_in(plan_of({"C1": hall()}), range_m=20)
    assert ways(seen, "C1/1", "C1/3") == {()}
    assert ways(seen, "C1/1", "C1/6") == set()


def test_a_corridor_with_a_corner_is_not_seen_round_it() -> None:
    bent = {"kind": "corridor", "polygon": [[0, 0], [42, 0], [42, 42], [39, 42], [39, 3], [0, 3]], "segment": 6}
    plan = plan_of({"L": bent})
    seen = seen_in(plan)
    middle = {s.name: s.shape.centroid for s in segments_of(plan)[0] if s.shape is not None}
    west = [name for name, place in middle.items() if place.x < 30]
    north = [name for name, place in middle.items() if place.y > 12]
    corner = min(middle, key=lambda name: abs(middle[name].x - 40.5) + abs(middle[name].y - 1.5))
    assert len(west) >= 5 and len(north) >= 4
    assert all(ways(seen, one, other) == set() for one in west for other in north)
    assert all(ways(seen, one, corner) == {()} for one in [*west, *north])


def test_a_room_sees_the_corridor_only_through_its_door() -> None:
    seen = seen_in(plan_of(FACING, door("DA", "A", "C1", 4, 9)))
    assert ways(seen, "A", "C1/1") == {("DA",)}
    assert {line.needs for line in seen["A"]} == {("DA",)}
    assert seen["B"] == () and seen["D"] == ()


def test_a_glimpse_along_the_wall_is_not_sight() -> None:
    """From the far end of the corridor the door is a crack, through which a single ray slips."""
    spaces = {"A": room(0, 0, 9.5, 9), "C1": hall(48)}
    seen = seen_in(plan_of(spaces, door("DA", "A", "C1", 4, 9, clear=0.81)))
    assert [line.to for line in seen["A"]] == ["C1/1", "C1/2"]


def test_a_closed_room_sees_nothing() -> None:
    assert seen_in(plan_of(FACING))["A"] == ()


def test_rooms_with_opposite_doors_need_both_open() -> None:
    seen = seen_in(plan_of(FACING, door("DA", "A", "C1", 4, 9), door("DB", "C1", "B", 4, 12)))
    assert ways(seen, "A", "B") == {("DA", "DB")}
    assert ways(seen, "B", "C1/1") == {("DB",)}


def test_rooms_on_one_side_of_the_corridor_do_not_see_each_other() -> None:
    seen = seen_in(plan_of(FACING, door("DA", "A", "C1", 4, 9), door("DD", "D", "C1", 14, 9)))
    assert ways(seen, "A", "D") == set()


@pytest.mark.parametrize(("glass", "needs"), [("none", ("DA",)), ("narrow", ("DA",)), ("half", ()), ("full", ())])
def test_glass_in_the_door(glass: str, needs: tuple[str, ...]) -> None:
    seen = seen_in(plan_of(FACING, door("DA", "A", "C1", 4, 9, glass=glass)))
    assert ways(seen, "A", "C1/1") == {needs}


@pytest.mark.parametrize("kind", ["window", "open"])
def test_windows_and_open_passages_need_nothing(kind: str) -> None:
    opening = {"id": "W", "between": ["A", "C1"], "at": [4, 9], "type": kind, "clear": 1.5}
    assert ways(seen_in(plan_of(FACING, opening)), "A", "C1/1") == {()}


def test_an_easier_way_to_see_replaces_a_harder_one_and_another_stands_beside_it() -> None:
    two = seen_in(plan_of(FACING, door("DA", "A", "C1", 3, 9), door("DB", "A", "C1", 5, 9)))
    assert ways(two, "A", "C1/1") == {("DA",), ("DB",)}
    pane = {"id": "W", "between": ["A", "C1"], "at": [6, 9], "type": "window", "clear": 1.5}
    glazed = seen_in(plan_of(FACING, door("DA", "A", "C1", 3, 9), pane))
    assert ways(glazed, "A", "C1/1") == {()}


def test_a_wall_drawn_with_its_thickness_is_seen_through_at_the_door() -> None:
    thick = {"A": room(0, 0, 9, 8.8), "C1": hall(18), "B": room(0, 12.2, 9, 21)}
    seen = seen_in(plan_of(thick, door("DA", "A", "C1", 4, 8.9), door("DB", "C1", "B", 4, 12.1)))
    assert ways(seen, "A", "C1/1") == {("DA",)}
    assert ways(seen, "A", "B") == {("DA", "DB")}


def test_a_door_near_a_corner_does_not_open_the_next_wall() -> None:
    round_the_room = {
        "kind": "corridor",
        "polygon": [[-3, 0], [0, 0], [0, 9], [12, 9], [12, 12], [-3, 12]],
        "segment": 3,
    }
    plan = plan_of({"A": room(0, 0, 9, 9), "C1": round_the_room}, door("DA", "A", "C1", 0.3, 9, clear=0.5))
    seen = seen_in(plan)
    beside = next(
        one.name for one in segments_of(plan)[0] if one.shape is not None and one.shape.covers(shapely.Point(-1.5, 8))
    )
    assert ways(seen, "A", beside) == set()
    corner = next(line.to for line in seen["A"])
    assert ways(seen, "A", corner) == {("DA",)}


def test_a_door_on_the_line_between_two_strips_shows_both() -> None:
    seen = seen_in(plan_of(FACING, door("DA", "A", "C1", 6, 9)))
    assert ways(seen, "A", "C1/1") == ways(seen, "A", "C1/2") == {("DA",)}


def test_the_building_hides_what_is_behind_it_on_ground_drawn_through_it() -> None:
    spaces = {
        "A": room(0, 0, 9, 9),
        "OUT": {"kind": "outdoors", "box": [-30, -30, 40, 40]},
        "WEST": {"kind": "assembly", "box": [-20, 0, -10, 9]},
        "EAST": {"kind": "assembly", "box": [20, 3, 26, 6]},
    }
    pane = {"id": "W", "between": ["A", "OUT"], "at": [0, 4.5], "type": "window", "clear": 2}
    seen = seen_in(plan_of(spaces, pane))
    assert ways(seen, "A", "WEST") == {()} and ways(seen, "A", "EAST") == set()
    assert ways(seen, "WEST", "OUT") == {()}


def test_open_ground_has_no_fences() -> None:
    spaces = {
        "OUT": {"kind": "outdoors", "box": [0, 0, 20, 20]},
        "FIELD": {"kind": "field", "box": [20, 0, 40, 20]},
        "A": room(0, 20, 9, 29),
    }
    seen = seen_in(plan_of(spaces))
    assert ways(seen, "OUT", "FIELD") == {()}
    assert seen["A"] == ()


def test_a_roof_terrace_does_not_see_the_lawn_below() -> None:
    ground = {"kind": "outdoors", "box": [0, 0, 20, 20]}
    roof = {"kind": "outdoors", "box": [20, 0, 40, 20]}
    levels = {"1": {"spaces": {"LAWN": ground}}, "2": {"floor_z": 4, "spaces": {"ROOF": roof}}}
    assert seen_in(plan_of({}, levels=levels)) == {"LAWN": (), "ROOF": ()}


def test_levels_do_not_see_each_other_but_a_flight_is_seen_from_its_ends() -> None:
    stairs = {"kind": "stairs", "box": [0, 0, 4, 8]}
    levels = {
        "1": {"floor_z": 0, "spaces": {"S1": stairs, "C1": {"kind": "corridor", "box": [0, 8, 18, 11]}}},
        "2": {"floor_z": 3.6, "spaces": {"S2": stairs, "C2": {"kind": "corridor", "box": [0, 8, 18, 11]}}},
    }
    flight = {"id": "F", "spaces": ["S1", "S2"], "type": "stair", "clear": 1.5, "length": 8}
    lift = {"id": "E", "spaces": ["S1", "S2"], "type": "lift", "clear": 1.5, "length": 8}
    links = [{**flight, "riser_mm": 178, "tread_mm": 279}, lift]
    seen = seen_in(plan_of({}, door("D1", "S1", "C1", 2, 8), levels=levels, links=links))
    assert ways(seen, "S1", "F") == ways(seen, "F", "S2") == {()}
    assert ways(seen, "S1", "S2") == ways(seen, "S1", "C2/1") == set()
    assert seen["E"] == ()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_sight_is_mutual_minimal_and_the_same_every_time(data: st.DataObject) -> None:
    xs = st.floats(0.5, 8.5).map(lambda x: round(x, 2))
    openings = []
    for index, (name, y, left) in enumerate([("A", 9, 0), ("B", 12, 0), ("D", 9, 9)]):
        glass = data.draw(st.sampled_from(["none", "narrow", "half", "full"]))
        openings.append(door(f"O{index}", name, "C1", left + data.draw(xs), y, glass=glass))
    plan = plan_of(FACING, *openings)
    seen = seen_in(plan)
    assert seen == seen_in(plan)
    for one, lines in seen.items():
        assert len(lines) == len(set(lines)) and one not in {line.to for line in lines}
        for line in lines:
            assert SightLine(one, line.needs) in seen[line.to]
            assert not any(set(other) < set(line.needs) for other in ways(seen, one, line.to))


@settings(max_examples=10, deadline=None)
@given(st.integers(-500, 500), st.integers(-500, 500))
def test_moving_the_whole_plan_changes_nothing(dx: int, dy: int) -> None:
    moved = {}
    for name, space in FACING.items():
        x1, y1, x2, y2 = space["box"]
        moved[name] = {**space, "box": [x1 + dx, y1 + dy, x2 + dx, y2 + dy]}
    here = seen_in(plan_of(FACING, door("DA", "A", "C1", 4, 9), door("DB", "C1", "B", 4, 12)))
    there = seen_in(plan_of(moved, door("DA", "A", "C1", 4 + dx, 9 + dy), door("DB", "C1", "B", 4 + dx, 12 + dy)))
    assert here == there


def test_a_space_with_an_unsound_outline_sees_nothing_and_harms_nobody() -> None:
    bow = {"kind": "classroom", "polygon": [[20, 0], [29, 9], [29, 0], [20, 9]]}
    seen = seen_in(plan_of({**FACING, "BOW": bow}, door("DX", "BOW", "C1", 14, 9), door("DA", "A", "C1", 4, 9)))
    assert seen["BOW"] == () and ways(seen, "A", "C1/1") == {("DA",)}


CORNER = st.tuples(*(st.one_of(st.integers(-12, 12), st.floats(-10_000, 10_000)),) * 2)


@st.composite
def any_space(draw: Any) -> dict[str, Any]:
    kind = draw(st.sampled_from(["classroom", "outdoors", "field", "stairs"]))
    if draw(st.booleans()):
        return {"kind": kind, "polygon": draw(st.lists(CORNER, min_size=3, max_size=6))}
    (x1, y1), width, height = draw(CORNER), draw(st.floats(1e-3, 900)), draw(st.floats(1e-3, 900))
    return {"kind": kind, "box": [min(x1, 9_000), min(y1, 9_000), min(x1, 9_000) + width, min(y1, 9_000) + height]}


@settings(max_examples=60, deadline=None)
@given(st.lists(any_space(), min_size=1, max_size=4), st.lists(CORNER, max_size=4), st.floats(1e-3, 900))
def test_no_plan_breaks_sight(spaces: list[dict[str, Any]], places: list[tuple[float, float]], clear: float) -> None:
    names = [f"S{number}" for number in range(len(spaces))]
    pairs = [(one, other) for one in names for other in names if one < other]
    openings = [
        {**door(f"O{number}", *pairs[number % len(pairs)], *at), "clear": clear}
        for number, at in enumerate(places)
        if pairs
    ]
    seen = seen_in(plan_of(dict(zip(names, spaces, strict=True)), *openings))
    assert list(seen) == names
    assert all(SightLine(one, line.needs) in seen[line.to] for one, lines in seen.items() for line in lines)


def test_a_round_hall_is_seen_through_its_doors() -> None:
    def ring(radius: float) -> list[list[float]]:
        angles = [2 * math.pi * index / 300 for index in range(300)]
        return [[radius * math.cos(angle), radius * math.sin(angle)] for angle in angles]

    spaces = {
        "HALL": {"kind": "auditorium", "polygon": ring(20)},
        "OUT": {"kind": "outdoors", "polygon": ring(60), "holes": [ring(20)]},
    }
    doors = [door(f"X{number}", "HALL", "OUT", x, 0, clear=2) for number, x in enumerate((-20, 20))]
    assert ways(seen_in(plan_of(spaces, *doors)), "HALL", "OUT") == {("X0",), ("X1",)}
    assert seen_in(plan_of(spaces))["HALL"] == ()
