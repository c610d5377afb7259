"""The tables as one transaction sees them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, insert, select, update

from simulator.errors import NotFound, Refused
from simulator.model.exercise import Entry, Header
from simulator.store import tables
from simulator.store.failures import damaged

Noun = TypeVar("Noun", Header, Entry)


@dataclass(frozen=True, slots=True)
class Owner:
    """The server that has the database: since when and when last heard of, in ms; an empty token is nobody."""

    token: str
    who: str
    since_wall_ms: int
    beat_wall_ms: int


NOBODY = Owner("", "", 0, 0)


class Log:
    """What can be read and written within one transaction."""

    def __init__(self, connection: Connection, said: str):
        self._connection = connection
        self._said = said

    def lock(self, stream: str) -> None:
        """Keep other writers from this stream until the transaction ends; `NotFound` where there is none.

        In PostgreSQL by the header's row; SQLite has locked the whole file when the transaction began.
        """
        query = select(tables.stream.c.stream).where(tables.stream.c.stream == stream).with_for_update()
        if self._connection.execute(query).first() is None:
            raise NotFound(f"There is no exercise {stream!r} in this database.")

    def has(self, stream: str) -> bool:
        """Whether there is such a stream."""
        query = select(tables.stream.c.stream).where(tables.stream.c.stream == stream)
        return self._connection.execute(query).first() is not None

    def headers(self, prefix: str) -> tuple[Header, ...]:
        """The headers of all streams whose name begins with `prefix`, oldest first."""
        name = tables.stream.c.stream
        query = select(tables.stream).where(func.substr(name, 1, len(prefix)) == prefix)
        rows = self._connection.execute(query.order_by(tables.stream.c.created_wall_ms, name)).all()
        return tuple(self._read(tables.header_of, row) for row in rows)

    def header(self, stream: str) -> Header:
        """A stream's header; `NotFound` where there is none."""
        row = self._connection.execute(select(tables.stream).where(tables.stream.c.stream == stream)).first()
        if row is None:
            raise NotFound(f"There is no exercise {stream!r} in this database.")
        return self._read(tables.header_of, row)

    def add_header(self, header: Header) -> None:
        """A new stream; `Refused` where there is one of this name."""
        if self.has(header.stream):
            raise Refused(f"There is an exercise {header.stream!r} here already.")
        self._connection.execute(insert(tables.stream), tables.header_row(header))

    def entries(self, stream: str, from_seq: int = 1) -> tuple[Entry, ...]:
        """A stream's entries from number `from_seq` on, in order."""
        log = tables.entry.c
        query = select(tables.entry).where(log.stream == stream, log.seq >= from_seq).order_by(log.seq)
        return tuple(self._read(tables.entry_of, row) for row in self._connection.execute(query))

    def entry_of_key(self, stream: str, key: str) -> Entry | None:
        """The entry that was appended under `key`, where there is one."""
        log = tables.entry.c
        row = self._connection.execute(select(tables.entry).where(log.stream == stream, log.key == key)).first()
        return None if row is None else self._read(tables.entry_of, row)

    def add(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Insert entries, and give them back as they will be read."""
        rows = [tables.entry_row(entry) for entry in entries]
        if rows:
            self._connection.execute(insert(tables.entry), rows)
        return tuple(tables.entry_of(tuple(row.values())) for row in rows)

    def owner(self, locked: bool = False) -> Owner:
        """Who has the database; `locked` keeps others from taking it until the transaction ends."""
        query = select(tables.owner).where(tables.owner.c.id == 1)
        row = self._connection.execute(query.with_for_update() if locked else query).first()
        return NOBODY if row is None else Owner(*row[1:])

    def set_owner(self, owner: Owner) -> None:
        """Give the database to `owner`."""
        self._connection.execute(update(tables.owner).where(tables.owner.c.id == 1), asdict(owner))

    def now_ms(self) -> int:
        """Unix milliseconds: of the database's server, if it has one, for the clocks of its clients may differ."""
        if self._connection.dialect.name != "postgresql":
            return time.time_ns() // 1_000_000
        seconds = self._connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one()
        return int(seconds * 1000)

    def _read(self, of: Callable[[Row[Any]], Noun], row: Row[Any]) -> Noun:
        try:
            return of(row)
        except (ValueError, TypeError, RecursionError) as cause:
            raise damaged(self._said, str(cause)) from None
