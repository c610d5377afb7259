"""Random but plausible buildings for property tests: rooms on both sides of a hall, one or two storeys, a few exits."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simulator.model.building import Plan
from tests.engine.buildings import plan_of


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A building of one or two storeys; every hall has at least one way out or a stair."""
    rooms, storeys = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    levels: dict[str, Any] = {}
    openings: list[Any] = []
    for level in range(1, storeys + 1):
        levels[str(level)] = {"floor_z": 4.0 * level, "spaces": _storey(draw, level, rooms, openings)}
    levels["1"]["spaces"] |= {
        "EAST": {"kind": "outdoors", "box": [rooms * 8 + 4, -20, rooms * 8 + 40, 30]},
        "WEST": {"kind": "outdoors", "box": [-40, -20, -4, 30]},
        "RALLY": {"kind": "assembly", "box": [rooms * 8 + 40, -20, rooms * 8 + 50, 30]},
    }
    x = rooms * 8 + 4
    openings += [_exit(draw, "X1", "SE1", "EAST", [x, 9]), _exit(draw, "X2", "SW1", "WEST", [-4, 9])]
    openings.append({"id": "P", "between": ["EAST", "RALLY"], "at": [x + 36, 0], "type": "open", "clear": 6})
    links = [_stair(draw, side) for side in "EW"] if storeys == 2 else []
    return plan_of(levels, openings, links)


def _storey(draw: st.DrawFn, level: int, rooms: int, openings: list[Any]) -> dict[str, Any]:
    length = rooms * 8
    spaces: dict[str, Any] = {
        f"C{level}": {"kind": "corridor", "box": [0, 8, length, 10.5]},
        f"SE{level}": {"kind": "stairs", "box": [length, 6, length + 4, 12]},
        f"SW{level}": {"kind": "stairs", "box": [-4, 6, 0, 12]},
    }
    for number in range(rooms):
        for side, box, y in (
            ("S", [number * 8, 0, number * 8 + 8, 8], 8),
            ("N", [number * 8, 10.5, number * 8 + 8, 18], 10.5),
        ):
            name = f"R{level}{side}{number}"
            spaces[name] = {"kind": "classroom", "box": box, "cap": draw(st.integers(0, 30))}
            openings.append(
                {"id": f"D{name}", "between": [name, f"C{level}"], "at": [number * 8 + 4, y], "type": "door"}
            )
    for side, x in (("E", length), ("W", 0)):
        opening = {"id": f"H{side}{level}", "between": [f"C{level}", f"S{side}{level}"], "at": [x, 9], "type": "door"}
        openings.append(opening | {"clear": draw(st.sampled_from([0.8, 1.6]))})
    return spaces


def _exit(draw: st.DrawFn, name: str, inside: str, outside: str, at: list[float]) -> dict[str, Any]:
    opening = {"id": name, "between": [inside, outside], "at": at, "type": "door"}
    return opening | {"clear": draw(st.sampled_from([0.8, 1.0, 1.8])), "lock": "access-control"}


def _stair(draw: st.DrawFn, side: str) -> dict[str, Any]:
    clear = draw(st.sampled_from([0.9, 1.4]))
    link = {"id": f"L{side}", "spaces": [f"S{side}1", f"S{side}2"], "type": "stair", "clear": clear, "length": 8}
    return link | {"rise": 4.0, "riser_mm": 178, "tread_mm": 279}


def door_names(plan: Plan) -> list[str]:
    """The doors of a plan, the passage to the rally point left out."""
    return [opening.id for opening in plan.openings if opening.type == "door"]


@st.composite
def changes(draw: st.DrawFn, plan: Plan) -> list[dict[str, Any]]:
    """Injects that block, free, prop and lock doors at random times."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        verb = draw(st.sampled_from(["block", "block", "unblock", "lock", "unlock", "prop", "close"]))
        effect: dict[str, Any] = {verb: draw(st.sampled_from(door_names(plan)))}
        if draw(st.booleans()):
            effect["for"] = draw(st.integers(5, 120))
        found.append({"id": f"I{number}", "at": draw(st.integers(0, 180)), "effect": [effect]})
    return found


@st.composite
def crowds(draw: st.DrawFn, plan: Plan) -> dict[str, Any]:
    """Filled from capacities, or groups of every sort, or both."""
    rooms = [name for name, space in plan.spaces().items() if not space.open_air]
    groups = []
    for number in range(draw(st.integers(0, 4))):
        group: dict[str, Any] = {
            "id": f"g{number}", "kind": draw(st.sampled_from(["pupils", "staff", "visitors"])),
            "in": draw(st.sampled_from(rooms)), "count": draw(st.integers(1, 40)), "each_alone": draw(st.booleans()),
            "mobility": draw(st.sampled_from([{}, {"slow": 0.3}, {"assisted": 0.2}])), "keys": draw(st.booleans()),
        }  # fmt: skip
        if draw(st.booleans()):
            group["exit"] = draw(st.sampled_from(["X1", "X2"]))
        if draw(st.booleans()):
            group["delay"] = {"uniform": [0, draw(st.integers(0, 90))]}
        groups.append(group)
    occupancy: dict[str, Any] = {"exits": draw(st.sampled_from(["nearest", "least_congested"]))}
    if groups:
        occupancy["groups"] = groups
    if not groups or draw(st.booleans()):
        occupancy["fill"] = draw(st.sampled_from([0.5, 1.0]))
    return occupancy
