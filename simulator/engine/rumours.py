"""What people get to know without having seen it: a rumour that spreads, or a fact that a message tells."""

from __future__ import annotations

from functools import partial

from simulator.engine.play import Play
from simulator.engine.streams import quantity, u
from simulator.engine.tasks import place_of
from simulator.engine.world import CHOICES, Mover
from simulator.errors import Refused
from simulator.model.inject import Rumour, TellEffect

RUMOUR = "rumour"
WHERE = "threat_where"
"""The fact whose value is a place: where the threat is said to be."""


def spread(play: Play, effect: Rumour, cause: str) -> None:
    """A rumour reaches its share of the people at a place, or anywhere, each after a while; to them it is news."""
    space = place_of(play, effect.place) if effect.place is not None else None
    movers = play.orders.within([space]) if space is not None else play.world.movers
    value = _value(play, effect.fact, effect.rumour)
    for mover in list(movers):
        key, seed = f"{cause}/{mover.party.keys[mover.first]}", play.world.seed
        if u(seed, "hears a rumour", key) < effect.spread:
            takes = quantity(play.scenario.arrivals.rumour_s, seed, "a rumour comes", key)
            hear = partial(_hear, play, mover, effect, value, cause)
            play.world.at(play.world.now + round(takes * 1000), CHOICES, hear)


def _hear(play: Play, mover: Mover, effect: Rumour, value: str, cause: str) -> None:
    if mover in play.world.movers:
        names = [mover.name]
    else:
        names = [one.name for one in play.world.movers if one.party is mover.party]
    for name in names:
        play.knowledge.learn(name, effect.fact, value, None, effect.via or RUMOUR, cause)


def _value(play: Play, fact: str, said: str) -> str:
    """A place by its id where the fact is one and the words name one; otherwise the words."""
    if fact != WHERE:
        return said
    try:
        return place_of(play, said)
    except Refused:
        return said


def tell(play: Play, effect: TellEffect, cause: str) -> None:
    """A role, or everybody of a group, gets to know a fact now. Raises Refused where there is nobody of that name."""
    name = effect.tell.removeprefix("@")
    movers = play.people.matching(name, None)
    if not movers and name not in (*play.scenario.roles, *play.scenario.agencies):
        raise Refused(f"there is nobody called {effect.tell}")
    value = _value(play, effect.fact, effect.value or "told")
    for who in [mover.name for mover in movers] or [name]:
        play.knowledge.learn(who, effect.fact, value, None, "told", cause)
