"""Which door people outdoors come in by: one from which a way leads on to a hall, where there is any.

Whoever comes in knocks at what is locked: at outside doors, and at the inner doors of a vestibule.
"""

from __future__ import annotations

from functools import cached_property

from simulator.engine.walking import Walking
from simulator.engine.world import Mover, World
from simulator.rules.routes import FAR_MM

ON = frozenset({"corridor", "lobby", "concourse"})
"""Kinds of space from which people inside go on."""
LAST = frozenset({"mechanical", "storage", "kitchen", "restroom", "locker-room", "elevator"})
"""Kinds of space that people come into only where there is no other door."""


class Entrances:
    """The doors by which people come in."""

    def __init__(self, world: World, walking: Walking):
        self.world, self.walking = world, walking

    def _kind(self, segment: int) -> str:
        compiled = self.world.compiled
        name = compiled.building.segments[segment].space
        return compiled.spaces[name].kind if name in compiled.spaces else "stairs"

    @cached_property
    def knocked(self) -> frozenset[int]:
        """Steps that somebody inside opens to whoever comes in: from outdoors, and on from a vestibule."""
        compiled = self.world.compiled
        outer = {compiled.goes_to[step] for step in compiled.inward}
        vestibules = {segment for segment in outer if self._kind(segment) == "lobby"}
        doors = compiled.building.passages
        inner = (
            step for step, (here, there) in enumerate(zip(compiled.came_from, compiled.goes_to, strict=True))
            if here in vestibules and not compiled.open_air[there] and doors[step >> 1].kind == "door"
        )  # fmt: skip
        return compiled.inward.union(inner) - compiled.never

    def goal(self, mover: Mover) -> frozenset[int]:
        """The steps that a mover outdoors can come in by, the best kind of which it knows a way to any."""
        compiled = self.world.compiled
        inward = sorted(compiled.inward - compiled.never)
        rooms = [step for step in inward if self._kind(compiled.goes_to[step]) not in LAST]
        leads_on = self._leads_on(mover)
        for steps in ([step for step in rooms if step in leads_on], rooms):
            table = compiled.routes.table(frozenset(steps), mover.known)
            if steps and self.walking.best_step(mover, table)[0] >= 0:
                return frozenset(steps)
        return frozenset(inward)

    def _leads_on(self, mover: Mover) -> frozenset[int]:
        """The steps in from which a hall is reached inside the building."""
        compiled = self.world.compiled
        halls = frozenset(step for step, to in enumerate(compiled.goes_to) if self._kind(to) in ON)
        table = compiled.routes.table(halls, mover.known | compiled.exits)
        return frozenset(step for step in compiled.inward if table.left_mm[step] < FAR_MM)
