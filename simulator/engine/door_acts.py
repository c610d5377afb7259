"""What is done to a door: its state changes, the log says so, and whoever queues at it sees it."""

from __future__ import annotations

from simulator.engine.evacuation import Evacuation
from simulator.engine.world import World


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
