"""The debrief of a single run or of a drill card's run: what the plan alone, or a decisions file, came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from simulator.analysis.debrief.data import debrief
from simulator.analysis.debrief.subject import Recorded, Subject
from simulator.debriefing.debrief import Debrief, Matter
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run


def of_run(
    run: Run,
    bundle: Bundle,
    *,
    title: str | None = None,
    kind: Literal["run", "drill"] = "run",
    decisions: Iterable[Decision] = (),
    seats: Mapping[str, str] | None = None,
    set_values: Mapping[str, str] | None = None,
) -> Debrief:
    """The debrief of a run of a bundle; `decisions`, `seats` and `set_values` are those that it was played with."""
    chosen = tuple(decisions)
    subject = Subject(run, bundle.response, {one.id: Recorded() for one in chosen})
    matter = Matter(subject, bundle, chosen, seats, dict(set_values or {}))
    data = debrief(subject) | alone(kind)
    return Debrief(data if title is None else data | {"title": title}, matter)


def alone(kind: str) -> dict[str, Any]:
    """What only an exercise has: nothing of it."""
    return {
        "kind": kind, "played": None, "course": "as_shown", "corrections": 0, "finished": True, "rulings": [],
        "free": [], "parked": [], "hot_wash": [], "feedback": [], "attendance": [], "notes": [],
        "corrected": [], "frozen": None, "discussion": False,
    }  # fmt: skip
