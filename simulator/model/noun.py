"""The base of every noun, and the scalars that files spell in more than one way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


class Noun(BaseModel):
    """A frozen record: unknown keys are errors, and nothing changes after it was read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=False, defer_build=True
    )  # fmt: skip


def seconds_from(value: Any) -> float:
    """Seconds from a number of seconds, `MM:SS` or `H:MM:SS`; raises ValueError in words."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = str(value).strip()
    if match := _CLOCK.fullmatch(text):
        first, second, third = match.groups()
        if third is None:
            return int(first) * 60.0 + int(second)
        return int(first) * 3600.0 + int(second) * 60.0 + int(third)
    try:
        return float(text)
    except ValueError:
        raise ValueError(f'expected seconds, "MM:SS" or "H:MM:SS", found {text!r}') from None


def _milliseconds(value: Any) -> int:
    seconds = seconds_from(value)
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"expected a time between 0 and 24 hours, found {value!r}")
    return round(seconds * 1000)


def _clock_ms(value: Any) -> int:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", str(value).strip())
    if not match:
        raise ValueError(f'expected a time of day as "HH:MM", found {value!r}')
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def twice(names: Iterable[str]) -> str | None:
    """The first name that occurs a second time."""
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), None)  # type: ignore[func-returns-value]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _reference(value: str) -> str:
    if value.startswith("@") and len(value) == 1:
        raise ValueError("expected a name after @")
    return value


Milliseconds = Annotated[int, BeforeValidator(_milliseconds)]
"""A duration or an offset; in files seconds, `MM:SS` or `H:MM:SS`; in memory integer milliseconds."""

ClockMs = Annotated[int, BeforeValidator(_clock_ms)]
"""A time of day; in files `HH:MM`; in memory milliseconds after midnight."""

Quantity = Annotated[float, BeforeValidator(seconds_from)]
"""A number of a distribution; where it is a time, `MM:SS` is understood."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\s@$/{}\[\]]+$")]
"""A name that a file gives to a thing: no spaces, no `@ $ / { } [ ]`."""

Reference = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_reference)]
"""The id of a thing, or `@use`: the common name that a plan's `uses` gives it."""

References = Annotated[tuple[Reference, ...], BeforeValidator(_as_list)]
"""One reference or a list of them."""

Text = Annotated[str, StringConstraints(max_length=20_000)]
"""Words that a person typed: data, never evaluated, never HTML, never a path."""


class InSpace(Noun):
    """Everybody in one space."""

    in_: Reference = Field(alias="in")
