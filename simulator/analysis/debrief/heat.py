"""Where it was hard, by space: exposure, waiting in line, and people whom the order did not reach."""

from __future__ import annotations

from typing import Any

from simulator.analysis.debrief.subject import Subject
from simulator.analysis.securing import not_reached
from simulator.analysis.state import queues, space_of


def heat(subject: Subject) -> dict[str, dict[str, Any]]:
    """Person-seconds of exposure and of waiting, and persons whom the order did not reach when it was spoken."""
    exposure = subject.exposure.by_space
    waiting: dict[str, int] = {}
    for queue in queues(subject.run):
        space = space_of(queue.space)
        waiting[space] = waiting.get(space, 0) + queue.person_ms
    return {
        "exposure": {name: round(exposure[name] / 1000, 3) for name in sorted(exposure)},
        "waiting": {name: round(waiting[name] / 1000, 3) for name in sorted(waiting)},
        "unheard": unheard(subject),
    }


def unheard(subject: Subject) -> dict[str, int]:
    """How many people in each space the order did not reach when it was spoken."""
    if subject.order_row is None:
        return {}
    found: dict[str, int] = {}
    for (space, _), number in sorted(not_reached(subject.run, subject.steps, subject.order_row).items()):
        found[space] = found.get(space, 0) + number
    return found
