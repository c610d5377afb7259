"""A drill that meets every shipped row, to be spoiled in one place at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from simulator.model.drill import Drill

GOOD: dict[str, Any] = {
    "hazard": "armed_assailant", "type": "drill", "jurisdiction": "TX", "grades": "K-5", "matched_to_grade": True,
    "pupils_present": True, "date": dt.date(2026, 10, 20), "clock": "10:40", "announced": True,
    "notice_on": dt.date(2026, 10, 6), "notice_says": ["date", "content", "tone"], "responders_told": True,
    "mental_health_contact": "the counselor, in the library", "discussed_before": True, "lockdown_before": True,
    "opt_out": True, "accommodations": True, "debrief": True, "feedback_tracked": True,
}  # fmt: skip


def drill(**changes: Any) -> Drill:
    """The good drill with some answers changed; None takes one away."""
    return Drill.model_validate({name: value for name, value in (GOOD | changes).items() if value is not None})
