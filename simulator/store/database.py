"""One database: its engine, its transactions, and its errors as sentences."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from simulator.errors import Refused
from simulator.store.failures import Busy, busy, sentence
from simulator.store.log import Log
from simulator.store.signs import ConnectionSign, FileSign, Sign

BUSY_S = 10
WRITING = "writing"  # the execution option of a connection that is going to write


class Database:
    """A database that is open; `said` names it in sentences, without its password."""

    def __init__(self, engine: Engine, said: str, file: Path | None):
        self._engine = engine
        self.said = said
        self.file = file

    @contextmanager
    def connection(self, *, writing: bool) -> Iterator[Connection]:
        """A transaction that ends with a commit, or rolls back where something is raised within."""
        with spoken(self.said), self._engine.connect() as found:
            used = found.execution_options(**{WRITING: writing})
            with used.begin():
                yield used

    @contextmanager
    def reading(self) -> Iterator[Log]:
        """One transaction to read in."""
        with self.connection(writing=False) as connection:
            yield Log(connection, self.said)

    @contextmanager
    def writing(self) -> Iterator[Log]:
        """One transaction to write in; in SQLite no other can write until it ends."""
        with self.connection(writing=True) as connection:
            yield Log(connection, self.said)

    def write_ahead(self) -> None:
        """SQLite's write-ahead log, so that readers and a writer do not wait for each other; kept in the file.

        Only once it is known that the file is Hotwash's. SQLite does not wait by itself where two ask at once.
        """
        deadline_s = time.monotonic() + BUSY_S
        self._engine.dispose()  # connections made before would say for a while that nothing had changed
        while self.file is not None:
            try:
                with closing(sqlite3.connect(self.file, timeout=BUSY_S, isolation_level=None)) as connection:
                    (found,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
                break
            except sqlite3.Error as error:
                answer = sentence(error, self.said)
                if not isinstance(answer, Busy) or time.monotonic() > deadline_s:
                    raise answer from error
                time.sleep(0.02)
        if self.file is not None and found != "wal":
            raise Refused(f"{self.said} is in a place where SQLite cannot work safely. Use this computer's own disk.")

    def sign(self) -> Sign:
        """What only one living process can hold for this database."""
        if self.file is not None:
            return FileSign(self.file.with_name(self.file.name + "-server"))
        return ConnectionSign(self._engine)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


@contextmanager
def spoken(said: str) -> Iterator[None]:
    """Say what a database answered as a sentence; what else is raised within passes."""
    try:
        yield
    except DBAPIError as error:
        raise sentence(error.orig or error, said) from error
    except PoolTimeout as error:
        raise busy(said) from error


def open_file(path: Path, said: str | None = None) -> Database:
    """A SQLite file, made where there is none. Every commit is on the disk before it is acknowledged."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, said or f"The file {path}", path)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """The driver begins no transactions by itself: it would not before a SELECT, and never immediately."""
    connection.isolation_level = None
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def open_server(address: str) -> Database:
    """A PostgreSQL database by its URL; `Refused` where the driver is missing or the URL cannot be read."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise Refused("The database's URL cannot be read; it looks like postgresql://user@server/database .") from None
    try:
        engine = create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ModuleNotFoundError:
        raise Refused("PostgreSQL needs one more package: pip install 'hotwash[postgres]' .") from None
    event.listen(engine, "connect", _prepare_postgres)
    return Database(engine, f"The PostgreSQL database {url.database} on {url.host or 'this computer'}", None)


def _prepare_postgres(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute("SET client_encoding TO 'UTF8'")
    connection.execute("SET synchronous_commit TO on")
    connection.execute(f"SET lock_timeout TO '{BUSY_S}s'")
    connection.autocommit = False
