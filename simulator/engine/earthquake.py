"""Ground motion: while it lasts nobody walks, and whoever would set off waits; what falls closes spaces and doors."""

from __future__ import annotations

from simulator.engine import door_acts, notices
from simulator.engine.hazards import close_space
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.walking import ADMITTED, FULL, QUEUED, STANDING, WALKING
from simulator.engine.world import OPENINGS, Mover
from simulator.model.events import Row
from simulator.model.hazard import Earthquake

HAZARD = "earthquake"
UNDER_WAY = frozenset({WALKING, QUEUED, FULL, ADMITTED})
SIGNS_OF_WALKING = ("started", "rerouted", "entered", "out")
COVER = "takes cover"


def begin(play: Play) -> None:
    """Put the shaking on the clock."""
    script = play.scenario.earthquake
    if script is not None:
        play.world.at(script.at_ms, OPENINGS, Shaking(play, script).starts)


class Shaking:
    """Everybody under cover from `starts` on: who was walking goes on when it is over, unless told otherwise meanwhile.

    The last of a column who are in a doorway when it starts still come through.
    """

    def __init__(self, play: Play, script: Earthquake):
        self.play, self.world, self.people, self.script = play, play.world, play.people, script
        self.under_cover: dict[Mover, int] = {}
        self._looks_ms = -1

    def starts(self) -> None:
        """The ground moves."""
        for kind in SIGNS_OF_WALKING:
            self.world.listen(kind, self._walks)
        self._cover()
        lasts_ms = round(quantity(self.script.lasts, self.world.seed, "shaking lasts", HAZARD) * 1000)
        self.world.at(self.world.now + lasts_ms, OPENINGS, self._ends)

    def _falls(self, reference: str) -> None:
        name = self.world.compiled.plan.resolve(reference)
        if name in self.world.compiled.spaces:
            close_space(self.world, self.people, HAZARD, name)
        else:
            door_acts.block(self.world, self.people, self.world.door(name), HAZARD, None)

    def _walks(self, row: Row) -> None:
        """Somebody set off: they take cover before their first step."""
        if self._looks_ms != row[0]:
            self._looks_ms = row[0]
            self.world.at(row[0], OPENINGS, self._cover)

    def _cover(self) -> None:
        self._looks_ms = -1
        walking = self.people.walking
        for mover in [one for one in self.world.movers if one.state in UNDER_WAY]:
            walking.stop(mover)
            self.under_cover[mover] = mover.gen
            self.world.emit("waiting", HAZARD, mover.name, walking.place(mover), COVER, None)

    def _ends(self) -> None:
        """It is over: people go on, and everybody who is there knows what it was."""
        for kind in SIGNS_OF_WALKING:
            self.world.unlisten(kind, self._walks)
        self.world.emit("hazard_ended", HAZARD, HAZARD, None)
        for reference in self.script.closes:  # nobody walks before: what fell is found shut from here on
            self._falls(reference)
        for mover, gen in self.under_cover.items():
            if mover.gen == gen and mover.state == STANDING:
                self.people.walking.decide(mover)
        for role in notices.present(self.play):
            notices.understands(self.play, role, HAZARD, HAZARD, None, "own eyes")
