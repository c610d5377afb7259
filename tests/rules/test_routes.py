"""Searching outward from some steps tells the same distances as a route table that is read backwards."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rules.routes import FAR_MM, Routes, building_of, nearest_first
from tests.engine.wing import wing

BUILDING = building_of(wing())
STEPS = list(range(2 * len(BUILDING.passages)))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(STEPS), min_size=1, max_size=3), st.sets(st.sampled_from(STEPS), max_size=4))
def test_nearest_first_is_a_table_read_backwards(begin: set[int], shut: set[int]) -> None:
    begin -= shut
    found = dict(nearest_first(BUILDING, sorted(begin), frozenset(shut)))
    table = Routes(BUILDING).table(frozenset(step ^ 1 for step in begin), frozenset(step ^ 1 for step in shut))
    assert [found.get(step, FAR_MM) for step in STEPS] == [table.left_mm[step ^ 1] for step in STEPS]


def test_nearest_first_gives_the_nearest_first() -> None:
    found = [mm for _, mm in nearest_first(BUILDING, STEPS[:1], frozenset())]
    assert found == sorted(found)
    assert len(found) == len(STEPS)


def test_what_can_follow_a_step_is_what_leaves_the_segment_behind_it() -> None:
    for step in STEPS:
        segment = BUILDING.behind[step]
        expected = [(out, BUILDING.walk_mm[segment][step >> 1, out >> 1]) for out in BUILDING.steps_out(segment)]
        assert list(BUILDING.onward[step]) == expected
