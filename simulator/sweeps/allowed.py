"""What may not be chosen or compared: whatever reaches the script of a threat, visitor or disturbance (promise 5)."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import NotFound, Refused
from simulator.files import tainted
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.rules.near import did_you_mean

DESK = frozenset({
    "release_inject", "hold_inject", "skip_inject", "shift_injects", "edit_inject", "add_inject", "rule",
})  # fmt: skip
"""The facilitator's own changes and rulings: they can say anything, what a script's person does among it."""


def refuse_scripted(bundle: Bundle, names: Iterable[str], doing: str) -> None:
    """Raises Refused, with the reason, for a variable that reaches a script, NotFound for one that does not exist.

    `doing` says what was asked for: `varied`, `changed`, `compared`.
    """
    variables = bundle.scenario.variables
    hidden = tainted(bundle.tree, bundle.slots)
    for name in names:
        if name not in variables:
            known = ", ".join(variables) or "none"
            near = did_you_mean(name, variables)
            raise NotFound(f"the scenario has no variable called {name}; it has: {known}{near}")
        if name in hidden:
            raise Refused(
                f"{name} cannot be {doing}: it reaches what the person of a script does (threat, intruder, visitor or "
                f"disturbance). Hotwash compares what a school and its responders do, never what such a person does; "
                f"{name} is drawn anew for each exercise version, and its values are not shown"
            )


def refuse_desk(decisions: Iterable[Decision]) -> None:
    """Raises Refused for a decision of the facilitator's desk, which is no choice that could be compared."""
    for one in decisions:
        if one.action in DESK:
            raise Refused(
                f"{one.id} ({one.action}) is the facilitator's: messages and rulings are left out of comparisons. "
                f"What roles choose can be moved, dropped or added"
            )
