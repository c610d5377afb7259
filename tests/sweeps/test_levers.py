"""Levers: a school's own only, the greatest first, in words and as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.analysis.words import sentence
from simulator.errors import NotFound, Refused
from simulator.sweeps.levers import Effect, Levers, levers
from simulator.sweeps.own_levers import levers_of
from simulator.sweeps.paired import compared
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
    apart = [one for one in found.effects if one.metrics["exposure_s"].verdict in ("less", "more")]
    assert [f"\n{place}. " in words for place in (1, 2, 3, 4)] == [place <= min(3, len(apart)) for place in range(1, 5)]
    assert words.count("\n| ") == 2 + len(found.effects)
    assert "one possible course" in words and "entry" not in words
    plain = levers_as_json(found)
    assert [one["id"] for one in plain["levers"]] == [one.lever.id for one in found.effects]


def test_the_figure_is_the_same_to_the_byte_and_says_what_it_is(found: Levers, tmp_path: Path) -> None:
    first, second = tornado(found, tmp_path / "a.png"), tornado(found, tmp_path / "b.png")
    assert first.read_bytes() == second.read_bytes()
    assert b"THIS IS AN EXERCISE" in first.read_bytes()


def made(found: Levers, *arms: tuple[list[float | None], list[float | None]]) -> Levers:
    """The same levers with made-up outcomes of one measure."""
    effects = tuple(
        Effect(one.lever, {"clear_time_s": compared("clear_time_s", *two)})
        for one, two in zip(found.effects, arms, strict=False)
    )
    return replace(found, metric="clear_time_s", effects=effects, runs=len(arms[0][0]))


def test_only_what_can_be_told_apart_is_numbered_and_the_rest_says_why_not(found: Levers) -> None:
    ten = [float(one) for one in range(100, 110)]
    told = made(
        found, (ten, [one - 20 for one in ten]), (ten, list(ten)), (ten, [None] * 10),
        (ten, [one + (9 if place % 2 else -10) for place, one in enumerate(ten)]),
    )  # fmt: skip
    words = levers_in_words(told)
    first, same, never, open_ = (one.lever.title for one in told.effects)
    assert f"\n1. {sentence(first)}" in words and "\n2. " not in words
    assert f"Makes no difference here: {same}." in words
    assert f"Cannot tell apart: {open_}." in words
    assert f"Never came about both ways: the time until the building was empty: {never}." in words
    assert "| makes no difference here | |" in words and "| never came about both ways | | 0 of 10 |" in words
    assert "less in" not in words and "better in 10 of 10 versions" in words


def test_no_empty_picture_is_drawn(found: Levers, tmp_path: Path) -> None:
    nothing = made(found, ([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0], [None, None]))
    with pytest.raises(Refused, match="nothing to draw"):
        tornado(nothing, tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()
    assert "No lever can be told apart over 2 versions." in levers_in_words(nothing)


def test_levers_are_ranked_by_a_measure_that_comes_about() -> None:
    from simulator import session

    found = levers(session.load_scenario("maple-ridge-lockdown"), 4, jobs=1)
    assert (found.metric, found.instead_of) == ("time_to_secured_50_s", "completion_s")
    assert "never came about, so it cannot rank the levers" in levers_in_words(found)
