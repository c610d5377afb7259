"""The log of what a debrief is about: its events, line by line, and the same for a replay."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.debrief.keyframes import keyframes
from simulator.debriefing.debrief import Debrief
from simulator.model.events import jsonl


def events(debrief: Debrief) -> Iterator[str]:
    """The lines of events.jsonl, each with its line feed; `event_no` in the debrief counts them from 1."""
    return jsonl(debrief.matter.subject.whole.rows)


def replay(debrief: Debrief) -> bytes:
    """The whole course for a replay in a browser."""
    return keyframes(debrief.matter.subject.run)
