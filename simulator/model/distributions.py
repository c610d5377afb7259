"""Distributions as files write them: `{uniform: [20, 90]}`, `{lognormal: {median: 180, sigma: 0.6, clip: [60, 720]}}`.

Each has `extremes()`: the values at which a scenario that uses it is checked.
How one becomes a number lives in `engine/streams.py`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from simulator.model.noun import Noun, Quantity

Value = str | float | bool
Clip = tuple[Quantity, Quantity]


class _Distribution(Noun):
    clip: Clip | None = None

    @model_validator(mode="after")
    def _clip_in_order(self) -> _Distribution:
        if self.clip is not None and self.clip[0] > self.clip[1]:
            raise ValueError("clip must be [lowest, highest]")
        return self

    def clipped(self, *values: float) -> tuple[float, ...]:
        """The values, brought inside `clip` where there is one."""
        if self.clip is None:
            return values
        lowest, highest = self.clip
        return tuple(min(max(value, lowest), highest) for value in values)


class Fixed(_Distribution):
    """Always the same."""

    fixed: Quantity

    def extremes(self) -> tuple[Value, ...]:
        return self.clipped(self.fixed)


class Uniform(_Distribution):
    """Any value between two, all equally likely."""

    uniform: tuple[Quantity, Quantity]

    @model_validator(mode="after")
    def _in_order(self) -> Uniform:
        if self.uniform[0] > self.uniform[1]:
            raise ValueError("uniform must be [lowest, highest]")
        return self

    def extremes(self) -> tuple[Value, ...]:
        return self.clipped(*self.uniform)


class Triangular(_Distribution):
    """Lowest, most likely, highest."""

    triangular: tuple[Quantity, Quantity, Quantity]

    @model_validator(mode="after")
    def _in_order(self) -> Triangular:
        lowest, likely, highest = self.triangular
        if not lowest <= likely <= highest:
            raise ValueError("triangular must be [lowest, most likely, highest]")
        return self

    def extremes(self) -> tuple[Value, ...]:
        return self.clipped(self.triangular[0], self.triangular[2])


class LognormalShape(Noun):
    """Median, and the standard deviation of the logarithm."""

    median: Quantity = Field(gt=0)
    sigma: Quantity = Field(ge=0, le=5)
    clip: Clip | None = None


class NormalShape(Noun):
    """Mean and standard deviation."""

    mean: Quantity
    sd: Quantity = Field(ge=0)
    clip: Clip | None = None


class ExponentialShape(Noun):
    """Mean waiting time."""

    mean: Quantity = Field(gt=0)
    clip: Clip | None = None


class _Shaped(_Distribution):
    """A distribution whose numbers have names; `clip` may stand inside or beside them."""

    @model_validator(mode="before")
    @classmethod
    def _lift_clip(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for name, shape in data.items():
                if name != "clip" and isinstance(shape, dict) and "clip" in shape and "clip" not in data:
                    return {**data, "clip": shape["clip"]}
        return data


class Lognormal(_Shaped):
    """Skewed to the right: most values near the median, a few far above."""

    lognormal: LognormalShape

    def extremes(self) -> tuple[Value, ...]:
        low = self.lognormal.median * 2.718281828459045 ** (-2 * self.lognormal.sigma)
        high = self.lognormal.median * 2.718281828459045 ** (2 * self.lognormal.sigma)
        return self.clip if self.clip else self.clipped(low, high)


class Normal(_Shaped):
    """The bell curve."""

    normal: NormalShape

    def extremes(self) -> tuple[Value, ...]:
        low, high = self.normal.mean - 2 * self.normal.sd, self.normal.mean + 2 * self.normal.sd
        return self.clip if self.clip else self.clipped(low, high)


class Exponential(_Shaped):
    """Waiting times of things that happen at random."""

    exponential: ExponentialShape

    def extremes(self) -> tuple[Value, ...]:
        return self.clip if self.clip else self.clipped(0.0, 3 * self.exponential.mean)


class Chance(_Distribution):
    """Yes with this probability, else no."""

    chance: float = Field(ge=0, le=1)

    def extremes(self) -> tuple[Value, ...]:
        return (True, False) if 0 < self.chance < 1 else (self.chance == 1,)


class Integer(_Distribution):
    """A whole number between two, all equally likely."""

    integer: tuple[int, int]

    @model_validator(mode="after")
    def _in_order(self) -> Integer:
        if self.integer[0] > self.integer[1]:
            raise ValueError("integer must be [lowest, highest]")
        return self

    def extremes(self) -> tuple[Value, ...]:
        return tuple(dict.fromkeys(float(end) for end in self.integer))


def _weights(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return {str(option): 1.0 for option in value}
    return value


class Choice(_Distribution):
    """One of several options, by weight: `{X1: 2, DGYM: 1}`, or a list for equal weights."""

    choice: Annotated[dict[str, Annotated[float, Field(ge=0)]], BeforeValidator(_weights)] = Field(min_length=1)

    @model_validator(mode="after")
    def _some_weight(self) -> Choice:
        if sum(self.choice.values()) <= 0:
            raise ValueError("at least one option needs a weight above 0")
        return self

    def extremes(self) -> tuple[Value, ...]:
        return tuple(self.choice)


class Deck(_Distribution):
    """A list of options drawn without repeating until all were used."""

    deck: tuple[str, ...] = Field(min_length=1)

    def extremes(self) -> tuple[Value, ...]:
        return self.deck


KINDS: tuple[str, ...] = (
    "fixed", "uniform", "triangular", "lognormal", "normal", "exponential", "choice", "chance", "integer", "deck",
)  # fmt: skip


def _kind_of(data: Any) -> str | None:
    """The one key that names the distribution; None lets the reader say what is missing."""
    if isinstance(data, dict):
        names = [key for key in data if key != "clip"]
        return str(names[0]) if len(names) == 1 else None
    for kind in KINDS:
        if hasattr(data, kind):
            return kind
    return None


AnyDistribution = Annotated[
    Annotated[Fixed, Tag("fixed")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Chance, Tag("chance")]
    | Annotated[Integer, Tag("integer")]
    | Annotated[Deck, Tag("deck")],
    Discriminator(_kind_of),
]
"""Any distribution; a variable of a scenario is one."""

Numeric = Annotated[
    Annotated[Fixed, Tag("fixed")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Exponential, Tag("exponential")],
    Discriminator(_kind_of),
]
"""A distribution of a quantity: a time, a speed, a share."""


def _fixed_from(value: Any) -> Any:
    """A bare number, or a time as `MM:SS`, is a fixed value; anything else is left as it is."""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"[\d.:]+", value.strip())):
        return {"fixed": value}
    return value


Amount = Annotated[Numeric, BeforeValidator(_fixed_from)]
"""A quantity that is mostly one number: `600`, `"10:00"`, or a distribution."""
