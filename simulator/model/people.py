"""Who is in the building: groups by hand, or filled from the plan's capacities."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from simulator.model.building import Place
from simulator.model.distributions import Numeric
from simulator.model.noun import Id, Noun, Reference, References, twice

GroupKind = Literal["pupils", "staff", "visitors", "spectators"]
Band = Literal["K-2", "3-5", "6-8", "9-12", "preschool", "adult"]
Mobility = Literal["independent", "slow", "assisted"]
ExitChoice = Literal["nearest", "least_congested"]


def _mobility(value: Any) -> Any:
    return {value: 1.0} if isinstance(value, str) else value


class Group(Noun):
    """People of one kind. In one space they are one party, unless `each_alone`; `in_each` counts per space."""

    id: Id
    kind: GroupKind
    in_: References = Field(alias="in", min_length=1)
    count: int | None = Field(default=None, ge=1, le=20_000)
    in_each: int | None = Field(default=None, ge=1, le=20_000)
    each_alone: bool = False
    speed: Numeric | None = None
    stair_speed: Numeric | None = None
    delay: Numeric | None = None
    exit: Reference | None = None
    to: Reference | None = None
    home: Reference | None = None
    band: Band | None = None
    trained: Literal["none", "lockdown", "options"] | None = None
    keys: bool = False
    mobility: Annotated[dict[Mobility, Annotated[float, Field(ge=0, le=1)]], BeforeValidator(_mobility)] = {}
    knows_plan: bool = True
    came_by: Reference | None = None
    at: Place | None = None

    @model_validator(mode="after")
    def _one_count(self) -> Group:
        if (self.count is None) == (self.in_each is None):
            raise ValueError("give either count (in all) or in_each (per space)")
        if sum(self.mobility.values()) > 1 + 1e-9:
            raise ValueError("mobility: the shares add up to more than 1")
        return self


class Occupancy(Noun):
    """Either `fill` (share of the plan's capacities, placed by the period) or explicit `groups`, or both."""

    fill: float | None = Field(default=None, ge=0, le=1)
    groups: tuple[Group, ...] = ()
    exits: ExitChoice = "nearest"

    @model_validator(mode="after")
    def _somebody(self) -> Occupancy:
        if self.fill is None and not self.groups:
            raise ValueError("say who is there: fill: 0.9, or groups")
        if (name := twice(group.id for group in self.groups)) is not None:
            raise ValueError(f"two groups are called {name!r}")
        return self
