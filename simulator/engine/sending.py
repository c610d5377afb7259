"""Sending people somewhere, or by which door. A decision works at once, a step of the plan when its time is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.effects import the_exit, the_steps_into
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.school_acts import SHELTER, movers_of
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.response import Step

NEAREST_ROOM = "nearest_room"


def prepare(play: Play) -> None:
    """Register the two actions."""
    play.acts |= {"move": partial(move, play), "direct": partial(direct, play)}


Goes = Callable[[list[Mover]], None]


def _when_done(play: Play, act: Act, role: str, cause: str, goes: Goes) -> int | None:
    """Whom a decision is about goes now; a step of the plan takes its time, and is about whoever is there then."""
    if not isinstance(act, Step):
        goes(movers_of(play, act.who, role))
        return None
    takes_ms = play.orders.takes_ms(act, role, act.actual, cause)
    done_ms = play.orders.start_ms(role, takes_ms) + takes_ms
    play.world.at(done_ms, OPENINGS, partial(_later, play, act, role, goes))
    return done_ms


def _later(play: Play, act: Act, role: str, goes: Goes) -> None:
    try:
        movers = movers_of(play, act.who, role)
    except Refused:
        return  # nobody is there any more
    goes(movers)


def move(play: Play, act: Act, role: str, cause: str) -> int | None:
    """People go to a place, through a door where one is named. Raises Refused in words."""
    to = act.to or ()
    if act.who is None or len(to) != 1:
        raise Refused("people can be sent to one place at a time")
    goal = _goal(play, to[0])
    step = the_exit(play, act.through) if act.through is not None else None
    return _when_done(play, act, role, cause, partial(_sent, play, goal, step, role, cause))


def _goal(play: Play, to: str) -> frozenset[int] | None:
    """The steps into a place; None for the nearest shelter, which each finds for themselves."""
    if to == SHELTER:
        return None
    return play.sheltering.refuges() if to == NEAREST_ROOM else the_steps_into(play, to)


def _sent(
    play: Play, goal: frozenset[int] | None, step: int | None, role: str, cause: str, movers: list[Mover]
) -> None:  # fmt: skip
    if goal is None:
        for mover in movers:
            play.orders.learn(mover, Belief("shelter", play.world.now, role, "in_person", cause))
        return
    for mover in movers:
        mover.goal, mover.exit = goal, step if step is not None else mover.exit
    play.people.send(movers, "sent", cause)


def direct(play: Play, act: Act, role: str, cause: str) -> int | None:
    """People use another door to leave. Raises Refused in words."""
    if act.who is None or act.through is None:
        raise Refused("say who is directed, and through which door")
    step = the_exit(play, act.through)
    return _when_done(play, act, role, cause, partial(_directed, play, step, cause))


def _directed(play: Play, step: int, cause: str, movers: list[Mover]) -> None:
    for mover in movers:
        mover.exit = step
    play.people.send([mover for mover in movers if not mover.outside], "directed", cause)
