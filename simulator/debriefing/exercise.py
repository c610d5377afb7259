"""The debrief of an exercise that people played: its log as shown or as corrected, and what people wrote beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.analysis.debrief.data import debrief
from simulator.analysis.debrief.subject import Recorded, Subject
from simulator.debriefing.debrief import Course, Debrief, Matter
from simulator.debriefing.frozen import frozen
from simulator.debriefing.rulings import ruled
from simulator.debriefing.written import beside, said_in_lanes, taken_back
from simulator.errors import Refused
from simulator.live.exercise import Exercise
from simulator.live.log import of_kind, steps_of
from simulator.live.state import Core
from simulator.live.words import said


def of_exercise(exercise: Exercise, course: Course = "as_corrected", wall_ms: int | None = None) -> Debrief:
    """The debrief of an exercise, finished or not; of one under way as far as it is at `wall_ms` (Unix ms).

    Without `wall_ms` an exercise under way is told up to its last entry. Raises Refused before it has begun.
    """
    whole = exercise.core()
    core = whole if course == "as_corrected" else without_corrections(whole)
    end_ms = _end_ms(whole, wall_ms)
    if end_ms < 0:
        raise Refused("the exercise has not begun; there is nothing to debrief yet")
    matter = matter_of(core, end_ms)
    corrections = len(of_kind(whole.entries, "correction"))
    data = debrief(matter.subject, observed=_observed(core), more=[*ruled(core, matter.subject)])
    data |= beside(core, matter.subject, data["objectives"])
    taken_back(whole, data["lanes"])
    if matter.discussion:
        said_in_lanes(core, matter.subject, data["lanes"])
    return Debrief(
        data | {
            "kind": "drill" if whole.header.settings["mode"] == "drill" else "exercise", "title": whole.header.title,
            "label": whole.header.settings.get("sensitivity", data["label"]), "played": _played(whole),
            "course": course, "corrections": corrections, "finished": whole.ended is not None,
            "frozen": frozen(whole, course, data), "discussion": matter.discussion,
        },
        matter,
    )  # fmt: skip


def without_corrections(core: Core) -> Core:
    """What the log comes to without the corrections that were made later: what the room saw happen."""
    return replace(core, entries=tuple(entry for entry in core.entries if entry.kind != "correction"))


def matter_of(core: Core, end_ms: int) -> Matter:
    """What an exercise's log comes to up to an instant of scenario time, and how to play it again."""
    recorded = {
        str(one.decision["id"]): Recorded(one.by, one.seq, one.words)
        for one in core.records if one.state != "withdrawn"
    }  # fmt: skip
    subject = Subject(core.upto(end_ms), core.bundle.response, recorded)
    settings, played = core.header.settings, core.played
    return Matter(
        subject,
        core.bundle,
        (*played.before, *core.decisions),
        played.seats,
        dict(settings["set_values"]),
        played.discussion,
    )


def _end_ms(core: Core, wall_ms: int | None) -> int:
    if not core.entries:
        return -1
    return core.clock.at(core.entries[-1].wall_ms if wall_ms is None else wall_ms).t_ms


def _observed(core: Core) -> dict[str, Mapping[str, Any]]:
    """What evaluators saw of each expected action."""
    scenario = core.played.scenario
    return {
        name: {
            "state": entry.payload["seen"], "said": said(scenario, entry.payload.get("at_ms", entry.t_ms)),
            "t_ms": entry.payload.get("at_ms", entry.t_ms), "text": entry.payload.get("text", ""),
            "provenance": "observed", "seq": entry.seq,
        }
        for name, entry in steps_of(core.entries).items()
    }  # fmt: skip


def _played(core: Core) -> dict[str, Any] | None:
    """On which day, by the server's clock, and for how many minutes of room time."""
    began = core.clock.began_wall_ms
    if began is None:
        return None
    last = core.ended or core.entries[-1]
    day = dt.datetime.fromtimestamp(began / 1000).date()
    return {"on": day.isoformat(), "minutes": max(1, round((last.wall_ms - began) / 60_000)), "began_wall_ms": began}
