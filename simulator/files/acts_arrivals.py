"""What actions about visitors, families and vehicles name that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.paths import Path
from simulator.files.places import SPACE, Places, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import did_you_mean
from simulator.model.actions import Act, Expectation
from simulator.model.scenario import Scenario

ACTS = frozenset({
    "check_id", "check_custody", "challenge", "badge", "escort", "refuse", "hand_over", "hold_vehicle", "recall",
    "unload", "open_reunification",
})  # fmt: skip
"""The actions that `arrival_findings` looks at."""
VISITOR = "visitor"


def arrival_findings(places: Places, scenario: Scenario | None, path: Path, act: Act) -> Iterator[Finding]:
    """What one of these actions names that is not there.

    People whom only the messages know may be named freely; a name that is nearly the visitor's is taken for a slip.
    A response plan knows no building: its places are not looked up.
    """
    if not isinstance(act, Expectation):
        yield from _left_open(scenario, path, act)
    match act.action:
        case "escort" | "unload" if act.to is not None and places.kinds:
            yield from _one_place(places, path, act.to)
        case "open_reunification" if act.place is not None and places.kinds:
            yield from wrong(places, (*path, "place"), act.place, SPACE)
        case "hand_over" if act.to is not None and len(act.to) > 1:
            yield Finding((*path, "to"), f"a pupil goes with one family, found {len(act.to)}")
        case _:
            pass
    if scenario is not None and scenario.visitor is None and act.visitor == VISITOR:
        yield Finding((*path, "visitor"), "the scenario has no visitor; describe one under visitor")
    scripted = scenario is not None and scenario.visitor is not None
    if scripted and act.visitor not in (None, VISITOR) and (near := did_you_mean(act.visitor or "", (VISITOR,))):
        yield Finding((*path, "visitor"), f"the visitor of the scenario is called visitor{near}")


def _left_open(scenario: Scenario | None, path: Path, act: Act) -> Iterator[Finding]:
    """What a decision or a step has to say; an expectation may leave it open."""
    nowhere = scenario is not None and scenario.reunification is None
    if act.action in ("hold_vehicle", "recall", "unload") and act.vehicle is None:
        yield Finding((*path, "action"), f"say which vehicle: {act.action} needs vehicle")
    if act.action == "open_reunification" and act.place is None and nowhere:
        yield Finding((*path, "action"), "say where families come to: place, as the scenario has no reunification")


def _one_place(places: Places, path: Path, to: tuple[str, ...]) -> Iterator[Finding]:
    if len(to) > 1:
        yield Finding((*path, "to"), f"they can go to one place, found {len(to)}")
    elif to:
        yield from wrong(places, (*path, "to", 0), to[0], SPACE)
