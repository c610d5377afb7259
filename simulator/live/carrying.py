"""Corrective actions of an exercise on their way to the school's programme."""

from __future__ import annotations

from simulator.live.exercise import DESK_SEAT, Exercise
from simulator.live.written import written_of
from simulator.programme import open_action, read_actions


def carry_actions(exercise: Exercise, wall_ms: int) -> int:
    """Open every corrective action of an exercise on its school's programme, in its present words.

    Gives how many were opened or changed. One that was taken off the report stays on the programme, marked so: only a
    person closes it. Doing it again does nothing.
    """
    school = exercise.bundle.plan.school.name
    known = {one.source for one in read_actions(exercise.store, school)}
    changed = 0
    for one in written_of(exercise.core().entries).findings:
        if one.sort == "action" and (not one.out or (exercise.stream, one.id) in known):
            changed += open_action(exercise.store, school, exercise.stream, one.as_payload(), wall_ms, DESK_SEAT.id)
    return changed
