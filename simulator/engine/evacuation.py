"""Leaving: who hears the alarm, when a party sets off, by which exit, and being counted at the rally point."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.helping import HELPING, HELPLESS, Helping
from simulator.engine.occupants import Party
from simulator.engine.traits import Traits
from simulator.engine.walking import SPLIT, STANDING, STRANDED, THERE, Walking
from simulator.engine.world import CHOICES, ENTRIES, Mover, World
from simulator.model.scenario import Scenario
from simulator.rules.routes import Table

ALARM = "alarm"
"""Why a party set off that did so on hearing the alarm. Who has not when it is silenced stays."""
SPECTATORS = "spectators"
"""The plan's word for everybody who came as a visitor."""


def _always(mover: Mover) -> bool:
    return True


def _nothing(mover: Mover) -> None:
    return None


class Evacuation:
    """The people of a run and what they do."""

    def __init__(self, world: World, scenario: Scenario, parties: list[Party], traits: list[Traits]):
        self.world, self.scenario = world, scenario
        self.walking = Walking(world, self.chosen, self.arrived)
        self.helping = Helping(world, self.walking, self._set_off)
        self.traits = {party.name: trait for party, trait in zip(parties, traits, strict=True)}
        self.outdoors: dict[frozenset[int], Table] = {}
        self.pending: set[str] = set()
        self.coming: dict[str, int] = {}
        self.committed: dict[int, int] = {}
        self.bound_for: dict[str, int] = {}
        self.start_ms = _start_times(parties, traits)
        self.heeds: Callable[[Mover], bool] = _always
        self.settled: Callable[[Mover], None] = _nothing
        self.sets_off: Callable[[Mover], None] = self.walking.decide
        self.sent_to: dict[str, str] = {}
        for party in parties:
            self._place(party)

    # ---- at 00:00 ----------------------------------------------------------------------------------------------------

    def _place(self, party: Party) -> None:
        world = self.world
        mover = self._mover(party, party.name, 0, len(party.keys))
        mover.outside = world.compiled.open_air[party.segment]
        mover.exit = self.exit_step(party.exit)
        if party.to is not None and not self._is_open_air(party.to):
            mover.goal = self.steps_into(party.to)
        world.join(mover)
        world.settled[party.segment] += mover.n
        world.held[party.segment] += mover.n
        world.emit("entered", None, party.name, world.compiled.names[party.segment], None, mover.n, 0)
        if party.delay is not None:
            self.start_later(mover, self.start_ms[party.name], "its own delay", None)

    def _mover(self, party: Party, name: str, first: int, n: int) -> Mover:
        traits = self.traits[party.name]
        members = slice(first, first + n)
        speeds = min(traits.speed_m_s[members]), min(traits.stair_speed_m_s[members])
        mover = Mover(party, name, first, n, speeds)
        # a class keeps to the ways that are open to all; its teacher's keys are for when none is left
        known = self.world.believed_without_keys if party.leaders else self.world.believed_at_start(mover)
        mover.known = known
        led = party.leaders or party.together is not None
        mover.needs_help = not led and all(how == "assisted" for how in traits.mobility[members])
        return mover

    def _is_open_air(self, reference: str) -> bool:
        compiled = self.world.compiled
        return compiled.spaces[compiled.plan.resolve(reference)].open_air

    def exit_step(self, reference: str | None) -> int | None:
        """The step of an opening that leads out of the building; None for none, or for an opening that does not."""
        if reference is None:
            return None
        door = self.world.door(reference)
        return next((step for step in (2 * door, 2 * door + 1) if step in self.world.compiled.exits), None)

    # ---- setting off -------------------------------------------------------------------------------------------------

    def alarm(self, source: str | None, cause: str | None) -> None:
        """The alarm sounds: whoever hears it and has no time of their own leaves after their delay."""
        world = self.world
        world.emit("alarm", cause, "fire", source, "on")
        self._release_locks(cause)
        for mover in list(world.movers):
            if mover.state == STANDING and mover.party.delay is None and self._hears(mover) and self.heeds(mover):
                self.start_later(mover, world.now + self.start_ms[mover.party.name], ALARM, cause)

    def _release_locks(self, cause: str | None) -> None:
        """The alarm unlocks electric locks; whoever stood without a way out tries again."""
        world, doors = self.world, self.world.doors
        holding = [door for door in doors.electric() if doors.holds(door)]
        doors.alarm_on = True
        for door in holding:
            world.emit("unlocked", cause, world.compiled.passage_names[door], "fire alarm")
        if [door for door in holding if doors.refresh(door)]:
            self.walking.door_opened()

    def _hears(self, mover: Mover) -> bool:
        space = self.world.compiled.building.segments[mover.segment].space
        spaces = self.world.compiled.spaces
        return spaces[space].alarm if space in spaces else True

    def start_later(self, mover: Mover, t_ms: int, why: str, cause: str | None) -> None:
        if mover.name in self.pending:
            return
        self.pending.add(mover.name)
        gen = mover.gen

        def go() -> None:
            self.pending.discard(mover.name)
            silenced = why == ALARM and not self.world.doors.alarm_on
            if mover.gen == gen and mover.state == STANDING and not silenced:
                self.start(mover, why, cause)

        self.world.at(t_ms, CHOICES, go)

    def start(self, mover: Mover, why: str, cause: str | None) -> None:
        """A standing party sets off now, in columns where it is large; who needs help for it asks."""
        mover.cause = cause
        if mover.needs_help and not mover.outside:
            self.helping.ask(mover)
        else:
            self._set_off(mover, why, cause)

    def _set_off(self, mover: Mover, why: str, cause: str | None) -> None:
        mover.cause = cause
        self.world.emit("started", cause, mover.name, self.walking.place(mover), why)
        for column in self._columns(mover):
            self.sets_off(column)

    def _columns(self, whole: Mover) -> list[Mover]:
        size = self.world.movement.column
        if whole.n <= size:
            return [whole]
        parts = []
        for number, first in enumerate(range(whole.first, whole.first + whole.n, size), 1):
            n = min(size, whole.first + whole.n - first)
            part = self._mover(whole.party, f"{whole.name}.{number}", first, n)
            part.segment, part.anchors, part.known = whole.segment, whole.anchors, whole.known
            part.exit, part.goal, part.outside, part.cause = whole.exit, whole.goal, whole.outside, whole.cause
            part.within = whole.within
            parts.append(part)
        whole.state, whole.gen = SPLIT, whole.gen + 1
        self.world.leave(whole)
        for part in parts:
            self.world.join(part)
        into = tuple((part.name, part.first + 1, part.n) for part in parts)
        self.world.emit("party_split", whole.cause, whole.name, into)
        return parts

    # ---- where to ----------------------------------------------------------------------------------------------------

    def chosen(self, mover: Mover) -> Table | None:
        """The way a mover takes by what it knows; None where it knows none."""
        routes = self.world.compiled.routes
        if mover.goal is not None:
            table = routes.table(mover.goal, mover.known | self.world.compiled.exits if mover.within else mover.known)
            if not self.helping.is_fetching(mover) or self.walking.best_step(mover, table)[0] >= 0:
                return table
            self.helping.give_up(mover)
        if mover.outside:
            return self._to_rally(mover)
        if mover.exit is not None and mover.exit not in mover.known:
            table = routes.table(self.world.compiled.to_exit[mover.exit], mover.known)
            if self.walking.best_step(mover, table)[0] >= 0:
                return table
        if self.scenario.occupancy.exits == "least_congested":
            return self._least_congested(mover)
        return routes.table(self.world.compiled.exits, mover.known)

    def _to_rally(self, mover: Mover) -> Table:
        """Over open air to the nearest rally point: nobody goes back through the building."""
        compiled = self.world.compiled
        found = self.outdoors.get(mover.known)
        if found is None:
            found = compiled.routes.table(compiled.rally, mover.known | compiled.inward)
            self.outdoors[mover.known] = found
        return found

    def _least_congested(self, mover: Mover) -> Table | None:
        """The exit with the least walking and queueing time, taking those who have chosen it as its queue."""
        self._no_longer_bound(mover)
        best, best_step, best_ms = None, -1, float("inf")
        walking, compiled = self.walking, self.world.compiled
        for step in sorted(compiled.exits):
            if step in mover.known:
                continue
            table = compiled.routes.table(compiled.to_exit[step], mover.known)
            first, near = walking.best_step(mover, table)
            if first < 0:
                continue
            walk_ms = (near + table.left_mm[first]) / mover.speed_m_s
            cost_ms = walk_ms + self.committed.get(step, 0) * compiled.service_ms[step]
            if cost_ms < best_ms:
                best, best_step, best_ms = table, step, cost_ms
        if best is not None:
            self.bound_for[mover.name] = best_step
            self.committed[best_step] = self.committed.get(best_step, 0) + mover.n
        return best

    # ---- arriving ----------------------------------------------------------------------------------------------------

    def arrived(self, mover: Mover) -> None:
        """A mover's head is at the end of its way: out of the building, at the rally point, or where it was sent."""
        world = self.world
        compiled = world.compiled
        segment = compiled.building.segments[mover.segment]
        if self.helping.is_fetching(mover):
            self.helping.met(mover)
            return
        if mover.goal is None and not mover.outside:
            mover.outside = True
            self._no_longer_bound(mover)
            self.helping.out(mover)
            if self.helping.is_fetching(mover):
                return
            to = self.sent_to.get(mover.party.name, mover.party.to)
            if to is not None and self._is_open_air(to):
                mover.goal = self.steps_into(to)
            if mover.goal is not None:
                self.walking.decide(mover)
                return
            if segment.kind != "assembly":
                if compiled.rally:
                    self.walking.go_on(mover, self._to_rally(mover))
                return
        world.emit("reached", mover.cause, mover.name, segment.space)
        mover.goal, mover.outside = None, segment.open_air
        mover.state = THERE if segment.open_air else STANDING
        if segment.open_air:
            self._count(mover)
        self.settled(mover)

    def _no_longer_bound(self, mover: Mover) -> None:
        step = self.bound_for.pop(mover.name, None)
        if step is not None:
            self.committed[step] -= mover.n

    def _count(self, mover: Mover) -> None:
        """A class is counted when its last member is there; others are noted as they come."""
        world, party = self.world, mover.party
        came = self.coming.get(party.name, 0) + mover.n
        self.coming[party.name] = came
        if came < len(party.keys):
            return
        led = bool(party.leaders or party.together)
        takes = self.traits[party.name].count_ms if led else 0
        by = f"{party.name}/1" if led else None
        place = world.compiled.building.segments[mover.segment].space
        world.at(
            world.now + mover.every_ms * (mover.n - 1) + takes, ENTRIES,
            partial(world.emit, "accounted", None, party.name, by, "all present", place),
        )  # fmt: skip

    # ---- being sent --------------------------------------------------------------------------------------------------

    def steps_into(self, reference: str) -> frozenset[int]:
        """Every step that enters a space."""
        compiled = self.world.compiled
        return compiled.steps_into(compiled.plan.resolve(reference))

    def matching(self, group: str | None, space: str | None) -> list[Mover]:
        """The movers of a group (or a party's name), or those in a space now."""
        world = self.world
        if space is not None:
            return world.within(world.compiled.building.of_space[world.compiled.plan.resolve(space)])
        if group == SPECTATORS:
            return [mover for mover in world.movers if mover.party.kind == "visitors"]
        return world.called(group) if group is not None else []

    def send(self, movers: list[Mover], why: str, cause: str | None) -> None:
        """Movers whose goal or exit was changed act on it now: who stands sets off, who walks turns."""
        world = self.world
        for mover in list(movers):
            if mover.state in (HELPLESS, HELPING):
                continue  # goes as soon as it can, with whoever helps
            if self.helping.was_sent_elsewhere(mover):
                goal = mover.goal
                self.helping.give_up(mover)
                mover.goal = goal
                self.helping.look_again()
            if mover.goal is not None and mover.segment in {world.compiled.goes_to[step] for step in mover.goal}:
                mover.goal = None
                continue
            if mover.state in (STANDING, THERE):
                mover.state = STANDING
                self.start(mover, why, cause)
            else:
                mover.cause = cause
                if mover.state == STRANDED:
                    world.stranded.remove(mover)
                self.walking.decide(mover, why)


def _start_times(parties: list[Party], traits: list[Traits]) -> dict[str, int]:
    """Each party's delay in ms; those who leave together take the latest of them."""
    together: dict[str, int] = {}
    for party, trait in zip(parties, traits, strict=True):
        if party.together is not None:
            together[party.together] = max(together.get(party.together, 0), trait.delay_ms)
    return {
        party.name: together[party.together] if party.together is not None else trait.delay_ms
        for party, trait in zip(parties, traits, strict=True)
    }
