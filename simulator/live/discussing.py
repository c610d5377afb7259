"""Discussion only: the model is switched off. Of a run only the messages are left, and what the desk does with them.

What follows from a decision is for the room to say: nobody is anywhere, nothing is late, nothing was met or missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from simulator.model.decisions import Decision
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.played import OF_THE_DESK

MESSAGES = frozenset({"inject_released", "inject_closed"})
FOLLOWS = "Recorded; the facilitator decides what follows."


def is_discussion(settings: Mapping[str, Any]) -> bool:
    """Whether nothing simulated is shown."""
    return bool(settings.get("discussion_only"))


def words_only(run: Run, decisions: Iterable[Decision]) -> Run:
    """A run without anything that was simulated."""
    desk = {one.id for one in decisions if one.action in OF_THE_DESK}
    rows = tuple(row for row in run.rows if _stays(row, desk))
    return replace(run, rows=rows, people=(), counts={}, standing=(), choices=(), due=(), spared=(), tells_why=None)


def _stays(row: Row, desk: set[str]) -> bool:
    return row[1] in MESSAGES or (row[1] in ("done", "refused") and row[2] in desk)
