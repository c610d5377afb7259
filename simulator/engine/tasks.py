"""One person's task: whether that person is there to do it, and when it is done."""

from __future__ import annotations

from simulator.engine.called import who
from simulator.engine.play import Play
from simulator.engine.world import Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Numeric


def done_ms(play: Play, act: Act, role: str, default: Numeric, cause: str, *, by_phone: bool = False) -> int:
    """The instant at which a role is done with a task that it begins as soon as it is free.

    Raises Refused where the role is nobody here, or, for what is not done `by_phone`, is away at this instant.
    """
    if role not in play.scenario.roles and play.orders.person(role) is None:
        words = role.replace("_", " ")
        raise Refused(f"the {words} is not in the building: let a role do it, or set what follows by a ruling")
    if role in play.away and not by_phone:
        raise Refused(f"{who(play.scenario, role)} is not on the site")
    takes_ms = play.orders.takes_ms(act, role, default, cause)
    return play.orders.start_ms(role, takes_ms) + takes_ms


def place_of(play: Play, reference: str) -> str:
    """The id of a space. Raises Refused where there is none of that name."""
    compiled = play.world.compiled
    try:
        name = compiled.plan.resolve(reference)
    except KeyError:
        raise Refused(f"there is no place called {reference}") from None
    if name not in compiled.spaces:
        raise Refused(f"there is no place called {reference}")
    return name


def front_office(play: Play) -> Mover | None:
    """Who takes reports now: the first role of the plan, then of the scenario, who is indoors; None where nobody is."""
    response, roles = play.bundle.response, play.scenario.roles
    for role in dict.fromkeys([*(response.roles if response is not None else ()), *roles]):
        mover = play.orders.person(role) if role in roles and role not in play.away else None
        if mover is not None and not play.world.compiled.open_air[mover.segment]:
            return mover
    return None
