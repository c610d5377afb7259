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
from simulator.rules.routes import FAR_MM, Table, distance_to

ROOMS_WEIGHED = 3
"""How many of the nearest rooms somebody looks for who has to hide elsewhere."""


class Group:
    """People who choose as one: `leader` is who chooses; all go at the slowest one's pace (m/s)."""

    __slots__ = ("leader", "movers", "people", "speed_m_s", "stair_speed_m_s")

    def __init__(self, leader: Mover, movers: tuple[Mover, ...]):
        self.leader, self.movers = leader, movers
        self.people = sum(mover.n for mover in movers)
        self.speed_m_s = min(mover.speed_m_s for mover in movers)
        self.stair_speed_m_s = min(mover.stair_speed_m_s for mover in movers)


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

    __slots__ = ("into", "left_mm", "passage_mm")

    def __init__(self, compiled: Compiled, place: frozenset[int], closed: frozenset[int]):
        # a table toward the place, read backwards: doors that hold against coming from it are shut the other way round
        reverse = frozenset(step ^ 1 for step in closed)
        self.into = steps_into(compiled, place)
        self.left_mm = left_mm = compiled.routes.table(self.into, reverse).left_mm
        self.passage_mm = list(map(min, left_mm[::2], left_mm[1::2]))
        for segment in place:
            for passage in compiled.building.of_segment[segment]:
                self.passage_mm[passage] = 0


class Arrivals:
    """The armed person's earliest arrival, in ms from now, by one party's belief; None where they cannot come."""

    def __init__(
        self, compiled: Compiled, place: frozenset[int], closed: frozenset[int], age_ms: int, m_s: float,
        reach: Reach | None = None,
    ):  # fmt: skip
        self._compiled, self.place, self._closed = compiled, place, closed
        self._age_ms, self._m_s = age_ms, m_s
        found = reach or Reach(compiled, place, closed)
        self.into, self._left_mm, self._passage_mm = found.into, found.left_mm, found.passage_mm

    def at_passage(self, passage: int) -> int | None:
        """At an opening, from either side."""
        mm = self._passage_mm[passage]
        return 0 if mm == 0 else self._ms(mm)

    def in_segment(self, segment: int) -> int | None:
        """In a segment: past any of the openings into it that are not known to hold."""
        return self._ms(self.mm_to(segment))

    def mm_to(self, segment: int) -> int:
        """How far it is from the believed place into a segment; `FAR_MM` where no way leads there."""
        if segment in self.place:
            return 0
        steps_in = (step ^ 1 for step in self._compiled.building.steps_out(segment))
        return min((self._left_mm[step ^ 1] for step in steps_in if step not in self._closed), default=FAR_MM)

    def near(self, segment: int, mm: float) -> bool:
        """Whether they can be nearer to a segment by now than so far."""
        return self.mm_to(segment) - self._age_ms * self._m_s <= mm

    def _ms(self, mm: int) -> int | None:
        return None if mm >= FAR_MM else max(0, round(mm / self._m_s) - self._age_ms)


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
        self._to_exit = {step: frozenset((step,)) for step in sorted(world.compiled.exits)}
        self._place_of: dict[str, frozenset[int]] = {}
        self._reached: dict[tuple[frozenset[int], frozenset[int]], Reach] = {}
        self._exits_near: dict[tuple[int, frozenset[int]], list[int]] = {}
        self._rooms_near: dict[tuple[int, frozenset[int], frozenset[int]], list[tuple[str, frozenset[int]]]] = {}
        people.walking.service_ms = [
            self.window_ms if step in world.compiled.windows else service_ms
            for step, service_ms in enumerate(people.walking.service_ms)
        ]

    # ---- the armed person, as believed -------------------------------------------------------------------------------

    def arrivals(self, mover: Mover, believed: Believed | None) -> Arrivals | None:
        """The earliest arrivals by a belief; None for somebody who does not know of a place."""
        place = self._segments(believed.space) if believed is not None else frozenset()
        if believed is None or not place:
            return None
        closed = self.world.believed_without_keys | self.knows_shut(mover) | self._own_room(mover)
        age_ms = max(0, self.world.now - believed.as_of_ms)
        reach = self._reached.get((place, closed))
        if reach is None:
            reach = self._reached[place, closed] = Reach(self.world.compiled, place, closed)
        return Arrivals(self.world.compiled, place, closed, age_ms, self.perception.believed_m_s, reach)

    def knows_shut(self, mover: Mover) -> frozenset[int]:
        """The steps that a mover knows it cannot make, without those that it only avoids."""
        return mover.known - self.avoids(mover)

    def avoids(self, mover: Mover) -> frozenset[int]:
        """The steps that a mover could make but keeps away from."""
        found = self.avoided.get(mover.name)
        return found if found is not None else self.avoided.get(mover.party.name, frozenset())

    def _own_room(self, mover: Mover) -> frozenset[int]:
        """The doors of the room that a mover is in, as far as they hold: whoever is inside knows that."""
        building, shut = self.world.compiled.building, self.world.shut
        return frozenset(step ^ 1 for step in building.steps_out(mover.segment) if shut[step ^ 1])

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
            return (*self._away(group, arrivals), STAY)
        here = self._here(group, arrivals)
        found = [*here]
        if not all(mover.needs_help for mover in group.movers):
            found += self._runs(group, arrivals)
        in_danger = not here or here[0].met
        if rooms and in_danger:
            found += self._rooms(group, arrivals)
        return (*found, STAY)

    def ordered(self, group: Group, order: str) -> Way:
        """What an order asks of a party that knows of nobody, by the nearest room or the exit that it would take."""
        match order:
            case "lockdown":
                found = self._here(group, None) or self._rooms(group, None, most=1)
                return min((way for way in found if way.kind == "hide"), key=lambda way: way.own_ms, default=STAY)
            case "evacuate":
                step = group.leader.exit
                to = None if step is None else self.world.compiled.passage_names[step >> 1]
                return Way("run", to, 0, None, None, usual=True)
            case _:
                return STAY

    # ---- run ---------------------------------------------------------------------------------------------------------

    def _away(self, group: Group, arrivals: Arrivals | None) -> Iterator[Way]:
        """In the open: on to the rally point."""
        compiled, mover = self.world.compiled, group.leader
        if compiled.building.segments[mover.segment].kind == "assembly":
            return
        table = compiled.routes.table(compiled.rally, mover.known | compiled.inward)
        way = self._along(group, table, arrivals)
        if way is not None:
            to = compiled.building.segments[compiled.goes_to[way.last]].space
            yield Way("run", to, way.own_ms, way.threat_ms, way.margin_ms, usual=True)

    def _runs(self, group: Group, arrivals: Arrivals | None) -> Iterator[Way]:
        """Out of the building by the exits that the party weighs, and by the windows of its own room."""
        compiled, mover = self.world.compiled, group.leader
        known = self.knows_shut(mover)
        weighed, clear = set[int](), False
        for step in self._known_exits(mover):
            enough = len(weighed) >= self.perception.exits_weighed and clear
            if step in known or (enough and step != mover.exit):
                continue
            way = self._round(group, self._to_exit[step], known, arrivals)
            if way is not None:
                weighed.add(compiled.came_from[step])
                clear = clear or not way.past
                yield Way("run", compiled.passage_names[step >> 1], *way[1:4], usual=step == mover.exit)
        for step in compiled.building.steps_out(mover.segment):
            if step in compiled.windows:
                yield self._window(group, step, arrivals)

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
            tables = [(step, compiled.routes.table(goal, usual).left_mm) for step, goal in self._to_exit.items()]
            far = sorted((min((left_mm[one] for one in out), default=FAR_MM), step) for step, left_mm in tables)
            found = self._exits_near[mover.segment, usual] = [step for _, step in far]
        return found

    def knows_plan(self, mover: Mover) -> bool:
        """Whether people know their way about the building."""
        groups = self.people.scenario.occupancy.groups
        return next((group.knows_plan for group in groups if group.id == mover.party.group), True)

    def _window(self, group: Group, step: int, arrivals: Arrivals | None) -> Way:
        mover, passage = group.leader, step >> 1
        walk = self.world.compiled.building.walk_mm[mover.segment]
        near_ms = round(distance_to(mover.anchors, passage, walk) / group.speed_m_s)
        own_ms = near_ms + group.people * self.window_ms
        threat_ms = arrivals.in_segment(mover.segment) if arrivals is not None else None
        margin_ms = None if threat_ms is None else threat_ms - own_ms
        return Way("run", self.world.compiled.passage_names[passage], own_ms, threat_ms, margin_ms)

    def _round(
        self, group: Group, goal: frozenset[int], known: frozenset[int], arrivals: Arrivals | None
    ) -> Walk | None:
        """The shortest way to a goal; round the place where the armed person is thought to be, where that can be."""
        direct = self._shortest(group, goal, known, frozenset(), arrivals)
        if direct is None or arrivals is None or not direct.past:
            return direct
        return self._shortest(group, goal, known, arrivals.into, arrivals) or direct

    def _shortest(
        self, group: Group, goal: frozenset[int], known: frozenset[int], away: frozenset[int], arrivals: Arrivals | None
    ) -> Walk | None:
        """The shortest way; what only this party knows to be shut is left out of the table, which others share then."""
        routes, usual = self.world.compiled.routes, self._usual(group.leader)
        if usual <= known:
            way = self._along(group, routes.table(goal, usual | away), arrivals, known)
            if way is None or not way.shut:
                return way
        return self._along(group, routes.table(goal, known | away), arrivals, frozenset())

    def _usual(self, mover: Mover) -> frozenset[int]:
        """The steps that anybody with or without keys believes to be shut at first."""
        return self.world.believed_at_start(mover)

    def keeps_away(
        self, group: Group, goal: frozenset[int], known: frozenset[int], arrivals: Arrivals | None
    ) -> frozenset[int]:
        """The steps that a party leaves out on the way that `_round` gives: into the armed person's place, or none."""
        way = self._round(group, goal, known, arrivals)
        direct = self._shortest(group, goal, known, frozenset(), arrivals)
        goes_round = arrivals is not None and way is not None and direct is not None and direct.past and not way.past
        return arrivals.into if goes_round and arrivals is not None else frozenset()

    def _along(
        self, group: Group, table: Table, arrivals: Arrivals | None, known: frozenset[int] = frozenset()
    ) -> Walk | None:
        """Along a way from where the leader is; None where there is none."""
        compiled = self.world.compiled
        step, leg_mm = self.people.walking.best_step(group.leader, table)
        if step < 0:
            return None
        head_ms, tail_ms, margin_ms, threat_ms = 0, 0, None, None
        segment, behind, past, shut = group.leader.segment, group.people - 1, False, False
        while True:
            pace = group.stair_speed_m_s if compiled.is_stair[segment] else group.speed_m_s
            head_ms += round(leg_mm / pace)
            tail_ms = max(tail_ms, behind * compiled.service_ms[step])
            threat_ms = arrivals.at_passage(step >> 1) if arrivals is not None else None
            if threat_ms is not None and (margin_ms is None or threat_ms - head_ms - tail_ms < margin_ms):
                margin_ms = threat_ms - head_ms - tail_ms
            past = past or (arrivals is not None and step in arrivals.into)
            shut = shut or step in known
            if table.next_step[step] < 0:
                return Walk(step, head_ms + tail_ms, threat_ms, margin_ms, past, shut)
            segment, leg_mm, step = compiled.goes_to[step], table.leg_mm[step], table.next_step[step]

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

    def _rooms(self, group: Group, arrivals: Arrivals | None, most: int = ROOMS_WEIGHED) -> Iterator[Way]:
        """The nearest rooms that people can lock themselves into."""
        compiled, mover = self.world.compiled, group.leader
        known = self.knows_shut(mover) | compiled.exits
        for space, goal in self._nearest_rooms(mover, known)[:most]:
            way = self._round(group, goal, known, arrivals)
            if way is None:
                continue
            own_ms = way.own_ms + self.locks.takes_ms(space, mover)
            threat_ms = arrivals.in_segment(compiled.goes_to[way.last]) if arrivals is not None else None
            there_ms = None if threat_ms is None else threat_ms - own_ms
            margins = [one for one in (way.margin_ms, there_ms) if one is not None]
            yield Way("hide", space, own_ms, threat_ms, min(margins, default=None))

    def _nearest_rooms(self, mover: Mover, known: frozenset[int]) -> list[tuple[str, frozenset[int]]]:
        """Rooms by their way from here, and the steps into each."""
        open_ = self.sheltering.refuges() - known
        key = (mover.segment, self._usual(mover), open_)
        if key not in self._rooms_near:
            self._rooms_near[key] = self._rooms_from(*key)
        own = self.sheltering.orders.space(mover)
        return [one for one in self._rooms_near[key] if one[0] != own]

    def _rooms_from(
        self, segment: int, usual: frozenset[int], into_rooms: frozenset[int]
    ) -> list[tuple[str, frozenset[int]]]:
        """A table toward a segment, read backwards."""
        compiled = self.world.compiled
        shut = frozenset(step ^ 1 for step in usual | compiled.exits)
        left_mm = compiled.routes.table(steps_into(compiled, frozenset((segment,))), shut).left_mm
        goals: dict[str, list[int]] = {}
        for step in sorted(into_rooms):
            goals.setdefault(compiled.building.segments[compiled.goes_to[step]].space, []).append(step)
        far = {space: min(left_mm[step ^ 1] for step in steps) for space, steps in goals.items()}
        return [
            (space, frozenset(goals[space]))
            for mm, space in sorted((mm, one) for one, mm in far.items())
            if mm < FAR_MM
        ]


def steps_into(compiled: Compiled, place: frozenset[int]) -> frozenset[int]:
    """Every step that enters any of some segments from elsewhere."""
    building = compiled.building
    out = (step for segment in place for step in building.steps_out(segment))
    return frozenset(step ^ 1 for step in out if compiled.goes_to[step] not in place)
