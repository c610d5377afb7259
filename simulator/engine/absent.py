"""Roles that nobody has on the day: not in the building, reached by nobody, and acting for nothing."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.errors import Refused
from simulator.model.scenario import OFF_SITE, Role, Scenario


def absent_of(scenario: Scenario, seats: Mapping[str, str] | None) -> frozenset[str]:
    """The roles that `seats` calls absent. Raises Refused for a name that is no role."""
    found = frozenset(name for name, seat in (seats or {}).items() if seat == "absent")
    if odd := sorted(found - scenario.roles.keys()):
        raise Refused(f"{odd[0]} is no role of this scenario, so it cannot be absent")
    return found


def without(scenario: Scenario, absent: frozenset[str]) -> Scenario:
    """The scenario as it is without them: off the site for good, with no agency, radio or telephone to act by."""
    if not absent:
        return scenario
    roles = {name: _gone(role) if name in absent else role for name, role in scenario.roles.items()}
    return scenario.model_copy(update={"roles": roles})


def _gone(role: Role) -> Role:
    nothing = dict.fromkeys(("agency", "back", "radio", "phone"))
    return role.model_copy(update={"in_": OFF_SITE, "played": False, **nothing})
