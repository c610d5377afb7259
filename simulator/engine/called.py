"""What people call a role, a unit, an agency or a place, for the sentence that says why something cannot be."""

from __future__ import annotations

from simulator.model.building import Plan
from simulator.model.scenario import Scenario

KINDS = {"door": "door", "open": "passage", "window": "window"}
AGENCIES = {"police": "the police", "fire": "the fire department", "ems": "EMS", "sheriff": "the sheriff's office"}


def who(scenario: Scenario, name: str) -> str:
    """`the Principal`, `police unit 2`, `the fire department`; another name as one says it."""
    if (role := scenario.roles.get(name)) is not None and role.title:
        return f"the {role.title}"
    if name in scenario.agencies:
        return AGENCIES.get(name, name.replace("_", " "))
    agency, _, number = name.rpartition("-")
    if agency == "rtf":
        return f"rescue task force {number}"
    if agency in scenario.agencies:
        return f"{'EMS' if agency == 'ems' else agency.replace('_', ' ')} unit {number}"
    return f"the {name.replace('_', ' ')}" if name in scenario.roles else name.replace("_", " ")


def where(plan: Plan, name: str) -> str:
    """`Main Hall`, `room 101`, `door X1`: the label of what a reference names, else its kind and id."""
    label = plan.label_of(name)
    if label != name:
        return label
    if name in plan.spaces():
        return f"room {name}" if plan.spaces()[name].kind == "classroom" else name
    kind = next((opening.type for opening in plan.openings if opening.id == name), None)
    return name.removeprefix("@") if kind is None else f"{KINDS[kind]} {name}"
