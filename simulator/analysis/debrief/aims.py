"""Objectives with the evidence of the log for each step; a person writes the judgement and rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.analysis.debrief.reach import came
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.expected import wanted_in_words
from simulator.analysis.messages import messages
from simulator.analysis.objectives import Result, results
from simulator.analysis.seen import Seen, expectations
from simulator.analysis.words import counted, listed, sentence
from simulator.model.actions import Expectation
from simulator.model.events import Row
from simulator.model.scenario import Objective

STATES = {"seen": "seen", "seen differently": "differently", "not seen": "not_seen", "not tested": "not_tested"}
SAID = {"seen": "seen", "differently": "seen differently", "not_seen": "not seen", "not_tested": "not tested"}
REACHED = {"seen": "reached", "not_seen": "not reached"}
"""How a measure's state is said: an aim is reached or not, and never seen otherwise."""
MEASURE = "measure"
"""The step of an objective that is judged by a measure or by people, not by an expected action."""


def state_words(step: Mapping[str, Any]) -> str:
    """How a step came out, as every page and paper says it: of an action seen, of a measure reached."""
    said = SAID[step["state"]]
    return said if step["expect"] is not None else REACHED.get(step["state"], said)


def aims(subject: Subject, observed: Mapping[str, Mapping[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Every objective; `observed` is what evaluators saw of an expected action: `state`, `said`, `text`, by its id."""
    judged = {one.id: one for one in results(subject.run, subject.measured)}
    return [_aim(subject, one, judged[one.id], observed or {}) for one in subject.run.scenario.objectives]


def _aim(subject: Subject, aim: Objective, result: Result, observed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    steps = [_step(subject, *one, observed.get(one[0].id)) for one in _wanted(subject, aim)]
    if aim.measure.expects is None:
        steps.append(_measure(result))
    return {
        "id": aim.id, "text": aim.text, "capability": aim.capability, "steps": steps, "rating": None,
        "judgement": None, "ratings": [], "proposed": _proposed(steps, result),
    }  # fmt: skip


def _wanted(subject: Subject, aim: Objective) -> Iterator[tuple[Expectation, str]]:
    """The expected actions of an objective: those that name it, and those that its measure names."""
    names = aim.measure.expects or ()
    for wanted, message in expectations(subject.run).values():
        if wanted.objective == aim.id or wanted.id in names:
            yield wanted, message


def _step(subject: Subject, wanted: Expectation, message: str, observed: Mapping[str, Any] | None) -> dict[str, Any]:
    """One expected action: what an evaluator saw counts before what the log says; both are shown."""
    seen = came(subject, wanted, message)
    from_log = STATES[seen.step]
    found: dict[str, Any] = {
        "expect": wanted.id, "message": message, "words": plain(wanted_in_words(subject.run, wanted)),
        "state": observed["state"] if observed is not None else from_log, "from_log": from_log,
        "how": plain(f"{sentence(seen.words)}."), "evidence": list(_evidence(subject, wanted, message, seen)),
        "notes": [dict(observed)] if observed is not None else [],
    }  # fmt: skip
    return found | {"came": state_words(found)}


def _evidence(subject: Subject, wanted: Expectation, message: str, seen: Seen) -> Iterator[dict[str, Any]]:
    released = next((row for row in subject.rows("inject_released") if row[3] == message), None)
    if released is None:
        return
    number = next((n for n, name in enumerate(messages(subject.run), 1) if name == message), message)
    yield _line(subject, released, f"Message {number} went out.")
    ended = next((row for row in subject.rows("expect_met", "expect_missed") if row[3] == wanted.id), None)
    if ended is None:
        return
    if ended[1] == "expect_met":
        act = next((row for row in subject.rows("done") if row[2] == ended[2] and row[0] <= ended[0]), ended)
        at = act if act[0] < released[0] else ended  # done before it was asked for: its own time
        yield _line(subject, at, f"{sentence(seen.words)}.") | {"provenance": subject.provenance(act)}
        return
    if seen.act is None or seen.act[0] >= ended[0]:
        yield _line(subject, ended, "Not seen by its time." if seen.act is not None else "Not seen by then.")
    if seen.act is not None:
        yield _line(subject, seen.act, f"{sentence(seen.words)}.")


def _line(subject: Subject, row: Row, words: str) -> dict[str, Any]:
    return {
        "t_ms": row[0], "said": subject.said(row[0]), "words": plain(words), "provenance": subject.provenance(row),
        "event_no": subject.number_of(row),
    }  # fmt: skip


def _measure(result: Result) -> dict[str, Any]:
    """The step that a measure, an event or the evaluators decide."""
    match result.verdict:
        case "met" | "seen":
            state = "seen"
        case "not met":
            state = "not_seen"
        case _:
            state = "not_tested"
    words = "For the evaluators to say" if result.verdict == "judged by people" else sentence(result.reason)
    found: dict[str, Any] = {
        "expect": None, "message": None, "words": plain(words), "state": state, "from_log": state, "how": "",
        "evidence": [], "notes": [],
    }  # fmt: skip
    return found | {"came": state_words(found)}


def _proposed(steps: list[dict[str, Any]], result: Result) -> str:
    """What the log says, in a sentence to begin a judgement with."""
    acts = [one for one in steps if one["expect"] is not None]
    parts = []
    if acts:
        counts = {state: sum(one["state"] == state for one in acts) for state in SAID}
        found = listed(f"{number} {SAID[state]}" for state, number in counts.items() if number)
        parts.append(f"Of {counted(len(acts), 'expected action')}: {found}.")
    if any(one["expect"] is None for one in steps):
        judged = result.verdict == "judged by people"
        parts.append("The log does not say; it is for the evaluators." if judged else f"{sentence(result.reason)}.")
    return plain(" ".join(parts))
