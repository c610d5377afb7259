"""Classroom wings off the main hall: rows of rooms, restrooms and stairs, the same on every storey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from simulator.model.building import Box
from simulator.plans.making.draft import Draft, Room
from simulator.plans.making.programme import Programme, rooms_per_wing

SPARE_ROOMS = ("Counseling", "Book room", "Staff room", "Special services", "Storage", "Conference room")
LIFT_M = 2.2
NEW_LOCK: dict[str, Any] = {"lock": "inside"}
OLD_LOCK: dict[str, Any] = {"lock": "outside-key", "time_to_lock": {"uniform": [30, 40]}}

Piece = Literal["class", "girls", "boys", "near stair", "far stair"]


@dataclass(frozen=True, slots=True)
class Wing:
    """One wing: its letter, its left edge on the main hall's north wall, its rows from west to east.

    `old_locks`: its classrooms are still locked with a key from the hall's side.
    """

    letter: str
    index: int
    left_m: float
    rows: tuple[tuple[Piece, ...], ...]
    old_locks: bool = False


@dataclass(slots=True)
class Contents:
    """What goes into the next classroom-sized room: pupils and teacher, or None for a room to spare."""

    caps: Iterator[int | None]
    labels: Iterator[str]
    four_digits: bool


def wing_width_m(programme: Programme) -> float:
    """Across a wing: one or two rows of rooms and the hall."""
    return round(programme.depth_m * programme.shape.sides + programme.hall_m, 2)


def wing_length_m(programme: Programme) -> float:
    """Along a wing, from the main hall's wall to its outer end."""
    return round(programme.half_m * 2 * programme.shape.bays, 2)


def rows_for(programme: Programme, rng: Random) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of each row of a wing, nearest the main hall first."""
    bays, tall = programme.shape.bays, programme.shape.storeys > 1
    before = rng.randrange(bays)
    west: tuple[Piece, ...] = (*_classes(before), "girls", "boys", *_classes(bays - 1 - before))
    if programme.shape.sides == 1:
        return (west,)
    east: tuple[Piece, ...] = ("near stair", *_classes(bays - 1), "far stair") if tall else _classes(bays)
    return (west, east)


def _classes(count: int) -> tuple[Piece, ...]:
    piece: Piece = "class"
    return (piece,) * count


def contents_of(programme: Programme, rng: Random) -> Contents:
    """Classes for the rooms along the halls, with the rooms to spare mixed in among them."""
    shape = programme.shape
    slots = shape.wings * shape.storeys * rooms_per_wing(shape.bays, shape.sides, shape.storeys)
    caps = programme.class_caps[programme.front_classes :]
    slots = slots or len(caps)
    spare = set(rng.sample(range(slots), slots - len(caps)))
    classes = iter(caps)
    filled = [None if slot in spare else next(classes) for slot in range(slots)]
    return Contents(iter(filled), _spare_labels(rng.randrange(len(SPARE_ROOMS))), shape.wings > 4)


def _spare_labels(first: int) -> Iterator[str]:
    """Common names for rooms to spare, numbered from the second round on."""
    for number in range(10_000):
        times, index = divmod(number, len(SPARE_ROOMS))
        name = SPARE_ROOMS[(first + index) % len(SPARE_ROOMS)]
        yield name if times == 0 else f"{name} {times + 1}"


def zone_of(letter: str, level: int) -> str:
    """The PA zone of a wing: `zone-B`, upstairs `zone-B2`."""
    return f"zone-{letter}" if level == 1 else f"zone-{letter}{level}"


def hall_id(letter: str, level: int) -> str:
    """The id of a wing's hall on a storey."""
    return f"HALL{letter}" if level == 1 else f"HALL{letter}{level}"


def hall_label(name: str, level: int, storeys: int) -> str:
    """What people call a hall: `A Hall`, `Upper A Hall`, and in a taller school `A Hall level 3`."""
    if level == 1:
        return name
    return f"Upper {name}" if storeys == 2 else f"{name} level {level}"


def draw_wing(draft: Draft, programme: Programme, wing: Wing, level: int, contents: Contents) -> None:
    """One storey of a wing: its hall with the rooms on both sides."""
    south, length = programme.main_hall_m, wing_length_m(programme)
    left = wing.left_m + programme.depth_m
    name = hall_label(f"{wing.letter} Hall", level, programme.shape.storeys)
    hall = draft.room(
        hall_id(wing.letter, level), level, "corridor", (left, south, left + programme.hall_m, south + length),
        label=name, segment=6, **_services(wing, level), shelter=_room_to_shelter(programme.hall_m * length, level),
    )  # fmt: skip
    for side, row in enumerate(wing.rows):
        x1 = wing.left_m if side == 0 else left + programme.hall_m
        _draw_row(draft, programme, wing, hall, row, (x1, x1 + programme.depth_m), side, contents)


def _services(wing: Wing, level: int) -> dict[str, str]:
    zone = zone_of(wing.letter, level)
    return {"pa": zone, "air": zone.replace("zone", "air")}


def _room_to_shelter(area_m2: float, level: int) -> dict[str, int] | None:
    """Ground-floor halls shelter people sitting along the walls in severe weather, about half a square metre each."""
    return {"severe_weather": int(area_m2 / 2 / 0.5)} if level == 1 else None


def _draw_row(
    draft: Draft, programme: Programme, wing: Wing, hall: Room,
    row: tuple[Piece, ...], across: tuple[float, float], side: int, contents: Contents,
) -> None:  # fmt: skip
    along, seen = programme.main_hall_m, 0
    for piece in row:
        length = programme.half_m * (2 if piece == "class" else 1)
        box = (across[0], along, across[1], along + length)
        along += length
        if piece == "class":
            number = _number(wing, hall.level, 2 * seen + 1 + side, contents.four_digits)
            draw_classroom(draft, hall, box, number, contents, OLD_LOCK if wing.old_locks else NEW_LOCK)
            seen += 1
        elif piece in ("girls", "boys"):
            _draw_restroom(draft, programme, wing, hall, box, piece)
        else:
            _draw_stair(draft, wing, hall, box, piece)


def _number(wing: Wing, level: int, order: int, four_digits: bool) -> str:
    """Room numbers as schools have them: the storey first, odd on one side of the hall and even on the other."""
    if four_digits:
        return str(level * 1000 + (wing.index + 1) * 100 + order)
    return str(level * 100 + wing.index * 20 + order)


def draw_classroom(draft: Draft, hall: Room, box: Box, number: str, contents: Contents, lock: dict[str, Any]) -> None:
    """A classroom, or a room to spare, with its door on the hall."""
    cap = next(contents.caps)
    services = {"hallway": hall.extras["label"], "pa": hall.extras["pa"], "air": hall.extras["air"]}
    if cap is None:
        label = next(contents.labels)
        kind: Literal["storage", "office"] = "storage" if label.split(" ")[0] in ("Book", "Storage") else "office"
        room = draft.room(number, hall.level, kind, box, label=label, **services)
        draft.door(f"D{number}", room, hall, 0.2, lock="inside" if kind == "office" else "outside-key")
        return
    room = draft.room(
        number, hall.level, "classroom", box, label=f"Room {number}", cap=cap, **services, shelter={"hazmat": cap}
    )
    draft.door(f"D{number}", room, hall, 0.2, glass="narrow", **lock)


def _draw_restroom(draft: Draft, programme: Programme, wing: Wing, hall: Room, box: Box, piece: str) -> None:
    """A restroom; the first wing of a taller school gives a strip of the second one to the lift."""
    with_lift = piece == "boys" and wing.index == 0 and programme.shape.storeys > 1
    x1, y1, x2, y2 = box
    name = f"WC{piece[0].upper()}{wing.letter}{hall.level}"
    label = "Girls restroom" if piece == "girls" else "Boys restroom"
    own_box = (x1, y1, x2, y2 - LIFT_M) if with_lift else box
    services = {"hallway": hall.extras["label"], "pa": hall.extras["pa"], "air": hall.extras["air"]}
    room = draft.room(name, hall.level, "restroom", own_box, label=label, **services)
    draft.door(f"D{name}", room, hall, lock="none")
    if with_lift:
        _draw_lift(draft, hall, room, (x1, y2 - LIFT_M, x2, y2))


def _draw_lift(draft: Draft, hall: Room, restroom: Room, strip: Box) -> None:
    """The lift beside the hall, and behind it a closet for what the lift's shaft leaves over."""
    x1, y1, x2, y2 = strip
    level, where = hall.level, hall.extras["label"]
    lift = draft.room(f"LIFT{level}", level, "elevator", (x2 - LIFT_M, y1, x2, y2), label="Elevator", hallway=where)
    draft.door(f"DLIFT{level}", lift, hall, lock="none")
    closet = draft.room(f"CLOSET{level}", level, "storage", (x1, y1, x2 - LIFT_M, y2), label="Closet", hallway=where)
    draft.door(f"DCLOSET{level}", closet, restroom, 0.5, lock="outside-key")


def _draw_stair(draft: Draft, wing: Wing, hall: Room, box: Box, piece: Piece) -> None:
    """One storey of an enclosed stair: A1 near the main hall, A2 at the wing's end. Its doors come with the exits."""
    name = f"{wing.letter}{1 if piece == 'near stair' else 2}"
    draft.room(
        f"STAIR{name}-{hall.level}", hall.level, "stairs", box,
        label=f"Stair {name}", hallway=hall.extras["label"], pa=hall.extras["pa"], refuge=True,
    )  # fmt: skip
