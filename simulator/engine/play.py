"""What the exercise's side of a run works on: the building, its people, orders, and what guards may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.engine.evacuation import Evacuation
from simulator.engine.knowledge import Knowledge
from simulator.engine.orders import Orders
from simulator.engine.sheltering import Sheltering
from simulator.engine.whens import Whens
from simulator.engine.world import World
from simulator.model.actions import Act
from simulator.model.bundle import Bundle
from simulator.model.distributions import Value
from simulator.model.events import values_of
from simulator.model.scenario import Scenario
from simulator.rules.guards import Guard, guard_of

if TYPE_CHECKING:
    from simulator.engine.agencies import Agencies
    from simulator.engine.calls import Calls
    from simulator.engine.channels import Channels
    from simulator.engine.noticing import Noticing
    from simulator.engine.searching import Searching
    from simulator.engine.threat import Threat


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


Does = Callable[[Act, str, str], int | None]
"""An action: (act, role, cause) -> the instant at which it is done, None for now; raises Refused in words."""
Works = Callable[[Any, str], None]
"""An effect: (effect, cause); raises Refused where it names something that is not there."""


@dataclass(slots=True)
class Play:
    """One run's parts, for injects and decisions. `seats` are the roles that somebody has taken.

    `acts` and `effects` are what the parts of an incident add: actions by name, effects by their noun. `away` are the
    roles that are not on the site at this instant, `absent` those that nobody has today.
    """

    world: World
    people: Evacuation
    scenario: Scenario
    orders: Orders
    facts: Facts
    whens: Whens
    knowledge: Knowledge
    bundle: Bundle
    sheltering: Sheltering
    seats: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    absent: frozenset[str] = frozenset()
    acts: dict[str, Does] = field(default_factory=dict)
    effects: dict[type, Works] = field(default_factory=dict)
    threat: Threat | None = None
    noticing: Noticing | None = None
    channels: Channels | None = None
    calls: Calls | None = None
    agencies: Agencies | None = None
    searching: Searching | None = None
