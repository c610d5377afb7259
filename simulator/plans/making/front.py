"""The main hall and what lies along its front: cafeteria, kitchen, library, office, lobby, gym and auditorium."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from simulator.plans.making.draft import Draft, Room
from simulator.plans.making.programme import Programme
from simulator.plans.making.sizes import doors_needed, occupant_load
from simulator.plans.making.wings import NEW_LOCK, Contents, Wing, draw_classroom

SEAT_M2 = 0.93
GYM_M2_PER_PERSON = 0.9
LONGEST_KITCHEN_M = 32.0
NARROWEST_STORE_M = 4.0
MAIN = {"pa": "zone-A", "air": "air-A"}


@dataclass(frozen=True, slots=True)
class Front:
    """The widths along the main hall of what stands at its front, west to east, in metres.

    `depth_m` is how far the big rooms at both ends reach south, with the smaller rooms behind them.
    """

    cafeteria_m: float
    auditorium_m: float
    gym_m: float
    depth_m: float
    gym_depth_m: float
    cafeteria_depth_m: float
    middle: tuple[tuple[str, float], ...]

    @property
    def middle_m(self) -> float:
        """Width of the row of middling rooms around the lobby."""
        return round(sum(width for _, width in self.middle), 2)

    @property
    def length_m(self) -> float:
        """The whole front."""
        return round(self.cafeteria_m + self.middle_m + self.auditorium_m + self.gym_m, 2)


def front_for(programme: Programme, rng: Random) -> Front:
    """Sizes the front: the big rooms share one depth, so that the ground in front of them is plain."""
    gym_depth = round(0.82 * math.sqrt(programme.gym_m2), 1)
    service = 5.0 if programme.people < 300 else 7.0
    kitchen = 5.0 if programme.people < 300 else 8.0 if programme.people < 2500 else 10.0
    depth = round(gym_depth + service, 1)
    cafeteria_m2 = max(100.0, programme.cafeteria_cap * 1.39)
    seats = programme.auditorium_seats
    return Front(
        cafeteria_m=math.ceil(cafeteria_m2 / (depth - kitchen) * 2) / 2,
        auditorium_m=math.ceil((seats * SEAT_M2 + 90) / depth * 2) / 2 if seats else 0.0,
        gym_m=math.ceil(programme.gym_m2 / gym_depth * 2) / 2,
        depth_m=depth,
        gym_depth_m=gym_depth,
        cafeteria_depth_m=round(depth - kitchen, 1),
        middle=_middle(programme, rng),
    )


def _middle(programme: Programme, rng: Random) -> tuple[tuple[str, float], ...]:
    """The rooms around the lobby in the order they stand: the office is always beside the lobby."""
    deep, people = programme.front_depth_m, programme.people
    office = min(22.0, max(7.0, round(0.45 * people**0.5, 1)))
    left = [("LIBRARY", round(programme.library_m2 / deep, 1))]
    right = [("NURSE", 5.0), ("WCF", 4.0), ("CUSTODIAN", 3.5)]
    if programme.front_classes:
        left.insert(rng.randrange(2), ("MUSIC", 11.4))
        right.insert(rng.randrange(1, 3), ("ART", 11.0))
    if people >= 300:
        right.append(("STAFF", 7.0))
    lobby = ("LOBBY", 5.0 if people < 300 else 7.0 if people < 1200 else 9.5)
    heart = [("OFFICE", office), lobby] if rng.random() < 0.5 else [lobby, ("OFFICE", office)]
    return (*left, *heart, *right) if rng.random() < 0.5 else (*right[::-1], *heart, *left[::-1])


def draw_main_hall(draft: Draft, programme: Programme, length_m: float) -> Room:
    """The spine of the ground floor."""
    area = length_m * programme.main_hall_m
    return draft.room(
        "MAIN", 1, "corridor", (0, 0, length_m, programme.main_hall_m),
        label="Main Hall", segment=6, **MAIN, shelter={"severe_weather": int(area / 2 / 0.5)},
    )  # fmt: skip


def draw_upper_main_halls(draft: Draft, programme: Programme, wings: list[Wing]) -> None:
    """Upstairs the main hall reaches from the first wing's hall to the last one's; a single wing needs none."""
    if len(wings) < 2:
        return
    west = wings[0].left_m + programme.depth_m
    east = wings[-1].left_m + programme.depth_m + programme.hall_m
    for level in range(2, programme.shape.storeys + 1):
        name = "Upper Main Hall" if programme.shape.storeys == 2 else f"Main Hall level {level}"
        draft.room(
            f"MAIN{level}", level, "corridor", (west, 0, east, programme.main_hall_m),
            label=name, segment=6, pa=f"zone-A{level}", air=f"air-A{level}",
        )  # fmt: skip


def draw_front(draft: Draft, programme: Programme, front: Front, hall: Room) -> float:
    """Draws everything south of the main hall; returns where the middling rooms end (what is left is a garden)."""
    _draw_cafeteria(draft, programme, front, hall)
    left = front.cafeteria_m
    for name, width in front.middle:
        _draw_middle(draft, programme, hall, name, (left, -programme.front_depth_m, left + width, 0))
        left = round(left + width, 2)
    _office_doors(draft, hall)
    right = hall.box[2] - front.gym_m
    if front.auditorium_m:
        _draw_auditorium(draft, programme, front, hall, right)
    _draw_gym(draft, programme, front, hall, right)
    return left


def hall_doors(draft: Draft, room: Room, hall: Room, **extras: object) -> None:
    """The doors of a room on its hall: as many as its occupant load asks for, at most two; big rooms have pairs."""
    load = occupant_load(room.kind, room.area_m2, room.extras.get("cap"))
    pair = {"clear": 1.83, "leaves": 2} if load > 120 else {}
    count = min(2, doors_needed(load))
    for number, share in enumerate((0.2, 0.8)[:count]):
        draft.door(f"D{room.id}{'AB'[number] if count > 1 else ''}", room, hall, share, **{**pair, **extras})


def _draw_cafeteria(draft: Draft, programme: Programme, front: Front, hall: Room) -> None:
    wide, deep = front.cafeteria_m, front.cafeteria_depth_m
    cafeteria = draft.room(
        "CAFE", 1, "cafeteria", (0, -deep, wide, 0),
        label="Cafeteria", cap=programme.cafeteria_cap, hallway="Main Hall", **MAIN,
    )  # fmt: skip
    hall_doors(draft, cafeteria, hall, lock="outside-key", state="open")
    _draw_kitchen(draft, programme, front, cafeteria)


def _draw_kitchen(draft: Draft, programme: Programme, front: Front, cafeteria: Room) -> None:
    """South of the cafeteria: the kitchen with its dry storage, and in a large school a store for the tables."""
    wide, south, north = front.cafeteria_m, -front.depth_m, -front.cafeteria_depth_m
    pantry_m = round(min(8.0, max(2.5, wide * 0.25)), 1)
    kitchen_m = wide - pantry_m
    if kitchen_m > LONGEST_KITCHEN_M + NARROWEST_STORE_M:
        kitchen_m = LONGEST_KITCHEN_M
    kitchen = draft.room(
        "KITCHEN", 1, "kitchen", (0, south, kitchen_m, north),
        label="Kitchen", cap=programme.kitchen_staff, air="air-A",
    )  # fmt: skip
    draft.door("DKITCHEN", kitchen, cafeteria, 0.5, lock="outside-key")
    pantry = draft.room(
        "PANTRY", 1, "storage", (kitchen_m, south, kitchen_m + pantry_m, north), label="Dry storage", air="air-A"
    )
    draft.door("DPANTRY", pantry, kitchen, 0.7, lock="outside-key")
    if wide > kitchen_m + pantry_m:
        box = (kitchen_m + pantry_m, south, wide, north)
        store = draft.room("TABLES", 1, "storage", box, label="Table store", air="air-A")
        draft.door("DTABLES", store, cafeteria, 0.5, lock="outside-key", clear=1.62, leaves=2)


_MIDDLE_KIND = {
    "LIBRARY": ("library", "Library"), "NURSE": ("office", "Nurse"), "WCF": ("restroom", "Restroom"),
    "CUSTODIAN": ("storage", "Custodian"), "STAFF": ("office", "Staff room"), "OFFICE": ("office", "Main office"),
    "LOBBY": ("lobby", "Lobby"), "MUSIC": ("classroom", "Music"), "ART": ("classroom", "Art"),
}  # fmt: skip


def _draw_middle(
    draft: Draft, programme: Programme, hall: Room, name: str, box: tuple[float, float, float, float]
) -> None:
    kind, label = _MIDDLE_KIND[name]
    cap = None
    if name in ("MUSIC", "ART"):
        cap = programme.class_caps[("MUSIC", "ART").index(name)]
    shelter = {"hazmat": cap} if cap else None
    room = draft.room(name, 1, kind, box, label=label, cap=cap, hallway="Main Hall", **MAIN, shelter=shelter)  # type: ignore[arg-type]
    match kind:
        case "lobby":
            draft.door(
                "DLOBBY", hall, room, 0.5, clear=1.83, leaves=2, lock="access-control", state="locked", glass="half"
            )
        case "restroom":
            draft.door(f"D{name}", room, hall, lock="none")
        case "storage":
            draft.door(f"D{name}", room, hall, lock="outside-key", state="locked")
        case "library":
            hall_doors(draft, room, hall, lock="inside", glass="half")
        case "classroom":
            hall_doors(draft, room, hall, lock="inside", glass="narrow")
        case _:
            draft.door(f"D{name}", room, hall, 0.3, lock="outside-key" if name == "OFFICE" else "inside")


def _office_doors(draft: Draft, hall: Room) -> None:
    """Visitors go from the lobby into the office; past it only with a badge."""
    draft.door("DOFFICEL", draft.rooms["OFFICE"], draft.rooms["LOBBY"], 0.6, lock="access-control", state="locked")


def _draw_auditorium(draft: Draft, programme: Programme, front: Front, hall: Room, right: float) -> None:
    room = draft.room(
        "AUD", 1, "auditorium", (right - front.auditorium_m, -front.depth_m, right, 0),
        label="Auditorium", cap=programme.auditorium_seats, hallway="Main Hall", **MAIN,
    )  # fmt: skip
    hall_doors(draft, room, hall, lock="outside-key")


def _draw_gym(draft: Draft, programme: Programme, front: Front, hall: Room, left: float) -> None:
    east, deep = hall.box[2], front.gym_depth_m
    area = (east - left) * deep
    cap = int(area / GYM_M2_PER_PERSON)
    gym = draft.room(
        "GYM", 1, "gymnasium", (left, -deep, east, 0), label="Gym", cap=cap, hallway="Main Hall", **MAIN,
        shelter={"hazmat": cap},
    )  # fmt: skip
    hall_doors(draft, gym, hall, lock="outside-key")
    rooms = _gym_rooms(programme)
    each = round((east - left) / len(rooms), 1)
    for index, (name, kind, label) in enumerate(rooms):
        x1 = left + index * each
        x2 = east if index == len(rooms) - 1 else x1 + each
        room = draft.room(name, 1, kind, (x1, -front.depth_m, x2, -deep), label=label, air="air-A")  # type: ignore[arg-type]
        if kind != "mechanical":
            _doors_into_gym(draft, room, gym)


def _gym_rooms(programme: Programme) -> list[tuple[str, str, str]]:
    last = [("GYMSTORE", "storage", "Gym storage"), ("MECH", "mechanical", "Mechanical")]
    if programme.kind == "elementary":
        return last
    return [("LOCKERB", "locker-room", "Boys locker room"), ("LOCKERG", "locker-room", "Girls locker room"), *last]


def _doors_into_gym(draft: Draft, room: Room, gym: Room) -> None:
    count = min(2, doors_needed(occupant_load(room.kind, room.area_m2, None)))
    for number, share in enumerate((0.25, 0.75)[:count]):
        name = f"D{room.id}{'AB'[number] if count > 1 else ''}"
        draft.door(name, room, gym, share, lock="outside-key" if room.kind == "storage" else "inside")


def draw_single_hall(draft: Draft, programme: Programme, hall: Room, contents: Contents) -> float:
    """A small school's classrooms, in one row along the main hall's north side; returns where the row ends."""
    y1, y2 = programme.main_hall_m, programme.main_hall_m + programme.depth_m
    left, count = 0.0, len(programme.class_caps)
    for order in range(count):
        if order == count // 2:
            left = _draw_row_restrooms(draft, programme, hall, left)
        box = (left, y1, round(left + 2 * programme.half_m, 2), y2)
        draw_classroom(draft, hall, box, str(101 + order), contents, NEW_LOCK)
        left = box[2]
    return left


def _draw_row_restrooms(draft: Draft, programme: Programme, hall: Room, left: float) -> float:
    for letter, label in (("G", "Girls restroom"), ("B", "Boys restroom")):
        right = round(left + programme.half_m, 2)
        box = (left, programme.main_hall_m, right, programme.main_hall_m + programme.depth_m)
        room = draft.room(f"WC{letter}", 1, "restroom", box, label=label, hallway="Main Hall", **MAIN)
        draft.door(f"DWC{letter}", room, hall, lock="none")
        left = right
    return left
