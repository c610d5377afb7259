"""The course of a run: everything worth a sentence from every part, in order, short enough to be read aloud.

A log has thousands of rows. What is said once for many (rooms cleared, units going in, texts arriving) is told in sum,
radio traffic only where it failed, and moments that say the same of several things become one. If there is still too
much, the least telling kinds go first; everything is in events.jsonl.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from simulator.analysis.messages import messages
from simulator.analysis.state import Passing
from simulator.analysis.timeline import Moment, timeline
from simulator.analysis.told_arrivals import told_arrivals
from simulator.analysis.told_comms import told_comms
from simulator.analysis.told_hazards import told_hazards
from simulator.analysis.told_incident import told_incident
from simulator.analysis.told_responders import told_responders
from simulator.analysis.who import role_title
from simulator.analysis.words import clock, counted, listed, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run

MOST_MOMENTS = 35
"""About two screens."""
ALWAYS = 3
"""Moments of this weight are always told."""
PARTS: tuple[Callable[[Run], list[Moment]], ...] = (
    told_incident, told_hazards, told_responders, told_arrivals, told_comms,
)  # fmt: skip
"""What tells of one part of a run each; the first are kept before the last."""
SUMMED = frozenset({"room_cleared", "room_released", "police_entered"})
"""Kinds of which every single row is one of a series."""


def course(run: Run, steps: list[Passing] | None = None) -> list[Moment]:
    """The moments of a run in order of time, at most about `MOST_MOMENTS` of them."""
    return shortened(run, steps)[0]


def shortened(run: Run, steps: list[Passing] | None = None) -> tuple[list[Moment], int]:
    """The course, and how many smaller moments it leaves out; `steps` as for the timeline."""
    noted = replace(run, rows=tuple(of_note(run)))
    told = timeline(run, steps, messages_too=not messages_apart(run))
    parts = [told, list(_series(run)), *(part(noted) for part in PARTS)]
    return _fitting([_merged(run, part) for part in parts])


def messages_apart(run: Run) -> bool:
    """Whether the exercise's messages have a list of their own: where an incident fills the course by itself."""
    return any(row[1] in ("dispatched", "threat_entered") for row in run.rows)


def messages_sent(run: Run) -> list[str]:
    """The messages that went out, a line each, where the course does not tell of them."""
    if not messages_apart(run):
        return []
    return [_message(run, row) for row in run.rows if row[1] == "inject_released"]


def _message(run: Run, row: Row) -> str:
    inject = messages(run).get(row[3])
    said = typed((inject.synopsis or inject.text or "") if inject else "", 160)
    to = f" to {listed(role_title(run, role) for role in row[4])}" if row[4] else ""
    return f"- {clock(run.scenario, row[0])}{to}" + (f": {said} ({row[3]})" if said else f" ({row[3]})")


def of_note(run: Run) -> Iterator[Row]:
    """The rows that a sentence is worth: what is told in sum, or by another row, is left out."""
    went_in = {(row[0], row[3]) for row in run.rows if row[1] == "rtf_entered"}
    searched = any(row[1] == "room_cleared" for row in run.rows)
    for row in run.rows:
        match row[1]:
            case kind if kind in SUMMED or kind == "staged":
                continue
            case "patient_moved" if row[5] == row[4]:  # on board; that it is at the hospital is told
                continue
            case "rtf_formed" if (row[0], row[3]) in went_in:
                continue
            case "building_cleared" if searched:
                continue
        yield row


# ---- series ----------------------------------------------------------------------------------------------------------


def _series(run: Run) -> Iterator[Moment]:
    """What happens over and over, as one sentence each."""
    rows = {kind: [row for row in run.rows if row[1] == kind] for kind in sorted(SUMMED)}
    yield from _entries(run, rows["police_entered"])
    whole = any(row[1] == "building_cleared" for row in run.rows)
    yield from _rooms(
        run, rows["room_cleared"], "Officers had cleared {rooms}", ": the whole building" if whole else ""
    )
    yield from _rooms(run, rows["room_released"], "{rooms} had been released in person")


def _entries(run: Run, rows: list[Row]) -> Iterator[Moment]:
    if not rows:
        return
    first, last = rows[0], rows[-1]
    through = f" through {place(run.plan, first[4])}" if first[4] else ""
    yield Moment(first[0], f"The first officers went into the building{through}.")
    units = len({row[3] for row in rows})
    if units > 1 and last[0] > first[0]:
        yield Moment(last[0], f"{counted(units, 'unit')} of officers had gone in.")


def _rooms(run: Run, rows: list[Row], done: str, ended: str = "") -> Iterator[Moment]:
    """`Officers had cleared 12 rooms since 10:47:36.`"""
    if not rows:
        return
    first, last = rows[0], rows[-1]
    rooms = {row[3] for row in rows}
    words = done.format(rooms=counted(len(rooms), "room") if len(rooms) > 1 else place(run.plan, first[3]))
    since = f" since {clock(run.scenario, first[0])}" if len(rooms) > 1 else ""
    again = f", {twice} of them more than once" if (twice := _twice(rows)) else ""
    yield Moment(last[0], f"{sentence(words)}{since}{again}{ended}.")


def _twice(rows: list[Row]) -> int:
    names = [row[3] for row in rows]
    return sum(names.count(name) > 1 for name in dict.fromkeys(names))


# ---- short enough ----------------------------------------------------------------------------------------------------


def _merged(run: Run, told: list[Moment]) -> list[Moment]:
    """Moments that say the same but for their numbers as one, at the first of them, where there are three or more."""
    alike: dict[str, list[Moment]] = {}
    for moment in told:
        alike.setdefault(re.sub(r"\d+", "#", moment.words), []).append(moment)
    found = []
    for same in alike.values():
        if len(same) < 3:
            found += same
        else:
            last = clock(run.scenario, same[-1].t_ms)
            words = f"{same[0].words.removesuffix('.')}; {len(same) - 1} more like it by {last}."
            found.append(Moment(same[0].t_ms, words))
    return found


def _fitting(parts: list[list[Moment]]) -> tuple[list[Moment], int]:
    """All moments in order, one sentence once, without the least telling ones where there are too many."""
    ranks: dict[Moment, int] = {}
    for rank, part in enumerate(parts):
        for moment in part:
            ranks.setdefault(moment, rank)
    least = sorted(ranks, key=lambda moment: (moment.weight, -ranks[moment], -moment.t_ms))
    spare = max(len(least) - MOST_MOMENTS, 0)
    left_out = {moment for moment in least[:spare] if moment.weight < ALWAYS}
    kept = [moment for moment in ranks if moment not in left_out]
    return sorted(kept, key=lambda moment: moment.t_ms), len(left_out)
