"""Signs of life: what a process holds while it lives, and loses at once when it is killed.

With one, a server that was killed can be followed by the next at once instead of when its heartbeat has grown old.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

HOTWASH, SERVER, MIGRATION = 0x484F5457, 1, 2  # PostgreSQL's advisory locks are named by two numbers


class Sign(Protocol):
    """Something that only one living process can hold."""

    def take(self) -> bool:
        """Whether this process holds it now."""

    def let_go(self) -> None:
        """Give it up."""


class FileSign:
    """A file that this process has locked; the operating system unlocks it whatever the process dies of."""

    def __init__(self, path: Path):
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        if self._file is None:
            try:
                opened = self._path.open("ab")
            except OSError:
                return False
            if not _locked(opened):
                opened.close()
                return False
            self._file = opened
        return True

    def let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(file: IO[bytes]) -> bool:
    """Lock `file` for this process, if no other has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class ConnectionSign:
    """An advisory lock of PostgreSQL, which the server takes back when the connection ends."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._connection: Connection | None = None

    def take(self) -> bool:
        if self._connection is not None and self._answers():
            return True
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            got = connection.execute(text("SELECT pg_try_advisory_lock(:a, :b)"), {"a": HOTWASH, "b": SERVER}).scalar()
        except SQLAlchemyError:
            return False
        if not got:
            connection.close()
            return False
        self._connection = connection
        return True

    def let_go(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # so that the lock goes with the connection and not back into the pool
            self._connection.close()
            self._connection = None

    def _answers(self) -> bool:
        assert self._connection is not None
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.let_go()
            return False
        return True
