"""What was acknowledged is there, whatever becomes of the process; nothing is there twice."""

import random

ONE = "exercise:one"
WRITER = """
import sys
from simulator.model.exercise import Draft
from simulator.store import Store
_, where, number = sys.argv
store, number = Store.open(where), int(number)
store.lease()
while True:
    entry = store.append("exercise:one", f"k{number}", lambda past: Draft("note", {"before": len(past)}, 0, "seat"))
    print(number, entry.seq, flush=True)
    number += 1
"""


def test_kill_9_loses_no_acknowledged_entry_and_doubles_none(where, opened, named, child):
    """As a browser does, each new process begins with the first entry that was not acknowledged to the last one."""
    store = opened(where)
    store.create(named(ONE))
    chance, acknowledged = random.Random(5), []
    for _ in range(6):
        writer = child(WRITER, where, len(acknowledged))
        at_least = len(acknowledged) + chance.randint(1, 25)
        while len(acknowledged) < at_least:
            line = writer.stdout.readline()
            assert line.endswith("\n"), "the writer ended by itself"
            acknowledged.append(tuple(map(int, line.split())))
        writer.kill()
        rest = [line for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        acknowledged += [tuple(map(int, line.split())) for line in rest]
        assert [number for number, _ in acknowledged] == list(range(len(acknowledged)))
        kept = store.entries(ONE)
        assert len(acknowledged) <= len(kept) <= len(acknowledged) + 1
    entries = store.entries(ONE)
    assert [(index, entry.seq) for index, entry in enumerate(entries)][: len(acknowledged)] == acknowledged
    assert [entry.key for entry in entries] == [f"k{number}" for number in range(len(entries))]
    assert [entry.payload["before"] for entry in entries] == list(range(len(entries)))
    assert opened(where).entries(ONE) == entries
