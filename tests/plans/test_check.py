"""Checking floor plans: one small sound building, spoiled in one way at a time."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.building import Plan
from simulator.plans.check import Finding, check

Tree = dict[str, Any]


def sound() -> Tree:
    """Two classrooms, an office, a corridor, a stair, the ground and a rally point: nothing to find."""
    return {
        "format": "hotwash.plan/1",
        "school": {"name": "Sound House (invented)", "kind": "elementary"},
        "uses": {"office": "OFFICE", "main_entrance": "X1", "rally": "RALLY", "pa": "MIC1"},
        "defaults": {"door": {"clear": 0.81, "lock": "inside"}},
        "levels": {
            "1": {
                "floor_z": 0,
                "spaces": {
                    "C1": {"kind": "corridor", "box": [0, 9, 40, 12], "pa": "zone-A"},
                    "101": {"kind": "classroom", "box": [0, 0, 9.5, 9], "cap": 24},
                    "102": {"kind": "classroom", "box": [9.5, 0, 19, 9], "cap": 24},
                    "OFFICE": {"kind": "office", "box": [19, 0, 28, 9], "cap": 8},
                    "S1": {"kind": "stairs", "box": [28, 0, 34, 9]},
                    "OUT": {"kind": "outdoors", "box": [-40, -10, 0, 30]},
                    "RALLY": {"kind": "assembly", "box": [-60, -10, -40, 10]},
                },
            },
            "2": {
                "floor_z": 3.6,
                "spaces": {
                    "C2": {"kind": "corridor", "box": [0, 9, 40, 12], "pa": "zone-A"},
                    "S2": {"kind": "stairs", "box": [28, 0, 34, 9]},
                },
            },
        },
        "openings": [
            {"id": "D101", "between": ["101", "C1"], "at": [4, 9], "type": "door"},
            {"id": "D102", "between": ["102", "C1"], "at": [14, 9], "type": "door"},
            {"id": "DOFF", "between": ["OFFICE", "C1"], "at": [22, 9], "type": "door"},
            {"id": "DS1", "between": ["C1", "S1"], "at": [30, 9], "type": "door", "clear": 0.91},
            {"id": "DS2", "between": ["C2", "S2"], "at": [30, 9], "type": "door", "clear": 0.91},
            {"id": "X1", "between": ["C1", "OUT"], "at": [0, 10.5], "type": "door", "clear": 1.62, "leaves": 2,
             "exterior_no": 1, "lock": "access-control"},
            {"id": "P1", "between": ["OUT", "RALLY"], "at": [-40, 0], "type": "open", "clear": 5},
            {"id": "W101", "between": ["101", "OUT"], "at": [0, 4], "type": "window", "clear": 0.6},
        ],
        "points": [{"id": "MIC1", "kind": "pa-microphone", "on": "1", "in": "OFFICE"}],
        "links": [
            {"id": "ST1", "spaces": ["S1", "S2"], "type": "stair", "clear": 1.5, "length": 8, "rise": 3.6,
             "riser_mm": 178, "tread_mm": 279}
        ],
    }  # fmt: skip


def found(tree: Tree) -> list[Finding]:
    return check(Plan.model_validate(tree))


def spoiled(*changes: tuple[tuple[str | int, ...], Any]) -> Tree:
    """The sound plan with values put at paths; None takes a value out."""
    tree = sound()
    for path, value in changes:
        inner: Any = tree
        for step in path[:-1]:
            inner = inner[step]
        if value is None:
            del inner[path[-1]]
        elif isinstance(inner, list) and path[-1] == len(inner):
            inner.append(value)
        else:
            inner[path[-1]] = value
    return tree


L1 = ("levels", "1", "spaces")
L2 = ("levels", "2", "spaces")


def test_a_sound_plan_has_nothing_to_find() -> None:
    assert found(sound()) == []


CASES: dict[str, tuple[list[tuple[tuple[str | int, ...], Any]], tuple[str | int, ...], str, list[str]]] = {
    "crossing outline": (
        [((*L1, "101"), {"kind": "classroom", "polygon": [[0, 0], [9, 9], [9, 0], [0, 9]]})],
        (*L1, "101", "polygon"), "error", ["crosses itself near [4.5, 4.5]"],
    ),
    "no floor": (
        [((*L1, "101"), {"kind": "classroom", "polygon": [[0, 0], [5, 0], [9, 0]]})],
        (*L1, "101", "polygon"), "error", ["no floor"],
    ),
    "centimetres": (
        [((*L1, "STORE"), {"kind": "storage", "box": [100, 0, 1050, 900]})],
        (*L1, "STORE", "box"), "error", ["950 m long", "metres"],
    ),
    "kilometres": (
        [((*L1, "STORE"), {"kind": "storage", "box": [34, 0, 34.05, 9]})],
        (*L1, "STORE", "box"), "error", ["0.05 m wide"],
    ),
    "overlap": (
        [((*L1, "102", "box"), [8.5, 0, 19, 9])],
        (*L1, "102", "box"), "error", ["102 and 101 overlap by 9 m2", "x 8.5 to 9.5"],
    ),
    "too many people": (
        [((*L1, "OFFICE", "cap"), 250)], (*L1, "OFFICE", "cap"), "warning", ["room for 222 people", "cap says 250"],
    ),
    "far too many people": (
        [((*L1, "OFFICE", "cap"), 400)], (*L1, "OFFICE", "cap"), "error", ["cap says 400"],
    ),
    "narrow corridor": (
        [((*L1, "C1", "box"), [0, 9, 40, 10]), (("openings", 5, "at"), [0, 9.5]), (("openings", 5, "clear"), 0.9)],
        (*L1, "C1", "box"), "warning", ["narrower than 1.1 m;"],
    ),
    "corridor with a narrow place": (
        [((*L1, "C1"), {"kind": "corridor", "pa": "zone-A", "polygon": [
            [0, 9], [40, 9], [40, 12], [36.5, 12], [36.5, 10], [35.5, 10], [35.5, 12], [0, 12]]})],
        (*L1, "C1", "polygon"), "warning", ["somewhere along its length"],
    ),
    "a strip far too short": (
        [((*L1, "C1", "segment"), 0.01)], (*L1, "C1", "segment"), "error", ["1200000 pieces", "at most 2000"],
    ),
    "door off its wall": (
        [(("openings", 0, "at"), [4, 7])], ("openings", 0, "at"), "error", ["2 m away", "[4, 9]"],
    ),
    "door on a wall of one room only": (
        [(("openings", 0, "at"), [9.5, 4])], ("openings", 0, "at"), "error", ["5 m away", "[9.1, 9]"],
    ),
    "rooms that do not touch": (
        [(("openings", 0, "between"), ["101", "OFFICE"])],
        ("openings", 0, "between"), "error", ["share no wall", "9.5 m apart"],
    ),
    "door past the end of its wall": (
        [(("openings", 0, "at"), [9.3, 9])], ("openings", 0, "at"), "warning", ["past the end", "[9.1, 9]"],
    ),
    "door wider than its wall": (
        [(("openings", 5, "clear"), 3.6)], ("openings", 5, "clear"), "error", ["3.6 m wide", "only 3 m long"],
    ),
    "door in centimetres": (
        [(("openings", 0, "clear"), 81)], ("openings", 0, "clear"), "error", ["81 m wide", "clear: 0.81"],
    ),
    "a very narrow door": (
        [(("openings", 0, "clear"), 0.4)], ("openings", 0, "clear"), "warning", ["only 0.4 m wide"],
    ),
    "open passage off its wall": (
        [(("openings", 6, "at"), [-30, 0])], ("openings", 6, "at"), "error", ["10 m away", "[-40, 0]"],
    ),
    "door between levels": (
        [(("openings", 8), {"id": "BAD", "between": ["C1", "C2"], "at": [4, 9], "type": "door"})],
        ("openings", 8, "between"), "error", ["level 1", "level 2", "links"],
    ),
    "outside door inside": (
        [(("openings", 0, "exterior_no"), 7)], ("openings", 0, "exterior_no"), "error", ["neither 101 nor C1"],
    ),
    "two doors with one number": (
        [(("openings", 7, "exterior_no"), 1)],
        ("openings", 7, "exterior_no"), "warning", ["W101 and X1", "number 1"],
    ),
    "no door at all": (
        [((*L1, "STORE"), {"kind": "office", "box": [34, 0, 40, 9]})],
        (*L1, "STORE"), "error", ["no way out on foot", "no door, passage or stair"],
    ),
    "nobody stands in a storeroom": (
        [((*L1, "STORE"), {"kind": "storage", "box": [34, 0, 40, 9]})], (*L1, "STORE"), "warning", ["no way out"],
    ),
    "only a window": (
        [(("openings", 0), {"id": "D101", "between": ["101", "102"], "at": [9.5, 4], "type": "window", "clear": 1})],
        (*L1, "101"), "error", ["only windows (D101 and W101)"],
    ),
    "locked in": (
        [(("openings", 0), {"id": "D101", "between": ["C1", "101"], "at": [4, 9], "type": "door", "state": "locked"})],
        (*L1, "101"), "error", ["D101 is locked against whoever comes from 101"],
    ),
    "locks by itself": (
        [(("openings", 0), {"id": "D101", "between": ["C1", "101"], "at": [4, 9], "type": "door",
                            "lock": "automatic"})],
        (*L1, "101"), "error", ["D101 is locked against"],
    ),
    "no exit at all": (
        [(("openings", 5, "type"), "window")],
        ("openings",), "error", ["no door leads from the building to OUT and RALLY"],
    ),
    "stair inside one level": (
        [((*L1, "S9"), {"kind": "stairs", "box": [34, 0, 40, 9]}), (("links", 0, "spaces"), ["S1", "S9"])],
        ("links", 0, "spaces"), "error", ["both on level 1"],
    ),
    "stair in a classroom": (
        [((*L1, "S1", "kind"), "classroom")], ("links", 0, "spaces", 0), "warning", ["its end S1 is of kind classroom"],
    ),
    "rise that does not fit": (
        [(("links", 0, "rise"), 3.2)], ("links", 0, "rise"), "warning", ["rises 3.2 m", "3.6 m apart"],
    ),
    "levels of one height": (
        [(("levels", "2", "floor_z"), 0)], ("levels", "2", "floor_z"), "warning", ["same floor_z"],
    ),
    "a stair shorter than its slope": (
        [(("links", 0, "length"), 4)], ("links", 0, "length"), "warning", ["4 m long", "6.7 m"],
    ),
    "stairs without a link": (
        [((*L1, "S9"), {"kind": "stairs", "box": [34, 0, 40, 9]}),
         (("openings", 8), {"id": "D9", "between": ["S9", "C1"], "at": [37, 9], "type": "door"})],
        (*L1, "S9"), "warning", ["no link joins it"],
    ),
    "no rally point": (
        [((*L1, "RALLY", "kind"), "field")], ("levels",), "warning", ["no space of kind assembly"],
    ),
    "one door for many": (
        [((*L1, "101", "cap"), 50)], (*L1, "101", "cap"), "warning", ["50 people but has 1 door", "at least 2"],
    ),
    "no microphone": (
        [(("points",), []), (("uses", "pa"), None)],
        (*L1, "C1", "pa"), "warning", ["PA zones (zone-A)", "pa-microphone"],
    ),
    "classroom without a lock": (
        [(("openings", 0, "lock"), "none")], ("openings", 0, "lock"), "warning", ["no lock (D101)"],
    ),
    "a use that names the wrong thing": (
        [(("uses", "office"), "C1")], ("uses", "office"), "warning", ["office names C1", "expected office or lobby"],
    ),
    "an inside main entrance": (
        [(("uses", "main_entrance"), "D101")], ("uses", "main_entrance"), "warning", ["inside door"],
    ),
    "a point outside its space": (
        [(("points", 0, "at"), [10, 4])], ("points", 0, "at"), "warning", ["outside OFFICE 9 m away"],
    ),
    "a point in no space": (
        [(("points", 1), {"id": "CAM", "kind": "camera", "on": "1", "at": [50, 10]})],
        ("points", 1, "at"), "warning", ["in no space of level 1", "C1, 10 m away"],
    ),
    "a point on the wrong level": (
        [(("points", 0, "on"), "2")], ("points", 0, "on"), "warning", ["lies on level 1, not on level 2"],
    ),
    "ground under the building": (
        [((*L1, "OUT", "box"), [-40, -10, 50, 30])], (*L1, "OUT", "box"), "warning", ["under", "C1, 101, 102"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_each_fault_is_found_at_its_place(case: str) -> None:
    changes, path, severity, words = CASES[case]
    hits = [finding for finding in found(spoiled(*changes)) if finding.path == path]
    assert hits, found(spoiled(*changes))
    assert any(hit.severity == severity and all(word in hit.message for word in words) for hit in hits), hits


ALONE = [
    "overlap", "corridor with a narrow place", "door off its wall", "door past the end of its wall",
    "outside door inside", "two doors with one number", "no door at all", "rise that does not fit", "one door for many",
    "no microphone", "classroom without a lock", "a point outside its space", "ground under the building",
]  # fmt: skip


@pytest.mark.parametrize("case", ALONE, ids=lambda case: case.replace(" ", "-"))
def test_one_fault_is_one_finding(case: str) -> None:
    assert len(found(spoiled(*CASES[case][0]))) == 1


def test_feet_are_noticed() -> None:
    tree = sound()
    for level in tree["levels"].values():
        for space in level["spaces"].values():
            space["box"] = [value / 0.3048 for value in space["box"]]
    for opening in tree["openings"]:
        opening["at"] = [value / 0.3048 for value in opening["at"]]
    assert [finding.path for finding in found(tree)] == [("levels",)]
    assert "feet" in found(tree)[0].message


def test_without_any_ground_there_is_one_error_for_the_whole_plan() -> None:
    tree = spoiled((("openings",), sound()["openings"][:5]), ((*L1, "OUT"), None), ((*L1, "RALLY"), None))
    tree["uses"] = {}
    errors = [finding for finding in found(tree) if finding.severity == "error"]
    assert [finding.path for finding in errors] == [("levels",)]
    assert "no way out" in errors[0].message


def test_upstairs_without_its_stair_is_cut_off() -> None:
    stuck = {finding.path[-1] for finding in found(spoiled((("links",), []))) if "no way out" in finding.message}
    assert stuck == {"C2", "S2"}


def test_a_lift_is_no_way_out() -> None:
    messages = [finding.message for finding in found(spoiled((("links", 0, "type"), "lift")))]
    assert any("from S2" in message and "leads only to C2" in message for message in messages)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param([((*L1, "102", "box"), [9.46, 0, 19, 9])], id="overlap-by-rounding"),
        pytest.param([((*L1, "101", "box"), [0, 0, 9.4, 8.7]), (("openings", 0, "at"), [4, 8.85])], id="thick-walls"),
        pytest.param([(("openings", 0, "at"), [4, 9.29])], id="a-door-nearly-on-its-wall"),
        pytest.param([((*L1, "RALLY", "box"), [-40, -10, -20, 10])], id="rally-point-on-the-lawn"),
        pytest.param(
            [((*L1, "BUS"), {"kind": "vehicle", "box": [-30, 0, -20, 3]}),
             (("openings", 8), {"id": "B1", "between": ["BUS", "OUT"], "at": [-20, 1], "type": "door"})],
            id="a-bus-on-the-ground",
        ),
        pytest.param(
            [((*L1, "NOOK"), {"kind": "storage", "box": [20, 1, 24, 5]}),
             (("openings", 8), {"id": "N", "between": ["NOOK", "OFFICE"], "at": [22, 5], "type": "open", "clear": 3})],
            id="a-room-inside-a-room",
        ),
        pytest.param([(("openings", 0), {"id": "D101", "between": ["C1", "101"], "at": [4, 9], "type": "door"})],
                     id="a-closed-door-that-nobody-locked"),
        pytest.param(
            [(("openings", 0), {"id": "D101", "between": ["C1", "101"], "at": [4, 9], "type": "door",
                                "lock": "automatic", "state": "propped"})],
            id="a-propped-door-that-locks-by-itself",
        ),
        pytest.param([(("openings", 0, "state"), "locked")], id="a-locked-door-from-its-first-side"),
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(change: list[tuple[tuple[str | int, ...], Any]]) -> None:
    assert found(spoiled(*change)) == []


def test_every_path_leads_into_the_file() -> None:
    for changes, *_ in CASES.values():
        tree = spoiled(*changes)
        for finding in found(tree):
            inner: Any = tree
            for step in finding.path:
                inner = inner[step]


def test_errors_come_before_warnings_and_the_order_is_steady() -> None:
    tree = spoiled((("openings", 0, "at"), [4, 7]), ((*L1, "101", "cap"), 50), ((*L1, "RALLY", "kind"), "field"))
    severities = [finding.severity for finding in found(tree)]
    assert severities == ["error", "warning", "warning"]
    assert found(tree) == found(copy.deepcopy(tree))


NUMBER = st.one_of(st.integers(-12, 12).map(float), st.floats(-10_000, 10_000))
PLACES = st.tuples(NUMBER, NUMBER)
KINDS = st.sampled_from(["classroom", "corridor", "outdoors", "assembly", "stairs", "elevator", "storage", "stage"])
NAMES = st.sampled_from(["A", "B", "C", "D", "E", "nowhere"])


@st.composite
def spaces(draw: Callable[..., Any]) -> Tree:
    made: Tree = {"kind": draw(KINDS), "cap": draw(st.one_of(st.none(), st.integers(0, 100_000)))}
    if draw(st.booleans()):
        xs, ys = (sorted(draw(st.lists(NUMBER, min_size=2, max_size=2, unique=True))) for _ in "xy")
        return {**made, "box": [xs[0], ys[0], xs[1], ys[1]]}
    holes = draw(st.lists(st.lists(PLACES, min_size=3, max_size=4), max_size=1))
    return {**made, "polygon": draw(st.lists(PLACES, min_size=3, max_size=6)), "holes": holes}


@st.composite
def plans(draw: Callable[..., Any]) -> Tree:
    pair = st.lists(NAMES, min_size=2, max_size=2, unique=True)
    opening = st.fixed_dictionaries({
        "id": st.sampled_from(["O1", "O2", "O3"]), "between": pair, "at": PLACES,
        "type": st.sampled_from(["door", "open", "window"]), "clear": st.floats(1e-9, 1_000),
        "leaves": st.integers(1, 3), "exterior_no": st.one_of(st.none(), st.integers(0, 2)),
        "state": st.sampled_from(["closed", "open", "locked", "propped"]),
    })  # fmt: skip
    link = st.fixed_dictionaries({
        "id": st.just("K"), "spaces": pair, "type": st.sampled_from(["stair", "ramp", "lift"]), "clear": st.just(1.5),
        "length": st.floats(0.01, 900), "rise": st.one_of(st.none(), st.floats(0.01, 900)),
        "riser_mm": st.floats(51, 399), "tread_mm": st.floats(101, 999),
    })  # fmt: skip
    point = st.fixed_dictionaries({
        "id": st.just("P"), "kind": st.just("camera"), "on": st.sampled_from(["1", "2", "9"]), "at": PLACES,
        "in": st.one_of(st.none(), NAMES),
    })  # fmt: skip
    levels = {
        "1": {"floor_z": 0, "spaces": draw(st.dictionaries(st.sampled_from("ABC"), spaces(), max_size=3))},
        "2": {"floor_z": draw(NUMBER), "spaces": draw(st.dictionaries(st.sampled_from("DEA"), spaces(), max_size=2))},
    }
    return {
        "format": "hotwash.plan/1", "school": {"name": "x", "kind": "other"}, "levels": levels,
        "uses": draw(st.dictionaries(st.sampled_from(["office", "pa", "rally"]), NAMES, max_size=2)),
        "openings": draw(st.lists(opening, max_size=4)), "links": draw(st.lists(link, max_size=2)),
        "points": draw(st.lists(point, max_size=2)),
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(plans())
def test_no_plan_that_can_be_read_breaks_the_check(tree: Tree) -> None:
    findings = found(tree)
    assert findings == found(tree)
    assert all(finding.message and "nan" not in finding.message.split() for finding in findings)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.5, 9), st.floats(0.31, 8))
def test_the_place_that_is_proposed_is_right(along: float, off: float) -> None:
    tree = spoiled((("openings", 0, "at"), [along, 9 - off]))
    (finding,) = [finding for finding in found(tree) if finding.path == ("openings", 0, "at")]
    x, y = finding.message.rpartition("at: [")[2].rstrip("]").split(", ")
    assert found(spoiled((("openings", 0, "at"), [float(x), float(y)]))) == []


def ring(radius: float, corners: int = 400) -> list[list[float]]:
    angles = [2 * math.pi * index / corners for index in range(corners)]
    return [[radius * math.cos(angle), radius * math.sin(angle)] for angle in angles]


def test_doors_all_round_a_round_hall_are_on_their_wall() -> None:
    """Also at the corner where the outline's list of points begins and ends."""
    doors = [
        {"id": f"X{number}", "between": ["HALL", "OUT"], "at": at, "type": "door", "clear": 1.8, "leaves": 2}
        for number, at in enumerate(ring(20, 8))
    ]
    spaces = {
        "HALL": {"kind": "auditorium", "polygon": ring(20), "cap": 600},
        "OUT": {"kind": "outdoors", "polygon": ring(60), "holes": [ring(20)]},
        "RALLY": {"kind": "assembly", "box": [60, -10, 90, 10]},
    }
    school = {"name": "Round House (invented)", "kind": "arena"}
    gap = {"id": "P1", "between": ["OUT", "RALLY"], "at": [60, 0], "type": "open", "clear": 2}
    tree = {
        "format": "hotwash.plan/1",
        "school": school,
        "levels": {"1": {"spaces": spaces}},
        "openings": [*doors, gap],
    }
    assert found(tree) == []
    doors[3]["at"] = [0, 0]
    (finding,) = found(tree)
    assert finding.path == ("openings", 3, "at") and "20 m away" in finding.message
