"""What responders did, in sentences: sent, there, inside, in command, with patients, rooms cleared and released."""

from __future__ import annotations

from itertools import groupby

from simulator.analysis.responders import first_officer_ms
from simulator.analysis.timeline import Moment
from simulator.analysis.who import agency_words, some, the_agency, unit_words
from simulator.analysis.words import counted, lasting, listed, place, sentence, typed
from simulator.model.agencies import PT_MEDICAL, patients_of
from simulator.model.events import Row
from simulator.model.run import Run

BY_UNIT = frozenset({"dispatched", "staged", "police_entered", "rtf_formed", "rtf_entered", "command",
                     "unified_command", "ccp_opened", "building_cleared"})  # fmt: skip
ENDED = {"by itself": "The threat was over.", "has left": "The armed person had left.",
         "stopped by officers": "Officers ended the threat."}  # fmt: skip


def told_responders(run: Run) -> list[Moment]:
    """The moments that responders made; rows of one kind, instant and cause make one sentence."""
    found = [*_arrivals(run), *_rooms(run), *_released(run)]
    own = [row for row in run.rows if row[1] in BY_UNIT]
    for (t_ms, kind, _), grouped in groupby(own, key=lambda row: row[:3]):
        found.append(Moment(t_ms, _in_words(run, kind, list(grouped))))
    found += [Moment(row[0], _patient(run, row)) for row in run.rows if _of_patients(run, row)]
    return sorted(found, key=lambda moment: moment.t_ms)


def _place(run: Run, name: str | None) -> str:
    return typed(place(run.plan, name)) if name else "the scene"


def _in_words(run: Run, kind: str, rows: list[Row]) -> str:
    first = rows[0]
    match kind:
        case "dispatched":
            return f"{sentence(_sent(rows))} {'was' if len(rows) == 1 else 'were'} sent."
        case "staged":
            return f"{sentence(some(unit_words(run, row[4]) for row in rows))} checked in at {_place(run, first[5])}."
        case "police_entered":
            who = some(unit_words(run, row[3]) for row in rows)
            return f"{sentence(who)} went into the building through {_place(run, first[4])}."
        case "rtf_formed":
            return f"{sentence(some(unit_words(run, row[3]) for row in rows))} was ready to go in."
        case "rtf_entered":
            return f"{sentence(unit_words(run, first[3]))} went in through {_place(run, first[4])}."
        case "command":
            return f"{sentence(unit_words(run, first[3]))} had command at {_place(run, first[5])}."
        case "unified_command":
            return f"{sentence(unit_words(run, first[3]))} and {the_agency(first[4])} shared one command."
        case "ccp_opened":
            return f"A casualty collection point was open at {_place(run, first[6])}."
        case _:
            return "The building had been searched and was clear."


def _sent(rows: list[Row]) -> str:
    """`4 police units and 2 EMS units`."""
    agencies = dict.fromkeys(row[3] for row in rows)
    return listed(counted(sum(row[3] == agency for row in rows), f"{agency_words(agency)} unit") for agency in agencies)


# ---- arriving --------------------------------------------------------------------------------------------------------


def _arrivals(run: Run) -> list[Moment]:
    """The first unit of each agency by itself; the last by itself too, the others are in between."""
    found = []
    by_agency: dict[str, list[Row]] = {}
    for row in run.rows:
        if row[1] == "arrived" and (row[3] in run.scenario.agencies or row[4] in run.scenario.roles):
            by_agency.setdefault(row[4] if row[4] in run.scenario.roles else row[3], []).append(row)
    for rows in by_agency.values():
        found.append(Moment(rows[0][0], _arrived(run, rows[0], "")))
        if len(rows) > 1:
            found.append(Moment(rows[-1][0], _arrived(run, rows[-1], f", the last of {len(rows)} there so far")))
    return found


def _arrived(run: Run, row: Row, more: str) -> str:
    return f"{sentence(unit_words(run, row[4]))} arrived at {_place(run, row[5])}{more}."


# ---- patients --------------------------------------------------------------------------------------------------------


def _of_patients(run: Run, row: Row) -> bool:
    if row[1] == "patient_reached":
        return bool(row[3] != PT_MEDICAL or row[4] not in run.scenario.roles)
    return bool(row[1] == "patient_moved")


def _patient(run: Run, row: Row) -> str:
    _, kind, _, patient, by, to, where = row
    who = sentence(unit_words(run, by)) if by else "Somebody who can help"
    called = "the person who is ill" if patient == PT_MEDICAL else f"patient {typed(patient, 60)}"
    if kind == "patient_reached":
        return f"{who} was with {called} in {_place(run, where)}."
    if to == by:
        return f"{who} had {called} on board and set off."
    if to in run.plan.spaces():
        return f"{who} had brought {called} to {_place(run, to)}."
    return f"{sentence(called)} was at {'the hospital' if to == 'hospital' else typed(to or 'a hospital', 60)}."


# ---- rooms -----------------------------------------------------------------------------------------------------------


def _rooms(run: Run) -> list[Moment]:
    """When clearing began, and which rooms were cleared twice."""
    cleared = [row for row in run.rows if row[1] == "room_cleared"]
    if not cleared:
        return []
    found = [Moment(cleared[0][0], f"Officers had cleared the first room, {_place(run, cleared[0][3])}.")]
    times: dict[str, int] = {}
    for row in cleared:
        times[row[3]] = times.get(row[3], 0) + 1
    twice = [name for name, often in times.items() if often > 1]
    if twice:
        words = f"{counted(len(twice), 'room')} had been cleared more than once: two teams had separate lists."
        found.append(Moment(cleared[-1][0], words))
    return found


def _released(run: Run) -> list[Moment]:
    released = [row for row in run.rows if row[1] == "room_released"]
    if not released:
        return []
    first = Moment(released[0][0], f"The first room was released in person: {_place(run, released[0][3])}.")
    if len(released) == 1:
        return [first]
    return [first, Moment(released[-1][0], f"The last of {counted(len(released), 'room')} was released in person.")]


def threat_over(run: Run) -> list[Moment]:
    """How and when the threat ended, where the run has one."""
    rows = [row for row in run.rows if row[1] == "threat_ended"]
    return [Moment(row[0], ENDED.get(row[5], f"The threat was over: {typed(row[5], 60)}.")) for row in rows]


# ---- in sum ----------------------------------------------------------------------------------------------------------


def responder_summary(run: Run) -> list[str]:
    """How long responders took from the first dispatch, and what became of the patients; nothing without a dispatch."""
    firsts: dict[str, int] = {}
    for row in run.rows:
        firsts.setdefault(row[1], row[0])
    sent_ms = firsts.get("dispatched")
    if sent_ms is None:
        return ["No responders were sent."] if run.scenario.agencies else []
    officer_ms = first_officer_ms(run)
    reached = [("The first officer was on site", officer_ms)] if officer_ms is not None else []
    reached += [(words, firsts[kind]) for kind, words in STAGES.items() if kind in firsts]
    found = [f"{words} {lasting(max(t_ms - sent_ms, 0))} after the first dispatch." for words, t_ms in reached]
    several = len({row[3] for row in run.rows if row[1] == "arrived" and row[3] in run.scenario.agencies}) > 1
    if several and "unified_command" not in firsts:
        found.append("The agencies had no command together.")
    return [*found, *_patients_in_sum(run)]


STAGES = {
    "police_entered": "Officers were inside", "unified_command": "One command was shared",
    "rtf_formed": "A rescue task force was ready", "patient_reached": "The first patient was reached",
    "ccp_opened": "A casualty collection point was open", "building_cleared": "The building was clear",
}  # fmt: skip


def _patients_in_sum(run: Run) -> list[str]:
    patients = patients_of(run.scenario)
    if not patients:
        return []
    reached = {row[3] for row in run.rows if row[1] == "patient_reached"}
    away = {row[3] for row in run.rows if row[1] == "patient_moved" and row[5] == row[4]}
    number = counted(len(patients), "patient")
    return [f"Of {number}, somebody was with {len(reached)}, and {len(away)} had left for hospital."]
