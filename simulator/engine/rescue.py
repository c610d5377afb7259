"""Rescue: teams of officers and medics who go where it is safe enough, reach patients, and bring them out.

By doctrine a rescue task force forms once command is unified and what the policy needs has happened. Where there is no
threat a crew goes in at once. A seat that is taken, or a step of the response plan, replaces the doctrine.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.agencies import Agencies, Unit
from simulator.engine.called import where
from simulator.engine.command import Command
from simulator.engine.patients import Patients
from simulator.engine.streams import quantity
from simulator.engine.teams import Team, Teams
from simulator.engine.units import Inside
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.events import Row
from simulator.model.response import Step
from simulator.rules.responders import nearest, walk_mm

WANTED = {
    "ccp_opened": "a casualty collection point", "unified_command": "a unified command",
    "command": "somebody in command", "threat_ended": "the end of the threat", "police_entered": "officers inside",
}  # fmt: skip
"""What a plan may want before a rescue task force goes in, in words."""


class Rescue(Teams):
    """Who goes: teams that form by doctrine, crews that go in alone, and what decisions ask of them."""

    def __init__(self, agencies: Agencies, inside: Inside, command: Command, patients: Patients):
        super().__init__(agencies, inside, command, patients)
        self.policy = agencies.policies.rtf
        self.formed = 0
        self.happened: set[str] = set()
        acts = self.play.acts
        acts["form_rtf"] = self._form_rtf
        acts["send_rtf"] = agencies.doctrine.in_its_time(self._send_rtf)
        agencies.arrived.append(lambda unit: self.consider())
        command.changed.append(self.consider)
        patients.changed.append(self.consider)

    def begin(self) -> None:
        """Teams may form once what the policy needs has happened, and go on once the threat is over."""
        for kind in self.policy.needs if self.agencies.units else ():
            self.world.listen(kind, self._has_happened)
        if self.play.threat is not None:
            self.world.listen("threat_ended", lambda _: self.world.at(self.world.now, OPENINGS, self.consider))

    def _has_happened(self, row: Row) -> None:
        self.happened.add(row[1])
        self.world.at(self.world.now, OPENINGS, self.consider)

    # ---- what is to be done ------------------------------------------------------------------------------------------

    def consider(self) -> None:
        """Something has changed: form what can be formed, and let whoever is idle go on."""
        if self.patients.cases:
            self._form_by_doctrine() if self.play.threat is not None else self._help_by_doctrine()
        for team in list(self.teams):
            if team.ready and team.idle:
                self.next(team)

    def _lacks(self) -> list[str]:
        return [need for need in self.policy.needs if need not in self.happened]

    def _form_by_doctrine(self) -> None:
        agencies = self.agencies
        if not self.command.unified and len({one.police for one in agencies.units.values()}) == 2:
            return
        if "ccp_opened" in self._lacks() and self.command.who is not None:
            self.patients.open_by_doctrine(None)
        if self._lacks() or not self._more_needed():
            return
        officers, medics = self._wanted()
        members = self._members(officers, medics)
        if members and agencies.doctrine.may("form_rtf", {one.agency for one in members}, self.consider):
            self._form(members, medics, members[-1].cause, None, own=True)

    def _more_needed(self) -> bool:
        """One team at first, a further one for every two patients whom nobody is with."""
        untaken = [case for case in self.patients.left() if not case.taken]
        pending = sum(not team.ready for team in self.teams)
        return bool(untaken) and len(untaken) > 2 * pending and len(self.teams) * 2 < len(self.patients.left())

    def _wanted(self) -> tuple[int, int]:
        """Officers and medics of a team: the policy's numbers, or as many as the scenario has in all."""
        units = self.agencies.units.values()
        per_unit = self.readiness.medics_per_unit
        return (
            min(self.policy.police, max(sum(one.police for one in units) - self._searching(), 0)),
            min(self.policy.ems, per_unit * sum(not one.police for one in units)),
        )

    def _searching(self) -> int:
        """How many officers stay on the search."""
        return 1 if self.play.threat is not None and not self.play.threat.over else 0

    def _members(self, officers: int, medics: int) -> list[Unit] | None:
        """Who is here and free: those outside and the last to arrive first. None where that is too few, or no medic."""
        here = [unit for unit in self.agencies.on_scene() if unit.state in ("here", "inside") and not unit.contact]
        here.sort(key=lambda unit: (unit.state == "inside", -(unit.arrives_ms or 0), unit.name))
        police = [unit for unit in here if unit.police]
        police = police[: max(len(police) - self._searching(), 0)]  # whoever has searched longest goes on
        crews = [unit for unit in here if not unit.police and unit.state == "here"]
        needed = -(-medics // self.readiness.medics_per_unit)
        if len(police) < officers or len(crews) < needed or medics == 0:
            return None
        return [*police[:officers], *crews[:needed]]

    # ---- forming -----------------------------------------------------------------------------------------------------

    def _form(
        self, members: list[Unit], medics: int, cause: str | None, takes_ms: int | None, *, own: bool = False
    ) -> int:
        self.formed += 1
        name = f"rtf-{self.formed}"
        lead = Unit(name, "rtf", False, keys=any(one.keys for one in members), state="busy", cause=cause)
        team = Team(lead, members, medics=medics, own=own)
        self.teams.append(team)
        back_ms = max((self._walk_out_ms(unit) for unit in members), default=0)
        for unit in members:
            unit.state, unit.gen = "busy", unit.gen + 1
        if takes_ms is None:
            gear_ms = self.agencies.draw_ms(self.readiness.gear_s, "gear", name)
            takes_ms = max(gear_ms, back_ms) + self.agencies.draw_ms(self.readiness.link_up_s, "link up", name)
        formed_ms = self.world.now + takes_ms
        self.world.at(formed_ms, OPENINGS, partial(self._formed, team))
        return formed_ms

    def _walk_out_ms(self, unit: Unit) -> int:
        """Back to the way in, for an officer who is inside."""
        if unit.state != "inside" or unit.step < 0:
            return 0
        building, out = self.world.compiled.building, self.world.compiled.open_air
        path = nearest(building, unit.step, lambda segment: out[segment], lambda step: not self.inside.blocked(step))
        return int(walk_mm(building, unit.step, path or ()) / self.readiness.walk_m_s)

    def _formed(self, team: Team) -> None:
        team.ready = True
        self.world.emit("rtf_formed", team.lead.cause, team.lead.name, None)
        if team.own:
            self.agencies.doctrine.has_done(
                self.command.who, "form_rtf", team.lead.cause,
                police=sum(one.police for one in team.members), ems=team.medics,
            )  # fmt: skip
        self.consider()

    def _form_rtf(self, act: Act, role: str, cause: str) -> int:
        if lacks := self._lacks():
            wanted = ", ".join(WANTED.get(one, one.replace("_", " ")) for one in lacks)
            raise Refused(f"the plan wants this first: {wanted}")
        officers = self.policy.police if act.police is None else act.police
        medics = self.policy.ems if act.ems is None else act.ems
        members = self._members(officers, medics)
        if members is None:
            raise Refused(f"there are not {officers} officers and {medics} medics here who are free")
        step = act if isinstance(act, Step) else self.play.orders.matching_step(act, role)
        takes = quantity(step.actual, self.world.seed, "step", step.id) if step is not None else None
        return self._form(members, medics, cause, None if takes is None else round(takes * 1000))

    # ---- without a threat, and by decision ---------------------------------------------------------------------------

    def _help_by_doctrine(self) -> None:
        for unit in self.agencies.on_scene(police=False):
            needed = any(not case.taken for case in self.patients.left())
            if (
                needed
                and unit.state == "here"
                and self.agencies.doctrine.may("send_help", (unit.agency,), self.consider)
            ):
                self.crew(unit, None, unit.cause)

    def crew(self, unit: Unit, only_in: str | None, cause: str | None, through: int | None = None) -> None:
        """A crew goes in by itself."""
        lead = Unit(unit.name, unit.agency, False, keys=unit.keys, state="busy", cause=cause)
        team = Team(lead, [unit], rtf=False, ready=True, only_in=only_in)
        unit.state, unit.gen = "busy", unit.gen + 1
        self.teams.append(team)
        if through is None:
            self.next(team)
        else:
            team.idle = False
            self.inside.enter(lead, lambda _: self.next(team), through)

    def _send_rtf(self, act: Act, role: str, cause: str) -> None:
        """The patients of a place come first, then the others; a team that is forming or busy goes there next."""
        place = self.command.space(act.to[0]) if act.to else None
        teams = sorted((one for one in self.teams if one.rtf), key=lambda one: (not one.idle, not one.ready))
        if not teams:
            raise Refused("no rescue task force is formed")
        team = teams[0]
        if place is not None and (reason := self.command.not_warm(place)) is not None:
            raise Refused(f"{where(self.world.compiled.plan, place)} is not a warm zone: {reason}")
        team.only_in, team.lead.cause, team.sent = place, cause, True
        if not (team.ready and team.idle):
            return
        if place is None or any(case.place == place for case in self.patients.left()):
            self.next(team)
        else:
            self._look_there(team, place)

    def _look_there(self, team: Team, place: str) -> None:
        """A team goes to a place where no patient is known, and on from there."""
        team.idle = False

        def on(lead: Unit) -> None:
            self.next(team)

        def go(lead: Unit) -> None:
            self.inside.walk(lead, self.inside.segments(place), self.readiness.walk_m_s, on, on)

        if team.lead.step < 0:
            self.inside.enter(team.lead, partial(self.entered, team, go))
        else:
            go(team.lead)
