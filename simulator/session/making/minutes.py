"""What a draft's choices cost in minutes: opening, play and hot wash, and how many core messages there is time for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.live.views.desk import HOT_WASH_MINUTES, OPENING_MINUTES
from simulator.model.bundle import Bundle
from simulator.session.making.messages import lines_of

MINUTES = (45, 90, 180)
CORE_IN_90 = 5
"""At most so many core messages in 90 minutes: each takes about twelve minutes of talk."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a session, and its messages beside what there is time for."""

    whole: int
    opening: int
    play: int
    hot_wash: int
    core: int
    most_core: int
    spare: int
    if_needed: int
    left_out: int


def minutes_of(bundle: Bundle, values: Mapping[str, Any]) -> Minutes:
    """The minutes of a draft; those of the hot wash as the scenario's agenda has them."""
    whole = int(values.get("minutes") or 90)
    hot_wash, opening = hot_wash_minutes(bundle, whole), opening_minutes(whole)
    lines = lines_of(bundle, values)
    kept = [one.sort for one in lines if not one.left_out]
    most = -(-whole * CORE_IN_90 // 90)
    return Minutes(
        whole, opening, whole - opening - hot_wash, hot_wash, kept.count("core"), most, kept.count("spare"),
        kept.count("only_if_needed"), len(lines) - len(kept),
    )  # fmt: skip


def opening_minutes(whole: int) -> int:
    """As every desk reserves them."""
    return OPENING_MINUTES.get(whole, 10)


def hot_wash_minutes(bundle: Bundle, whole: int) -> int:
    """As the agenda of the scenario says, else as every desk reserves them."""
    agenda = next((items for name, items in bundle.scenario.exercise.agendas.items() if name == str(whole)), ())
    said = [one.minutes for one in agenda if one.item.casefold() == "hot wash"]
    return said[0] if said else HOT_WASH_MINUTES.get(whole, 20)
