"""From the draft to the plan: which way the school faces, compass names, door numbers, and the model itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any

import shapely

from simulator.model.building import OPEN_AIR, Box, Place, Plan
from simulator.plans.making.draft import Door, Draft, Fitting, Room

_COMPASS = ("North", "East", "South", "West")
_SIDES = {"south": (0.0, -1.0), "north": (0.0, 1.0), "west": (-1.0, 0.0), "east": (1.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Facing:
    """Quarter turns counter-clockwise after an optional mirroring in x, then a shift by `shift`."""

    mirrored: bool
    quarters: int
    shift: Place = (0.0, 0.0)

    def direction(self, at: Place) -> Place:
        """A direction of the draft as one of the plan."""
        x, y = (-at[0], at[1]) if self.mirrored else at
        for _ in range(self.quarters):
            x, y = -y, x
        return (x, y)

    def place(self, at: Place) -> Place:
        """A place of the draft as one of the plan."""
        x, y = self.direction(at)
        return (_tidy(x + self.shift[0]), _tidy(y + self.shift[1]))

    def box(self, box: Box) -> Box:
        """A box of the draft as one of the plan."""
        (x1, y1), (x2, y2) = self.place((box[0], box[1])), self.place((box[2], box[3]))
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def words(self, label: str) -> str:
        """A label with its `{west}` turned into the side of the plan where it now lies."""
        names = {side: compass(self.direction(vector)) for side, vector in _SIDES.items()}
        return label.format(**names)


def _tidy(value: float) -> float:
    return round(value, 2) + 0.0


def compass(direction: Place) -> str:
    """North, East, South or West, whichever is nearest."""
    return _COMPASS[round(bearing(direction) / 90) % 4]


def bearing(direction: Place) -> float:
    """Degrees clockwise from plan north."""
    return math.degrees(math.atan2(direction[0], direction[1])) % 360


def facing_for(draft: Draft, rng: Random) -> Facing:
    """A way for the school to face, its building's lower left corner at (0, 0)."""
    facing = Facing(mirrored=rng.random() < 0.5, quarters=rng.choice((0, 0, 1, 2, 3)))
    inside = [facing.box(room.box) for room in draft.rooms.values() if room.kind not in OPEN_AIR]
    corner = (-min(box[0] for box in inside), -min(box[1] for box in inside))
    return Facing(facing.mirrored, facing.quarters, corner)


def numbered(draft: Draft, facing: Facing) -> dict[str, str]:
    """New ids for the exterior doors: X1 is the main entrance, then clockwise around the building, as schools do."""
    outer = [door for door in draft.doors if door.extras.get("class")]
    main = next(door for door in outer if door.extras["class"] == "primary")
    inside = [facing.box(room.box) for room in draft.rooms.values() if room.kind not in OPEN_AIR]
    wall = shapely.unary_union([shapely.box(*box) for box in inside]).exterior
    wall = wall.reverse() if wall.is_ccw else wall
    along = {door.id: wall.project(shapely.Point(facing.place(door.at))) for door in outer}
    order = sorted(along, key=lambda name: (round((along[name] - along[main.id]) % wall.length, 3), name))
    return {name: f"X{number}" for number, name in enumerate(order, 1)}


def plan_of(draft: Draft, facing: Facing, school: dict[str, Any], site: dict[str, Any], door: dict[str, Any]) -> Plan:
    """The finished plan."""
    names = numbered(draft, facing)
    return Plan.model_validate(
        {
            "format": "hotwash.plan/1",
            "school": school,
            "site": site,
            "uses": {use: names.get(target, target) for use, target in draft.uses.items()},
            "defaults": {"door": door},
            "levels": _levels(draft, facing),
            "openings": _openings(draft, facing, names),
            "points": _points(draft, facing, names),
            "links": draft.links,
        }
    )


def _levels(draft: Draft, facing: Facing) -> dict[str, Any]:
    levels: dict[str, Any] = {}
    for level in sorted({room.level for room in draft.rooms.values()}):
        here = [room for room in draft.rooms.values() if room.level == level]
        here.sort(key=lambda room: (room.kind in OPEN_AIR, room.kind != "corridor"))
        levels[str(level)] = {
            "floor_z": round((level - 1) * 3.9, 1),
            "spaces": {room.id: _space(room, facing) for room in here},
        }
    return levels


def _space(room: Room, facing: Facing) -> dict[str, Any]:
    extras = dict(room.extras)
    if "label" in extras:
        extras["label"] = facing.words(extras["label"])
    return {"kind": room.kind, "box": facing.box(room.box), **extras}


def _openings(draft: Draft, facing: Facing, names: dict[str, str]) -> list[dict[str, Any]]:
    """Doors inside first, then exterior doors by number, windows, and the gaps between pieces of ground."""
    made = [_opening(door, facing, names) for door in draft.doors]
    rank = {"door": 0, "window": 2, "open": 3}
    return sorted(made, key=lambda one: (rank[one["type"]] + ("exterior_no" in one), one.get("exterior_no", 0)))


def _opening(door: Door, facing: Facing, names: dict[str, str]) -> dict[str, Any]:
    made = {"id": names.get(door.id, door.id), "between": door.between, "at": facing.place(door.at), **door.extras}
    if door.id in names:
        made["exterior_no"] = int(names[door.id][1:])
        made["label"] = f"Door {names[door.id][1:]}"
    return made


def _points(draft: Draft, facing: Facing, names: dict[str, str]) -> list[dict[str, Any]]:
    """Those beside exterior doors first, by the doors' numbers."""
    order = {name: int(number[1:]) for name, number in names.items()}
    fittings = sorted(draft.fittings, key=lambda one: (one.door is None, one.kind, order.get(one.door or "", 0)))
    return [_point(fitting, facing, order) for fitting in fittings]


def _point(fitting: Fitting, facing: Facing, order: dict[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": fitting.id, "kind": fitting.kind, "on": str(fitting.level), "label": fitting.label}
    if fitting.door is not None:
        number = order[fitting.door]
        made |= {"id": f"{fitting.id}{number}", "label": f"{fitting.label}, door {number}"}
    if fitting.at is not None:
        made["at"] = facing.place(fitting.at)
    if fitting.room is not None:
        made["in"] = fitting.room
    if fitting.toward is not None:
        made["facing_deg"] = round(bearing(facing.direction(fitting.toward)), 1)
        made["view_deg"] = 80
    return made
