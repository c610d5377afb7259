"""The officer of a school: one of the people in the building, who goes toward an armed person instead of hiding."""

from __future__ import annotations

from functools import partial

from simulator.engine.knowledge import Known
from simulator.engine.noticing import WHERE
from simulator.engine.streams import quantity
from simulator.engine.units import Inside
from simulator.engine.world import CHOICES, ENTRIES, SIGHT
from simulator.model.events import Row


class Officer:
    """An officer who is in the building from the start: walks among the others, toward the freshest report."""

    def __init__(self, inside: Inside, role: str):
        self.inside, self.play, self.world = inside, inside.play, inside.world
        self.role, self.met = role, False
        self.play.sheltering.on_duty.add(role)
        self.world.listen("entered", self._moved)
        self.play.knowledge.hears.append(self._hears)
        assert self.play.threat is not None
        self.play.threat.moved.append(lambda old, new: self._look_later())
        self.world.listen("threat_ended", self._over)

    def _over(self, row: Row) -> None:
        """From now on the officer follows orders like everybody else."""
        self.play.sheltering.on_duty.discard(self.role)

    def _hears(self, who: str, fact: str, known: Known, cause: str | None) -> None:
        if fact == WHERE and who == self.role and not self.met:
            self.world.at(self.world.now, CHOICES, partial(self._go, known, cause))

    def _go(self, known: Known, cause: str | None) -> None:
        mover, threat = self.play.orders.person(self.role), self.play.threat
        if mover is None or threat is None or threat.over or self.met or self.role in self.play.seats:
            return
        if self.play.knowledge.of(self.role, WHERE) != known or mover.segment in self.inside.segments(known.value):
            return
        goal = self.play.people.steps_into(known.value)
        mover.goal, mover.within, mover.outside = goal, False, False
        self.play.people.send([mover], "goes toward the report", cause)

    def _moved(self, row: Row) -> None:
        if row[3] == self.role:
            self._look_later()

    def _look_later(self) -> None:
        self.world.at(self.world.now, SIGHT, self._look)

    def _look(self) -> None:
        mover, threat = self.play.orders.person(self.role), self.play.threat
        if self.met or mover is None or threat is None or threat.over or not self.inside.sees(mover.segment):
            return
        self.met = True
        takes = quantity(self.inside.readiness.contact_s, self.world.seed, "contact", self.role)
        self.world.at(self.world.now + round(takes * 1000), ENTRIES, partial(threat.end, "stopped by officers", None))
