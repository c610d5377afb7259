"""What hazards did and what was done about them, in sentences: warnings, weather, air, who was missed and found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from simulator.analysis.timeline import Moment
from simulator.analysis.who import HAZARD_WORDS, role_title, some, unit_words, whose
from simulator.analysis.words import listed, nth, people, place, sentence, typed
from simulator.model.agencies import PT_MEDICAL
from simulator.model.events import Row
from simulator.model.run import Run

WEATHER = {
    "warned": "A warning of severe weather went out.",
    "arrived": "The severe weather was there: nobody is safe outdoors, or indoors away from the shelters.",
    "ended": "The severe weather was over.",
    "wind": "A strong wind blows: people walk slower outdoors.",
    "rain": "Heavy rain falls: people walk slower outdoors.",
    "ice": "The ground outdoors is icy: people walk slower there.",
    "dark": "It is dark outdoors: people walk slower there.",
}
OVER = {"earthquake": "The shaking stopped.", "hazmat": "The release was over: the open ground is free again."}
TOLD = frozenset({
    "weather", "wind_shifted", "warning_received", "call_received", "hazard_closed", "hazard_ended", "air",
    "unaccounted", "found", "seen", "patient_reached",
})  # fmt: skip


def told_hazards(run: Run) -> list[Moment]:
    """The moments that hazards other than a person's made."""
    found = list(_shaking(run))
    rows = [row for row in run.rows if row[1] in TOLD]
    for (t_ms, kind, _), grouped in groupby(rows, key=lambda row: row[:3]):
        found += [Moment(t_ms, words) for words in _in_words(run, kind, list(grouped))]
    return found


def _shaking(run: Run) -> Iterator[Moment]:
    script = run.scenario.earthquake
    if script is not None and script.at_ms < run.until_ms:
        yield Moment(script.at_ms, "The ground shook: everybody took cover where they were.")


def _in_words(run: Run, kind: str, rows: list[Row]) -> list[str]:
    match kind:
        case "weather":
            return [WEATHER[row[3]] for row in rows]
        case "wind_shifted":
            return [f"The wind now comes from {row[3]:.0f} degrees." for row in rows]
        case "warning_received" | "call_received":
            return [_notice(run, row) for row in rows]
        case "hazard_closed":
            ground = [place(run.plan, row[4]) for row in rows if row[3] == "hazmat"]
            return [f"The release had reached {some(ground)}: nobody should be there."] if ground else []
        case "hazard_ended":
            return [OVER[row[3]] for row in rows if row[3] in OVER]
        case "air":
            return [_air(run, state, list(same)) for state, same in groupby(rows, key=lambda row: str(row[4]))]
        case "unaccounted":
            return [_missed(run, list(same)) for _, same in groupby(rows, key=lambda row: (row[4], row[6]))]
        case "found":
            return [_found(run, row) for row in rows]
        case _:
            return [words for row in rows if (words := _patient(run, row)) is not None]


def _who(run: Run, name: str | None) -> str:
    """A role, a unit, or the party that a column belongs to."""
    if name is None:
        return "nobody"
    if name in run.scenario.roles:
        return role_title(run, name)
    if name.rpartition("-")[0] in run.scenario.agencies:
        return unit_words(run, name)
    return whose(run, name if any(member.party == name for member in run.people) else name.rpartition(".")[0])


def _notice(run: Run, row: Row) -> str:
    what = HAZARD_WORDS.get(row[5], row[5].replace("_", " "))
    if row[1] == "warning_received":
        return f"The warning of {what} reached {_who(run, row[4])}."
    heard = f"{sentence(_who(run, row[4]))} was told of" if row[4] is not None else "Nobody was there to be told of"
    return f"{heard} {what} by {typed(row[3], 60)}."


def _air(run: Run, state: str, rows: list[Row]) -> str:
    units = {space.air for space in run.plan.spaces().values() if space.air is not None}
    named = [row[3] for row in rows]
    what = "All ventilation" if units <= set(named) else f"The ventilation {some(typed(one, 60) for one in named)}"
    return f"{what} was shut off." if state == "shut" else f"{what} ran again."


def _missed(run: Run, rows: list[Row]) -> str:
    by = f" by {_who(run, rows[0][4])}" if rows[0][4] is not None else ""
    who = f"{sentence(missing_words(rows[0][3]))} was" if len(rows) == 1 else f"{people(len(rows))} were"
    return f"{who} missed{by}, last seen in {place(run.plan, rows[0][6])}."


def _found(run: Run, row: Row) -> str:
    found = f"{sentence(missing_words(row[3]))} was found in {place(run.plan, row[6])} by {_who(run, row[4])}"
    return f"{found}{_went_on(run, row[0])}."


CALLED_OFF = {"search": "searching", "call_911": "a call to 911"}
"""What goes on after somebody was found where nobody calls it off."""


def _went_on(run: Run, t_ms: int) -> str:
    """What the plan still did after the last who was missed had been found: no step of it calls anything off."""
    missed = {row[3] for row in run.rows if row[1] == "unaccounted"}
    found = {row[3] for row in run.rows if row[1] == "found" and row[0] <= t_ms}
    later = [row for row in run.rows if row[1] == "done" and row[0] > t_ms and row[6] == "plan"]
    what = listed(dict.fromkeys(CALLED_OFF[row[4]] for row in later if row[4] in CALLED_OFF) or [""])
    if missed - found or not what:
        return ""
    return f"; the plan has no step that calls off what was under way, so {what} still came after that"


def missing_words(name: str) -> str:
    """Who is missed, as one says it: `a second pupil` for the log's `A pupil (2)`."""
    numbered = re.fullmatch(r"A (.+) \((\d+)\)", name)
    if numbered is None:
        return typed(name, 60)
    return f"a {nth(int(numbered[2]))} {typed(numbered[1], 60)}"


def _patient(run: Run, row: Row) -> str | None:
    """Somebody who fell ill: seen first by whom, and reached by a role of the school."""
    if row[1] == "seen" and row[4] == "medical":
        who = run.scenario.medical.who if run.scenario.medical is not None else "A person"
        ill = f"{sentence(typed(who, 60))} fell ill in {place(run.plan, row[5])}"
        return f"{ill}; {_who(run, row[3])} saw it first."
    if row[1] == "patient_reached" and row[3] == PT_MEDICAL and row[4] in run.scenario.roles:
        return f"{sentence(_who(run, row[4]))} was with the person who is ill."
    return None
