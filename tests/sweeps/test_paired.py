"""Paired differences and their intervals: known answers, and coverage on numbers that are mostly zero."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.streams import key_hashes, uniforms
from simulator.sweeps.paired import Interval, compared, interval, needed


def test_symmetric_numbers_have_student_s_interval() -> None:
    found = interval([-2.0, -1.0, 0.0, 1.0, 2.0])
    assert found is not None
    assert found.mean == 0
    assert found.sd == pytest.approx(math.sqrt(2.5))
    assert found.high == pytest.approx(2.776445 * math.sqrt(2.5) / math.sqrt(5), abs=1e-5)
    assert found.low == pytest.approx(-found.high)


def test_a_long_tail_to_the_left_reaches_further_left() -> None:
    found = interval([0.0] * 90 + [-100.0] * 10)
    assert found is not None
    assert found.mean - found.low > 1.2 * (found.high - found.mean)
    assert found.high < 0


def test_three_versions_of_sixty_do_not_tell_arms_apart() -> None:
    found = interval([0.0] * 57 + [5.0, 6.0, 7.0])
    assert found is not None and found.low < 0 < found.high


def test_the_same_in_every_version_is_no_interval_at_all() -> None:
    assert interval([3.0] * 10) == Interval(10, 3.0, 3.0, 3.0, 0.0)
    assert interval([3.0]) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_mean_lies_in_its_interval_and_the_mirror_mirrors(values: list[float]) -> None:
    found, mirrored = interval(values), interval([-one for one in values])
    assert found is not None and mirrored is not None
    near = 1e-6 * max(1.0, *(abs(one) for one in values))
    assert found.low - near <= found.mean <= found.high + near
    assert mirrored.low == pytest.approx(-found.high, abs=near)


def test_what_is_missing_is_counted_and_only_pairs_are_compared() -> None:
    found = compared("clear_time_s", [100.0, 200.0, None, 50.0], [90.0, 180.0, 10.0, None])
    assert (found.pairs, found.missing_base, found.missing_changed) == (2, 1, 1)
    assert (found.base, found.changed) == (150.0, 135.0)
    assert found.difference is not None and found.difference.mean == -15
    assert found.happened is not None and found.happened.mean == 0
    assert (found.share_better, found.share_worse) == (1.0, 0.0)


def test_more_is_better_of_some_measures_and_of_others_neither_is() -> None:
    assert compared("secured", [1, 1], [2, 3]).share_better == 1.0
    assert compared("evacuated", [1, 1], [2, 3]).share_better is None


def test_nothing_can_be_compared_where_no_pair_has_both() -> None:
    found = compared("ccp_s", [None, None], [1.0, 2.0])
    assert found.verdict == "nothing to compare"
    assert found.happened is not None and found.happened.mean == 1


def test_runs_needed_shrink_with_the_square_of_the_precision() -> None:
    found = Interval(n=100, mean=5.0, low=0, high=0, sd=50.0)
    assert needed(found, 10) == math.ceil((1.98421695 * 5) ** 2)
    assert needed(found, 5) == pytest.approx(4 * 98, abs=8)
    assert needed(found, None) == needed(found, 5)
    assert needed(Interval(100, 0.0, 0, 0, 50.0), None) is None


@pytest.mark.parametrize(("share", "sign"), [(0.05, "one"), (0.1, "one"), (0.1, "both"), (0.5, "one")])
def test_intervals_hold_the_truth_of_zero_inflated_numbers_in_90_to_99_of_100(share: float, sign: str) -> None:
    repetitions, runs = 400, 200
    shape = (repetitions, runs)
    differs, size, side = (_uniforms(name, repetitions * runs).reshape(shape) for name in ("differs", "size", "side"))
    values = np.where(differs < share, -np.log1p(-size), 0.0) * (np.where(side < 0.5, -1, 1) if sign == "both" else 1)
    truth = share if sign == "one" else 0.0
    held = 0
    for row in values.tolist():
        found = interval(row)
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.90 <= held / repetitions <= 0.995


def _uniforms(purpose: str, count: int) -> np.ndarray:
    return uniforms(11, purpose, key_hashes([str(number) for number in range(count)]))
