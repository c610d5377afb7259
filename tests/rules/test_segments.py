"""Cutting plans into segments: sizes and neighbours that can be worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.building import Plan
from simulator.rules.segments import Segment, Strip, outline, segment_at, segments_of


def cut(spaces: dict[str, Any], **more: Any) -> tuple[list[Segment], list[Strip]]:
    levels = more.pop("levels", {"1": {"spaces": spaces}})
    school = {"name": "Cutting House (invented)", "kind": "other"}
    return segments_of(Plan.model_validate({"format": "hotwash.plan/1", "school": school, "levels": levels, **more}))


def test_a_room_is_one_segment_named_like_its_space() -> None:
    (only,), strips = cut({"101": {"kind": "classroom", "box": [0, 0, 9.5, 9]}})
    assert (only.name, only.space, only.kind, only.level) == ("101", "101", "classroom", "1")
    assert (only.area_m2, only.length_m, only.width_m) == (85.5, 9.5, 9.0)
    assert strips == []


def test_a_corridor_is_cut_into_strips_of_about_six_metres() -> None:
    segments, strips = cut({"C1": {"kind": "corridor", "box": [0, 9, 48, 12]}})
    assert [segment.name for segment in segments] == [f"C1/{number}" for number in range(1, 9)]
    assert all(math.isclose(segment.area_m2, 18) and segment.length_m == 6 for segment in segments)
    assert [strip.at for strip in strips] == [(6.0 * number, 10.5) for number in range(1, 8)]
    assert all(math.isclose(strip.width_m, 3) for strip in strips)
    assert strips[0].name == "C1/1-2" and strips[0].between == ("C1/1", "C1/2")


def test_a_short_corridor_stays_whole_and_a_room_may_ask_to_be_cut() -> None:
    segments, _ = cut(
        {
            "C1": {"kind": "corridor", "box": [0, 0, 8, 3]},
            "HALL": {"kind": "gymnasium", "box": [0, 10, 30, 25], "segment": 10},
        }
    )
    assert [segment.name for segment in segments if segment.space == "C1"] == ["C1"]
    assert len([segment for segment in segments if segment.space == "HALL"]) > 1


def test_a_ring_of_corridor_is_joined_all_the_way_round() -> None:
    ring = {
        "kind": "corridor",
        "polygon": [[0, 0], [40, 0], [40, 40], [0, 40]],
        "holes": [[[3, 3], [37, 3], [37, 37], [3, 37]]],
    }
    segments, strips = cut({"R": ring})
    assert math.isclose(sum(segment.area_m2 for segment in segments), 40 * 40 - 34 * 34, rel_tol=1e-6)
    neighbours = {segment.name: 0 for segment in segments}
    for strip in strips:
        for name in strip.between:
            neighbours[name] += 1
    assert all(count >= 2 for count in neighbours.values())
    assert _one_piece(segments, strips)


def test_a_slanting_corridor_keeps_its_area_and_its_joints() -> None:
    slant = {"kind": "corridor", "polygon": [[0, 0], [40, 30], [38.2, 32.4], [-1.8, 2.4]], "segment": 6}
    segments, strips = cut({"S": slant})
    assert math.isclose(sum(segment.area_m2 for segment in segments), 150, rel_tol=1e-2)
    assert _one_piece(segments, strips)


def test_a_link_is_a_segment_of_its_own() -> None:
    stairs = {"kind": "stairs", "box": [0, 0, 4, 8]}
    levels = {"1": {"spaces": {"S1": stairs}}, "2": {"floor_z": 3.6, "spaces": {"S2": stairs}}}
    link = {"id": "F", "spaces": ["S1", "S2"], "type": "stair", "clear": 1.5, "length": 8, "riser_mm": 178}
    segments, _ = cut({}, levels=levels, links=[{**link, "tread_mm": 279}])
    flight = segments[-1]
    assert (flight.name, flight.kind, flight.level, flight.shape) == ("F", "stair", "1", None)
    assert (flight.area_m2, flight.length_m, flight.width_m, flight.open_air) == (12, 8, 1.5, False)


def test_the_segment_at_a_place_holds_it_or_is_nearest() -> None:
    segments, _ = cut({"C1": {"kind": "corridor", "box": [0, 0, 24, 3]}})
    assert segment_at(segments, (20, 1)).name == "C1/4"
    assert segment_at(segments, (-5, 1)).name == "C1/1"
    assert segment_at(segments, (6, 0)).name == "C1/1"


@pytest.mark.parametrize("kind", ["outdoors", "field", "parking", "assembly"])
def test_open_air_is_marked(kind: str) -> None:
    (only,), _ = cut({"OUT": {"kind": kind, "box": [0, 0, 30, 30]}})
    assert only.open_air


@settings(max_examples=30, deadline=None)
@given(
    st.floats(3, 120), st.floats(1.2, 30), st.floats(3, 20), st.floats(-0.5, 0.5),
    st.floats(-500, 500), st.floats(-500, 500),
)  # fmt: skip
def test_strips_tile_the_space_and_stay_joined(
    length: float, width: float, strip_m: float, lean: float, x: float, y: float
) -> None:
    corners = [(0, 0), (length, lean * length), (length - lean * width, lean * length + width), (-lean * width, width)]
    polygon = [[x + px, y + py] for px, py in corners]
    space = {"kind": "corridor", "polygon": polygon, "segment": strip_m}
    segments, strips = cut({"C": space})
    whole = outline(Plan.model_validate(_plan(space)).spaces()["C"])
    assert math.isclose(sum(one.area_m2 for one in segments), whole.area, abs_tol=0.05 * len(segments) + 1e-6)
    assert len({one.name for one in segments}) == len(segments)
    assert _one_piece(segments, strips)


def _plan(space: dict[str, Any]) -> dict[str, Any]:
    school = {"name": "Cutting House (invented)", "kind": "other"}
    return {"format": "hotwash.plan/1", "school": school, "levels": {"1": {"spaces": {"C": space}}}}


def _one_piece(segments: list[Segment], strips: list[Strip]) -> bool:
    """Whether one can walk from any segment to any other over the lines between strips."""
    reached, fresh = {segments[0].name}, [segments[0].name]
    while fresh:
        here = fresh.pop()
        for strip in strips:
            for other in strip.between:
                if here in strip.between and other not in reached:
                    reached.add(other)
                    fresh.append(other)
    return len(reached) == len(segments)


def test_no_two_segments_of_a_space_overlap() -> None:
    segments, _ = cut({"C1": {"kind": "corridor", "polygon": [[0, 0], [42, 0], [42, 42], [39, 42], [39, 3], [0, 3]]}})
    shapes = [segment.shape for segment in segments]
    for index, one in enumerate(shapes):
        for other in shapes[index + 1 :]:
            assert shapely.intersection(one, other).area < 1e-9
