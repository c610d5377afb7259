"""Nobody waits for ever: whoever finds no room under an order, and stands without a way, tries again.

The rooms are tried anew after a while. In a lockdown in which every room refuses a second time, they leave by an exit
instead; from then on it is the rooms' turn and the exits' turn in order, each time after a longer while. With an armed
person in the scenario people's own choices see to this instead (`choosing.py`). Who was on the way to a class after the
bell, and has heard no order, stays where they are when the room is still shut the second time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulator.engine.walking import STRANDED
from simulator.engine.world import CHOICES, Mover
from simulator.model.events import Row

if TYPE_CHECKING:
    from simulator.engine.orders import Belief
    from simulator.engine.sheltering import Sheltering

NO_WAY_OUT = "no way out"
INDOORS = frozenset({"lockdown", "hold", "secure", "shelter"})
"""Orders on which people go to a place indoors."""
MOST_DOUBLINGS = 6


class Retrying:
    """Who has found no room how often."""

    def __init__(self, sheltering: Sheltering):
        self.sheltering, self.world = sheltering, sheltering.world
        self.every_ms = round(sheltering.orders.scenario.perception.redecide_s * 1000)
        self.tries: dict[str, int] = {}
        self._listens = False

    def listen(self) -> None:
        """From now on somebody is under way to a room."""
        if not self._listens:
            self._listens = True
            self.world.listen("waiting", self._waits)

    def _waits(self, row: Row) -> None:
        if row[5] != NO_WAY_OUT:
            return
        for mover in [one for one in self.world.stranded if one.name == row[3]]:
            belief = self.sheltering.going_by(mover)
            if self._minds(mover, belief):
                tries = self.tries[mover.name] = self.tries.get(mover.name, 0) + 1
                wait_ms = self.every_ms << min(tries - 1, MOST_DOUBLINGS)
                self.world.at(self.world.now + wait_ms, CHOICES, partial(self._again, mover, mover.gen, tries))

    def _minds(self, mover: Mover, belief: Belief | None) -> bool:
        """Whether trying again is for this part to see to."""
        if belief is None:
            return mover.goal is not None and mover.within
        return belief.order in INDOORS and self.sheltering.orders.scenario.threat is None

    def _again(self, mover: Mover, gen: int, tries: int) -> None:
        sheltering = self.sheltering
        belief = sheltering.going_by(mover)
        if mover.gen != gen or mover.state != STRANDED:
            return
        mover.known = self.world.believed_at_start(mover)
        if belief is None and tries % 2 == 0:
            sheltering.stop(mover)
            sheltering.stays_put(mover, mover.cause)
        elif belief is None:
            self.world.stranded.remove(mover)
            sheltering.people.walking.decide(mover, "tried again")
        elif belief.order == "lockdown" and tries % 2 == 0:
            sheltering.stop(mover)
            sheltering.people.start(mover, "no room let them in", belief.cause)
        else:
            sheltering.act(mover, belief)
