"""Hazards that close spaces whatever anybody does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.model.noun import Milliseconds, Noun, Reference

Hazard = Literal[
    "evacuation", "fire", "armed_assailant", "intruder", "severe_weather", "earthquake", "hazmat", "bomb_threat"
]
"""Hazards that this version plays: fire by its script too, the others by messages, decisions and the response plan."""

LATER_HAZARDS: tuple[str, ...] = ("visitor", "disturbance", "medical", "missing_child", "reunification")
"""Hazards that mean nothing without a script of their own, which this version does not play yet."""


class Spread(Noun):
    """A space that the fire makes impassable, and when."""

    space: Reference
    at_ms: Milliseconds = Field(alias="at")


class Fire(Noun):
    """A fire: `origin` is closed from 00:00, further spaces in time; the alarm is pulled or automatic."""

    origin: Reference
    spreads: tuple[Spread, ...] = ()
    alarm: Literal["pull", "auto", "none"] = "auto"
