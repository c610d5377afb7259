"""Recorded decisions in words, and what became of each."""

from __future__ import annotations

from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.words import one_line, sentence
from simulator.live.log import Record, decision_of
from simulator.live.state import State
from simulator.live.words import said, title_of


def deed_of(state: State, record: Record) -> str:
    """What was done, in words that follow a title: `announces lockdown`; a free sentence stands as it was said."""
    fields = record.decision
    if fields["action"] == "record":
        return f"“{one_line(' '.join(_texts(fields.get('says'))), 200)}”"
    done = asked(state.run, decision_of(fields))
    return f"{done} ({one_line(record.words, 120)})" if record.words else done


def who_of(state: State, record: Record) -> str:
    """The title of whoever did it."""
    role = str(record.decision["role"])
    return "Facilitator" if role in ("facilitator", "controller") else title_of(state.scenario, role)


def state_of(state: State, record: Record) -> dict[str, str]:
    """What became of a decision by now: `state` for the page, and `why` in words where there is something to say."""
    if record.state == "withdrawn":
        return {"state": "withdrawn", "why": sentence(record.why) if record.why else "Taken back."}
    identity = str(record.decision["id"])
    if identity in state.refused:
        return {"state": "refused", "why": sentence(state.refused[identity])}
    corrected = {"state": "corrected", "why": sentence(record.why) if record.why else "Corrected."}
    if record.decision["action"] == "record":
        return corrected if record.state else {"state": "", "why": "Recorded; the facilitator decides what follows."}
    done = next((row[0] for row in state.rows if row[1] == "done" and row[2] == identity), None)
    if record.state:
        return corrected
    if done is not None:
        return {"state": "done", "why": f"Done at {said(state.scenario, done)}."}
    return {"state": "doing", "why": "Being done."}


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]
