"""A scenario: `hotwash.scenario/1`: where, when, who, what happens, and what is measured."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from simulator.model.actions import Occurrence
from simulator.model.agencies import Agency, Patient, Reunification
from simulator.model.arrivals import Arrivals
from simulator.model.comms import Comms
from simulator.model.conduct import Conduct
from simulator.model.distributions import AnyDistribution, Numeric
from simulator.model.hazard import (
    BombThreat,
    Disturbance,
    Earthquake,
    Fire,
    Hazard,
    Hazmat,
    Medical,
    MissingChild,
    Threat,
    Visitor,
    Weather,
)
from simulator.model.inject import Effects, Inject
from simulator.model.movement import Movement
from simulator.model.noun import ClockMs, Id, Milliseconds, Noun, Reference, References, Text, twice
from simulator.model.people import Occupancy
from simulator.model.perception import Perception
from simulator.model.period import Period
from simulator.model.readiness import Readiness
from simulator.model.response import PlanChange

OFF_SITE = "off_site"
"""Where a role is that is not in the building: nobody of the roster."""


class When(Noun):
    """The scenario's date, its time of day at 00:00, and the school's period."""

    date: dt.date | None = None
    clock_ms: ClockMs = Field(default=10 * 3_600_000, alias="clock")
    period: Period = "class"


class Audience(Noun):
    """Whom the exercise is for."""

    grades: Text | None = None
    pupils_present: bool = False


class AgendaItem(Noun):
    """One line of an agenda."""

    item: Text
    minutes: int = Field(ge=1, le=600)


class ExerciseNotes(Noun):
    """What the documents say about the exercise."""

    type: Literal["seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale"] = "tabletop"
    scope: Text | None = None
    sponsor: Text | None = None
    trains: Text | None = None
    content_note: Text | None = None
    agendas: dict[Literal["45", "90", "180"], tuple[AgendaItem, ...]] = {}


Since = Literal["order", "recognition", "dispatched", "start"]
"""What a time is counted from: the order, the first who understood, the first unit sent, or 00:00."""


class Where(Noun):
    """The people that a measure counts: those of one loudspeaker zone, of some spaces or of one level."""

    pa: Id | None = None
    space: References | None = None
    level: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Where:
        if sum(one is not None for one in (self.pa, self.space, self.level)) != 1:
            raise ValueError("name exactly one of pa, space and level")
        return self


class Measure(Noun):
    """How an objective is judged from the log, in one of five ways.

    A metric within a limit, counted from `from` and over the people of `where`; expectations (`expects`); the time of
    an event (`time_of`); an event that must not come (`never`), at all or `after` another; or by people (`judged`).
    """

    metric: Id | None = None
    expects: tuple[Id, ...] | None = Field(default=None, min_length=1)
    time_of: Occurrence | None = None
    never: Occurrence | None = None
    judged: bool = False
    from_: Since = Field(default="start", alias="from")
    within_ms: Milliseconds | None = Field(default=None, alias="within")
    at_most: float | None = None
    where: Where | None = None
    after: Occurrence | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Measure:
        ways = (self.metric, self.expects, self.time_of, self.never, self.judged or None)
        if sum(one is not None for one in ways) != 1:
            raise ValueError("give exactly one of metric, expects, time_of, never, and judged: yes")
        if self.metric is not None and (self.within_ms is None) == (self.at_most is None):
            raise ValueError("a metric needs exactly one of within and at_most")
        if self.time_of is not None and self.within_ms is None:
            raise ValueError("time_of needs within")
        for name, fits in self._goes_with().items():
            if name in self.model_fields_set and not fits:
                raise ValueError(f"{name.rstrip('_').removesuffix('_ms')} does not go with this measure")
        return self

    def _goes_with(self) -> dict[str, bool]:
        """Whether each of the further keys says something here."""
        timed = self.within_ms is not None
        return {
            "from_": timed, "within_ms": self.metric is not None or self.time_of is not None,
            "at_most": self.metric is not None, "where": self.metric is not None, "after": self.never is not None,
        }  # fmt: skip


class Objective(Noun):
    """What the exercise wants to see."""

    id: Id
    text: Text
    capability: Text | None = None
    measure: Measure


class Question(Noun):
    """One question for discussion."""

    group: Text
    text: Text


class Module(Noun):
    """A part of the exercise with its questions."""

    id: Id
    title: Text
    from_ms: Milliseconds = Field(alias="from")
    questions: tuple[Question, ...] = ()


class Role(Noun):
    """A person with a task: one extra member of staff, unless `of` names a group that already counts them.

    `off_site` is nobody of the roster; `back` (s from 00:00) is when that person returns. `agency` is whose they are,
    `radio` their talkgroup, `phone` their line.
    """

    in_: Reference = Field(alias="in")
    of: Id | None = None
    title: Text | None = None
    played: bool = False
    keys: bool = True
    agency: Id | None = None
    back: Numeric | None = None
    radio: Id | None = None
    phone: Id | None = None

    @property
    def off_site(self) -> bool:
        """Whether this person is not in the building at 00:00."""
        return self.in_ == OFF_SITE


class Scenario(Noun):
    """One scenario with its variables resolved; `plan` is the file's own text, relative to the scenario's folder."""

    format: Literal["hotwash.scenario/1"]
    title: Text = Field(min_length=1)
    hazard: Hazard
    also: tuple[Hazard, ...] = ()
    plan: Text
    response: Text | None = None
    when: When = When()
    horizon_ms: Milliseconds = Field(default=3_600_000, alias="horizon", ge=1_000)
    movement: Movement = Movement()
    conduct: Conduct = Conduct()
    perception: Perception = Perception()
    readiness: Readiness = Readiness()
    arrivals: Arrivals = Arrivals()
    comms: Comms = Comms()
    audience: Audience = Audience()
    exercise: ExerciseNotes = ExerciseNotes()
    objectives: tuple[Objective, ...] = ()
    variables: dict[Id, AnyDistribution] = {}
    setup: Effects = ()
    plan_changes: tuple[PlanChange, ...] = ()
    threat: Threat | None = None
    intruder: Threat | None = None
    visitor: Visitor | None = None
    disturbance: Disturbance | None = None
    fire: Fire | None = None
    weather: Weather | None = None
    hazmat: Hazmat | None = None
    earthquake: Earthquake | None = None
    bomb_threat: BombThreat | None = None
    medical: Medical | None = None
    missing_child: MissingChild | None = None
    agencies: dict[Id, Agency] = {}
    patients: tuple[Patient, ...] = ()
    reunification: Reunification | None = None
    occupancy: Occupancy
    roles: dict[Id, Role] = {}
    modules: tuple[Module, ...] = ()
    injects: tuple[Inject, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        if self.hazard == "fire" and self.fire is None:
            raise ValueError("hazard: fire needs fire: {origin: SPACE, ...}")
        if self.threat is not None and self.intruder is not None:
            raise ValueError("give either threat or intruder: one person walks by script")
        for name, ids in (
            ("injects", [inject.id for inject in self.injects]),
            ("objectives", [objective.id for objective in self.objectives]),
            ("modules", [module.id for module in self.modules]),
            ("patients", [patient.id for patient in self.patients]),
        ):
            if (one := twice(ids)) is not None:
                raise ValueError(f"{name}: two are called {one!r}")
        return self
