"""How far people would have to walk, by the building as they know it at the start."""

from __future__ import annotations

from simulator.engine.world import Mover, World
from simulator.rules.routes import FAR_MM, Anchors, distance_to


def far_mm(world: World, segment: int, anchors: Anchors, space: str, known: frozenset[int]) -> int:
    """The walk from a place into a space, in mm, without the steps in `known`; `FAR_MM` where there is none."""
    compiled = world.compiled
    building = compiled.building
    if segment in building.of_space[space]:
        return 0
    table = compiled.routes.table(compiled.steps_into(space), known)
    walk = building.walk_mm[segment]
    return min(
        (
            distance_to(anchors, step >> 1, walk) + table.left_mm[step]
            for step in building.steps_out(segment)
            if table.left_mm[step] < FAR_MM and step not in table.shut
        ),
        default=FAR_MM,
    )


def walk_mm(world: World, mover: Mover, space: str) -> int:
    """The walk of a mover into a space, in mm; `FAR_MM` where it knows no way."""
    return far_mm(world, mover.segment, mover.anchors, space, world.believed_at_start(mover))


def indoors_mm(world: World, mover: Mover, space: str) -> int:
    """The same by a way that does not lead out of the building."""
    known = world.believed_at_start(mover) | world.compiled.exits
    return far_mm(world, mover.segment, mover.anchors, space, known)


def into(world: World, space: str) -> tuple[int, Anchors]:
    """Where somebody stands who looks through a space: the middle of it."""
    segments = world.compiled.building.of_space[space]
    segment = segments[len(segments) // 2]
    return segment, world.compiled.anchors(segment)
