"""The one door to the log: append under a lock, read without one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.model.exercise import Draft, Entry, Header
from simulator.store.address import place_of
from simulator.store.failures import busy
from simulator.store.lease import Lease, refuse_if_held
from simulator.store.names import may_be_key, may_be_stream, must_be_stream

if TYPE_CHECKING:
    from simulator.store.database import Database
    from simulator.store.log import Log

LONGEST_WAIT_S = 10
SERVER = "server:"  # the queue of those who write about the server and to no stream
Write = Callable[[tuple[Entry, ...]], Draft]
_log = logging.getLogger(__name__)


class Store:
    """Streams of entries in one database. Safe to use from many threads, and from many processes at once."""

    def __init__(self, database: Database, clock: Callable[[], int] | None = None):
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[Entry, ...]] = {}
        self._gates: dict[str, threading.Lock] = {}
        self._calls: list[Callable[[str], None]] = []
        self._lease: Lease | None = None

    @classmethod
    def open(cls, where: str | Path, *, clock: Callable[[], int] | None = None) -> Store:
        """Open the database at a path or URL, make its file where there is none, and bring its tables up to date.

        `clock` says the room's time in Unix milliseconds (default: the computer's). Raises `Refused` or `NotFound`
        with a sentence for a network share, a missing or read-only folder, another program's file, and a database
        of a newer Hotwash.
        """
        place = place_of(where)
        from simulator.store.database import open_file, open_server
        from simulator.store.migrating import migrate

        database = open_file(place) if isinstance(place, Path) else open_server(place)
        try:
            migrate(database)
            database.write_ahead()
        except BaseException:
            database.close()
            raise
        return cls(database, clock)

    @property
    def said(self) -> str:
        """The database, as a sentence names it; without a password."""
        return self._database.said

    def create(self, header: Header) -> None:
        """Begin a stream; `Refused` where there is one of this name already."""
        may_be_stream(header.stream)
        with self._writing(header.stream) as log:
            self._refuse_if_held(log)
            log.add_header(header)
        self._committed(header.stream)

    def header(self, stream: str) -> Header:
        """What a stream was begun with; `NotFound` where there is none."""
        must_be_stream(stream)
        with self._database.reading() as log:
            return log.header(stream)

    def headers(self, prefix: str = "exercise:") -> tuple[Header, ...]:
        """The headers of the streams whose name begins with `prefix`, oldest first."""
        with self._database.reading() as log:
            return log.headers(prefix)

    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]:
        """A stream's entries numbered above `after_seq`, in order. They are shared: do not change their payloads."""
        must_be_stream(stream)
        with self._database.reading() as log:
            past = self._past(log, stream)
            if not past:
                log.header(stream)
        self._known[stream] = past
        return past[max(0, after_seq) :]

    def append(self, stream: str, key: str, write: Write, wall_ms: int | None = None) -> Entry:
        """Append what `write` makes of all entries so far, once for each `key`, and return it when it is kept.

        `write` runs under the stream's lock and must be quick and not append itself; what it raises is passed on and
        nothing is appended. A key that is known gives the old entry, and `write` is not called.
        """
        may_be_key(key)
        must_be_stream(stream)
        with self._writing(stream) as log:
            log.lock(stream)
            old = log.entry_of_key(stream, key)
            if old is not None:
                return old
            self._refuse_if_held(log)
            past = self._past(log, stream)
            draft = write(past)
            (entry,) = log.add([self._entry(stream, len(past) + 1, key, draft, wall_ms)])
        self._known[stream] = (*past, entry)
        self._committed(stream)
        return entry

    def on_commit(self, call: Callable[[str], None]) -> None:
        """Have `call` told the stream after each commit of this process, in the thread that committed."""
        self._calls.append(call)

    def save(self, stream: str, path: str | Path) -> Path:
        """Write one exercise as one file (named .hotwash) that another computer takes in; its path is returned.

        Replaces an older save of the same exercise and nothing else.
        """
        from simulator.store.carry import write_file

        must_be_stream(stream)
        with self._database.reading() as log:
            header, entries = log.header(stream), log.entries(stream)
        return write_file(header, entries, Path(path))

    def take_in(self, path: str | Path, say: Callable[[str], None] | None = None) -> str:
        """Copy a saved exercise into this database and return its stream; `say` is told in a sentence what was done.

        Of the same exercise twice the longer is kept where one only goes on from the other; `Refused` where both went
        on differently, or where the file is not a saved exercise.
        """
        from simulator.store.carry import added, read_file

        header, entries = read_file(Path(path))
        with self._writing(header.stream) as log:
            self._refuse_if_held(log)
            new, sentence = added(log, header, entries)
            log.add(new)
        self._committed(header.stream)
        if say is not None:
            say(sentence)
        return header.stream

    def lease(self, beating: bool = True) -> Lease:
        """Make this process the one server of the database; `LeaseHeld` says who has it. Reading needs none.

        From then on this store appends only as long as it has the lease. `beating` renews it from a thread.
        """
        if self._lease is None or not self._lease.held:
            # Its heartbeat queues with the entries: SQLite alone might not let it in while many are writing.
            self._lease = Lease.take(self.said, partial(self._writing, SERVER), self._database.sign(), self._clock)
            if beating:
                self._lease.keep_beating()
        return self._lease

    def close(self) -> None:
        """Give up the lease and let go of the database."""
        if self._lease is not None:
            self._lease.release()
        self._database.close()

    def _entry(self, stream: str, seq: int, key: str, draft: Draft, wall_ms: int | None) -> Entry:
        wall_ms = self._now_ms() if wall_ms is None else wall_ms
        return Entry(stream, seq, wall_ms, draft.t_ms, draft.seat, draft.kind, draft.payload, key, draft.basis_seq)

    def _now_ms(self) -> int:
        return time.time_ns() // 1_000_000 if self._clock is None else self._clock()

    def _past(self, log: Log, stream: str) -> tuple[Entry, ...]:
        """All entries of a stream: those that this process remembers, and from the database those after them.

        The last remembered one is read again, so that a database that was put back from a copy is noticed.
        """
        known = self._known.get(stream, ())
        if not known:
            return log.entries(stream)
        news = log.entries(stream, known[-1].seq)
        if not news or news[0] != known[-1]:
            return log.entries(stream)
        return known + news[1:]

    def _refuse_if_held(self, log: Log) -> None:
        refuse_if_held(log, self.said, self._lease, self._clock)

    @contextmanager
    def _writing(self, stream: str) -> Iterator[Log]:
        """A transaction to write in. Threads queue here, because SQLite lets waiting writers in by chance only."""
        gate = self._gates.setdefault("" if self._database.file else stream, threading.Lock())
        if not gate.acquire(timeout=LONGEST_WAIT_S):
            raise busy(self.said)
        try:
            with self._database.writing() as log:
                yield log
        finally:
            gate.release()

    def _committed(self, stream: str) -> None:
        """Tell who asked. What is committed stays, whatever becomes of the telling."""
        for call in tuple(self._calls):
            try:
                call(stream)
            except Exception:
                _log.exception("after a commit of %s", stream)
