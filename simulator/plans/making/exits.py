"""The ways out: exterior doors and enclosed stairs, as many and as wide as the occupant loads ask for."""

from __future__ import annotations

from simulator.plans.making.draft import Door, Draft, Room
from simulator.plans.making.programme import Programme
from simulator.plans.making.sizes import DOOR_MM_PER_PERSON, door_for, doors_needed, occupant_load, stair_for

STOREY_M = 3.9
RISER_MM, TREAD_MM = 177, 279
NARROWEST_COURT_M = 3.0
GYM_NEEDS_LOCKER_EXITS_M2 = 1_200.0


def load_of(room: Room) -> int:
    """The occupant load of a drawn room."""
    return occupant_load(room.kind, room.area_m2, room.extras.get("cap"))


def storey_load(draft: Draft, level: int) -> int:
    """The occupant load of a storey."""
    return sum(load_of(room) for room in draft.rooms.values() if room.level == level)


def draw_stairs(draft: Draft, programme: Programme) -> None:
    """Doors, flights and ground-floor exits of the enclosed stairs; all share the fullest upper storey's load."""
    stairs = [room for room in draft.rooms.values() if room.kind == "stairs"]
    towers = [room for room in stairs if room.level == 1]
    if not towers:
        return
    fullest = max(storey_load(draft, level) for level in range(2, programme.shape.storeys + 1))
    each = fullest / len(towers)
    width = stair_for(each)
    clear, leaves = door_for(each)
    for room in stairs:
        hall = _hall_of(draft, room)
        draft.door(f"D{room.id}", room, hall, 0.5, clear=clear, leaves=leaves, lock="none", glass="narrow")
        if room.level > 1:
            below = f"{room.id.rpartition('-')[0]}-{room.level - 1}"
            draft.links.append(_flight(room, below, width))
    for tower in towers:
        outside = draft.outdoors_beside(tower)[0]
        _exterior(draft, tower, outside, 0.5, (clear, leaves))


def _hall_of(draft: Draft, stair: Room) -> Room:
    return next(
        room
        for room in draft.rooms.values()
        if room.kind == "corridor" and room.level == stair.level and room.extras["label"] == stair.extras["hallway"]
    )


def _flight(room: Room, below: str, width: float) -> dict[str, object]:
    """Two flights and a landing: along the slope 22 treads of 279 mm on 3.9 m, plus the landings' width twice."""
    risers = round(STOREY_M * 1000 / RISER_MM)
    run = (risers - 2) * TREAD_MM / 1000
    slope = (run**2 + STOREY_M**2) ** 0.5
    return {
        "id": f"{room.id.replace('STAIR', 'ST')}", "spaces": [below, room.id], "type": "stair", "clear": width,
        "length": round(slope + width + 1.0, 1), "rise": STOREY_M, "riser_mm": RISER_MM, "tread_mm": TREAD_MM,
        "label": f"{room.extras['label']}, {room.level - 1} to {room.level}",
    }  # fmt: skip


def draw_lifts(draft: Draft) -> None:
    """Joins the lift's storeys."""
    for room in draft.rooms.values():
        if room.kind == "elevator" and room.level > 1:
            draft.links.append(
                {"id": f"LF{room.level}", "spaces": [f"LIFT{room.level - 1}", room.id], "type": "lift",
                 "clear": 0.91, "length": STOREY_M, "rise": STOREY_M}
            )  # fmt: skip


def draw_exits(draft: Draft, programme: Programme) -> None:
    """Exterior doors: the halls' ends and sides, the main entrance, and each big room's own."""
    wing_halls = [room for room in draft.rooms.values() if room.kind == "corridor" and room.level == 1]
    main = draft.rooms["MAIN"]
    half = max((_beside(draft, hall) for hall in wing_halls if hall is not main), default=0) / 2
    for hall in wing_halls:
        if hall is not main:
            _exterior(draft, hall, draft.rooms["FIELD"], 0.5, door_for(half, at_least_leaves=2))
    sides = draft.outdoors_beside(main, NARROWEST_COURT_M)
    near_halves = half * len(wing_halls[1:]) + _beside(draft, main)
    share = near_halves / (len(sides) + 1)
    lobby = door_for(share, at_least_leaves=2 if programme.people < 1200 else 4)
    _exterior(
        draft, draft.rooms["LOBBY"], draft.rooms["COURT"], 0.5, lobby, lock="access-control", **{"class": "primary"}
    )
    for ground in sides:
        _exterior(draft, main, ground, 0.5, door_for(share, at_least_leaves=2))
    _big_room_exits(draft)
    _service_doors(draft)


def _beside(draft: Draft, hall: Room) -> int:
    """The load of the rooms on a hall that have no way out of their own."""
    where = hall.extras["label"]
    own = ("gymnasium", "auditorium", "cafeteria")
    return sum(load_of(r) for r in draft.rooms.values() if r.extras.get("hallway") == where and r.kind not in own)


def _big_room_exits(draft: Draft) -> None:
    for name in ("CAFE", "AUD", "GYM"):
        if name not in draft.rooms:
            continue
        room = draft.rooms[name]
        grounds = draft.outdoors_beside(room, 4.0)
        lacking = load_of(room) * DOOR_MM_PER_PERSON / 1000 - _clear_into(draft, room)
        count = max(doors_needed(load_of(room)) - 1, 1, -int(-lacking // 1.83))
        for number in range(count):
            ground = grounds[number % len(grounds)]
            on_wall = -(-(count - number % len(grounds)) // len(grounds))
            order = number // len(grounds)
            _exterior(draft, room, ground, (order + 1) / (on_wall + 1), (1.83, 2))


def _clear_into(draft: Draft, room: Room) -> float:
    """Clear width of the doors that a room has so far, towards halls."""
    halls = {name for name, other in draft.rooms.items() if other.kind == "corridor"}
    return float(sum(door.extras.get("clear", 0.81) for door in draft.doors
                     if door.between[0] == room.id and door.between[1] in halls))  # fmt: skip


def _service_doors(draft: Draft) -> None:
    """Deliveries and plant; beside a large gym the locker rooms open on the lawn, else their way out is too long."""
    service = {"class": "service"}
    if draft.rooms["GYM"].area_m2 > GYM_NEEDS_LOCKER_EXITS_M2:
        for room in [room for room in draft.rooms.values() if room.kind == "locker-room"]:
            _exterior(draft, room, draft.rooms["OUT"], 0.5, (0.91, 1))
    for name, size in (("KITCHEN", (1.62, 2)), ("MECH", (1.62, 2))):
        room = draft.rooms[name]
        ground = draft.outdoors_beside(room)[-1]
        _exterior(draft, room, ground, 0.5, size, lock="outside-key", **service)


def _exterior(draft: Draft, room: Room, ground: Room, share: float, size: tuple[float, int], **extras: object) -> Door:
    """An exterior door; it is numbered when all are drawn. Locked against the outside unless said otherwise."""
    clear, leaves = size
    given = {"clear": clear, "leaves": leaves, "lock": "outside-key", "state": "locked", "class": "secondary", **extras}
    if given["lock"] == "access-control":
        given["time_to_lock"] = {"uniform": [0, 2]}
    return draft.door(f"X{len(draft.doors)}", room, ground, share, **given)
