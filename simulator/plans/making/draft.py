"""The school while it is being drawn, front to the south and main hall along x, and its turning into a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.model.building import OPEN_AIR, Box, Place, SpaceKind


@dataclass(frozen=True, slots=True)
class Room:
    """A space of the draft; `extras` are further keys as a plan file writes them."""

    id: str
    level: int
    kind: SpaceKind
    box: Box
    extras: dict[str, Any]

    @property
    def area_m2(self) -> float:
        """Floor area."""
        x1, y1, x2, y2 = self.box
        return (x2 - x1) * (y2 - y1)

    @property
    def middle(self) -> Place:
        """The centre of its floor."""
        x1, y1, x2, y2 = self.box
        return ((x1 + x2) / 2, (y1 + y2) / 2)


@dataclass(frozen=True, slots=True)
class Door:
    """An opening of the draft, inside first: a lock holds against whoever comes from the second space."""

    id: str
    between: tuple[str, str]
    at: Place
    extras: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A point of the draft; `toward` is the direction that a camera looks in.

    `door` is the exterior door beside which it is: the door's number is then added to its id and label.
    """

    id: str
    kind: str
    level: int
    at: Place | None
    room: str | None
    toward: Place | None
    label: str
    door: str | None = None


@dataclass(slots=True)
class Draft:
    """Everything drawn so far."""

    rooms: dict[str, Room] = field(default_factory=dict)
    doors: list[Door] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    fittings: list[Fitting] = field(default_factory=list)
    uses: dict[str, str] = field(default_factory=dict)

    def room(self, name: str, level: int, kind: SpaceKind, box: Iterable[float], **extras: Any) -> Room:
        """Draws a space and gives it back; None among `extras` is left out."""
        x1, y1, x2, y2 = (round(value, 2) for value in box)
        kept = {key: value for key, value in extras.items() if value is not None}
        self.rooms[name] = Room(name, level, kind, (x1, y1, x2, y2), kept)
        return self.rooms[name]

    def door(self, name: str, inner: Room, outer: Room, share: float = 0.5, **extras: Any) -> Door:
        """A door in the wall that two spaces share, at this share of the wall's length from its lower or left end."""
        low, high = shared_wall(inner.box, outer.box)
        at = (round(low[0] + (high[0] - low[0]) * share, 2), round(low[1] + (high[1] - low[1]) * share, 2))
        kept = {key: value for key, value in extras.items() if value is not None}
        self.doors.append(Door(name, (inner.id, outer.id), at, {"type": "door", **kept}))
        return self.doors[-1]

    def gap(self, name: str, first: Room, second: Room) -> None:
        """An opening without a door, as wide as the wall that two spaces would share."""
        low, high = shared_wall(first.box, second.box)
        width = round(abs(high[0] - low[0]) + abs(high[1] - low[1]), 2)
        at = (round((low[0] + high[0]) / 2, 2), round((low[1] + high[1]) / 2, 2))
        self.doors.append(Door(name, (first.id, second.id), at, {"type": "open", "clear": width}))

    def outdoors_beside(self, room: Room, at_least_m: float = 1.5) -> list[Room]:
        """The pieces of open ground that share at least so much wall with a room."""
        return [
            other
            for other in self.rooms.values()
            if other.kind in OPEN_AIR and other.level == room.level and _wall_m(room.box, other.box) >= at_least_m
        ]


def shared_wall(first: Box, second: Box) -> tuple[Place, Place]:
    """The two ends of the wall that two boxes share; raises ValueError where they share none."""
    x1, y1 = max(first[0], second[0]), max(first[1], second[1])
    x2, y2 = min(first[2], second[2]), min(first[3], second[3])
    across, along = round(x2 - x1, 6), round(y2 - y1, 6)
    if min(across, along) != 0 or max(across, along) <= 0:
        raise ValueError(f"the boxes {first} and {second} share no wall")
    return (x1, y1), (x2, y2)


def _wall_m(first: Box, second: Box) -> float:
    try:
        low, high = shared_wall(first, second)
    except ValueError:
        return 0.0
    return max(high[0] - low[0], high[1] - low[1])
