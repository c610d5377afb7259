"""How far people would have to walk, by the building as they know it at the start."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from simulator.engine.compiled import Compiled
from simulator.engine.world import Mover, World
from simulator.rules.routes import FAR_MM, Anchors, distance_to

_INTO: WeakKeyDictionary[Compiled, dict[str, frozenset[int]]] = WeakKeyDictionary()


def far_mm(world: World, segment: int, anchors: Anchors, space: str, known: frozenset[int]) -> int:
    """The walk from a place into a space, in mm, without the steps in `known`; `FAR_MM` where there is none."""
    compiled = world.compiled
    building = compiled.building
    if segment in building.of_space[space]:
        return 0
    table = compiled.routes.table(_steps_into(compiled, space), known)
    walk = building.walk_mm[segment]
    return min(
        (
            distance_to(anchors, step >> 1, walk) + table.left_mm[step]
            for step in building.steps_out(segment)
            if table.left_mm[step] < FAR_MM and step not in table.shut
        ),
        default=FAR_MM,
    )


def _steps_into(compiled: Compiled, space: str) -> frozenset[int]:
    """The steps that enter a space; worked out once for each space of a plan."""
    kept = _INTO.setdefault(compiled, {})
    if space not in kept:
        inside = compiled.building.of_space[space]
        kept[space] = frozenset(
            step for step, to in enumerate(compiled.goes_to) if to in inside and compiled.came_from[step] not in inside
        )
    return kept[space]


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
