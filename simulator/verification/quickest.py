"""The quickest flow: a time that no evacuation of a building can beat, whatever ways people choose.

Maximum flow over the time-expanded network (Ford and Fulkerson, Flows in Networks, 1962, chapter III.9), the horizon
found by bisection. People are water: a door takes at most one person per service time, and nobody slows anybody.

The bound may err low, never high. Each node has its own clock, set so that it shows when somebody who is there could be
out at the earliest: on a shortest way no time passes, so that cutting time into cells loses nothing there, and less
than a cell elsewhere. Capacities are rounded up. A person's turn at a door begins on crossing it and lasts for one
service time, so the last exit's own turn is taken off in the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from simulator.model.bundle import Bundle
from simulator.verification.network import Network, network_of

Numbers = npt.NDArray[np.int64]
ALL_PEOPLE = 1_000_000_000
"""Flow is counted in fractions of a person, so many for all people together: scipy takes 32-bit capacities."""
ROUGH_CELLS, FINE_CELLS = 16, 64
CLOSE_ENOUGH = 2e-4
NEVER_MS = 10**9


def quickest_clearing_s(bundle: Bundle, seed: int, set_values: Mapping[str, str] | None = None) -> float:
    """No run of this scenario with this seed has its last person clear before this time, in seconds from 00:00.

    Decisions may not send anybody off before their delay. 0 where nobody is inside at 00:00; infinite where somebody
    inside has no way out.
    """
    network = network_of(bundle, seed, set_values or {})
    if not network.people:
        return 0.0
    last_ms = max((network.service_ms[step] for step in network.exits), default=0)
    left = _left_ms(network, last_ms)
    nodes = sorted(step for step in _spread(network) if left[step] < math.inf)
    flow = _Flow(network, nodes, left)
    if not flow.all_can_leave:
        return math.inf
    span = flow.shortest_span_ms(ROUGH_CELLS, 0.0)
    span = flow.shortest_span_ms(FINE_CELLS, span)
    return max(flow.first_ms + span - last_ms, 0.0) / 1000


def _left_ms(network: Network, last_ms: int) -> list[float]:
    """The least time from each node until out, `last_ms` later at most. Any values give a bound, these a close one.

    Bellman and Ford's, since a way may take less than no time; cut short where the ways go round in such a circle.
    """
    left = [math.inf] * len(network.service_ms)
    for step in network.exits:
        left[step] = last_ms - network.service_ms[step]
    for _ in range(len(left)):
        before = list(left)
        for node, after, takes_ms in network.ways:
            left[node] = min(left[node], takes_ms + left[after])
        if left == before:
            break
    return left


def _spread(network: Network) -> set[int]:
    """The nodes that somebody can come to."""
    following: dict[int, list[int]] = {}
    for node, after, _ in network.ways:
        following.setdefault(node, []).append(after)
    found: set[int] = set()
    new = {step for _, step, _ in network.starts}
    while new:
        found |= new
        new = {after for node in new for after in following.get(node, ())} - found
    return found


class _Flow:
    """The network ready to be expanded over any span of time; spans count from `first_ms` on the nodes' clocks."""

    def __init__(self, network: Network, nodes: list[int], left: list[float]):
        place = {node: number for number, node in enumerate(nodes)}
        self._service_ms = np.array([network.service_ms[node] for node in nodes], dtype=np.float64)
        self._exits = np.array([place[node] for node in nodes if node in network.exits], dtype=np.int64)
        self._ways = [
            (place[node], place[after], takes_ms + left[after] - left[node])
            for node, after, takes_ms in network.ways if node in place and after in place
        ]  # fmt: skip
        self._starts = [(one, place[node], ms + left[node]) for one, node, ms in network.starts if node in place]
        self._people = network.people
        self._unit = ALL_PEOPLE // sum(network.people)
        self.all_can_leave = len({source for source, _, _ in self._starts}) == len(network.people)
        self.first_ms = min((ms for _, _, ms in self._starts), default=0.0)

    def shortest_span_ms(self, cells: int, low: float) -> float:
        """The longest span found, not below `low`, in which not everybody gets out."""
        high = max(low * 1.05, 1000.0)
        while not self._all_out(cells, high):
            low, high = high, high * 1.5
            if high > NEVER_MS:
                return low
        while high - low > max(CLOSE_ENOUGH * high, 2.0):
            middle = (low + high) / 2
            if self._all_out(cells, middle):
                high = middle
            else:
                low = middle
        return low

    def _all_out(self, cells: int, span_ms: float) -> bool:
        """Whether the network can be empty after a span that is cut into so many cells."""
        cell_ms = span_ms / cells
        everybody = self._unit * sum(self._people)
        count = len(self._service_ms)
        sources = 2 * count * cells
        origin, sink = sources + len(self._people), sources + len(self._people) + 1
        doors = np.minimum(np.ceil(self._unit * cell_ms / self._service_ms), everybody)
        places = np.arange(len(self._people))
        ins = 2 * np.arange(count * cells)
        waiting = np.flatnonzero(np.arange(count * cells) % cells < cells - 1)
        leaving = (2 * (self._exits[:, None] * cells + np.arange(cells)) + 1).ravel()
        arcs: list[tuple[Numbers, Numbers, Numbers | int]] = [
            (ins, ins + 1, np.repeat(doors, cells).astype(np.int64)),
            (2 * waiting, 2 * waiting + 2, everybody),
            (leaving, np.full(len(leaving), sink), everybody),
            (np.full(len(places), origin), sources + places, self._unit * np.array(self._people)),
        ]
        arcs += [(*_expanded(one, cell_ms, cells), everybody) for one in self._ways]
        arcs += [
            (np.array([sources + source]), np.array([2 * (node * cells + late)]), everybody)
            for source, node, ms in self._starts if (late := int((ms - self.first_ms) // cell_ms)) < cells
        ]  # fmt: skip
        return _maximum(arcs, origin, sink) >= everybody


def _expanded(way: tuple[int, int, float], cell_ms: float, cells: int) -> tuple[Numbers, Numbers]:
    """A way at every cell: from behind the first node to before the next, so many cells later.

    What would come before the first cell comes in the first, past its door: that can only be quicker.
    """
    node, after, takes_ms = way
    later = math.floor(takes_ms / cell_ms)
    cell = np.arange(max(0, min(cells, cells - later)))
    to = cell + later
    return 2 * (node * cells + cell) + 1, np.where(to < 0, 2 * after * cells + 1, 2 * (after * cells + to))


def _maximum(arcs: Iterable[tuple[Numbers, Numbers, Numbers | int]], origin: int, sink: int) -> int:
    rows = np.concatenate([tail for tail, _, _ in arcs])
    columns = np.concatenate([head for _, head, _ in arcs])
    most = np.concatenate([np.broadcast_to(capacity, len(tail)) for tail, _, capacity in arcs])
    graph = csr_array((most.astype(np.int32), (rows, columns)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, origin, sink).flow_value)
