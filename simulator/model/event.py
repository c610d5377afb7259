"""What every event has. Inside a run events are tuples `(t_ms, kind, cause, *fields)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

Row = tuple[Any, ...]
"""`(t_ms, kind, cause, *fields in the order of the event's class)`."""


@dataclass(frozen=True, slots=True)
class Event:
    """The common part: when (integer milliseconds of scenario time) and which decision, inject or step caused it."""

    kind: ClassVar[str] = "event"
    t_ms: int
    cause: str | None
