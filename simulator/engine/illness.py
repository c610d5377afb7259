"""Somebody falls ill: who sees it first, how the front office learns of it, and who comes to help."""

from __future__ import annotations

from functools import partial

from simulator.engine import notices
from simulator.engine.play import Play
from simulator.engine.securing import leads
from simulator.engine.streams import quantity
from simulator.engine.ways import indoors_mm, walk_mm
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.agencies import PT_MEDICAL, patients_of
from simulator.model.decisions import Decision
from simulator.model.hazard import Medical
from simulator.model.response import Step
from simulator.rules.routes import FAR_MM

HAZARD = "medical"


def begin(play: Play) -> None:
    """Put the script on the clock."""
    if play.scenario.medical is not None:
        illness = Illness(play, play.scenario.medical)
        play.world.at(illness.at_ms, OPENINGS, illness.falls)


class Illness:
    """The patient of a `medical:` script. Whoever is nearest sees it and reports it, unless they are a role already."""

    def __init__(self, play: Play, script: Medical):
        self.play, self.world = play, play.world
        self.space = self.world.compiled.plan.resolve(script.in_)
        self.at_ms = script.at_ms

    def falls(self) -> None:
        """Somebody falls ill: whoever is nearest gets there and sees it."""
        finder = self._nearest()
        if finder is None:
            self._reported(None)
            return
        far = walk_mm(self.world, finder, self.space)
        self.world.at(self.world.now + round(far / finder.speed_m_s), OPENINGS, partial(self._seen, finder))

    def _nearest(self) -> Mover | None:
        """Of the adults inside who lead or work alone, the one with the shortest way there."""
        movers = [mover for mover in self.world.movers if leads(mover)]
        found = min(((walk_mm(self.world, one, self.space), one.name, one) for one in movers), default=None)
        return found[2] if found is not None and found[0] < FAR_MM else None

    def _seen(self, finder: Mover) -> None:
        self.world.emit("seen", HAZARD, finder.name, HAZARD, self.space)
        self._knows(finder.name, None, "seen")
        if finder.name in notices.present(self.play):
            notices.understands(self.play, finder.name, HAZARD, HAZARD, None, "seen", self.space)
            return
        takes = quantity(self.play.scenario.perception.report_s, self.world.seed, "report", f"{HAZARD}/{finder.name}")
        self.world.at(self.world.now + round(takes * 1000), OPENINGS, partial(self._reported, finder.name))

    def _reported(self, source: str | None) -> None:
        """The first role of the school that is there is told."""
        role = next(iter(notices.present(self.play)), None)
        if role is not None:
            self._knows(role, source, "in_person")
            notices.understands(self.play, role, HAZARD, HAZARD, source, "in_person", self.space)

    def _knows(self, who: str, source: str | None, via: str) -> None:
        self.play.knowledge.learn(who, "patient_where", self.space, source, via, HAZARD)
        self.play.knowledge.learn(who, "patients", PT_MEDICAL, source, via, HAZARD)


# ---- help ------------------------------------------------------------------------------------------------------------


def help_patient(play: Play, act: Act, role: str, cause: str) -> int:
    """A role goes to the nearest patient whom nobody has reached; returns when it is there. Raises Refused in words."""
    person = play.orders.person(role)
    found = _waiting(play, person)
    if not found:
        raise Refused("nobody who needs medical care waits for help")
    far, patient, space = found[0]
    if far >= FAR_MM:
        raise Refused("there is no way to whoever needs help")
    doing_ms = _takes_ms(play, act, role, person, far, cause)
    done_ms = play.orders.start_ms(role, doing_ms) + doing_ms
    if person is not None and play.orders.space(person) != space:
        person.goal = play.people.steps_into(space)
        person.within = indoors_mm(play.world, person, space) < FAR_MM
        play.people.send([person], "goes to somebody who needs help", cause)
    reached = partial(play.world.emit, "patient_reached", cause, patient, role, None, space)
    play.world.at(done_ms, OPENINGS, reached)
    return done_ms


def _waiting(play: Play, person: Mover | None) -> list[tuple[int, str, str]]:
    """The walk to each patient whom nobody has reached, the patient and the space, nearest first."""
    world = play.world
    reached = {row[3] for row in world.log if row[1] == "patient_reached"}
    found = []
    for patient in patients_of(play.scenario):
        if patient.at_ms <= world.now and patient.id not in reached:
            space = world.compiled.plan.resolve(patient.in_)
            found.append((walk_mm(world, person, space) if person is not None else 0, patient.id, space))
    return sorted(found)


def _takes_ms(play: Play, act: Act, role: str, person: Mover | None, far: int, cause: str) -> int:
    if isinstance(act, Step):
        return play.orders.takes_ms(act, role, act.actual, cause)
    if isinstance(act, Decision) and act.takes_ms is not None:
        return act.takes_ms
    start = quantity(play.scenario.conduct.go_s, play.world.seed, "doing", cause)
    return round(start * 1000) + (round(far / person.speed_m_s) if person is not None else 0)
