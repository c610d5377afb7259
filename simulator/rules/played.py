"""Which steps of a response plan this version plays, and how."""

from __future__ import annotations

from typing import Literal

from simulator.model.response import PLACE_WORDS, Step

DOOR_ACTIONS = frozenset({"lock", "unlock", "close"})
EACH = frozenset({"each_teacher", "each_staff"})
OWN_ROOM = ("own_room",)
OWN_PEOPLE = frozenset({"own_class", "nearest_pupils"})
SEARCHED = frozenset({
    "own_room", "nearest_room", "indoors", "exterior", "outdoor_groups", "zones_not_reached", "alarm_source",
})  # fmt: skip
"""Words for places that somebody can look through."""
SENT = frozenset({"own_class", "own_room", "nearest_pupils", "indoors", "exterior", "outdoor_groups", "spectators"})
"""Words for people who can be sent somewhere."""
SENT_TO = frozenset({"nearest_room", "nearest_shelter"})
"""Words for places that people can be sent to."""
TOLD = frozenset({"zones_not_reached", "outdoor_groups", "spectators"})
"""Words for places where people can be told something."""
OF_THE_DESK = frozenset({
    "release_inject", "hold_inject", "skip_inject", "shift_injects", "edit_inject", "add_inject", "take_seat",
    "leave_seat", "rule", "record",
})  # fmt: skip
"""The acts of the desk and of whoever sits there: no step of a plan does them."""
_PLACE_WORDS = frozenset(PLACE_WORDS)
How = Literal["task", "room"]
"""A task of one person, or what each room does by itself on the signal."""


def played(step: Step) -> How | None:
    """How a step is played; None where this version does not play it yet."""
    if step.role in EACH:
        return "room" if _of_each_room(step) else None
    match step.action:
        case "announce":
            return "task" if step.via is None or {"pa", "radio"}.intersection(step.via) else None
        case "tell":
            words = _PLACE_WORDS.intersection(step.to or ())
            return "task" if (step.what or step.about) and words <= TOLD else None
        case "move":
            return "task" if _PLACE_WORDS.intersection(step.to or ()) <= SENT_TO else None
        case "search":
            return "task" if _PLACE_WORDS.intersection(step.spaces or ()) <= SEARCHED else None
        case action if action in DOOR_ACTIONS:
            return "task" if not _PLACE_WORDS.intersection(step.what or ()) else None
        case action:
            return "task" if action not in OF_THE_DESK else None


def _of_each_room(step: Step) -> bool:
    """Whether a step is what the people of each room do themselves: locking, searching, counting, going."""
    if is_lock_step(step) or is_search_step(step):
        return True
    return step.action in ("move", "account", "assist") and step.who in OWN_PEOPLE


def is_lock_step(step: Step) -> bool:
    """Whether a step is each room's own: lock it on the order."""
    own = step.action == "lock" and step.what == OWN_ROOM and step.on.order == "lockdown"
    return own and step.role in EACH


def is_search_step(step: Step) -> bool:
    """Whether a step has everybody who leads people look through the room where they are."""
    return step.action == "search" and step.spaces == OWN_ROOM and step.role in EACH
