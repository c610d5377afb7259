"""What the acts of responders name that does not exist: agencies, units, patients, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.files.paths import Path
from simulator.files.places import OPENING, SPACE, named, wrong
from simulator.files.sentences import Finding
from simulator.model.actions import Act
from simulator.model.agencies import patients_of
from simulator.model.scenario import Scenario

if TYPE_CHECKING:
    from simulator.files.acting import Known

ACTS = frozenset({
    "dispatch", "assign", "stage", "set_perimeter", "establish_command", "transfer_command", "unify_command",
    "open_ccp", "set_zone", "form_rtf", "send_rtf", "send_help", "transport", "release_rooms", "clear",
})  # fmt: skip
EVERYWHERE = ("indoors", "all")
"""Words for all rooms where spaces are named."""


def responder_act_findings(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    """What one of these acts names that there is not. A response plan knows neither building nor agencies."""
    if known.places.kinds:
        yield from _places(known, path, act)
    if known.scenario is not None:
        yield from _units(known.scenario, known.roles, path, act)


def _places(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    if act.place is not None:
        yield from wrong(known.places, (*path, "place"), act.place, SPACE)
    for number, space in enumerate(act.spaces or ()):
        if space not in EVERYWHERE:
            yield from wrong(known.places, (*path, "spaces", number), space, SPACE)
    if act.action in ("send_rtf", "send_help", "assign"):
        for number, place in enumerate(act.to or ()):
            yield from wrong(known.places, (*path, "to", number), place, SPACE)
    if act.through is not None:
        yield from wrong(known.places, (*path, "through"), act.through, OPENING)


def _units(scenario: Scenario, roles: tuple[str, ...], path: Path, act: Act) -> Iterator[Finding]:
    agencies = tuple(scenario.agencies)
    units = units_of(scenario)
    if act.agency is not None:
        yield from named("agency", act.agency, agencies, (*path, "agency"), "add it under agencies")
    if act.with_ is not None:
        yield from named("agency", act.with_, (*agencies, *roles), (*path, "with"), "add it under agencies")
    if act.action == "assign" and act.unit is not None:
        yield from named("unit", act.unit, (*units, *agencies), (*path, "unit"), "units are called AGENCY-1, AGENCY-2")
    if act.patient is not None:
        patients = tuple(patient.id for patient in patients_of(scenario))
        yield from named("patient", act.patient, patients, (*path, "patient"), "add them under patients")
    if act.action == "transfer_command":
        for number, to in enumerate(act.to or ()):
            yield from named("role or unit", to, (*roles, *units), (*path, "to", number), "add it under roles")


def units_of(scenario: Scenario) -> tuple[str, ...]:
    """The names of all units of a scenario, and of the roles that come back and act as one."""
    numbered = [
        f"{name}-{number}"
        for name, agency in scenario.agencies.items()
        for number in range(1, agency.units + agency.comes_unasked + 1)
    ]
    return (*numbered, *(name for name, role in scenario.roles.items() if role.back is not None))
