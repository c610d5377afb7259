"""Somebody of no roster who walks through the building in closed form: a clock, the plan and the doors are all it knows.

Where a door holds, the walk ends in front of it. Nobody makes room for the walker, and the walker for nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.engine.world import ENTRIES, World
from simulator.rules.itinerary import entry_step, into
from simulator.rules.routes import FAR_MM


class Stroll:
    """One person's walk; `segment` is where they are, None outside the story. `moved` is called at each new segment."""

    def __init__(self, world: World, opening: int, speed_m_s: float, moved: Callable[[], None]):
        self.world, self.speed_m_s, self.moved = world, speed_m_s, moved
        self.step = entry_step(world.compiled.building, opening)
        self.segment: int | None = None
        self.stopped_at: str | None = None
        self._gen = 0

    def holds(self, step: int) -> bool:
        """Whether a step cannot be made without a key."""
        doors = self.world.doors
        return doors.blocked[step >> 1] or step in doors.barred or bool(step & 1 and doors.holds(step >> 1))

    def come_in(self, to: str | None) -> None:
        """Through the entry, whether it is locked or not: somebody opens; then on to a space, where one is named."""
        self._enter(self.step)
        if to is not None:
            self.go(to)

    def go(self, to: str) -> None:
        """Walk to a space by the way that is shortest with every door open."""
        compiled = self.world.compiled
        table = compiled.routes.table(into(compiled.building, to).steps, compiled.never)
        if self.segment is None or self.segment in compiled.building.of_space[to]:
            return
        following = table.next_step[self.step]
        if following < 0 or table.left_mm[self.step] >= FAR_MM:
            return
        self._gen += 1
        gen, takes_ms = self._gen, int(table.leg_mm[self.step] / self.speed_m_s + 0.5)
        self.world.at(self.world.now + takes_ms, ENTRIES, lambda: self._reach(following, to, gen))

    def stop(self) -> None:
        """Stand still where they are."""
        self._gen += 1

    def leave(self) -> None:
        """Out of the story."""
        self.stop()
        self.segment = None

    def _reach(self, step: int, to: str, gen: int) -> None:
        if gen != self._gen:
            return
        if self.holds(step):
            self.stopped_at = self.world.compiled.passage_names[step >> 1]
            return
        self._enter(step)
        self.go(to)

    def _enter(self, step: int) -> None:
        self.step, self.segment = step, self.world.compiled.goes_to[step]
        self.moved()
