"""Decisions at their instants: one function for each action, or the reason why it cannot be carried out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine import desk, door_acts
from simulator.engine.called import who
from simulator.engine.effects import the_door, the_exit, the_steps_into
from simulator.engine.evacuation import Evacuation
from simulator.engine.injects import Messages
from simulator.engine.play import Play
from simulator.engine.rulings import rule
from simulator.engine.said import done_fields
from simulator.engine.streams import quantity
from simulator.engine.triggers import await_first
from simulator.engine.world import DECISIONS, OPENINGS, World
from simulator.errors import Refused
from simulator.model.decisions import Decision

DESK = ("facilitator", "controller")
"""Roles that are nobody in the building."""

Handler = Callable[[Messages, Decision], int | None]


def schedule(messages: Messages, decisions: tuple[Decision, ...]) -> None:
    """Put decisions on the clock; at one instant they run before anything else, in the order given."""
    messages.never_due |= {decision.id: decision for decision in decisions}
    for decision in decisions:
        call = partial(decide, messages, decision)
        if decision.at_ms is not None:
            messages.world.at(decision.at_ms, DECISIONS, call)
        elif decision.after is not None:
            await_first(messages.world, decision.after, partial(_later, messages, decision.delay_ms or 0, call))


def _later(messages: Messages, delay_ms: int, call: Callable[[], None]) -> None:
    messages.world.at(messages.world.now + delay_ms, DECISIONS, call)


def decide(messages: Messages, decision: Decision) -> None:
    """Carry a decision out, or log why it cannot be."""
    world = messages.world
    messages.never_due.pop(decision.id, None)
    try:
        done_ms = _handler(messages, decision)(messages, decision)
    except Refused as reason:
        world.emit("refused", decision.id, decision.id, str(reason))
        return
    done = partial(_log_done, messages, decision)
    if done_ms is None:
        done()
    else:
        world.at(done_ms, OPENINGS, done)


def _log_done(messages: Messages, decision: Decision) -> None:
    fields = done_fields(messages.play, decision, decision.role)
    messages.world.emit("done", decision.id, decision.role, decision.action, fields, "decision")


def _handler(messages: Messages, decision: Decision) -> Handler:
    if decision.role not in messages.play.scenario.roles and decision.role not in DESK:
        raise Refused(f"nobody here has the role {decision.role}")
    if decision.role in messages.seats_left and decision.action != "take_seat":
        seat = who(messages.play.scenario, decision.role)
        raise Refused(f"nobody sits in the seat of {seat} any more: it acts by the plan")
    if decision.action in FOR_THE_DESK and decision.role not in DESK:
        raise Refused(f"only the facilitator can {_words(decision.action)}")
    if (does := messages.play.acts.get(decision.action)) is not None:
        return lambda _, act: does(act, act.role, act.id)
    handler = HANDLERS.get(decision.action)
    if handler is None:
        raise Refused(
            f"{_words(decision.action)} is not played yet; record it in words, and the facilitator decides what follows"
        )
    return handler


def _words(action: str) -> str:
    return action.replace("_injects", " messages").replace("_inject", " a message").replace("_", " ")


# ---- doors and people ------------------------------------------------------------------------------------------------


def _lock(messages: Messages, decision: Decision) -> int | None:
    """The locks close when their keys have been turned: the opening's `time_to_lock`, one draw for each use."""
    doors = [the_door(messages.play, reference, lockable=True) for reference in decision.what or ()]
    if decision.takes_ms is not None:
        return _at_the_doors(messages.play, doors, decision, door_acts.lock)
    for door in doors:
        _lock_later(messages.play, door, decision)
    return None


def _lock_later(play: Play, door: int, decision: Decision) -> None:
    world = play.world
    opening = world.compiled.building.passages[door].opening
    assert opening is not None
    takes = opening.time_to_lock or world.compiled.plan.defaults.door.time_to_lock
    k = world.uses.get(door, 0)
    world.uses[door] = k + 1
    t_ms = world.now + round(quantity(takes, world.seed, "time to lock", opening.id, k) * 1000)
    world.at(t_ms, OPENINGS, partial(door_acts.lock, world, play.people, door, decision.id, decision.role))


def _unlock(messages: Messages, decision: Decision) -> int | None:
    doors = [the_door(messages.play, reference, lockable=True) for reference in decision.what or ()]
    return _at_the_doors(messages.play, doors, decision, door_acts.unlock)


def _close(messages: Messages, decision: Decision) -> int | None:
    doors = [the_door(messages.play, reference, leaf=True) for reference in decision.what or ()]
    return _at_the_doors(messages.play, doors, decision, door_acts.close)


def _at_the_doors(
    play: Play, doors: list[int], decision: Decision, act: Callable[[World, Evacuation, int, str, str], None]
) -> int | None:
    """Doors are locked, unlocked or shut now or, where somebody set how long it takes, after that; returns when."""
    calls = [partial(act, play.world, play.people, door, decision.id, decision.role) for door in doors]
    done_ms = None if decision.takes_ms is None else play.world.now + decision.takes_ms
    for call in calls:
        if done_ms is None:
            call()
        else:
            play.world.at(done_ms, OPENINGS, call)
    return done_ms


# ---- words -----------------------------------------------------------------------------------------------------------


def _announce(messages: Messages, decision: Decision) -> int:
    if decision.through is not None:
        the_exit(messages.play, decision.through)
    for reference in decision.to or ():
        the_steps_into(messages.play, reference)
    speaks(decision.role)
    return messages.play.orders.announce(decision, decision.role, decision.id)


def speaks(role: str) -> None:
    """The desk is not in the building: it sets what happens by a ruling, and lets a role do the talking."""
    if role in DESK:
        raise Refused(f"the {role} is not in the building: let a role say it, or set what follows by a ruling")


def _record(messages: Messages, decision: Decision) -> None:
    """Any sentence: it stands in the log, and the facilitator decides what follows."""


# ---- seats -----------------------------------------------------------------------------------------------------------


def _take_seat(messages: Messages, decision: Decision) -> None:
    messages.play.seats.add(decision.role)
    messages.seats_left.discard(decision.role)


def _leave_seat(messages: Messages, decision: Decision) -> None:
    messages.play.seats.discard(decision.role)
    messages.seats_left.add(decision.role)


HANDLERS: dict[str, Handler] = {
    "lock": _lock, "unlock": _unlock, "close": _close,
    "announce": _announce, "correct_announcement": _announce, "record": _record,
    "take_seat": _take_seat, "leave_seat": _leave_seat,
    "release_inject": desk.release_inject, "hold_inject": desk.hold_inject, "skip_inject": desk.skip_inject,
    "shift_injects": desk.shift_injects, "edit_inject": desk.edit_inject, "add_inject": desk.add_inject,
    "rule": rule,
}  # fmt: skip
"""What each action does; an action that is not here is refused in words."""

FOR_THE_DESK = frozenset({
    "release_inject", "hold_inject", "skip_inject", "shift_injects", "edit_inject", "add_inject", "rule",
})  # fmt: skip
