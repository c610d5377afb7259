"""Sizes by code: occupant loads, door and stair widths, and how many ways out a room or a storey needs.

Source: International Building Code 2021, tables 1004.5 and 1006.3.3, sections 1005.3 and 1006.2.1, in metric.
Areas in square metres, widths in metres.
"""

from __future__ import annotations

from simulator.model.building import SpaceKind

AREA_PER_PERSON_M2: dict[str, float] = {
    "classroom": 1.86, "cafeteria": 1.39, "library": 4.65, "locker-room": 4.65, "stage": 1.39,
    "office": 13.94, "kitchen": 18.58, "storage": 27.87, "mechanical": 27.87,
}  # fmt: skip
"""IBC table 1004.5; a kind that is not here counts by its seats (gym, auditorium) or not at all (halls)."""

_SEATED = frozenset({"gymnasium", "auditorium", "seating", "cafeteria", "classroom"})
DOOR_MM_PER_PERSON = 5.1
STAIR_MM_PER_PERSON = 7.6
ONE_DOOR_AT_MOST = 49
TRAVEL_AT_MOST_M = 61.0

_DOORS: tuple[tuple[float, int], ...] = ((0.91, 1), (1.62, 2), (1.72, 2), (1.83, 2), (2.74, 3), (3.66, 4))
_STAIRS_M = (1.12, 1.22, 1.37, 1.52, 1.68, 1.83, 1.98, 2.13, 2.29)


def occupant_load(kind: SpaceKind, area_m2: float, cap: int | None) -> int:
    """The number of people that the code wants ways out for; never below the number planned."""
    seated = cap or 0 if kind in _SEATED else 0
    by_area = int(area_m2 / AREA_PER_PERSON_M2[kind]) if kind in AREA_PER_PERSON_M2 else 0
    return max(seated, by_area)


def doors_needed(load: int) -> int:
    """How many ways out a room or storey with this occupant load needs (IBC 1006.2.1, 1006.3.3)."""
    if load <= ONE_DOOR_AT_MOST:
        return 1
    return 2 if load <= 500 else 3 if load <= 1000 else 4


def door_for(people: float, *, at_least_leaves: int = 1) -> tuple[float, int]:
    """The smallest real door, as clear width and leaves, that is wide enough for so many people."""
    wanted = people * DOOR_MM_PER_PERSON / 1000
    fitting = [size for size in _DOORS if size[0] >= wanted and size[1] >= at_least_leaves]
    return fitting[0] if fitting else _DOORS[-1]


def stair_for(people: float) -> float:
    """The smallest real stair width that is wide enough for so many people of one storey."""
    wanted = people * STAIR_MM_PER_PERSON / 1000
    return next((size for size in _STAIRS_M if size >= wanted), _STAIRS_M[-1])
