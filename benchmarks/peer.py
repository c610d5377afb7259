"""An equal network for jupedsim-network: the people, starts, ways, areas and capacities of a Hotwash run.

Needs `pip install jupedsim-network`. Their model has rooms as nodes with an area and doors as links with a capacity,
and walks each person by the same SFPE relations in time steps. README.md says what is made equal here and what is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from jupedsim_network import (  # type: ignore[import-untyped]
    Distribution,
    HydraulicParameters,
    Network,
    NetworkSimulation,
    Population,
    SimulationResult,
)

from benchmarks.walks import Walk
from simulator.engine.compiled import Compiled
from simulator.model.distributions import Fixed
from simulator.model.run import Run
from simulator.rules.flows import effective_area_m2
from simulator.rules.walking import walking_speed

DT_S = 0.5
Link = tuple[str, str]
"""(the segment walked through, the passage it ends at)."""


@dataclass(frozen=True)
class Listed(Distribution):  # type: ignore[misc]
    """One given value for each person of a population, in order."""

    values: tuple[float, ...]

    def sample(self, rng: object, size: int) -> npt.NDArray[np.float64]:
        """The values themselves."""
        return np.array(self.values[:size])


def peer_of(run: Run, world: Compiled, walks: list[Walk], dt_s: float = DT_S) -> NetworkSimulation:
    """A jupedsim-network simulation of the same evacuation, its own settings at their defaults."""
    speed_m_s = free_speed(run)
    lengths = link_lengths(walks)
    network = Network(parameters=_parameters(run))
    _add_nodes(network, run, world, lengths)
    for link, length_m in lengths.items():
        _connect(network, world, link, length_m)
    return NetworkSimulation(
        network, list(_populations(walks, lengths, speed_m_s)), dt=dt_s, t_max=run.until_ms / 1000,
        max_density=run.scenario.movement.hold_density_per_m2,
    )  # fmt: skip


def free_speed(run: Run) -> float:
    """Everybody's speed in a sparse room (m/s); the comparison takes one for all."""
    movement = run.scenario.movement
    assert isinstance(movement.adult_speed_m_s, Fixed), "the comparison needs one speed for everybody"
    free = walking_speed(0, movement.k_level_m_s, movement.a_m2, movement.free_density_per_m2)
    return min(movement.adult_speed_m_s.fixed, free)


def link_lengths(walks: list[Walk]) -> dict[Link, float]:
    """The walk to each passage through each segment: the mean over the people who pass through, the starters apart.

    Where people only start, the walk is theirs alone and stands in `start_distance`.
    """
    people: dict[Link, int] = {}
    metres: dict[Link, float] = {}
    for walk in walks:
        for number, (link, leg_m) in enumerate(zip(walk.links(), walk.legs_m, strict=True)):
            people.setdefault(link, 0)
            metres.setdefault(link, 0.0)
            if number:
                people[link] += walk.people
                metres[link] += walk.people * leg_m
    return {link: metres[link] / count if (count := people[link]) else 0.0 for link in people}


def _parameters(run: Run) -> HydraulicParameters:
    movement = run.scenario.movement
    return HydraulicParameters(
        speed_density_slope=movement.a_m2,
        level_speed_constant=movement.k_level_m_s,
        door_specific_flow=movement.door_flow_per_s_m,
        stair_speed_coefficient=movement.k_stair_m_s * 60,
    )


def _add_nodes(network: Network, run: Run, world: Compiled, lengths: dict[Link, float]) -> None:
    """Every segment walked through, with the area that density divides by, and a safe place behind each exit."""
    for name in dict.fromkeys(segment for segment, _ in lengths):
        segment = world.building.segments[world.building.by_name[name]]
        area_m2, stair = effective_area_m2(segment, run.scenario.movement), segment.link
        if stair is not None and stair.riser_mm and stair.tread_mm:
            network.add_stair(name, riser=stair.riser_mm / 1000, tread=stair.tread_mm / 1000, area=area_m2)
        else:
            network.add_room(name, area=area_m2)
    for name in dict.fromkeys(_target(world, link) for link in lengths):
        if name.startswith("out:"):
            network.add_safe(name)


def _target(world: Compiled, link: Link) -> str:
    """The node behind a link: a segment, or the safe place of an exit."""
    passage = world.building.passages[world.passage_names.index(link[1])]
    first, second = (world.building.segments[index] for index in passage.between)
    beyond = second if first.name == link[0] else first
    return f"out:{passage.name}" if beyond.open_air else beyond.name


def _connect(network: Network, world: Compiled, link: Link, length_m: float) -> None:
    """One direction only: nobody comes back. The capacity is Hotwash's own, whatever width it came from."""
    passage = world.passage_names.index(link[1])
    network.connect(
        link[0], _target(world, link), name="|".join(link), width=1.0, kind="opening", boundary_layer=0.0,
        specific_flow=1000 / world.service_ms[2 * passage], length=length_m, bidirectional=False,
    )  # fmt: skip


def _populations(walks: list[Walk], lengths: dict[Link, float], speed_m_s: float) -> Iterator[Population]:
    """One population for each room and exit; every person keeps their own start time and whole walking distance."""
    together: dict[tuple[str, str], list[Walk]] = defaultdict(list)
    for walk in walks:
        together[walk.segments[0], walk.exit].append(walk)
    for (segment, way_out), members in together.items():
        each = [walk for walk in members for _ in range(walk.people)]
        yield Population(
            segment, len(each), speed_m_s, target=f"out:{way_out}",
            pre_movement=Listed(values=tuple(walk.started_s for walk in each)),
            start_distance=Listed(values=tuple(_start_distance(walk, lengths) for walk in each)),
        )  # fmt: skip


def _start_distance(walk: Walk, lengths: dict[Link, float]) -> float:
    """The walk to the first door, so that all legs add up to the way that the column walked in Hotwash."""
    return max(0.0, sum(walk.legs_m) - sum(lengths[link] for link in walk.links()))


def passages_used(result: SimulationResult, walks: list[Walk]) -> tuple[int, int]:
    """(passings of links in Hotwash, those that the peer lacks): the second is 0 where everybody went alike."""
    here: dict[str, int] = defaultdict(int)
    for walk in walks:
        for link in walk.links():
            here["|".join(link)] += walk.people
    there = dict(zip(result.link_names, result.link_flow.sum(axis=0).tolist(), strict=True))
    return sum(here.values()), sum(max(0, count - there.get(link, 0)) for link, count in here.items())
