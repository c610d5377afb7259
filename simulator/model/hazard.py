"""Hazards that close spaces whatever anybody does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.model.noun import Milliseconds, Noun, Reference

Hazard = Literal["evacuation", "fire"]
"""Hazards that this version plays; the other hazards of the format are named in `LATER_HAZARDS`."""

LATER_HAZARDS: tuple[str, ...] = (
    "armed_assailant", "intruder", "visitor", "disturbance", "severe_weather", "earthquake", "hazmat",
    "bomb_threat", "medical", "missing_child", "reunification",
)  # fmt: skip


class Spread(Noun):
    """A space that the fire makes impassable, and when."""

    space: Reference
    at_ms: Milliseconds = Field(alias="at")


class Fire(Noun):
    """A fire: `origin` is closed from 00:00, further spaces in time; the alarm is pulled or automatic."""

    origin: Reference
    spreads: tuple[Spread, ...] = ()
    alarm: Literal["pull", "auto", "none"] = "auto"
