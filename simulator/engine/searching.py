"""Somebody is missing, and rooms are searched: by whoever is in them, or by a role that goes from place to place.

Whoever is missing is found when the place where they truly are has been looked through. A role goes to the places that
it was given in their order, and to those that a word stands for (`indoors`) nearest first; its walk is reckoned from
the building, it is not moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from simulator.engine import notices
from simulator.engine.play import Play
from simulator.engine.securing import leads
from simulator.engine.sheltering import ROOMS
from simulator.engine.streams import quantity, u
from simulator.engine.triggers import kinds_of, matches, named
from simulator.engine.ways import far_mm, into
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act, plain
from simulator.model.decisions import Decision
from simulator.model.events import Row
from simulator.model.hazard import MissingChild
from simulator.model.inject import UnaccountedEffect
from simulator.model.response import Step
from simulator.rules.played import is_search_step
from simulator.rules.routes import FAR_MM

HAZARD = "missing_child"
KINDS = {"pupil": ("pupils", "A pupil"), "staff": ("staff", "A member of staff")}
HIDDEN = frozenset({"restroom", "library", "storage", "stage", "auditorium", "locker-room", "mechanical", "lobby"})
"""Where somebody is who is not where the list says, as long as the scenario does not tell."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who is looked for: who, and where they truly are."""

    who: str
    truly_in: str


def prepare(play: Play) -> None:
    """Register the search and the effect."""
    play.searching = searching = Searching(play)
    play.acts["search"] = searching.search
    play.effects[UnaccountedEffect] = searching.unaccounted


class Searching:
    """Who is missing, and who looks where."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.missing: list[Missing] = []
        self._numbers: dict[str, int] = {}
        self._begun: set[str] = set()
        self._hears_officers = False

    def begin(self) -> None:
        """Put the script on the clock, and wait for the signals on which everybody looks through their own room."""
        script = self.play.scenario.missing_child
        if script is not None:
            self.world.at(script.at_ms, OPENINGS, partial(self._noticed, script))
        for step in [one for one in self.play.orders.steps() if is_search_step(one)]:
            for kind in kinds_of(step.on):
                self.world.listen(kind, partial(self._signal, step))

    # ---- somebody is missing -----------------------------------------------------------------------------------------

    def _noticed(self, script: MissingChild) -> None:
        resolve = self.world.compiled.plan.resolve
        where = resolve(script.last_seen)
        self._miss(Missing(script.who, resolve(script.truly_in)), where, HAZARD)
        role = next(iter(notices.present(self.play)), None)
        if role is not None:
            notices.understands(self.play, role, HAZARD, HAZARD, self._who_noticed(where), "in_person", where)

    def _miss(self, missing: Missing, last_seen: str, cause: str) -> None:
        if not self._hears_officers:
            self._hears_officers = True
            self.world.listen("room_cleared", self._cleared)
        self.missing.append(missing)
        by = self._who_noticed(last_seen)
        self.world.emit("unaccounted", cause, missing.who, by, "missing", last_seen)

    def _cleared(self, row: Row) -> None:
        """Officers who clear a room find whoever is in it."""
        self.world.at(row[0], OPENINGS, partial(self._looked, row[3], row[4], row[2]))

    def _who_noticed(self, space: str) -> str | None:
        """Whoever leads people in the space where somebody was last seen, else the first role that is there."""
        led = [mover.name for mover in self.world.movers if self.play.orders.space(mover) == space and leads(mover)]
        return next(iter([*led, *notices.present(self.play)]), None)

    def unaccounted(self, effect: UnaccountedEffect, cause: str) -> None:
        """So many people of a kind, or of a group, are not where the list says."""
        kind, called = KINDS[effect.unaccounted]
        homes = [
            mover.party.home for mover in self.world.movers
            if effect.group in (None, mover.party.group) and (effect.group is not None or mover.party.kind == kind)
        ]  # fmt: skip
        if not homes:
            self.world.emit("refused", cause, cause, f"there are no {kind} here who could be missing")
            return
        for number in range(effect.count):
            key = f"{cause}/{number}"
            home = homes[int(u(self.world.seed, "unaccounted", key) * len(homes))]
            space = named(effect.truly_in, self.world.compiled.plan) if effect.truly_in else self._hidden(key, home)
            self._miss(Missing(self._name(called), space), home, cause)

    def _name(self, called: str) -> str:
        self._numbers[called] = number = self._numbers.get(called, 0) + 1
        return called if number == 1 else f"{called} ({number})"

    def _hidden(self, key: str, home: str) -> str:
        spaces = [name for name, space in self.world.compiled.spaces.items() if space.kind in HIDDEN] or [home]
        return spaces[int(u(self.world.seed, "truly in", key) * len(spaces))]

    # ---- looking -----------------------------------------------------------------------------------------------------

    def _signal(self, step: Step, row: Row) -> None:
        if step.id not in self._begun and matches(step.on, row, self.world.compiled.plan):
            self._begun.add(step.id)
            self.world.at(self.world.now, OPENINGS, partial(self._own_rooms, step))

    def _own_rooms(self, step: Step) -> None:
        """Everywhere indoors where an adult leads, the people there look through it, as far as they do."""
        if not self.play.facts.judge(step.if_):
            return
        seed, last_ms = self.world.seed, self.world.now
        air = self.world.compiled.open_air
        movers = [mover for mover in self.world.movers if leads(mover) and not air[mover.segment]]
        rooms = {self.play.orders.space(mover): mover.name for mover in reversed(movers)}
        for space in sorted(rooms):
            key = f"{step.id}/{space}"
            if space in self.world.compiled.spaces and u(seed, "step done", key) < step.done:
                t_ms = self.world.now + round(quantity(step.actual, seed, "step", key) * 1000)
                self.world.at(t_ms, OPENINGS, partial(self._looked, space, rooms[space], step.id))
                last_ms = max(last_ms, t_ms)
        done = partial(self.world.emit, "done", step.id, step.role, "search", plain(step), "plan")
        self.world.at(last_ms, OPENINGS, done)

    def search(self, act: Act, role: str, cause: str) -> int:
        """A role looks through places, one after another; returns when the last is done. Raises Refused in words."""
        notices.on_site(self.play, role)
        times = self._times(act, role, cause)
        doing_ms = times[-1][1]
        begins = self.play.orders.start_ms(role, doing_ms)
        for space, after_ms in times:
            self.world.at(begins + after_ms, OPENINGS, partial(self._looked, space, role, cause))
        return begins + doing_ms

    def _looked(self, space: str, by: str | None, cause: str | None) -> None:
        for one in [missing for missing in self.missing if missing.truly_in == space]:
            self.missing.remove(one)
            self.world.emit("found", cause, one.who, by, "found", space)

    # ---- how long ----------------------------------------------------------------------------------------------------

    def _times(self, act: Act, role: str, cause: str) -> list[tuple[str, int]]:
        """Each place in turn, and when after the start it has been seen; a plan's step shares out its own time."""
        way = self._way(act.spaces or (), role)
        whole_ms = self._whole_ms(act, role, cause)
        if whole_ms is not None:
            return [(space, whole_ms * number // len(way)) for number, (space, _) in enumerate(way, 1)]
        found, after_ms = [], 0
        person = self.play.orders.person(role)
        speed = person.speed_m_s if person is not None else self.world.movement.k_level_m_s
        takes = self.play.scenario.conduct.search_room_s
        for space, far in way:
            looks = quantity(takes, self.world.seed, "searching", f"{cause}/{space}")
            after_ms += round(far / speed) + round(looks * 1000)
            found.append((space, after_ms))
        return found

    def _whole_ms(self, act: Act, role: str, cause: str) -> int | None:
        """How long all places take together where that is known: a plan's step, or as somebody set it."""
        if isinstance(act, Step):
            return self.play.orders.takes_ms(act, role, act.actual, cause)
        return act.takes_ms if isinstance(act, Decision) else None

    def _way(self, references: tuple[str, ...], role: str) -> list[tuple[str, int]]:
        """The places that a role gets to, in its order, each with the walk from the one before in mm."""
        segment, anchors, known = self._from(role)
        found: list[tuple[str, int]] = []
        for reference in references:
            left = [space for space in self._meant(reference, role) if space not in {one for one, _ in found}]
            while left:
                far, space = min((far_mm(self.world, segment, anchors, space, known), space) for space in left)
                if far >= FAR_MM:
                    break
                left.remove(space)
                found.append((space, far))
                segment, anchors = into(self.world, space)
        if not found:
            raise Refused(
                f"there is no way to {references[0].removeprefix('@')}" if references else "say where to look"
            )
        return found

    def _from(self, role: str) -> tuple[int, tuple[tuple[int, int], ...], frozenset[int]]:
        person = self.play.orders.person(role)
        if person is not None:
            return person.segment, person.anchors, self.world.believed_at_start(person)
        return *into(self.world, notices.space_of(self.play, role)), self.world.compiled.never

    def _meant(self, reference: str, role: str) -> list[str]:
        """The spaces that a place, or a word of the plan, stands for."""
        spaces = self.world.compiled.spaces
        here = notices.space_of(self.play, role)
        match reference:
            case "own_room":
                return [here] if here in spaces else []
            case "nearest_room":
                segment, anchors, known = self._from(role)
                rooms = [name for name, space in spaces.items() if space.kind in ROOMS and name != here]
                return [min(rooms, key=lambda name: (far_mm(self.world, segment, anchors, name, known), name))][:1]
            case "indoors":
                return [name for name, space in spaces.items() if not space.open_air and space.kind != "elevator"]
            case "exterior" | "outdoor_groups":
                return [name for name, space in spaces.items() if space.open_air]
            case "zones_not_reached":
                return list(self.play.orders.not_reached())
            case "alarm_source":
                return [self._alarm_source()]
            case _:
                return [self._space(reference)]

    def _space(self, reference: str) -> str:
        plan = self.world.compiled.plan
        try:
            name = plan.resolve(reference)
        except KeyError:
            name = reference
        if name not in self.world.compiled.spaces:
            raise Refused(f"there is no place called {reference}")
        return name

    def _alarm_source(self) -> str:
        """Where the alarm was set off: a space, or the space that a call point is in."""
        sources = [row[4] for row in self.world.log if row[1] == "alarm" and row[5] == "on" and row[4] is not None]
        if not sources:
            raise Refused("nobody knows where the alarm was set off")
        plan, source = self.world.compiled.plan, str(sources[-1])
        name = plan.uses.get(source.removeprefix("@"), source)
        point = next((one for one in plan.points if one.id == name), None)
        return self._space(point.in_ if point is not None and point.in_ is not None else name)
