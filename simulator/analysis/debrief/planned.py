"""Plan against play: when each step of the response plan should have been done, by what really happened, and was.

A step is meant so long after its signal, and the signal is taken as it came in this play: a late order does not make
the doors late too. Steps that every room does by itself count as done when nine in ten have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.analysis.asked import asked
from simulator.analysis.completion import complete_ms
from simulator.analysis.debrief.reach import in_part, is_deed
from simulator.analysis.debrief.subject import Provenance, Subject, plain
from simulator.analysis.who import role_title
from simulator.analysis.words import sentence
from simulator.model.events import Row
from simulator.model.response import Step
from simulator.rules.occurrences import kinds_of, matches
from simulator.rules.played import EACH

State = Literal["seen", "differently", "not_seen", "not_tested"]
BEFORE_MS = 300_000
"""What was done so long before its signal still counts as the step's."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One step: when the plan means it (None: its signal never came), when it was done, by which row, and how."""

    step: Step
    signal_ms: int | None
    plan_ms: int | None
    play_ms: int | None
    row: Row | None
    state: State


def planned(subject: Subject) -> dict[str, Planned]:
    """Every step of the plan in force, by its id."""
    found: dict[str, Planned] = {}
    for step in subject.plan_steps:
        found[step.id] = _one(subject, step, found)
    return found


def _one(subject: Subject, step: Step, before: Mapping[str, Planned]) -> Planned:
    signal_ms = _signal_ms(subject, step, before)
    plan_ms = None if signal_ms is None else signal_ms + step.meant_ms
    row, play_ms = _done(subject, step, signal_ms)
    if step.if_ is not None and play_ms is not None and (signal_ms is None or play_ms < signal_ms):
        row, play_ms = None, None  # done before it could be asked for: another step's
    return Planned(step, signal_ms, plan_ms, play_ms, row, _state(subject, step, plan_ms, play_ms, row))


def _signal_ms(subject: Subject, step: Step, before: Mapping[str, Planned]) -> int | None:
    """When what the step waits for came; another step of the plan may have been done by a decision too."""
    if step.on.step is not None:
        return before[step.on.step].play_ms if step.on.step in before else None
    rows = subject.rows(*kinds_of(step.on))
    times = (row[0] for row in rows if matches(step.on, row, subject.run.plan))
    return min(times, default=None)


def _done(subject: Subject, step: Step, signal_ms: int | None) -> tuple[Row | None, int | None]:
    """The act that did it, and when it counts as done."""
    if step.role in EACH:
        return None, _by_everybody_ms(subject, step, signal_ms)
    since_ms = 0 if signal_ms is None else signal_ms - BEFORE_MS
    deeds = (row for row in subject.rows("done") if row[0] >= since_ms and is_deed(subject, step, row))
    row = next(deeds, None)
    if row is None or step.action not in ("announce", "correct_announcement"):
        return row, None if row is None else row[0]
    spoken = next((one for one in subject.rows("announced") if one[2] == row[2] and one[0] >= row[0]), None)
    return (spoken, spoken[0]) if spoken is not None else (None, None)


def _by_everybody_ms(subject: Subject, step: Step, signal_ms: int | None) -> int | None:
    """When what every room does by itself had been done."""
    if signal_ms is None:
        return None
    match step.action, step.on.order:
        case "lock", _:
            return _ms(subject.measured["time_to_secured_90_s"])
        case "account", _:
            return _ms(subject.measured["accountability_s"])
        case "move", "shelter":
            return complete_ms(subject.run, subject.steps, "shelter")
        case "move", _ if step.who == "own_class":
            return _ms(subject.measured["clear_time_s"])
        case _:
            return None


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _state(subject: Subject, step: Step, plan_ms: int | None, play_ms: int | None, row: Row | None) -> State:
    if play_ms is not None:
        done_by = row[3] if row is not None and row[1] == "done" else (row[4] if row is not None else None)
        named = step.role in subject.run.scenario.roles
        other = named and done_by not in (None, step.role)
        return "differently" if other or (row is not None and in_part(subject, step, row)) else "seen"
    if step.action == "account" and step.role in EACH and subject.rows("accounted"):
        return "differently"  # counting began, and not everybody was counted: the log has it
    untold = step.if_ is not None or (step.role in EACH and not _is_measured(step))
    if plan_ms is None or plan_ms >= subject.run.until_ms or untold or _nobody(subject, step):
        return "not_tested"
    return "not_seen"


def _is_measured(step: Step) -> bool:
    return step.action in ("lock", "account") or (step.action == "move" and step.who == "own_class")


def _nobody(subject: Subject, step: Step) -> bool:
    """Whether a step is for a role that this scenario does not have."""
    known = {*subject.run.scenario.roles, *EACH, "first_to_know", "first_officer", "nearest_staff"}
    return step.role not in known


# ---- as data ---------------------------------------------------------------------------------------------------------


def plan_words(subject: Subject, step: Step) -> str:
    """A step in words: `The Secretary calls 911 and says what is happening`."""
    who = "whoever understands it first" if step.role == "first_to_know" else role_title(subject.run, step.role)
    words = asked(subject.run, step)
    if who.endswith("s") and step.role in EACH:
        first, _, rest = words.partition(" ")
        words = f"{_plural(first)} {rest}".rstrip()
    return plain(sentence(f"{who} {words}"))


def _plural(verb: str) -> str:
    if verb.endswith(("shes", "ches", "sses")):
        return verb.removesuffix("es")
    return verb.removesuffix("s")


def plan_play(subject: Subject, found: Mapping[str, Planned]) -> list[dict[str, Any]]:
    """Each step with the plan's time and the play's, and how it came out; what no role of the scenario does is out."""
    return [_as_data(subject, one) for one in found.values() if not _nobody(subject, one.step)]


def _as_data(subject: Subject, one: Planned) -> dict[str, Any]:
    beyond = None if one.plan_ms is None or one.play_ms is None else max(0, one.play_ms - one.plan_ms)
    return {
        "step": one.step.id, "words": plan_words(subject, one.step), "meant_ms": one.step.meant_ms,
        "signal_ms": one.signal_ms, "plan_ms": one.plan_ms, "plan_said": _said(subject, one.plan_ms),
        "play_ms": one.play_ms, "play_said": _said(subject, one.play_ms), "beyond_ms": beyond, "state": one.state,
        "provenance": provenance_of(subject, one), "event_no": subject.number_of(one.row),
        "only_if": one.step.if_ is not None, "came": _came(one),
    }  # fmt: skip


def _came(one: Planned) -> str | None:
    """How a step came out where its state alone does not say it: a count that began and was never whole."""
    begun = one.step.action == "account" and one.state == "differently" and one.play_ms is None
    return "begun; not everybody was counted" if begun else None


def provenance_of(subject: Subject, one: Planned) -> Provenance | None:
    """Where the time of a step comes from; None where it was not done."""
    return None if one.play_ms is None else subject.provenance(one.row)


def _said(subject: Subject, t_ms: int | None) -> str | None:
    return None if t_ms is None else subject.said(t_ms)
