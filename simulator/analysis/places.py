"""What stands on a plan besides people, as changes in order of time: doors, orders not heard, units, hazards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.analysis.state import space_of
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.run import Run

STATES = ("open", "closed", "locked", "propped", "blocked")
DOOR_STATES = {"locked": "locked", "unlocked": "closed", "opened": "open", "closed": "closed", "blocked": "blocked"}
"""What each kind of row makes of an opening."""
UNIT_PLACES = {"staged": 5, "arrived": 5, "police_entered": 4, "rtf_formed": 4, "rtf_entered": 4}
"""Rows that say where a unit is, with the place of the place in the row."""
INSIDE = frozenset({"police_entered", "rtf_formed", "rtf_entered"})


class UnitAt(NamedTuple):
    """From an instant on, a unit of an agency stands in a space of the plan."""

    t_ms: int
    unit: str
    agency: str
    space: str


def not_reached(plan: Plan, announced: Row) -> list[str]:
    """The places indoors that an order over the loudspeakers did not reach, whatever the cause."""
    reached = set(announced[6]) - set(announced[7])
    return [name for name, space in plan.spaces().items() if not space.open_air and space.pa not in reached]


def units(plan: Plan, rows: Iterable[Row]) -> Iterator[UnitAt]:
    """Every report of where a unit is, as far as that is a place of the plan."""
    sides = {opening.id: opening.between for opening in plan.openings}
    spaces = plan.spaces()
    agencies: dict[str, str] = {}
    for row in rows:
        if row[1] in ("dispatched", "staged", "arrived"):
            agencies[row[4]] = row[3]
        for unit, place in _reported(row):
            space = _indoors(plan, sides[place]) if place in sides else place
            if space in spaces:
                yield UnitAt(row[0], unit, agencies.get(unit, unit), space)


def _reported(row: Row) -> Iterator[tuple[str, str]]:
    if row[1] in UNIT_PLACES and isinstance(place := row[UNIT_PLACES[row[1]]], str):
        yield (row[3] if row[1] in INSIDE else row[4]), place
    elif row[1] == "room_cleared" and row[4] is not None:
        yield row[4], row[3]


def _indoors(plan: Plan, between: tuple[str, str]) -> str:
    """The side of an opening that is in the building."""
    spaces = plan.spaces()
    return next((name for name in between if name in spaces and not spaces[name].open_air), between[0])


def closed_spaces(rows: Iterable[Row]) -> Iterator[tuple[int, str, bool]]:
    """When a hazard closed a space, and when it was free again."""
    for row in rows:
        if row[1] == "hazard_closed":
            yield row[0], row[4], True
        elif row[1] == "hazard_opened" and row[4] is not None:
            yield row[0], row[4], False


def person_marks(run: Run) -> list[tuple[int, str]]:
    """Where the person in question came to, by instant and space: marks, and nothing between them."""
    found: list[tuple[int, str]] = []
    for row in run.rows:
        if row[1] in ("threat_entered", "threat_moved") and (not found or found[-1][1] != space_of(row[3])):
            found.append((row[0], space_of(row[3])))
    return found
