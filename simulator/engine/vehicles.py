"""Vehicles by name: held back, leaving with whoever has boarded, called back, unloaded.

A vehicle may be a space of the plan (of kind `vehicle` or `stand`): its people are those in it, and its doors are
shut to walkers while it is away. Without such a space it carries the group that has its name, if there is one: those
people keep the place that the counts have them in until they are unloaded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine import door_acts
from simulator.engine.evacuation import Evacuation
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.tasks import done_ms, place_of
from simulator.engine.walking import STANDING, THERE
from simulator.engine.world import OPENINGS, Mover, World
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.inject import Depart

Changes = Callable[[World, Evacuation, int, str | None, str | None], None]
"""What is done to a door."""
KINDS = frozenset({"vehicle", "stand"})


class Vehicles:
    """Which vehicles are held, and which are away."""

    def __init__(self, play: Play):
        self.play, self.world, self.numbers = play, play.world, play.scenario.arrivals
        self.held: set[str] = set()
        self.away: set[str] = set()

    def space_of(self, vehicle: str) -> str | None:
        """The space that a vehicle is: by id, common name or label."""
        plan, spaces = self.world.compiled.plan, self.world.compiled.spaces
        wanted = plan.uses.get(vehicle, vehicle)
        for name, space in spaces.items():
            if space.kind in KINDS and (name == wanted or (space.label or "").casefold() == vehicle.casefold()):
                return name
        return None

    def riders(self, vehicle: str) -> list[Mover]:
        """Who is in a vehicle; of one that is no space of the plan, the group that has its name."""
        space = self.space_of(vehicle)
        return self.play.people.matching(*((None, space) if space is not None else (vehicle, None)))

    def aboard(self, vehicle: str) -> int:
        """How many people are in a vehicle now."""
        space = self.space_of(vehicle)
        if space is None:
            return sum(mover.n for mover in self.riders(vehicle))
        return sum(
            self.world.count(segment, self.world.now) for segment in self.world.compiled.building.of_space[space]
        )

    def depart(self, effect: Depart, cause: str) -> None:
        """It leaves with whoever is in it, unless it is held or has left."""
        vehicle = effect.depart
        if vehicle in self.held or vehicle in self.away:
            return
        self.away.add(vehicle)
        self.world.emit("departed", cause, vehicle, self.aboard(vehicle))
        self.play.whens.touch()
        self._doors(vehicle, door_acts.block, cause)

    def _doors(self, vehicle: str, act: Changes, cause: str) -> None:
        space = self.space_of(vehicle)
        compiled = self.world.compiled
        segments = compiled.building.of_space[space] if space is not None else ()
        for door in sorted({door for segment in segments for door in compiled.building.of_segment[segment]}):
            if compiled.building.passages[door].opening is not None:
                act(self.world, self.play.people, door, cause, vehicle)

    def hold(self, act: Act, role: str, cause: str) -> int:
        """A vehicle that has not left waits for word."""
        vehicle = self._named(act)
        if vehicle in self.away:
            raise Refused(f"{vehicle.replace('_', ' ')} has left: recall it")
        t_ms = done_ms(self.play, act, role, self.numbers.hold_vehicle_s, cause, by_phone=True)
        self.world.at(t_ms, OPENINGS, partial(self._held, vehicle))
        return t_ms

    def _held(self, vehicle: str) -> None:
        if vehicle not in self.away:
            self.held.add(vehicle)

    def recall(self, act: Act, role: str, cause: str) -> int:
        """A vehicle that has left turns round; one that is still there may leave, if it was held."""
        vehicle = self._named(act)
        t_ms = done_ms(self.play, act, role, self.numbers.hold_vehicle_s, cause, by_phone=True)
        takes = quantity(self.numbers.return_s, self.world.seed, "vehicle returns", f"{vehicle}/{cause}")
        self.world.at(t_ms + round(takes * 1000), OPENINGS, partial(self._is_back, vehicle, role, cause))
        return t_ms

    def _is_back(self, vehicle: str, role: str, cause: str) -> None:
        if vehicle in self.away:
            self.away.discard(vehicle)
            self._doors(vehicle, door_acts.unblock, cause)
            self.play.knowledge.learn(role, f"vehicle/{vehicle}", "back", vehicle, "phone", cause)

    def unload(self, act: Act, role: str, cause: str) -> int:
        """Whoever is in a vehicle gets off, and walks to where they are sent."""
        vehicle = self._named(act)
        if vehicle in self.away:
            raise Refused(f"{vehicle.replace('_', ' ')} has left: recall it")
        if act.to is not None and len(act.to) != 1:
            raise Refused("people can be sent to one place at a time")
        to = place_of(self.play, act.to[0]) if act.to else None
        t_ms = done_ms(self.play, act, role, self.numbers.unload_s, cause)
        self.world.at(t_ms, OPENINGS, partial(self._get_off, vehicle, to, cause))
        return t_ms

    def _get_off(self, vehicle: str, to: str | None, cause: str) -> None:
        if vehicle in self.away:
            return
        people = self.play.people
        movers = [one for one in self.riders(vehicle) if one.state in (STANDING, THERE)]
        for mover in movers:
            mover.goal = people.steps_into(to) if to is not None else None
        people.send(movers, f"gets off {vehicle}", cause)

    def _named(self, act: Act) -> str:
        if act.vehicle is None:
            raise Refused("say which vehicle")
        return act.vehicle
