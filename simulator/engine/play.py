"""What the exercise's side of a run works on: the building, its people, orders, and what guards may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.engine.evacuation import Evacuation
from simulator.engine.orders import Orders
from simulator.engine.whens import Whens
from simulator.engine.world import World
from simulator.model.distributions import Value
from simulator.model.events import values_of
from simulator.model.scenario import Scenario
from simulator.rules.guards import Guard, guard_of


class Facts:
    """What is so at this instant, as far as a guard asks for it."""

    def __init__(self, world: World, orders: Orders, draw: Mapping[str, Value]):
        self.world, self.orders, self.draw = world, orders, draw

    def known(self, guard: Guard) -> dict[str, Any]:
        """The facts that a guard reads. Raises KeyError for a space that the plan does not have."""
        asked = {name[1] for name in guard.reads if name[0] == "state"}
        return {"draw": self.draw, "state": {fact: self._state(fact, guard) for fact in asked}}

    def _state(self, fact: str, guard: Guard) -> Any:
        orders = self.orders
        match fact:
            case "order":
                return orders.latest or ""
            case "order_in":
                return {zone: orders.order_in.get(zone, "") for zone in orders.zones}
            case "zones_dead":
                return len(orders.dead)
            case "departed":
                return sum(values_of(row)["people"] for row in self.world.log if row[1] == "departed")
            case _:
                return {name: self._space(name) for name in guard.spaces()}

    def _space(self, reference: str) -> dict[str, Any]:
        compiled = self.world.compiled
        segments = compiled.building.of_space[compiled.plan.resolve(reference)]
        people = sum(self.world.count(segment, self.world.now) for segment in segments)
        area_m2 = sum(compiled.building.segments[segment].area_m2 for segment in segments)
        return {"people": people, "density": people / area_m2}

    def holds(self, guard: Guard) -> bool:
        """Whether a guard is true now; one that cannot be worked out is not."""
        try:
            return guard.holds(self.known(guard))
        except (KeyError, ValueError):
            return False

    def judge(self, text: str | None) -> bool:
        """Whether a condition is true now; none at all always is."""
        return text is None or self.holds(guard_of(text))


@dataclass(slots=True)
class Play:
    """One run's parts, for injects and decisions. `seats` are the roles that somebody has taken."""

    world: World
    people: Evacuation
    scenario: Scenario
    orders: Orders
    facts: Facts
    whens: Whens
    seats: set[str] = field(default_factory=set)
