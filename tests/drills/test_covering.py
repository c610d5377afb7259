"""Covering arrays: every pair is on a card, in few cards, and what is kept out is on none."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.drills.covering import Part, Row, cover, parts_of, unlike


def held(rows: tuple[Row, ...], strength: int) -> set[Part]:
    return {part for row in rows for part in combinations(enumerate(row), strength)}


def has(row: Row, part: Part) -> bool:
    return all(row[name] == value for name, value in part)


def test_six_variables_of_three_values_fit_into_twenty_cards() -> None:
    found = cover([3] * 6)
    assert held(found.rows, 2) == set(parts_of([3] * 6, 2))
    assert found.total == 135
    assert len(found.rows) <= 20


@pytest.mark.parametrize(
    ("sizes", "strength", "least", "most"),
    [([2, 2], 2, 4, 4), ([3, 3], 2, 9, 9), ([3, 3, 2, 2, 4], 2, 12, 14), ([3] * 4, 2, 9, 12), ([3] * 6, 3, 27, 50)],
)
def test_card_counts_are_near_the_least_there_can_be(sizes: list[int], strength: int, least: int, most: int) -> None:
    found = cover(sizes, strength)
    assert held(found.rows, strength) == set(parts_of(sizes, strength))
    assert least <= len(found.rows) <= most


def test_one_variable_has_a_card_for_each_value() -> None:
    assert sorted(cover([3]).rows) == [(0,), (1,), (2,)]


def test_the_first_cards_show_the_most() -> None:
    rows = cover([3] * 6).rows
    new = [len(held(rows[: n + 1], 2)) - len(held(rows[:n], 2)) for n in range(len(rows))]
    assert new == sorted(new, reverse=True)
    assert new[:3] == [15, 15, 15]


def test_what_is_kept_out_is_on_no_card_and_said_to_be_uncovered() -> None:
    pair: Part = ((0, 0), (1, 2))
    found = cover([3] * 4, never=[pair])
    assert found.cannot == (pair,)
    assert not any(has(row, pair) for row in found.rows)
    assert held(found.rows, 2) == set(parts_of([3] * 4, 2)) - {pair}


def test_what_follows_from_several_things_kept_out_is_found_to_be_impossible() -> None:
    never: list[Part] = [((0, 0), (2, 0)), ((1, 0), (2, 1))]
    assert ((0, 0), (1, 0)) in cover([2, 2, 2], never=never).cannot


def test_a_drilled_card_is_not_dealt_again_and_its_pairs_count_as_drilled() -> None:
    drilled = cover([3] * 5).rows[:4]
    found = cover([3] * 5, drilled=[tuple(enumerate(row)) for row in drilled])
    assert not set(drilled) & set(found.rows)
    assert found.drilled == len(held(drilled, 2)) >= 35
    assert held(drilled + found.rows, 2) == set(parts_of([3] * 5, 2))
    assert len(found.rows) < len(cover([3] * 5).rows)


def test_too_much_to_cover_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 20,000"):
        cover([20] * 12, 3)


sizes_of = st.lists(st.integers(2, 4), min_size=2, max_size=5)


@settings(max_examples=25, deadline=None)
@given(sizes_of, st.sampled_from([2, 3]), st.integers(0, 50), st.data())
def test_everything_possible_is_covered_and_nothing_barred_appears(
    sizes: list[int], strength: int, seed: int, data: st.DataObject
) -> None:
    cards = st.tuples(*(st.integers(0, size - 1) for size in sizes))
    barred = [
        tuple(sorted(data.draw(st.sets(st.sampled_from(list(enumerate(row))), min_size=1))))
        for row in data.draw(st.lists(cards, max_size=3))
    ]
    cut = data.draw(st.integers(0, len(barred)))
    never, drilled = barred[:cut], barred[cut:]
    found = cover(sizes, strength, never, drilled, seed)
    strong = min(strength, len(sizes))
    assert not any(has(row, part) for row in found.rows for part in barred)
    covered = held(found.rows, strong)
    for part in parts_of(sizes, strength):
        before = any(set(part) <= set(one) for one in drilled)
        assert part in covered or before or part in found.cannot
    for part in found.cannot:
        free = [row for row in every_row(sizes) if has(row, part)]
        assert all(any(has(row, one) for one in barred) for row in free)


def every_row(sizes: list[int]) -> list[Row]:
    rows: list[Row] = [()]
    for size in sizes:
        rows = [(*row, value) for row in rows for value in range(size)]
    return rows


def test_the_surprise_is_as_unlike_the_last_ones_as_can_be() -> None:
    row = unlike([3] * 4, [(0, 0, 0, 0), (1, 1, 1, 1)])
    assert row == (2, 2, 2, 2)
    assert unlike([2, 2], [(0, 0)], never=[((0, 1), (1, 1))]) in {(0, 1), (1, 0)}
    assert unlike([2], [], never=[((0, 0),), ((0, 1),)]) is None


def test_the_same_question_has_the_same_answer() -> None:
    assert cover([3, 4, 2, 3], seed=5) == cover([3, 4, 2, 3], seed=5)
