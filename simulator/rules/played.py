"""Which steps of a response plan this version plays, and how."""

from __future__ import annotations

from typing import Literal

from simulator.model.response import PLACE_WORDS, ROLE_CLASSES, Step

DOOR_ACTIONS = frozenset({"lock", "unlock", "close"})
_PLACE_WORDS = frozenset(PLACE_WORDS)
How = Literal["task", "room"]
"""A task of one person, or what each room does on the order."""


def played(step: Step) -> How | None:
    """How a step is played; None where this version does not play it yet."""
    if step.role in ROLE_CLASSES and step.role != "first_to_know":
        return "room" if is_lock_step(step) else None
    match step.action:
        case "announce":
            return "task" if step.via is None or "pa" in step.via else None
        case "tell":
            return (
                "task" if step.what and not _PLACE_WORDS.intersection(step.to or ()) - {"zones_not_reached"} else None
            )
        case action if action in DOOR_ACTIONS:
            return "task" if not _PLACE_WORDS.intersection(step.what or ()) else None
        case _:
            return None


def is_lock_step(step: Step) -> bool:
    """Whether a step is each room's own: lock it on the order."""
    own = step.action == "lock" and step.what == ("own_room",) and step.on.order == "lockdown"
    return own and step.role in ("each_teacher", "each_staff")
