"""A small school and what may be decided in it, for tests of those who come and go."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, plan_of

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


def school(**front_door: Any) -> Plan:
    """A hall of 30 m with rooms A and B, a cafeteria, a bus at its east end, the outdoors and a rally point west."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "pa": "zone-A", "segment": 30},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "cap": 20, "pa": "zone-A"},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "cap": 20, "pa": "zone-A"},
        "CAFE": {"kind": "cafeteria", "box": [10, 3, 20, 11], "cap": 12},
        "BUS": {"kind": "vehicle", "box": [30, 0, 40, 3], "label": "bus-7"},
        "OUT": {"kind": "outdoors", "box": [-30, -10, 0, 11]},
        "RALLY": {"kind": "assembly", "box": [-40, -10, -30, 11]},
    }
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": "inside"},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": "inside"},
        {"id": "DC", "between": ["CAFE", "H"], "at": [15, 3], "type": "door"},
        {"id": "DBUS", "between": ["BUS", "H"], "at": [30, 1.5], "type": "door"},
        {"id": "X", "between": ["H", "OUT"], "at": [0, 1.5], "type": "door", "lock": "outside-key", **front_door},
        {"id": "P", "between": ["OUT", "RALLY"], "at": [-30, 0], "type": "open", "clear": 10},
    ]
    return plan_of(spaces, doors)


def pupils(id: str, space: str, count: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "pupils", "in": space, "count": count} | more


def staff(id: str, space: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "staff", "in": space, "count": 1} | more


def decided(at: float, action: str, **fields: Any) -> Decision:
    """A decision by the secretary unless another role is given."""
    return _DECISION.validate_python({"id": f"N{at:g}", "at": at, "role": "secretary", "action": action} | fields)


def bundle(
    groups: list[Any] | None = None, plan: Plan | None = None, response: Response | None = None, **more: Any
) -> Bundle:
    tree: dict[str, Any] = {"hazard": "visitor", "horizon": "60:00", "roles": {"secretary": {"in": "H"}}}
    made = bundle_of(plan or school(), groups or [staff("clerk", "CAFE")], **(tree | more))
    return Bundle(made.tree, made.scenario, made.plan, (), {}, response)


def play(groups: list[Any] | None, *decisions: Decision, seed: int = 1, until: float | None = None, **more: Any) -> Run:
    """Run a scenario of the small school."""
    return run(bundle(groups, **more), seed, decisions, until)
