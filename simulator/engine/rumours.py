"""What people get to know without having seen it: a rumour that spreads, or a fact that a message tells."""

from __future__ import annotations

import re
from functools import partial

from simulator.engine.believing import RUMOUR
from simulator.engine.noticing import WHERE
from simulator.engine.play import Play
from simulator.engine.streams import quantity, u
from simulator.engine.tasks import place_of
from simulator.engine.world import CHOICES, Mover
from simulator.errors import Refused
from simulator.model.inject import Rumour, TellEffect


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
        play.knowledge.learn(name, effect.fact, value, None, RUMOUR, cause)


def _value(play: Play, fact: str, said: str) -> str:
    """A place by its id, where the words are one's name or, of where the threat is, speak of one; else the words."""
    plan = play.world.compiled.plan
    if said.startswith("@"):
        return plan.uses.get(said[1:], said)
    if fact != WHERE or said in plan.spaces():
        return said
    words = f" {' '.join(re.findall(r'[a-z0-9]+', said.casefold()))} "
    named = {use.replace("_", " "): place for use, place in plan.uses.items() if place in plan.spaces()}
    named |= {(space.label or name).casefold(): name for name, space in plan.spaces().items()}
    spoken_of = [name for name in named if f" {name} " in words]
    return named[max(spoken_of, key=len)] if spoken_of else said


def tell(play: Play, effect: TellEffect, cause: str) -> None:
    """A role, an agency, or everybody of a group, gets to know a fact now. Raises Refused where nobody is called so."""
    name = effect.tell.removeprefix("@")
    movers = play.people.matching(name, None)
    if not movers and name not in play.scenario.roles and name not in play.scenario.agencies:
        raise Refused(f"there is nobody called {effect.tell}")
    value = _value(play, effect.fact, effect.value or "told")
    for who in [mover.name for mover in movers] or [name]:
        play.knowledge.learn(who, effect.fact, value, None, "told", cause)
