"""Units on foot inside: officers who go toward the freshest report, or search, until the threat is over.

They walk in closed form, passage by passage, and take no room on the floor. A locked door costs whoever has no key the
time to force it; nothing about the door changes for others, and other officers pass it from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.agencies import Agencies, Unit
from simulator.engine.knowledge import Known
from simulator.engine.noticing import WHERE, seen_from
from simulator.engine.world import CHOICES, ENTRIES, SIGHT
from simulator.model.response import TeamOf
from simulator.rules.responders import nearest

LOOK_AGAIN_MS = 15_000
"""Who finds no way on looks again after so long."""
Goes = Callable[[Unit], None]


class Inside:
    """Entering, walking, searching and meeting the threat. `free` is called with each officer once it is over."""

    def __init__(self, agencies: Agencies):
        self.agencies, self.play, self.world = agencies, agencies.play, agencies.world
        self.compiled, self.readiness = self.world.compiled, agencies.readiness
        self.searched: dict[str, set[int]] = {}
        self.seen: dict[str, int] = {}
        self.forced: set[int] = set()
        self.waiting: list[Unit] = []
        self.getting_ready: set[str] = set()
        self.in_already = False
        self.free: Goes = _stays
        agencies.arrived.append(self._here)

    def begin(self) -> None:
        """The threat is there now, where the scenario has one."""
        if self.play.threat is not None:
            self.play.threat.moved.append(self._threat_moved)
            self.world.listen("threat_ended", lambda _: self.world.at(self.world.now, CHOICES, self._over))

    # ---- going in ----------------------------------------------------------------------------------------------------

    def _here(self, unit: Unit) -> None:
        """Officers go in where there is a threat: each after getting ready, alone or as a team."""
        if unit.police and self.play.threat is not None and not unit.staged:
            ready_ms = self.world.now + self.agencies.draw_ms(self.readiness.entry_s, "entry", unit.name)
            self.getting_ready.add(unit.name)
            self.world.at(ready_ms, ENTRIES, partial(self._ready, unit))

    def _ready(self, unit: Unit) -> None:
        self.getting_ready.discard(unit.name)
        if unit.state == "here" and not unit.staged:
            self.waiting.append(unit)
        self._enter_together()

    def _enter_together(self) -> None:
        """As many as the policy asks for go in; whoever comes after them follows, and nobody waits for nobody."""
        self.waiting = [unit for unit in self.waiting if unit.state == "here" and not unit.staged]
        policy = self.agencies.policies.police_entry
        needed = policy.team_of if isinstance(policy, TeamOf) and not self.in_already else 1
        more = self.getting_ready or any(one.police and one.state == "coming" for one in self.agencies.units.values())
        if self.waiting and (len(self.waiting) >= needed or not more):
            team, self.waiting = self.waiting, []
            for unit in team:
                self.enter(unit, self.hunt)

    def enter(self, unit: Unit, then: Goes, through: int | None = None) -> None:
        """A unit goes in by the door that it knows of, else by the main entrance; a locked one is forced first."""
        step = self.way_in(unit) if through is None else through
        if step is None:
            return
        unit.state, self.in_already = "inside", self.in_already or unit.police
        unit.gen += 1
        self.world.at(self.world.now + self.door_ms(unit, step), ENTRIES, partial(self._entered, unit, step, then))

    def _entered(self, unit: Unit, step: int, then: Goes) -> None:
        unit.step = step
        self.forced.add(step >> 1)
        if unit.police:
            self.world.emit("police_entered", unit.cause, unit.name, self.compiled.passage_names[step >> 1])
        then(unit)

    def way_in(self, unit: Unit) -> int | None:
        """The step into the building for a unit: by the door that was reported, if it is an outside door."""
        for known in sorted(self.agencies.known(unit, "door"), key=lambda one: -one.as_of_ms):
            step = self.step_in(known.value)
            if step is not None and not self.blocked(step):
                return step
        main = self.agencies.entrance()
        inward = [step ^ 1 for step in sorted(self.compiled.exits)]
        return next((step for step in (main, *inward) if step is not None and not self.blocked(step)), main)

    def step_in(self, opening: str) -> int | None:
        """The step into the building through an opening; None where it is no outside door."""
        try:
            door = self.world.door(opening)
        except (KeyError, ValueError):
            return None
        return next((step ^ 1 for step in (2 * door, 2 * door + 1) if step in self.compiled.exits), None)

    # ---- doors -------------------------------------------------------------------------------------------------------

    def blocked(self, step: int) -> bool:
        """Whether nobody makes a step: blocked, barricaded, a space that a hazard closed, a window, a lift."""
        return step in self.compiled.never or self.world.doors.shut_to_keys(step)

    def held(self, step: int) -> bool:
        """Whether a lock holds against a step that no officer has made yet."""
        return step & 1 == 1 and step >> 1 not in self.forced and self.world.doors.holds(step >> 1)

    def has_keys(self, unit: Unit) -> bool:
        """Whether a unit can open locked doors: its own keys, keys that it knows of, or a box of them at the door."""
        boxes = any(one.kind == "key-box" for one in self.compiled.plan.points)
        return unit.keys or boxes or bool(self.agencies.known(unit, "keys"))

    def door_ms(self, unit: Unit, step: int) -> int:
        """What a door on the way costs a unit."""
        if not self.held(step) or self.has_keys(unit):
            return 0
        door = self.compiled.passage_names[step >> 1]
        return self.agencies.draw_ms(self.readiness.breach_s, "breach", f"{unit.name}/{door}")

    # ---- walking -----------------------------------------------------------------------------------------------------

    def segment(self, unit: Unit) -> int:
        """Where a unit is, once it is inside."""
        return self.compiled.goes_to[unit.step]

    def space(self, unit: Unit) -> str:
        """The space that a unit is in."""
        return self.compiled.building.segments[self.segment(unit)].space

    def leg(self, unit: Unit, step: int, speed_m_s: float, then: Goes) -> None:
        """Through the next passage; what was begun before is off."""
        unit.gen += 1
        segment = self.segment(unit)
        takes_ms = int(self.compiled.building.walk_mm[segment][unit.step >> 1, step >> 1] / speed_m_s + 0.5)
        self.world.at(self.world.now + takes_ms, ENTRIES, partial(self._at_door, unit, unit.gen, step, then))

    def _at_door(self, unit: Unit, gen: int, step: int, then: Goes) -> None:
        if unit.gen == gen:
            delay_ms = self.door_ms(unit, step)
            self.world.at(self.world.now + delay_ms, ENTRIES, partial(self._through, unit, gen, step, then))

    def _through(self, unit: Unit, gen: int, step: int, then: Goes) -> None:
        if unit.gen == gen:
            if self.held(step):
                self.forced.add(step >> 1)
            unit.step = step
            then(unit)

    def later(self, unit: Unit, after_ms: int, then: Goes) -> None:
        """After a while, unless the unit does something else meanwhile."""
        unit.gen += 1
        gen = unit.gen

        def go() -> None:
            if unit.gen == gen:
                then(unit)

        self.world.at(self.world.now + after_ms, ENTRIES, go)

    def walk(self, unit: Unit, goal: frozenset[int], speed_m_s: float, then: Goes, lost: Goes) -> None:
        """To the nearest of some segments; `lost` where there is no way."""
        path = self._way_to(unit, goal)
        if path is None:
            lost(unit)
        else:
            self._along(path, self.world.doors.changes, goal, speed_m_s, then, lost, unit)

    def _way_to(self, unit: Unit, goal: frozenset[int]) -> list[int] | None:
        return nearest(self.compiled.building, unit.step, goal.__contains__, lambda step: not self.blocked(step))

    def _along(
        self, path: list[int], found: int, goal: frozenset[int], speed_m_s: float, then: Goes, lost: Goes, unit: Unit
    ) -> None:
        """The rest of a way, which is looked for anew where a door has changed since it was `found`."""
        if not path:
            then(unit)
        elif found != self.world.doors.changes:
            self.walk(unit, goal, speed_m_s, then, lost)
        else:
            self.leg(unit, path[0], speed_m_s, partial(self._along, path[1:], found, goal, speed_m_s, then, lost))

    # ---- searching ---------------------------------------------------------------------------------------------------

    def hunt(self, unit: Unit) -> None:
        """The next step toward the freshest report; without one to the nearest place not searched yet."""
        threat = self.play.threat
        if threat is None or threat.over:
            self.free(unit)
            return
        self._searched(unit).add(self.segment(unit))
        if self._meets(unit):
            return
        report = self._report(unit)
        path = self._toward(unit, report) if report is not None else None
        if path:
            self.leg(unit, path[0], self.readiness.walk_m_s, self.hunt)
            return
        if report is not None and path is not None:  # there, and nobody is
            self.seen[unit.name] = report.as_of_ms
        self._search(unit)

    def _report(self, unit: Unit) -> Known | None:
        """Where the threat was last, by what the unit or its agency has heard and it has not looked at yet."""
        looked_ms = self.seen.get(unit.name, -1)
        news = [known for known in self.agencies.known(unit, WHERE) if known.as_of_ms > looked_ms]
        return max(news, key=lambda known: known.as_of_ms, default=None)

    def _toward(self, unit: Unit, report: Known) -> list[int] | None:
        return self._way_to(unit, self.segments(report.value))

    def segments(self, place: str) -> frozenset[int]:
        """The segments of a space, or one of a strip; none of a place that the plan does not have."""
        building = self.compiled.building
        if place in building.by_name:
            return frozenset((building.by_name[place],))
        try:
            return frozenset(building.of_space[self.compiled.plan.resolve(place)])
        except KeyError:
            return frozenset()

    def _search(self, unit: Unit) -> None:
        searched, open_air = self._searched(unit), self.compiled.open_air
        for _ in range(2):
            path = nearest(
                self.compiled.building, unit.step,
                lambda segment: segment not in searched and not open_air[segment], self._searches,
            )  # fmt: skip
            if path:
                self.leg(unit, path[0], self.readiness.search_m_s, self.hunt)
                return
            searched.clear()  # everywhere has been looked at: once more
            searched.add(self.segment(unit))
        self.later(unit, LOOK_AGAIN_MS, self.hunt)

    def _searched(self, unit: Unit) -> set[int]:
        return self.searched.setdefault(unit.agency, set())

    def _searches(self, step: int) -> bool:
        """Whether a search goes on through a passage: not into rooms behind a lock, nor out of the building."""
        outside = self.compiled.open_air[self.compiled.came_from[step]]
        return not self.blocked(step) and (outside or not self.held(step)) and step not in self.compiled.exits

    # ---- meeting the threat ------------------------------------------------------------------------------------------

    def sees(self, segment: int) -> bool:
        """Whether somebody in a segment shares the threat's place or sees it."""
        where = self.play.threat.where() if self.play.threat is not None else None
        if where is None:
            return False
        held_open = self.world.doors.held_open
        ways = seen_from(self.compiled, where).get(segment, ())
        return any(all(held_open[door] for door in way) for way in ways)

    def _meets(self, unit: Unit) -> bool:
        threat = self.play.threat
        if threat is None or not self.sees(self.segment(unit)):
            return False
        where = threat.where()
        assert where is not None
        unit.contact = True
        space = self.compiled.building.segments[where].space
        self.play.knowledge.learn(unit.agency, WHERE, space, unit.name, "seen", unit.cause)
        takes_ms = self.agencies.draw_ms(self.readiness.contact_s, "contact", unit.name)
        self.later(unit, takes_ms, partial(self._stop, unit.name))
        return True

    def _stop(self, name: str, unit: Unit) -> None:
        assert self.play.threat is not None
        self.play.threat.end("stopped by officers", unit.cause)
        self._go_free(unit)

    def _threat_moved(self, old: int | None, new: int | None) -> None:
        if new is not None:
            self.world.at(self.world.now, SIGHT, self._look)

    def _look(self) -> None:
        """The threat is somewhere else: officers who see it now have met it."""
        for unit in list(self.agencies.units.values()):
            if unit.police and unit.state == "inside" and unit.step >= 0 and not unit.contact:
                self._meets(unit)

    def _over(self) -> None:
        """Whoever had met the threat is free."""
        for unit in list(self.agencies.units.values()):
            if unit.contact:
                self._go_free(unit)

    def _go_free(self, unit: Unit) -> None:
        if unit.contact:
            unit.contact = False
            self.hunt(unit)


def _stays(unit: Unit) -> None:
    return None
