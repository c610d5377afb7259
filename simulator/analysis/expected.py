"""What the messages of a run should draw, and what came of it; and the messages that did not go out."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.asked import asked
from simulator.analysis.seen import expectations, how_it_came
from simulator.analysis.who import role_title
from simulator.analysis.words import clock, lasting, listed, sentence, typed
from simulator.model.actions import Expectation
from simulator.model.decisions import NEVER_DUE
from simulator.model.run import Run

CLOSED = {
    "not_needed": "not needed", "guard_false": "its condition was false", "skipped": "skipped",
    "not_reached": "not reached before the end",
}  # fmt: skip


def what_was_expected(run: Run) -> list[str]:
    """A line for each expectation of a message that went out; then messages that did not, and decisions never due."""
    released = {row[3]: row[0] for row in reversed(run.rows) if row[1] == "inject_released"}
    lines = [
        f"- From {clock(run.scenario, released[name])} ({typed(name, 60)}): "
        f"{wanted_in_words(run, wanted)}: {how_it_came(run, wanted, name).words}."
        for wanted, name in expectations(run).values()
        if name in released
    ]
    return lines + _not_sent(run) + _never_due(run)


def wanted_in_words(run: Run, wanted: Expectation) -> str:
    """`The Secretary announces lockdown within 1 minute`."""
    who = role_title(run, wanted.role) if wanted.role else "somebody"
    return sentence(f"{who} {asked(run, wanted)} within {lasting(wanted.within_ms)}")


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
    """One line: which decisions were not carried out as their time had not come, and what they waited for."""
    groups: dict[str, list[str]] = {}
    for row in run.rows:
        if row[1] == "refused" and row[4].startswith(NEVER_DUE):
            groups.setdefault(row[4].removeprefix(f"{NEVER_DUE}: "), []).append(typed(row[3], 60))
    if not groups:
        return []
    number = sum(map(len, groups.values()))
    told = "; ".join(f"{listed(names)}: {typed(why)}" for why, names in groups.items())
    head = "This decision" if number == 1 else "These decisions"
    return [f"- {head} did not come due before the run ended: {told}."]


def _ended_otherwise(run: Run) -> Iterator[tuple[str, str]]:
    kept = {row[5]["inject"] for row in run.rows if row[1] == "done" and row[4] == "hold_inject"}
    gone = {row[3] for row in run.rows if row[1] == "inject_released"}
    closed = {row[3]: row[4] for row in run.rows if row[1] == "inject_closed"}
    for name, state in closed.items():
        why = "kept back" if state == "not_reached" and name in kept else CLOSED[state]
        yield name, why
    for name in sorted(kept - gone - closed.keys()):
        yield str(name), "kept back"
