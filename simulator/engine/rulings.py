"""Rulings: the room finds a consequence unrealistic, and the facilitator sets a door or a place from now on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine import door_acts
from simulator.engine.effects import the_door, the_movers
from simulator.engine.injects import Messages
from simulator.engine.play import Play
from simulator.engine.walking import ADMITTED, FULL, QUEUED, STANDING, STRANDED, THERE, WALKING
from simulator.engine.world import ENTRIES, Mover
from simulator.errors import Refused
from simulator.model.actions import RULED_STATES
from simulator.model.decisions import Decision

LATER = ("arrival", "message", "outcome")
ON_THE_WAY = frozenset({WALKING, QUEUED, FULL, ADMITTED, STRANDED})


def rule(messages: Messages, decision: Decision) -> None:
    """Set openings and places, all of them or, where one cannot be, none."""
    play = messages.play
    acts: list[Callable[[], None]] = []
    for kind, targets in (decision.sets or {}).items():
        if kind in LATER:
            raise Refused(f"setting {kind} is not played yet; record it in words, and say what follows")
        if kind not in ("opening", "place") or not isinstance(targets, dict):
            raise Refused("a ruling sets opening: {DOOR: blocked}, or place: {GROUP: SPACE}")
        find = _opening if kind == "opening" else _place
        acts += [find(play, decision, str(name), str(value)) for name, value in targets.items()]
    if not acts:
        raise Refused("say what is set: opening: {DOOR: blocked}, or place: {GROUP: SPACE}")
    for act in acts:
        act()


# ---- openings --------------------------------------------------------------------------------------------------------


def _opening(play: Play, decision: Decision, reference: str, state: str) -> Callable[[], None]:
    if state not in RULED_STATES:
        raise Refused(f"{reference} can be set {', '.join(RULED_STATES)}; not {state}")
    door = the_door(play, reference, lockable=state in ("locked", "unlocked"))
    return partial(_set_door, play, decision, door, state)


def _set_door(play: Play, decision: Decision, door: int, state: str) -> None:
    world, doors = play.world, play.world.doors
    act = {
        "open": door_acts.prop, "closed": door_acts.close, "locked": door_acts.lock, "unlocked": door_acts.unlock,
        "blocked": door_acts.block,
    }[state]  # fmt: skip
    if state != "blocked":
        doors.barred -= {2 * door, 2 * door + 1}
        if doors.blocked[door]:
            door_acts.unblock(world, play.people, door, decision.id, decision.role)
    if state == "closed" and doors.locked[door]:
        door_acts.unlock(world, play.people, door, decision.id, decision.role)
    act(world, play.people, door, decision.id, decision.role)


# ---- places ----------------------------------------------------------------------------------------------------------


def _place(play: Play, decision: Decision, group: str, reference: str) -> Callable[[], None]:
    compiled = play.world.compiled
    try:
        segments = compiled.building.of_space[compiled.plan.resolve(reference)]
    except KeyError:
        raise Refused(f"there is no place called {reference}") from None
    movers = the_movers(play, group)
    segment = segments[len(segments) // 2]
    return partial(_put_all, play, movers, segment, decision.id)


def _put_all(play: Play, movers: list[Mover], segment: int, cause: str) -> None:
    space = play.world.compiled.building.segments[segment].space
    for mover in movers:
        if play.world.compiled.building.segments[mover.segment].space != space:
            going = mover.state in ON_THE_WAY
            if going:
                _stop(play, mover)
            _put(play, mover, segment, cause, going and mover.goal is None)


def _stop(play: Play, mover: Mover) -> None:
    if mover in play.world.stranded:
        play.world.stranded.remove(mover)
    play.people.walking.stop(mover)


def _put(play: Play, mover: Mover, segment: int, cause: str, leaving: bool) -> None:
    """A mover is in another segment from now on; while its last members pass a door, as soon as they are through."""
    world, walking = play.world, play.people.walking
    if mover not in world.movers:
        return
    through_ms = _tail_ms(play, mover)
    if through_ms > world.now:
        world.at(through_ms, ENTRIES, partial(_put, play, mover, segment, cause, leaving))
        return
    if mover.state in ON_THE_WAY:  # sent on meanwhile
        _stop(play, mover)
    before = mover.segment
    for places, by in ((world.settled, mover.n), (world.held, mover.n)):
        places[before] -= by
        places[segment] += by
    world.left_ms[before] = world.now
    mover.segment, mover.anchors = segment, world.compiled.anchors(segment)
    mover.step, mover.every_ms = -1, 0
    world.emit("entered", cause, mover.name, world.compiled.names[segment], None, mover.n, 0)
    if world.full_queue[before]:
        walking.admit(before)
    _go_on(play, mover, leaving)


def _tail_ms(play: Play, mover: Mover) -> int:
    """When the last member of a mover is through the doors behind it."""
    ramps = [ramp for found in play.world.ramps for ramp in found if ramp[4] is mover]
    return max((start + every * (n - 1) for start, every, n, _, _, _ in ramps), default=0)


def _go_on(play: Play, mover: Mover, leaving: bool) -> None:
    """Who was on the way out leaves from the new place; others stay in it."""
    people, compiled = play.people, play.world.compiled
    segment = compiled.building.segments[mover.segment]
    if people.helping.is_fetching(mover):
        people.walking.decide(mover)
        return
    mover.goal, mover.outside = None, segment.open_air
    if segment.kind == "assembly":
        people.arrived(mover)
        return
    table = people.chosen(mover) if leaving else None
    if table is not None and (not segment.open_air or people.walking.best_step(mover, table)[0] >= 0):
        people.walking.decide(mover)
    elif mover.state in (STANDING, THERE):
        mover.state = THERE if segment.open_air else STANDING
        people.settled(mover)
