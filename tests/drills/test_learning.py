"""Learning: known answers of the arithmetic, too few said to be too few, and a fragment that is sound."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import drills, session
from simulator.drills.learning import LEAST, door_at, learn, locking_s, middle, middle_of_last, stretched
from simulator.files.source import source_of
from simulator.model.bundle import Bundle
from simulator.model.distributions import Fixed, Lognormal, LognormalShape, Triangular, Uniform
from simulator.model.draw import filled
from simulator.model.drill import Result
from simulator.model.run import Member
from simulator.model.scenario import Scenario

ROOM = (Member("class", "pupils", 24, "R101", "101"), Member("teacher", "staff", 1, "101", "101"))


LOADED = lru_cache(lambda: session.load_scenario("maple-ridge-intruder"))


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return LOADED()


def orders(*seconds: float) -> list[Result]:
    return [Result(line, "d", "order", None, one) for line, one in enumerate(seconds, 2)]


def test_ten_orders_of_twice_the_time_move_the_median_halfway_on_the_scale_of_the_logarithm(bundle: Bundle) -> None:
    (change,) = learn(bundle, orders(*[40.0] * 10), ()).changes
    assert (change.where, change.name, change.times, change.weight) == ("plan_changes", "L1", 10, 0.5)
    assert change.factor == pytest.approx(math.sqrt(2), abs=1e-4)
    assert isinstance(change.before, Lognormal) and isinstance(change.after, Lognormal)
    assert (change.before.lognormal.median, change.after.lognormal.median) == (20, 28.28)
    assert change.after.lognormal.sigma == change.before.lognormal.sigma


def test_too_few_change_nothing_and_are_said_to_be_too_few(bundle: Bundle) -> None:
    learned = learn(bundle, orders(*[80.0] * (LEAST - 1)), ())
    assert learned.changes[0].after == learned.changes[0].before
    assert not learned.changes[0].enough
    assert drills.fragment(learned) == ""
    assert "Too few to learn from: it takes 5." in drills.learned_in_words(learned)[0]


def test_five_are_enough_and_both_are_shown(bundle: Bundle) -> None:
    learned = learn(bundle, orders(*[80.0] * LEAST), ())
    words, conditions = drills.learned_in_words(learned)
    assert conditions.startswith("The scenario is set at class, 10:42, grades K-5, Maple Ridge")
    assert "They count for 33%" in words
    assert "Before {lognormal: {median: 20, sigma: 0.6}}; after {lognormal: {median: 31.75, sigma: 0.6}}." in words


def test_a_lock_is_what_is_left_after_the_locking_itself(bundle: Bundle) -> None:
    door = door_at(bundle.plan, "D101")
    own = middle(Lognormal(lognormal=LognormalShape(median=12, sigma=0.7)))
    results = [Result(2, "d", "lock", "D101", own + locking_s(bundle, door)) for _ in range(6)]
    (change,) = learn(bundle, results, ()).changes
    assert (change.name, change.factor) == ("L3", 1.0)
    assert door_at(bundle.plan, "101") == door


def test_a_room_leaves_when_its_last_is_ready(bundle: Bundle) -> None:
    starts = {"pupils": Uniform(uniform=(0, 30))}
    assert middle_of_last(starts, {"pupils": 1}) == pytest.approx(15, abs=0.05)
    assert middle_of_last(starts, {"pupils": 25}) == pytest.approx(30 * 0.5 ** (1 / 25), abs=0.05)
    movement = bundle.scenario.movement
    both = middle_of_last(
        {"pupils": movement.pupil_start_s, "staff": movement.adult_start_s}, {"pupils": 24, "staff": 1}
    )
    results = [Result(2, "d", "leave", "101", both) for _ in range(8)]
    changes = learn(bundle, results, ROOM).changes
    assert [one.name for one in changes] == ["pupil_start_s", "adult_start_s"]
    assert all(one.factor == pytest.approx(1.0, abs=1e-6) for one in changes)


def test_what_names_nothing_in_the_plan_is_set_aside(bundle: Bundle) -> None:
    learned = learn(bundle, [Result(3, "d", "lock", "D999", 20.0), Result(4, "d", "leave", "GYM", 20.0)], ())
    assert learned.changes == ()
    assert learned.set_aside == (
        "line 3: the plan has no door called D999, and no room with one",
        "line 4: the scenario has nobody in GYM",
    )


def test_totals_and_notes_are_kept_beside_and_change_nothing(bundle: Bundle) -> None:
    learned = learn(bundle, [Result(2, "d", "total", None, 240.0), Result(3, "d", "note", None, None, "no keys")], ())
    assert (learned.changes, learned.totals_s, learned.notes) == ((), (240.0,), ("no keys",))


def test_totals_are_compared_with_simulated_ones_before_and_after() -> None:
    fire = session.load_scenario("maple-ridge-fire-drill")
    people = session.run(fire, 1, until=0.001).people
    results = [Result(2, "d", "leave", "101", 90.0)] * 10 + [Result(3, "d", "total", None, 300.0)]
    learned = drills.simulated(fire, learn(fire, results, people), 1)
    assert learned.simulated_s is not None
    ((before,), (after,)) = learned.simulated_s
    assert before == session.measured(session.run(fire, 1, seats={}))["metrics"]["completion_s"]
    assert after > before
    (words,) = [one for one in drills.learned_in_words(learned) if one.startswith("Total")]
    assert f"before, {before:.0f} s in the middle; after, {after:.0f} s in the middle" in words


def test_a_line_that_the_scenario_has_for_a_step_keeps_what_else_it_says() -> None:
    lockdown = session.load_scenario("maple-ridge-lockdown")
    learned = learn(lockdown, orders(*[40.0] * 10), ())
    assert '- {step: L1, what: "${word}", done: "1", actual: {lognormal:' in drills.fragment(learned)
    pasted = drills.applied(lockdown, learned)
    assert [one.step for one in pasted.scenario.plan_changes] == ["L5", "L1"]
    played = session.run(pasted, 1, until=240, set_values={"word": "secure"}, seats={})
    assert next(row[3] for row in played.rows if row[1] == "announced") == "secure"


def test_stretching_keeps_shape_and_sigma() -> None:
    assert stretched(Triangular(triangular=(5, 10, 20)), 1.5) == Triangular(triangular=(7.5, 15, 30))
    assert stretched(Fixed(fixed=4), 0.5) == Fixed(fixed=2)
    long = stretched(Lognormal.model_validate({"lognormal": {"median": 10, "sigma": 0.5, "clip": [5, 30]}}), 2.0)
    assert isinstance(long, Lognormal)
    assert (long.lognormal.median, long.lognormal.sigma, long.clip) == (20, 0.5, (10, 60))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(2, 200), min_size=LEAST, max_size=30))
def test_what_is_learned_lies_between_what_was_thought_and_what_was_measured(times: list[float]) -> None:
    (change,) = learn(LOADED(), orders(*times), ()).changes
    measured = math.exp(sum(map(math.log, times)) / len(times)) / 20
    low, high = sorted((1.0, measured))
    assert low - 1e-3 <= change.factor <= high + 1e-3


def test_the_fragment_can_be_pasted(bundle: Bundle) -> None:
    results = [*orders(*[40.0] * 6), *(Result(9, "d", "leave", "101", 60.0) for _ in range(6))]
    text = drills.fragment(learn(bundle, results, ROOM))
    assert text.startswith("movement:\n  pupil_start_s: {triangular: [")
    assert text.endswith("  - {step: L1, actual: {lognormal: {median: 25.94, sigma: 0.6}}}\n")
    merged = {**bundle.tree, **source_of(text.encode(), "fragment.yaml").tree}
    drawn = session.run(bundle, 1, until=0.001).draw
    pasted = Scenario.model_validate(filled(merged, bundle.slots, drawn))
    assert {one.step for one in pasted.plan_changes} >= {one.step for one in bundle.scenario.plan_changes}
    assert pasted.plan_changes[-1].actual == Lognormal(lognormal=LognormalShape(median=25.94, sigma=0.6))


def test_what_was_measured_is_told_first_and_what_is_taken_off_is_said(bundle: Bundle) -> None:
    times = (20.0, 40.0, 60.0, 80.0, 100.0, 120.0)
    learned = learn(bundle, [Result(2, "d", "lock", "D101", one) for one in times], ())
    (change,) = learned.changes
    assert change.timed_s == 70.0 and change.known_s > 0
    words = drills.learned_in_words(learned)[0]
    assert "6 measured, 70 s in the middle as timed; " in words
    assert f"{change.known_s:g} s of it is turning the lock, which is known, and is taken off" in words


def test_a_lock_needs_a_place_and_the_printed_name_will_do(bundle: Bundle) -> None:
    learned = learn(bundle, [Result(2, "d", "lock", None, 30.0), Result(3, "d", "lock", "Kindergarten 105", 30.0)], ())
    assert learned.set_aside == ("line 2: no door is named, and how long its lock takes hangs on the door",)
    assert [one.times for one in learned.changes] == [1]
    assert door_at(bundle.plan, "kindergarten 105") == door_at(bundle.plan, "105") == door_at(bundle.plan, "D105")


def test_the_lines_of_a_step_take_the_place_of_the_scenarios_own() -> None:
    lockdown = session.load_scenario("maple-ridge-lockdown")
    text = drills.fragment(learn(lockdown, orders(*[40.0] * 10), ()))
    assert text.count("plan_changes:") == 1 and "- {step: L5, done: " in text and "- {step: L1, what: " in text


def test_totals_alone_are_a_comparison_and_never_complete_is_counted(bundle: Bundle) -> None:
    learned = learn(bundle, [Result(2, "d", "total", None, 240.0)], ())
    told = replace(learned, simulated_s=((), (100.0, 120.0)), versions=5)
    words = drills.learned_in_words(told)
    assert not any("nothing can be learned" in one for one in words)
    assert "5 versions: before, complete in none; after, 110 s in the middle in the 2 that were complete" in words[0]
