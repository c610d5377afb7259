"""Which tests hold each of the eleven rules of the live exercise (DESIGN, *Live exercise*), and two more."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from simulator.files import bundle_of
from simulator.model.bundle import Bundle
from tests.live.room import Room, small

TESTS = Path(__file__).parents[1]
RULES: dict[int, tuple[str, ...]] = {
    1: (  # a tabletop opens HELD; only the facilitator moves scenario time; talk costs none and measures nothing
        "live/test_rules.py::test_a_tabletop_opens_held_before_the_beginning",
        "live/test_rules.py::test_talk_costs_no_scenario_time",
        "live/test_rules.py::test_only_the_facilitator_moves_scenario_time",
        "browser/test_whole_exercise.py::test_a_whole_exercise_in_five_browsers",
    ),
    2: (  # Next goes to the earliest of what comes, shows first what it will do, then holds again
        "live/test_rules.py::test_next_goes_to_the_earliest_of_what_comes_and_holds",
        "live/test_rules.py::test_next_does_only_what_was_shown",
        "browser/test_desk.py::test_page_down_shows_first_and_does_it_only_after_the_bounce",
    ),
    3: (  # Let it run: as fast as the wall, until that point or two minutes; other rates are for drills
        "live/test_rules.py::test_letting_it_run_takes_as_long_as_on_the_wall_and_holds_at_the_step",
        "live/test_rules.py::test_letting_it_run_ends_after_two_minutes",
        "live/test_rules.py::test_other_speeds_are_for_drills",
    ),
    4: (  # a decision takes effect now plus its doing; `done` is none of it; a backup takes no seat that is taken
        "live/test_rules.py::test_a_decision_takes_effect_now_and_lasts_its_doing",
        "live/test_every_rule.py::test_the_doing_lasts_as_the_plan_says_and_is_always_done",
        "live/test_rules.py::test_the_plan_does_nothing_for_a_seat_that_is_taken",
        "live/test_rules.py::test_the_facilitator_is_told_where_a_backup_is_played",
        "engine/test_mended.py::test_nobody_steps_in_for_a_person_who_plays_the_role",
    ),
    5: (  # while HELD nothing fires; a contingency is offered, and releases by itself only in drills
        "live/test_rules.py::test_many_decisions_while_held_bring_nothing_on",
        "live/test_rules.py::test_a_message_only_if_needed_waits_for_the_facilitator",
        "live/test_rules.py::test_in_a_drill_it_goes_out_by_itself",
    ),
    6: (  # a jump has an answer for each played role's open step; what is assumed counts in no measure
        "live/test_jumps.py::test_every_open_step_needs_an_answer",
        "live/test_jumps.py::test_done_as_planned_is_assumed_at_the_plans_time_and_counts_in_no_measure",
        "live/test_jumps.py::test_ask_holds_there",
    ),
    7: (  # shared screens change only when something is shown
        "live/test_rules.py::test_shared_screens_change_only_when_something_is_shown",
        "browser/test_phone.py::test_the_shared_screens_show_what_is_shown_and_nothing_else",
    ),
    8: (  # corrections, shown before; as shown and as corrected; a changed mind is a what-if
        "live/test_rules.py::test_a_correction_alters_what_followed_and_says_so_before",
        "live/test_rules.py::test_as_shown_is_kept_beside_as_corrected",
        "live/test_rules.py::test_a_what_if_writes_nothing_and_says_what_it_is",
        "live/test_views_as_shown.py",
        "browser/test_whole_exercise.py::test_a_whole_exercise_in_five_browsers",
    ),
    9: (  # any sentence; a refusal is never on a shared screen
        "live/test_rules.py::test_any_sentence_can_be_recorded",
        "live/test_rules.py::test_what_cannot_be_done_is_recorded_and_only_the_facilitator_hears_why",
        "live/views/test_views.py::test_shared_screens_hold_no_place_of_anybody_and_no_refusal",
    ),
    10: (  # rulings, left out of comparisons; discussion only
        "live/test_rules.py::test_a_ruling_is_set_by_the_room",
        "live/test_every_rule.py::test_what_a_ruling_has_changed_is_named_at_the_end",
        "sweeps/test_what_if.py::test_the_facilitator_s_own_changes_are_not_compared",
        "live/test_who_is_there.py::test_discussion_only_holds_nothing_simulated_and_every_seat_has_its_page",
    ),
    11: (  # STOP on every screen; going on is confirmed
        "live/test_rules.py::test_stop_freezes_everything_until_it_is_confirmed",
        "browser/test_whole_exercise.py::test_a_whole_exercise_in_five_browsers",
    ),
}


@cache
def _names(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize("rule", range(1, 12))
def test_every_rule_has_its_tests(rule: int) -> None:
    for test in RULES[rule]:
        path, _, name = test.partition("::")
        assert not name or name in _names(TESTS / path), test


def changed(*changes: tuple[str, str, str]) -> Bundle:
    """The small scenario with some words of its files replaced."""
    texts = dict(small().texts)
    for name, old, new in changes:
        assert old in texts[name], old
        texts[name] = texts[name].replace(old, new)
    return bundle_of(texts)


def test_the_doing_lasts_as_the_plan_says_and_is_always_done() -> None:
    """Rule 4: `actual` of the plan's matching step is the time of doing it; how often staff forget it is not asked."""
    step = "meant: 15, actual: {lognormal: {median: 25, sigma: 0.6}}, done: 0.95"
    room = Room(changed(("response", step, "meant: 15, actual: {fixed: 33}, done: 0")))
    room.next()
    answer = room.decide("secretary", "announce", what="lockdown", via=["pa"])
    assert 33_000 < answer.data["done_ms"] - room.now < 36_000  # and then its sentence is spoken
    while room.now <= answer.data["done_ms"]:
        room.next()
    assert [row[0] for row in room.rows("announced")] == [answer.data["done_ms"]]


def test_what_a_ruling_has_changed_is_named_at_the_end() -> None:
    """Rule 10: measures that would be others without what was set by the room are named beside them."""
    room = Room()
    room.next(2)
    room.done("rule", sets={"message": {"I2": "released"}}, who="the principal", says="She has heard it.")
    room.next(4)
    room.done("end")
    ended = room.ex.core().ended
    assert ended is not None
    assert ended.payload["set_by_room"] == ["expected_total"]
    plain = Room()
    plain.next(6)
    plain.done("end")
    over = plain.ex.core().ended
    assert over is not None and "set_by_room" not in over.payload
