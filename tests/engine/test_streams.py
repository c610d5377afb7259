"""Draws: pinned values, inverses at known points, and independence of whoever else draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulator.engine.streams import key_hashes, quantities, quantity, u, uniforms, value
from simulator.model.distributions import AnyDistribution

_ANY: TypeAdapter[AnyDistribution] = TypeAdapter(AnyDistribution)
PINNED = (0.496221855626081, 0.06875896620542543)


def test_uniforms_are_pinned() -> None:
    assert u(1, "speed", "101/1") == pytest.approx(PINNED[0], abs=1e-15)
    assert u(2, "delay", "GYM/7", 3) == pytest.approx(PINNED[1], abs=1e-15)


def test_many_uniforms_look_uniform() -> None:
    drawn = uniforms(5, "test", key_hashes([str(number) for number in range(20_000)]))
    assert drawn.min() > 0
    assert drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 0.007
    counts = np.histogram(drawn, bins=20, range=(0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 43.8  # chi-square, 19 degrees of freedom, 0.1 %


def test_seeds_purposes_keys_and_uses_are_unrelated() -> None:
    keys = key_hashes([str(number) for number in range(4_000)])
    base = uniforms(1, "a", keys)
    for other in (uniforms(2, "a", keys), uniforms(1, "b", keys), uniforms(1, "a", keys, 1), np.roll(base, 1)):
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.06


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=20, unique=True), st.integers(0, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_a_draw_depends_on_nobody_else(keys: list[str], seed: int) -> None:
    together = uniforms(seed, "speed", key_hashes(keys)).tolist()
    assert together == [u(seed, "speed", key) for key in keys]


@pytest.mark.parametrize(
    ("distribution", "at", "expected"),
    [
        ({"fixed": "01:30"}, 0.3, 90.0),
        ({"uniform": [10, 20]}, 0.25, 12.5),
        ({"triangular": [0, 10, 20]}, 0.5, 10.0),
        ({"triangular": [0, 0, 10]}, 0.75, 5.0),
        ({"triangular": [5, 5, 5]}, 0.75, 5.0),
        ({"lognormal": {"median": 120, "sigma": 0.9}}, 0.5, 120.0),
        ({"lognormal": {"median": 100, "sigma": 1, "clip": [0, 150]}}, 0.99, 150.0),
        ({"normal": {"mean": 10, "sd": 2}}, 0.8413447460685429, 12.0),
        ({"exponential": {"mean": 26}}, 0.9, 59.8672),
        ({"uniform": [0, 10], "clip": [4, 10]}, 0.1, 4.0),
    ],
)
def test_inverse_distributions_at_known_points(distribution: dict[str, object], at: float, expected: float) -> None:
    assert quantities(_ANY.validate_python(distribution), np.array([at]))[0] == pytest.approx(expected, abs=1e-4)


def test_values_are_rounded_when_made() -> None:
    drawn = quantity(_ANY.validate_python({"lognormal": {"median": 7, "sigma": 1}}), 3, "x", "y")
    assert drawn == round(drawn, 4)


def test_choices_follow_their_weights() -> None:
    choice = _ANY.validate_python({"choice": {"a": 3, "b": 1, "c": 0}})
    drawn = [value(choice, seed, "variable", "entry") for seed in range(4_000)]
    assert drawn.count("a") / 4_000 == pytest.approx(0.75, abs=0.03)
    assert "c" not in drawn


def test_a_deck_deals_every_card_once_before_repeating() -> None:
    deck = _ANY.validate_python({"deck": ["w", "x", "y", "z"]})
    dealt = [value(deck, 9, "variable", "site", k) for k in range(8)]
    assert sorted(map(str, dealt[:4])) == sorted(map(str, dealt[4:])) == ["w", "x", "y", "z"]


def test_chance_and_integer() -> None:
    chance, integer = _ANY.validate_python({"chance": 0.7}), _ANY.validate_python({"integer": [2, 4]})
    yes = [value(chance, seed, "variable", "pa") for seed in range(4_000)]
    assert sum(map(bool, yes)) / 4_000 == pytest.approx(0.7, abs=0.03)
    assert {value(integer, seed, "variable", "n") for seed in range(100)} == {2.0, 3.0, 4.0}
