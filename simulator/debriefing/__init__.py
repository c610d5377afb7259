"""Reading an exercise, a single run or a drill card's run into a debrief: plain data for pages and documents."""

from simulator.debriefing.again import ranges
from simulator.debriefing.courses import WhatIf, what_if
from simulator.debriefing.debrief import Course, Debrief, Matter
from simulator.debriefing.exercise import of_exercise
from simulator.debriefing.log import events, replay
from simulator.debriefing.single import of_run
from simulator.debriefing.whys import why

__all__ = [
    "Course",
    "Debrief",
    "Matter",
    "WhatIf",
    "events",
    "of_exercise",
    "of_run",
    "ranges",
    "replay",
    "what_if",
    "why",
]
