"""The ground around the school: lawns, courts between the wings, parking, and the rally points."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.plans.making.draft import Draft, Room

YARD_M = 32.0
FIELD_M = 42.0
RALLY_M2_PER_PERSON = 0.7


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the building covers, in metres: `courts` are the strips between wings, west to east.

    `garden` is the stretch of the front row that no room fills, `court` the entrance court's west and east end.
    """

    length_m: float
    front_m: float
    middle_m: float
    hall_m: float
    top_m: float
    court: tuple[float, float]
    garden: tuple[float, float] | None
    courts: tuple[tuple[float, float], ...]


def draw_grounds(draft: Draft, shape: Footprint, people: int) -> None:
    """Draws the open ground; every piece is joined to the next by gaps as wide as the edge that they share."""
    x, south, north = shape.length_m, -shape.front_m, shape.top_m
    front = draft.room("OUT", 1, "outdoors", (-YARD_M, south - FIELD_M, x + YARD_M, south), label="Front lawn")
    west = draft.room("YARD1", 1, "outdoors", (-YARD_M, south, 0, north), label="{west} yard")
    east = draft.room("YARD2", 1, "outdoors", (x, south, x + YARD_M, north), label="{east} yard")
    back = draft.room("FIELD", 1, "field", (-YARD_M, north, x + YARD_M, north + FIELD_M), label="Play field")
    for name, first, second in (("P1", front, west), ("P2", front, east), ("P3", back, west), ("P4", back, east)):
        draft.gap(name, first, second)
    _draw_entrance_court(draft, shape, front)
    _draw_courts(draft, shape, back, west, east)
    parking = draft.room("PARK", 1, "parking", (-YARD_M - 45, south - FIELD_M, -YARD_M, south), label="Parking")
    draft.gap("PPARK", front, parking)
    _draw_rally_points(draft, shape, people, (front, back, west, east))


def _draw_entrance_court(draft: Draft, shape: Footprint, front: Room) -> None:
    west, east = shape.court
    court = draft.room("COURT", 1, "outdoors", (west, -shape.front_m, east, -shape.middle_m), label="Entrance court")
    draft.gap("PCOURT", front, court)
    if shape.garden:
        garden = draft.room(
            "GARDEN", 1, "outdoors", (shape.garden[0], -shape.middle_m, shape.garden[1], 0), label="Garden"
        )
        draft.gap("PGARDEN", court, garden)


def _draw_courts(draft: Draft, shape: Footprint, back: Room, west: Room, east: Room) -> None:
    """The strips between wings open on the field, and where they lie at an end, on the yard there too."""
    for number, (left, right) in enumerate(shape.courts, 1):
        box = (left, shape.hall_m, right, shape.top_m)
        court = draft.room(f"COURT{number}", 1, "outdoors", box, label=f"Courtyard {number}")
        draft.gap(f"PC{number}", back, court)
        if left == 0:
            draft.gap(f"PCW{number}", west, court)
        if right == shape.length_m:
            draft.gap(f"PCE{number}", east, court)


def _draw_rally_points(draft: Draft, shape: Footprint, people: int, beside: tuple[Room, ...]) -> None:
    """Two rally points, or four for more than 700 people, each beyond a lawn and big enough for its share."""
    sides = ("south", "north", "west", "east")[: 4 if people > 700 else 2]
    deep = 15.0
    wide = max(20.0, round(people * RALLY_M2_PER_PERSON / len(sides) / deep))
    for number, (side, ground) in enumerate(zip(sides, beside, strict=False), 1):
        x1, y1, x2, y2 = ground.box
        mid_x, mid_y = round((x1 + x2) / 2), round((y1 + y2) / 2)
        half = wide / 2
        box = {
            "south": (mid_x - half, y1 - deep, mid_x + half, y1),
            "north": (mid_x - half, y2, mid_x + half, y2 + deep),
            "west": (x1 - deep, max(mid_y - half, y1), x1, min(mid_y + half, y2)),
            "east": (x2, max(mid_y - half, y1), x2 + deep, min(mid_y + half, y2)),
        }[side]
        name = "RALLY" if number == 1 else f"RALLY{number}"
        rally = draft.room(name, 1, "assembly", box, label=f"Rally {{{side}}}")
        draft.gap(f"PR{number}", ground, rally)
