"""Generating plausible invented schools: `make("middle", 800, seed=7)`."""

from __future__ import annotations

from random import Random
from typing import Any

from simulator.errors import SimulatorError
from simulator.model.building import Plan
from simulator.plans.making.draft import Draft
from simulator.plans.making.exits import draw_exits, draw_lifts, draw_stairs
from simulator.plans.making.fittings import draw_fittings, draw_windows, name_uses
from simulator.plans.making.front import (
    Front,
    draw_front,
    draw_main_hall,
    draw_single_hall,
    draw_upper_main_halls,
    front_for,
)
from simulator.plans.making.grounds import Footprint, draw_grounds
from simulator.plans.making.programme import Kind, Programme, programme_for
from simulator.plans.making.turn import facing_for, plan_of
from simulator.plans.making.wings import Wing, contents_of, draw_wing, hall_id, rows_for, wing_length_m, wing_width_m
from simulator.plans.posting import post_exits

FEWEST_PEOPLE, MOST_PEOPLE = 100, 5_000
WIDEST_GAPS_M = (20.0, 26.0, 45.0)
NARROWEST_COURT_M = 6.0
_FIRST = ("Alder", "Birch", "Clover", "Elm", "Fox", "Hazel", "Juniper", "Laurel", "Mill", "Otter", "Quarry", "Willow")
_SECOND = ("Bend", "Brook", "Crossing", "Glen", "Grove", "Hill", "Meadow", "Point", "Run", "Valley")
_KIND_NAME: dict[Kind, str] = {"elementary": "Elementary", "middle": "Middle School", "high": "High School"}


def make(kind: Kind, people: int, seed: int) -> Plan:
    """A plausible invented school for `people` (pupils and staff); the same three arguments give the same plan.

    Classrooms of about 89 m2 in wings off a main hall; exits and stairs by occupant load (see `making/sizes.py`).
    Raises SimulatorError where `people` is outside 100 to 5,000.
    """
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise SimulatorError(f"A school can be made for {FEWEST_PEOPLE} to {MOST_PEOPLE:,} people, not {people:,}.")
    rng = Random(f"{kind} {people} {seed}")
    programme = programme_for(kind, people, rng)
    front = front_for(programme, rng)
    draft = Draft()
    footprint = _draw_building(draft, programme, front, rng)
    _add_office_staff(draft, programme)
    draw_grounds(draft, footprint, people)
    draw_stairs(draft, programme)
    draw_lifts(draft)
    draw_exits(draft, programme)
    draw_windows(draft, rng)
    draw_fittings(draft)
    name_uses(draft)
    _silence_one_place(draft, rng)
    return post_exits(plan_of(draft, facing_for(draft, rng), *_headings(kind, draft, rng)))


def _draw_building(draft: Draft, programme: Programme, front: Front, rng: Random) -> Footprint:
    if not programme.shape.wings:
        return _draw_single_hall_school(draft, programme, front, rng)
    length, lefts = _along_the_hall(programme, front, rng.choice(WIDEST_GAPS_M))
    old = len(lefts) - 1 if len(lefts) > 1 and rng.random() < 0.35 else None
    wings = [
        Wing("BCDEFGHI"[index], index, left, rows_for(programme, rng), index == old) for index, left in enumerate(lefts)
    ]
    contents = contents_of(programme, rng)
    middle_end = draw_front(draft, programme, front, draw_main_hall(draft, programme, length))
    draw_upper_main_halls(draft, programme, wings)
    for level in range(1, programme.shape.storeys + 1):
        for wing in wings:
            draw_wing(draft, programme, wing, level, contents)
            _join_halls(draft, wing.letter, level)
    width = wing_width_m(programme)
    edges = [0.0, *(edge for left in lefts for edge in (left, round(left + width, 2))), length]
    courts = tuple((low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if high > low)
    top = round(programme.main_hall_m + wing_length_m(programme), 2)
    return _footprint(programme, front, length, top, middle_end, courts)


def _draw_single_hall_school(draft: Draft, programme: Programme, front: Front, rng: Random) -> Footprint:
    row = 2 * programme.half_m * (len(programme.class_caps) + 1)
    length = round(max(front.length_m, row + NARROWEST_COURT_M), 2)
    contents = contents_of(programme, rng)
    hall = draw_main_hall(draft, programme, length)
    middle_end = draw_front(draft, programme, front, hall)
    end = draw_single_hall(draft, programme, hall, contents)
    top = round(programme.main_hall_m + programme.depth_m, 2)
    return _footprint(programme, front, length, top, middle_end, ((end, length),))


def _footprint(
    programme: Programme, front: Front, length: float, top: float,
    middle_end: float, courts: tuple[tuple[float, float], ...],
) -> Footprint:  # fmt: skip
    east = round(length - front.gym_m - front.auditorium_m, 2)
    return Footprint(
        length_m=length,
        front_m=front.depth_m,
        middle_m=programme.front_depth_m,
        hall_m=programme.main_hall_m,
        top_m=top,
        court=(front.cafeteria_m, east),
        garden=(middle_end, east) if east > middle_end else None,
        courts=courts,
    )


def _along_the_hall(programme: Programme, front: Front, widest_gap_m: float) -> tuple[float, list[float]]:
    """The main hall's length and each wing's left edge: spare length goes between the wings, else to the ends."""
    width, count, gap = wing_width_m(programme), programme.shape.wings, programme.gap_m
    wings_m = count * width + (count - 1) * gap
    length = max(front.length_m, wings_m)
    spare = length - wings_m
    if count > 1 and gap + spare / (count - 1) <= widest_gap_m:
        gap, spare = gap + spare / (count - 1), 0.0
    if 0 < spare < 2 * NARROWEST_COURT_M:
        length, spare = length + 2 * NARROWEST_COURT_M - spare, 2 * NARROWEST_COURT_M
    lefts = [round(spare / 2 + index * (width + gap), 2) for index in range(count)]
    return (round(lefts[-1] + width + spare / 2, 2), lefts)


def _join_halls(draft: Draft, letter: str, level: int) -> None:
    """Where a wing's hall opens on the main hall; upstairs a single wing has no main hall to meet."""
    main = draft.rooms.get("MAIN" if level == 1 else f"MAIN{level}")
    if main is not None:
        draft.gap(f"G{letter}{level}", draft.rooms[hall_id(letter, level)], main)


def _add_office_staff(draft: Draft, programme: Programme) -> None:
    """Spreads the office's people: one in each smaller office as far as they go, the others in the main office."""
    small = [room for room in draft.rooms.values() if room.kind == "office" and room.id != "OFFICE"]
    left = programme.office_staff
    for room in small:
        room.extras["cap"] = 1 if left > 2 else 0
        left -= room.extras["cap"]
    draft.rooms["OFFICE"].extras["cap"] = left


def _silence_one_place(draft: Draft, rng: Random) -> None:
    """Every school has a place that announcements do not reach: a loud room whose speaker is missing."""
    quiet = [name for name in ("GYM", "CAFE", "MUSIC") if name in draft.rooms]
    draft.rooms[rng.choice(quiet)].extras.pop("pa", None)


def _headings(kind: Kind, draft: Draft, rng: Random) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    name = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {_KIND_NAME[kind]} (invented)"
    school = {"name": name, "kind": kind, "sensitivity": "public-example"}
    longest = max(max(room.box[2] - room.box[0], room.box[3] - room.box[1]) for room in draft.rooms.values())
    cell = 15 if longest < 250 else 30
    site = {"true_north_deg": rng.randrange(0, 45), "grid": {"cell_m": cell, "columns": "A-", "rows": "1-"}}
    door = {
        "clear": rng.choice((0.81, 0.86, 0.91)),
        "lock": "inside",
        "time_to_lock": {"triangular": rng.choice(([2, 4, 8], [2, 3, 6], [3, 5, 10]))},
    }
    return school, site, door
