"""Waiting for the first event of a sort, in the log so far or from now on."""

from __future__ import annotations

from collections.abc import Callable

from simulator.engine.world import World
from simulator.model.actions import Occurrence
from simulator.model.events import Row
from simulator.rules.occurrences import kinds_of, matches, named

__all__ = ["await_first", "found", "kinds_of", "matches", "named"]


def found(world: World, wanted: Occurrence, start: int) -> Row | None:
    """The first match in the log, its first `start` rows left out."""
    kinds, plan = kinds_of(wanted), world.compiled.plan
    rows = (row for row in world.log[start:] if row[1] in kinds)
    return next((row for row in rows if matches(wanted, row, plan)), None)


def await_first(world: World, wanted: Occurrence, act: Callable[[], None]) -> Callable[[], None]:
    """Call `act` once, at the first match from now on; returns what ends the wait."""
    kinds, plan = kinds_of(wanted), world.compiled.plan

    def hear(row: Row) -> None:
        if matches(wanted, row, plan):
            end()
            act()

    def end() -> None:
        for kind in kinds:
            world.unlisten(kind, hear)

    for kind in kinds:
        world.listen(kind, hear)
    return end
