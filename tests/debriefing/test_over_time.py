"""A school's exercises beside each other: the distance to the plan, what was seen, how people rated it."""

from __future__ import annotations

from typing import Any

from simulator.debriefing.over_time import ONE_ALONE, OTHER_ENGINE, OTHER_SITUATION, Played, over_time

SCHOOL = "Maple Ridge Elementary (invented)"


def step(name: str, state: str = "seen", beyond_ms: int | None = None) -> dict[str, Any]:
    seen = state == "seen"
    return {
        "id": name, "label": name.capitalize(), "state": state, "said": "10:43:06" if seen else None,
        "beyond_ms": beyond_ms, "provenance": "stated" if seen else None,
    }  # fmt: skip


def exercise(on: str, *steps: dict[str, Any], **more: Any) -> Played:
    objective = {
        "capability": "Operational Communications", "rating": more.pop("rating", None),
        "steps": [
            {"expect": "E1", "state": "seen"}, {"expect": "E2", "state": "not_seen"},
            {"expect": None, "state": "not_seen"},  # a measure: no action
        ],
    }  # fmt: skip
    data = {
        "school": SCHOOL, "title": "A stranger", "version": 1, "label": "restricted", "engine": "1", "frozen": None,
        "played": {"on": on, "began_wall_ms": 0}, "lost": list(steps), "objectives": [objective],
    }  # fmt: skip
    return Played(f"exercise:{on}", data | more)


def test_they_stand_in_the_order_in_which_they_were_played_and_other_schools_are_left_out() -> None:
    other = exercise("2026-01-01", school="Another (invented)")
    found = over_time(SCHOOL, [exercise("2026-10-06"), other, exercise("2026-03-03")])
    assert [one["on"] for one in found["exercises"]] == ["2026-03-03", "2026-10-06"]


def test_the_sentence_compares_the_distance_to_the_plan_of_the_last_two_that_have_one() -> None:
    first = exercise("2026-03-03", step("order", beyond_ms=56_000), step("entry", beyond_ms=-5_000))
    between = exercise("2026-05-05", step("order", "not_tested"))
    last = exercise("2026-10-06", step("order", beyond_ms=20_000), step("entry", beyond_ms=30_000))
    rows = {row["id"]: row for row in over_time(SCHOOL, [first, between, last])["chain"]}
    assert rows["order"]["words"] == "Order: 36 seconds nearer to the plan than the time before."
    assert [cell["words"] for cell in rows["order"]["cells"]] == [
        "10:43:06, 56 seconds beyond the plan", "not tested", "10:43:06, 20 seconds beyond the plan",
    ]  # fmt: skip
    assert rows["entry"]["words"] == "Entry: 30 seconds farther from the plan than the time before."
    assert rows["entry"]["cells"][0]["words"] == "10:43:06, within the plan"


def test_what_is_the_same_and_what_nobody_can_tell_is_said() -> None:
    first = exercise("2026-03-03", step("order", beyond_ms=0), step("rtf", beyond_ms=9_000), step("entry"))
    last = exercise("2026-10-06", step("order", beyond_ms=-3_000), step("rtf", beyond_ms=9_000), step("entry"))
    assert [row["words"] for row in over_time(SCHOOL, [first, last])["chain"]] == [
        "Order: within the plan both times.",
        "Rtf: as far from the plan as the time before.",
        "Entry: too few exercises to tell.",
    ]


def test_a_step_that_no_exercise_tested_has_no_row() -> None:
    found = over_time(SCHOOL, [exercise("2026-03-03", step("rtf", "not_tested"))])
    assert found["chain"] == []


def test_expected_actions_are_counted_and_ratings_stand_by_capability() -> None:
    found = over_time(SCHOOL, [exercise("2026-03-03"), exercise("2026-10-06", rating="S")])
    assert found["seen"][0] == {"seen": 1, "differently": 0, "not_seen": 1, "not_tested": 0}
    assert found["ratings"] == [{"capability": "Operational Communications", "cells": [[], ["S"]]}]


def test_what_cannot_be_compared_is_said() -> None:
    assert over_time(SCHOOL, [exercise("2026-03-03")])["cautions"] == [ONE_ALONE]
    same = [exercise("2026-03-03"), exercise("2026-10-06")]
    assert over_time(SCHOOL, same)["cautions"] == []
    other = [exercise("2026-03-03"), exercise("2026-10-06", version=2, engine="2")]
    assert over_time(SCHOOL, other)["cautions"] == [OTHER_SITUATION, OTHER_ENGINE]
