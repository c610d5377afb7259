"""Other courses: what is read from a run, how times spread, and how they are worked out without delaying anybody."""

from __future__ import annotations

import threading

import pytest

from simulator.live.background import Background
from simulator.live.courses import Courses, fixed_values, other_seeds, times_of
from simulator.live.played import Decisions
from simulator.live.views.ranges import range_of
from tests.live.room import Room


def known(*times: int | None) -> Courses:
    return Courses(tuple({} if one is None else {"met E1": one} for one in times))


def test_eight_of_ten_is_between_the_second_and_the_last_but_one_of_ten() -> None:
    assert known(*range(1_000, 11_000, 1_000)).between("met E1", 0) == (2_000, 9_000)
    assert known(*range(20_000, 0, -1_000)).between("met E1", 0) == (3_000, 18_000)


def test_runs_in_which_it_has_happened_already_are_not_this_one() -> None:
    courses = known(*range(1_000, 21_000, 1_000))
    assert courses.between("met E1", 10_000) == (12_000, 19_000)
    assert courses.between("met E1", 11_000) is None, "too few are left to say anything"


def test_what_does_not_come_about_in_nine_of_ten_has_no_range_but_a_share() -> None:
    some = known(*([5_000] * 8), None, None)
    assert some.between("met E1", 0) is None and some.share("met E1", 0) == 0.8
    most = known(*range(1_000, 10_000, 1_000), None)
    assert most.between("met E1", 0) == (2_000, 9_000)
    assert known(*[None] * 12).share("met E1", 0) == 0 and known(1, 2).share("met E1", 0) is None


def test_the_facts_of_the_version_are_held_fixed() -> None:
    played = Room().ex.played
    own = played.run(())
    again = played.bundle.scenario.variables
    assert set(fixed_values(own.draw)) == set(again)
    assert fixed_values({"a": True, "b": False, "c": "@gym", "d": 0.25}) == {
        "a": "yes",
        "b": "no",
        "c": "@gym",
        "d": "0.25",
    }
    assert 2 not in other_seeds(2, 30) and len(set(other_seeds(2, 30))) == 30


@pytest.fixture(scope="module")
def compared() -> tuple[Room, Background]:
    room, done = Room(), threading.Event()
    room.next()
    room.ex.background = Background(room.ex.played, runs=12)
    room.ex.background.ready.append(done.set)
    assert room.state().courses is None, "nobody waits for them"
    assert done.wait(60)
    return room, room.ex.background


def test_a_desk_gets_the_ranges_once_they_are_there_and_nobody_else(compared: tuple[Room, Background]) -> None:
    room, _ = compared
    state = room.state()
    assert state.courses is not None and len(state.courses.runs) == 12
    assert room.state(room.sit("participant", "principal")[1]).courses is None
    assert room.state(room.sit("projector")[1]).courses is None
    assert times_of(room.ex.core().run)["message I1"] == 0
    assert range_of(state, "message I6") == "", "a time that is written down does not spread"
    view = room.ex.view(room.desk, room.wall_ms)
    assert all("±" not in one["range"] for one in (*view["expected"], *view["messages"]))


def test_a_note_keeps_them_and_a_decision_makes_others_be_worked_out(compared: tuple[Room, Background]) -> None:
    room, background = compared
    room.done("note", text="Something")
    assert room.state().courses is not None
    room.lockdown()
    assert room.state().courses is None
    later = threading.Event()
    background.ready.append(later.set)
    assert later.wait(60) and room.state().courses is not None
    assert "8 of 10 runs: " in range_of(room.state(), "met E1") or "of 10 runs" in range_of(room.state(), "met E1")


def test_a_heavy_scenario_is_left_alone_while_the_clock_moves() -> None:
    room = Room()
    background = Background(room.ex.played, runs=3)
    background.each_s = 5.0
    begun: list[Decisions] = []
    background._work = lambda: begun.append(())  # type: ignore[method-assign]
    assert background.of((), moving=True) is None and not begun
    assert background.of((), moving=False) is None
    background._thread.join(5)  # type: ignore[union-attr]
    assert begun
