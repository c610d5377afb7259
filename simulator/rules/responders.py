"""What the responders of an agency are by its name, and the nearest place that they have not been to."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from simulator.rules.routes import FAR_MM, Building

POLICE = ("police", "sheriff", "state", "patrol", "trooper")
OFFICERS = ("officer", "sro", "school_officer")
"""How scenarios call the role of an officer who belongs to the school."""


def is_police(agency: str) -> bool:
    """Whether an agency's units are officers: by the words of its id (`police`, `county-sheriff`, `state_police`)."""
    words = agency.lower().replace("_", "-").split("-")
    return any(word.startswith(POLICE) for word in words)


def is_fire(agency: str) -> bool:
    """Whether an agency is a fire service, by the words of its id (`fire`, `county-fire`)."""
    return any(word.startswith("fire") for word in agency.lower().replace("_", "-").split("-"))


def is_officer(role: str, agency: str | None) -> bool:
    """Whether a role is an officer of the law."""
    return role.lower().rstrip("-_0123456789") in OFFICERS or (agency is not None and is_police(agency))


def nearest(
    building: Building, step: int, wanted: Callable[[int], bool], passes: Callable[[int], bool]
) -> list[int] | None:
    """The steps from the step just made to the nearest segment that is wanted; empty where that is here.

    `passes(step)` tells whether a step can be made. None where no wanted segment can be reached. Dijkstra's, which
    ends at the first wanted segment: mostly next door.
    """
    behind, onward = building.behind, building.onward
    if wanted(behind[step]):
        return []
    far, queue, before = [FAR_MM] * len(behind), [(0, step)], dict[int, int]()
    far[step] = 0
    while queue:
        gone, here = heapq.heappop(queue)
        if gone > far[here]:
            continue
        if here != step and wanted(behind[here]):
            return _back(before, step, here)
        for following, mm in onward[here]:
            there = gone + mm
            if there < far[following] and passes(following):
                far[following], before[following] = there, here
                heapq.heappush(queue, (there, following))
    return None


def _back(before: dict[int, int], start: int, end: int) -> list[int]:
    found = [end]
    while before[found[-1]] != start:
        found.append(before[found[-1]])
    return found[::-1]


def walk_mm(building: Building, step: int, path: Iterable[int]) -> int:
    """How far it is along a path from the step just made to its last step."""
    total = 0
    for following in path:
        total += building.walk_mm[building.behind[step]][step >> 1, following >> 1]
        step = following
    return total
