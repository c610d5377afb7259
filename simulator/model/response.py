"""A response plan: `hotwash.response/1`: who does what on which signal, as meant and as it really goes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulator.model.actions import Act, Occurrence, lacks
from simulator.model.distributions import Numeric
from simulator.model.noun import Id, Milliseconds, Noun, Reference, References, Text, twice

Order = Literal["hold", "secure", "lockdown", "evacuate", "shelter", "stay"]
"""The words of the Standard Response Protocol, and `stay` for an alarm that is being checked."""

PLACE_WORDS: tuple[str, ...] = (
    "own_room", "own_class", "nearest_room", "nearest_pupils", "nearest_shelter", "zones_not_reached", "exterior",
    "alarm_source", "outdoor_groups", "spectators", "indoors",
)  # fmt: skip
"""Places and people that a response plan names without knowing the plan."""
ROLE_CLASSES: tuple[str, ...] = ("first_to_know", "each_teacher", "each_staff", "nearest_staff", "first_officer")


class PlanRole(Noun):
    """A role of the plan; `backup`: who acts when this person is away or has not acted by twice `meant`."""

    title: Text
    backup: tuple[Id, ...] = ()


class Step(Act):
    """One step: on this signal this role does that. `meant` is the measure, `actual` is drawn, `done` a chance."""

    id: Id
    on: Occurrence
    if_: Text | None = Field(default=None, alias="if")
    role: Id
    meant_ms: Milliseconds = Field(alias="meant")
    actual: Numeric
    done: float = Field(default=1.0, ge=0, le=1)

    @model_validator(mode="after")
    def _whole(self) -> Step:
        if missing := lacks(self):
            raise ValueError(f"{self.action} needs {missing[0]}")
        return self


class PlanChange(Noun):
    """One step of the response plan as it is in one scenario: what is given here replaces the step's own."""

    step: Id
    role: Id | None = None
    what: References | None = None
    via: References | None = None
    to: References | None = None
    meant_ms: Milliseconds | None = Field(default=None, alias="meant")
    actual: Numeric | None = None
    done: float | None = Field(default=None, ge=0, le=1)

    def applied(self, step: Step) -> Step:
        """The step with the change made."""
        given = {name: getattr(self, name) for name in self.model_fields_set if name != "step"}
        return step.model_copy(update={name: value for name, value in given.items() if value is not None})


class Annex(Noun):
    """What the plan says for one hazard."""

    order: Order | None = None
    steps: tuple[Step, ...] = ()


class RtfPolicy(Noun):
    """When a rescue task force may go in, and of whom it is made."""

    police: int = Field(default=2, ge=0, le=20)
    ems: int = Field(default=2, ge=0, le=20)
    needs: tuple[Id, ...] = ()


class TeamOf(Noun):
    """Officers who enter together."""

    team_of: int = Field(ge=2, le=12)


class Policies(Noun):
    """Choices that the agencies and the school have made beforehand."""

    police_entry: Literal["solo"] | TeamOf = "solo"
    rtf: RtfPolicy = RtfPolicy()
    staging: dict[Id, Reference] = {}
    alarm_in_lockdown: Literal["stay_until_told", "evacuate", "class_decides"] = "stay_until_told"
    release_of_lockdown: Literal["in_person", "pa"] = "in_person"
    lone_pupils_let_in: bool = True


class Edition(Noun):
    """Which edition of the plan it is."""

    year: Text | None = None
    adopted: dt.date | None = None
    reviewed_with: tuple[Text, ...] = ()
    sensitivity: Literal["public-example", "restricted"] = "restricted"


class Response(Noun):
    """A school's emergency operations plan, as far as it can be played."""

    format: Literal["hotwash.response/1"]
    title: Text
    edition: Edition = Edition()
    roles: dict[Id, PlanRole] = {}
    words: dict[Order, Text] = {}
    policies: Policies = Policies()
    hazards: Annotated[dict[Id, Annex], Field(min_length=1)]

    @model_validator(mode="after")
    def _steps_once(self) -> Response:
        ids = [step.id for annex in self.hazards.values() for step in annex.steps]
        if (name := twice(ids)) is not None:
            raise ValueError(f"hazards: two steps are called {name!r}")
        for name, role in self.roles.items():
            unknown = [other for other in role.backup if other not in self.roles]
            if unknown:
                raise ValueError(f"roles: {name} has the backup {unknown[0]!r}, which is no role of this plan")
        return self
