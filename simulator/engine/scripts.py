"""The hazards other than fire and whoever walks by script: their parts put together for a run."""

from __future__ import annotations

from simulator.engine import air, earthquake, hazmat, notices, school_acts, searching, weather
from simulator.engine.illness import Illness
from simulator.engine.play import Play


def prepare(play: Play) -> None:
    """Register actions and effects."""
    for part in (notices, weather, air, searching):
        part.prepare(play)
    ill = play.scenario.medical
    illness = Illness(play, ill) if ill is not None else None
    school_acts.prepare(play, illness)
    if illness is not None:
        illness.begin()


def begin(play: Play) -> None:
    """Put the scripts on the clock."""
    for part in (notices, weather, hazmat, earthquake):
        part.begin(play)
    if play.searching is not None:
        play.searching.begin()
