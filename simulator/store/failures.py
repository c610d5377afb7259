"""What a database can answer, in sentences."""

from __future__ import annotations

from simulator.errors import Refused, SimulatorError

LOCK_TIMEOUT = "55P03"  # PostgreSQL's lock_not_available


class Busy(Refused):
    """Somebody else has been writing for so long that this could not be written; asking again may well work."""


def busy(said: str) -> Busy:
    return Busy(f"{said} is busy: somebody else has been writing to it for ten seconds. Nothing was lost; try again.")


def damaged(said: str, what: str) -> Refused:
    """A file or row that does not hold what it should."""
    return Refused(f"{said} is damaged: {what}. Use a saved copy of the exercise (a .hotwash file).")


def sentence(cause: BaseException, said: str) -> SimulatorError:
    """A driver's error (sqlite3 or psycopg) about the database `said`, as something to show a facilitator."""
    if getattr(cause, "sqlstate", None) == LOCK_TIMEOUT:
        return busy(said)
    name = getattr(cause, "sqlite_errorname", None) or ""
    reason = (str(cause).strip() or type(cause).__name__).splitlines()[0]
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(said)
    if name.startswith("SQLITE_NOTADB"):
        return Refused(f"{said} is not a Hotwash database. Nothing was changed in it; name another file.")
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(said, reason)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Refused(
            f"{said} cannot be written to. Choose a folder of your own on this computer's disk, for example Documents."
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return Refused(f"{said} could not be written: {reason}. Is the disk full, or was a drive taken out?")
    return Refused(f"{said} could not be used: {reason}.")
