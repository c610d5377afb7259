"""Somebody of no roster who walks through the building in closed form: it knows a clock, the plan and the doors.

Where a door holds, the walk ends in front of it. Nobody makes room for the walker, and the walker for nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.engine.world import ENTRIES, World
from simulator.rules.itinerary import entry_step, into
from simulator.rules.routes import FAR_MM


class Stroll:
    """One person's walk; `segment` is where they are, None outside the story. `let_through`: others open locks.

    `moved()` is called at each new segment, `stopped(step)` at a door that holds.
    """

    def __init__(
        self, world: World, opening: int, speed_m_s: float, moved: Callable[[], None], stopped: Callable[[int], None]
    ):
        self.world, self.speed_m_s, self.moved, self.stopped = world, speed_m_s, moved, stopped
        self.step = entry_step(world.compiled.building, opening)
        self.segment: int | None = None
        self.let_through = False
        self._gen = 0

    def holds(self, step: int) -> bool:
        """Whether a step cannot be made: the way is blocked, or locked and nobody opens."""
        doors = self.world.doors
        if doors.blocked[step >> 1] or step in doors.barred:
            return True
        return not self.let_through and bool(step & 1 and doors.holds(step >> 1))

    def onward(self, to: str) -> tuple[int, int]:
        """The step after the last one made on the shortest way to a space, and how far it is (mm); -1 for none."""
        compiled = self.world.compiled
        table = compiled.routes.table(into(compiled.building, to).steps, compiled.never)
        inside = compiled.goes_to[self.step] in compiled.building.of_space[to]
        following = table.next_step[self.step]
        if inside or following < 0 or table.left_mm[self.step] >= FAR_MM:
            return -1, 0
        return following, table.leg_mm[self.step]

    def go_through(self, step: int, to: str | None) -> None:
        """Make a step, whether its door holds or not: somebody opens; then on to a space, where one is named."""
        self._enter(step)
        if to is not None:
            self.go(to)

    def go(self, to: str) -> None:
        """Walk to a space, from the door passed last, by the way that is shortest with every door open."""
        following, far_mm = self.onward(to)
        if self.segment is None or following < 0:
            return
        self._gen += 1
        gen, takes_ms = self._gen, int(far_mm / self.speed_m_s + 0.5)
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
            self.stopped(step)
        else:
            self.go_through(step, to)

    def _enter(self, step: int) -> None:
        self.step, self.segment = step, self.world.compiled.goes_to[step]
        self.moved()
