"""Decisions at their instants: one function for each action, or the reason why it cannot be carried out."""

from __future__ import annotations

from functools import partial

from simulator.engine import injects
from simulator.engine.evacuation import Evacuation
from simulator.engine.streams import quantity
from simulator.engine.world import DECISIONS, OPENINGS, Mover, World
from simulator.errors import Refused
from simulator.model.decisions import (
    CloseDecision,
    Decision,
    DirectDecision,
    LockDecision,
    MoveDecision,
    UnlockDecision,
)  # fmt: skip
from simulator.model.inject import InSpace
from simulator.model.scenario import Scenario


def schedule(world: World, people: Evacuation, scenario: Scenario, decisions: tuple[Decision, ...]) -> None:
    """Put decisions on the clock; at one instant they run before anything else, in the order given."""
    known = {*scenario.roles, "facilitator", "controller"}
    for decision in decisions:
        world.at(decision.at_ms, DECISIONS, partial(decide, world, people, known, decision))


def decide(world: World, people: Evacuation, roles: set[str], decision: Decision) -> None:
    """Carry a decision out, or log why it cannot be."""
    try:
        if decision.role not in roles:
            raise Refused(f"nobody here has the role {decision.role}")
        what = _carry_out(world, people, decision)
    except Refused as reason:
        world.emit("refused", decision.id, decision.id, str(reason))
        return
    world.emit("done", decision.id, decision.role, decision.action, what, "decision")


def _carry_out(world: World, people: Evacuation, decision: Decision) -> tuple[str, ...]:
    match decision:
        case LockDecision():
            doors = [_door(world, reference, lockable=True) for reference in decision.what]
            for door in doors:
                _lock_later(world, people, door, decision)
            return decision.what
        case UnlockDecision():
            for door in [_door(world, reference, lockable=True) for reference in decision.what]:
                injects.unlock(world, people, door, decision.id, decision.role)
            return decision.what
        case CloseDecision():
            for door in [_door(world, reference, leaf=True) for reference in decision.what]:
                injects.close(world, people, door, decision.id, decision.role)
            return decision.what
        case MoveDecision():
            goal, exit_step = _goal(world, people, decision.to), _exit(people, decision.through)
            movers = _movers(people, decision.who)
            for mover in movers:
                mover.goal, mover.exit = goal, exit_step if exit_step is not None else mover.exit
            people.send(movers, "sent", decision.id)
            return _named(decision.who, decision.to)
        case DirectDecision():
            exit_step = _exit(people, decision.through)
            movers = _movers(people, decision.who)
            for mover in movers:
                mover.exit = exit_step
            people.send([mover for mover in movers if not mover.outside], "directed", decision.id)
            return _named(decision.who, decision.through)


def _named(who: str | InSpace, where: str) -> tuple[str, ...]:
    return (who.in_ if isinstance(who, InSpace) else who, where)


def _door(world: World, reference: str, lockable: bool = False, leaf: bool = False) -> int:
    try:
        door = world.door(reference)
    except (KeyError, ValueError):
        raise Refused(f"there is no door called {reference}") from None
    if lockable and not world.compiled.lockable[door]:
        raise Refused(f"{reference} has no lock")
    if leaf and world.compiled.building.passages[door].kind == "open":
        raise Refused(f"{reference} is a gap, which has no leaf to close")
    return door


def _lock_later(world: World, people: Evacuation, door: int, decision: LockDecision) -> None:
    """The lock closes when its key has been turned: the opening's `time_to_lock`, one draw for each use."""
    opening = world.compiled.building.passages[door].opening
    assert opening is not None
    takes = opening.time_to_lock or world.compiled.plan.defaults.door.time_to_lock
    k = world.uses.get(door, 0)
    world.uses[door] = k + 1
    t_ms = world.now + round(quantity(takes, world.seed, "time to lock", opening.id, k) * 1000)
    world.at(t_ms, OPENINGS, partial(injects.lock, world, people, door, decision.id, decision.role))


def _movers(people: Evacuation, who: str | InSpace) -> list[Mover]:
    try:
        movers = people.matching(None, who.in_) if isinstance(who, InSpace) else people.matching(who, None)
    except KeyError:
        raise Refused("there is no such place") from None
    if not movers:
        raise Refused("nobody is there" if isinstance(who, InSpace) else f"there is no group called {who}")
    return movers


def _goal(world: World, people: Evacuation, reference: str) -> frozenset[int]:
    try:
        return people.steps_into(reference)
    except KeyError:
        raise Refused(f"there is no place called {reference}") from None


def _exit(people: Evacuation, reference: str | None) -> int | None:
    if reference is None:
        return None
    try:
        step = people.exit_step(reference)
    except (KeyError, ValueError):
        raise Refused(f"there is no door called {reference}") from None
    if step is None:
        raise Refused(f"{reference} does not lead outdoors")
    return step
