"""Decisions: what people chose. A file `hotwash.decisions/1`, or a tuple of `Decision` from Python."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from simulator.model.inject import InSpace
from simulator.model.noun import Id, Milliseconds, Noun, Reference, References, Text


class _Decision(Noun):
    id: Id
    at_ms: Milliseconds = Field(alias="at")
    role: Id


class LockDecision(_Decision):
    """Lock doors; it takes the doors' `time_to_lock`."""

    action: Literal["lock"]
    what: References


class UnlockDecision(_Decision):
    """Unlock doors."""

    action: Literal["unlock"]
    what: References


class CloseDecision(_Decision):
    """Shut doors that stand or are propped open."""

    action: Literal["close"]
    what: References


class MoveDecision(_Decision):
    """Send a group, or everybody in a space, somewhere, through a named exit where one is given."""

    action: Literal["move"]
    who: Reference | InSpace
    to: Reference
    through: Reference | None = None


class DirectDecision(_Decision):
    """Tell a group, or everybody in a space, which exit to use."""

    action: Literal["direct"]
    who: Reference | InSpace
    through: Reference


def _action_of(data: object) -> str | None:
    if isinstance(data, dict):
        return data.get("action")
    return getattr(data, "action", None)


ACTIONS: tuple[str, ...] = ("lock", "unlock", "close", "move", "direct")
Decision = Annotated[
    Annotated[LockDecision, Tag("lock")]
    | Annotated[UnlockDecision, Tag("unlock")]
    | Annotated[CloseDecision, Tag("close")]
    | Annotated[MoveDecision, Tag("move")]
    | Annotated[DirectDecision, Tag("direct")],
    Discriminator(_action_of),
]


class Decisions(Noun):
    """A decisions file. Order in the file is the order at one instant."""

    format: Literal["hotwash.decisions/1"]
    scenario: Text | None = None
    seats: dict[Id, Literal["taken", "by_plan"]] = {}
    decisions: tuple[Decision, ...] = ()
