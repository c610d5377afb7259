"""Events as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.model.events import FIELDS, Row, as_json

if TYPE_CHECKING:
    import pandas


def events_table(rows: Iterable[Row], kind: str | None = None) -> pandas.DataFrame:
    """The log as a table: `t_s`, `event`, `cause` and the events' own fields, empty where an event has no such field.

    `kind` keeps the events of one kind with their own fields only. Raises KeyError for a kind that does not exist.
    pandas is imported here only: most runs want no table.
    """
    import pandas

    kept = [as_json(row) for row in rows if kind is None or row[1] == kind]
    present = sorted({one["event"] for one in kept}) if kind is None else [kind]
    fields = dict.fromkeys(field for name in present for field in FIELDS[name])
    return pandas.DataFrame(kept, columns=["t_s", "event", "cause", *fields])
