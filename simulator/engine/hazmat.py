"""A release outdoors: known, there, over. Open ground is closed; indoors one is safe where the air is shut off."""

from __future__ import annotations

from functools import partial

from simulator.engine import notices
from simulator.engine.hazards import give_back, keep_off
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.world import OPENINGS
from simulator.model.events import Row
from simulator.model.hazard import Hazmat

HAZARD = "hazmat"


def begin(play: Play) -> None:
    """Put the call and the release on the clock."""
    script = play.scenario.hazmat
    if script is not None:
        play.world.at(script.known_ms, OPENINGS, partial(_known, play, script))
        play.world.at(script.arrives_ms, OPENINGS, Release(play, script).arrives)


def _known(play: Play, script: Hazmat) -> None:
    where = play.world.compiled.plan.resolve(script.upwind_of) if script.upwind_of is not None else None
    who = next((name for name in notices.present(play) if play.scenario.roles[name].phone is not None), None)
    notices.call(play, HAZARD, "the fire department", who, "phone", HAZARD, where)


class Release:
    """The cloud while it is there: where the wind shifts, no open ground can be relied on."""

    def __init__(self, play: Play, script: Hazmat):
        self.world, self.script = play.world, script
        plan = self.world.compiled.plan
        self.ground = tuple(plan.resolve(one) for one in script.closes) or None
        self.closed: tuple[str, ...] = ()

    def arrives(self) -> None:
        """From now on nobody should be out there."""
        self.closed = keep_off(self.world, HAZARD, self.ground)
        self.world.listen("wind_shifted", self._wind)
        lasts_ms = round(quantity(self.script.lasts, self.world.seed, "release lasts", HAZARD) * 1000)
        self.world.at(self.world.now + lasts_ms, OPENINGS, self._ends)

    def _wind(self, row: Row) -> None:
        self.world.at(row[0], OPENINGS, self._everywhere)

    def _everywhere(self) -> None:
        self.closed = (*self.closed, *keep_off(self.world, HAZARD, None, self.closed))

    def _ends(self) -> None:
        self.world.unlisten("wind_shifted", self._wind)
        give_back(self.world, HAZARD, self.closed)
