"""Times, places and typed words as people say them."""

from __future__ import annotations

import pytest

from simulator.analysis.words import clock, lasting, listed, offset, people, place, typed
from simulator.model.building import Plan
from tests.analysis.factory import PLAN, a_run


@pytest.mark.parametrize(
    ("t_ms", "words"),
    [
        (0, "0 seconds"),
        (1_000, "1 second"),
        (40_000, "40 seconds"),
        (59_600, "1 minute"),
        (160_000, "2 minutes 40"),
        (120_000, "2 minutes"),
        (3_600_000, "1 hour"),
        (3_900_000, "1 hour 5 minutes"),
    ],
)
def test_durations(t_ms: int, words: str) -> None:
    assert lasting(t_ms) == words


def test_clock_times_count_from_the_scenario_s_start() -> None:
    scenario = a_run([], {}).scenario
    assert clock(scenario, 150_000) == "10:44:30"
    assert clock(scenario, 14 * 3_600_000) == "00:42:00"
    assert clock(scenario, 0, seconds=False) == "10:42"
    assert offset(150_499) == "2:30"


def test_a_moment_reads_the_same_in_every_form() -> None:
    scenario = a_run([], {}).scenario
    assert [lasting(281_700), offset(281_700), clock(scenario, 281_700)] == ["4 minutes 40", "4:42", "10:46:42"]


def test_numbers_and_lists() -> None:
    assert [people(0), people(1), people(1_200)] == ["nobody", "1 person", "1,200 people"]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("C1/2", "A Hall"),
        ("C1/1-2", "A Hall"),
        ("101", "room 101"),
        ("X1", "Main entrance"),
        ("X2", "exit 2"),
        ("D101", "the door between room 101 and A Hall"),
        ("P1", "the passage between Front lawn and Rally West"),
        ("ST1:a", "stair ST1"),
        ("nothing", "nothing"),
    ],
)
def test_places(name: str, words: str) -> None:
    stair = {"id": "ST1", "spaces": ["101", "102"], "type": "stair", "clear": 1.5, "length": 8}
    plan = Plan.model_validate({**PLAN, "links": [{**stair, "riser_mm": 178, "tread_mm": 279}]})
    assert place(plan, name) == words


def test_typed_words_make_no_markup() -> None:
    assert typed("# <b>x</b>\n[go](http://x) `a` *b*") == r"# \<b\>x\</b\> \[go\](http://x) \`a\` \*b\*"
    assert len(typed("x" * 5_000, 100)) == 100
