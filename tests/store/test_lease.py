"""One server for each database; a silent or dead one is replaced."""

import threading
import time

import pytest

from simulator.store import Busy, LeaseHeld, database
from simulator.store import lease as leases
from simulator.store.lease import SILENT_MS

ONE = "exercise:one"
NOW = 1_795_000_000_000


@pytest.fixture
def clock():
    """The room's time, to be moved by hand."""
    return [NOW]


@pytest.fixture
def two(opened, where, clock, named):
    """Two stores of one database, and by the clock of both."""
    stores = opened(where, clock=lambda: clock[0]), opened(where, clock=lambda: clock[0])
    stores[0].create(named(ONE))
    return stores


def test_a_second_server_is_told_who_has_the_database_and_since_when(two, note):
    first, second = two
    first.lease(beating=False)
    since = time.strftime("%H:%M:%S", time.localtime(NOW / 1000))
    with pytest.raises(LeaseHeld, match=rf"already served by .+ \(process \d+\) since \d+ \w+ 2026, {since}"):
        second.lease()
    assert first.lease().held


def test_others_read_while_a_server_writes_and_do_not_write(two, named, note):
    first, second = two
    first.lease(beating=False)
    kept = first.append(ONE, "k", note)
    assert second.entries(ONE) == (kept,) and second.headers() == (named(ONE),)
    assert second.append(ONE, "k", note) == kept  # a known key only asks
    for write in (lambda: second.append(ONE, "k2", note), lambda: second.create(named("exercise:two"))):
        with pytest.raises(LeaseHeld):
            write()
    assert first.append(ONE, "k2", note).seq == 2


def test_a_server_that_is_silent_for_fifteen_seconds_is_replaced_and_records_nothing_more(two, clock, note):
    first, second = two
    lost = first.lease(beating=False)
    clock[0] += SILENT_MS - 1
    with pytest.raises(LeaseHeld):
        second.lease()
    clock[0] += 1
    second.lease(beating=False)
    with pytest.raises(LeaseHeld, match="taken over by another server"):
        first.append(ONE, "k", note)
    with pytest.raises(LeaseHeld):
        first.append(ONE, "k", note)
    assert lost.lost and not lost.held
    lost.release()
    assert second.append(ONE, "k", note).seq == 1


def test_heartbeats_keep_the_database(two, clock, note):
    first, second = two
    lease = first.lease(beating=False)
    for _ in range(4):
        clock[0] += 10_000
        lease.beat()
    with pytest.raises(LeaseHeld):
        second.lease()


def test_a_beat_tells_a_server_that_it_was_replaced(two, clock):
    first, second = two
    lease = first.lease(beating=False)
    clock[0] += SILENT_MS
    second.lease(beating=False)
    with pytest.raises(LeaseHeld, match="taken over"):
        lease.beat()
    assert lease.lost


def test_a_silent_server_that_nobody_replaced_goes_on(two, clock, note):
    first, second = two
    lease = first.lease(beating=False)
    clock[0] += 600_000  # the laptop's lid was closed
    assert first.append(ONE, "k", note).seq == 1
    lease.beat()
    with pytest.raises(LeaseHeld):
        second.lease()


def test_a_server_that_ends_gives_the_database_up_at_once(two, note):
    first, second = two
    with first.lease() as lease:
        assert lease.held
    assert second.append(ONE, "k", note).seq == 1
    second.lease().release()
    assert first.lease().held
    first.close()
    assert second.lease().held


def test_a_heartbeat_of_a_clock_that_was_wrong_does_not_lock_the_database_for_a_year(two, clock):
    first, second = two
    clock[0] += 365 * 24 * 3_600_000
    first.lease(beating=False)
    clock[0] = NOW
    assert second.lease(beating=False).held


def test_the_heart_beats_by_itself_and_survives_trouble(two, clock, monkeypatch):
    first, _ = two
    monkeypatch.setattr(leases, "BEAT_S", 0.01)
    beats, enough = [], threading.Event()

    def beat(self):
        beats.append(self)
        if len(beats) == 1:
            raise leases.Refused("The disk is busy.")
        if len(beats) == 3:
            enough.set()
        return ours(self)

    ours = leases.Lease.beat
    monkeypatch.setattr(leases.Lease, "beat", beat)
    lease = first.lease()
    clock[0] += 5000
    assert enough.wait(20)
    lease.release()
    count = len(beats)
    time.sleep(0.05)
    assert len(beats) <= count + 1


def test_of_two_that_take_a_silent_database_at_once_one_waits(where, opened, clock, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.2)
    first, second = (opened(where, clock=lambda: clock[0]) for _ in range(2))
    with first._database.writing() as log:
        assert log.owner(locked=True).token == ""
        with pytest.raises(Busy):
            second.lease()
    assert second.lease(beating=False).held


HOLDER = """
import sys, time
from simulator.store import Store
store = Store.open(sys.argv[1])
store.lease()
print("held", flush=True)
time.sleep(60)
"""


def test_a_server_that_was_killed_is_followed_at_once(where, opened, child):
    store = opened(where)
    killed = child(HOLDER, where)
    assert killed.stdout.readline() == "held\n"
    with pytest.raises(LeaseHeld, match=rf"process {killed.pid}\)"):
        store.lease()
    killed.kill()
    killed.wait()
    began = time.monotonic()
    while True:  # PostgreSQL notices the broken connection a moment later
        try:
            assert store.lease().held
            break
        except LeaseHeld:
            assert time.monotonic() - began < 3
            time.sleep(0.05)


def test_the_heartbeat_queues_with_the_entries(where, opened, named, note, monkeypatch):
    """SQLite's own waiting is by chance: under many writers it can last until the heartbeat is too old."""
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    store = opened(where)
    store.create(named(ONE))
    lease, inside = store.lease(beating=False), threading.Event()

    def slow(past):
        inside.set()
        time.sleep(0.5)
        return note(past)

    thread = threading.Thread(target=store.append, args=(ONE, "slow", slow))
    thread.start()
    assert inside.wait(20)
    lease.beat()
    thread.join()
    assert lease.held and store.entries(ONE)[0].key == "slow"
