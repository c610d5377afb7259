"""Who is where: the world's index says the same as going through everybody."""

from __future__ import annotations

from simulator.engine.compiled import compiled
from simulator.engine.evacuation import Evacuation
from simulator.engine.occupants import roster
from simulator.engine.traits import traits_of
from simulator.engine.world import World
from tests.engine.buildings import bundle_of, group
from tests.engine.wing import CONDUCT, wing


def evacuated(until_ms: int) -> World:
    """A class of twelve and two visitors leave a wing; the world as it is then."""
    plan = wing()
    people = [group("class", "R1", 12), group("guests", "H", 2, kind="visitors", each_alone=True)]
    scenario = bundle_of(plan, people, conduct=CONDUCT).scenario
    world = World(compiled(plan, scenario.movement), scenario.movement, 1)
    parties = roster(world.compiled, scenario, 1)
    crowd = Evacuation(world, scenario, parties, traits_of(parties, scenario.movement, 1))
    crowd.alarm(None, None)
    world.env.play(until_ms)
    return world


def test_the_index_follows_those_who_walk_and_those_who_split_up() -> None:
    for until_ms in (0, 40_000, 60_000, 80_000, 600_000):
        world = evacuated(until_ms)
        for segment in range(len(world.compiled.names)):
            assert world.within([segment]) == [mover for mover in world.movers if mover.segment == segment]
        for name in ("class", "guests", "guests/1", "nobody"):
            there = [mover for mover in world.movers if name in (mover.party.group, mover.party.name)]
            assert world.called(name) == there
    assert len(world.movers) == 3 + 2, "the class walks in three columns"


def test_several_segments_are_one_list_in_everybodys_order() -> None:
    world = evacuated(0)
    everywhere = range(len(world.compiled.names))
    assert world.within(everywhere) == world.movers
