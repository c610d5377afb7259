"""Numbers that people give variables for a run (`--set found_at=30`), against what the variables can be."""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.errors import Refused
from simulator.model.distributions import AnyDistribution, Fixed, Integer, Triangular, Uniform
from simulator.model.draw import spelled
from simulator.model.scenario import Scenario


def refuse_impossible(scenario: Scenario, settings: Mapping[str, str]) -> None:
    """Raises Refused for a number that a variable can never be: `check` has not looked at the scenario there.

    What is no number, and a name that is none, the run refuses.
    """
    for name, text in settings.items():
        variable = scenario.variables.get(name)
        limits = limits_of(variable) if variable is not None else None
        number = _number(text)
        if limits is None or number is None or limits[0] <= number <= limits[1]:
            continue
        low, high = map(spelled, limits)
        whole = isinstance(variable, Integer)
        if not whole or number == int(number):
            can_be = f"is always {low}" if low == high else f"can be {'whole numbers ' * whole}from {low} to {high}"
            raise Refused(f"{name} {can_be}; not {text}")


def limits_of(variable: AnyDistribution) -> tuple[float, float] | None:
    """The least and the greatest number that a variable can be; None where it has no limits or is no number."""
    match variable:
        case Fixed() | Uniform() | Triangular() | Integer():
            ends = [float(end) for end in variable.extremes()]
            return ends[0], ends[-1]
        case _:
            return variable.clip


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
