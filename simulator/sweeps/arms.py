"""One way of playing a scenario, and what a run of it comes to in plain numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.files import tainted
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.distributions import Value

Plain = str | float | int | bool | None
"""What a cell of a table holds."""


@dataclass(frozen=True, eq=False)
class Arm:
    """A scenario with the variables that are fixed, the decisions, and who has a seat.

    `seats` empty: the response plan plays every role.
    """

    bundle: Bundle
    set_values: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    seats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What one run of one arm came to.

    `draw` holds the variables that may be shown: those that reach a script (promise 5) are left out. `metrics` are the
    measures that are one number or null. `refused` says how many of the `decisions` the engine refused.
    """

    arm: int
    seed: int
    draw: Mapping[str, Value]
    metrics: Mapping[str, float | int | None]
    decisions: int
    refused: int


def scenario_digest(bundle: Bundle) -> str:
    """SHA-256 of everything that a scenario's files say, whatever their layout and comments."""
    return digest_of(_said(bundle))


def arm_digest(arm: Arm) -> str:
    """SHA-256 of an arm: its scenario, its fixed variables, its decisions and its seats."""
    decisions = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in arm.decisions]
    return digest_of([_said(arm.bundle), dict(arm.set_values), decisions, dict(arm.seats)])


def shown(bundle: Bundle, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of the variables that may be shown, in the scenario's order."""
    hidden = tainted(bundle.tree, bundle.slots)
    return {name: values[name] for name in bundle.scenario.variables if name in values and name not in hidden}


def _said(bundle: Bundle) -> list[object]:
    response = bundle.response.model_dump(mode="json", by_alias=True) if bundle.response is not None else None
    return [bundle.tree, bundle.plan.model_dump(mode="json", by_alias=True), response]


def digest_of(what: object) -> str:
    """SHA-256 of plain data."""
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()
