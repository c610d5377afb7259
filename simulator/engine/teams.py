"""Teams of officers and medics on their way: to one patient after another, and with each to the collection point."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from simulator.engine.agencies import Agencies, Unit
from simulator.engine.command import Command
from simulator.engine.patients import Case, Patients
from simulator.engine.units import Goes, Inside

NO_WAY_MS = 60_000
"""A team that found no way to anybody who is left looks again after so long."""


@dataclass(slots=True)
class Team:
    """People who go to patients together. `lead` walks for them.

    `only_in` is the place whose patients come first; `no_way` are the patients to whom no way was found just now.
    One of its `own` was formed by doctrine; until one is `sent` by somebody it sends itself.
    """

    lead: Unit
    members: list[Unit] = field(default_factory=list)
    rtf: bool = True
    ready: bool = False
    idle: bool = True
    only_in: str | None = None
    no_way: set[str] = field(default_factory=set)
    medics: int = 0
    own: bool = False
    sent: bool = False


class Teams:
    """Every team, and what it does next."""

    def __init__(self, agencies: Agencies, inside: Inside, command: Command, patients: Patients):
        self.agencies, self.inside, self.command, self.patients = agencies, inside, command, patients
        self.play, self.world, self.readiness = agencies.play, agencies.world, agencies.readiness
        self.teams: list[Team] = []

    # ---- going to patients -------------------------------------------------------------------------------------------

    def next(self, team: Team) -> None:
        """The next patient whom nobody is with, where it is safe enough to go; none: wait, or be done."""
        left = self.patients.left()
        if not any(case.place == team.only_in for case in left):
            team.only_in = None
        for case in sorted(left, key=lambda one: (one.place != team.only_in, one.rank)):
            if self._can_go(team, case):
                self._set_out(team, case)
                return
        team.idle = True
        if team.no_way:
            self.inside.later(team.lead, NO_WAY_MS, partial(self._look_again, team))
        elif not left and not self._more_to_come():
            self._dissolve(team)

    def _can_go(self, team: Team, case: Case) -> bool:
        """Whether a team may go to a patient now; whom it found no way to comes again when nobody else is left."""
        known = case.state == "waiting" or self._destination(team) is not None
        safe = not team.rtf or self.command.is_warm(case.place)
        return not case.taken and known and safe and case.patient.id not in team.no_way

    def _look_again(self, team: Team, lead: Unit) -> None:
        """The ways that were shut may be open by now."""
        team.no_way.clear()
        if team.idle:
            self.next(team)

    def _more_to_come(self) -> bool:
        return any(case.state == "to_come" for case in self.patients.cases.values())

    def _set_out(self, team: Team, case: Case) -> None:
        case.taken, team.idle = True, False
        if team.rtf and not team.sent and case.state == "waiting":
            self.agencies.doctrine.has_done(self.command.who, "send_rtf", team.lead.cause, to=[case.place])
        go = partial(self._walk_to, team, case)
        if team.lead.step < 0:
            self.inside.enter(team.lead, partial(self.entered, team, go))
        else:
            go(team.lead)

    def entered(self, team: Team, go: Goes, lead: Unit) -> None:
        if team.rtf:
            opening = self.world.compiled.passage_names[lead.step >> 1]
            self.world.emit("rtf_entered", lead.cause, lead.name, opening)
            for unit in team.members:
                if unit.police and unit.step < 0:
                    self.world.emit("police_entered", unit.cause, unit.name, opening)
                    unit.step = lead.step
        go(lead)

    def _walk_to(self, team: Team, case: Case, lead: Unit) -> None:
        if case.state == "reached" and self.inside.segment(lead) == case.segment:
            self._carry(team, case, lead)  # still with the patient
            return
        goal = frozenset((case.segment,))
        self.inside.walk(
            lead, goal, self.readiness.walk_m_s, partial(self._near, team, case), partial(self._lost, team, case)
        )

    def _lost(self, team: Team, case: Case, lead: Unit) -> None:
        """No way there now: on to the others, and back to this one later."""
        case.taken = False
        team.no_way.add(case.patient.id)
        self.next(team)

    def _near(self, team: Team, case: Case, lead: Unit) -> None:
        """In the patient's segment: the patient is in its middle."""
        takes_ms = int(self._to_middle_mm(case, lead) / self.readiness.walk_m_s + 0.5)
        self.inside.later(lead, takes_ms, partial(self._reached, team, case))

    def _reached(self, team: Team, case: Case, lead: Unit) -> None:
        if case.state == "reached":
            self._carry(team, case, lead)
            return
        case.state = "reached"
        self.world.emit("patient_reached", lead.cause, case.patient.id, lead.name, None, case.place)
        if team.rtf:
            self.patients.open_by_doctrine(lead.cause)
        takes_ms = self.agencies.draw_ms(self.readiness.assess_s, "assess", case.patient.id)
        self.inside.later(lead, takes_ms, partial(self._assessed, team, case))

    def _assessed(self, team: Team, case: Case, lead: Unit) -> None:
        if self._destination(team) is not None:
            self._carry(team, case, lead)
        else:
            case.taken = False
            self.next(team)

    # ---- bringing them out -------------------------------------------------------------------------------------------

    def _destination(self, team: Team) -> str | None:
        """The collection point; a crew without a threat brings patients to its own vehicle."""
        return self.patients.ccp if team.rtf or self.patients.ccp is not None else team.members[0].place

    def _carry(self, team: Team, case: Case, lead: Unit) -> None:
        """From the middle of the place to its door, and on to the collection point."""
        to = self._destination(team)
        assert to is not None
        goal, speed_m_s = self.inside.segments(to), self.readiness.carry_m_s
        there, lost = partial(self._brought, team, case, to), partial(self._lost, team, case)
        takes_ms = int(self._to_middle_mm(case, lead) / speed_m_s + 0.5)
        self.inside.later(lead, takes_ms, lambda one: self.inside.walk(one, goal, speed_m_s, there, lost))

    def _to_middle_mm(self, case: Case, lead: Unit) -> int:
        return dict(self.world.compiled.anchors(case.segment)).get(lead.step >> 1, 0)

    def _brought(self, team: Team, case: Case, to: str, lead: Unit) -> None:
        self.world.emit("patient_moved", lead.cause, case.patient.id, lead.name, to, case.place)
        case.state, case.place, case.taken = "collected", to, False
        self.next(team)
        self.patients.tell()

    def _dissolve(self, team: Team) -> None:
        """Nobody is left to be brought out: medics go back to their vehicles, officers go on in the building."""
        self.teams.remove(team)
        for unit in team.members:
            if unit.police and team.lead.step >= 0:
                unit.state, unit.step = "inside", team.lead.step
                self.inside.hunt(unit)
            else:
                unit.state = "here"
        self.patients.carry_away()
