"""A debrief: its data, and what it was worked out from, for whoever asks more of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.analysis.debrief.subject import Subject
from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.distributions import Value
from simulator.model.draw import spelled

Course = Literal["as_shown", "as_corrected"]
"""The log without later corrections, or with them."""


@dataclass(frozen=True)
class Matter:
    """What a debrief is about, and how to play it again: the files, the decisions, and who has a seat.

    `decisions` holds everything that the engine was given, what a tabletop kept back at 00:00 included; `until_ms` is
    the end of play, exclusive. `discussion`: the model was switched off, and nothing is played again.
    """

    subject: Subject
    bundle: Bundle = field(repr=False)
    decisions: tuple[Decision, ...] = ()
    seats: Mapping[str, str] | None = None
    set_values: Mapping[str, str] = field(default_factory=dict)
    discussion: bool = False

    @property
    def until_ms(self) -> int:
        """Where play ended (ms, exclusive)."""
        return self.subject.whole.until_ms

    def must_be_simulated(self) -> None:
        """Raises Refused where the model was switched off."""
        if self.discussion:
            raise Refused("this exercise was discussion only: nothing in it was simulated")

    def fixed(self) -> dict[str, str]:
        """Every variable as this version drew it: other runs then differ in activity noise alone."""
        return {name: _spelled(value) for name, value in self.subject.whole.draw.items()}


@dataclass(frozen=True)
class Debrief:
    """`data` is plain and goes to pages and documents; `matter` stays with whoever plays it again."""

    data: dict[str, Any]
    matter: Matter = field(repr=False)


def _spelled(value: Value) -> str:
    return spelled(value)
