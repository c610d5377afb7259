"""The hazards other than fire and whoever walks by script: their parts put together for a run."""

from __future__ import annotations

from simulator.engine import air, earthquake, hazmat, illness, notices, school_acts, searching, sending, weather
from simulator.engine.play import Play


def prepare(play: Play) -> None:
    """Register actions and effects."""
    for part in (notices, weather, air, searching, school_acts, sending):
        part.prepare(play)


def begin(play: Play) -> None:
    """Put the scripts on the clock."""
    for part in (notices, weather, hazmat, earthquake, illness):
        part.begin(play)
    if play.searching is not None:
        play.searching.begin()
