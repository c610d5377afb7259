"""What is fixed to the building: windows, cameras, alarm pulls, AEDs, the microphone; and the plan's common names."""

from __future__ import annotations

import math
from random import Random

from simulator.model.building import Place
from simulator.plans.making.draft import Door, Draft, Fitting, Room

HALL_M_PER_AED = 90


def draw_windows(draft: Draft, rng: Random) -> None:
    """One window in the outer wall of each ground-floor classroom; about two thirds can be climbed out of."""
    for room in list(draft.rooms.values()):
        grounds = draft.outdoors_beside(room, 3.0) if room.kind == "classroom" and room.level == 1 else []
        if not grounds:
            continue
        escape = rng.random() < 0.65
        draft.door(
            f"W{room.id}", room, grounds[0], 0.6, type="window", clear=0.75 if escape else 0.5,
            sill=rng.choice((0.8, 0.9)) if escape else 1.2, egress=True if escape else None,
        )  # fmt: skip


def draw_fittings(draft: Draft) -> None:
    """Points at the exits, in the halls and in the office."""
    exits = [door for door in draft.doors if door.extras.get("class")]
    for door in exits:
        inward = _inward(draft, door)
        inside = draft.rooms[door.between[0]]
        pull = _beside(door.at, inward, 0.4, 1.4)
        draft.fittings.append(Fitting("PULL", "fire-pull", 1, pull, None, None, "Fire alarm pull", door.id))
        if inside.kind in ("corridor", "lobby", "gymnasium", "kitchen"):
            place = _beside(door.at, inward, 0.5, 0.0)
            draft.fittings.append(Fitting("CAM", "camera", 1, place, None, inward, "Camera", door.id))
    _draw_stair_pulls(draft)
    _draw_office(draft)
    _draw_by_hall(draft)


def _inward(draft: Draft, door: Door) -> Place:
    """The direction from a door into its first space, along the wall's normal."""
    x1, y1, x2, y2 = draft.rooms[door.between[0]].box
    x, y = door.at
    nearest = min(
        (abs(x - x1), (1.0, 0.0)), (abs(x - x2), (-1.0, 0.0)), (abs(y - y1), (0.0, 1.0)), (abs(y - y2), (0.0, -1.0))
    )
    return nearest[1]


def _beside(at: Place, inward: Place, deep: float, along: float) -> Place:
    """A place so far inside a door and so far along its wall."""
    return (
        round(at[0] + inward[0] * deep + inward[1] * along, 2),
        round(at[1] + inward[1] * deep - inward[0] * along, 2),
    )


def _name(room: Room) -> str:
    return str(room.extras.get("label", room.id))


def _put(draft: Draft, name: str, kind: str, room: Room, at: Place | None, label: str) -> None:
    draft.fittings.append(Fitting(name, kind, room.level, at, None if at else room.id, None, label))


def _draw_stair_pulls(draft: Draft) -> None:
    """Upstairs the alarm is pulled beside each stair's door, on the hall's side."""
    for door in [door for door in draft.doors if draft.rooms[door.between[0]].kind == "stairs"]:
        stair, hall = (draft.rooms[name] for name in door.between)
        if stair.level > 1:
            x, y = _inward(draft, door)
            at = _beside(door.at, (-x, -y), 0.4, 1.4)
            _put(draft, f"PULL{stair.id.removeprefix('STAIR')}", "fire-pull", hall, at, "Fire alarm pull")


def _draw_office(draft: Draft) -> None:
    office, lobby, kitchen, mech = (draft.rooms[name] for name in ("OFFICE", "LOBBY", "KITCHEN", "MECH"))
    main_door = next(door for door in draft.doors if door.extras.get("class") == "primary")
    outward = tuple(-value for value in _inward(draft, main_door))
    _put(draft, "MIC1", "pa-microphone", office, None, "PA microphone")
    _put(draft, "PB1", "panic-button", office, None, "Panic button")
    _put(draft, "WXR1", "weather-radio", office, None, "Weather radio")
    _put(draft, "FACP", "fire-panel", lobby, _corner(lobby, 0.6), "Fire alarm panel")
    keys = _beside(main_door.at, (outward[0], outward[1]), 0.3, 1.6)
    draft.fittings.append(Fitting("KEY1", "key-box", 1, keys, None, None, "Key box"))
    _put(draft, "GAS1", "utility", mech, None, "Gas shutoff")
    _put(draft, "ELEC1", "utility", mech, _corner(mech, 0.8), "Main electric shutoff")
    _put(draft, "PB2", "panic-button", kitchen, None, "Panic button, kitchen")
    _put(draft, "TK1", "trauma-kit", draft.rooms["NURSE"], None, "Trauma kit")


def _corner(room: Room, inset: float) -> Place:
    return (round(room.box[0] + inset, 2), round(room.box[3] - inset, 2))


def _draw_by_hall(draft: Draft) -> None:
    """An AED by the gym and one in each hall, two in a hall longer than 90 m; a switch for each air handler."""
    mech = draft.rooms["MECH"]
    _put(draft, "AEDGYM", "aed", draft.rooms["GYM"], _corner(draft.rooms["GYM"], 0.5), "AED, gym")
    for hall in [room for room in draft.rooms.values() if room.kind == "corridor"]:
        x1, y1, x2, y2 = hall.box
        number = math.ceil(max(x2 - x1, y2 - y1) / HALL_M_PER_AED)
        for order in range(number):
            share = (order + 0.5) / number
            along_x = x2 - x1 >= y2 - y1
            at = (x1 + (x2 - x1) * share, y1 + 0.2) if along_x else (x1 + 0.2, y1 + (y2 - y1) * share)
            letter = "abcdefgh"[order] if number > 1 else ""
            _put(draft, f"AED{hall.id}{letter}", "aed", hall, (round(at[0], 2), round(at[1], 2)), f"AED, {_name(hall)}")
        unit = str(hall.extras["air"])
        draft.fittings.append(
            Fitting(
                f"SW{unit.removeprefix('air')}", "hvac-switch", 1, None, mech.id, None, f"Air switch, {_name(hall)}"
            )
        )


def name_uses(draft: Draft) -> None:
    """The common names that library scenarios use; the same on every plan that has such a place."""
    doors = [door for door in draft.doors if door.extras.get("class")]
    classrooms = [room.id for room in draft.rooms.values() if room.kind == "classroom" and room.id.isdecimal()]
    upper = [name for name in classrooms if draft.rooms[name].level > 1]
    known: dict[str, str | None] = {
        "main_entrance": next(door.id for door in doors if door.extras["class"] == "primary"),
        "side_entrance": _farthest_hall_end(draft, doors),
        "service_entrance": next(door.id for door in doors if door.between[0] == "KITCHEN"),
        "gym_door": next(door.id for door in doors if door.between[0] == "GYM"),
        "main_hall": "MAIN", "side_hall": "HALLA" if "HALLA" in draft.rooms else None,
        "lobby": "LOBBY", "office": "OFFICE", "nurse": "NURSE", "gym": "GYM", "cafeteria": "CAFE",
        "kitchen": "KITCHEN", "library": "LIBRARY", "auditorium": "AUD" if "AUD" in draft.rooms else None,
        "classroom": classrooms[0], "far_classroom": classrooms[len(classrooms) // 2],
        "upper_classroom": upper[len(upper) // 2] if upper else None,
        "mechanical": "MECH", "outside": "OUT", "field": "FIELD", "parking": "PARK",
        "rally": "RALLY", "rally_2": "RALLY2", "pa": "MIC1", "panic_button": "PB1", "key_box": "KEY1",
    }  # fmt: skip
    draft.uses.update({use: name for use, name in known.items() if name is not None})


def _farthest_hall_end(draft: Draft, doors: list[Door]) -> str:
    """The hall exit farthest from the main entrance: the side door that gets propped."""
    main = next(door for door in doors if door.extras["class"] == "primary")
    ends = [door for door in doors if draft.rooms[door.between[0]].kind == "corridor"]
    return max(ends, key=lambda door: (math.dist(door.at, main.at), door.id)).id
