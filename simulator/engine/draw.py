"""A scenario's variables resolved for one seed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import ValidationError

from simulator.engine.streams import value
from simulator.errors import InvalidFile, NotFound, Problem
from simulator.model.bundle import Bundle
from simulator.model.distributions import AnyDistribution, Chance, Integer, Value
from simulator.model.draw import filled
from simulator.model.scenario import Scenario


def resolved(bundle: Bundle, seed: int, set_values: Mapping[str, str]) -> tuple[Scenario, dict[str, Value]]:
    """The scenario with every variable drawn for the seed, or fixed by `set_values`, and the draw itself."""
    variables = bundle.scenario.variables
    if unknown := [name for name in set_values if name not in variables]:
        known = ", ".join(variables) or "none"
        raise NotFound(f"the scenario has no variable called {unknown[0]}; it has: {known}")
    draw = {
        name: _fixed(distribution, name, set_values[name]) if name in set_values
        else value(distribution, seed, "variable", name)
        for name, distribution in variables.items()
    }  # fmt: skip
    if not bundle.slots:
        return bundle.scenario, draw
    tree = filled(bundle.tree, bundle.slots, draw, bundle.plan.label_of)
    try:
        return Scenario.model_validate(tree), draw
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(step) for step in first["loc"])
        values = ", ".join(f"{name} = {drawn}" for name, drawn in draw.items())
        raise InvalidFile(
            [Problem("scenario", 1, 1, path, f"with {values}: {first['msg'].removeprefix('Value error, ')}")]
        ) from None


def _fixed(distribution: AnyDistribution, name: str, text: str) -> Value:
    """A value typed by a person, checked against what the variable can be."""
    if isinstance(distribution, Chance):
        answer = {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())
        if answer is None:
            raise NotFound(f"{name} is yes or no, not {text}")
        return answer
    options = distribution.extremes()
    if all(isinstance(option, str) for option in options):
        if text not in options:
            raise NotFound(f"{name} can be {', '.join(str(option) for option in options)}; not {text}")
        return text
    whole = isinstance(distribution, Integer)
    number = _number(text)
    if number is None or (whole and number != int(number)):
        raise NotFound(f"{name} is a {'whole ' if whole else ''}number, not {text}")
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
