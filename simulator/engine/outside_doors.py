"""Outside doors on the order secure: each member of staff takes the nearest that does not hold, and then the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine import door_acts
from simulator.engine.orders import Belief
from simulator.engine.securing import has_keys
from simulator.engine.world import OPENINGS, Mover, World
from simulator.model.building import Opening
from simulator.rules.routes import FAR_MM

if TYPE_CHECKING:
    from simulator.engine.sheltering import Sheltering


class OutsideDoors:
    """The doors that are left, and who has taken which."""

    def __init__(self, sheltering: Sheltering):
        self.sheltering = sheltering
        self.world, self.people, self.orders = sheltering.world, sheltering.people, sheltering.orders
        self._left: list[int] | None = None
        self._taken: dict[str, int] = {}

    def give_up(self, mover: Mover) -> None:
        """Whoever does something else takes no door any more."""
        self._taken.pop(mover.name, None)

    def reached(self, mover: Mover) -> bool:
        """Somebody is where they were going: a door that they have taken is locked. Returns whether there is one."""
        door = self._taken.get(mover.name)
        if door is not None:
            self._lock(mover, door, 0)
        return door is not None

    def next(self, mover: Mover, belief: Belief, delay_ms: int) -> None:
        """The nearest outside door that does not hold and that nobody has taken on yet."""
        if self._left is None:
            self._left = self._open()
        compiled = self.world.compiled
        best, best_mm, best_goal = -1, FAR_MM, frozenset[int]()
        for door in self._left:
            if compiled.plan.lock_of(_opening(self.world, door)) == "outside-key" and not has_keys(mover):
                continue
            inner = compiled.came_from[self._exit_step(door)]
            if inner == mover.segment:
                best, best_mm, best_goal = door, 0, frozenset()
                continue
            goal = frozenset(
                step for step, to in enumerate(compiled.goes_to) if to == inner and compiled.came_from[step] != inner
            )
            table = compiled.routes.table(goal, mover.known | compiled.exits)
            step, near = self.people.walking.best_step(mover, table)
            if step >= 0 and near + table.left_mm[step] < best_mm:
                best, best_mm, best_goal = door, near + table.left_mm[step], goal
        if best < 0:
            return
        self._left.remove(best)
        self._taken[mover.name] = best
        if best_goal:
            self.sheltering.go(mover, belief, best_goal, delay_ms, "locks an outside door")
        else:
            self._lock(mover, best, delay_ms)

    def _exit_step(self, door: int) -> int:
        return 2 * door if 2 * door in self.world.compiled.exits else 2 * door + 1

    def _open(self) -> list[int]:
        """Outside doors with a lock that would let somebody in now."""
        compiled = self.world.compiled
        doors = sorted({step >> 1 for step in compiled.exits if compiled.lockable[step >> 1]})
        # a lock holds against whoever comes from the second space: only a door with the outdoors second can be locked
        return [door for door in doors if self._exit_step(door) == 2 * door and not self.world.shut[2 * door + 1]]

    def _lock(self, mover: Mover, door: int, delay_ms: int) -> None:
        gen = mover.gen

        def lock() -> None:
            if mover.gen != gen or self._taken.get(mover.name) != door:
                return
            belief = self.orders.belief(mover)
            door_acts.lock(self.world, self.people, door, belief.cause if belief else None, mover.name)
            del self._taken[mover.name]
            if belief is not None and belief.order == "secure":
                self.next(mover, belief, 0)

        self.world.at(self.world.now + delay_ms + self.sheltering.securing.lock_ms(door), OPENINGS, lock)


def _opening(world: World, door: int) -> Opening:
    opening = world.compiled.building.passages[door].opening
    assert opening is not None
    return opening
