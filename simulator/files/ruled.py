"""What a ruling sets: a door, a place, an arrival, a message or an outcome; each with a value that it can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulator.files.paths import Path, one_line
from simulator.files.places import OPENING, SPACE, Places, named, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import did_you_mean, listed
from simulator.model.actions import RULED, RULED_MESSAGES, RULED_STATES
from simulator.model.inject import Arrive
from simulator.model.noun import seconds_from
from simulator.model.scenario import Scenario


def ruling_findings(places: Places, injects: Iterable[str], path: Path, sets: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with what a ruling sets; `path` is that of `sets`."""
    for kind, value in sets.items():
        at = (*path, kind)
        if kind not in RULED:
            near = did_you_mean(kind, RULED) or f"; a ruling sets {listed(RULED)}"
            yield Finding(at, f"cannot be set by a ruling{near}", True)
        elif kind == "outcome":
            if not isinstance(value, str) or not value.strip():
                yield Finding(at, "expected a sentence: what the room says came of it")
        elif not isinstance(value, dict):
            yield Finding(at, f"expected a map such as {RULED[kind].partition(': ')[2]}")
        else:
            for thing, setting in value.items():
                yield from _one(places, tuple(injects), (*at, thing), kind, str(setting))


def unit_findings(scenario: Scenario, path: Path, sets: Mapping[str, Any]) -> Iterator[Finding]:
    """Arrivals that a ruling sets of units that the scenario does not have; `path` is that of `sets`."""
    arrivals = sets.get("arrival")
    units = list(_units(scenario))
    hint = f"there are {listed(units)}" if units else "the scenario has no agencies; record the arrival in words"
    for name in arrivals if isinstance(arrivals, dict) else ():
        known = (*units, *scenario.agencies)
        yield from named("unit", str(name), known, (*path, "arrival", name), hint, True)


def _units(scenario: Scenario) -> Iterator[str]:
    """The units of every agency by name, those that come unasked and those that a message brings among them."""
    brought = [one for inject in scenario.injects for one in inject.effect if isinstance(one, Arrive)]
    for name, agency in scenario.agencies.items():
        more = sum(one.count for one in brought if one.arrive == name)
        for number in range(1, agency.units + agency.comes_unasked + more + 1):
            yield f"{name}-{number}"


def _one(places: Places, injects: tuple[str, ...], path: Path, kind: str, setting: str) -> Iterator[Finding]:
    thing = str(path[-1])
    match kind:
        case "opening":
            found = list(wrong(places, path, thing, OPENING))
            yield from (one._replace(at_key=True) for one in found)
            yield from named("state", setting, RULED_STATES, path, f"a door is set {listed(RULED_STATES)}")
        case "place":
            yield from wrong(places, path, setting, SPACE)
        case "message":
            yield from named("inject", thing, injects, path, "the scenario has no such message", True)
            yield from named("state", setting, RULED_MESSAGES, path, f"a message is set {listed(RULED_MESSAGES)}")
        case "arrival" if not _time(setting):
            yield Finding(path, f'expected now, or a time such as "08:00", found "{one_line(setting)}"')


def _time(text: str) -> bool:
    try:
        return text == "now" or 0 <= seconds_from(text) <= 86_400
    except ValueError:
        return False
