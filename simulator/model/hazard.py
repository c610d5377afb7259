"""What happens whatever anybody does: scripts that close spaces, that walk, or that are known to somebody.

Times count from 00:00. The person of a `threat` or `intruder` is scenery: it follows its script and the floor plan.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from simulator.model.distributions import Amount, Fixed, Lognormal, LognormalShape
from simulator.model.noun import Id, Milliseconds, Noun, Reference, References, Text

Hazard = Literal[
    "evacuation", "fire", "armed_assailant", "intruder", "visitor", "disturbance", "severe_weather", "earthquake",
    "hazmat", "bomb_threat", "medical", "missing_child", "reunification",
]  # fmt: skip
"""Every hazard that a scenario can be about."""
HAZARDS: tuple[str, ...] = get_args(Hazard)

Pattern = Literal["roam", "corridor", "stationary", "leave"]
PATTERNS: tuple[str, ...] = get_args(Pattern)

INCIDENT_S = Lognormal(lognormal=LognormalShape(median=177, sigma=1.08), clip=(30, 3600))
"""Duration of an incident that the scenario does not author: fit to the FBI's counts for 2000-2013 (44 of 64 within 5
minutes, 23 of 64 within 2)."""


class Spread(Noun):
    """A space that the fire makes impassable, and when."""

    space: Reference
    at_ms: Milliseconds = Field(alias="at")


class Fire(Noun):
    """A fire: `origin` is closed from 00:00, further spaces in time; the alarm is pulled or automatic."""

    origin: Reference
    spreads: tuple[Spread, ...] = ()
    alarm: Literal["pull", "auto", "none"] = "auto"


def _pattern(value: Any) -> Any:
    return value if not isinstance(value, str) or value in PATTERNS else [value]


class Threat(Noun):
    """A person who walks through the building by script: `pattern` is a word or a list of spaces (a route).

    `speed` in m/s, `lasts` in seconds from `at`. A locked door costs time and nothing else.
    """

    enters: Reference
    at_ms: Milliseconds = Field(default=0, alias="at")
    pattern: Annotated[Pattern | References, BeforeValidator(_pattern)] = "roam"
    speed: Amount = Fixed(fixed=1.0)
    lasts: Amount = INCIDENT_S


class Visitor(Noun):
    """Somebody who comes to a door and wants something; by script they leave after `lasts` seconds unless let in."""

    enters: Reference
    at_ms: Milliseconds = Field(default=0, alias="at")
    wants: Text = "to come in"
    to: Reference | None = None
    badge: bool = False
    lasts: Amount = Fixed(fixed=900)


class Disturbance(Noun):
    """A disturbance in a space, for `lasts` seconds; it then moves to each of `moves` in turn, by equal shares."""

    in_: Reference = Field(alias="in")
    at_ms: Milliseconds = Field(default=0, alias="at")
    lasts: Amount = Fixed(fixed=600)
    moves: References = ()


class Weather(Noun):
    """Severe weather: when it is warned of, when it arrives, and how long it lasts (seconds)."""

    warned_ms: Milliseconds = Field(default=0, alias="warned")
    arrives_ms: Milliseconds = Field(alias="arrives")
    lasts: Amount = Fixed(fixed=900)


class Hazmat(Noun):
    """A release outside: `closes` are open-air spaces that nobody should be in from `arrives` on.

    `upwind_of`: the space that the cloud comes from; `known`: when the school is told of it.
    """

    upwind_of: Reference | None = None
    known_ms: Milliseconds = Field(default=0, alias="known")
    arrives_ms: Milliseconds = Field(alias="arrives")
    closes: References = ()
    lasts: Amount = Fixed(fixed=3600)


class Earthquake(Noun):
    """Ground motion from `at` for `lasts` seconds: nobody walks; `closes` are spaces and doors that it shuts."""

    at_ms: Milliseconds = Field(default=0, alias="at")
    lasts: Amount = Fixed(fixed=20)
    closes: References = ()


class BombThreat(Noun):
    """A threat that a role receives: `about` is the place it speaks of, as far as it does."""

    at_ms: Milliseconds = Field(default=0, alias="at")
    received_by: Id
    via: Text = "phone"
    about: Reference | None = None


class Medical(Noun):
    """Somebody falls ill in a space: a patient of the exercise, found by whoever is there."""

    in_: Reference = Field(alias="in")
    at_ms: Milliseconds = Field(default=0, alias="at")
    who: Text = "A person"
    triage: Literal["green", "yellow", "red"] = "yellow"


class MissingChild(Noun):
    """A child who is not where the child should be: noticed at `at`, last seen in one space and truly in another."""

    who: Text = "A pupil"
    last_seen: Reference
    at_ms: Milliseconds = Field(default=0, alias="at")
    truly_in: Reference
