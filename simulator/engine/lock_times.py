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

    def takes_ms(self, space: str, mover: Mover) -> int:
        """How long it should take to be behind doors that hold, lights and places out of sight included."""
        doors = self._doors(space, mover)
        total = sum(self._door_s(door, space, mover) for door in doors)
        return round((self._start_s() + total) * 1000) if doors else 0

    def _doors(self, space: str, mover: Mover) -> list[int]:
        """The doors that do not hold yet: of the own room as they are, of another as the plan has them."""
        sheltering = self._sheltering
        if sheltering.orders.space(mover) == space:
            return sheltering.securing.ways_in(space)
        compiled, shut = sheltering.world.compiled, sheltering.world.believed_without_keys
        inside = compiled.building.of_space[space]
        steps = {step for segment in inside for step in compiled.building.steps_out(segment)}
        return sorted(step >> 1 for step in steps if step ^ 1 not in shut)

    def _start_s(self) -> float:
        step = self._sheltering.lock_step()
        return median(step.actual if step is not None else self._conduct.lock_start_s)

    def _door_s(self, door: int, space: str, mover: Mover) -> float:
        """A door by its kind of lock: the usual time, or a barricade where these people cannot lock it."""
        compiled, conduct = self._sheltering.world.compiled, self._conduct
        opening = compiled.building.passages[door].opening
        if opening is None or not compiled.lockable[door] or opening.between[0] != space:
            return median(conduct.barricade_s)
        if opening.time_to_lock is not None:
            return median(opening.time_to_lock)
        if compiled.plan.lock_of(opening) == "outside-key" and not has_keys(mover):
            return median(conduct.barricade_s)
        return median(self._sheltering.securing.usual(door))


@lru_cache(maxsize=256)
def median(distribution: Numeric) -> float:
    """What people take something to last: the middle of its distribution."""
    return float(quantities(distribution, np.array([0.5]))[0])
