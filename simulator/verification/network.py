"""A building and its people as a network that water could flow through: what the quickest flow is computed on.

Every number errs on the quick side: walking times are rounded down, everybody is as fast as the fastest, no segment is
ever full, and no door is shut unless it is blocked from before 00:00 for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.engine.compiled import Compiled, compiled
from simulator.engine.draw import resolved
from simulator.engine.occupants import Party, roster
from simulator.engine.traits import Traits, traits_of
from simulator.model.bundle import Bundle
from simulator.model.inject import Block, Effect, Move, Start, Unblock
from simulator.model.scenario import Scenario
from simulator.rules.routes import FAR_MM, Anchors


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes are a compiled plan's steps (one passage in one direction), times milliseconds.

    `service_ms[node]` per person; `exits` the nodes that lead out; `ways` are (node, next node, least time between);
    `people` how many stand at each source; `starts` are (source, first node, least time from 00:00 to it).
    """

    service_ms: list[int]
    exits: frozenset[int]
    ways: list[tuple[int, int, int]]
    people: list[int]
    starts: list[tuple[int, int, int]]


def network_of(bundle: Bundle, seed: int, set_values: Mapping[str, str]) -> Network:
    """The network of everybody who is inside at 00:00."""
    scenario, _ = resolved(bundle, seed, set_values)
    plan = compiled(bundle.plan, scenario.movement)
    parties = roster(plan, scenario, seed)
    traits = traits_of(parties, scenario.movement, seed)
    closed = plan.never | _blocked(plan, scenario)
    usable = [step not in closed and not plan.open_air[segment] for step, segment in enumerate(plan.came_from)]
    speeds, service_ms = _fastest(plan, traits), plan.service_ms
    members = max((min(len(party.keys), scenario.movement.column) for party in parties), default=1)
    sources = _sources(plan, parties, traits, waits=not _may_be_sent(scenario))
    return Network(
        service_ms,
        frozenset(plan.exits),
        [
            (before, after, int(mm / speeds[segment]) - members * max(0, service_ms[before] - service_ms[after]))
            for segment in range(len(plan.names))
            for before, after, mm in _across(plan, segment)
            if usable[before] and usable[after]
        ],
        list(sources.values()),
        [
            (source, step, delay_ms + int(mm / speeds[segment]))
            for source, (segment, anchors, delay_ms) in enumerate(sources)
            for step, mm in _from_place(plan, segment, anchors)
            if usable[step]
        ],
    )
    # The subtracted part: a column has its members' turns at a door in one go, from the moment that its head is there.
    # Where the next door is quicker, the last member's turn there comes earlier, by that much, than it can walk up.


def _fastest(plan: Compiled, traits: list[Traits]) -> list[float]:
    """The highest speed that anybody can have in each segment, m/s."""
    level = max((speed for trait in traits for speed in trait.speed_m_s), default=1.0)
    stair = max((speed for trait in traits for speed in trait.stair_speed_m_s), default=1.0)
    return [
        min(stair if is_stair else level, allowed[0])
        for is_stair, allowed in zip(plan.is_stair, plan.speed_m_s, strict=True)
    ]


def _sources(
    plan: Compiled, parties: list[Party], traits: list[Traits], waits: bool
) -> dict[tuple[int, Anchors, int], int]:
    """How many people are at each (segment, place, delay)."""
    found: dict[tuple[int, Anchors, int], int] = {}
    for party, trait in zip(parties, traits, strict=True):
        if not plan.open_air[party.segment]:
            key = (party.segment, party.anchors, trait.delay_ms if waits else 0)
            found[key] = found.get(key, 0) + len(party.keys)
    return found


def _may_be_sent(scenario: Scenario) -> bool:
    """Whether an effect may set people off before their own delay."""
    return any(isinstance(effect, Move | Start) for effect in _effects(scenario))


def _blocked(plan: Compiled, scenario: Scenario) -> set[int]:
    """The steps through openings that the setup blocks and nothing unblocks."""
    if any(isinstance(effect, Unblock) for effect in _effects(scenario)):
        return set()
    names = [name for one in scenario.setup if isinstance(one, Block) and one.for_ms is None for name in one.block]
    doors = [plan.passage_names.index(plan.plan.resolve(name)) for name in names]
    return {step for door in doors for step in (2 * door, 2 * door + 1)}


def _effects(scenario: Scenario) -> list[Effect]:
    return [*scenario.setup, *(effect for inject in scenario.injects for effect in inject.effect)]


def _across(plan: Compiled, segment: int) -> Iterator[tuple[int, int, int]]:
    """(step in, step out, mm) for every two passages of an indoor segment."""
    if plan.open_air[segment]:
        return
    nearest = _nearest(plan, segment)
    out = plan.building.steps_out(segment)
    for back in out:
        for after in out:
            if back != after:
                yield back ^ 1, after, nearest[back >> 1, after >> 1]


def _from_place(plan: Compiled, segment: int, anchors: Anchors) -> Iterable[tuple[int, int]]:
    nearest = _nearest(plan, segment)
    for step in plan.building.steps_out(segment):
        yield step, min((far + nearest[passage, step >> 1] for passage, far in anchors), default=FAR_MM)


def _nearest(plan: Compiled, segment: int) -> dict[tuple[int, int], int]:
    """The walks between a segment's passages, and the detours by a third that rounding has made shorter."""
    nearest, passages = dict(plan.building.walk_mm[segment]), plan.building.of_segment[segment]
    for by in passages:
        for first in passages:
            for second in passages:
                detour = nearest[first, by] + nearest[by, second]
                nearest[first, second] = min(nearest[first, second], detour)
    return nearest
