"""What stays the same for a whole exercise and is fetched once: the plan's lines, and what a seat can choose to do."""

from __future__ import annotations

from typing import Any

from simulator.live.seats import Seat
from simulator.live.views.phone import own_actions
from simulator.live.views.plan import drawing
from simulator.live.views.record import actions_of
from simulator.model.bundle import Bundle


def fixed(bundle: Bundle, seat: Seat) -> dict[str, Any]:
    """`plan` for every seat; `what` by role for the desk, `actions` for a participant's own role.

    Which doors are locked is drawn for the facilitator only.
    """
    found: dict[str, Any] = {"plan": drawing(bundle.plan)}
    if seat.kind != "facilitator":
        found["plan"] = _without_locks(found["plan"])
    match seat.kind:
        case "facilitator":
            found["what"] = {name: actions_of(bundle, name) for name in bundle.scenario.roles}
        case "participant" if seat.role in bundle.scenario.roles:
            found["actions"] = own_actions(bundle, str(seat.role))
    return found


def _without_locks(drawn: dict[str, Any]) -> dict[str, Any]:
    levels = [{**level, "openings": [{**one, "state": None} for one in level["openings"]]} for level in drawn["levels"]]
    return {**drawn, "levels": levels}
