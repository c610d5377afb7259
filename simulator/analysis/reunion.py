"""Reunification and visitors as figures: when it was over, who waited how long, and when a visitor was asked.

`reunification_s` is when the last family was through: its pupil handed over, or the family told why not. It is null
while a family that the scenario sends has not come, or one that came still waits.
"""

from __future__ import annotations

from typing import Any

from simulator.model.events import Row
from simulator.model.run import Run

VISITOR = "visitor"
MET = frozenset({"check_id", "challenge", "badge", "escort", "refuse"})
"""What may be done about a visitor."""
NOBODY_ASKED = frozenset({"walks in", "walks in as somebody leaves"})
"""How a visitor came in whom nobody had let in."""


def reunion_metrics(run: Run) -> dict[str, Any]:
    """Figures of those who come; times in seconds from 00:00, waits and the visitor's time without being asked in s.

    `visitor_asked_s` counts from the visitor's coming to the door (or in) until somebody first spoke to them; null
    where there was no visitor or nobody did.
    """
    came = {row[3]: row for row in run.rows if row[1] == "family_arrived"}
    through = _through(run)
    waits = [row[5] for row in run.rows if row[1] == "served"]
    opened_ms = next((row[0] for row in run.rows if row[1] == "reunification_opened"), run.until_ms)
    return {
        "reunification_s": reunification_s(run),
        "families_came": len(came),
        "families_before_open": sum(row[0] < opened_ms for row in came.values()),
        "families_served": sum(row[1] == "handed_over" for row in through.values()),
        "families_turned_away": sum(row[1] == "hand_over_refused" for row in through.values()),
        "families_waiting": len(came.keys() - through.keys()),
        "longest_family_wait_s": max(waits, default=None),
        "visitor_asked_s": visitor_asked_s(run),
        "visitor_walked_in": any(row[1] == "visitor_at_door" and row[6] in NOBODY_ASKED for row in run.rows),
    }


def reunification_s(run: Run) -> float | None:
    """When the last family was through, in seconds; None while one is still to come or waits, or where none came."""
    came = {row[3] for row in run.rows if row[1] == "family_arrived"}
    through = _through(run)
    wanted = run.scenario.reunification.families.count if run.scenario.reunification is not None else 0
    if not came or len(came) < wanted or came - through.keys():
        return None
    return max(int(row[0]) for row in through.values()) / 1000


def _through(run: Run) -> dict[str, Row]:
    """By family, the row that ended its visit: the hand-over where there was one."""
    ended: dict[str, Row] = {}
    for row in run.rows:
        if row[1] == "handed_over" or (row[1] == "hand_over_refused" and row[4] not in ended):
            ended[row[4]] = row
    return ended


def visitor_asked_s(run: Run) -> float | None:
    """How long the visitor was there before somebody spoke to them; None where that never was.

    They are there from when they first asked, or walked in.
    """
    came = next((row[0] for row in run.rows if row[1] == "visitor_at_door"), None)
    asked = next((row[0] for row in run.rows if row[1] == "challenged" or _spoken_to(row)), None)
    return None if came is None or asked is None else float(asked - came) / 1000


def _spoken_to(row: Row) -> bool:
    """Whether a row is somebody's having done something about the visitor of the script."""
    return row[1] == "done" and row[4] in MET and row[5].get("visitor", row[5].get("who", VISITOR)) == VISITOR
