"""What a run says about each of the scenario's objectives: by a measure, by what was seen, by events, or by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.analysis.deeds import name_of
from simulator.analysis.expected import wanted_in_words
from simulator.analysis.measured import Judged, Verdict, counted_from_ms, in_time, judged
from simulator.analysis.seen import Step, expectations, how_it_came
from simulator.analysis.words import clock, lasting, typed
from simulator.model.actions import Occurrence
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.model.scenario import Measure, Objective
from simulator.rules.occurrences import kinds_of, matches

WORST: tuple[Step, ...] = ("not seen", "seen differently", "seen")
"""An objective on several expected actions is as the first of these that one of them is."""
EVENTS = {
    "announced": "an announcement", "alarm": "the alarm", "call_placed": "a 911 call", "call_answered": "a 911 answer",
    "arrived": "an arrival", "dispatched": "a dispatch", "secured": "a room secured", "out": "somebody out",
    "unsecured": "a room open again", "locked": "a door locked", "unlocked": "a door unlocked",
    "opened": "a door opened", "recognised": "somebody understanding what was happening",
    "threat_ended": "the end of the threat", "exposed": "somebody exposed", "learned": "somebody told",
    "command": "a command established", "unified_command": "a unified command", "found": "the child found",
    "patient_reached": "a patient reached", "building_cleared": "the building cleared",
    "handed_over": "a pupil handed over",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One objective, how it came out, and why in words."""

    id: str
    text: str
    verdict: Verdict
    reason: str


def results(run: Run, measured: Mapping[str, Any]) -> tuple[Result, ...]:
    """Every objective of the scenario, judged by the run's measures and its log."""
    return tuple(Result(one.id, one.text, *_judged(one, run, measured)) for one in run.scenario.objectives)


def _judged(one: Objective, run: Run, measured: Mapping[str, Any]) -> Judged:
    match one.measure:
        case Measure(expects=names) if names is not None:
            return _seen(names, run)
        case Measure(time_of=wanted) if wanted is not None:
            since_ms = counted_from_ms(run, one.measure.from_)
            row = _first(run, wanted, 0)
            return in_time(in_words(run, wanted), row[0] if row is not None else None, one.measure, since_ms, run)
        case Measure(never=unwanted) if unwanted is not None:
            return _never(unwanted, one.measure.after, run)
        case Measure(metric=str()):
            return judged(one.measure, run, measured)
        case _:
            return "judged by people", "the evaluators say"


# ---- expected actions ------------------------------------------------------------------------------------------------


def _seen(names: tuple[str, ...], run: Run) -> Judged:
    """As the worst of the expected actions that were tested; untested ones are told, and judge nothing."""
    known = expectations(run)
    found = {name: how_it_came(run, *known[name]) for name in names if name in known}
    steps = {seen.step for seen in found.values()}
    verdict: Verdict = next((step for step in WORST if step in steps), "not tested")
    told = [f"{wanted_in_words(run, known[name][0])}: {seen.words}" for name, seen in found.items()]
    return verdict, "; ".join(told) or "no message asks for it"


# ---- events ----------------------------------------------------------------------------------------------------------


def _first(run: Run, wanted: Occurrence, from_ms: int) -> Row | None:
    kinds = kinds_of(wanted)
    rows = (row for row in run.rows if row[1] in kinds and row[0] >= from_ms)
    return next((row for row in rows if matches(wanted, row, run.plan)), None)


def _never(unwanted: Occurrence, after: Occurrence | None, run: Run) -> Judged:
    """Whether something did not come, at all or after another thing."""
    what, since_ms = in_words(run, unwanted), 0
    if after is not None:
        start = _first(run, after, 0)
        if start is None:
            return "not tested", f"{in_words(run, after)} did not come, after which it should not be"
        since_ms = start[0]
    row = _first(run, unwanted, since_ms)
    later = f", {lasting(row[0] - since_ms)} after {in_words(run, after)}" if row is not None and after else ""
    if row is not None:
        return "not met", f"{what} at {clock(run.scenario, row[0])}{later}"
    if run.until_ms < run.scenario.horizon_ms:
        return "not tested", f"{what}: not by {lasting(run.until_ms)}, where the run ends early"
    return "met", f"{what}: not in the whole run"


def in_words(run: Run, wanted: Occurrence) -> str:
    """What an objective asks about: `an announcement (lockdown)`, `message I2`, `the order “secure”`."""
    given = {name: value for name, value in wanted.filters().items() if name != "alarm"}
    filters = [name_of(run, value).replace("_", " ") for value in given.values()]
    more = f" ({', '.join(filters)})" if filters else ""
    match wanted:
        case Occurrence(inject=str(name)):
            return f"message {typed(name, 60)}"
        case Occurrence(order=str(name)):
            return f"the order “{typed(name, 60)}”"
        case Occurrence(step=str(name)):
            return f"step {typed(name, 60)} of the plan"
        case Occurrence(action=str(name)):
            return f"the action {typed(name.replace('_', ' '), 60)}{more}"
        case _:
            event = wanted.event or ""
            return f"{EVENTS.get(event, typed(event.replace('_', ' '), 60))}{more}"
