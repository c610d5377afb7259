"""How long people take locking to last, by the middle of each time's distribution: what they reckon with."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from simulator.engine.securing import has_keys
from simulator.engine.sheltering import Sheltering
from simulator.engine.streams import quantities
from simulator.engine.world import Mover
from simulator.model.conduct import Conduct
from simulator.model.distributions import Numeric


class Locks:
    """The doors of rooms as people reckon with them."""

    def __init__(self, sheltering: Sheltering, conduct: Conduct):
        self._sheltering, self._conduct = sheltering, conduct
        self._planned: dict[tuple[str, bool], list[float]] = {}

    def takes_ms(self, space: str, mover: Mover) -> int:
        """How long it should take to be behind doors that hold, lights and places out of sight included.

        Of the own room the doors that do not hold as they are, of another those that do not as the plan has them.
        """
        keys, sheltering = has_keys(mover), self._sheltering
        if sheltering.orders.space(mover) == space:
            doors_s = [self._door_s(door, space, keys) for door in sheltering.securing.ways_in(space)]
        else:
            doors_s = self._as_planned_s(space, keys)
        return round((self._start_s() + sum(doors_s)) * 1000) if doors_s else 0

    def _as_planned_s(self, space: str, keys: bool) -> list[float]:
        """The times of the doors that a room has yet to lock as the plan has it; the same in all of a run."""
        found = self._planned.get((space, keys))
        if found is None:
            compiled, shut = self._sheltering.world.compiled, self._sheltering.world.believed_without_keys
            steps = {step for one in compiled.building.of_space[space] for step in compiled.building.steps_out(one)}
            doors = sorted(step >> 1 for step in steps if step ^ 1 not in shut)
            found = self._planned[space, keys] = [self._door_s(door, space, keys) for door in doors]
        return found

    def _start_s(self) -> float:
        step = self._sheltering.lock_step()
        return median(step.actual if step is not None else self._conduct.lock_start_s)

    def _door_s(self, door: int, space: str, keys: bool) -> float:
        """A door by its kind of lock: the usual time, or a barricade where these people cannot lock it."""
        compiled, conduct = self._sheltering.world.compiled, self._conduct
        opening = compiled.building.passages[door].opening
        if opening is None or not compiled.lockable[door] or opening.between[0] != space:
            return median(conduct.barricade_s)
        if opening.time_to_lock is not None:
            return median(opening.time_to_lock)
        if compiled.plan.lock_of(opening) == "outside-key" and not keys:
            return median(conduct.barricade_s)
        return median(self._sheltering.securing.usual(door))


@lru_cache(maxsize=256)
def median(distribution: Numeric) -> float:
    """What people take something to last: the middle of its distribution."""
    return float(quantities(distribution, np.array([0.5]))[0])
