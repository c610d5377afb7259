"""The pictures: what they carry, and that typed words and empty runs do not break them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from matplotlib import image, rcParams

from simulator.analysis.figures import evacuation_curve, queueing_bars, waiting_map
from simulator.analysis.state import occupancy
from simulator.analysis.timeline import moments
from simulator.model.building import Plan
from simulator.model.run import Run
from tests.analysis.factory import a_drill, a_run, out


class Drawn:
    """Stands in for the plan's drawing and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __call__(self, plan: Plan, path: Path, *, heat: Mapping[str, float], heat_label: str, title: str) -> None:
        self.asked = {"plan": plan, "heat": dict(heat), "heat_label": heat_label, "title": title}
        path.write_bytes(b"a plan")


EMPTY = a_run([], {})
ODD = a_drill(title=r"$\frac{1}$ % <b> \x 火事 " + "long " * 200)
STUCK = a_run([out(60_000, "p", 2)], {"p": ("C1/1", 2), "q": ("101", 30)})


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("run", [a_drill(), EMPTY, ODD, STUCK], ids=["drill", "nobody", "odd words", "stuck"])
@pytest.mark.parametrize("make", [evacuation_curve, queueing_bars])
def test_every_picture_is_stamped_and_described(run: Run, make: Any, tmp_path: Path) -> None:
    before = dict(rcParams)
    picture = make(run)
    picture.write(tmp_path / "a.png")
    strip = image.imread(tmp_path / "a.png")[:40, :, :3]
    assert strip[4, 4].tolist() == pytest.approx([0x15 / 255, 0x21 / 255, 0x2B / 255], abs=0.01)
    assert strip.max() > 0.8  # words stand on the strip
    written = (tmp_path / "a.png").read_bytes()
    assert b"THIS IS AN EXERCISE" in written
    assert picture.alt.startswith("THIS IS AN EXERCISE. ")
    assert "One possible course" in picture.caption
    assert all(len(row) == len(picture.table[0]) for row in picture.table)
    assert dict(rcParams) == before


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        evacuation_curve(a_drill()).write(tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_curve_s_moments() -> None:
    run = a_drill()
    assert [(mark.what, mark.t_ms, mark.inside) for mark in moments(run, occupancy(run))] == [
        ("alarm", 10_000, 13),
        ("half are out", 62_000, 6),
        ("9 in 10 are out", 94_000, 1),
        ("all clear", 96_000, 0),
    ]


def test_half_out_means_from_then_on() -> None:
    rows = [out(10_000, "p", 1), (20_000, "entered", None, "p", "C1/1", "X1", 1, 0), out(30_000, "p", 1)]
    run = a_run(rows, {"p": ("C1/1", 1)})
    assert {mark.t_ms for mark in moments(run, occupancy(run))} == {30_000}


def test_a_curve_that_does_not_reach_the_ground_says_so() -> None:
    assert "30 people still inside" in evacuation_curve(STUCK).alt


def test_the_bars_have_their_numbers_in_a_table() -> None:
    assert queueing_bars(a_drill()).table[1:] == (
        ("Door of 102", "1.5", "26 seconds", "4"),
        ("Main entrance", "1.2", "18 seconds", "4"),
        ("The door between room 101 and A Hall", "0.2", "5 seconds", "3"),
    )


def test_the_plan_is_shaded_by_person_minutes_where_people_stood(tmp_path: Path) -> None:
    drawn = Drawn()
    picture = waiting_map(a_drill(), drawn)
    picture.write(tmp_path / "a.png")
    assert drawn.asked["heat"] == pytest.approx({"102": 92 / 60, "C1/1": 72 / 60, "101": 12 / 60})
    assert "exercise version 7" in drawn.asked["title"]
    assert "person-minutes" in drawn.asked["heat_label"]
    assert "Room 102 (102), 1.5 person-minutes" in picture.alt
