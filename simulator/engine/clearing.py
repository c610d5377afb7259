"""Once the threat is over: officers clear room after room, rooms are released in person, units are assigned to tasks.

Where nobody coordinates, the officers of each agency keep a list of their own, and halls are cleared twice.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from simulator.engine import door_acts
from simulator.engine.agencies import Agencies, Unit
from simulator.engine.called import who
from simulator.engine.command import Command
from simulator.engine.noticing import WHERE
from simulator.engine.orders import Belief
from simulator.engine.units import Inside
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.response import Step
from simulator.rules.responders import nearest

WHOLE = "building"
SHARED = "everybody"
"""The list that all officers share once command is unified or units are assigned."""
UNCLEARED = ("elevator", "vehicle", "stand")
"""Kinds of space that are no room of the building."""
LOCKED_IN = ("lockdown", "stay")
GOES_IN = ("enter", "search", "contact", "threat")
CLEARS = ("clear",)
STANDS_BY = ("rtf", "rescue")


class Clearing:
    """What has been cleared, on whose list, and which rooms are to be released."""

    def __init__(self, agencies: Agencies, inside: Inside, command: Command):
        self.agencies, self.inside, self.command = agencies, inside, command
        self.play, self.world, self.readiness = agencies.play, agencies.world, agencies.readiness
        spaces = self.world.compiled.spaces.items()
        self.rooms = [name for name, one in spaces if not one.open_air and one.kind not in UNCLEARED]
        self.cleared: dict[str, set[str]] = {}
        self.active: dict[str, str] = {}
        self.only: set[str] | None = None
        self.all_cleared = False
        self.to_release: list[str] = []
        self.by_doctrine: list[str] = []
        self.released: set[str] = set()
        self._cause: str | None = None
        inside.free = self.join
        command.changed.append(self._share)
        acts = self.play.acts
        acts["release_rooms"] = self._release_rooms
        acts["clear"], acts["assign"] = map(agencies.doctrine.in_its_time, (self._clear, self._assign))

    # ---- clearing ----------------------------------------------------------------------------------------------------

    def join(self, unit: Unit) -> None:
        """An officer inside who is free takes the nearest room that nobody of the list has cleared or is clearing."""
        if not unit.police or unit.state != "inside":
            return
        if self.to_release and self.all_cleared:
            self._release_next(unit)
            return
        key = self._list_of(unit)
        todo = self._todo(unit, key)
        path = self._path(unit, todo) if todo and not self.all_cleared else None
        if path is None and self.only is not None and self.play.threat is not None:
            self.only = None  # the rooms that were named are cleared: on with the building
            self.join(unit)
            return
        if path is None:
            self.active.pop(unit.name, None)
            self._perhaps_done(unit)
            return
        segment = self.world.compiled.goes_to[path[-1]] if path else self.inside.segment(unit)
        space = self.world.compiled.building.segments[segment].space
        self.active[unit.name] = space
        goal = self.inside.segments(space)
        self.inside.walk(unit, goal, self.readiness.search_m_s, partial(self._there, space, key), self.join)

    def _list_of(self, unit: Unit) -> str:
        return SHARED if self.command.assigns else unit.agency

    def _todo(self, unit: Unit, key: str) -> set[str]:
        """The rooms of a list that nobody has cleared or is clearing."""
        units = (self.agencies.units[name] for name in self.active if name != unit.name)
        taken = {self.active[one.name] for one in units if one.state == "inside" and self._list_of(one) == key}
        return (set(self.rooms) if self.only is None else self.only) - self.cleared.get(key, set()) - taken

    def _path(self, unit: Unit, spaces: set[str]) -> list[int] | None:
        building = self.world.compiled.building
        return nearest(
            building, unit.step, lambda segment: building.segments[segment].space in spaces,
            lambda step: not self.inside.blocked(step),
        )  # fmt: skip

    def _there(self, space: str, key: str, unit: Unit) -> None:
        takes_ms = self.agencies.draw_ms(self.readiness.clear_room_s, "clear room", f"{key}/{space}")
        self.inside.later(unit, takes_ms, partial(self._has_cleared, space, key))

    def _has_cleared(self, space: str, key: str, unit: Unit) -> None:
        key = SHARED if self.command.assigns else key
        self.cleared.setdefault(key, set()).add(space)
        self.world.emit("room_cleared", self._cause or unit.cause, space, unit.name)
        self.command.cleared(space)
        self.join(unit)

    def _share(self) -> None:
        """Command assigns from now on: what any agency has cleared is on the one list."""
        if self.command.assigns:
            for key in [key for key in self.cleared if key != SHARED]:
                self.cleared.setdefault(SHARED, set()).update(self.cleared.pop(key))

    def _perhaps_done(self, unit: Unit) -> None:
        """The last officer to find nothing more to clear: the building is cleared, as far as it can be reached."""
        busy = [name for name in self.active if self.agencies.units[name].state == "inside"]
        cleared = set().union(*self.cleared.values()) if self.cleared else set()
        if self.all_cleared or busy or not cleared or not self._reached_all(unit, cleared):
            return
        self.all_cleared = True
        self.world.emit("building_cleared", self._cause or unit.cause, WHOLE, self.command.who or unit.name)
        for space in self.rooms:
            self.command.cleared(space)
        if self._cause is None:
            self.agencies.doctrine.has_done(self.command.who, "clear", unit.cause, spaces=["all"])
        self._release_by_doctrine(unit.cause)

    def _reached_all(self, unit: Unit, cleared: set[str]) -> bool:
        return self._path(unit, set(self.rooms) - cleared) is None

    def _clear(self, act: Act, role: str, cause: str) -> None:
        """A role's officers, or all who are here, clear some spaces."""
        threat = self.play.threat
        if threat is not None and not threat.over:
            raise Refused("the threat is not over: officers are looking for it")
        spaces = set(self.command.spaces(act.spaces or ()))
        agency = self.agencies.doctrine.agency_of(role)
        units = [one for one in self.agencies.on_scene(police=True) if one.state in ("here", "inside")]
        units = [one for one in units if agency in (None, one.agency)] or units
        if not units:
            raise Refused("no officers are on the scene yet")
        whole = spaces >= set(self.rooms)
        self.only, self._cause = (None if whole else spaces), cause
        if not whole:
            for found in self.cleared.values():
                found -= spaces  # whoever asks for some rooms wants them cleared now
        for unit in units:
            if unit.name not in self.active:
                self._send_to_clear(unit)

    def _send_to_clear(self, unit: Unit) -> None:
        if unit.step < 0:
            self.inside.enter(unit, self.join)
        else:
            unit.state = "inside"
            self.join(unit)

    # ---- releasing ---------------------------------------------------------------------------------------------------

    def _release_by_doctrine(self, cause: str | None) -> None:
        """Rooms in lockdown are released in person, unless the plan says otherwise or somebody plays it."""
        agencies, again = self.agencies, partial(self._release_by_doctrine, cause)
        if agencies.policies.release_of_lockdown != "in_person" or not self._locked_in():
            return
        officers = dict.fromkeys(one.agency for one in agencies.units.values() if one.police)
        if agencies.doctrine.may("release_rooms", officers, again):
            self.by_doctrine = self._locked_in()
            self._begin_release(self.by_doctrine, cause)

    def _locked_in(self) -> list[str]:
        """The rooms with people who go by a lockdown."""
        spaces = self.world.compiled.spaces
        found = []
        for mover in self.world.movers:
            going_by, space = self.play.sheltering.going_by(mover), self.play.orders.space(mover)
            if going_by is not None and going_by.order in LOCKED_IN and space in spaces and not spaces[space].open_air:
                found.append(space)
        return list(dict.fromkeys(found))

    def _begin_release(self, spaces: list[str], cause: str | None) -> None:
        self.to_release += [space for space in spaces if space not in self.to_release]
        for unit in self.agencies.on_scene(police=True):
            if unit.state == "inside" and unit.name not in self.active:
                self._release_next(unit, cause)

    def _release_next(self, unit: Unit, cause: str | None = None) -> None:
        path = self._path(unit, set(self.to_release)) if self.to_release else None
        if path is None:
            return
        segment = self.world.compiled.goes_to[path[-1]] if path else self.inside.segment(unit)
        space = self.world.compiled.building.segments[segment].space
        self.to_release.remove(space)
        cause = cause or unit.cause
        on = partial(self._release_next, cause=cause)
        self.inside.walk(
            unit, self.inside.segments(space), self.readiness.walk_m_s, partial(self._at_room, space, cause), on
        )

    def _at_room(self, space: str, cause: str | None, unit: Unit) -> None:
        takes_ms = self.agencies.draw_ms(self.readiness.release_room_s, "release room", space)
        self.inside.later(unit, takes_ms, partial(self._released, space, cause))

    def _released(self, space: str, cause: str | None, unit: Unit) -> None:
        self.release(space, unit.name, cause)
        if space in self.by_doctrine and self.released.issuperset(self.by_doctrine):
            spaces, self.by_doctrine = self.by_doctrine, []
            self.agencies.doctrine.has_done(self.command.who, "release_rooms", cause, spaces=spaces)
        self._release_next(unit, cause)

    def release(self, space: str, by: str, cause: str | None) -> None:
        """The people of a room are told that it is over and unlock: they walk out, and on to the rally point."""
        self.released.add(space)
        self.world.emit("room_released", cause, space, by)
        sheltering = self.play.sheltering
        for door in sheltering.securing.doors_of.get(space, ()):
            if self.world.doors.locked[door]:
                door_acts.unlock(self.world, self.play.people, door, cause, by)
        for mover in sheltering.securing.inside(space):
            for name in (mover.name, mover.party.name):
                sheltering.intents.pop(name, None)
            self._lead_out(mover, Belief("evacuate", self.world.now, by, "in_person", cause))
        sheltering.securing.release(space)

    def _lead_out(self, mover: Mover, told: Belief) -> None:
        """Whoever had heard the same before and stayed all the same is told anew."""
        orders = self.play.orders
        if told.same(orders.belief(mover)):
            orders.held[mover.name] = replace(told, order="lockdown")
        orders.learn(mover, told)

    def _release_rooms(self, act: Act, role: str, cause: str) -> int | None:
        """Officers inside release the rooms; where there are none, the person of the role does, room after room."""
        spaces = self.command.spaces(act.spaces) if act.spaces else self._locked_in()
        if not spaces:
            raise Refused("no room is in lockdown")
        step = act if isinstance(act, Step) else self.play.orders.matching_step(act, role)
        if step is not None:
            return self._release_over(spaces, self.play.orders.takes_ms(step, role, step.actual, cause), role, cause)
        officers = [unit for unit in self.agencies.on_scene(police=True) if unit.state in ("here", "inside")]
        threat = self.play.threat
        if officers and (threat is None or threat.over):
            self.to_release += [space for space in spaces if space not in self.to_release]
            on = partial(self._release_next, cause=cause)
            for unit in officers:
                if unit.step < 0:
                    self.inside.enter(unit, on)
                elif unit.name not in self.active:
                    unit.state = "inside"
                    on(unit)
            return None
        if self.play.orders.person(role) is None:
            raise Refused("no officers are inside who could release rooms")
        done_ms = self.world.now
        for space in spaces:
            takes_ms = self.agencies.draw_ms(self.readiness.release_room_s, "release room", space)
            done_ms = self.play.orders.start_ms(role, takes_ms) + takes_ms
            self.world.at(done_ms, OPENINGS, partial(self.release, space, role, cause))
        return done_ms

    def _release_over(self, spaces: list[str], takes_ms: int, role: str, cause: str) -> int:
        """As the plan has it: one room after another, evenly, over the time that it really takes."""
        begins_ms = self.play.orders.start_ms(role, takes_ms)
        for number, space in enumerate(spaces, 1):
            release = partial(self.release, space, role, cause)
            self.world.at(begins_ms + takes_ms * number // len(spaces), OPENINGS, release)
        return begins_ms + takes_ms

    # ---- assigning ---------------------------------------------------------------------------------------------------

    def _assign(self, act: Act, role: str, cause: str) -> None:
        """Units on the scene get a task: search, clear, stand by for a rescue team, or anything else at a place."""
        units = [unit for unit in self.agencies.named(act.unit) if unit.on_scene]
        if not units:
            raise Refused(f"{who(self.play.scenario, act.unit or '')} is not on the scene yet")
        words = (act.task or "").lower()
        place = self.command.space(act.to[0]) if act.to else None
        self.command.assigns = True
        self._share()
        for unit in units:
            unit.cause, unit.staged, unit.gen = cause, False, unit.gen + 1
            if unit.police and any(word in words for word in CLEARS):
                self._send_to_clear(unit)
            elif unit.police and any(word in words for word in GOES_IN):
                self._send_to_search(unit, place, role, cause)
            elif any(word in words for word in STANDS_BY):
                unit.state, unit.staged, unit.place = "here", True, place or unit.place
            else:
                unit.state, unit.place = "busy", place or unit.place

    def _send_to_search(self, unit: Unit, place: str | None, role: str, cause: str) -> None:
        if place is not None:
            self.play.knowledge.learn(unit.name, WHERE, place, role, "radio", cause)
        if unit.step < 0:
            self.inside.enter(unit, self.inside.hunt)
        else:
            unit.state = "inside"
            self.inside.hunt(unit)
