"""Random play of any scenario: every action of the catalogue, rulings and timeline edits, at random times.

Much of it makes no sense on purpose: people at a table try things. A seed gives the same play on every machine.
"""

from __future__ import annotations

import random
from typing import Any

from simulator.model.actions import ACTIONS, FIELDS, NEEDED, RULED_STATES
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision

FACTS = ["what", "where", "door", "threat_where", "patients"]
ORDERS = ["lockdown", "hold", "secure", "evacuate", "shelter", "stay", "code-red"]


class Names:
    """What a scenario and its plan have names for, and a few that they do not have."""

    def __init__(self, bundle: Bundle):
        scenario, plan = bundle.scenario, bundle.plan
        self.roles = [*scenario.roles] or ["facilitator"]
        self.groups = [group.id for group in scenario.occupancy.groups] or ["nobody"]
        self.spaces = [*plan.spaces(), *(f"@{name}" for name in plan.uses)]
        self.doors = [opening.id for opening in plan.openings]
        self.zones = [*dict.fromkeys(space.pa for space in plan.spaces().values() if space.pa)] or ["zone-A"]
        self.channels = [*scenario.comms.radio] or ["school"]
        self.centres = [*scenario.comms.psaps.centres] or ["county"]
        self.agencies = [*scenario.agencies] or ["police"]
        self.units = [f"{name}-{n + 1}" for name, one in scenario.agencies.items() for n in range(one.units)] or ["x-1"]
        self.patients = [patient.id for patient in scenario.patients] or ["PT1"]
        self.injects = [inject.id for inject in scenario.injects] or ["I1"]
        self.points = [point.id for point in plan.points] or ["PB1"]


def random_play(bundle: Bundle, seed: int, many: int = 6) -> tuple[Decision, ...]:
    """So many decisions at random times within the horizon, in the order of their times."""
    chance, names = random.Random(seed), Names(bundle)
    horizon_s = bundle.scenario.horizon_ms // 1000
    times = sorted(chance.randrange(horizon_s * 9 // 10 + 1) for _ in range(many))
    return tuple(_decision(chance, names, f"R{number}", at) for number, at in enumerate(times))


def _decision(chance: random.Random, names: Names, name: str, at_s: int) -> Decision:
    action = chance.choice(ACTIONS)
    desk = action.endswith(("_inject", "_injects")) or action == "rule"
    role = "facilitator" if desk else chance.choice(names.roles)
    given = {field: _value(chance, names, action, field) for field in _fields(chance, action)}
    return Decision.model_validate({"id": name, "role": role, "action": action, "at": str(at_s), **given})


def _fields(chance: random.Random, action: str) -> list[str]:
    needed = NEEDED.get(action, ())
    return [field for field in FIELDS[action] if field in needed or chance.random() < 0.5]


def _value(chance: random.Random, names: Names, action: str, field: str) -> Any:
    pick = chance.choice
    match field:
        case "what" if action in ("lock", "unlock", "close", "barricade"):
            return pick(names.doors)
        case "what":
            return pick(ORDERS)
        case "via":
            return pick([["pa"], ["radio"], ["pa", "radio"], ["in_person"], ["phone"]])
        case "zones":
            return pick(names.zones)
        case "to" if action == "tell":
            return pick([*names.roles, *names.groups, *names.zones, "zones_not_reached", pick(names.spaces)])
        case "to" if action in ("ask", "transfer_command", "hand_over"):
            return pick(names.roles)
        case "to" if action == "transfer_call":
            return pick(names.centres)
        case "to" | "place" | "spaces" | "strategy":
            return pick(names.spaces)
        case "through":
            return pick(names.doors)
        case "who":
            return pick([*names.groups, *names.roles, {"in": pick(names.spaces)}])
        case "says" | "about":
            return chance.sample(FACTS, 2)
        case "plain":
            return pick(["yes", "no"])
        case "set":
            return pick([{"text": "Other words"}, {"at": str(chance.randrange(600))}, {"if": "state.zones_dead > 0"}])
        case "sets":
            return _ruling(chance, names)
        case "inject" if action == "add_inject":
            return {"id": f"NEW{chance.randrange(10_000)}", "to": [pick(names.roles)], "text": "What now?"}
        case "inject":
            return pick(names.injects)
        case "by" if action == "shift_injects":
            return pick(["30", "-01:00", "05:00"])
        case "join":
            return [pick(names.channels), pick(names.channels)]
        case "units" | "police" | "ems" | "greeters" | "checkers" | "reunifiers":
            return str(chance.randrange(1, 5))
        case "zone":
            return pick(["hot", "warm", "cold"])
        case _:
            return pick(_plain(names).get(field, ["anything"]))


def _plain(names: Names) -> dict[str, list[str]]:
    return {
        "unit": [*names.units, "air-A"], "agency": names.agencies, "with": names.agencies, "psap": names.centres,
        "channel": names.channels, "point": names.points, "patient": names.patients, "from": ["mobile", "office_line"],
        "audience": ["families", "staff"], "hazard": ["severe_weather", "hazmat"], "alarm": ["fire"],
        "task": ["search", "perimeter", "rtf"], "by": names.roles, "visitor": ["visitor"], "vehicle": ["bus_7"],
    }  # fmt: skip


def _ruling(chance: random.Random, names: Names) -> dict[str, Any]:
    return chance.choice([
        {"opening": {chance.choice(names.doors): chance.choice(RULED_STATES)}},
        {"place": {chance.choice([*names.groups, *names.roles]): chance.choice(names.spaces)}},
        {"arrival": {chance.choice([*names.units, *names.agencies]): str(chance.randrange(1_800))}},
        {"message": {chance.choice(names.injects): chance.choice(["released", "skipped", "kept_back"])}},
        {"outcome": {"PT1": "is well"}},
    ])  # fmt: skip
