"""Injects at their times, and the effects that change the building and move its people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.evacuation import Evacuation
from simulator.engine.world import OPENINGS, World
from simulator.model.inject import (
    AlarmEffect,
    Block,
    CloseEffect,
    Effect,
    Inject,
    InSpace,
    LockEffect,
    Move,
    Prop,
    Silence,
    Start,
    Unblock,
    UnlockEffect,
)  # fmt: skip
from simulator.model.scenario import Scenario


def schedule(world: World, people: Evacuation, scenario: Scenario) -> None:
    """Put the scenario's setup, fire, injects and alarm on the clock."""
    for effect in scenario.setup:
        apply(world, people, effect, "setup")
    for inject in scenario.injects:
        t_ms = due_ms(inject, scenario)
        if t_ms >= 0:
            world.at(t_ms, OPENINGS, partial(release, world, people, inject))


def due_ms(inject: Inject, scenario: Scenario) -> int:
    """When an inject is due, in ms from 00:00; negative for a time of day before the scenario begins."""
    if inject.at_ms is not None:
        return inject.at_ms
    assert inject.at_clock_ms is not None
    return inject.at_clock_ms - scenario.when.clock_ms


def release(world: World, people: Evacuation, inject: Inject) -> None:
    """Log the message and let its effects work."""
    world.emit("inject_released", inject.id, inject.id, inject.to, inject.via)
    for effect in inject.effect:
        apply(world, people, effect, inject.id)


def apply(world: World, people: Evacuation, effect: Effect, cause: str) -> None:
    """One effect, now."""
    match effect:
        case Block():
            _on_openings(world, people, effect.block, effect.for_ms, cause, block, unblock)
        case Unblock():
            _on_openings(world, people, effect.unblock, effect.for_ms, cause, unblock, block)
        case LockEffect():
            _on_openings(world, people, effect.lock, effect.for_ms, cause, lock, unlock)
        case UnlockEffect():
            _on_openings(world, people, effect.unlock, effect.for_ms, cause, unlock, lock)
        case Prop():
            _on_openings(world, people, effect.prop, effect.for_ms, cause, prop, close)
        case CloseEffect():
            _on_openings(world, people, effect.close, effect.for_ms, cause, close, prop)
        case AlarmEffect():
            people.alarm(effect.source, cause)
            if effect.for_ms is not None:
                world.at(world.now + effect.for_ms, OPENINGS, partial(silence, world, cause))
        case Silence():
            silence(world, cause)
        case Move():
            movers = _movers(people, effect.move)
            for mover in movers:
                mover.goal = people.steps_into(effect.to)
            people.send(movers, "sent", cause)
        case Start():
            movers = [mover for mover in people.matching(effect.start, None) if not mover.outside]
            for mover in movers:
                toward = people.exit_step(effect.toward)
                mover.exit = mover.exit if toward is None else toward
            people.send(movers, "told to leave", cause)


def _movers(people: Evacuation, who: str | InSpace) -> list:  # type: ignore[type-arg]
    return people.matching(None, who.in_) if isinstance(who, InSpace) else people.matching(who, None)


def silence(world: World, cause: str | None) -> None:
    """The alarm stops; whoever set off goes on, and the locks that it released hold again."""
    world.emit("alarm", cause, "fire", None, "off")
    world.doors.alarm_on = False
    for door in world.doors.electric():
        world.doors.refresh(door)


OnDoor = Callable[[World, Evacuation, int, str | None, str | None], None]


def _on_openings(
    world: World, people: Evacuation, references: tuple[str, ...], for_ms: int | None, cause: str,
    act: OnDoor, back: OnDoor,
) -> None:  # fmt: skip
    for reference in references:
        door = world.door(reference)
        act(world, people, door, cause, None)
        if for_ms is not None:
            world.at(world.now + for_ms, OPENINGS, partial(back, world, people, door, cause, None))


def _changed(world: World, people: Evacuation, door: int, kind: str, cause: str | None, by: str | None) -> None:
    world.emit(kind, cause, world.compiled.passage_names[door], by)
    if world.doors.refresh(door):
        people.walking.door_opened()
    people.walking.door_shut(door)


def block(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """Nobody passes."""
    world.doors.blocked[door] = True
    _changed(world, people, door, "blocked", cause, by)


def unblock(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """The way is free again."""
    world.doors.blocked[door] = False
    _changed(world, people, door, "opened", cause, by)


def lock(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """Locked against whoever comes from the second space; a propped door is shut first."""
    world.doors.locked[door], world.doors.held_open[door] = True, False
    _changed(world, people, door, "locked", cause, by)


def unlock(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """No longer locked."""
    world.doors.locked[door] = False
    _changed(world, people, door, "unlocked", cause, by)


def prop(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """Held open, whatever stood in the way."""
    world.doors.locked[door], world.doors.held_open[door], world.doors.blocked[door] = False, True, False
    _changed(world, people, door, "opened", cause, by)


def close(world: World, people: Evacuation, door: int, cause: str | None, by: str | None) -> None:
    """Shut, not locked."""
    world.doors.held_open[door] = False
    _changed(world, people, door, "closed", cause, by)
