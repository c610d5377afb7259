"""Levers: a school's own only, the greatest first, in words and as a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import NotFound, Refused
from simulator.sweeps.levers import Levers, levers
from simulator.sweeps.own_levers import levers_of
from simulator.sweeps.plain import levers_as_json
from simulator.sweeps.tornado import tornado
from simulator.sweeps.whatif import base_arm
from simulator.sweeps.words import levers_in_words
from tests.sweeps.rooms import evacuation, threatened


@pytest.fixture(scope="module")
def found() -> Levers:
    return levers(threatened(), 8, also=["late"], jobs=1)


def test_the_greatest_comes_first_and_what_cannot_be_told_apart_last(found: Levers) -> None:
    assert found.metric == "exposure_s"
    told = [one.metrics["exposure_s"] for one in found.effects]
    apart = [one.verdict == "cannot tell apart" for one in told]
    assert apart == sorted(apart)
    sizes = [abs(one.difference.mean) for one in told if one.difference is not None and one.verdict == "less"]
    assert len(sizes) >= 2 and sizes == sorted(sizes, reverse=True)


def test_only_a_school_s_own_levers_are_compared(found: Levers) -> None:
    assert {one.lever.id for one in found.effects} == {"order", "pa", "locks", "training", "late"}
    with pytest.raises(Refused, match="entry cannot be compared as a lever: it reaches"):
        levers(threatened(), 2, also=["entry"])


def test_a_lever_s_arms_differ_in_nothing_that_reaches_a_script() -> None:
    for lever in levers_of(base_arm(threatened(), None, (), None)):
        for arm in (lever.better_arm, lever.worse_arm):
            assert arm.bundle.tree["threat"] == threatened().tree["threat"]
            assert "entry" not in arm.set_values


def test_a_scenario_without_levers_says_so() -> None:
    bundle = evacuation(occupancy={"groups": [{"id": "some", "kind": "visitors", "in": "EAST", "count": 1}]})
    assert [one.id for one in levers_of(base_arm(bundle, None, (), None))] == []
    with pytest.raises(Refused, match="no lever that could be compared"):
        levers(bundle, 2)


def test_a_measure_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(NotFound, match="no measure harm; there are: people"):
        levers(threatened(), 2, metric="harm", jobs=1)


def test_the_top_three_in_sentences_then_all(found: Levers) -> None:
    words = levers_in_words(found)
    assert words.startswith("**THIS IS AN EXERCISE**")
    assert [f"\n{place}. " in words for place in (1, 2, 3, 4)] == [True, True, True, False]
    assert words.count("\n| ") == 2 + len(found.effects)
    assert "one possible course" in words and "entry" not in words
    plain = levers_as_json(found)
    assert [one["id"] for one in plain["levers"]] == [one.lever.id for one in found.effects]


def test_the_figure_is_the_same_to_the_byte_and_says_what_it_is(found: Levers, tmp_path: Path) -> None:
    first, second = tornado(found, tmp_path / "a.png"), tornado(found, tmp_path / "b.png")
    assert first.read_bytes() == second.read_bytes()
    assert b"THIS IS AN EXERCISE" in first.read_bytes()
