"""A scenario: `hotwash.scenario/1`: where, when, who, what happens, and what is measured."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from simulator.model.comms import Comms
from simulator.model.conduct import Conduct
from simulator.model.distributions import AnyDistribution
from simulator.model.hazard import Fire, Hazard
from simulator.model.inject import Effects, Inject
from simulator.model.movement import Movement
from simulator.model.noun import ClockMs, Id, Milliseconds, Noun, Reference, Text, twice
from simulator.model.people import Occupancy
from simulator.model.response import PlanChange

Period = Literal["arrival", "class", "passing", "lunch", "assembly", "dismissal", "after_school"]
LATER_KEYS: tuple[str, ...] = (
    "also", "threat", "agencies", "patients", "reunification", "weather",
    "hazmat", "disturbance", "visitor", "intruder", "earthquake", "bomb_threat", "medical", "missing_child",
)  # fmt: skip
"""Keys of the format that this version does not play yet; the reader says so instead of ignoring them."""


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


class Measure(Noun):
    """How an objective is judged from the log: a metric within a limit, or by people."""

    metric: Id | None = None
    within_ms: Milliseconds | None = Field(default=None, alias="within")
    at_most: float | None = None
    judged: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Measure:
        if self.judged == (self.metric is not None):
            raise ValueError("give either metric with within or at_most, or judged: yes")
        if self.metric is not None and (self.within_ms is None) == (self.at_most is None):
            raise ValueError("a metric needs exactly one of within and at_most")
        return self


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
    """A person with a task: one extra member of staff, unless `of` names a group that already counts them."""

    in_: Reference = Field(alias="in")
    of: Id | None = None
    title: Text | None = None
    played: bool = False
    keys: bool = True


class Scenario(Noun):
    """One scenario with its variables resolved; `plan` is the file's own text, relative to the scenario's folder."""

    format: Literal["hotwash.scenario/1"]
    title: Text = Field(min_length=1)
    hazard: Hazard
    plan: Text
    response: Text | None = None
    when: When = When()
    horizon_ms: Milliseconds = Field(default=3_600_000, alias="horizon", ge=1_000)
    movement: Movement = Movement()
    conduct: Conduct = Conduct()
    comms: Comms = Comms()
    audience: Audience = Audience()
    exercise: ExerciseNotes = ExerciseNotes()
    objectives: tuple[Objective, ...] = ()
    variables: dict[Id, AnyDistribution] = {}
    setup: Effects = ()
    plan_changes: tuple[PlanChange, ...] = ()
    fire: Fire | None = None
    occupancy: Occupancy
    roles: dict[Id, Role] = {}
    modules: tuple[Module, ...] = ()
    injects: tuple[Inject, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        if self.hazard == "fire" and self.fire is None:
            raise ValueError("hazard: fire needs fire: {origin: SPACE, ...}")
        for name, ids in (
            ("injects", [inject.id for inject in self.injects]),
            ("objectives", [objective.id for objective in self.objectives]),
            ("modules", [module.id for module in self.modules]),
        ):
            if (one := twice(ids)) is not None:
                raise ValueError(f"{name}: two are called {one!r}")
        return self
