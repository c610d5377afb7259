"""Who is in the building, where they stand at 00:00, and what each person brings: speed, delay, need of help.

People belong to *homes*: classrooms (pupils and one teacher), offices and kitchens (staff), seats of a venue.
`occupancy.fill` takes that share of every home's `cap`; the period says where they are. Explicit groups stand where
they say. Draw keys name the home and the person's number in it, never the party, so that a class met in the cafeteria
has the speeds it has in its room.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from simulator.engine.compiled import Compiled
from simulator.engine.streams import key_hashes, uniforms
from simulator.model.distributions import Numeric
from simulator.model.people import Group
from simulator.model.scenario import Scenario
from simulator.rules.routes import Anchors
from simulator.rules.segments import STRIP_KINDS, point_along, segment_at

CLASSROOMS = frozenset({"classroom", "portable"})
STAFF_HOMES = frozenset({"office", "kitchen"})
VENUE_HOMES = frozenset({"seating", "concourse", "stage", "lobby"})
SHARED = {"class": ("gymnasium", "library"), "lunch": ("cafeteria",), "assembly": ("auditorium", "gymnasium")}
CLASSES_AT_ONCE = {"gymnasium": 2, "library": 1}
"""How many classes a gym or a library takes during an ordinary period (assumption)."""
PLACES_IN_A_STRIP = 12
PASSING_SHARE = 0.85
"""Share of pupils who are in the halls while classes change (assumption); the others are still in their rooms."""


@dataclass(frozen=True, slots=True)
class Party:
    """People who set off together. `keys` are the members' draw keys; member 1 leads."""

    name: str
    group: str
    kind: str
    keys: tuple[str, ...]
    space: str
    segment: int
    anchors: Anchors
    home: str
    band: str
    alone: bool = False
    leaders: int = 0
    together: str | None = None
    speed: Numeric | None = None
    stair_speed: Numeric | None = None
    delay: Numeric | None = None
    exit: str | None = None
    posted: bool = False
    to: str | None = None
    has_keys: bool = False
    mobility: tuple[tuple[str, float], ...] = ()


def roster(world: Compiled, scenario: Scenario, seed: int) -> list[Party]:
    """Every party of a run, where it stands at 00:00."""
    parties = [party for group in scenario.occupancy.groups for party in _of_group(world, group)]
    if scenario.occupancy.fill is not None:
        parties += _filled(world, scenario, seed)
    parties += list(_roles(world, scenario))
    return _classes_together(world, parties)


# ---- explicit groups ------------------------------------------------------------------------------------------------


def _of_group(world: Compiled, group: Group) -> Iterator[Party]:
    spaces = [world.plan.resolve(reference) for reference in group.in_]
    for space, count in zip(spaces, _shares(group, len(spaces)), strict=True):
        if count == 0:
            continue
        keys = tuple(f"{group.id}/{space}/{number}" for number in range(1, count + 1))
        where = "" if len(spaces) == 1 else f"-{space}"
        whole = _party_at(world, f"{group.id}{where}", group.id, group.kind, keys, space, group.at)
        whole = replace(
            whole, home=world.plan.resolve(group.home) if group.home else space,
            band=group.band or ("adult" if group.kind in ("staff", "visitors") else "9-12"),
            speed=group.speed, stair_speed=group.stair_speed, delay=group.delay,
            exit=group.exit or group.came_by or (whole.exit if group.knows_plan else None),
            posted=not (group.exit or group.came_by),
            to=group.to, has_keys=group.keys,
            mobility=tuple(group.mobility.items()),
        )  # fmt: skip
        yield from _each_alone(world, whole, group.at) if group.each_alone else (whole,)


def _shares(group: Group, spaces: int) -> list[int]:
    """How many of a group are in each of its spaces: `in_each`, or `count` shared evenly, the first spaces one more."""
    if group.in_each is not None:
        return [group.in_each] * spaces
    each, more = divmod(group.count or 0, spaces)
    return [each + (number < more) for number in range(spaces)]


def _party_at(
    world: Compiled, name: str, group: str, kind: str, keys: tuple[str, ...], space: str,
    at: tuple[float, float] | None = None,
) -> Party:  # fmt: skip
    segment = _segment_for(world, space, at)
    anchors = world.anchors(segment, at)
    posted = world.spaces[space].exit
    return Party(name, group, kind, keys, space, segment, anchors, home=space, band="adult", exit=posted, posted=True)


def _segment_for(world: Compiled, space: str, at: tuple[float, float] | None) -> int:
    """The strip that holds a point; without one the strip in the middle."""
    indexes = world.building.of_space[space]
    if at is None:
        return indexes[len(indexes) // 2]
    found = segment_at([world.building.segments[index] for index in indexes], at)
    return world.building.by_name[found.name]


def _each_alone(world: Compiled, whole: Party, at: tuple[float, float] | None) -> Iterator[Party]:
    """The party's members as parties of one: along a corridor, in a room at its middle, or at the given point."""
    standing = [(whole.segment, whole.anchors)] * len(whole.keys)
    indexes = world.building.of_space[whole.space]
    if at is None and world.building.segments[indexes[0]].kind in STRIP_KINDS:
        standing = _along(world, indexes, [(number + 0.5) / len(whole.keys) for number in range(len(whole.keys))])
    for number, (key, (segment, anchors)) in enumerate(zip(whole.keys, standing, strict=True), 1):
        name = f"{whole.name}/{number}"
        yield replace(whole, name=name, keys=(key,), segment=segment, anchors=anchors, alone=True)


def _along(
    world: Compiled, indexes: Sequence[int], shares: Sequence[float], grain: int | None = None
) -> list[tuple[int, Anchors]]:
    """Places along strips: each share (0 to 1) of the strips' whole floor, counted from the first strip's start.

    `grain` moves each to one of so many places in its strip, whose distances are then known for all later runs.
    """
    ends = list(itertools.accumulate(world.building.segments[index].area_m2 for index in indexes))
    found = []
    for share in shares:
        strip = min(bisect.bisect_right(ends, share * ends[-1]), len(ends) - 1)
        before = ends[strip - 1] if strip else 0.0
        part = (share * ends[-1] - before) / (ends[strip] - before)
        part = round(part * grain) / grain if grain else part
        segment = world.building.segments[indexes[strip]]
        found.append((indexes[strip], world.anchors(indexes[strip], point_along(segment, part))))
    return found


# ---- filled from capacities -----------------------------------------------------------------------------------------


def _filled(world: Compiled, scenario: Scenario, seed: int) -> list[Party]:
    fill = scenario.occupancy.fill or 0.0
    homes = _homes(world, fill)
    classes = [party for party in homes if party.kind == "pupils"]
    period = scenario.when.period
    if period == "passing":
        return [party for home in homes for party in _passing(world, home, seed)]
    moved = _hosted(world, classes, period, fill, seed)
    return [_elsewhere(world, party, moved.get(party.name)) for party in homes]


@lru_cache(maxsize=64)
def _homes(world: Compiled, fill: float) -> tuple[Party, ...]:
    return tuple(_each_home(world, fill))


def _each_home(world: Compiled, fill: float) -> Iterator[Party]:
    venue = world.plan.school.kind in ("cinema", "arena", "mall", "venue")
    for space, room in world.spaces.items():
        count = round((room.cap or 0) * fill)
        if count == 0:
            continue
        keys = tuple(f"{space}/{number}" for number in range(1, count + 1))
        if room.kind in CLASSROOMS:
            party = _party_at(world, f"class-{space}", f"class-{space}", "pupils", keys, space)
            yield replace(party, leaders=1, band=_band(world), has_keys=True)
        elif room.kind in STAFF_HOMES:
            whole = _party_at(world, f"staff-{space}", f"staff-{space}", "staff", keys, space)
            yield from _each_alone(world, replace(whole, has_keys=True), None)
        elif venue and room.kind in VENUE_HOMES:
            whole = _party_at(world, f"visitors-{space}", f"visitors-{space}", "visitors", keys, space)
            yield from _each_alone(world, whole, None)


def _band(world: Compiled) -> str:
    return {"elementary": "3-5", "middle": "6-8"}.get(world.plan.school.kind, "9-12")


def _hosted(world: Compiled, classes: list[Party], period: str, fill: float, seed: int) -> dict[str, str]:
    """Which classes are met in a gym, library, cafeteria or auditorium in this period; a class's draw is its own."""
    draws = uniforms(seed, "class met elsewhere", key_hashes([party.name for party in classes])).tolist()
    draw_of = {party.name: u for party, u in zip(classes, draws, strict=True)}
    waiting = sorted(classes, key=lambda party: (draw_of[party.name], party.name))
    moved: dict[str, str] = {}
    for kind in SHARED.get(period, ()):
        for space, room in world.spaces.items():
            if room.kind != kind:
                continue
            room_left = round((room.cap or 0) * fill)
            classes_left = CLASSES_AT_ONCE[kind] if period == "class" else len(waiting)
            while waiting and classes_left and len(waiting[0].keys) <= room_left:
                party = waiting.pop(0)
                moved[party.name] = space
                room_left, classes_left = room_left - len(party.keys), classes_left - 1
    return moved


def _elsewhere(world: Compiled, party: Party, space: str | None) -> Party:
    if space is None:
        return party
    there = _party_at(world, party.name, party.group, party.kind, party.keys, space)
    return replace(party, space=space, segment=there.segment, anchors=there.anchors, exit=there.exit)


def _passing(world: Compiled, home: Party, seed: int) -> Iterator[Party]:
    """A class while rooms change: its teacher and some pupils in the room, the others alone in the halls."""
    halls = _halls(world, world.building.segments[home.segment].level)
    if home.kind != "pupils" or not halls:
        yield home
        return
    keys = key_hashes(home.keys)
    away = [number > 0 and u < PASSING_SHARE for number, u in enumerate(uniforms(seed, "in the halls", keys).tolist())]
    yield replace(home, keys=tuple(key for key, gone in zip(home.keys, away, strict=True) if not gone))
    shares = [u for u, gone in zip(uniforms(seed, "hall at 00:00", keys).tolist(), away, strict=True) if gone]
    walking = [key for key, gone in zip(home.keys, away, strict=True) if gone]
    for key, (segment, anchors) in zip(walking, _along(world, halls, shares, PLACES_IN_A_STRIP), strict=True):
        name = f"pupil-{key.replace('/', '-')}"
        space = world.building.segments[segment].space
        yield Party(name, home.group, "pupils", (key,), space, segment, anchors, home.home, home.band, alone=True)


def _halls(world: Compiled, level: str) -> list[int]:
    segments = enumerate(world.building.segments)
    return [index for index, segment in segments if segment.kind == "corridor" and segment.level == level]


def _roles(world: Compiled, scenario: Scenario) -> Iterator[Party]:
    for name, role in scenario.roles.items():
        if role.of is None and not role.off_site:
            space = world.plan.resolve(role.in_)
            party = _party_at(world, name, name, "staff", (f"role/{name}",), space)
            yield replace(party, has_keys=role.keys)


def _classes_together(world: Compiled, parties: list[Party]) -> list[Party]:
    """In a classroom, parties of pupils are led by the staff there, and leave when the last of both is ready."""
    kinds: dict[str, set[str]] = {}
    for party in parties:
        if not party.alone and world.spaces[party.space].kind in CLASSROOMS:
            kinds.setdefault(party.space, set()).add(party.kind)
    led = {space for space, found in kinds.items() if {"pupils", "staff"} <= found}
    return [replace(p, together=p.space) if p.space in led and not p.alone else p for p in parties]
