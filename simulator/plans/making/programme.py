"""What a school of this kind and size needs before anything is drawn: rooms, wings, storeys, dimensions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Literal

Kind = Literal["elementary", "middle", "high"]
CLASS_SIZE: dict[Kind, int] = {"elementary": 23, "middle": 25, "high": 26}
CLASSROOM_M2 = 89.0
MOST_ROOMS_ON_ONE_HALL = 8
MOST_WINGS = 8
MOST_FINGERS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """How the classrooms are grouped: `wings` = 0 is a school of a single hall; `sides` is 1 or 2 rows per wing."""

    storeys: int
    wings: int
    bays: int
    sides: int


@dataclass(frozen=True, slots=True)
class Programme:
    """The room programme. Lengths in metres; `half_m` is half a classroom's width along its hall."""

    kind: Kind
    people: int
    shape: Shape
    class_caps: tuple[int, ...]
    front_classes: int
    office_staff: int
    kitchen_staff: int
    depth_m: float
    half_m: float
    hall_m: float
    main_hall_m: float
    gap_m: float
    front_depth_m: float
    cafeteria_cap: int
    gym_m2: float
    library_m2: float
    auditorium_seats: int


def programme_for(kind: Kind, people: int, rng: Random) -> Programme:
    """Sizes for a school of `people`, pupils and staff together; the same `rng` state gives the same school."""
    office_staff = max(2, round(people * 0.018))
    kitchen_staff = max(1, round(people * 0.008))
    caps = _class_caps(people - office_staff - kitchen_staff, CLASS_SIZE[kind], rng)
    front = 2 if len(caps) >= 12 else 0
    shape = _shape(kind, people, len(caps) - front, rng)
    depth = rng.choice((8.6, 8.8, 9.0, 9.2))
    sittings = 2 if people < 200 else 3
    return Programme(
        kind=kind,
        people=people,
        shape=shape,
        class_caps=caps,
        front_classes=front,
        office_staff=office_staff,
        kitchen_staff=kitchen_staff,
        depth_m=depth,
        half_m=round(CLASSROOM_M2 / depth / 2, 1),
        hall_m=rng.choice((2.4, 2.7, 3.0)) if kind == "elementary" else rng.choice((2.7, 3.0, 3.4)),
        main_hall_m=rng.choice((3.0, 3.4)) if kind == "elementary" else rng.choice((3.4, 3.7)),
        gap_m=float(rng.randrange(12, 20)),
        front_depth_m=rng.choice((10.0, 10.5, 11.0)),
        cafeteria_cap=math.ceil(people / sittings),
        gym_m2=min(2000.0, max(200.0, 150 + 0.8 * people)),
        library_m2=min(600.0, max(80.0, 60 + 0.12 * people)),
        auditorium_seats=_seats(kind, people),
    )


def _seats(kind: Kind, people: int) -> int:
    if kind == "elementary" or people < (600 if kind == "high" else 1000):
        return 0
    return min(1400, round(people * 0.35))


def _class_caps(people: int, size: int, rng: Random) -> tuple[int, ...]:
    """So many people in classes of about `size`, exactly; single seats are swapped so that classes differ."""
    count = max(1, round(people / size))
    caps = [people // count + (1 if index < people % count else 0) for index in range(count)]
    for _ in range(count):
        giver, taker = rng.randrange(count), rng.randrange(count)
        if caps[giver] > 20 and caps[taker] < 30:
            caps[giver] -= 1
            caps[taker] += 1
    rng.shuffle(caps)
    return tuple(caps)


def _storeys(kind: Kind, people: int, rng: Random) -> int:
    one, two = {"elementary": (600, 2500), "middle": (350, 2200), "high": (300, 2000)}[kind]
    if people <= one:
        return 1
    if people <= two:
        return 2 if kind != "elementary" or people > 900 or rng.random() < 0.6 else 1
    return 3


def rooms_per_wing(bays: int, sides: int, storeys: int) -> int:
    """Classrooms on one storey of a wing, beside its pair of restrooms and, in taller schools, its two stairs."""
    return bays * sides - 1 - (1 if storeys > 1 else 0)


def _shape(kind: Kind, people: int, rooms: int, rng: Random) -> Shape:
    storeys = _storeys(kind, people, rng)
    if rooms <= MOST_ROOMS_ON_ONE_HALL and storeys == 1:
        return Shape(1, 0, 0, 1)
    fitting = _fitting(rooms, storeys)
    best = min(spare for spare, _ in fitting)
    return rng.choice([shape for spare, shape in fitting if spare <= max(best, storeys * 2)])


def _fitting(rooms: int, storeys: int) -> list[tuple[int, Shape]]:
    """Each shape that holds so many classrooms, with the number of rooms it has to spare.

    A tall wing on its own has two stairs, enough for 500 people a storey: ten classrooms. Longer wings than
    seven bays would break the travel distance, and single-loaded ones pay only in small one-storey schools.
    """
    found = []
    for sides in (1, 2) if storeys == 1 and rooms <= 20 else (2,):
        for bays in range(4, 8 if storeys == 1 else 7):
            each = rooms_per_wing(bays, sides, storeys) * storeys
            wings = math.ceil(rooms / each)
            if wings <= (MOST_WINGS if sides == 2 else MOST_FINGERS):
                found.append((wings * each - rooms, Shape(storeys, wings, bays, sides)))
    return found
