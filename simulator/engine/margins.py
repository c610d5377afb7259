"""What a party could do about an armed person, and with what margin, reckoned from what it believes.

The armed person's earliest arrival anywhere: the distance by the plan from where the party believes them to be, at the
speed that people take them to have, less the age of that belief. A door stops them where the party knows it to hold.
Nothing here reads where the armed person truly is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.engine.compiled import Compiled
from simulator.engine.evacuation import Evacuation
from simulator.engine.lock_times import Locks
from simulator.engine.sheltering import Sheltering
from simulator.engine.world import Mover, World
from simulator.model.conduct import Conduct
from simulator.model.perception import Perception
from simulator.model.run import Believed, Way
from simulator.rules.behaviour import STAY
from simulator.rules.routes import FAR_MM, Doors, Table, nearest_door, nearest_first

NEVER_MS = FAR_MM
"""Stands for an arrival that cannot be."""
NOTHING: frozenset[int] = frozenset()
ROOMS_WEIGHED = 3
"""How many of the nearest rooms somebody looks for who has to hide elsewhere."""


class Group(NamedTuple):
    """People who choose as one: `leader` is who chooses."""

    leader: Mover
    movers: tuple[Mover, ...]


class Walkers:
    """A group on its way: all go at the slowest one's pace (m/s), from where the leader is to the `doors` around it."""

    __slots__ = ("doors", "leader", "people", "speed_m_s", "stair_speed_m_s")

    def __init__(self, group: Group, doors: Doors):
        self.leader, self.doors = group.leader, doors
        self.people = sum([mover.n for mover in group.movers])
        self.speed_m_s = min([mover.speed_m_s for mover in group.movers])
        self.stair_speed_m_s = min([mover.stair_speed_m_s for mover in group.movers])


class Walk(NamedTuple):
    """One way: its last step, when the last member is there, the armed person's earliest arrival there, and the least
    margin anywhere on it; `past` is whether it enters the place where the armed person is thought to be, `shut` whether
    it passes a door that the party knows to be shut."""

    last: int
    own_ms: int
    threat_ms: int | None
    margin_ms: int | None
    past: bool
    shut: bool


class Reach:
    """How far it is from a place to every step and opening, past doors that hold: what all who believe this share."""

    __slots__ = ("into", "left_mm", "passage_ms")

    def __init__(self, compiled: Compiled, place: frozenset[int], closed: frozenset[int], m_s: float):
        # a table toward the place, read backwards: doors that hold against coming from it are shut the other way round
        reverse = frozenset(step ^ 1 for step in closed)
        self.into = steps_into(compiled, place)
        self.left_mm = left_mm = compiled.routes.table(self.into, reverse).left_mm
        near_mm = list(map(min, left_mm[::2], left_mm[1::2]))
        for segment in place:
            for passage in compiled.building.of_segment[segment]:
                near_mm[passage] = 0
        self.passage_ms = [NEVER_MS if mm >= FAR_MM else round(mm / m_s) for mm in near_mm]


class Arrivals:
    """The armed person's earliest arrival, in ms from now, by one party's belief; None where they cannot come.

    `passage_ms` are those at each opening when the belief was new; `age_ms` has gone by since.
    """

    __slots__ = ("_closed", "_compiled", "_left_mm", "_m_s", "age_ms", "into", "passage_ms", "place")

    def __init__(
        self, compiled: Compiled, place: frozenset[int], closed: frozenset[int], age_ms: int, m_s: float, reach: Reach
    ):
        self._compiled, self.place, self._closed = compiled, place, closed
        self.age_ms, self._m_s = age_ms, m_s
        self.into, self._left_mm, self.passage_ms = reach.into, reach.left_mm, reach.passage_ms

    def at_passage(self, passage: int) -> int | None:
        """At an opening, from either side."""
        ms = self.passage_ms[passage]
        return None if ms == NEVER_MS else max(0, ms - self.age_ms)

    def in_segment(self, segment: int) -> int | None:
        """In a segment: past any of the openings into it that are not known to hold."""
        return self._ms(self.mm_to(segment))

    def mm_to(self, segment: int) -> int:
        """How far it is from the believed place into a segment; `FAR_MM` where no way leads there."""
        if segment in self.place:
            return 0
        out = self._compiled.building.steps_out(segment)
        return min([self._left_mm[step] for step in out if step ^ 1 not in self._closed], default=FAR_MM)

    def near(self, segment: int, mm: float) -> bool:
        """Whether they can be nearer to a segment by now than so far."""
        return self.mm_to(segment) - self.age_ms * self._m_s <= mm

    def _ms(self, mm: int) -> int | None:
        return None if mm >= FAR_MM else max(0, round(mm / self._m_s) - self.age_ms)


class Margins:
    """The ways of parties in one run."""

    def __init__(
        self, world: World, people: Evacuation, sheltering: Sheltering, perception: Perception, conduct: Conduct
    ):
        self.world, self.people, self.sheltering = world, people, sheltering
        self.perception = perception
        self.locks = Locks(sheltering, conduct)
        self.window_ms = round(perception.window_s * 1000)
        self.avoided: dict[str, frozenset[int]] = {}
        self._place_of: dict[str, frozenset[int]] = {}
        self._closed: dict[tuple[frozenset[int], frozenset[int]], frozenset[int]] = {}
        self._reached: dict[tuple[frozenset[int], frozenset[int]], Reach] = {}
        self._indoors: dict[frozenset[int], frozenset[int]] = {}
        self._exits_near: dict[tuple[int, frozenset[int]], list[int]] = {}
        self._rooms_near: dict[tuple[int, frozenset[int], frozenset[int]], list[tuple[str, frozenset[int]]]] = {}
        people.walking.service_ms = [
            self.window_ms if step in world.compiled.windows else service_ms
            for step, service_ms in enumerate(people.walking.service_ms)
        ]

    # ---- the armed person, as believed -------------------------------------------------------------------------------

    def arrivals(self, mover: Mover, believed: Believed | None) -> Arrivals | None:
        """The earliest arrivals by a belief; None for somebody who does not know of a place."""
        place = self._segments(believed.space) if believed is not None else NOTHING
        if believed is None or not place:
            return None
        closed = self._holding(self.knows_shut(mover), self._own_room(mover))
        reach = self._reached.get((place, closed))
        if reach is None:
            reach = Reach(self.world.compiled, place, closed, self.perception.believed_m_s)
            self._reached[place, closed] = reach
        age_ms = max(0, self.world.now - believed.as_of_ms)
        return Arrivals(self.world.compiled, place, closed, age_ms, self.perception.believed_m_s, reach)

    def _holding(self, known: frozenset[int], own: frozenset[int]) -> frozenset[int]:
        """The steps past which nobody comes without a key, for all that somebody knows."""
        found = self._closed.get((known, own))
        if found is None:
            found = self._closed[known, own] = self.world.believed_without_keys | known | own
        return found

    def knows_shut(self, mover: Mover) -> frozenset[int]:
        """The steps that a mover knows it cannot make, without those that it only avoids."""
        avoids = self.avoids(mover)
        return mover.known - avoids if avoids else mover.known

    def avoids(self, mover: Mover) -> frozenset[int]:
        """The steps that a mover could make but keeps away from."""
        found = self.avoided.get(mover.name)
        return found if found is not None else self.avoided.get(mover.party.name, NOTHING)

    def _own_room(self, mover: Mover) -> frozenset[int]:
        """The doors of the room that a mover is in, as far as they hold: whoever is inside knows that."""
        building, shut = self.world.compiled.building, self.world.shut
        return frozenset([step ^ 1 for step in building.steps_out(mover.segment) if shut[step ^ 1]])

    def _segments(self, place: str) -> frozenset[int]:
        """The segments of a space, or the one strip or stair of that name; none for a name that the plan lacks."""
        found = self._place_of.get(place)
        if found is None:
            building = self.world.compiled.building
            if place in building.of_space:
                found = frozenset(building.of_space[place])
            else:
                found = frozenset((building.by_name[place],)) if place in building.by_name else frozenset()
            self._place_of[place] = found
        return found

    # ---- everything that a party could do ----------------------------------------------------------------------------

    def ways(self, group: Group, arrivals: Arrivals | None, *, rooms: bool = True) -> tuple[Way, ...]:
        """All ways that a party knows; without `rooms` only those out of the building and where it is."""
        if self.world.compiled.open_air[group.leader.segment]:
            return (*self._away(self._walkers(group), arrivals), STAY)
        here, walkers = self._here(group, arrivals), self._walkers(group)
        found = [*here]
        if not all(mover.needs_help for mover in group.movers):
            found += self._runs(walkers, arrivals)
        in_danger = not here or here[0].met
        if rooms and in_danger:
            found += self._rooms(walkers, arrivals)
        return (*found, STAY)

    def _walkers(self, group: Group) -> Walkers:
        return Walkers(group, self.people.walking.doors_near(group.leader))

    def ordered(self, group: Group, order: str) -> Way:
        """What an order asks of a party that knows of nobody, by the nearest room or the exit that it would take."""
        match order:
            case "lockdown":
                found = self._here(group, None) or self._rooms(self._walkers(group), None, most=1)
                return min((way for way in found if way.kind == "hide"), key=lambda way: way.own_ms, default=STAY)
            case "evacuate":
                step = group.leader.exit
                to = None if step is None else self.world.compiled.passage_names[step >> 1]
                return Way("run", to, 0, None, None, usual=True)
            case _:
                return STAY

    # ---- run ---------------------------------------------------------------------------------------------------------

    def _away(self, walkers: Walkers, arrivals: Arrivals | None) -> Iterator[Way]:
        """In the open: on to the rally point."""
        compiled, mover = self.world.compiled, walkers.leader
        if compiled.building.segments[mover.segment].kind == "assembly":
            return
        table = compiled.routes.table(compiled.rally, mover.known | compiled.inward)
        way = self._along(walkers, table, arrivals)
        if way is not None:
            to = compiled.building.segments[compiled.goes_to[way.last]].space
            yield Way("run", to, way.own_ms, way.threat_ms, way.margin_ms, usual=True)

    def _runs(self, walkers: Walkers, arrivals: Arrivals | None) -> Iterator[Way]:
        """Out of the building by the exits that the party weighs, and by the windows of its own room."""
        compiled, mover = self.world.compiled, walkers.leader
        known = self.knows_shut(mover)
        weighed, clear = set[int](), False
        for step in self._known_exits(mover):
            enough = len(weighed) >= self.perception.exits_weighed and clear
            if step in known or (enough and step != mover.exit):
                continue
            way = self._round(walkers, compiled.to_exit[step], known, arrivals)
            if way is not None:
                weighed.add(compiled.came_from[step])
                clear = clear or not way.past
                yield Way("run", compiled.passage_names[step >> 1], *way[1:4], usual=step == mover.exit)
        for step in compiled.building.steps_out(mover.segment):
            if step in compiled.windows:
                yield self._window(walkers, step, arrivals)

    def _known_exits(self, mover: Mover) -> list[int]:
        """Every exit, the nearest first; for whoever does not know the plan those in sight and the way they came."""
        compiled = self.world.compiled
        exits = self._by_distance(mover)
        if not self.knows_plan(mover):
            near = [
                step for step in exits if step == mover.exit or compiled.came_from[step] == mover.segment
            ]  # fmt: skip
            return near or exits
        return exits

    def _by_distance(self, mover: Mover) -> list[int]:
        """The exits by the way to them from the doors of where somebody is, as the doors are at first."""
        compiled, usual = self.world.compiled, self._usual(mover)
        found = self._exits_near.get((mover.segment, usual))
        if found is None:
            out = compiled.building.steps_out(mover.segment)
            tables = [(step, compiled.routes.table(compiled.to_exit[step], usual).left_mm) for step in compiled.exits]
            far = sorted((min([left_mm[one] for one in out], default=FAR_MM), step) for step, left_mm in tables)
            found = self._exits_near[mover.segment, usual] = [step for _, step in far]
        return found

    def knows_plan(self, mover: Mover) -> bool:
        """Whether people know their way about the building."""
        groups = self.people.scenario.occupancy.groups
        return next((group.knows_plan for group in groups if group.id == mover.party.group), True)

    def _window(self, walkers: Walkers, step: int, arrivals: Arrivals | None) -> Way:
        mover, passage = walkers.leader, step >> 1
        own_ms = round(dict(walkers.doors)[step] / walkers.speed_m_s) + walkers.people * self.window_ms
        threat_ms = arrivals.in_segment(mover.segment) if arrivals is not None else None
        margin_ms = None if threat_ms is None else threat_ms - own_ms
        return Way("run", self.world.compiled.passage_names[passage], own_ms, threat_ms, margin_ms)

    def _round(
        self, walkers: Walkers, goal: frozenset[int], known: frozenset[int], arrivals: Arrivals | None
    ) -> Walk | None:
        """The shortest way to a goal; round the place where the armed person is thought to be, where that can be."""
        direct = self._shortest(walkers, goal, known, NOTHING, arrivals)
        if direct is None or arrivals is None or not direct.past:
            return direct
        return self._shortest(walkers, goal, known, arrivals.into, arrivals) or direct

    def keeps_away(
        self, mover: Mover, goal: frozenset[int], known: frozenset[int], arrivals: Arrivals | None
    ) -> frozenset[int]:
        """The steps that a mover leaves out on the way that `_round` gives: into the armed person's place, or none."""
        if arrivals is None:
            return NOTHING
        walkers = self._walkers(Group(mover, (mover,)))
        direct = self._shortest(walkers, goal, known, NOTHING, arrivals)
        if direct is None or not direct.past:
            return NOTHING
        way = self._shortest(walkers, goal, known, arrivals.into, arrivals)
        return arrivals.into if way is not None and not way.past else NOTHING

    def _shortest(
        self, walkers: Walkers, goal: frozenset[int], known: frozenset[int], away: frozenset[int],
        arrivals: Arrivals | None,
    ) -> Walk | None:  # fmt: skip
        """The shortest way; what only this party knows to be shut is left out of the table, which others share then."""
        routes, usual = self.world.compiled.routes, self._usual(walkers.leader)
        if usual <= known:
            way = self._along(walkers, routes.table(goal, usual | away if away else usual), arrivals, known)
            if way is None or not way.shut:
                return way
        return self._along(walkers, routes.table(goal, known | away if away else known), arrivals)

    def _usual(self, mover: Mover) -> frozenset[int]:
        """The steps that anybody with or without keys believes to be shut at first."""
        return self.world.believed_at_start(mover)

    def _along(
        self, walkers: Walkers, table: Table, arrivals: Arrivals | None, known: frozenset[int] = NOTHING
    ) -> Walk | None:
        """Along a way from where the leader is; None where there is none."""
        compiled = self.world.compiled
        step, leg_mm = nearest_door(walkers.doors, table)
        if step < 0:
            return None
        trail, behind = [step], walkers.people - 1
        pace, stair_pace, is_stair = walkers.speed_m_s, walkers.stair_speed_m_s, compiled.is_stair
        segment, head_ms, tail_ms, threat_ms, margin_ms = walkers.leader.segment, 0, 0, NEVER_MS, NEVER_MS
        while True:
            head_ms += round(leg_mm / (stair_pace if is_stair[segment] else pace))
            if behind:
                tail_ms = max(tail_ms, behind * compiled.service_ms[step])
            if arrivals is not None:
                threat_ms = arrivals.passage_ms[step >> 1]
                if threat_ms < NEVER_MS:
                    threat_ms = max(0, threat_ms - arrivals.age_ms)
                    margin_ms = min(margin_ms, threat_ms - head_ms - tail_ms)
            following = table.next_step[step]
            if following < 0:
                break
            segment, leg_mm, step = compiled.goes_to[step], table.leg_mm[step], following
            trail.append(step)
        past = arrivals is not None and not arrivals.into.isdisjoint(trail)
        return Walk(step, head_ms + tail_ms, _met(threat_ms), _met(margin_ms), past, not known.isdisjoint(trail))

    # ---- hide --------------------------------------------------------------------------------------------------------

    def _here(self, group: Group, arrivals: Arrivals | None) -> list[Way]:
        """Locking in where the party is, and defending the door, where that is a room to stay in."""
        mover = group.leader
        space = self.sheltering.orders.space(mover)
        if not self.sheltering.stays(mover, space):
            return []
        own_ms = self.locks.takes_ms(space, mover)
        threat_ms = arrivals.in_segment(mover.segment) if arrivals is not None else None
        margin_ms = None if threat_ms is None else threat_ms - own_ms
        met = arrivals is not None and mover.segment in arrivals.place
        hide = Way("hide", space, own_ms, threat_ms, margin_ms, here=True, met=met)
        return [hide] if met else [hide, Way("defend", space, 0, threat_ms, margin_ms, here=True)]

    def _rooms(self, walkers: Walkers, arrivals: Arrivals | None, most: int = ROOMS_WEIGHED) -> Iterator[Way]:
        """The nearest rooms that people can lock themselves into."""
        compiled, mover = self.world.compiled, walkers.leader
        known = self._without_exits(self.knows_shut(mover))
        for space, goal in self._nearest_rooms(mover, known)[:most]:
            way = self._round(walkers, goal, known, arrivals)
            if way is None:
                continue
            own_ms = way.own_ms + self.locks.takes_ms(space, mover)
            threat_ms = arrivals.in_segment(compiled.goes_to[way.last]) if arrivals is not None else None
            there_ms = None if threat_ms is None else threat_ms - own_ms
            margins = [one for one in (way.margin_ms, there_ms) if one is not None]
            yield Way("hide", space, own_ms, threat_ms, min(margins, default=None))

    def _without_exits(self, known: frozenset[int]) -> frozenset[int]:
        """The steps that somebody does not make who stays indoors."""
        found = self._indoors.get(known)
        if found is None:
            found = self._indoors[known] = known | self.world.compiled.exits
        return found

    def _nearest_rooms(self, mover: Mover, known: frozenset[int]) -> list[tuple[str, frozenset[int]]]:
        """Rooms by their way from here, and the steps into each; no more than anybody weighs."""
        key = (mover.segment, self._usual(mover), known)
        found = self._rooms_near.get(key)
        if found is None:
            found = self._rooms_near[key] = self._rooms_from(*key)
        own = self.sheltering.orders.space(mover)
        return [one for one in found if one[0] != own]

    def _rooms_from(
        self, segment: int, usual: frozenset[int], known: frozenset[int]
    ) -> list[tuple[str, frozenset[int]]]:
        """The rooms nearest to the doors of a segment, one more than are weighed: it may be one of them itself."""
        building, into_rooms = self.world.compiled.building, self.sheltering.refuges() - known
        far_mm: dict[str, int] = {}
        for step, mm in nearest_first(building, building.ways_on(segment), self._without_exits(usual)):
            if len(far_mm) > ROOMS_WEIGHED and mm > max(far_mm.values()):
                break
            if step in into_rooms:
                far_mm.setdefault(building.space_behind(step), mm)
        goals: dict[str, list[int]] = {space: [] for space in far_mm}
        for step in into_rooms:
            goals.get(building.space_behind(step), []).append(step)
        return [(space, frozenset(goals[space])) for space in sorted(far_mm, key=lambda one: (far_mm[one], one))]


def _met(ms: int) -> int | None:
    return None if ms == NEVER_MS else ms


def steps_into(compiled: Compiled, place: frozenset[int]) -> frozenset[int]:
    """Every step that enters any of some segments from elsewhere."""
    building = compiled.building
    out = (step for segment in place for step in building.steps_out(segment))
    return frozenset(step ^ 1 for step in out if compiled.goes_to[step] not in place)
