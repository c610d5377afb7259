"""Opening, killing and reopening; other engines; what participants wait for; when views change by themselves."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from simulator import live
from simulator.errors import Refused
from simulator.store import Store
from tests.live.room import WALL_MS, InMemory, Room, small


def test_what_was_acknowledged_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    room = Room(store=Store.open(tmp_path / "hotwash.db"))
    room.next()
    token, seat = room.sit("participant", "principal")
    room.lockdown()
    room.done("run_on")
    room.wait(3_000)
    before = room.state()
    room.store.close()
    again = live.open(Store.open(tmp_path / "hotwash.db"), room.ex.stream)
    after = again.state(room.desk, room.wall_ms)
    assert (after.seq, after.now_ms, after.run.digest) == (before.seq, before.now_ms, before.run.digest)
    assert again.seat(token) == seat  # the same link, the same seat
    assert again.state(room.desk, room.wall_ms + 10_000).now_ms == before.now_ms + 10_000  # it went on by its log
    args = {"action": "record", "fields": {"says": "sent again after the restart"}}
    first = again.act(token, "decide", args, "late", None, room.wall_ms)
    assert again.act(token, "decide", args, "late", None, room.wall_ms).entry == first.entry


def test_an_exercise_on_paper_is_the_one_in_memory(tmp_path: Path) -> None:
    one, other = Room(), Room(store=Store.open(tmp_path / "hotwash.db"))
    for room in (one, other):
        room.next(2)
        room.lockdown()
    assert one.state().run.digest == other.state().run.digest
    assert [e.payload for e in one.ex.core().entries] == [e.payload for e in other.ex.core().entries]


def test_another_engine_is_refused_until_it_is_forked() -> None:
    room = Room()
    room.next(2)
    room.lockdown()
    room.store.made[room.ex.stream] = replace(room.ex.header, engine="0.0.1")
    with pytest.raises(Refused, match=r"was begun with Hotwash 0\.0\.1"):
        live.open(room.store, room.ex.stream)
    fork = live.open(room.store, room.ex.stream, fork=True)
    assert fork.stream != room.ex.stream and fork.header.settings["forked_from"] == room.ex.stream
    assert [(e.seq, e.wall_ms, e.t_ms, e.kind, e.payload) for e in fork.core().entries] == [
        (e.seq, e.wall_ms, e.t_ms, e.kind, e.payload) for e in room.ex.core().entries
    ]
    assert fork.act(room.desk, "note", {"text": "x"}, "n", None, WALL_MS).refused is None


def test_one_that_has_ended_opens_under_any_engine() -> None:
    room = Room()
    room.next()
    room.done("end")
    room.store.made[room.ex.stream] = replace(room.ex.header, engine="0.0.1")
    assert live.open(room.store, room.ex.stream).core().ended is not None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"seats": {"dean": "played"}}, "does not say that the dean is played"),
        ({"seats": {"nobody": "by_plan"}}, "a role of the scenario"),
        ({"mode": "game"}, "a tabletop or a drill"),
        ({"set_values": {"nothing": "1"}}, "nothing"),
    ],
)
def test_what_cannot_be_played_is_not_set_up(settings: dict[str, object], words: str) -> None:
    store = InMemory()
    with pytest.raises(Exception, match=words):
        live.create(store, small(), settings, WALL_MS)
    assert not store.made


def test_what_a_participant_records_waits_for_no_simulation() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    before = room.ex.played.simulated
    for _ in range(5):
        room.done("decide", token, action="record", fields={"says": "x"})
    assert room.ex.played.simulated == before


def test_while_a_run_is_worked_out_others_record(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    room.done("decide", token, action="record", fields={"says": "first, for this test only"})
    begun, go = threading.Event(), threading.Event()
    real = room.ex.played.run

    def slow(*args: object) -> object:
        begun.set()
        assert go.wait(10)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(room.ex.played, "run", slow)
    seen: list[int] = []
    viewer = threading.Thread(target=lambda: seen.append(room.state().seq))
    viewer.start()
    assert begun.wait(10)
    entry = room.done("decide", token, action="record", fields={"says": "second"}).entry
    go.set()
    viewer.join(10)
    assert entry is not None and seen == [entry.seq]  # what is published knows of it


def test_many_at_once_lose_nothing_and_double_nothing() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    args = {"action": "record", "fields": {"says": "x"}}

    def send(n: int) -> None:
        for k in range(10):
            room.ex.act(token, "decide", args, f"{n // 2}-{k}", None, room.wall_ms)  # each key from two threads

    threads = [threading.Thread(target=send, args=(n,)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    records = room.state().records
    assert len(records) == 40
    assert len({one.at_ms for one in records}) == 40 and len({one.decision["id"] for one in records}) == 40
    assert [one.at_ms for one in records] == sorted(one.at_ms for one in records)


def test_views_change_by_themselves_only_while_it_moves() -> None:
    room = Room()
    room.next()
    assert room.ex.next_change_wall_ms(room.wall_ms) is None
    room.done("run_on")
    start, seen = room.wall_ms, []
    while (wall_ms := room.ex.next_change_wall_ms(room.wall_ms)) is not None:
        assert wall_ms > room.wall_ms
        room.wall_ms = wall_ms
        seen.append(wall_ms)
    assert room.now == 45_000 and seen[-1] == start + 45_000
    rows = [row[0] for row in room.state().ahead.rows if row[1] == "learned" and 0 < row[0] <= 45_000]
    assert {start + t_ms for t_ms in rows} <= set(seen)


def test_an_exercise_that_nobody_uses_hears_no_commits() -> None:
    store = InMemory()
    room = Room(store=store)
    other = live.open(store, room.ex.stream)
    room.next()
    assert other.core().seq == room.ex.core().seq


def test_what_another_process_has_appended_is_read_before_anything_is_decided() -> None:
    class Deaf(InMemory):
        def on_commit(self, call: object) -> None:
            """Another process's commits are not heard."""

    room = Room(store=Deaf())
    room.next()
    first, second = live.open(room.store, room.ex.stream), live.open(room.store, room.ex.stream)
    args = {"role": "principal", "action": "record", "fields": {"says": "x"}}
    assert second.core().seq == first.core().seq
    one = first.act(room.desk, "decide", args, "one", None, room.wall_ms).entry
    two = second.act(room.desk, "decide", args, "two", None, room.wall_ms).entry
    assert one is not None and two is not None
    assert (two.t_ms, two.payload["decision"]["id"]) == (one.t_ms + 1, "D2")
