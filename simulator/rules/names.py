"""What a plan's common names stand for where a speaker zone or a ventilation unit is meant: that of the space."""

from __future__ import annotations

from simulator.model.building import Plan, Space


def zone_of(reference: str, plan: Plan) -> str:
    """The speaker zone that `"@gym"` means, the one of that space; any other name is the zone itself.

    A name of a space without a loudspeaker, or of nothing, stays as it is: there is no such zone.
    """
    space = _space(reference, plan)
    return space.pa if space is not None and space.pa is not None else reference


def unit_of(reference: str, plan: Plan) -> str:
    """The ventilation unit that `"@gym"` means, the one of that space; any other name is the unit itself."""
    space = _space(reference, plan)
    return space.air if space is not None and space.air is not None else reference


def _space(reference: str, plan: Plan) -> Space | None:
    if not reference.startswith("@"):
        return None
    return plan.spaces().get(plan.uses.get(reference[1:], ""))
