"""Roles that come back, that are sent elsewhere, or that leave the site: who is in `Play.away` at an instant."""

from __future__ import annotations

from functools import partial

from simulator.engine.play import Play
from simulator.engine.rulings import put_all
from simulator.engine.streams import quantity
from simulator.engine.tasks import place_of
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.inject import SetRole
from simulator.model.scenario import OFF_SITE, Role

WHERE = "where"
"""The fact of where somebody is."""
ON_SITE = "on_site"
FAR_FROM_SCHOOL = ("parking", "field", "outdoors")
"""Where a person of the roster stands who is off the site, by kind of space: nobody leaves the counts."""


def returns(play: Play) -> None:
    """Put the return of every role with a time for it on the clock."""
    for name, role in play.scenario.roles.items():
        if role.back is not None:
            t_ms = round(max(quantity(role.back, play.world.seed, "back", name), 0.0) * 1000)
            play.world.at(t_ms, OPENINGS, partial(_is_back, play, name, role))


def _is_back(play: Play, name: str, role: Role) -> None:
    """Back on the site; a person of the roster walks to where the role works.

    Whoever comes for an agency arrives, which the log says by itself.
    """
    if name not in play.away:
        return
    play.away.discard(name)
    if role.agency is None or not role.off_site:
        play.knowledge.learn(name, WHERE, ON_SITE, None, "returns", None)
    mover = play.orders.person(name)
    if mover is not None and not role.off_site:
        mover.outside, mover.goal = False, play.people.steps_into(role.in_)
        mover.known = play.world.believed_at_start(mover)
        play.people.send([mover], "is back", None)


def set_role(play: Play, effect: SetRole, cause: str) -> None:
    """A role is in another place from now on, or off the site. Raises Refused where there is no such role or place."""
    name = effect.set_role
    if name not in play.scenario.roles:
        raise Refused(f"nobody here has the role {name}")
    off = effect.in_ == OFF_SITE
    place = _off_site(play) if off else place_of(play, effect.in_)
    mover = play.orders.person(name)
    if mover is not None and place is not None:
        segments = play.world.compiled.building.of_space[place]
        put_all(play, [mover], segments[len(segments) // 2], cause)
    if off:
        play.away.add(name)
    else:
        play.away.discard(name)
        if play.agencies is not None:
            play.agencies.expected.discard(name)
    play.knowledge.learn(name, WHERE, OFF_SITE if off else place or ON_SITE, None, "set", cause)


def _off_site(play: Play) -> str | None:
    """A place at the edge of the plan, as far from the school as it goes."""
    spaces = play.world.compiled.spaces
    for kind in FAR_FROM_SCHOOL:
        found = [name for name, space in spaces.items() if space.kind == kind]
        if found:
            return found[0]
    return None
