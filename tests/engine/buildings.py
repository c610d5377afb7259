"""Small plans and scenarios for tests, made by plain functions."""

from __future__ import annotations

from typing import Any

from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.model.scenario import Scenario


def plan_of(levels: dict[str, Any], openings: list[Any], links: list[Any] | None = None, **more: Any) -> Plan:
    """A plan from plain data; `levels` may be one level's spaces."""
    if not all("spaces" in level for level in levels.values()):
        levels = {"1": {"spaces": levels}}
    school = {"name": "Test (invented)", "kind": "other", "sensitivity": "public-example"}
    data = {"format": "hotwash.plan/1", "school": school, "levels": levels, "openings": openings, "links": links or []}
    return Plan.model_validate(data | more)


def bundle_of(plan: Plan, groups: list[Any] | None = None, **more: Any) -> Bundle:
    """A scenario on a plan; `more` are keys of the scenario file."""
    tree: dict[str, Any] = {
        "format": "hotwash.scenario/1", "title": "Test", "hazard": "evacuation", "plan": "test.yaml",
        "occupancy": {"groups": groups} if groups else {"fill": 1.0},
    }  # fmt: skip
    tree |= more
    return Bundle(tree, Scenario.model_validate(tree), plan, (), {})


def group(id: str, space: str, count: int, **more: Any) -> dict[str, Any]:
    """A group in one space, leaving at once."""
    return {"id": id, "kind": "pupils", "in": space, "count": count, "delay": {"fixed": 0}} | more


def hall(length_m: float = 40.0, width_m: float = 2.0, exits: str = "east", **more: Any) -> Plan:
    """A hall with ground to the east and west, doors X1 (east) and X2 (west) as `exits` says (east, west, both)."""
    spaces = {
        "C": {"kind": "corridor", "box": [0, 0, length_m, width_m]},
        "EAST": {"kind": "outdoors", "box": [length_m, -20, length_m + 40, 20]},
        "WEST": {"kind": "outdoors", "box": [-40, -20, 0, 20]},
    }
    doors = [
        {"id": "X1", "between": ["C", "EAST"], "at": [length_m, width_m / 2], "type": "door", "clear": 1.0},
        {"id": "X2", "between": ["C", "WEST"], "at": [0, width_m / 2], "type": "door", "clear": 1.0},
    ]
    kept = {"east": doors[:1], "west": doors[1:], "both": doors}[exits]
    return plan_of(spaces, kept, **more)


def room_between(state: str = "closed", lock: str = "none") -> Plan:
    """A room with a door X1 to the east and X2 to the west, each 1 m, and a rally point beyond the east ground."""
    spaces = {
        "R": {"kind": "classroom", "box": [0, 0, 10, 8], "cap": 20},
        "EAST": {"kind": "outdoors", "box": [10, -10, 30, 18]},
        "WEST": {"kind": "outdoors", "box": [-20, -10, 0, 18]},
        "RALLY": {"kind": "assembly", "box": [30, -10, 40, 18]},
    }
    doors = [
        {
            "id": "X1",
            "between": ["R", "EAST"],
            "at": [10, 4],
            "type": "door",
            "clear": 1.0,
            "state": state,
            "lock": lock,
        },
        {"id": "X2", "between": ["R", "WEST"], "at": [0, 4], "type": "door", "clear": 1.0},
        {"id": "P", "between": ["EAST", "RALLY"], "at": [30, 4], "type": "open", "clear": 10},
    ]
    return plan_of(spaces, doors)


def rows(played: Run, *kinds: str) -> list[tuple[Any, ...]]:
    """The rows of some kinds."""
    return [row for row in played.rows if row[1] in kinds]


def play(plan: Plan, groups: list[Any] | None = None, seed: int = 1, decisions: Any = (), **more: Any) -> Run:
    """Run a scenario made on the spot."""
    return run(bundle_of(plan, groups, **more), seed, decisions)


def last_out_s(played: Run) -> float:
    """When the last person passed an exit."""
    return max(row[0] + row[7] * (row[6] - 1) for row in rows(played, "out")) / 1000


def people_out(played: Run) -> dict[str, int]:
    """Persons by exit."""
    found: dict[str, int] = {}
    for row in rows(played, "out"):
        found[row[5]] = found.get(row[5], 0) + row[6]
    return found
