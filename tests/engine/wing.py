"""A hall of 60 m with two rooms above it and an exit at each end, for tests about an armed person."""

from __future__ import annotations

from typing import Any

from simulator.model.building import Plan
from tests.engine.buildings import plan_of

CONDUCT = {
    "announce_s": {"fixed": 4}, "sentence_s": {"fixed": 6}, "lock_start_s": {"fixed": 12},
    "lock_inside_s": {"fixed": 5}, "lock_outside_s": {"fixed": 35}, "lock_by_itself_s": {"fixed": 1},
    "barricade_s": {"fixed": 60}, "barricade_holds": 1, "go_s": {"fixed": 3},
    "knock_s": {"fixed": 8}, "missed_when_loud": 0,
}  # fmt: skip
PERCEPTION = {
    "recognise_s": {"fixed": 4}, "react_s": {"fixed": 2}, "imitate_s": {"fixed": 3}, "report_s": {"fixed": 20},
    "misread": 0, "complies": 1,
}  # fmt: skip


def wing(lock: str = "inside", *, glass: str = "none", **door: Any) -> Plan:
    """Hall H in strips of 6 m from the west; R1 with door D1 at 15 m and a window W1 to get out by, R2 with D2 at 45 m
    and a window W2 that is none; exits XW and XE; the rally point lies 30 m beyond XE."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 60, 3], "pa": "zone-A", "segment": 6},
        "R1": {"kind": "classroom", "box": [12, 3, 24, 11], "cap": 20, "pa": "zone-A"},
        "R2": {"kind": "classroom", "box": [36, 3, 48, 11], "cap": 20, "pa": "zone-A"},
        "WEST": {"kind": "outdoors", "box": [-30, -10, 0, 11]},
        "NORTH": {"kind": "outdoors", "box": [0, 11, 60, 30]},
        "EAST": {"kind": "outdoors", "box": [60, -10, 90, 30]},
        "RALLY": {"kind": "assembly", "box": [90, -10, 100, 11]},
    }
    doors = [
        {"id": "D1", "between": ["R1", "H"], "at": [15, 3], "type": "door", "lock": lock, "glass": glass, **door},
        {"id": "D2", "between": ["R2", "H"], "at": [45, 3], "type": "door", "lock": lock, "glass": glass, **door},
        {"id": "XW", "between": ["H", "WEST"], "at": [0, 1.5], "type": "door"},
        {"id": "XE", "between": ["H", "EAST"], "at": [60, 1.5], "type": "door"},
        {"id": "W1", "between": ["R1", "NORTH"], "at": [18, 11], "type": "window", "clear": 0.6, "egress": True},
        {"id": "W2", "between": ["R2", "NORTH"], "at": [42, 11], "type": "window", "clear": 0.6},
        {"id": "P", "between": ["EAST", "RALLY"], "at": [90, 1.5], "type": "open", "clear": 10},
        {"id": "N", "between": ["NORTH", "EAST"], "at": [60, 20], "type": "open", "clear": 10},
    ]
    return plan_of(spaces, doors)


def ring() -> Plan:
    """Halls S and N of 40 m, joined at their ends by W and E; the only exit X is at the south of E, by S."""
    spaces = {
        "S": {"kind": "corridor", "box": [0, 0, 40, 3], "segment": 40},
        "N": {"kind": "corridor", "box": [0, 10, 40, 13], "segment": 40},
        "W": {"kind": "corridor", "box": [-3, 0, 0, 13], "segment": 40},
        "E": {"kind": "corridor", "box": [40, 0, 43, 13], "segment": 40},
        "OUT": {"kind": "outdoors", "box": [43, -10, 70, 20]},
    }
    gaps = [("SW", "S", "W", 0, 1.5), ("NW", "N", "W", 0, 11.5), ("SE", "S", "E", 40, 1.5), ("NE", "N", "E", 40, 11.5)]
    openings = [{"id": id, "between": [a, b], "at": [x, y], "type": "open", "clear": 2} for id, a, b, x, y in gaps]
    return plan_of(spaces, [*openings, {"id": "X", "between": ["E", "OUT"], "at": [43, 1.5], "type": "door"}])
