"""Debriefs for pages, documents and the command line: of an exercise, of a run, and what is asked of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from simulator.model.bundle import Bundle
from simulator.model.run import Run

if TYPE_CHECKING:
    from simulator.debriefing import Debrief, WhatIf
    from simulator.live.exercise import Exercise


def debrief_of_exercise(
    exercise: Exercise, course: Literal["as_shown", "as_corrected"] = "as_corrected", wall_ms: int | None = None
) -> Debrief:
    """The debrief of an exercise, with its corrections or as it was shown. Raises Refused before it has begun."""
    from simulator.debriefing import of_exercise

    return of_exercise(exercise, course, wall_ms)


def debrief_of_run(run: Run, bundle: Bundle, **more: Any) -> Debrief:
    """The debrief of a single run or a drill card's; `more` as for `simulator.debriefing.of_run`."""
    from simulator.debriefing import of_run

    return of_run(run, bundle, **more)


def debrief_ranges(debrief: Debrief, runs: int = 40, **more: Any) -> dict[str, list[float | int | None]]:
    """How far its times range in 8 of 10 runs of the same decisions, in ms. It takes seconds."""
    from simulator.debriefing import ranges

    return ranges(debrief, runs, **more)


def debrief_what_if(debrief: Debrief, seq: int, **more: Any) -> WhatIf:
    """One decision at another time (`move_to_ms`), or left out (`drop`), over many versions. NOT THE EXERCISE."""
    from simulator.debriefing import what_if

    return what_if(debrief, seq, **more)


def debrief_why(debrief: Debrief, party: str, t_ms: int) -> list[str]:
    """Why a party did what it did at an instant (ms), or what a unit did up to then. Raises NotFound."""
    from simulator.debriefing import why

    return why(debrief, party, t_ms)


def debrief_replay(debrief: Debrief) -> bytes:
    """The whole course, to be played in a browser."""
    from simulator.debriefing import replay

    return replay(debrief)


def debrief_events(debrief: Debrief) -> Iterator[str]:
    """The lines of events.jsonl that a debrief is worked out from."""
    from simulator.debriefing import events

    return events(debrief)


def schools_over_time(exercises: Iterable[tuple[str, Exercise]]) -> list[dict[str, Any]]:
    """Finished exercises by school, each school's beside each other in the order in which they were played."""
    from simulator.debriefing.over_time import Played, over_time

    played = [Played(stream, debrief_of_exercise(one).data) for stream, one in exercises]
    return [over_time(school, played) for school in sorted({str(one.data["school"]) for one in played})]
