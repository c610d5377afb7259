"""Spaces that hazards close in time, whatever anybody does. Fire: impassable, and whoever stands in one leaves."""

from __future__ import annotations

from functools import partial

from simulator.engine.evacuation import Evacuation
from simulator.engine.streams import quantity
from simulator.engine.walking import STANDING
from simulator.engine.world import OPENINGS, World
from simulator.model.hazard import Fire
from simulator.model.inject import AlarmEffect
from simulator.model.scenario import Scenario


def schedule(world: World, people: Evacuation, scenario: Scenario) -> None:
    """Put the fire's spread and the alarm on the clock."""
    if scenario.fire is not None:
        _schedule_fire(world, people, scenario.fire)
    elif _is_a_drill(scenario) and any(mover.party.delay is None for mover in world.movers):
        # an evacuation that nothing announces is the drill itself: its alarm is 00:00
        world.at(0, OPENINGS, partial(people.alarm, None, None))


def _is_a_drill(scenario: Scenario) -> bool:
    """Whether nothing else tells people to leave: no alarm of a message, no order of a response plan."""
    return scenario.hazard == "evacuation" and scenario.response is None and not any(_raises_alarm(scenario))


def _raises_alarm(scenario: Scenario) -> list[bool]:
    effects = [*scenario.setup, *(effect for inject in scenario.injects for effect in inject.effect)]
    return [isinstance(effect, AlarmEffect) for effect in effects]


def _schedule_fire(world: World, people: Evacuation, fire: Fire) -> None:
    closings = [(0, fire.origin), *((spread.at_ms, spread.space) for spread in fire.spreads)]
    for t_ms, reference in closings:
        space = world.compiled.plan.resolve(reference)
        world.at(t_ms, OPENINGS, partial(close_space, world, people, "fire", space))
    if fire.alarm == "none":
        return
    takes = world.movement.alarm_pull_s if fire.alarm == "pull" else world.movement.alarm_auto_s
    t_ms = round(quantity(takes, world.seed, "fire alarm", fire.alarm) * 1000)
    origin = world.compiled.plan.resolve(fire.origin)
    world.at(t_ms, OPENINGS, partial(people.alarm, origin, "fire"))


def close_space(world: World, people: Evacuation, hazard: str, space: str) -> None:
    """Nobody enters the space any more; who stands in it sees the fire and leaves."""
    compiled, doors = world.compiled, world.doors
    segments = compiled.building.of_space[space]
    if doors.closed_segments.issuperset(segments):
        return
    doors.closed_segments.update(segments)
    world.emit("hazard_closed", hazard, hazard, space)
    for door in sorted({door for segment in segments for door in compiled.building.of_segment[segment]}):
        doors.refresh(door)
        people.walking.door_shut(door)
    standing = [mover for mover in world.movers if mover.segment in segments and mover.state == STANDING]
    people.send(standing, f"sees the {hazard}", hazard)


def keep_off(
    world: World, hazard: str, spaces: tuple[str, ...] | None, already: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Open ground that nobody should be on from now on, all of it where none is named; returns what was added.

    It is not impassable: whoever is out there can still come in over it.
    """
    ground = spaces or tuple(name for name, space in world.compiled.spaces.items() if space.open_air)
    added = tuple(name for name in ground if name not in already)
    for name in added:
        world.emit("hazard_closed", hazard, hazard, name)
    return added


def give_back(world: World, hazard: str, spaces: tuple[str, ...]) -> None:
    """The hazard is over: the ground that it closed is free again."""
    for name in spaces:
        world.emit("hazard_opened", hazard, hazard, name)
    world.emit("hazard_ended", hazard, hazard, None)
