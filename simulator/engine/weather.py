"""Severe weather: warned of, there, and over; what it brings outdoors; and people outdoors who come in to shelter.

Open ground is closed while it lasts in the sense that nobody should be there: people can still walk over it, and a
wrong order sends them out into it.
"""

from __future__ import annotations

from functools import partial

from simulator.engine import notices
from simulator.engine.hazards import give_back, keep_off
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.streams import quantity, u
from simulator.engine.world import OPENINGS, Mover
from simulator.model.hazard import Weather
from simulator.model.inject import WeatherEffect
from simulator.rules.walking import walking_speed

HAZARD = "severe_weather"
BEARINGS = 36
"""A wind's bearing is told to the nearest 10 degrees."""


def prepare(play: Play) -> None:
    """Register the effect that brings weather, and who comes in from outdoors to shelter."""
    play.effects[WeatherEffect] = partial(brings, play)
    if play.scenario.weather is not None or play.scenario.hazmat is not None:
        ComingIn(play)


def begin(play: Play) -> None:
    """Put the weather on the clock."""
    script = play.scenario.weather
    if script is None:
        return
    world = play.world
    world.at(script.warned_ms, OPENINGS, partial(_warned, play))
    world.at(script.arrives_ms, OPENINGS, partial(_arrived, play, script))


def _warned(play: Play) -> None:
    play.world.emit("weather", HAZARD, "warned")
    notices.warning(play, HAZARD, "the weather radio", HAZARD)


def _arrived(play: Play, script: Weather) -> None:
    world = play.world
    world.emit("weather", HAZARD, "arrived")
    ground = keep_off(world, HAZARD, None)
    lasts_ms = round(quantity(script.lasts, world.seed, "weather lasts", HAZARD) * 1000)
    world.at(world.now + lasts_ms, OPENINGS, partial(_ended, play, ground))


def _ended(play: Play, ground: tuple[str, ...]) -> None:
    play.world.emit("weather", HAZARD, "ended")
    give_back(play.world, HAZARD, ground)


# ---- what it brings --------------------------------------------------------------------------------------------------


def brings(play: Play, effect: WeatherEffect, cause: str) -> None:
    """People walk slower outdoors from now on, and whoever comes takes longer; a wind also has a bearing."""
    world = play.world
    world.emit("weather", cause, effect.weather)
    share: float = getattr(play.scenario.conduct, f"in_{effect.weather}")
    _slow(play, share)
    if play.agencies is not None:
        play.agencies.slower(play.agencies.slow / share)
    if effect.weather == "wind":
        bearing = 10.0 * int(u(world.seed, "wind shifts", cause) * BEARINGS)
        world.emit("wind_shifted", cause, bearing)


def _slow(play: Play, share: float) -> None:
    """Nobody walks faster over open ground than a share of the free walking speed."""
    walking, movement, compiled = play.people.walking, play.world.movement, play.world.compiled
    most = share * walking_speed(0.0, movement.k_level_m_s, movement.a_m2, movement.free_density_per_m2)
    # the compiled lists are shared by every run on this plan: this run gets lists of its own
    walking.speed_m_s = [
        [min(speed, most) for speed in speeds] if compiled.open_air[segment] else speeds
        for segment, speeds in enumerate(walking.speed_m_s)
    ]


# ---- who comes in ----------------------------------------------------------------------------------------------------


class ComingIn:
    """People outdoors who hear that they should shelter and know no open way to one: they knock at what is locked.

    Whoever is inside lets them in. Where no shelter can be reached, or none has room, they come into a hall at least.
    """

    def __init__(self, play: Play):
        self.world, self.people, self.sheltering = play.world, play.people, play.sheltering
        self.coming: set[str] = set()
        self._settled = self.people.settled
        self.people.settled = self.settled
        self.sheltering.unsheltered = self.come_in

    def come_in(self, mover: Mover, belief: Belief) -> None:
        """No shelter can be reached through open doors: whoever is outdoors goes by locked ones."""
        if not self.world.compiled.open_air[mover.segment]:
            return
        entrances = self.sheltering.entrances
        mover.known = mover.known - entrances.knocked
        if self.sheltering.to_shelter(mover, belief):
            return
        self.coming.add(mover.name)
        takes = quantity(
            self.sheltering.conduct.go_s, self.world.seed, "go_s", mover.party.keys[mover.first]
        )  # the same draw as on any other order
        self.sheltering.go(mover, belief, entrances.goal(mover), round(takes * 1000), "shelter")

    def settled(self, mover: Mover) -> None:
        """Inside now: on to a shelter, as if the order had been heard here."""
        belief = self.sheltering.going_by(mover)
        names = {mover.name, mover.party.name}
        if names & self.coming and belief is not None and belief.order == "shelter" and not mover.outside:
            self.coming.discard(mover.name)
            self.sheltering.act(mover, belief)
        else:
            self._settled(mover)
