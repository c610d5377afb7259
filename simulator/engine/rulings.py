"""Rulings: the room finds a consequence unrealistic, and the facilitator sets what holds from now on.

A door, where people are, when a unit arrives, what becomes of a message, or an outcome in words: the words change
nothing that is simulated; they stand in the log, to be shown as set by the room.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine import door_acts
from simulator.engine.desk import waiting
from simulator.engine.effects import the_door, the_movers
from simulator.engine.injects import Message, Messages
from simulator.engine.play import Play
from simulator.engine.walking import ADMITTED, FULL, QUEUED, STANDING, STRANDED, THERE, WALKING
from simulator.engine.world import ENTRIES, Mover
from simulator.errors import Refused
from simulator.model.actions import RULED, RULED_MESSAGES, RULED_STATES
from simulator.model.decisions import Decision
from simulator.model.noun import seconds_from

Act = Callable[[], None]
ON_THE_WAY = frozenset({WALKING, QUEUED, FULL, ADMITTED, STRANDED})


def rule(messages: Messages, decision: Decision) -> None:
    """Set everything that a ruling names or, where one thing cannot be, nothing."""
    acts: list[Act] = []
    sets = decision.sets or {}
    for kind in sorted(sets, key=lambda one: one != "arrival"):  # agencies may refuse when they are told
        targets = sets[kind]
        if kind == "outcome":
            acts.append(_outcome(targets))
        elif kind not in FINDS or not isinstance(targets, dict):
            raise Refused(f"a ruling sets {', or '.join(RULED.values())}")
        else:
            acts += [FINDS[kind](messages, decision, str(name), str(value)) for name, value in targets.items()]
    if not acts:
        raise Refused(f"say what is set: {', or '.join(RULED.values())}")
    for act in acts:
        act()


def _outcome(words: object) -> Act:
    """The room's words are the outcome; nothing that is simulated changes."""
    if not isinstance(words, str) or not words.strip():
        raise Refused("write the outcome in a sentence: outcome: The pupil walks out with her class.")
    return _nothing


def _nothing() -> None:
    return None


# ---- openings --------------------------------------------------------------------------------------------------------


def _opening(messages: Messages, decision: Decision, reference: str, state: str) -> Act:
    play = messages.play
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


def _place(messages: Messages, decision: Decision, group: str, reference: str) -> Act:
    play, compiled = messages.play, messages.world.compiled
    try:
        segments = compiled.building.of_space[compiled.plan.resolve(reference)]
    except KeyError:
        raise Refused(f"there is no place called {reference}") from None
    movers = the_movers(play, group)
    segment = segments[len(segments) // 2]
    return partial(put_all, play, movers, segment, decision.id)


def put_all(play: Play, movers: list[Mover], segment: int, cause: str) -> None:
    """Movers are in a segment from now on, as far as they are not in its space already."""
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
    world.here[before].discard(mover)
    world.here[segment].add(mover)
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


# ---- messages and arrivals -------------------------------------------------------------------------------------------


def _message(messages: Messages, decision: Decision, name: str, state: str) -> Act:
    if state not in RULED_MESSAGES:
        raise Refused(f"message {name} can be set {', '.join(RULED_MESSAGES)}; not {state}")
    message = waiting(messages, name)
    match state:
        case "released":
            return partial(_if_waiting, message, partial(messages.release, message, decision.id))
        case "skipped":
            return partial(_if_waiting, message, partial(messages.close, message, "skipped", decision.id))
        case _:
            return partial(setattr, message, "kept_back", True)


def _if_waiting(message: Message, act: Act) -> None:
    """What the same ruling did before may have ended the message."""
    if message.state == "waiting":
        act()


def _arrival(messages: Messages, decision: Decision, unit: str, when: str) -> Act:
    """A unit, or an agency's next one, arrives at a time of the scenario; `now`, or a time that has passed, is now."""
    agencies = messages.play.agencies
    if agencies is None:
        raise Refused("no unit is on its way here: the scenario has no agencies; record the arrival in words")
    try:
        t_ms = 0 if when == "now" else round(seconds_from(when) * 1000)
    except (ValueError, OverflowError):
        raise Refused(f'{unit} can arrive now, or at a time such as "08:00"; not {when}') from None
    return partial(agencies.set_arrival, unit, max(messages.world.now, t_ms), decision.id)


FINDS: dict[str, Callable[[Messages, Decision, str, str], Act]] = {
    "opening": _opening, "place": _place, "message": _message, "arrival": _arrival,
}  # fmt: skip
"""What a ruling sets: each finds its target, or refuses in words, before anything is done."""
