"""A plan to text and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.files import dump_plan, load_plan, plan_from, source_of
from simulator.model.building import Plan

DATA = Path(__file__).parent / "data"


def read(text: str) -> Plan:
    return plan_from(source_of(text.encode(), "plan.yaml"))


def test_a_plan_with_every_key_comes_back_equal() -> None:
    plan = load_plan(DATA / "plan.yaml")
    assert read(dump_plan(plan)) == plan
    assert dump_plan(read(dump_plan(plan))) == dump_plan(plan)


def test_the_style_is_that_of_hand_typed_plans() -> None:
    lines = dump_plan(load_plan(DATA / "plan.yaml")).splitlines()
    assert "      OFFICE: {kind: office, box: [40, 0, 48, 4], cap: 8, pa: zone-A}" in lines
    assert any(line.startswith('      "1E3":  {kind: classroom, ') for line in lines)
    assert '  - {id: D101, between: ["101", C1], at: [4, 9], type: door, lock: inside, glass: narrow}' in lines
    assert '  - {id: MIC1, kind: pa-microphone, on: "1", in: OFFICE}' in lines
    assert "verified: {by: facilities lead, on: 2026-08-14, method: walk-through}" in lines


ODD = ("101", "1E3", "007", "NO", "null", "~", "on", "-", "?", "é", "0x1", "1:2", "#a", "a#", "a:", "<<", "pick")
NAMES = st.sampled_from(ODD) | st.text("aZ09.,:#&*!|>%'\"`\\-?~=é—😀", min_size=1, max_size=6)
TEXTS = st.text("aZ09 .,:#&*!|>%'\"`\\-?~=é—😀{}[]$@\n\t\x85\xa0\u2028\ufeff", max_size=20)
NUMBERS = st.floats(0.001, 999, allow_nan=False)
COORDINATES = st.floats(-9_999, 9_999, allow_nan=False)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, object]:
    """Trees of plans whose names and words are hard to write."""
    first, second, third, opening = draw(st.lists(NAMES, min_size=4, max_size=4, unique=True))
    ring = draw(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=3))
    spaces = {
        first: {"kind": "office", "box": (0.0, 0.0, draw(NUMBERS), draw(NUMBERS)), "label": draw(TEXTS)},
        second: {"kind": "stand", "polygon": ring, "holes": [ring], "pa": draw(st.none() | NAMES)},
        third: {"kind": "lobby", "box": (-1.0, -1.0, 1.0, 1.0), "from": draw(TEXTS), "shelter": {"fire": 3}},
    }
    door = {
        "id": opening, "between": (first, second), "at": ring[0], "type": "door", "clear": draw(st.none() | NUMBERS),
        "self_closing": draw(st.booleans()), "time_to_lock": {"normal": {"mean": 3, "sd": 0.1}, "clip": (1, 5.5)},
    }  # fmt: skip
    return {
        "format": "hotwash.plan/1",
        "school": {"name": draw(TEXTS), "kind": "high", "sensitivity": "public-example"},
        "verified": {"by": draw(TEXTS), "on": dt.date(2026, 2, 3), "method": "x"},
        "uses": {draw(NAMES): opening},
        "levels": {draw(NAMES): {"floor_z": draw(COORDINATES), "spaces": spaces}},
        "openings": [door],
    }


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_comes_back_equal(tree: dict[str, object]) -> None:
    plan = Plan.model_validate(tree)
    assert read(dump_plan(plan)) == plan
