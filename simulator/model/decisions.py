"""Decisions: what people chose. A file `hotwash.decisions/1`, or a tuple of `Decision` from Python."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from simulator.model.actions import Act, Occurrence, lacks
from simulator.model.noun import Id, Milliseconds, Noun, Text

NEVER_DUE = "never due"
"""How the log's reason begins where a decision's time did not come before the end of the exercise."""


class Decision(Act):
    """What somebody chose to do, and when. `after` and `delay` follow the version; a live log holds `at` only.

    `takes` is how long doing it takes where somebody set it; else it is drawn.
    """

    id: Id
    role: Id
    at_ms: Milliseconds | None = Field(default=None, alias="at")
    after: Occurrence | None = None
    delay_ms: Milliseconds | None = Field(default=None, alias="delay")
    takes_ms: Milliseconds | None = Field(default=None, alias="takes")

    @model_validator(mode="after")
    def _whole(self) -> Decision:
        if (self.at_ms is None) == (self.after is None):
            raise ValueError("give either at, or after with delay")
        if self.delay_ms is not None and self.after is None:
            raise ValueError("delay: goes with after")
        if missing := lacks(self):
            raise ValueError(f"{self.action} needs {missing[0]}")
        return self


class Decisions(Noun):
    """A decisions file. Order in the file is the order at one instant."""

    format: Literal["hotwash.decisions/1"]
    scenario: Text | None = None
    seats: dict[Id, Literal["taken", "by_plan"]] = {}
    decisions: tuple[Decision, ...] = ()
