"""Small scenarios that play in milliseconds, for tests of many runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.distributions import AnyDistribution
from simulator.model.draw import filled, slots_of
from simulator.model.response import Response
from simulator.model.scenario import Scenario
from tests.engine.buildings import group, room_between
from tests.engine.wing import CONDUCT, PERCEPTION, wing


def drawn(bundle: Bundle, tree: dict[str, Any]) -> Bundle:
    """The bundle with this tree, whose slots hold variables."""
    slots = tuple(slots_of(tree))
    read = TypeAdapter(AnyDistribution)
    first = {name: read.validate_python(one).extremes()[0] for name, one in tree.get("variables", {}).items()}
    return replace(bundle, tree=tree, slots=slots, scenario=Scenario.model_validate(filled(tree, slots, first)))


def evacuation(**more: Any) -> Bundle:
    """Twenty pupils leave a room, each version after other delays; one of its two doors is blocked."""
    tree: dict[str, Any] = {
        "format": "hotwash.scenario/1", "title": "Leaving a room", "hazard": "evacuation", "plan": "test.yaml",
        "horizon": "05:00",
        "variables": {"starts": {"uniform": [5, 60]}, "door": {"choice": ["X1", "X2"]}},
        "occupancy": {"groups": [group("class", "R", 20, delay={"uniform": [0, 30]})]},
        "injects": [
            {"id": "I1", "at": "${starts}", "effect": [{"alarm": "fire"}]},
            {"id": "I2", "at": "00:01", "effect": [{"block": ["${door}"]}]},
        ],
    }  # fmt: skip
    return drawn(Bundle(tree, None, room_between(), (), {}), tree | more)  # type: ignore[arg-type]


PLAN = {
    "format": "hotwash.response/1", "title": "Test", "roles": {"principal": {"title": "Principal"}},
    "hazards": {
        "armed_assailant": {
            "order": "lockdown",
            "steps": [
                {
                    "id": "L1", "on": {"event": "inject_released"}, "role": "principal", "action": "announce",
                    "what": "lockdown", "via": "pa", "meant": 20, "actual": {"uniform": [20, 60]},
                },
            ],
        },
    },
}  # fmt: skip


def threatened(**more: Any) -> Bundle:
    """Two rooms off a hall, an armed person who comes in by one of two doors that only the draw decides, and an order
    that the plan's L1 gives."""
    tree: dict[str, Any] = {
        "format": "hotwash.scenario/1", "title": "Somebody in the hall", "hazard": "armed_assailant",
        "plan": "test.yaml", "response": "test.yaml", "horizon": "05:00",
        "conduct": CONDUCT | {"lock_start_s": {"uniform": [2, 40]}}, "perception": PERCEPTION | {"misread": 1},
        "variables": {
            "entry": {"choice": ["XW", "XE"]}, "late": {"uniform": [0, 20]}, "heard": {"chance": 0.5},
        },
        "threat": {"enters": "${entry}", "at": 40, "pattern": "roam", "speed": 1.0, "lasts": {"fixed": 200}},
        "comms": {"pa": {"zone-A": {"works": "${heard}"}}},
        "occupancy": {"groups": [
            {"id": "first", "kind": "pupils", "in": "R1", "count": 15},
            {"id": "second", "kind": "pupils", "in": "R2", "count": 15},
            {"id": "one", "kind": "staff", "in": "R1", "count": 1},
            {"id": "two", "kind": "staff", "in": "R2", "count": 1},
        ]},
        "roles": {"principal": {"in": "R2", "played": "yes"}},
        "injects": [{"id": "I1", "at": "${late}", "text": "A sign"}],
    }  # fmt: skip
    bundle = drawn(Bundle(tree, None, wing(), (), {}), tree | more)  # type: ignore[arg-type]
    return replace(bundle, response=Response.model_validate(PLAN))


def order_at(t_s: float, id: str = "D1") -> Decision:
    """The principal orders a lockdown."""
    data = {"id": id, "role": "principal", "action": "announce", "what": "lockdown", "via": "pa", "at": t_s}
    return Decision.model_validate(data)
