"""Drill cards, the checks before one is printed, and what real drills teach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.engine import run as engine
from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.session.writing import write_new
from simulator.shipped import shipped

if TYPE_CHECKING:
    from simulator.drills import Deck, Learned, Ordinary
    from simulator.model.drill import Drill, Rule

OTHERS = 8
"""How many other cards one card alone is compared with, at most."""


def deal(
    bundle: Bundle,
    *,
    strength: int = 2,
    cards: int | None = None,
    without: Iterable[str] = (),
    exclude: Iterable[str] = (),
    version: int | None = None,
    surprise: bool = False,
) -> Deck:
    """Drill cards over a scenario's variables, without the combinations kept out and those of files drilled before.

    Versions count on from the last in those files where none is given. Raises InvalidFile, NotFound, Refused in words.
    """
    from simulator import drills
    from simulator.files.drilled import read_drilled

    odd = drills.odd_value(bundle)
    read = [read_drilled(path, tuple(bundle.scenario.variables), odd) for path in exclude]
    return drills.deal(
        bundle, strength=strength, cards=cards, surprise=surprise,
        never=[drills.combination_from(bundle, text) for text in without],
        drilled=[one for combinations, _ in read for one in combinations],
        version=version if version is not None else 1 + max((latest for _, latest in read), default=0),
    )  # fmt: skip


def planned_drill(bundle: Bundle, path: str | None) -> Drill:
    """The drill that a file plans for a scenario; without one, what the scenario says of itself.

    Raises Refused where the file is about another hazard: the checks would look at the wrong drill.
    """
    from simulator.files.drilled import read_drill
    from simulator.model.drill import Drill

    scenario = bundle.scenario
    if path is None:
        return Drill(
            hazard=scenario.hazard, type=scenario.exercise.type, grades=scenario.audience.grades,
            pupils_present=scenario.audience.pupils_present,
        )  # fmt: skip
    drill = read_drill(path)
    if drill.hazard != scenario.hazard:
        raise Refused(f"{path} plans a drill for {drill.hazard}, the scenario is about {scenario.hazard}")
    return drill


def write_drill_file(bundle: Bundle, out: str | Path) -> Path:
    """Write a drill file to fill in, with what the scenario says of itself. Raises Refused rather than replace one."""
    from simulator.files.drilled import drill_skeleton

    return write_new(Path(out), drill_skeleton(planned_drill(bundle, None)))


def drill_rules(paths: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rows that a drill is checked against: the shipped guidance, and those of further files."""
    from simulator.files.drilled import read_rules

    every = (str(shipped("jurisdictions") / "guidance.yaml"), *paths)
    return tuple(row for path in every for row in read_rules(path).rows)


def compare_cards(
    bundle: Bundle, deck: Deck, runs: int, progress: Callable[[str], None] | None = None
) -> dict[int, Ordinary]:
    """How hard each card of a deck is beside the others; one card alone beside those that cover the scenario."""
    from simulator import drills

    others = drills.deal(bundle).cards[:OTHERS] if len(deck.cards) == 1 else ()
    return drills.compare(bundle, deck.cards, others, runs, progress)


def learn(bundle: Bundle, results: str, runs: int = 0) -> Learned:
    """What the results of real drills would change in a scenario; nothing is changed.

    Where totals were measured, `runs` versions are played before and after, to be compared with them.
    """
    from simulator import drills
    from simulator.files.drilled import read_results

    people = engine.run(bundle, 1, until=0.001, seats={}).people
    return drills.simulated(bundle, drills.learn(bundle, read_results(results), people), runs)
