"""A card as a scenario file of its own: what the trainer chose is fixed in it, what only the version draws is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.drills.cards import Card
from simulator.files.dump import flow, key
from simulator.model.bundle import Bundle
from simulator.model.distributions import AnyDistribution, Chance, Choice, Deck, Value
from simulator.model.draw import at, filled, names_at


def scenario_text(bundle: Bundle, card: Card, plan: str, response: str | None) -> str:
    """The scenario as YAML with the card's values fixed; `plan` and `response` are paths from where it will lie."""
    tree = _fixed(bundle, card)
    tree |= {"plan": plan} | ({"response": response} if response is not None else {})
    return "\n".join([*_head(card), *_blocks(tree)]) + "\n"


def _head(card: Card) -> Iterator[str]:
    yield "# THIS IS AN EXERCISE."
    yield f"# Drill card {card.number}, exercise version {card.version}. It plays as on the card with"
    yield f"#   hotwash run THIS_FILE --seed {card.version}"
    yield "# The values that the card sets are fixed under variables; the others are drawn by the version."


def _fixed(bundle: Bundle, card: Card) -> dict[str, Any]:
    """The tree with each variable of the card made to be one thing, and picks on yes-or-no answers made already."""
    chosen = {name: level.value for name, level in card.levels}
    picks = [path for path in bundle.slots if isinstance(at(bundle.tree, path), dict)]
    made = [path for path in picks if isinstance(chosen.get(names_at(at(bundle.tree, path))[0]), bool | float)]
    tree = filled(bundle.tree, tuple(made), chosen)
    declared = bundle.scenario.variables
    variables = {
        name: _always(declared[name], chosen[name]) if name in chosen else one
        for name, one in bundle.tree["variables"].items()
    }
    return {**tree, "variables": variables}


def _always(variable: AnyDistribution, value: Value) -> Mapping[str, Any]:
    """A variable that is always one thing; what it could also have been keeps its name, with no weight.

    A `pick` in the scenario may speak of every option, and must not say something for one that does not exist.
    """
    match variable:
        case Choice():
            return {"choice": {option: 1 if option == value else 0 for option in variable.choice}}
        case Deck():
            return {"choice": {option: 1 if option == value else 0 for option in dict.fromkeys(variable.deck)}}
        case Chance():
            return {"chance": 1 if value else 0}
        case _:
            return {"fixed": value}


def _blocks(tree: Mapping[str, Any]) -> Iterator[str]:
    """Each key of the file; maps and lists one line for each entry."""
    for name, value in tree.items():
        if isinstance(value, dict) and value and name in ("variables", "roles", "agencies"):
            yield f"{name}:"
            yield from (f"  {key(one)}: {flow(inner)}" for one, inner in value.items())
        elif isinstance(value, list) and value:
            yield f"{name}:"
            yield from (f"  - {flow(one)}" for one in value)
        else:
            yield f"{name}: {flow(value)}"
