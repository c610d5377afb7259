"""Drawing floor plans: what must stand in the picture, and where a door's mark lies."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from shapely.geometry import Polygon, box

from simulator.errors import Refused, SimulatorError
from simulator.model.building import Plan
from simulator.plans.draw import draw, draw_level, figure_of
from simulator.plans.drawing.doors import look_of
from simulator.plans.drawing.geometry import gap_of
from simulator.plans.drawing.grid import cell_name, grid_lines
from simulator.plans.drawing.ground import building_bounds, ground_of
from simulator.plans.drawing.heat import colour_of, heat_by_piece, ink_on
from simulator.plans.drawing.labels import collide, fit
from simulator.plans.drawing.page import arrange, round_length
from simulator.plans.drawing.pen import Sheet, plain, shortened, width_px
from simulator.rules.segments import outline

SVG = "{http://www.w3.org/2000/svg}"
STEPS = {"riser_mm": 178, "tread_mm": 279}


def school(**changes: Any) -> Plan:
    """Two storeys with one of everything: rooms of several kinds, every opening in every state, all on one page."""
    ground = {
        "C1": {"kind": "corridor", "box": [0, 9, 48, 12], "label": "A Hall", "segment": 6, "pa": "zone-A"},
        "101": {"kind": "classroom", "box": [0, 0, 9.5, 9], "cap": 24, "pa": "zone-A"},
        "OFFICE": {"kind": "office", "box": [9.5, 0, 19, 9], "pa": "zone-A", "label": "Main office"},
        "GYM": {"kind": "gymnasium", "box": [19, 0, 40, 9], "label": "Gym"},
        "STAIR1": {"kind": "stairs", "box": [40, 0, 48, 9], "pa": "zone-A"},
        "LOBBY": {"kind": "lobby", "box": [0, 12, 12, 20], "label": "Lobby", "pa": "zone-A"},
        "OUT": {"kind": "outdoors", "box": [-40, -40, 0, 30], "label": "Front lawn"},
        "RALLY": {"kind": "assembly", "box": [-90, -20, -60, 0], "label": "Rally West"},
    }
    upper = {
        "C2": {"kind": "corridor", "box": [0, 9, 48, 12], "label": "Upper A Hall", "segment": 6, "pa": "zone-B"},
        "201": {"kind": "classroom", "box": [0, 0, 9.5, 9], "pa": "zone-B"},
        "STAIR2": {"kind": "stairs", "box": [40, 0, 48, 9], "pa": "zone-B"},
    }
    plan: dict[str, Any] = {
        "format": "hotwash.plan/1",
        "school": {"name": "Maple Ridge Elementary", "kind": "elementary", "sensitivity": "public-example"},
        "verified": {"by": "facilities lead", "on": "2026-08-14", "method": "walk-through"},
        "site": {"true_north_deg": 12, "grid": {"cell_m": 15}},
        "levels": {"1": {"spaces": ground}, "2": {"floor_z": 3.6, "spaces": upper}},
        "openings": [
            {"id": "D101", "between": ["101", "C1"], "at": [4, 9], "type": "door", "lock": "inside"},
            {"id": "DOFF", "between": ["OFFICE", "C1"], "at": [14, 9], "type": "door", "state": "locked"},
            {"id": "DGYM", "between": ["GYM", "C1"], "at": [30, 9], "type": "door", "leaves": 2, "state": "propped"},
            {"id": "S1", "between": ["STAIR1", "C1"], "at": [44, 9], "type": "door", "state": "open"},
            {"id": "PLOB", "between": ["LOBBY", "C1"], "at": [6, 12], "type": "open", "clear": 4},
            {"id": "W101", "between": ["101", "OUT"], "at": [0, 4], "type": "window", "clear": 0.6, "sill": 0.8},
            {"id": "X1", "between": ["C1", "OUT"], "at": [0, 10.5], "type": "door", "exterior_no": 7, "lock": "fob"},
            {"id": "S2", "between": ["STAIR2", "C2"], "at": [44, 9], "type": "door"},
            {"id": "D201", "between": ["201", "C2"], "at": [4, 9], "type": "door", "leaves": 2, "state": "open"},
        ],
        "points": [
            {"id": "CAM3", "kind": "camera", "on": "1", "at": [1, 10.5], "facing_deg": 90, "view_deg": 80},
            {"id": "PB1", "kind": "panic-button", "on": "1", "in": "OFFICE"},
        ],
        "links": [
            {"id": "ST1", "spaces": ["STAIR1", "STAIR2"], "type": "stair", "clear": 1.5, "length": 8, **STEPS},
        ],
    }
    return Plan.model_validate(plan | changes)


def one_room(label: str | None, width: float = 9.0) -> Plan:
    """A single classroom `R` with a label."""
    room = {"kind": "classroom", "box": [0, 0, width, 7], "label": label}
    head = {"name": "Elm School", "kind": "other", "sensitivity": "restricted"}
    return Plan.model_validate(
        {"format": "hotwash.plan/1", "school": head, "levels": {"1": {"spaces": {"R": room}}}},
    )


def svg_of(plan: Plan, folder: Path, **options: Any) -> ElementTree.Element:
    path = folder / "plan.svg"
    draw(plan, path, **options)
    return ElementTree.parse(path).getroot()


def texts_in(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def ids_in(root: ElementTree.Element) -> set[str]:
    return {element.get("id", "") for element in root.iter()}


def test_every_drawing_is_stamped(tmp_path: Path) -> None:
    texts = texts_in(svg_of(school(), tmp_path))
    assert "THIS IS AN EXERCISE" in texts
    assert "public-example" in texts
    assert "Maple Ridge Elementary (invented), verified 14 Aug 2026 by facilities lead" in texts
    assert "restricted" in texts_in(svg_of(one_room(None), tmp_path))


def test_a_school_that_is_not_an_example_is_not_called_invented(tmp_path: Path) -> None:
    assert "Elm School, not verified against the building" in texts_in(svg_of(one_room(None), tmp_path))


def test_every_opening_has_its_mark_and_every_space_its_floor(tmp_path: Path) -> None:
    plan = school()
    found = ids_in(svg_of(plan, tmp_path))
    assert {f"opening-{one.id}" for one in plan.openings} <= found
    assert {f"space-{name}" for name, space in plan.spaces().items() if not space.open_air} <= found
    assert {"number-X1", "point-CAM3", "point-PB1", "speakers-C1", "speakers-C2", "no-speaker-1"} <= found
    assert {"walls-1", "walls-2", "grid-1", "north", "scale", "legend", "beyond-RALLY", "below-2"} <= found


def test_labels_stairs_zones_and_levels_are_named(tmp_path: Path) -> None:
    texts = texts_in(svg_of(school(), tmp_path))
    for expected in ("101", "Main office", "A Hall", "Level 1", "Level 2", "ST1 to 2", "ST1 to 1", "7"):
        assert expected in texts
    assert {"A", "B"} <= set(texts)


def test_a_rally_area_beyond_is_an_arrow_with_its_distance(tmp_path: Path) -> None:
    texts = texts_in(svg_of(school(), tmp_path))
    assert "Rally West" in texts
    assert "60 m" in texts
    assert building_bounds(school()) == (0, 0, 48, 20)
    assert ground_of(school()).beyond["RALLY"][1] == "left"


def test_a_rally_area_close_by_is_shown_where_it_is() -> None:
    plan = school()
    spaces = dict(plan.levels["1"].spaces)
    spaces["RALLY"] = spaces["RALLY"].model_copy(update={"box": (-10.0, -4.0, -2.0, 4.0)})
    levels = {**plan.levels, "1": plan.levels["1"].model_copy(update={"spaces": spaces})}
    ground = ground_of(plan.model_copy(update={"levels": levels}))
    assert ground.beyond == {}
    assert ground.shown == (-10, -4, 48, 20)


@pytest.mark.parametrize(
    "text", ["$x^2$ lab", "<script>alert(1)</script>", "50 & 60", "\\frac", "]]><b>", "a_b^c", "${entry}", "--> x"]
)
def test_typed_text_stays_text(tmp_path: Path, text: str) -> None:
    root = svg_of(one_room(text, width=30), tmp_path, title=text)
    assert texts_in(root).count(text) == 2
    assert not list(root.iter("script"))
    assert not list(root.iter(f"{SVG}script"))


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=60))
def test_any_label_can_be_drawn(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = svg_of(one_room(text, width=30), tmp_path_factory.mktemp("any"), title=text)
    assert "THIS IS AN EXERCISE" in texts_in(root)


def test_the_same_plan_gives_the_same_bytes_and_no_date(tmp_path: Path) -> None:
    for suffix in (".svg", ".png"):
        first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        draw(school(), first)
        draw(school(), second)
        assert first.read_bytes() == second.read_bytes()
    assert "dc:date" not in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_another_kind_of_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.png or \.svg"):
        draw(school(), tmp_path / "plan.pdf")


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SimulatorError, match="could not be written"):
        draw(school(), tmp_path / "file" / "plan.svg")


def test_what_a_run_did_to_a_door_is_drawn_and_explained(tmp_path: Path) -> None:
    plan = school()
    by_id = {one.id: one for one in plan.openings}
    assert look_of(by_id["D101"]) == "closed"
    assert look_of(by_id["D101"], "blocked") == "blocked"
    assert look_of(by_id["W101"], "blocked") == "blocked"
    assert look_of(by_id["PLOB"]) == "passage"
    assert "blocked" not in texts_in(svg_of(plan, tmp_path))
    assert "blocked" in texts_in(svg_of(plan, tmp_path, doors={"D101": "blocked"}))


def test_the_legend_holds_only_what_occurs(tmp_path: Path) -> None:
    everything = set(texts_in(svg_of(school(), tmp_path)))
    assert {"open", "locked", "propped open", "window", "open passage", "exterior door", "no speaker"} <= everything
    assert {"closed, can be locked", "closed, cannot be locked", "closed, locks by itself"} <= everything
    little = set(texts_in(svg_of(one_room(None), tmp_path)))
    assert "classroom" in little
    assert not {"open", "locked", "window", "exterior door", "no speaker", "stairs", "camera"} & little


def test_people_are_counted_and_those_behind_locked_doors_stand_out(tmp_path: Path) -> None:
    root = svg_of(school(), tmp_path, people={"101": 24, "OFFICE": 5, "GYM": 0})
    assert {"people-101", "people-OFFICE"} <= ids_in(root)
    assert "people-GYM" not in ids_in(root)
    assert {"people in the space", "behind a locked door"} <= set(texts_in(root))
    locked = next(one for one in root.iter(f"{SVG}g") if one.get("id") == "people-OFFICE")
    round_ = next(one for one in root.iter(f"{SVG}g") if one.get("id") == "people-101")
    assert "fill: #15212b" in ElementTree.tostring(locked, encoding="unicode")
    assert "fill: #ffffff" in ElementTree.tostring(round_, encoding="unicode")


def test_heat_colours_segments_and_prints_the_worst(tmp_path: Path) -> None:
    heat = {"C1/2": 1234.0, "C1/3": 2.5, "101": 40.0, "ST1": 77.0, "nowhere": 5.0}
    root = svg_of(school(), tmp_path, heat=heat, heat_label="Waiting (person-seconds)")
    texts = texts_in(root)
    assert {"heat-key", "heat-C1/2", "value-C1/2", "value-STAIR1", "value-STAIR2"} <= ids_in(root)
    assert "no-speaker-1" not in ids_in(root)
    assert "Waiting (person-seconds)" in texts
    assert texts.count("1,234") == 2  # on the scale, and in the place itself
    assert "77" in texts


def test_a_stair_s_number_is_shown_in_its_spaces_where_it_is_larger() -> None:
    assert heat_by_piece(school(), {"ST1": 7.0, "STAIR1": 9.0}) == {"STAIR1": 9.0, "STAIR2": 7.0}


def test_more_is_darker_and_letters_stay_readable() -> None:
    lightness = [sum(int(colour_of(value, 10.0)[at : at + 2], 16) for at in (1, 3, 5)) for value in range(11)]
    assert all(more < less for less, more in itertools.pairwise(lightness))
    assert colour_of(0.0, 10.0) == "#FFFFFF"
    assert ink_on(colour_of(10.0, 10.0)) == "#FFFFFF"
    assert ink_on("#FFFFFF") == "#15212B"


def test_a_door_lies_along_the_wall_that_its_spaces_share() -> None:
    plan = school()
    by_id = {one.id: one for one in plan.openings}
    shapes = {name: outline(space) for name, space in plan.spaces().items()}
    hall_door = gap_of(plan, by_id["D101"], shapes, 0.0)
    assert abs(hall_door.along[0]) == 1.0
    assert hall_door.centre == (4, 9)
    assert hall_door.into == (0, -1)  # into the room, not into the hall
    way_out = gap_of(plan, by_id["X1"], shapes, 0.0)
    assert abs(way_out.along[1]) == 1.0
    assert way_out.into == (-1, 0)  # outwards


def test_a_door_in_a_corner_takes_the_shared_wall_and_a_slanted_wall_is_followed() -> None:
    spaces = {
        "A": {"kind": "classroom", "polygon": [[0, 0], [10, 0], [4, 8], [0, 8]]},
        "B": {"kind": "corridor", "polygon": [[10, 0], [14, 0], [14, 8], [4, 8]]},
    }
    door = {"id": "D", "between": ["A", "B"], "at": [9.9, 0.2], "type": "door"}
    plan = school(levels={"1": {"spaces": spaces}}, openings=[door], links=[], points=[])
    gap = gap_of(plan, plan.openings[0], {name: outline(space) for name, space in plan.spaces().items()}, 0.0)
    assert abs(gap.along[0]) == pytest.approx(0.6)
    assert abs(gap.along[1]) == pytest.approx(0.8)
    assert math.hypot(*gap.into) == pytest.approx(1.0)
    assert gap.into[0] < 0


def sheet(px_per_m: float) -> Sheet:
    return Sheet(Figure().add_axes((0, 0, 1, 1)), px_per_m)


def test_words_shrink_to_fit_break_turn_or_are_left_out() -> None:
    sizes = [14.0, 10.0, 8.0]
    large = fit(sheet(10), box(0, 0, 20, 9), ["Cafeteria"], [], sizes=sizes)
    assert large is not None
    assert (large.px, large.centre) == (14.0, (10, 4.5))
    small = fit(sheet(10), box(0, 0, 6, 9), ["Cafeteria"], [], sizes=sizes)
    assert small is not None
    assert small.px == 10.0
    broken = fit(sheet(10), box(0, 0, 8, 9), ["Main office"], [], sizes=sizes)
    assert broken is not None
    assert broken.lines == ("Main", "office")
    turned = fit(sheet(10), box(0, 0, 2.5, 12), ["Kitchen"], [], sizes=sizes)
    assert turned is not None
    assert not turned.upright
    assert fit(sheet(10), box(0, 0, 2, 2), ["Kitchen"], [], sizes=sizes) is None


def test_a_number_inside_a_label_stands_alone_where_the_label_would_be_tiny() -> None:
    found = fit(sheet(4), box(0, 0, 9, 6), ["Classroom 104", "104"], [], sizes=[10.0, 8.0, 6.5, 5.0])
    assert found is not None
    assert found.lines == ("104",)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="abcdefgh WM", min_size=1, max_size=24).filter(str.strip),
    st.floats(1, 12),
    st.floats(1, 12),
    st.floats(0.1, 0.9),
)
def test_fitted_words_stay_inside_and_clear_of_what_is_taken(text: str, wide: float, high: float, cut: float) -> None:
    shape = Polygon([(0, 0), (wide, 0), (wide, high * cut), (wide * cut, high * cut), (wide * cut, high), (0, high)])
    taken = (0.0, 0.0, wide * 0.3, high * 0.3)
    found = fit(sheet(10), shape, [text], [taken], sizes=[14.0, 10.0, 8.0])
    if found is not None:
        assert shape.buffer(1e-6).contains(box(*found.bounds))
        assert not collide(found.bounds, taken)


def test_a_room_too_small_for_its_name_has_none(tmp_path: Path) -> None:
    plan = school()
    spaces = {**plan.levels["1"].spaces}
    closet = spaces["LOBBY"].model_copy(update={"box": (12.0, 12.0, 12.8, 12.8), "label": "Electrical closet"})
    levels = {**plan.levels, "1": plan.levels["1"].model_copy(update={"spaces": spaces | {"ELEC1": closet}})}
    root = svg_of(plan.model_copy(update={"levels": levels}), tmp_path)
    assert "space-ELEC1" in ids_in(root)
    assert not {"Electrical closet", "ELEC1", "Electrical"} & set(texts_in(root))


def test_a_long_text_is_cut_and_control_characters_go() -> None:
    assert plain("a\x00b\nc\t d") == "a b c d"
    assert len(plain("x" * 20_000)) == 160
    cut = shortened("A very long name of a school indeed", 12, 80)
    assert cut.endswith("…")
    assert width_px(cut, 12) <= 80


def test_the_grid_counts_from_the_north_west() -> None:
    site = school().site
    assert site.grid is not None
    found = grid_lines(site.grid, (0, 0, 48, 20))
    assert [name for name, _ in found.columns] == ["A", "B", "C", "D"]
    assert found.columns[0][1] == 7.5
    assert found.rows == (("1", 12.5), ("2", -2.5))
    assert [cell_name("Y-", at) for at in range(4)] == ["Y", "Z", "AA", "AB"]
    assert cell_name("10-", 5) == "15"


def test_levels_stand_apart_on_the_page_the_lowest_first() -> None:
    page = arrange(school(), [], 0.0, 0.0)
    first, second = page.levels["1"], page.levels["2"]
    boxes = [(left, low, left + wide, low + high) for left, low, wide, high in (first, second)]
    assert not collide(boxes[0], boxes[1])
    assert all(left >= 0 and low >= 0 and right <= page.width and top <= page.height for left, low, right, top in boxes)
    assert first[1] < second[1] or first[0] < second[0]


def test_nine_levels_all_stand_on_the_page() -> None:
    levels = {
        str(n): {"floor_z": 3.5 * n, "spaces": {f"R{n}": {"kind": "office", "box": [0, 0, 30, 12]}}} for n in range(9)
    }
    page = arrange(school(levels=levels, openings=[], links=[], points=[]), [], 0.0, 0.0)
    assert len({(left, low) for left, low, _, _ in page.levels.values()}) == 9


@pytest.mark.parametrize(("most", "expected"), [(13.0, 10.0), (10.0, 10.0), (4.9, 2.0), (0.7, 0.5), (260.0, 200.0)])
def test_the_scale_bar_has_a_round_length(most: float, expected: float) -> None:
    assert round_length(most) == pytest.approx(expected)


def test_one_level_can_be_drawn_into_a_figure_of_someone_else_s() -> None:
    figure = Figure(figsize=(6, 4))
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    draw_level(ax, school(), "1", heat={"C1/2": 3.0})
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < 0 < 48 < right
    assert (right - left) / (high - low) == pytest.approx(480 / 320)
    assert any(patch.get_gid() == "heat-C1/2" for patch in ax.patches)


def test_the_drawing_leaves_no_trace_in_matplotlib_s_settings(tmp_path: Path) -> None:
    draw(school(), tmp_path / "plan.svg")
    for name in ("svg.fonttype", "svg.hashsalt", "font.sans-serif"):
        assert mpl.rcParams[name] == mpl.rcParamsDefault[name]


def test_a_building_far_off_does_not_shrink_the_main_one() -> None:
    church = {"kind": "reunification", "box": [500, 500, 520, 530], "label": "Church hall"}
    plan = school()
    raw = plan.model_dump(by_alias=True, exclude_none=True)
    raw["levels"]["1"]["spaces"]["CHURCH"] = church
    ground = ground_of(Plan.model_validate(raw))
    assert ground.building == (0, 0, 48, 20)
    assert "CHURCH" in ground.beyond


def test_the_page_is_legible_text_only(tmp_path: Path) -> None:
    sizes = re.findall(r"font-size: ([\d.]+)px", ElementTree.tostring(svg_of(school(), tmp_path), encoding="unicode"))
    assert min(map(float, sizes)) >= 7.2 * 0.72 - 1e-6


def test_a_title_is_written_over_the_levels() -> None:
    figure = figure_of(school(), title="Who is where at 10:45")
    assert "Who is where at 10:45" in [text.get_text() for text in figure.axes[-1].texts]
