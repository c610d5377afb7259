"""Who comes, and who plays what: each role of the scenario as a draft has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.live.views.record import discipline_of_role
from simulator.live.words import title_of
from simulator.model.bundle import Bundle

State = Literal["played", "by_plan", "absent"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role: its title, its discipline, how it is filled, and what was written about who comes."""

    role: str
    title: str
    discipline: str
    state: State
    people: str


def seats_of(bundle: Bundle, author: Bundle, values: Mapping[str, Any]) -> tuple[Seat, ...]:
    """The roles in the scenario's order; what was not chosen is as the author has it."""
    found = []
    for name, role in bundle.scenario.roles.items():
        meant: State = "played" if author.scenario.roles[name].played else "by_plan"
        chosen = values.get(f"seat.{name}")
        state: State = chosen if chosen in ("played", "by_plan", "absent") else meant
        found.append(
            Seat(name, title_of(bundle.scenario, name), discipline_of_role(name, role), state,
                 str(values.get(f"people.{name}") or ""))
        )  # fmt: skip
    return tuple(found)
