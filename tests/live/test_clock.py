"""The clock, as the log says it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.live.clock import BEFORE_MS, Clock, Standing, clock_of
from simulator.model.exercise import Entry, Kind


def entry(seq: int, wall_ms: int, t_ms: int, kind: Kind = "clock", **payload: Any) -> Entry:
    return Entry("exercise:t", seq, wall_ms, t_ms, "desk", kind, payload, f"k{seq}", None)


def moving(seq: int, wall_ms: int, t_ms: int, to_ms: int, rate: float = 1) -> Entry:
    return entry(seq, wall_ms, t_ms, state="moving", to_ms=to_ms, rate=rate, why="run_on")


def held(seq: int, wall_ms: int, t_ms: int) -> Entry:
    return entry(seq, wall_ms, t_ms, state="held", to_ms=None, rate=1, why="next")


def test_before_anything_it_stands_before_the_beginning() -> None:
    assert clock_of(()).at(5) == Standing(BEFORE_MS, "held") and not clock_of(()).at(5).started


def test_it_moves_with_the_wall_and_holds_by_itself() -> None:
    clock = clock_of([held(1, 0, 0), moving(2, 1_000, 0, 30_000)])
    assert clock.at(11_000) == Standing(10_000, "moving", 30_000, 1)
    assert clock.at(31_000) == clock.at(10**9) == Standing(30_000, "held")
    assert (clock.wall_at(10_000), clock.wall_at(30_001), clock.began_wall_ms) == (11_000, None, 0)


def test_other_speeds() -> None:
    clock = clock_of([moving(1, 0, 0, 30_000, 4)])
    assert clock.at(1_000).t_ms == 4_000
    assert clock.wall_at(4_001) == 1_001 and clock.at(1_001).t_ms >= 4_001


def test_a_wall_clock_that_is_set_back_moves_nothing_back() -> None:
    assert clock_of([moving(1, 10_000, 5_000, 30_000)]).at(2_000).t_ms == 5_000


def test_stopped_freezes_it_and_going_on_holds_it() -> None:
    log = [moving(1, 0, 0, 30_000), entry(2, 7_000, 7_000, "stopped", on=True)]
    assert clock_of(log).at(50_000) == Standing(7_000, "stopped")
    log.append(entry(3, 90_000, 7_000, "stopped", on=False))
    assert clock_of(log).at(99_000) == Standing(7_000, "held")


def test_a_decision_pushes_a_clock_that_stands_by_its_millisecond() -> None:
    log = [held(1, 0, 45_000), entry(2, 10, 45_001, "decision", decision={})]
    assert clock_of(log).at(20) == Standing(45_001, "held")
    ran_out = [moving(1, 0, 0, 30_000), entry(2, 60_000, 30_001, "decision", decision={})]
    assert clock_of(ran_out).at(60_001) == Standing(30_001, "held")
    runs = [moving(1, 0, 0, 30_000), entry(2, 10_000, 10_001, "decision", decision={})]
    assert clock_of(runs).at(11_000) == Standing(11_001, "moving", 30_000, 1)


def test_the_end_is_the_end() -> None:
    log = [moving(1, 0, 0, 30_000), entry(2, 9_000, 9_000, "ended")]
    assert clock_of(log).at(20_000) == Standing(9_000, "ended")


@given(st.lists(st.tuples(st.integers(1, 9_000), st.sampled_from("mhds")), max_size=12), st.integers(0, 9_000))
def test_scenario_time_never_goes_back(steps: list[tuple[int, str]], extra: int) -> None:
    wall_ms, clock, last = 0, Clock(), BEFORE_MS
    for seq, (pause, what) in enumerate(steps, 1):
        wall_ms += pause
        now = max(0, clock.at(wall_ms).t_ms)
        made = {
            "m": moving(seq, wall_ms, now, now + 4_000), "h": held(seq, wall_ms, now),
            "d": entry(seq, wall_ms, now + 1, "decision", decision={}),
            "s": entry(seq, wall_ms, now, "stopped", on=seq % 2 == 0),
        }[what]  # fmt: skip
        clock = clock.after(made)
        for later in (wall_ms, wall_ms + extra):
            assert clock.at(later).t_ms >= clock.at(wall_ms).t_ms >= last
        last = clock.at(wall_ms).t_ms
