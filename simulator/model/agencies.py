"""Agencies that come, patients who wait for them, and families who wait to be reunited: authored play data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from simulator.model.distributions import Lognormal, LognormalShape, Numeric, Triangular
from simulator.model.noun import Id, Milliseconds, Noun, Reference, Text

if TYPE_CHECKING:
    from simulator.model.scenario import Scenario

PT_MEDICAL = "PT-medical"
"""The patient whom a scenario's `medical:` script stands for."""


class Agency(Noun):
    """An agency's units. `arrival` (s from `dispatched`) replaces turnout and travel; `comes` adds units that were
    not sent (self-dispatch), each at its own time after the first dispatch."""

    units: int = Field(default=1, ge=0, le=60)
    arrival: Numeric | None = None
    turnout: Numeric | None = None
    travel: Numeric | None = None
    radio: Id | None = None
    supervisors: int = Field(default=0, ge=0, le=10)
    comes_unasked: int = Field(default=0, ge=0, le=60)


class Patient(Noun):
    """Somebody who needs medical care: authored for the exercise, never computed."""

    id: Id
    in_: Reference = Field(alias="in")
    at_ms: Milliseconds = Field(default=0, alias="at")
    triage: Literal["green", "yellow", "red"] = "yellow"
    text: Text | None = None


class Stations(Noun):
    """How many people stand at each station of the reunification."""

    greeters: int = Field(default=2, ge=0, le=100)
    checkers: int = Field(default=4, ge=0, le=100)
    reunifiers: int = Field(default=4, ge=0, le=100)


class Families(Noun):
    """How many families come: the first at `first`, the others `then` seconds after it."""

    count: int = Field(default=60, ge=0, le=5_000)
    first_ms: Milliseconds = Field(default=1_200_000, alias="first")
    then: Numeric = Triangular(triangular=(0, 1200, 3600))
    disputes: float = Field(default=0.0, ge=0, le=1)


def patients_of(scenario: Scenario) -> tuple[Patient, ...]:
    """Everybody who needs medical care in a scenario: its patients, and the one of its `medical:` script."""
    ill = scenario.medical
    if ill is None:
        return scenario.patients
    fallen = Patient.model_validate(
        {"id": PT_MEDICAL, "in": ill.in_, "at": ill.at_ms / 1000, "triage": ill.triage, "text": ill.who}
    )
    return (*scenario.patients, fallen)


CHECKING_S = Lognormal(lognormal=LognormalShape(median=90, sigma=0.6))
"""Checking one family's identity (assumption)."""


class Reunification(Noun):
    """Handing pupils back to their families: where, with whom, and who comes when. Times in seconds."""

    site: Reference
    stations: Stations = Stations()
    greeter: Numeric = Triangular(triangular=(10, 20, 60))
    checker: Numeric = CHECKING_S
    reunifier: Numeric = Triangular(triangular=(120, 240, 600))
    families: Families = Families()
