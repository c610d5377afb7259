"""Generated schools obey the rules they claim to, for every kind and size; so do the shipped plans."""

from __future__ import annotations

import heapq
import math
import os
import subprocess
import sys
from itertools import pairwise

import pytest
import shapely

from simulator.errors import SimulatorError
from simulator.files import dump_plan, load_plan, plan_from, source_of
from simulator.model.building import Opening, Plan
from simulator.plans.check import check
from simulator.plans.make import make
from simulator.plans.making.programme import Kind
from simulator.plans.making.sizes import door_for, doors_needed, occupant_load, stair_for
from simulator.rules.segments import outline
from simulator.shipped import shipped

KINDS: tuple[Kind, ...] = ("elementary", "middle", "high")
CASES: list[tuple[Kind, int, int]] = [
    *((kind, people, 1) for kind in KINDS for people in (100, 260, 450, 900, 1500)),
    ("elementary", 333, 4),
    ("elementary", 640, 11),
    ("middle", 2300, 9),
    ("elementary", 5000, 2),
    ("high", 5000, 1),
]
SCHOOLS = ("maple-ridge", "cedar-hollow", "north-fork")
HOME = ("classroom", "office", "kitchen")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(map(str, case)))
def made(request: pytest.FixtureRequest) -> tuple[Plan, int]:
    """A generated school and the number of people that it was made for."""
    kind, people, seed = request.param
    return make(kind, people, seed), people


@pytest.fixture(scope="module", params=[*SCHOOLS, "lantern-cinema"])
def shipped_plan(request: pytest.FixtureRequest) -> Plan:
    """A plan that comes with the program."""
    return load_plan(shipped("floorplans") / f"{request.param}.yaml")


def area_of(plan: Plan, name: str) -> float:
    """Floor area in square metres."""
    return float(outline(plan.spaces()[name]).area)


def load_of(plan: Plan, name: str) -> int:
    """A space's occupant load."""
    space = plan.spaces()[name]
    return occupant_load(space.kind, area_of(plan, name), space.cap)


def ways(plan: Plan) -> list[Opening]:
    """Openings that people walk through."""
    return [opening for opening in plan.openings if opening.type != "window"]


def is_exit(plan: Plan, opening: Opening) -> bool:
    """Whether it leads outdoors, or upstairs into an enclosed stair."""
    spaces, level_of = plan.spaces(), plan.level_of()
    first, second = (spaces[name] for name in opening.between)
    if first.open_air != second.open_air:
        return True
    upstairs = level_of[opening.between[0]] != next(iter(plan.levels))
    return upstairs and "stairs" in (first.kind, second.kind)


def travel_m(plan: Plan) -> dict[str, float]:
    """From the farthest corner of each indoor space to the nearest exit, opening by opening, in metres."""
    spaces, openings = plan.spaces(), {opening.id: opening for opening in ways(plan)}
    beside: dict[str, list[Opening]] = {name: [] for name in spaces}
    for opening in openings.values():
        for name in opening.between:
            beside[name].append(opening)
    far = {name: 0.0 for name, opening in openings.items() if is_exit(plan, opening)}
    queue = [(0.0, name) for name in far]
    while queue:
        so_far, name = heapq.heappop(queue)
        for space in openings[name].between:
            if spaces[space].open_air or spaces[space].kind == "stairs" or so_far > far[name]:
                continue
            for other in beside[space]:
                length = so_far + math.dist(openings[name].at, other.at)
                if length < far.get(other.id, math.inf):
                    far[other.id] = length
                    heapq.heappush(queue, (length, other.id))
    return {
        name: max(
            min((math.dist(corner, way.at) + far.get(way.id, math.inf) for way in beside[name]), default=math.inf)
            for corner in space.ring
        )
        for name, space in spaces.items()
        if not space.open_air
    }


def overlaps(plan: Plan) -> list[tuple[str, str]]:
    """Pairs of spaces of one level that share floor, apart from a stage in its auditorium."""
    found = []
    for level in plan.levels.values():
        names = [name for name, space in level.spaces.items() if space.kind not in ("stage", "portable")]
        shapes = [outline(level.spaces[name]) for name in names]
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        found += [
            (names[a], names[b])
            for a, b in zip(first, second, strict=True)
            if a < b and shapes[a].intersection(shapes[b]).area > 0.01
        ]
    return found


def off_the_wall(plan: Plan) -> list[str]:
    """Openings that do not stand exactly on an edge of both their spaces."""
    spaces = plan.spaces()
    return [
        opening.id
        for opening in plan.openings
        if any(outline(spaces[name]).exterior.distance(shapely.Point(opening.at)) > 0.011 for name in opening.between)
    ]


def doors_of(plan: Plan) -> dict[str, int]:
    """How many openings each space has to walk through."""
    count = dict.fromkeys(plan.spaces(), 0)
    for opening in ways(plan):
        for name in opening.between:
            count[name] += 1
    return count


def short_of_doors(plan: Plan) -> list[str]:
    """Indoor spaces with fewer ways out than their occupant load asks for."""
    count = doors_of(plan)
    return [
        name
        for name, space in plan.spaces().items()
        if not space.open_air and count[name] < doors_needed(load_of(plan, name))
    ]


def storeys(plan: Plan) -> list[tuple[int, int, float]]:
    """For each storey its occupant load, its exits, and the people that these are wide enough for."""
    level_of, found = plan.level_of(), []
    for index, (level_id, level) in enumerate(plan.levels.items()):
        load = sum(load_of(plan, name) for name in level.spaces)
        exits = [way for way in ways(plan) if is_exit(plan, way) and level_of[way.between[0]] == level_id]
        flights = [link for link in plan.links if link.type == "stair" and level_of[link.spaces[1]] == level_id]
        wide = sum(plan.clear_of(way) for way in exits) / 0.0051
        found.append((load, len(exits), wide if index == 0 else sum(link.clear_m for link in flights) / 0.0076))
    return found


def misplaced_stairs(plan: Plan) -> list[str]:
    """Links whose two spaces do not lie over one another on neighbouring levels."""
    spaces, level_of, order = plan.spaces(), plan.level_of(), list(plan.levels)
    return [
        link.id
        for link in plan.links
        if spaces[link.spaces[0]].ring != spaces[link.spaces[1]].ring
        or order.index(level_of[link.spaces[1]]) - order.index(level_of[link.spaces[0]]) != 1
    ]


def hanging(plan: Plan) -> list[str]:
    """Rooms upstairs that do not lie over the storey below."""
    levels, found = list(plan.levels.values()), []
    for below, above in pairwise(levels):
        floor = shapely.unary_union([outline(space) for space in below.spaces.values() if not space.open_air])
        found += [n for n, space in above.spaces.items() if not floor.buffer(0.02).covers(outline(space))]
    return found


def people_by_plan(plan: Plan) -> int:
    """The caps of the rooms that people belong to."""
    return sum(space.cap or 0 for space in plan.spaces().values() if space.kind in HOME)


def test_door_and_stair_sizes_by_occupant_load() -> None:
    assert door_for(49) == (0.91, 1)
    assert door_for(300) == (1.62, 2)
    assert door_for(20, at_least_leaves=2) == (1.62, 2)
    assert stair_for(100) == 1.12
    assert stair_for(240) == 1.83
    assert [doors_needed(load) for load in (49, 50, 500, 501, 1000, 1001)] == [1, 2, 2, 3, 3, 4]
    assert occupant_load("classroom", 93.0, 24) == 50


def test_checker_finds_nothing(made: tuple[Plan, int]) -> None:
    assert check(made[0]) == []


def test_spaces_do_not_overlap_and_doors_stand_in_shared_walls(made: tuple[Plan, int]) -> None:
    assert overlaps(made[0]) == []
    assert off_the_wall(made[0]) == []


def test_every_space_has_an_exit_within_61_m(made: tuple[Plan, int]) -> None:
    too_far = {name: round(length) for name, length in travel_m(made[0]).items() if length > 61}
    assert too_far == {}


def test_rooms_and_storeys_have_the_exits_that_their_load_asks_for(made: tuple[Plan, int]) -> None:
    assert short_of_doors(made[0]) == []
    for load, exits, wide_enough_for in storeys(made[0]):
        assert exits >= max(2, doors_needed(load))
        assert wide_enough_for >= load


def test_upper_storeys_lie_over_lower_ones_and_stairs_go_up(made: tuple[Plan, int]) -> None:
    plan = made[0]
    assert hanging(plan) == []
    assert misplaced_stairs(plan) == []
    joined = {name for link in plan.links if link.type == "stair" for name in link.spaces}
    assert joined == {name for name, space in plan.spaces().items() if space.kind == "stairs"}
    outside = {way.between[0] for way in ways(plan) if is_exit(plan, way)}
    assert {name for name in plan.levels["1"].spaces if name.startswith("STAIR")} <= outside


def test_home_rooms_hold_everybody_and_classes_are_of_a_common_size(made: tuple[Plan, int]) -> None:
    plan, people = made
    assert people_by_plan(plan) == people
    assert (plan.spaces()["OFFICE"].cap or 0) >= 2
    rooms = {name: space for name, space in plan.spaces().items() if space.kind == "classroom"}
    assert all(20 <= (space.cap or 0) <= 30 for space in rooms.values())
    assert all(85 < area_of(plan, name) < 93 for name in rooms if name not in ("MUSIC", "ART"))


def test_halls_and_doors_are_of_real_width(made: tuple[Plan, int]) -> None:
    plan = made[0]
    for space in plan.spaces().values():
        if space.kind == "corridor":
            assert space.box is not None and space.segment_m == 6
            assert 2.39 <= min(space.box[2] - space.box[0], space.box[3] - space.box[1]) <= 3.71
    for way in ways(plan):
        if way.type == "door":
            assert 0.81 <= plan.clear_of(way) / way.leaves <= 0.92


def test_it_is_what_a_scenario_needs(made: tuple[Plan, int]) -> None:
    plan = made[0]
    known = {*plan.spaces(), *(o.id for o in plan.openings), *(p.id for p in plan.points)}
    assert set(plan.uses.values()) <= known
    wanted = "main_entrance side_entrance office gym cafeteria library rally rally_2 pa main_hall lobby classroom"
    assert set(wanted.split()) <= set(plan.uses)
    numbers = [opening.exterior_no for opening in plan.openings if opening.exterior_no]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert plan.school.sensitivity == "public-example" and "(invented)" in plan.school.name
    assert {"camera", "pa-microphone", "panic-button", "aed", "key-box", "fire-pull", "hvac-switch"} <= {
        point.kind for point in plan.points
    }
    indoors_without_speakers = [n for n in ("GYM", "CAFE", "MUSIC") if n in plan.spaces() and not plan.spaces()[n].pa]
    assert len(indoors_without_speakers) == 1


def test_rally_points_are_away_from_the_building(made: tuple[Plan, int]) -> None:
    spaces = made[0].spaces().values()
    building = shapely.unary_union([outline(space) for space in spaces if not space.open_air])
    rallies = [outline(space) for space in spaces if space.kind == "assembly"]
    assert len(rallies) >= 2
    assert all(30 <= rally.distance(building) <= 150 for rally in rallies)


def test_the_gym_and_auditorium_hold_much_of_the_school(made: tuple[Plan, int]) -> None:
    plan, people = made
    seats = sum(space.cap or 0 for space in plan.spaces().values() if space.kind in ("gymnasium", "auditorium"))
    assert seats >= 0.4 * people


def test_a_file_of_it_gives_the_same_plan() -> None:
    plan = make("middle", 620, 3)
    assert plan_from(source_of(dump_plan(plan).encode(), "made.yaml")) == plan


def test_same_arguments_same_plan_other_seed_other_plan() -> None:
    assert make("middle", 800, 7) == make("middle", 800, 7)
    shapes = {
        (len(plan.spaces()), tuple(space.box for space in plan.spaces().values()))
        for plan in (make("elementary", 450, seed) for seed in range(8))
    }
    assert len(shapes) == 8


def test_the_process_s_hash_seed_plays_no_part() -> None:
    code = "import hashlib; from simulator.plans.make import make; from simulator.files import dump_plan; "
    code += "print(hashlib.sha256(dump_plan(make('high', 1500, 2)).encode()).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("people", [0, 99, 5001])
def test_sizes_outside_the_range_are_refused_in_words(people: int) -> None:
    with pytest.raises(SimulatorError, match="100 to 5,000 people"):
        make("high", people, 0)


def test_shipped_plan_passes_every_check(shipped_plan: Plan) -> None:
    assert check(shipped_plan) == []
    assert overlaps(shipped_plan) == []
    assert off_the_wall(shipped_plan) == []
    assert short_of_doors(shipped_plan) == []
    assert misplaced_stairs(shipped_plan) == []
    assert hanging(shipped_plan) == []
    assert max(travel_m(shipped_plan).values()) <= 61


def test_shipped_plan_says_that_it_is_invented(shipped_plan: Plan) -> None:
    assert "(invented)" in shipped_plan.school.name
    assert shipped_plan.school.sensitivity == "public-example"
    assert shipped_plan.verified is not None
    assert {"main_entrance", "side_entrance", "office", "rally", "pa", "main_hall"} <= set(shipped_plan.uses)


def test_shipped_plan_has_enough_exits(shipped_plan: Plan) -> None:
    for load, exits, wide_enough_for in storeys(shipped_plan):
        assert exits >= max(2, doors_needed(load))
        assert wide_enough_for >= load


@pytest.mark.parametrize(("name", "people", "levels"), [*zip(SCHOOLS, (450, 800, 1500), (1, 2, 2), strict=True)])
def test_shipped_schools_are_of_the_size_that_they_claim(name: str, people: int, levels: int) -> None:
    plan = load_plan(shipped("floorplans") / f"{name}.yaml")
    assert people_by_plan(plan) == people
    assert (plan.spaces()["OFFICE"].cap or 0) >= 2
    assert len(plan.levels) == levels
