"""Hand-made incidents for the debrief's folds: rows written down by a person, so that every answer is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from simulator.analysis.debrief.subject import Recorded, Subject
from simulator.model.events import Row
from simulator.model.response import Response
from tests.analysis.factory import a_run

PARTIES = {"class-101": ("101", 20), "class-102": ("102", 20), "staff-GYM": ("GYM", 10)}
RESPONSE = Response.model_validate({
    "format": "hotwash.response/1", "title": "Plan",
    "roles": {name: {"title": name.capitalize()} for name in ("secretary", "principal", "sergeant")},
    "hazards": {"armed_assailant": {"order": "lockdown", "steps": [
        {"id": "L1", "on": {"event": "recognised"}, "role": "first_to_know", "action": "announce", "what": "lockdown",
         "via": "pa", "meant": 10, "actual": {"uniform": [20, 20]}},
        {"id": "L2", "on": {"event": "recognised"}, "role": "secretary", "action": "call_911",
         "says": ["what", "where", "door"], "meant": 30, "actual": {"uniform": [30, 30]}},
        {"id": "L3", "on": {"order": "lockdown"}, "role": "each_teacher", "action": "lock", "what": "own_room",
         "meant": 15, "actual": {"uniform": [12, 12]}},
        {"id": "L4", "on": {"step": "L2"}, "role": "principal", "action": "tell", "to": "first_officer",
         "about": ["keys"], "meant": 60, "actual": {"uniform": [60, 60]}},
        {"id": "L5", "on": {"event": "arrived"}, "role": "sergeant", "action": "establish_command", "meant": 60,
         "actual": {"uniform": [60, 60]}}]}},
})  # fmt: skip
SCENARIO: dict[str, Any] = {
    "hazard": "armed_assailant",
    "threat": {"enters": "@main_entrance"},
    "roles": {"secretary": {"in": "101", "played": True}, "principal": {"in": "102", "played": True},
              "sergeant": {"in": "off_site", "played": True, "agency": "police"}},
    "agencies": {"police": {"units": 2}, "ems": {"units": 1}},
    "response": "plan.yaml",
}  # fmt: skip
INCIDENT: tuple[Row, ...] = (
    (0, "done", "kept-I9", "facilitator", "hold_inject", {"inject": "I9"}, "decision"),
    (5_000, "recognised", "armed_assailant", "secretary", "armed_assailant", "101"),
    (60_000, "done", "D1", "secretary", "announce", {"what": ["lockdown"], "via": ["pa"]}, "decision"),
    (65_000, "announced", "D1", "lockdown", "secretary", ("pa",), ("A",), ()),
    (65_000, "learned", "D1", "class-101", "order", "lockdown", "secretary", "pa"),
    (65_000, "learned", "D1", "class-102", "order", "lockdown", "secretary", "pa"),
    (80_000, "secured", "D1", "101", "class-101", ""),
    (90_000, "done", "D2", "secretary", "call_911", {"says": ["what", "where"]}, "decision"),
    (90_000, "call_placed", "D2", "911", "secretary", None, ("what", "where"), 0.0),
    (95_000, "secured", "D1", "102", "class-102", ""),
    (100_000, "dispatched", "D2", "police", "police-1", None),
    (200_000, "arrived", "D2", "police", "police-1", "OUT"),
    (200_000, "arrived", "D2", "ems", "ems-1", "OUT"),
)


def incident(*more: Row, recorded: dict[str, Recorded] | None = None, until_ms: int = 600_000) -> Subject:
    """The incident, with further rows in their place."""
    rows = sorted((row for row in (*INCIDENT, *more) if row[0] < until_ms), key=lambda row: row[0])
    run = replace(a_run(rows, PARTIES, until_ms=until_ms, **SCENARIO), order="lockdown")
    known = {"D1": Recorded("stated", 4, ""), "D2": Recorded("assumed", 5, "")} if recorded is None else recorded
    return Subject(run, RESPONSE, known)
