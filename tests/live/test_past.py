"""The past does not change, nobody sees the future, and what the room saw is what is replayed as shown."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import live
from tests.live.room import Room, small

DECISIONS: tuple[dict[str, Any], ...] = (
    {"role": "secretary", "action": "announce", "fields": {"what": "lockdown", "via": ["pa"], "zones": "all"}},
    {"role": "principal", "action": "announce", "fields": {"what": "evacuate", "via": ["pa"]}},
    {"role": "secretary", "action": "call_911", "fields": {"says": ["what", "where"]}},
    {"role": "principal", "action": "lock", "fields": {"what": ["@main_entrance"]}, "takes_s": 3},
    {"role": "principal", "action": "reset_alarm"},
    {"role": "sergeant", "action": "record", "fields": {"says": "We come."}},
)
ACTS = st.one_of(
    st.tuples(st.just("next"), st.none()),
    st.tuples(st.just("run_on"), st.none()),
    st.tuples(st.just("hold"), st.none()),
    st.tuples(st.just("decide"), st.sampled_from(DECISIONS)),
    st.tuples(st.just("release"), st.sampled_from(({"inject": "I2"}, {"inject": "I7"}))),
    st.tuples(st.just("skip"), st.sampled_from(({"inject": "I5"}, {"inject": "I2"}))),
    st.tuples(st.just("keep_back"), st.just({"inject": "I6"})),
    st.tuples(st.just("shift"), st.sampled_from(({"by_s": 20}, {"by_s": -20}))),
    st.tuples(st.just("edit"), st.just({"inject": "I7", "set": {"at": 1}})),
    st.tuples(st.just("add_message"), st.just({"text": "Is it true?", "to": ["principal"]})),
    st.tuples(st.just("rule"), st.just({"sets": {"opening": {"@gym_door": "blocked"}}, "says": "It is."})),
    st.tuples(st.just("jump"), st.integers(1, 90_000)),
)


def do(room: Room, name: str, args: Any) -> None:
    if name == "next":
        room.act("next", confirm_t_ms=room.act("preview", act="next").data.get("t_ms"))
    elif name == "jump":
        to_ms = room.now + int(args)
        steps = room.act("preview", act="jump", to_ms=to_ms).data.get("steps", ())
        answers = {one["step"]: ("done", "not_done")[number % 2] for number, one in enumerate(steps)}
        room.act("jump", to_ms=to_ms, steps=answers)
    else:
        room.act(name, **(args or {}))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(ACTS, st.integers(0, 40_000)), min_size=3, max_size=9))
def test_the_past_does_not_change(acts: list[tuple[tuple[str, Any], int]]) -> None:
    room = Room()
    room.next()
    shown: list[tuple[int, int, int, tuple[Any, ...], str]] = []
    for (name, args), pause in acts:
        do(room, name, args)
        for _ in range(2):
            state = room.state()
            shown.append((state.seq, state.wall_ms, state.now_ms, state.rows, state.run.digest))
            room.wait(pause)
    for earlier, later in pairwise(shown):
        assert later[2] >= earlier[2]
        assert later[3][: len(earlier[3])] == earlier[3]
        assert all(row[0] > earlier[2] for row in later[3][len(earlier[3]) :])
    again = live.open(room.store, room.ex.stream)  # from the log alone
    for seq, wall_ms, now_ms, _, digest in shown:
        state = again.state(room.desk, wall_ms, seq)
        assert (state.now_ms, state.run.digest) == (now_ms, digest)


def test_a_decision_comes_after_everything_that_was_shown() -> None:
    room = Room()
    room.next()
    room.done("run_on")
    room.wait(5_000)
    shown = room.state().now_ms
    room.wall_ms -= 4_500  # the wall clock is set back
    entry = room.done("decide", role="principal", action="record", fields={"says": "x"}).entry
    assert entry is not None and entry.t_ms == shown + 1
    other = room.done("decide", role="secretary", action="record", fields={"says": "y"}).entry
    assert other is not None and other.t_ms > entry.t_ms


def test_decisions_while_held_each_have_their_own_instant() -> None:
    room = Room()
    room.next(2)
    entries = [room.done("decide", role="principal", action="record", fields={"says": "x"}).entry for _ in range(3)]
    assert [entry.t_ms for entry in entries if entry] == [45_001, 45_002, 45_003]
    assert [entry.payload["decision"]["id"] for entry in entries if entry] == ["D1", "D2", "D3"]


@pytest.mark.parametrize("kind", ["participant", "evaluator", "observer", "projector"])
def test_nobody_else_sees_what_comes(kind: Any) -> None:
    room = Room()
    room.next(2)
    _, seat = room.sit(kind, "principal" if kind == "participant" else None)
    state = room.state(seat)
    assert max(row[0] for row in state.rows) <= state.now_ms
    assert (state.run.counts, state.run.standing, state.run.due, state.run.spared) == ({}, (), (), ())
    for name in ("ahead", "next", "messages"):
        with pytest.raises(PermissionError):
            getattr(state, name)


def test_a_change_of_the_texts_is_another_run() -> None:
    assert small().texts["scenario"] != Room().ex.header.texts["plan"]
    room = Room()
    room.next()
    key = room.ex.played.key(())
    assert key != Room(seed=3).ex.played.key(()) != Room(seats={"principal": "by_plan"}).ex.played.key(())
    assert key == Room().ex.played.key(())


def test_a_note_runs_nothing_again() -> None:
    room = Room()
    room.next(2)
    room.state()
    before = room.ex.played.simulated
    for name, args in (
        ("note", {"text": "x"}), ("park", {"text": "x"}), ("show", {"what": "map"}),
        ("seen", {"expect": "E1", "seen": "seen"}),
    ):  # fmt: skip
        room.done(name, **args)
        room.state()
    assert room.ex.played.simulated == before
