"""A small school with a radio, two agencies and two 911 centres, where every time is known beforehand."""

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
TIMES = {
    "airtime_s": {"fixed": 10}, "gives_up_s": 60, "phone_s": {"fixed": 15}, "relay_s": {"fixed": 7},
    "dial_s": {"fixed": 5}, "answer_s": {"fixed": 4}, "process_s": {"fixed": 20}, "talk_s": {"fixed": 60},
    "panic_s": {"fixed": 3}, "write_s": {"fixed": 30}, "camera_s": {"fixed": 5},
    "gives_up_911_s": 3600,
}  # fmt: skip
CONDUCT = {"announce_s": {"fixed": 4}, "sentence_s": {"fixed": 6}, "missed_when_loud": 0, "tell_s": {"fixed": 30}}
ROLES = {
    "principal": {"in": "H", "radio": "school", "played": True},
    "secretary": {"in": "A", "radio": "school", "phone": "office"},
    "officer": {"in": "B", "radio": "school"},
    "dean": {"in": "B"},
    "sergeant": {"in": "off_site", "agency": "police", "radio": "police"},
}
COMMS = {
    "radio": {
        "school": {"users": ["principal", "secretary", "officer"]},
        "police": {"users": ["police", "sergeant"]},
    },
    "psaps": {
        "city": {"call_takers": 1, "dispatches": ["police"]}, "county": {"call_takers": 1, "dispatches": ["ems"]},
        "routing": {"office": "city", "mobile": "county"}, "transfer": {"fixed": 15},
    },
}  # fmt: skip


def school() -> Plan:
    """A hall of 30 m in three strips with rooms A and B above it, a camera that looks east, and a panic button in A."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "pa": "zone-A", "segment": 10},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "cap": 20, "pa": "zone-A"},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "cap": 20},
        "OUT": {"kind": "outdoors", "box": [-30, -10, 0, 11]},
    }
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": "inside"},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": "inside"},
        {"id": "X", "between": ["H", "OUT"], "at": [0, 1.5], "type": "door"},
    ]
    points = [
        {"id": "CAM", "kind": "camera", "on": "1", "at": [12, 1.5], "facing_deg": 90, "view_deg": 60},
        {"id": "PB", "kind": "panic-button", "on": "1", "in": "A"},
    ]
    return plan_of(spaces, doors, points=points, uses={"office": "A"})


def decided(at: float, role: str, action: str, **fields: Any) -> Decision:
    """A decision; its id follows from its instant and its role unless one is given."""
    tree = {"id": f"{role}-{at}", "at": at, "role": role, "action": action} | fields
    return _DECISION.validate_python(tree)


def knows(who: str, fact: str, value: str, at: float = 0) -> dict[str, Any]:
    """A message by whose effect somebody knows something."""
    return {"id": f"K-{who}-{fact}", "at": at, "effect": [{"tell": who, "fact": fact, "value": value}]}


def talk(
    *decisions: Decision, comms: dict[str, Any] | None = None, response: Response | None = None, seed: int = 1,
    plan: Plan | None = None, **more: Any,
) -> Run:  # fmt: skip
    """Play the school with its people in room B."""
    tree: dict[str, Any] = {
        "hazard": "armed_assailant", "readiness": TIMES, "conduct": CONDUCT, "horizon": "20:00", "roles": ROLES,
        "comms": COMMS if comms is None else comms, "agencies": {"police": {"units": 2}, "ems": {"units": 1}},
    }  # fmt: skip
    plan = plan or school()
    group = {"id": "class", "kind": "pupils", "in": "B", "count": 5}
    bundle = bundle_of(plan, [group], **(tree | more))
    return run(Bundle(bundle.tree, bundle.scenario, plan, (), {}, response), seed, decisions)
