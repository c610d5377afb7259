"""Whose colour and lane a role, an agency or an event has: school, dispatch, law enforcement, fire/EMS, families."""

from __future__ import annotations

from typing import Literal

from simulator.model.scenario import Role, Scenario
from simulator.rules.responders import is_police

Discipline = Literal["school", "dispatch", "law", "fire_ems", "families"]
DISCIPLINES: dict[Discipline, str] = {
    "school": "School", "dispatch": "Dispatch", "law": "Law enforcement", "fire_ems": "Fire and EMS",
    "families": "Families",
}  # fmt: skip
"""The disciplines in the order of their lanes, and what people call them."""
MEDICAL = ("fire", "medic", "ems", "ambulance")
OFFICERS = ("sergeant", "police", "patrol", "sheriff", "commander", "deputy")
FAMILIES = ("pio", "public information", "media", "reunifi", "checker", "greeter", "famil")


def of_role(name: str, role: Role | None) -> Discipline:
    """A role's discipline: its agency's, else by its name and title, else the school's."""
    words = f"{name} {role.title or '' if role is not None else ''}".lower()
    agency = (role.agency or "").lower() if role is not None else ""
    if "dispatch" in words and "bus" not in words and "transport" not in words:
        return "dispatch"
    if agency in ("fire", "ems") or any(one in words for one in MEDICAL):
        return "fire_ems"
    if agency or any(one in words for one in OFFICERS):
        return "law"
    return "families" if any(one in words for one in FAMILIES) else "school"


def of_agency(agency: str) -> Discipline:
    """An agency's discipline."""
    if agency == "school" or is_police(agency):
        return "law"
    return "fire_ems"


def of_anybody(scenario: Scenario, who: str | None) -> Discipline:
    """The discipline of whoever the log names: a role, an agency, a unit, a 911 centre, families, else the school."""
    if who is None:
        return "school"
    if who in scenario.roles:
        return of_role(who, scenario.roles[who])
    agency = who if who in scenario.agencies else who.rpartition("-")[0]
    if agency in scenario.agencies:
        return of_agency(agency)
    if agency == "rtf":
        return "fire_ems"
    if who in scenario.comms.psaps.centres or who in ("911", "public"):
        return "dispatch"
    return "families" if who in ("families", "media") else "school"
