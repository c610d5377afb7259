"""Conditions that are waited for: looked at after each instant at which something they read has changed.

Nothing is watched while no condition is open. What a guard can read changes with announcements, with loudspeakers
that fail or work again, with departures, and with people passing the doors of a space, each member at its instant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.triggers import named
from simulator.engine.world import World
from simulator.model.events import Row
from simulator.rules.guards import Guard

LOOKS = 8
"""The order at one instant: after everything that happens at it, before the run's end."""


@dataclass(frozen=True, slots=True)
class _Open:
    guard: Guard
    doors: frozenset[str]
    act: Callable[[], None]


class Whens:
    """Every condition that is waited for, in the order in which they were added."""

    def __init__(self, world: World, holds: Callable[[Guard], bool]):
        self.world, self.holds = world, holds
        self.open: dict[str, _Open] = {}
        self.doors: frozenset[str] = frozenset()
        self.looking: set[int] = set()
        self.hears: dict[str, Callable[[Row], None]] = {}

    def wait(self, name: str, guard: Guard, act: Callable[[], None]) -> None:
        """Call `act` once, at the first instant from now on at which a guard holds."""
        self.open[name] = _Open(guard, self._doors(guard), act)
        self._listen()
        self.look_at(self.world.now)

    def drop(self, name: str) -> None:
        """Nobody waits for this condition any more."""
        if self.open.pop(name, None) is not None:
            self._listen()

    def touch(self) -> None:
        """Something that no event tells has changed."""
        if self.open:
            self.look_at(self.world.now)

    def look_at(self, t_ms: int) -> None:
        """Look at all conditions when everything at an instant has happened."""
        if t_ms not in self.looking:
            self.looking.add(t_ms)
            self.world.at(t_ms, LOOKS, self._look)

    def _look(self) -> None:
        self.looking.discard(self.world.now)
        for name, one in list(self.open.items()):
            if name in self.open and self.holds(one.guard):
                self.drop(name)
                one.act()

    # ---- what is listened to -----------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Listen to exactly the kinds that the open conditions need."""
        self.doors = frozenset().union(*(one.doors for one in self.open.values()))
        reads = {name[1] for one in self.open.values() for name in one.guard.reads if name[0] == "state"}
        wanted: dict[str, Callable[[Row], None]] = {}
        if reads & {"order", "order_in"}:
            wanted["announced"] = self._changed
        if "departed" in reads:
            wanted["departed"] = self._changed
        if self.doors:
            wanted |= {"entered": self._passed, "out": self._passed}
        for kind in self.hears.keys() - wanted.keys():
            self.world.unlisten(kind, self.hears[kind])
        for kind in [kind for kind in wanted if kind not in self.hears]:
            self.world.listen(kind, wanted[kind])
        self.hears = wanted

    def _changed(self, row: Row) -> None:
        self.look_at(row[0])

    def _passed(self, row: Row) -> None:
        """People pass a door: where a watched space is on one side, each member changes how many are there."""
        t_ms, _, _, _, _, through, n, every_ms = row
        if through is None or through in self.doors:
            for member in range(n if every_ms else 1):
                self.look_at(t_ms + member * every_ms)

    def _doors(self, guard: Guard) -> frozenset[str]:
        """The openings on the edges of the spaces that a guard reads; between a hall's strips nobody leaves it."""
        compiled = self.world.compiled
        found: set[str] = set()
        for reference in guard.spaces():
            inside = set(compiled.building.of_space.get(named(reference, compiled.plan), ()))
            found.update(
                name for name, passage in zip(compiled.passage_names, compiled.building.passages, strict=True)
                if len(inside.intersection(passage.between)) == 1
            )  # fmt: skip
        return frozenset(found)
