"""What the messages of a run should draw, and what came of it; and the messages that did not go out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.analysis.deeds import name_of
from simulator.analysis.seen import expectations, how_it_came
from simulator.analysis.who import everybody_of, role_title
from simulator.analysis.words import lasting, listed, sentence, typed
from simulator.model.actions import Expectation, plain
from simulator.model.decisions import NEVER_DUE
from simulator.model.run import Run

DOES = {
    "announce": "announces", "correct_announcement": "corrects the announcement to", "lock": "locks",
    "unlock": "unlocks", "close": "shuts", "barricade": "barricades", "account": "counts", "assist": "helps",
    "search": "searches", "clear": "clears", "admit": "lets in", "call_911": "calls 911", "ask": "asks",
    "stay": "tells to stay:", "refuse": "refuses", "send_alert": "sends an alert to",
}  # fmt: skip
CLOSED = {
    "not_needed": "not needed", "guard_false": "its condition was false", "skipped": "skipped",
    "not_reached": "not reached before the end",
}  # fmt: skip


def what_was_expected(run: Run) -> list[str]:
    """A line for each expectation of a message that went out; then messages that did not, and decisions never due."""
    released = {row[3] for row in run.rows if row[1] == "inject_released"}
    lines = [
        f"- {wanted_in_words(run, wanted)}: {how_it_came(run, wanted, name).words}."
        for wanted, name in expectations(run).values()
        if name in released
    ]
    return lines + _not_sent(run) + _never_due(run)


def wanted_in_words(run: Run, wanted: Expectation) -> str:
    """`The Secretary announces lockdown within 1 minute`."""
    who = role_title(run, wanted.role) if wanted.role else "somebody"
    return sentence(f"{who} {_does(run, wanted)} within {lasting(wanted.within_ms)}")


def _does(run: Run, wanted: Expectation) -> str:
    fields = plain(wanted)
    match wanted.action:
        case "tell":
            return f"tells {_named(run, fields.get('to') or ['people'])}" + _what(fields)
        case "move":
            to = f" to {_named(run, fields['to'])}" if "to" in fields else ""
            return f"sends {_who(run, fields)}{to}"
        case "direct":
            way = f" to use {_named(run, fields['through'])}" if "through" in fields else " a way"
            return f"tells {_who(run, fields)}{way}"
        case _:
            does = DOES.get(wanted.action, f"does this: {wanted.action.replace('_', ' ')}")
            about = [fields[name] for name in ("what", "who", "spaces", "to", "says") if name in fields]
            return " ".join((does, *(_named(run, value) for value in about)))


def _what(fields: dict[str, Any]) -> str:
    what = fields.get("what") or fields.get("about")
    return f" “{typed(', '.join(what))}”" if what else ""


def _who(run: Run, fields: dict[str, Any]) -> str:
    who = fields.get("who", "people")
    return everybody_of(run, str(who["in"]) if isinstance(who, dict) else str(who))


def _named(run: Run, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return listed(name_of(run, str(one["in"]) if isinstance(one, dict) else str(one)) for one in values)


# ---- messages that did not go out ------------------------------------------------------------------------------------


def _not_sent(run: Run) -> list[str]:
    """One line: which messages did not go out, and why."""
    groups: dict[str, list[str]] = {}
    for name, why in _ended_otherwise(run):
        groups.setdefault(why, []).append(typed(name, 60))
    if not groups:
        return []
    number = sum(map(len, groups.values()))
    told = "; ".join(f"{listed(names)}: {why}" for why, names in groups.items())
    return [f"- {'This message' if number == 1 else 'These messages'} did not go out: {told}."]


def _never_due(run: Run) -> list[str]:
    """One line: which decisions were never due, and why."""
    refused = {row[3]: row[4] for row in run.rows if row[1] == "refused" and row[4].startswith(NEVER_DUE)}
    told = [f"{typed(name, 60)} ({typed(why.removeprefix(f'{NEVER_DUE}: '))})" for name, why in refused.items()]
    return [f"- Decisions that were never due: {listed(told)}."] if told else []


def _ended_otherwise(run: Run) -> Iterator[tuple[str, str]]:
    kept = {row[5]["inject"] for row in run.rows if row[1] == "done" and row[4] == "hold_inject"}
    gone = {row[3] for row in run.rows if row[1] == "inject_released"}
    closed = {row[3]: row[4] for row in run.rows if row[1] == "inject_closed"}
    for name, state in closed.items():
        why = "kept back" if state == "not_reached" and name in kept else CLOSED[state]
        yield name, why
    for name in sorted(kept - gone - closed.keys()):
        yield str(name), "kept back"
