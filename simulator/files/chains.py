"""Injects that wait for one another: circles, the soonest that each can come, and those that never can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from simulator.files.paths import Path, one_line
from simulator.files.sentences import Finding
from simulator.files.vocabulary import listed
from simulator.model.inject import Inject
from simulator.model.scenario import Scenario

Soonest = int | Finding
"""The soonest release in milliseconds of scenario time, or the finding that says why there is none."""


def circles(scenario: Scenario) -> list[Finding]:
    """The error for injects that wait for one another, at the first of them; one circle at a time."""
    waits = {inject.id: waits_for(inject, _owners(scenario)) for inject in scenario.injects}
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        order = {inject.id: index for index, inject in enumerate(scenario.injects)}
        first = min(ring, key=lambda name: order[name])
        start = ring[:-1].index(first)
        ring = [*ring[start:-1], *ring[: start + 1]][::-1]  # graphlib's rings run from what is waited for
        key = "after" if scenario.injects[order[first]].after is not None else "unless"
        return [Finding(("injects", order[first], key), _ring(tuple(map(one_line, ring))))]
    return []


def _ring(names: tuple[str, ...]) -> str:
    """The sentence for a circle that ends where it begins."""
    if len(names) == 2:
        return f"{names[0]} waits for itself, so it never comes"
    if len(names) > 8:
        return f"{listed(names[:-1], 7)} wait for one another: none of them ever comes"
    others = ", ".join(f"{one} for {other}" for one, other in pairwise(names[1:]))
    return f"{names[0]} waits for {names[1]}, {others}: none of them ever comes"


def _owners(scenario: Scenario) -> dict[str, str]:
    """Which inject each expectation belongs to."""
    return {one.id: inject.id for inject in scenario.injects for one in inject.expect}


def waits_for(inject: Inject, owners: Mapping[str, str]) -> tuple[str, ...]:
    """The inject that must be released before this one can be."""
    if inject.after is not None and inject.after.inject is not None:
        return (inject.after.inject,)
    if inject.unless is not None and inject.unless.expect is not None:
        return (owners[inject.unless.expect],) if inject.unless.expect in owners else ()
    return ()


def soonest(scenario: Scenario, answers: Mapping[Path, bool]) -> dict[str, Soonest]:
    """For each inject of a scenario without circles the soonest that it can come, or why it never does.

    `answers` are the guards, by their paths, that are the same whatever is drawn and whatever happens.
    """
    owners = _owners(scenario)
    index = {inject.id: at for at, inject in enumerate(scenario.injects)}
    waits = {inject.id: waits_for(inject, owners) for inject in scenario.injects}
    found: dict[str, Soonest] = {}
    for name in TopologicalSorter(waits).static_order():
        if name in index:
            at = index[name]
            found[name] = _soonest(scenario, at, scenario.injects[at], found, waits[name], answers)
    return found


def _soonest(
    scenario: Scenario, at: int, inject: Inject, found: Mapping[str, Soonest], waits: tuple[str, ...],
    answers: Mapping[Path, bool],
) -> Soonest:  # fmt: skip
    for key in ("when", "if"):
        if answers.get(("injects", at, key)) is False:
            return Finding(("injects", at, key), f"can never be true, so {inject.id} is never released")
    key, t_ms = _trigger(scenario, inject)
    path = ("injects", at, key)
    if waits:
        before = found.get(waits[0])
        if not isinstance(before, int):
            return Finding(path, f"{inject.id} waits for {waits[0]}, which is never released")
        t_ms += before
    if inject.after is not None and (lacking := lacks_script(scenario, inject.after.event)):
        message = f"{inject.after.event} comes only with {lacking}, which the scenario does not have"
        return Finding((*path, "event"), f"{message}; {inject.id} is never released")
    if t_ms < 0:
        return Finding(path, f"{inject.id} comes before the scenario begins; it is never released")
    if t_ms >= scenario.horizon_ms:
        message = f"{inject.id} comes at or after the horizon, when the exercise is over; it is never released"
        return Finding(path, message)
    return t_ms


_PERSON, _UNITS, _FAMILIES = ("threat", "intruder"), ("agencies",), ("reunification",)
SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("threat_entered", "threat_moved", "threat_stopped", "threat_ended"), _PERSON),
    **dict.fromkeys(("dispatched", "staged", "arrived", "police_entered", "rtf_formed", "rtf_entered"), _UNITS),
    **dict.fromkeys(("visitor_at_door", "visitor_left"), ("visitor",)),
    **dict.fromkeys(("reunification_opened", "queued", "served", "handed_over", "hand_over_refused"), _FAMILIES),
}
"""The keys of a scenario without which an event never comes: one of them is enough."""


def lacks_script(scenario: Scenario, event: str | None) -> str | None:
    """The keys that an event needs and a scenario does not have, in words; None where nothing is lacking."""
    keys = SCRIPTS.get(event or "", ())
    return " or ".join(keys) if keys and not any(getattr(scenario, key) for key in keys) else None


def _trigger(scenario: Scenario, inject: Inject) -> tuple[str, int]:
    """The key of an inject's trigger, and how many ms pass at least: from 00:00, or from what it waits for."""
    if inject.at_ms is not None:
        return "at", inject.at_ms
    if inject.at_clock_ms is not None:
        return "at_clock", inject.at_clock_ms - scenario.when.clock_ms
    if inject.after is not None:
        return "after", inject.delay_ms or 0
    if inject.unless is not None:
        return "unless", _deadline_ms(scenario, inject)
    return "when", 0


def _deadline_ms(scenario: Scenario, inject: Inject) -> int:
    assert inject.unless is not None
    if inject.unless.by_ms is not None:
        return inject.unless.by_ms
    within = {one.id: one.within_ms for other in scenario.injects for one in other.expect}
    return within.get(inject.unless.expect or "", 0)


def never(found: Mapping[str, Soonest]) -> Iterator[Finding]:
    """The warnings about injects that never come."""
    yield from (one for one in found.values() if isinstance(one, Finding))
