"""Ventilation units, which spaces name under `air`: shut off against what is outdoors, and switched on again."""

from __future__ import annotations

from functools import partial

from simulator.engine import notices
from simulator.engine.play import Play
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.inject import ShutAirEffect
from simulator.rules.names import unit_of

SHUT, RUNNING = "shut", "running"


def prepare(play: Play) -> None:
    """Register the two actions and the effect."""
    air = Air(play)
    play.acts["shut_air"] = partial(air.does, SHUT)
    play.acts["restore_air"] = partial(air.does, RUNNING)
    play.effects[ShutAirEffect] = air.effect


class Air:
    """Every unit of the plan; all of them run at 00:00."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        spaces = self.world.compiled.spaces.values()
        self.units = tuple(dict.fromkeys(space.air for space in spaces if space.air is not None))
        self.shut: set[str] = set()

    def does(self, state: str, act: Act, role: str, cause: str) -> int:
        """Somebody goes to the switches; returns when it is done. Raises Refused in words."""
        notices.on_site(self.play, role)
        units = self._named(act.unit)
        takes_ms = self.play.orders.takes_ms(act, role, self.play.scenario.conduct.shut_air_s, cause)
        done_ms = self.play.orders.start_ms(role, takes_ms) + takes_ms
        self.world.at(done_ms, OPENINGS, partial(self._set, units, state, cause))
        return done_ms

    def effect(self, effect: ShutAirEffect, cause: str) -> None:
        """A unit stops by itself, for a while where that is said; the log says where there is none of that name."""
        try:
            units = self._named(effect.shut_air)
        except Refused as reason:
            self.world.emit("refused", cause, cause, str(reason))
            return
        self._set(units, SHUT, cause)
        if effect.for_ms is not None:
            self.world.at(self.world.now + effect.for_ms, OPENINGS, partial(self._set, units, RUNNING, cause))

    def _named(self, unit: str | None) -> tuple[str, ...]:
        if not self.units:
            raise Refused("the plan names no ventilation unit")
        if unit in (None, "all"):
            return self.units
        name = unit_of(unit or "", self.world.compiled.plan)
        if name not in self.units:
            raise Refused(f"there is no ventilation unit called {unit}; there are: {', '.join(self.units)}")
        return (name,)

    def _set(self, units: tuple[str, ...], state: str, cause: str) -> None:
        for unit in units:
            if (unit in self.shut) != (state == SHUT):
                (self.shut.add if state == SHUT else self.shut.discard)(unit)
                self.world.emit("air", cause, unit, state)
