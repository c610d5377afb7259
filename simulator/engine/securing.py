"""Rooms behind locked doors: which ways lead in, who locks or barricades them, and letting somebody in after a knock.

A room is secured when nobody without a key can get in from the halls or from outdoors: every door that would let them
holds. Windows are not counted as ways in. Whoever passes a door of a secured room leaves it unlocked behind them, and
those inside lock it again.
"""

from __future__ import annotations

from functools import partial

from simulator.engine import door_acts
from simulator.engine.evacuation import Evacuation
from simulator.engine.streams import quantity, u
from simulator.engine.world import OPENINGS, Mover, World
from simulator.model.building import LOCKS_BY_ITSELF
from simulator.model.conduct import Conduct
from simulator.model.distributions import Numeric
from simulator.model.events import Row

HALLS = frozenset({"corridor", "lobby", "stairs", "elevator", "concourse"})
SLACK_MS = 3_000
"""How long a door that was opened for somebody stays open when they do not come in."""


class Room:
    """One room under way to being secured. `gen` tells whether its people have begun anew meanwhile."""

    __slots__ = ("by", "cause", "gen", "ready_ms", "space", "state")

    def __init__(self, space: str, by: Mover, cause: str | None, ready_ms: int):
        self.space, self.by, self.cause, self.ready_ms = space, by, cause, ready_ms
        self.state, self.gen = "locking", 0


class Securing:
    """Every room that somebody secures."""

    def __init__(self, world: World, people: Evacuation, conduct: Conduct):
        self.world, self.people, self.conduct = world, people, conduct
        self.rooms: dict[str, Room] = {}
        self.uses: dict[str, int] = {}
        building = world.compiled.building
        self.sides = [tuple(building.segments[index].space for index in one.between) for one in building.passages]
        self.doors_of: dict[str, list[int]] = {}
        for door, sides in enumerate(self.sides):
            for space in sides:
                if sides[0] != sides[1]:
                    self.doors_of.setdefault(space, []).append(door)
        self.number = {name: door for door, name in enumerate(world.compiled.passage_names)}
        spaces = world.compiled.spaces
        self.public = {name for name, one in spaces.items() if one.open_air or one.kind in HALLS}
        self._listens = False

    # ---- ways in -----------------------------------------------------------------------------------------------------

    def securable(self, space: str) -> bool:
        """Whether a room has only doors and windows: a gap cannot be shut."""
        kinds = self.world.compiled.building.passages
        return all(kinds[door].kind in ("door", "window") for door in self.doors_of.get(space, ()))

    def ways_in(self, space: str) -> list[int]:
        """The openings by which somebody from the halls or outdoors gets into a space now."""
        loose = [door for door in self.doors_of.get(space, ()) if not self._holds(door, space)]
        if all(self._beyond(door, space) in self.public for door in loose):
            return loose
        reached = self._reached_without(space)
        return [door for door in loose if self._beyond(door, space) in reached]

    def _beyond(self, door: int, space: str) -> str:
        first, second = self.sides[door]
        return second if first == space else first

    def _holds(self, door: int, space: str) -> bool:
        """Whether nobody without a key passes an opening into a space."""
        step = 2 * door + 1 if self.sides[door][0] == space else 2 * door
        return step in self.world.compiled.never or self.world.shut[step]

    def _reached_without(self, space: str) -> set[str]:
        found = self.public - {space}
        ahead = sorted(found)
        while ahead:
            here = ahead.pop()
            for door in self.doors_of.get(here, ()):
                beyond = self._beyond(door, here)
                if beyond != space and beyond not in found and not self._holds(door, beyond):
                    found.add(beyond)
                    ahead.append(beyond)
        return found

    # ---- locking -----------------------------------------------------------------------------------------------------

    def begin(self, space: str, by: Mover, cause: str | None, ready_ms: int) -> None:
        """Somebody in a room turns to its doors at an instant; a room that is under way or secured stays as it is."""
        room = self.rooms.get(space)
        if room is not None and room.state in ("locking", "secured"):
            return
        self._listen()
        self.rooms[space] = room = Room(space, by, cause, ready_ms)
        self._go_on(room, ready_ms)

    def _go_on(self, room: Room, t_ms: int) -> None:
        room.gen += 1
        room.state = "locking"
        self.world.at(max(t_ms, room.ready_ms), OPENINGS, partial(self._next, room, room.gen))

    def _next(self, room: Room, gen: int) -> None:
        """The next door that does not hold yet; none left: the room is secured."""
        if room.gen != gen or self.rooms.get(room.space) is not room:
            return
        if not self.inside(room.space):
            room.state = "left"
            return
        ways = self.ways_in(room.space)
        if not ways:
            room.state = "secured"
            barred = any(self._step(door, room.space) in self.world.doors.barred for door in self.doors_of[room.space])
            self.world.emit("secured", room.cause, room.space, room.by.name, "barricaded" if barred else "locked")
            return
        door = min(ways, key=lambda way: (not self._lockable(way, room.space), way))
        if self._lockable(door, room.space):
            self._lock_later(room, door, gen)
        else:
            self._barricade_later(room, door, gen)

    def _step(self, door: int, space: str) -> int:
        return 2 * door + 1 if self.sides[door][0] == space else 2 * door

    def _lockable(self, door: int, space: str) -> bool:
        """Whether the people in a room can lock a door: it locks on their side, and they have the key it needs."""
        compiled = self.world.compiled
        opening = compiled.building.passages[door].opening
        if opening is None or opening.type != "door" or self.sides[door][0] != space or not compiled.lockable[door]:
            return False
        if self.world.doors.alarm_on and compiled.released_by_alarm[door]:
            return False
        by_key = compiled.plan.lock_of(opening) == "outside-key"
        return not by_key or any(has_keys(mover) for mover in self.inside(space))

    def _lock_later(self, room: Room, door: int, gen: int) -> None:
        self.world.at(self.world.now + self.lock_ms(door), OPENINGS, partial(self._lock, room, door, gen))

    def lock_ms(self, door: int) -> int:
        """How long locking takes: the door's own time, the plan's default where it gives one, else by its lock."""
        compiled = self.world.compiled
        opening = compiled.building.passages[door].opening
        assert opening is not None
        k = self.world.uses.get(door, 0)
        self.world.uses[door] = k + 1
        takes = opening.time_to_lock or self.usual(door)
        return round(quantity(takes, self.world.seed, "time to lock", opening.id, k) * 1000)

    def usual(self, door: int) -> Numeric:
        """How long locking a door takes that gives no time of its own, in seconds."""
        plan = self.world.compiled.plan
        opening = self.world.compiled.building.passages[door].opening
        assert opening is not None
        if "time_to_lock" in plan.defaults.door.model_fields_set:
            return plan.defaults.door.time_to_lock
        lock = plan.lock_of(opening)
        if lock in LOCKS_BY_ITSELF:
            return self.conduct.lock_by_itself_s
        return self.conduct.lock_outside_s if lock == "outside-key" else self.conduct.lock_inside_s

    def _lock(self, room: Room, door: int, gen: int) -> None:
        if room.gen == gen:
            door_acts.lock(self.world, self.people, door, room.cause, room.by.name)
            if self._holds(door, room.space):
                self._next(room, gen)
            else:
                self._fail(room, door)

    def _barricade_later(self, room: Room, door: int, gen: int) -> None:
        name = self.world.compiled.passage_names[door]
        holds = u(self.world.seed, "barricade holds", f"{name}/{room.space}") < self.conduct.barricade_holds
        if self.world.compiled.building.passages[door].kind != "door" or not holds:
            self._fail(room, door)
            return
        takes = self._draw(self.conduct.barricade_s, "barricade", name)
        self.world.at(self.world.now + takes, OPENINGS, partial(self._barricade, room, door, gen))

    def _fail(self, room: Room, door: int) -> None:
        """A way in stays open, whatever those inside do."""
        room.state = "failed"
        why = f"{self.world.compiled.passage_names[door]} cannot be held shut"
        self.world.emit("unsecured", room.cause, room.space, room.by.name, why)

    def _barricade(self, room: Room, door: int, gen: int) -> None:
        if room.gen != gen:
            return
        name = self.world.compiled.passage_names[door]
        self.world.doors.barred.add(self._step(door, room.space))
        self.world.doors.refresh(door)
        self.world.emit("barricaded", room.cause, room.space, room.by.name, name)
        self.people.walking.door_shut(door)
        self._next(room, gen)

    def _draw(self, distribution: Numeric, purpose: str, key: str) -> int:
        """One draw in ms for each use of a thing."""
        k = self.uses.get(f"{purpose}/{key}", 0)
        self.uses[f"{purpose}/{key}"] = k + 1
        return round(quantity(distribution, self.world.seed, purpose, key, k) * 1000)

    # ---- opening again -----------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        if not self._listens:
            self._listens = True
            for kind in ("entered", "out"):
                self.world.listen(kind, self._passed)
            for kind in ("unlocked", "opened"):
                self.world.listen(kind, self._door_changed)

    def _passed(self, row: Row) -> None:
        """Somebody passes a door of a room that is locked: it is unlocked until those inside lock it again."""
        door = self.number.get(row[5]) if row[5] is not None else None
        if door is None or self.sides[door][0] == self.sides[door][1]:
            return
        for space in self.sides[door]:
            room = self.rooms.get(space)
            if room is not None and room.state in ("locking", "secured") and self._holds(door, space):
                last_ms = row[0] + row[7] * (row[6] - 1)
                why = f"{row[3]} came in" if space == self.sides_of(row[4]) else f"{row[3]} left"
                self.world.at(row[0], OPENINGS, partial(self.open_up, space, door, row[3], why, last_ms))

    def sides_of(self, segment: str) -> str:
        """The space of a segment by its name."""
        building = self.world.compiled.building
        return building.segments[building.by_name[segment]].space

    def open_up(self, space: str, door: int, by: str, why: str, until_ms: int) -> None:
        """A door of a room is opened; those inside lock it again once `until_ms` has passed."""
        room = self.rooms.get(space)
        if room is not None and room.state == "secured":
            self.world.emit("unsecured", room.cause, space, by, why)
        if room is not None and room.state in ("locking", "secured"):
            self._go_on(room, until_ms)
        elif room is None and self.world.compiled.lockable[door]:
            again = partial(door_acts.lock, self.world, self.people, door, None, None)
            self.world.at(until_ms + self.lock_ms(door), OPENINGS, again)
        self.world.doors.barred.discard(self._step(door, space))
        self.world.doors.held_open[door] = True
        door_acts.unlock(self.world, self.people, door, room.cause if room else None, by)

    def _door_changed(self, row: Row) -> None:
        """A door was opened by other hands: rooms that are no longer secured have their people lock it again."""
        self.world.at(row[0], OPENINGS, self._look_again)

    def _look_again(self) -> None:
        for space, room in list(self.rooms.items()):
            if room.state == "secured" and self.ways_in(space):
                self.world.emit("unsecured", room.cause, space, None, "a way in stands open")
                self._go_on(room, self.world.now)

    def release(self, space: str) -> None:
        """Nobody secures this room any more; its doors stay as they are."""
        room = self.rooms.pop(space, None)
        if room is not None:
            room.gen += 1
            if room.state == "secured":
                self.world.emit("unsecured", room.cause, space, None, "another order")

    # ---- who is there ------------------------------------------------------------------------------------------------

    def inside(self, space: str) -> list[Mover]:
        """The movers in a space."""
        return self.world.within(self.world.compiled.building.of_space[space])


def has_keys(mover: Mover) -> bool:
    """Whether somebody of these people carries the keys of the doors around them; who leads a class does."""
    return mover.has_keys or (mover.party.leaders > 0 and mover.first == 0)


def leads(mover: Mover) -> bool:
    """Whether an adult who leads others is among these people."""
    party = mover.party
    return party.kind == "staff" or (party.leaders > 0 and mover.first == 0)
