"""The plan for the screens: its lines once, and what stands on it at an instant of scenario time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import Polygon

from simulator.analysis.places import DOOR_STATES, not_reached, units
from simulator.analysis.state import Passing, owner
from simulator.live.state import State
from simulator.model.building import Opening, Plan
from simulator.model.events import Row
from simulator.plans.drawing.geometry import gap_of
from simulator.rules.segments import outline

NARROWEST_M = 0.8
"""Openings are drawn at least this wide, so that they can be seen."""


def drawing(plan: Plan) -> dict[str, Any]:
    """The plan's lines: levels with the outlines of their spaces (metres) and the places of their openings."""
    shapes = {name: outline(space) for name, space in plan.spaces().items()}
    level_of = plan.level_of()
    return {
        "school": plan.school.name, "label": plan.school.sensitivity, "north_deg": plan.site.true_north_deg,
        "levels": [
            {
                "id": name,
                "label": level.label or f"Level {name}",
                "spaces": [
                    {"id": one, "label": space.label or one, "kind": space.kind,
                     "rings": [[list(corner) for corner in ring] for ring in (space.ring, *space.holes)]}
                    for one, space in level.spaces.items()
                ],
                "openings": [
                    _opening(plan, one, shapes) for one in plan.openings if level_of.get(one.between[0]) == name
                ],
            }
            for name, level in plan.levels.items()
        ],
    }  # fmt: skip


def _opening(plan: Plan, opening: Opening, shapes: Mapping[str, Polygon]) -> dict[str, Any]:
    gap = gap_of(plan, opening, shapes, NARROWEST_M)
    (x, y), (ux, uy), (nx, ny) = gap.centre, gap.along, gap.into
    return {
        "id": opening.id, "label": opening.label or opening.id, "type": opening.type, "at": [round(x, 2), round(y, 2)],
        "angle": round(math.degrees(math.atan2(uy, ux)), 1), "width": round(2 * gap.half, 2),
        "swing": 1 if ux * ny - uy * nx > 0 else -1, "leaves": opening.leaves, "exterior_no": opening.exterior_no,
        "state": opening.state,
    }  # fmt: skip


def standing(state: State) -> dict[str, Any]:
    """Everything that stands on the plan now: people, doors, places not reached by the order, units."""
    rows, plan = state.rows, state.bundle.plan
    secured = secured_at(rows)
    return {
        "t_ms": max(0, state.now_ms),
        "people": [
            {"space": space, "n": n, "secured": space in secured}
            for space, n in people_at(plan, state.passings).items() if n
        ],
        "openings": openings_at(rows),
        "not_heard": not_heard_at(plan, rows),
        "units": units_at(plan, rows),
    }  # fmt: skip


def people_at(plan: Plan, steps: Iterable[Passing]) -> Counter[str]:
    """How many persons are in each space after these steps; whoever is on a stair counts at its lower end."""
    last = {step.person: step.to for step in steps}
    spaces = _spaces_of(plan, frozenset(last.values()))
    return Counter(spaces[segment] for segment in last.values())


def _spaces_of(plan: Plan, segments: Iterable[str]) -> dict[str, str]:
    """The space that each segment is drawn in."""
    stairs = {link.id: link.spaces[0] for link in plan.links}
    owners = {segment: owner(plan, segment) for segment in segments}
    return {segment: stairs.get(one, one) for segment, one in owners.items()}


def secured_at(rows: Iterable[Row]) -> set[str]:
    """The spaces that are behind a locked or barricaded door."""
    found: dict[str, bool] = {}
    for row in rows:
        if row[1] in ("secured", "unsecured"):
            found[row[3]] = row[1] == "secured"
    return {space for space, holds in found.items() if holds}


def openings_at(rows: Iterable[Row]) -> dict[str, str]:
    """What has become of openings since 00:00; those that are not named are as the plan has them."""
    return {row[3]: DOOR_STATES[row[1]] for row in rows if row[1] in DOOR_STATES}


def not_heard_at(plan: Plan, rows: Iterable[Row]) -> list[str]:
    """The places indoors that the latest order over the loudspeakers did not reach, whatever the cause."""
    latest = next((row for row in reversed(list(rows)) if row[1] == "announced"), None)
    if latest is None:
        return []
    return not_reached(plan, latest)


def units_at(plan: Plan, rows: Iterable[Row]) -> list[dict[str, str]]:
    """Where each unit of an agency was last reported, as far as that is a place of the plan."""
    found = {one.unit: one for one in units(plan, rows)}
    return [
        {"id": one.unit, "label": one.unit, "discipline": discipline_of(one.agency), "space": one.space}
        for one in found.values()
    ]


def discipline_of(agency: str) -> str:
    """Whose colour and shape an agency has: law, fire (with EMS), dispatch, school or families."""
    word = agency.partition("-")[0].lower()
    if word in ("fire", "ems", "rtf", "medic", "ambulance"):
        return "fire"
    return "dispatch" if word in ("dispatch", "psap") else "law"
