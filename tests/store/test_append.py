"""Entries are appended once, in order, under a lock, and are there for good."""

import threading
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import NotFound, Refused
from simulator.model.exercise import KINDS, Draft, Entry
from simulator.store import Busy, database, tables
from simulator.store import store as store_module

ONE = "exercise:one"
_numbers = count()


def test_an_entry_is_given_a_number_and_both_times_and_is_read_as_it_was_returned(store, opened, where):
    draft = Draft("decision", {"words": "Lock the doors\0", "takes": (1, 2.5)}, 150_000, "principal", basis_seq=3)
    kept = store.append(ONE, "k1", lambda past: draft, wall_ms=1_795_000_000_123)
    payload = {"words": "Lock the doors\0", "takes": [1, 2.5]}
    assert kept == Entry(ONE, 1, 1_795_000_000_123, 150_000, "principal", "decision", payload, "k1", 3)
    assert store.entries(ONE) == opened(where).entries(ONE) == (kept,)


def test_a_known_key_gives_the_old_entry_and_writes_nothing(store, note):
    first = store.append(ONE, "same", note)
    store.append(ONE, "other", note)
    assert store.append(ONE, "same", lambda past: pytest.fail("asked again")) == first
    assert [entry.key for entry in store.entries(ONE)] == ["same", "other"]


def test_a_key_belongs_to_its_stream(store, named, note):
    store.create(named("exercise:two"))
    assert store.append(ONE, "k", note).seq == store.append("exercise:two", "k", note).seq == 1


def test_write_sees_every_entry_so_far_also_those_of_another_store(store, opened, where, note):
    other = opened(where)
    for index in range(6):
        (store, other)[index % 2].append(ONE, f"k{index}", note)
    seen = []
    store.append(ONE, "last", lambda past: seen.append(past) or note(past))
    assert seen[0] == other.entries(ONE)[:6]
    assert [entry.payload["before"] for entry in other.entries(ONE)] == list(range(7))


def test_a_write_that_raises_appends_nothing_and_its_error_is_passed_on(store, note):
    def refuse(past):
        raise Refused("The other facilitator released message 3 two seconds ago.")

    told = []
    store.on_commit(told.append)
    with pytest.raises(Refused, match="message 3"):
        store.append(ONE, "k", refuse)
    assert store.entries(ONE) == () and told == []
    assert store.append(ONE, "k", note).seq == 1


def test_what_cannot_be_kept_is_refused_and_rolled_back(store, note):
    for draft in (
        Draft("note", {"n": float("nan")}, 0, "f"),
        Draft("note", {"n": object()}, 0, "f"),
        Draft("gossip", {}, 0, "f"),
        Draft("note", {}, 2**63, "f"),
        Draft("note", {}, 0, "f\0"),
        Draft("note", {}, 0, "f", basis_seq="3"),
    ):
        with pytest.raises(Refused):
            store.append(ONE, "k", lambda past, draft=draft: draft)
    for key in ("", "k" * 201, "k\0", "\ud800", None):
        with pytest.raises(Refused):
            store.append(ONE, key, note)
    assert store.append(ONE, "k", note).seq == 1


def test_entries_after_a_number(store, note):
    for index in range(5):
        store.append(ONE, f"k{index}", note)
    assert [entry.seq for entry in store.entries(ONE, after_seq=3)] == [4, 5]
    assert store.entries(ONE, after_seq=5) == store.entries(ONE, after_seq=99) == ()


def test_a_stream_that_is_not_there_is_said_so(store, note):
    for ask in (store.header, store.entries, lambda stream: store.append(stream, "k", note)):
        with pytest.raises(NotFound, match="exercise:nowhere"):
            ask("exercise:nowhere")


def test_headers_are_kept_whole_and_found_by_prefix_oldest_first(store, opened, where, named):
    late = named("exercise:late", created_wall_ms=1_800_000_000_000)
    for header in (late, named("programme:maple"), named("exercise:Early", created_wall_ms=1)):
        store.create(header)
    again = opened(where)
    assert again.header(ONE) == named(ONE)
    assert [header.stream for header in again.headers()] == ["exercise:Early", ONE, "exercise:late"]
    assert [header.stream for header in again.headers("programme:")] == ["programme:maple"]
    assert [header.stream for header in again.headers("exercise:e")] == []


def test_a_stream_is_created_once_and_with_a_name_that_fits_an_address(store, named):
    with pytest.raises(Refused, match="already"):
        store.create(named(ONE, title="Another"))
    for name in ("one", "exercise:", "exercise:a b", "exercise:<b>", "exercise:a/b", "Exercise:a"):
        with pytest.raises(Refused, match="no name"):
            store.create(named(name))
    assert store.header(ONE) == named(ONE)


def test_callbacks_hear_of_each_commit_after_it_and_outside_the_lock(store, opened, where, note, caplog):
    heard = []

    def hear(stream):
        heard.append(len(opened(where).entries(stream)))
        if len(heard) == 1:
            store.append(ONE, "from the callback", note)  # would wait for itself within the lock

    def fail(stream):
        raise RuntimeError("the broadcaster is gone")

    store.on_commit(fail)
    store.on_commit(hear)
    store.append(ONE, "k", note)
    store.append(ONE, "k", note)
    assert heard == [1, 2]
    assert len(store.entries(ONE)) == 2 and "the broadcaster is gone" in caplog.text


def test_a_database_put_back_from_a_copy_is_noticed(store, named, note):
    for index in range(3):
        store.append(ONE, f"k{index}", note)
    from sqlalchemy import text

    with store._database.connection(writing=True) as connection:
        connection.execute(text("DELETE FROM entry WHERE seq > 1"))
    assert store.append(ONE, "after", note).seq == 2
    assert [entry.key for entry in store.entries(ONE)] == ["k0", "after"]


def test_an_append_to_a_long_log_reads_only_what_is_new(store, opened, where, note, monkeypatch):
    for index in range(30):
        store.append(ONE, f"k{index}", note)
    other, read = opened(where), []
    of = tables.entry_of
    monkeypatch.setattr(tables, "entry_of", lambda row: read.append(row) or of(row))
    other.append(ONE, "first of the other", note)
    assert len(read) == 30 + 1  # those before it, and the new one
    read.clear()
    store.append(ONE, "next", note)
    assert len(read) == 1 + 1 + 1  # the last that was known, the other's, and the new one
    read.clear()
    assert len(store.entries(ONE)) == 32 and len(read) == 1


def test_who_waits_too_long_for_the_lock_is_told_to_try_again(where, opened, named, note, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.2)
    monkeypatch.setattr(store_module, "LONGEST_WAIT_S", 0.2)
    store, other = opened(where), opened(where)
    store.create(named(ONE))
    inside, go_on = threading.Event(), threading.Event()

    def slow(past):
        inside.set()
        assert go_on.wait(20)
        return note(past)

    thread = threading.Thread(target=store.append, args=(ONE, "slow", slow))
    thread.start()
    assert inside.wait(20)
    for waiting in (store, other):
        with pytest.raises(Busy, match="try again"):
            waiting.append(ONE, "quick", note)
        assert waiting.entries(ONE) == ()  # reading waits for nobody
    go_on.set()
    thread.join()
    assert other.append(ONE, "quick", note).seq == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(), max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
APPENDS = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"), st.sampled_from(KINDS), st.dictionaries(st.text(max_size=5), JSON, max_size=3)
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(appends=APPENDS, other_does=st.sets(st.integers(0, 13)))
def test_the_log_is_the_first_of_each_key_in_order(store, opened, where, named, appends, other_does):
    stream = f"exercise:{next(_numbers)}"
    store.create(named(stream))
    other = opened(where)
    model = {}
    for index, (key, kind, payload) in enumerate(appends):
        writer = other if index in other_does else store
        kept = writer.append(stream, key, lambda past, kind=kind, payload=payload: Draft(kind, payload, 5, "seat"))
        model.setdefault(key, (kind, payload))
        assert (kept.kind, kept.payload) == model[key]
    for reader in (store, other, opened(where)):
        entries = reader.entries(stream)
        assert [(entry.key, (entry.kind, entry.payload)) for entry in entries] == list(model.items())
        assert [entry.seq for entry in entries] == list(range(1, len(model) + 1))


def each_once(entries, keys):
    """Numbers without a gap, every key once, and each `write` saw all entries before its own."""
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.payload["before"] for entry in entries] == list(range(len(entries)))
    assert sorted(entry.key for entry in entries) == sorted(keys)


def test_threads_append_at_once(store, opened, where, note):
    stores = [store, store, store, opened(where)]
    start = threading.Barrier(len(stores))

    def work(index):
        start.wait()
        for turn in range(12):
            stores[index].append(ONE, f"own {index} {turn}", note)
            stores[index].append(ONE, f"shared {turn}", note)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [f"own {index} {turn}" for index in range(4) for turn in range(12)] + [f"shared {n}" for n in range(12)]
    each_once(store.entries(ONE), keys)


APPENDER = """
import sys
from simulator.model.exercise import Draft
from simulator.store import Store
_, where, name = sys.argv
store = Store.open(where)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(25):
    for key in (f"{name} {turn}", f"shared {turn}"):
        store.append("exercise:one", key, lambda past: Draft("note", {"before": len(past)}, 0, name))
"""


def test_processes_append_at_once(store, where, child):
    processes = [child(APPENDER, where, name) for name in "abc"]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    keys = [f"{name} {turn}" for name in ("a", "b", "c", "shared") for turn in range(25)]
    each_once(store.entries(ONE), keys)


def test_naming_a_store_imports_no_database(child):
    loaded = child("import sys, simulator.cli, simulator.store; print(sorted(sys.modules))").communicate()[0]
    assert "simulator.store" in loaded and "sqlite3" not in loaded
    assert not any(f"'{name}'" in loaded for name in ("sqlalchemy", "alembic", "psycopg"))
