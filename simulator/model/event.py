"""What every event has. Inside a run events are tuples `(t_ms, kind, cause, *fields)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]
"""`(t_ms, kind, cause, *fields in the order of the event's class)`."""


@dataclass(frozen=True, slots=True)
class Event:
    """When (integer milliseconds of scenario time), what, and which decision, inject or step caused it."""

    t_ms: int
    kind: str
    cause: str | None
