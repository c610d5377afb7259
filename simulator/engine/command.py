"""Command on the scene: who has it, with whom, staging, zones, a perimeter, and what units are assigned to.

By their own doctrine the first officer, or the supervisor once there, takes command, and unifies it with the first of
another agency. Where a seat of that agency is taken, or the response plan has the step, that is left to them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.agencies import Agencies, Unit
from simulator.engine.called import who
from simulator.engine.world import ENTRIES, OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.noun import References
from simulator.model.response import Step
from simulator.rules.responders import is_fire, is_police

FIRE_LED = frozenset({"fire", "hazmat", "earthquake"})
"""Incidents in which the fire service takes command over from medics who were there first."""


class Command:
    """The command of an incident. `changed` holds functions to call when zones or command have changed."""

    def __init__(self, agencies: Agencies):
        self.agencies = agencies
        self.play, self.world, self.readiness = agencies.play, agencies.world, agencies.readiness
        self.who: str | None = None
        self.agency: str | None = None
        self.place: str | None = None
        self.unified = False
        self.assigns = False
        self.zones: dict[str, str] = {}
        self.perimeter: str | None = None
        self.changed: list[Callable[[], None]] = []
        self._begun: set[str] = set()
        self._waits: Callable[[], None] | None = None
        agencies.arrived.append(self._here)
        agencies.came.append(self._person_here)
        acts = self.play.acts
        acts["establish_command"], acts["transfer_command"] = self._establish, self._transfer
        acts["unify_command"] = self._unify
        for name, does in (
            ("stage", self._stage),
            ("set_zone", self._set_zone),
            ("set_perimeter", self._set_perimeter),
        ):
            acts[name] = agencies.doctrine.in_its_time(does)

    # ---- by doctrine -------------------------------------------------------------------------------------------------

    def _here(self, unit: Unit) -> None:
        self._check_in(unit)
        self._command_if_ready()
        self._unify_if_ready()

    def _command_if_ready(self) -> None:
        """The first unit of the police takes command, of any agency where no police are in the scenario."""
        here = sorted(self.agencies.on_scene(), key=lambda one: (one.arrives_ms or 0, one.name))
        unit = next((one for one in here if self._leads(one)), None)
        if self.who is not None or "command" in self._begun or unit is None:
            return
        alike = {one.agency for one in self.agencies.units.values() if one.police == unit.police}
        if self.agencies.doctrine.may("establish_command", alike, self._command_if_ready):
            self._begun.add("command")
            takes_ms = self.agencies.draw_ms(self.readiness.command_s, "command", unit.name)
            self.world.at(self.world.now + takes_ms, OPENINGS, partial(self._first, unit))

    def _check_in(self, unit: Unit) -> None:
        """Whoever was told to stage checks in, and so do medics who were sent where the plan has a place for it."""
        by_plan = unit.agency in self.agencies.policies.staging and not unit.police and unit.asked
        if unit.staged or by_plan:
            takes_ms = self.agencies.draw_ms(self.readiness.staging_s, "staging", unit.name)
            self.world.at(self.world.now + takes_ms, OPENINGS, partial(self._staged, unit, unit.place, unit.cause))

    def _staged(self, unit: Unit, place: str, cause: str | None) -> None:
        if unit.state == "here":
            unit.place, unit.staged = place, True
            self.world.emit("staged", cause, unit.agency, unit.name, place)

    def _leads(self, unit: Unit) -> bool:
        """Whether a unit's agency takes command first: the police where any are in the scenario, else whoever comes."""
        return unit.police or not any(one.police for one in self.agencies.units.values())

    def _first(self, unit: Unit) -> None:
        if self.who is None:
            self._take_by_doctrine(self.agencies.spokesman(unit.agency, unit.name), unit.agency, unit.place, unit.cause)

    def _take_by_doctrine(self, who: str, agency: str | None, place: str | None, cause: str | None) -> None:
        self.take(who, agency, place, cause)
        self.agencies.doctrine.has_done(who, "establish_command", cause, place=place)

    def _person_here(self, role: str) -> None:
        """Whoever comes to command relieves the unit of the agency that has had command until then."""
        agency, place = self.agencies.doctrine.agency_of(role), self.place
        if self.who is None:
            self._command_if_ready()
        elif self.who in self.agencies.units and agency == self.agency and not self._is_played(role):
            takes_ms = self.agencies.draw_ms(self.readiness.briefing_s, "briefing", role)
            done = partial(self._relieves, self.who, role, agency, place)
            self.world.at(self.world.now + takes_ms, OPENINGS, done)

    def _is_played(self, role: str) -> bool:
        return self.agencies.doctrine.waits_for_player(self.agencies.doctrine.agency_of(role))

    def _relieves(self, whom: str, role: str, agency: str | None, place: str | None) -> None:
        if self.who == whom and not self._is_played(role):
            self._take_by_doctrine(role, agency, place, None)

    def _unify_if_ready(self) -> None:
        """Brief with the first agency that is here too."""
        if self._waits is not None:
            waits, self._waits = self._waits, None
            waits()
        agencies = self.agencies
        others = [unit for unit in agencies.on_scene() if unit.agency != self.agency]
        if self.who is None or self.unified or "unified" in self._begun or not others:
            return
        other = next((unit for unit in others if not unit.police), others[0])
        if not agencies.doctrine.may("unify_command", (self.agency, other.agency), self._unify_if_ready):
            return
        self._begun.add("unified")
        takes_ms = agencies.draw_ms(self.readiness.briefing_s, "briefing", other.agency)
        done = partial(self._unify_by_doctrine, other.agency, self.place, other.cause)
        self.world.at(self.world.now + takes_ms, OPENINGS, done)

    def _unify_by_doctrine(self, other: str, place: str | None, cause: str | None) -> None:
        """Both sides have done it, whoever asked the other."""
        if self.unified:
            return
        self.unify(other, place, cause)
        doctrine = self.agencies.doctrine
        doctrine.has_done(self.who, "unify_command", cause, place=place, **{"with": other})
        doctrine.has_done(self.agencies.spokesman(other), "unify_command", cause, place=place, **{"with": self.agency})

    # ---- what follows ------------------------------------------------------------------------------------------------

    def take(self, who: str, agency: str | None, place: str | None, cause: str | None) -> None:
        """Somebody has command from now on."""
        self.who, self.agency, self.place = who, agency, place
        self.world.emit("command", cause, who, None, place)
        self._unify_if_ready()
        self._tell()

    def unify(self, other: str, place: str | None, cause: str | None) -> None:
        """Command is shared with another agency from now on; once is enough."""
        if not self.unified:
            self.unified = self.assigns = True
            self.world.emit("unified_command", cause, self.who, other, place)
            self._tell()

    def _tell(self) -> None:
        for call in self.changed:
            call()

    def is_warm(self, space: str) -> bool:
        """Whether medics with officers may go to a space: it was set so, or nobody set it and the threat is over."""
        return self.not_warm(space) is None

    def not_warm(self, space: str) -> str | None:
        """Why medics with officers may not go to a space, in words; None where they may."""
        if space in self.zones:
            return "it was set hot, and no officers have cleared it since" if self.zones[space] == "hot" else None
        if self.play.threat is None or self.play.threat.over:
            return None
        return "the threat is not over, and nobody has set it warm"

    def cleared(self, space: str) -> None:
        """Officers have cleared a space after the threat: where it was set hot, it is warm from now on."""
        if self.zones.get(space) == "hot":
            self.zones[space] = "warm"
            self._tell()

    # ---- decisions and steps -----------------------------------------------------------------------------------------

    def place_of(self, act: Act, role: str) -> str | None:
        """The place that an action names, else where the role's agency meets. Raises Refused where there is none."""
        if act.place is None:
            agency = self.agencies.doctrine.agency_of(role)
            return self.place or (self.agencies.meeting_place(agency) if agency is not None else None)
        return self.space(act.place)

    def space(self, reference: str) -> str:
        """The space that a reference names. Raises Refused where there is none."""
        compiled = self.world.compiled
        try:
            name = compiled.plan.resolve(reference)
        except KeyError:
            raise Refused(f"there is no place called {reference}") from None
        if name not in compiled.spaces:
            raise Refused(f"there is no place called {reference}")
        return name

    def spaces(self, references: References) -> list[str]:
        """The spaces that references name; `indoors` or `all` are all that are not under the open sky."""
        found: list[str] = []
        for reference in references:
            if reference in ("indoors", "all"):
                found += [name for name, one in self.world.compiled.spaces.items() if not one.open_air]
            else:
                found.append(self.space(reference))
        return list(dict.fromkeys(found))

    def _on_scene(self, role: str) -> str | None:
        """The agency that a role speaks for. Raises Refused where none of its units is here."""
        agency = self.agencies.doctrine.agency_of(role)
        self.must_be_here(role)
        known = agency in self.play.scenario.agencies and role not in self.agencies.here
        if known and not any(one.on_scene for one in self.agencies.of(agency or "")):
            raise Refused(f"no unit of {who(self.play.scenario, agency or '')} is on the scene yet")
        return agency

    def must_be_here(self, role: str) -> None:
        """Raises Refused for a person of an agency who comes at a time of their own and is not here yet."""
        if role in self.agencies.expected:
            raise Refused(f"{who(self.play.scenario, role)} is not on the scene yet: only radio and phone reach it")

    def _doing(self, act: Act, role: str, cause: str, name: str) -> int:
        """When a role is done with what takes one of the readiness times."""
        takes_ms = self.play.orders.takes_ms(act, role, getattr(self.readiness, name), cause)
        return self.play.orders.start_ms(role, takes_ms) + takes_ms

    def _establish(self, act: Act, role: str, cause: str) -> int:
        agency, place = self._on_scene(role), self.place_of(act, role)
        if self.who is not None and self._takes_over(agency):
            done_ms = self._doing(act, role, cause, "briefing_s")
            self.world.at(done_ms, OPENINGS, partial(self.take, role, agency, place, cause))
            return done_ms
        if self.who is not None:
            raise Refused(f"{who(self.play.scenario, self.who)} has command already; it can be transferred or unified")
        done_ms = self._doing(act, role, cause, "command_s")
        self.world.at(done_ms, OPENINGS, partial(self._takes, role, agency, place, cause))
        return done_ms

    def _takes_over(self, agency: str | None) -> bool:
        """Whether command passes to an agency: from a unit of its own, or to the fire service from medics."""
        if agency is not None and agency == self.agency and self.who in self.agencies.units:
            return True
        hazards = {self.play.scenario.hazard, *self.play.scenario.also}
        if agency is None or self.agency is None or not FIRE_LED.intersection(hazards):
            return False
        return is_fire(agency) and not is_fire(self.agency) and not is_police(self.agency)

    def _takes(self, role: str, agency: str | None, place: str | None, cause: str) -> None:
        if self.who is None:
            self.take(role, agency, place, cause)

    def _transfer(self, act: Act, role: str, cause: str) -> int:
        if self.who is None:
            raise Refused("nobody has command yet")
        to = act.to[0] if act.to else role
        if to not in self.play.scenario.roles:
            self.agencies.named(to)
        unit = self.agencies.units.get(to)
        agency = unit.agency if unit is not None else self.agencies.doctrine.agency_of(to)
        done_ms = self._doing(act, role, cause, "briefing_s")
        self.world.at(done_ms, OPENINGS, partial(self.take, to, agency, self.place, cause))
        return done_ms

    def _unify(self, act: Act, role: str, cause: str) -> int:
        if isinstance(act, Step):
            return self._unify_by_plan(act, role, cause)
        self.must_be_here(role)
        if self.who is None:
            raise Refused("nobody has command yet: there is nothing to unify")
        if self.unified:
            raise Refused("command is unified already")
        other = self._other(act.with_, role)
        place = self.place_of(act, role)
        done_ms = self._doing(act, role, cause, "briefing_s")
        self.world.at(done_ms, OPENINGS, partial(self.unify, other, place, cause))
        return done_ms

    def _other(self, named: str | None, role: str) -> str:
        """With whom command is unified: either side may name the other. Raises Refused where that one is not here."""
        agency_of = self.agencies.doctrine.agency_of
        here = list(dict.fromkeys(unit.agency for unit in self.agencies.on_scene() if unit.agency != self.agency))
        wanted = (agency_of(named) or named) if named is not None else None
        if wanted is None or wanted == self.agency:  # the one who has command: with the speaker's own agency, or any
            own = agency_of(role)
            wanted = own if own in here else next(iter(here), None)
        if wanted is None or wanted not in here:
            raise Refused(f"{who(self.play.scenario, wanted) if wanted else 'no other agency'} is not on the scene yet")
        return wanted

    def _unify_by_plan(self, step: Step, role: str, cause: str) -> int:
        """A step of the plan waits, once its time is over, until there are two who can unify."""
        done_ms = self._doing(step, role, cause, "briefing_s")
        self.world.at(done_ms, OPENINGS, partial(self._unified_by_plan, step, role, cause))
        return done_ms

    def _unified_by_plan(self, step: Step, role: str, cause: str) -> None:
        here = [one.agency for one in self.agencies.on_scene() if one.agency != self.agency]
        if self.who is not None and here:
            agency_of = self.agencies.doctrine.agency_of
            wanted = (agency_of(step.with_ or role) or step.with_, agency_of(role))
            other = next((one for one in wanted if one in here), here[0])
            self.unify(other or here[0], self.place_of(step, role), cause)
        else:
            self._waits = partial(self._unified_by_plan, step, role, cause)

    def _stage(self, act: Act, role: str, cause: str) -> None:
        """The agency's units that are on the way, or here and free, go to a place and wait there to be assigned."""
        agency, place = self.agencies.doctrine.agency_of(role), self.place_of(act, role)
        if place is None:
            raise Refused("say where they stage")
        units = [one for one in self.agencies.units.values() if agency is None or one.agency == agency]
        for unit in units:
            if unit.state in ("ready", "coming"):
                unit.place, unit.staged = place, True
            elif unit.state == "here":
                takes_ms = self.agencies.draw_ms(self.readiness.staging_s, "staging", unit.name)
                self.world.at(self.world.now + takes_ms, ENTRIES, partial(self._staged, unit, place, cause))

    def _set_perimeter(self, act: Act, role: str, cause: str) -> None:
        self._on_scene(role)
        self.perimeter = self.place_of(act, role)

    def _set_zone(self, act: Act, role: str, cause: str) -> None:
        assert act.zone is not None
        self.zones |= dict.fromkeys(self.spaces(act.spaces or ()), act.zone)
        self._tell()
