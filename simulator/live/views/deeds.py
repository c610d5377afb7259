"""Recorded decisions in words, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.debrief.subject import plain
from simulator.analysis.deeds import what_is_set
from simulator.analysis.words import lasting, one_line, sentence
from simulator.live.discussing import FOLLOWS, is_discussion
from simulator.live.log import Record, decision_of
from simulator.live.state import State
from simulator.live.words import message_name, said, title_of
from simulator.rules.played import OF_THE_DESK


def deed_of(state: State, record: Record) -> str:
    """What was done, in words that follow a title: `announces lockdown`; a free sentence stands as it was said."""
    fields = record.decision
    if fields["action"] == "record":
        return f"“{one_line(' '.join(_texts(fields.get('says'))), 200)}”"
    if fields["action"] in OF_THE_DESK:
        return _at_the_desk(state, fields)
    done = asked(state.run, decision_of(fields))
    return f"{done} ({one_line(record.words, 120)})" if record.words else done


def _at_the_desk(state: State, fields: Mapping[str, Any]) -> str:
    """What the facilitator did with messages, or set for the room."""
    named = fields.get("inject")
    message = message_name(state.run, str(named["id"] if isinstance(named, dict) else named))
    match fields["action"]:
        case "rule":
            said_by = f", says the {one_line(str(fields['who']), 60)}" if fields.get("who") else ""
            why = one_line(" ".join(_texts(fields.get("says"))), 160).rstrip(".")
            return f"set by the room{said_by}: {plain(what_is_set(state.run, fields['sets']))}, because: {why}"
        case "shift_injects":
            by = str(fields.get("by", ""))
            where, much = ("earlier" if by.startswith("-") else "later"), by.lstrip("+-")
            seconds = lasting(round(float(much) * 1000)) if much.replace(".", "", 1).isdigit() else much
            return f"moves every message that is still to come {seconds} {where}"
        case "add_inject":
            return f"writes {message}"
        case "edit_inject":
            return f"changes {message}"
        case "release_inject":
            return f"releases {message}"
        case "take_seat":
            return "is played by the room from now on"
        case "leave_seat":
            return "acts by the plan from now on"
        case "hold_inject":
            return f"keeps {message} back"
        case _:
            return f"skips {message}"


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
    if record.decision["action"] == "record" or is_discussion(state.settings):
        return corrected if record.state else {"state": "", "why": FOLLOWS}
    done = next((row[0] for row in state.rows if row[1] == "done" and row[2] == identity), None)
    if record.state:
        return corrected
    if done is not None:
        return {"state": "done", "why": f"Done at {said(state.scenario, done)}."}
    return {"state": "doing", "why": "Being done."}


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]
