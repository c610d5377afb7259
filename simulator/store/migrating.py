"""Bringing a database to the tables that this version of Hotwash knows."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from simulator.errors import Refused
from simulator.store.database import Database
from simulator.store.signs import HOTWASH, MIGRATION
from simulator.store.tables import metadata

REVISIONS = ("0001",)  # every revision in migrations/versions, oldest first
VERSION_TABLE = "hotwash_version"
SCRIPTS = Path(__file__).parent / "migrations"
_one_at_a_time = threading.Lock()  # alembic hands its scripts their connection through a global


def migrate(database: Database) -> None:
    """Make the tables, or change them from an older version, in one transaction.

    Raises `Refused` for a database of a newer Hotwash, and for one that is not Hotwash's.
    """
    with database.connection(writing=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:a, :b)"), {"a": HOTWASH, "b": MIGRATION})
        revision = _revision(connection, database)
        if revision == REVISIONS[-1]:
            return
        if revision is not None and revision not in REVISIONS:
            raise Refused(
                f"{database.said} was written by a newer version of Hotwash (its tables are of version {revision}, "
                f"this program knows up to {REVISIONS[-1]}). Install that version to use it; nothing was changed."
            )
        upgrade(connection)


def _revision(connection: Connection, database: Database) -> str | None:
    """The revision of the tables; None where there are none yet; `Refused` for somebody else's."""
    found = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in found:
        foreign = found if database.file is not None else found & set(metadata.tables)
        if foreign:
            raise Refused(f"{database.said} holds another program's data. Nothing was changed; name another one.")
        return None
    revisions = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    missing = set(metadata.tables) - found if revisions == [REVISIONS[-1]] else set()
    if missing or len(revisions) != 1:
        raise Refused(f"{database.said} lacks tables that Hotwash made. Use a saved copy (a .hotwash file).")
    return str(revisions[0])


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run alembic's migrations within the transaction of `connection`."""
    from alembic import command  # a quarter of a second, and only for a database that is new or old
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE, "metadata": metadata})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with _one_at_a_time:
        command.upgrade(config, to)
