"""What the acts and effects of weather, searches, doors and air name that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.files.paths import Path
from simulator.files.places import OPENING, SPACE, named, people, wrong
from simulator.files.sentences import Finding
from simulator.model.actions import Act
from simulator.model.inject import Effect, ShutAirEffect
from simulator.model.response import PLACE_WORDS
from simulator.rules.played import SEARCHED

if TYPE_CHECKING:
    from simulator.files.acting import Known

ACTS = frozenset({"search", "barricade", "admit", "assist", "stay", "shut_air", "restore_air", "reset_alarm"})


def hazard_act_findings(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    """What one of these acts names that there is not. A response plan knows no building: places are not looked up."""
    if act.action == "reset_alarm" and act.alarm not in (None, "fire"):
        yield Finding((*path, "alarm"), f'the alarm is fire, found "{act.alarm}"')
    if not known.places.kinds:
        return
    yield from _people(known, path, act)
    for number, place in enumerate(act.spaces or () if act.action == "search" else ()):
        if place not in SEARCHED:
            yield from wrong(known.places, (*path, "spaces", number), place, SPACE)
    for number, thing in enumerate(act.what or () if act.action == "barricade" else ()):
        yield from wrong(known.places, (*path, "what", number), thing, SPACE, OPENING)
    for number, place in enumerate(act.to or () if act.action in ("admit", "assist") else ()):
        if place not in PLACE_WORDS:
            yield from wrong(known.places, (*path, "to", number), place, SPACE)
    if act.action in ("shut_air", "restore_air") and act.unit not in (None, "all"):
        yield from _unit((*known.places.air, *known.places.air_names), (*path, "unit"), act.unit)


def _people(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    if act.who is not None and act.who not in PLACE_WORDS:
        yield from people(known.places, (*known.groups, *known.roles), (*path, "who"), act.who)


def air_findings(known_units: tuple[str, ...], path: Path, effect: Effect) -> Iterator[Finding]:
    """A ventilation unit that no space of the plan names."""
    if isinstance(effect, ShutAirEffect):
        yield from _unit(known_units, (*path, "shut_air"), effect.shut_air)


def _unit(units: tuple[str, ...], path: Path, unit: str) -> Iterator[Finding]:
    yield from named("ventilation unit", unit, units, path, "spaces name theirs under air")
