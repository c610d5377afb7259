"""Word of a hazard from outside: whom it reaches, and who therefore understands what is happening.

A warning reaches whoever is where the weather radio stands, else the first role that is on the site; a call reaches the
role that it is for. That role recognises the hazard at once: what it does about it is the plan's, or the players'.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.called import who
from simulator.engine.play import Play
from simulator.engine.world import CHOICES, OPENINGS
from simulator.errors import Refused
from simulator.model.hazard import BombThreat
from simulator.model.inject import Warn

WEATHER_RADIO = "weather-radio"


def prepare(play: Play) -> None:
    """Register the effect that warns."""
    play.effects[Warn] = partial(_warn, play)


def begin(play: Play) -> None:
    """Put the call of a bomb threat on the clock."""
    script = play.scenario.bomb_threat
    if script is not None:
        play.world.at(script.at_ms, OPENINGS, partial(_bomb_threat, play, script))


# ---- who is there ----------------------------------------------------------------------------------------------------


def present(play: Play) -> list[str]:
    """The school's roles that are on the site now, in the order of the scenario."""
    return [name for name, role in play.scenario.roles.items() if name not in play.away and role.agency is None]


def on_site(play: Play, role: str) -> None:
    """Raises Refused where a role is nobody who could do something here now."""
    if role not in play.scenario.roles and play.orders.person(role) is None:
        raise Refused(f"the {role} is not in the building: let a role do it, or set what follows by a ruling")
    if role in play.away:
        raise Refused(f"{who(play.scenario, role)} is not on the site")


def space_of(play: Play, role: str) -> str:
    """The space that a role is in now."""
    person = play.orders.person(role)
    if person is not None:
        return play.orders.space(person)
    return play.world.compiled.plan.resolve(play.scenario.roles[role].in_)


def listener(play: Play) -> str | None:
    """The role that a warning reaches; None where no role of the school is on the site."""
    here = present(play)
    radios = {point.in_ for point in play.world.compiled.plan.points if point.kind == WEATHER_RADIO}
    return next((role for role in here if space_of(play, role) in radios), next(iter(here), None))


# ---- understanding ---------------------------------------------------------------------------------------------------


def understands(
    play: Play, role: str, hazard: str, cause: str, source: str | None, via: str, where: str | None = None
) -> None:
    """A role understands at this instant that there is a hazard, and perhaps where."""
    play.world.at(play.world.now, CHOICES, partial(_understood, play, role, hazard, cause, source, via, where))


def _understood(
    play: Play, role: str, hazard: str, cause: str, source: str | None, via: str, where: str | None
) -> None:
    play.knowledge.learn(role, "what", hazard, source, via, cause)
    if where is not None:
        play.knowledge.learn(role, "where", where, source, via, cause)
    person = play.orders.person(role)
    place = play.people.walking.place(person) if person is not None else space_of(play, role)
    play.world.emit("recognised", cause, role, hazard, place)


def warning(play: Play, hazard: str, source: str, cause: str) -> None:
    """A warning of a hazard reaches whoever listens, if anybody does."""
    who = listener(play)
    play.world.emit("warning_received", cause, source, who, hazard)
    if who is not None:
        understands(play, who, hazard, cause, source, "warning")


def call(play: Play, hazard: str, source: str, who: str | None, via: str, cause: str, where: str | None = None) -> None:
    """Somebody is told of a hazard by a call; a role that is away has it taken by the first who is there."""
    if who is None or who in play.away:
        who = next(iter(present(play)), None)
    play.world.emit("call_received", cause, source, who, hazard)
    if who is not None:
        understands(play, who, hazard, cause, source, via, where)


def _warn(play: Play, effect: Warn, cause: str) -> None:
    warning(play, effect.warn, "a warning", cause)


def _bomb_threat(play: Play, script: BombThreat) -> None:
    where = play.world.compiled.plan.resolve(script.about) if script.about is not None else None
    call(play, "bomb_threat", "an unknown caller", script.received_by, script.via, "bomb_threat", where)
