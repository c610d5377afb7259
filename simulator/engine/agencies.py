"""Agencies and their units: sent, on the way, on the scene. What they do there is in units, command, rescue, clearing.

A unit is not of the roster: it takes no room on the floor. Its times are draws of its own, `police-2` by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from simulator.engine.called import who
from simulator.engine.doctrine import Doctrine
from simulator.engine.knowledge import Known
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.world import ENTRIES
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.agencies import Agency
from simulator.model.distributions import Numeric
from simulator.model.inject import Arrive, DelayUnit
from simulator.model.response import Policies
from simulator.rules.responders import is_officer, is_police

State = Literal["ready", "coming", "here", "inside", "busy"]
"""Not sent; on the way; on the scene and free; on foot in the building; at a task (a team, an ambulance, a post)."""
SCHOOL = "school"
"""Whose unit an officer is who comes back and belongs to no agency of the scenario."""


@dataclass(slots=True)
class Unit:
    """One unit: officers in one car, or a crew. `step` is the passage it went through last, once it is inside."""

    name: str
    agency: str
    police: bool
    asked: bool = True
    keys: bool = False
    state: State = "ready"
    place: str = ""
    arrives_ms: int | None = None
    late_ms: int = 0
    gen: int = 0
    step: int = -1
    cause: str | None = None
    staged: bool = False
    contact: bool = False

    @property
    def on_scene(self) -> bool:
        """Whether it has arrived."""
        return self.state not in ("ready", "coming")


class Agencies:
    """Every unit of a scenario. `arrived` holds functions to call with each unit at the instant of its arrival.

    A role with an agency comes with that agency's units, or at a time of its own: until then it is `expected`, and
    `came` holds functions to call with it.
    """

    def __init__(self, play: Play):
        self.play, self.world, self.scenario = play, play.world, play.scenario
        self.readiness = play.scenario.readiness
        self.policies = play.bundle.response.policies if play.bundle.response is not None else Policies()
        self.units: dict[str, Unit] = {}
        self.arrived: list[Callable[[Unit], None]] = []
        self.came: list[Callable[[str], None]] = []
        away = {name: role for name, role in self.scenario.roles.items() if role.off_site and role.agency is not None}
        self.expected = {name for name, role in away.items() if role.back is not None}
        self.begins: list[Callable[[], None]] = []
        self.here: set[str] = set()
        self.sent: set[str] = set()
        self.slow = 1.0
        self.uses: dict[str, int] = {}
        self.doctrine = Doctrine(play)
        for name, agency in self.scenario.agencies.items():
            for number in range(1, agency.units + agency.comes_unasked + 1):
                self._add(name, number, asked=number <= agency.units)
        play.acts["dispatch"] = self.doctrine.in_its_time(self._dispatch)
        play.effects[DelayUnit] = self._delay
        play.effects[Arrive] = self._arrive_by_effect

    def begin(self) -> None:
        """Whoever comes back at a time of their own is put on the clock; calls may dispatch from now on."""
        for begin in self.begins:
            begin()
        if self.play.calls is not None:
            self.play.calls.on_dispatch.append(self.called)
        for name, role in self.scenario.roles.items():
            if role.back is not None and role.off_site:
                back_ms = round(max(quantity(role.back, self.world.seed, "back", name), 0.0) * 1000)
                self.world.at(back_ms, ENTRIES, partial(self._back, name))

    # ---- who there is ------------------------------------------------------------------------------------------------

    def _add(self, agency: str, number: int, asked: bool) -> Unit:
        unit = Unit(f"{agency}-{number}", agency, is_police(agency), asked, place=self.meeting_place(agency))
        self.units[unit.name] = unit
        return unit

    def of(self, agency: str) -> list[Unit]:
        """The units of an agency, in the order of their numbers."""
        return [unit for unit in self.units.values() if unit.agency == agency]

    def on_scene(self, police: bool | None = None) -> list[Unit]:
        """The units that have arrived: officers, medics, or all of them."""
        return [unit for unit in self.units.values() if unit.on_scene and police in (None, unit.police)]

    def named(self, name: str | None) -> list[Unit]:
        """A unit, or every unit of an agency. Raises Refused where there is none of that name."""
        found = [self.units[name]] if name in self.units else self.of(name or "")
        if not found:
            raise Refused(f"there is no unit or agency called {name}")
        return found

    def known(self, unit: Unit, fact: str) -> list[Known]:
        """What a unit, its agency, and those who speak for the agency know of a fact: they are on one channel."""
        roles = [name for name, role in self.scenario.roles.items() if role.agency == unit.agency and role.off_site]
        held = [self.play.knowledge.of(name, fact) for name in dict.fromkeys((unit.name, unit.agency, *roles))]
        return [one for one in held if one is not None]

    def spokesman(self, agency: str, unit: str | None = None) -> str:
        """Who speaks for an agency: its supervisor once that person is there, else a unit, else the agency.

        A supervisor, a role of the scenario or one of the agency's own, comes with the agency's second unit; a role
        with a time of its own is there from then on.
        """
        units, noun = self.of(agency), self.scenario.agencies.get(agency)
        names = [name for name, role in self.scenario.roles.items() if role.agency == agency and role.off_site]
        if not names and noun is not None and noun.supervisors:
            names = [f"{agency}-supervisor"]
        complete = sum(one.on_scene for one in units) >= min(2, len(units))
        here = [name for name in names if name not in self.expected and (complete or self._comes_alone(name))]
        return here[0] if here else unit or agency

    def _comes_alone(self, role: str) -> bool:
        entry = self.scenario.roles.get(role)
        return entry is not None and entry.back is not None

    # ---- places ------------------------------------------------------------------------------------------------------

    def meeting_place(self, agency: str) -> str:
        """Where an agency's units arrive: its staging area, else outside the main entrance."""
        compiled = self.world.compiled
        wanted = self.policies.staging.get(agency)
        if wanted is not None and (wanted in compiled.spaces or wanted[1:] in compiled.plan.uses):
            return compiled.plan.resolve(wanted)
        step = self.entrance()
        return compiled.building.segments[compiled.came_from[step]].space if step is not None else ""

    def entrance(self) -> int | None:
        """The step into the building through the main entrance; else a primary exit, else the first."""
        compiled = self.world.compiled
        exits = sorted(compiled.exits)
        openings = {one.id: one for one in compiled.plan.openings}
        main = compiled.plan.uses.get("main_entrance")
        names = [compiled.passage_names[step >> 1] for step in exits]
        primary = [name for name in names if name in openings and openings[name].class_ == "primary"]
        for name in (main, *primary, *names):
            if name in names:
                return exits[names.index(name)] ^ 1
        return None

    # ---- draws -------------------------------------------------------------------------------------------------------

    def draw_ms(self, distribution: Numeric, purpose: str, key: str) -> int:
        """One time in ms: for each further use of a key another."""
        k = self.uses.get(f"{purpose}/{key}", 0)
        self.uses[f"{purpose}/{key}"] = k + 1
        return round(quantity(distribution, self.world.seed, purpose, key, k) * 1000)

    def _way_ms(self, unit: Unit) -> int:
        """From being sent to being there."""
        agency = self.scenario.agencies.get(unit.agency, Agency())
        if agency.arrival is not None:
            return round(self.draw_ms(agency.arrival, "arrival", unit.name) * self.slow)
        ready = self.readiness
        turnout = agency.turnout or (ready.police_turnout_s if unit.police else ready.fire_turnout_s)
        travel = agency.travel or (ready.police_travel_s if unit.police else ready.fire_travel_s)
        travel_ms = round(self.draw_ms(travel, "travel", unit.name) * self.slow)
        return self.draw_ms(turnout, "turnout", unit.name) + travel_ms

    def slower(self, times: float) -> None:
        """From now on the way takes so many times as long for whoever is sent (weather)."""
        self.slow = times

    # ---- being sent --------------------------------------------------------------------------------------------------

    def called(self, agency: str, facts: object, cause: str | None) -> None:
        """A 911 centre sends an agency's units; the agency has been told what the centre knows."""
        if agency in self.scenario.agencies:
            self.dispatch(agency, None, cause)

    def dispatch(self, agency: str, units: int | None, cause: str | None) -> list[Unit]:
        """Send so many of an agency's units that were not sent yet, or all; returns those that set out."""
        ready = [unit for unit in self.of(agency) if unit.asked and unit.state == "ready"]
        sent = ready if units is None else ready[:units]
        for unit in sent:
            self.world.emit("dispatched", cause, agency, unit.name, unit.place)
            self._set_out(unit, cause, 0)
        if agency not in self.sent:
            self.sent.add(agency)
            for unit in [one for one in self.of(agency) if not one.asked and one.state == "ready"]:
                self._set_out(unit, cause, self.draw_ms(self.readiness.unasked_s, "unasked", unit.name))
        return sent

    def _set_out(self, unit: Unit, cause: str | None, after_ms: int) -> None:
        unit.state, unit.cause = "coming", cause
        self._arrives(unit, self.world.now + after_ms + self._way_ms(unit) + unit.late_ms)

    def _arrives(self, unit: Unit, t_ms: int) -> None:
        unit.gen += 1
        unit.arrives_ms = t_ms
        self.world.at(t_ms, ENTRIES, partial(self._arrive, unit, unit.gen))

    def _arrive(self, unit: Unit, gen: int) -> None:
        if unit.gen != gen:
            return
        unit.state = "here"
        self.world.emit("arrived", unit.cause, unit.agency, unit.name, unit.place)
        for call in self.arrived:
            call(unit)

    def _back(self, role: str) -> None:
        """A role is there: an officer of the school is from now on one more unit, others come to command theirs."""
        entry = self.scenario.roles[role]
        if role in self.units or (entry.agency is not None and role not in self.expected):
            return
        agency = entry.agency or SCHOOL
        if is_officer(role, None) or (entry.agency not in self.scenario.agencies and is_officer(role, entry.agency)):
            unit = Unit(role, agency, True, keys=entry.keys, place=self.meeting_place(agency))
            self.units[role] = unit
            unit.gen, unit.arrives_ms = unit.gen + 1, self.world.now
            self.expected.discard(role)
            self._arrive(unit, unit.gen)
        elif entry.agency is not None:
            self.here.add(role)
            self.expected.discard(role)
            self.world.emit("arrived", None, agency, role, self.meeting_place(agency))
            for call in self.came:
                call(role)

    # ---- decisions and effects ---------------------------------------------------------------------------------------

    def _dispatch(self, act: Act, role: str, cause: str) -> None:
        if act.agency not in self.scenario.agencies:
            raise Refused(f"the scenario has no agency called {act.agency}")
        if not self.dispatch(act.agency, act.units, cause):
            raise Refused(f"every unit of {who(self.scenario, act.agency)} has been sent")

    def set_arrival(self, name: str, t_ms: int, cause: str | None) -> None:
        """A unit, or an agency's next one, arrives at an instant, sent or not. Raises Refused where it is here."""
        if not self.units:
            raise Refused("no unit is on its way here: the scenario has no agencies; record the arrival in words")
        waiting = [unit for unit in self.named(name) if not unit.on_scene]
        if not waiting:
            raise Refused(f"{who(self.scenario, name)} has arrived already")
        unit = min(waiting, key=lambda one: (one.arrives_ms is None, one.arrives_ms or 0))
        unit.state, unit.cause = "coming", cause
        self._arrives(unit, max(t_ms, self.world.now))

    def _delay(self, effect: DelayUnit, cause: str) -> None:
        for unit in self.named(effect.delay_unit):
            if unit.state == "ready":
                unit.late_ms += effect.by_ms
            elif unit.state == "coming" and unit.arrives_ms is not None:
                self._arrives(unit, unit.arrives_ms + effect.by_ms)

    def _arrive_by_effect(self, effect: Arrive, cause: str) -> None:
        """So many of an agency's units come now, one after another over the effect's time."""
        if effect.arrive not in self.scenario.agencies:
            raise Refused(f"the scenario has no agency called {effect.arrive}")
        waiting = [unit for unit in self.of(effect.arrive) if not unit.on_scene]
        for number in range(effect.count):
            unit = waiting[number] if number < len(waiting) else self._one_more(effect.arrive)
            if effect.place is not None:
                unit.place = self.world.compiled.plan.resolve(effect.place)
            unit.state, unit.cause = "coming", cause
            self._arrives(unit, self.world.now + effect.over_ms * number // effect.count)

    def _one_more(self, agency: str) -> Unit:
        return self._add(agency, len(self.of(agency)) + 1, asked=False)
