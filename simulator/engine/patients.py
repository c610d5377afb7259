"""Patients of the exercise: where they are, the collection point, ambulances. Authored, never computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from simulator.engine.agencies import Agencies, Unit
from simulator.engine.command import Command
from simulator.engine.world import ENTRIES, OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.agencies import Patient, patients_of

RANK = {"red": 0, "yellow": 1, "green": 2}
HOSPITAL = "hospital"


@dataclass(slots=True)
class Case:
    """One patient during a run. `place` is the space; `taken` while somebody is on the way or busy with them."""

    patient: Patient
    place: str
    segment: int
    state: Literal["to_come", "waiting", "reached", "collected", "leaving"] = "to_come"
    taken: bool = False

    @property
    def rank(self) -> tuple[int, str]:
        """Who comes first: red, yellow, green; then by id."""
        return RANK[self.patient.triage], self.patient.id


class Patients:
    """Every patient. `changed` holds functions to call when there is more to do."""

    def __init__(self, agencies: Agencies, command: Command):
        self.agencies, self.command = agencies, command
        self.play, self.world, self.readiness = agencies.play, agencies.world, agencies.readiness
        self.ccp: str | None = None
        self.changed: list[Callable[[], None]] = []
        self._opening = False
        self.cases = {case.patient.id: case for case in map(self._case, patients_of(self.play.scenario))}
        self.play.acts["open_ccp"] = self._open_ccp
        self.play.acts["transport"] = agencies.doctrine.in_its_time(self._transport)
        agencies.arrived.append(lambda unit: self.carry_away())

    def begin(self) -> None:
        """Each patient is there from their own instant on."""
        for case in self.cases.values():
            self.world.at(case.patient.at_ms, OPENINGS, partial(self._appears, case))

    def _case(self, patient: Patient) -> Case:
        building = self.world.compiled.building
        place = self.world.compiled.plan.resolve(patient.in_)
        segments = building.of_space[place]
        return Case(patient, place, segments[len(segments) // 2])

    def _appears(self, case: Case) -> None:
        case.state = "waiting"
        self.tell()

    def tell(self) -> None:
        """There is something new to do."""
        for call in self.changed:
            call()
        self.carry_away()

    def left(self) -> list[Case]:
        """Patients who are there and not collected yet, the most urgent first."""
        return sorted((one for one in self.cases.values() if one.state in ("waiting", "reached")), key=_by_rank)

    # ---- the collection point ----------------------------------------------------------------------------------------

    def open_by_doctrine(self, cause: str | None) -> None:
        """The first who reach a patient choose a place just inside the main entrance."""
        step = self.agencies.entrance()
        again = partial(self.open_by_doctrine, cause)
        if self.ccp is not None or self._opening or step is None or not self._may("open_ccp", again):
            return
        self._opening = True
        place = self.world.compiled.building.segments[self.world.compiled.goes_to[step]].space
        takes_ms = self.agencies.draw_ms(self.readiness.ccp_s, "collection point", place)
        self.world.at(self.world.now + takes_ms, OPENINGS, partial(self._opened, place, cause, True))

    def _may(self, action: str, again: Callable[[], None]) -> bool:
        here = dict.fromkeys(unit.agency for unit in self.agencies.on_scene())
        return self.agencies.doctrine.may(action, here, again)

    def _opened(self, place: str, cause: str | None, by_doctrine: bool = False) -> None:
        if self.ccp != place:
            self.ccp = place
            self.world.emit("ccp_opened", cause, None, self.command.who, None, place)
            if by_doctrine:
                self.agencies.doctrine.has_done(self.command.who, "open_ccp", cause, place=place)
            self.tell()

    def _open_ccp(self, act: Act, role: str, cause: str) -> int:
        self.command.must_be_here(role)
        step = self.agencies.entrance()
        inside = self.world.compiled.goes_to[step] if step is not None else 0
        place = self.command.space(act.place or self.world.compiled.building.segments[inside].space)
        takes_ms = self.play.orders.takes_ms(act, role, self.readiness.ccp_s, cause)
        done_ms = self.play.orders.start_ms(role, takes_ms) + takes_ms
        self.world.at(done_ms, OPENINGS, partial(self._opened, place, cause))
        return done_ms

    # ---- to hospital -------------------------------------------------------------------------------------------------

    def carry_away(self) -> None:
        """By doctrine the next crew that is free takes whoever is collected to hospital, the most urgent first."""
        collected = sorted((one for one in self.cases.values() if one.state == "collected"), key=_by_rank)
        for case in collected:
            crew = self._free_crew()
            if crew is None or not self.agencies.doctrine.may("transport", (crew.agency,), self.carry_away):
                return
            self._load(case, crew, HOSPITAL, crew.cause)
            self.agencies.doctrine.has_done(
                self.agencies.spokesman(crew.agency), "transport", crew.cause, patient=case.patient.id, to=[HOSPITAL]
            )

    def _free_crew(self) -> Unit | None:
        """A crew that is free, of an ambulance service where there is one."""
        free = [unit for unit in self.agencies.on_scene(police=False) if unit.state == "here"]
        return min(free, key=lambda unit: "ems" not in unit.agency and "ambulance" not in unit.agency, default=None)

    def _load(self, case: Case, crew: Unit, to: str, cause: str | None) -> int:
        case.state, crew.state = "leaving", "busy"
        patient = case.patient
        self.play.knowledge.learn(to, f"patient {patient.id}", patient.triage, crew.name, "radio", cause)
        loaded_ms = self.world.now + self.agencies.draw_ms(self.readiness.load_s, "load", patient.id)
        self.world.at(loaded_ms, ENTRIES, partial(self._loaded, case, crew, to, cause))
        return loaded_ms

    def _loaded(self, case: Case, crew: Unit, to: str, cause: str | None) -> None:
        self.world.emit("patient_moved", cause, case.patient.id, crew.name, crew.name, case.place)
        way_ms = self.agencies.draw_ms(self.readiness.hospital_s, "way to hospital", case.patient.id)
        there = partial(self.world.emit, "patient_moved", cause, case.patient.id, crew.name, to, None)
        self.world.at(self.world.now + way_ms, ENTRIES, there)
        self.world.at(self.world.now + 2 * way_ms, ENTRIES, partial(self._is_back, crew))

    def _is_back(self, crew: Unit) -> None:
        crew.state = "here"
        self.tell()

    def _transport(self, act: Act, role: str, cause: str) -> int:
        case = self.cases.get(act.patient or "")
        if case is None:
            raise Refused(f"there is no patient called {act.patient}")
        if case.state == "leaving":
            raise Refused(f"patient {act.patient} is on the way to hospital already")
        if case.state != "collected":
            raise Refused(f"patient {act.patient} has not been brought to a collection point yet")
        crew = self._free_crew()
        if crew is None:
            raise Refused("no ambulance is here and free")
        return self._load(case, crew, act.to[0] if act.to else HOSPITAL, cause)


def _by_rank(case: Case) -> tuple[int, str]:
    return case.rank
