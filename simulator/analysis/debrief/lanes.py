"""One timeline with a lane for each discipline: decisions, messages, what followed, and what was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.completion import protocol
from simulator.analysis.debrief.planned import Planned
from simulator.analysis.debrief.reach import came
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.deeds import deed
from simulator.analysis.disciplines import DISCIPLINES, Discipline, of_agency, of_anybody, of_role
from simulator.analysis.knowledge import called
from simulator.analysis.messages import messages
from simulator.analysis.seen import expectations
from simulator.analysis.timeline import timeline
from simulator.analysis.told_arrivals import told_arrivals
from simulator.analysis.told_comms import told_comms
from simulator.analysis.told_incident import told_incident
from simulator.analysis.told_responders import told_responders
from simulator.analysis.who import role_title
from simulator.analysis.words import listed, one_line, sentence
from simulator.model.actions import Expectation
from simulator.model.events import Row
from simulator.rules.played import OF_THE_DESK

Item = tuple[Discipline, dict[str, Any]]
COMMS = ("call_answered", "transferred", "lost", "relayed")
UNITS = ("dispatched", "command", "unified_command", "rtf_formed", "rtf_entered", "ccp_opened", "building_cleared",
         "patient_reached")  # fmt: skip
FAMILIES = ("reunification_opened",)
FIRST_AND_LAST = ("police_entered", "room_cleared", "room_released")


def lanes(subject: Subject, plan: Mapping[str, Planned]) -> list[dict[str, Any]]:
    """Every lane with its items in order of time; a discipline that nobody is there for has an empty one."""
    items = [*_deeds(subject, plan), *_messages(subject), *_missed(subject), *_events(subject)]
    items.sort(key=lambda one: (one[1]["t_ms"], one[1]["event_no"] or 0))
    return [
        {"discipline": name, "label": label, "items": [item for lane, item in items if lane == name]}
        for name, label in DISCIPLINES.items()
    ]


def _item(subject: Subject, sort: str, words: str, row: Row, **more: Any) -> dict[str, Any]:
    found = {
        "t_ms": row[0], "said": subject.said(row[0]), "sort": sort, "words": plain(words),
        "provenance": subject.provenance(row), "plan_ms": None, "seq": None, "event_no": subject.number_of(row),
    }  # fmt: skip
    return found | more


# ---- what people did -------------------------------------------------------------------------------------------------


def _deeds(subject: Subject, plan: Mapping[str, Planned]) -> Iterator[Item]:
    meant = _meant(subject, plan)
    for row in subject.rows("done"):
        if row[4] in OF_THE_DESK and row[4] not in ("record", "rule"):
            continue
        recorded = subject.decided_by(row)
        sort = "decision" if row[6] == "decision" else "event"
        yield _lane_of_act(subject, row), _item(
            subject, sort, deed(subject.run, row), row, plan_ms=meant.get(id(row)),
            seq=recorded.seq if recorded is not None else None,
            movable=sort == "decision" and row[4] not in OF_THE_DESK,
        )  # fmt: skip
    for row in subject.rows("announced"):
        words = timeline(replace(subject.run, rows=(row,)), [])
        told = next((one.words for one in words if "spoken" in one.words), None)
        if told is not None:
            yield of_anybody(subject.run.scenario, row[4]), _item(subject, "event", told, row)


def _lane_of_act(subject: Subject, row: Row) -> Discipline:
    """Words to families are theirs, a ruling that of whoever it was asked of; else an act is whoever's did it."""
    if row[4] == "send_alert" and row[5].get("audience") == "families":
        return "families"
    if row[4] == "rule":
        return of_role(str(row[5].get("who", "")), None)
    return of_anybody(subject.run.scenario, row[3])


def _meant(subject: Subject, plan: Mapping[str, Planned]) -> dict[int, int]:
    """The plan's time for an act, by the identity of its row."""
    acts = {(row[2], row[3]): row for row in subject.rows("done") if row[4] == "announce"}
    found: dict[int, int] = {}
    for one in plan.values():
        row = one.row if one.row is None or one.row[1] == "done" else acts.get((one.row[2], one.row[4]))
        if row is not None and one.plan_ms is not None:
            found.setdefault(id(row), one.plan_ms)
    return found


# ---- messages and what they asked for --------------------------------------------------------------------------------


def _messages(subject: Subject) -> Iterator[Item]:
    known = messages(subject.run)
    numbers = {name: number for number, name in enumerate(known, 1)}
    for row in subject.rows("inject_released"):
        inject, roles = known.get(row[3]), tuple(row[4])
        to = f" to {listed(called(subject.run, one) for one in roles)}" if roles else ""
        title = one_line(inject.synopsis or inject.text or row[3], 120) if inject is not None else row[3]
        words = f"Message {numbers.get(row[3], row[3])}{to}: {title}"
        lanes_ = dict.fromkeys(of_anybody(subject.run.scenario, role) for role in roles) or {"school": None}
        for lane in lanes_:
            yield lane, _item(subject, "message", words, row, provenance=None)


def _missed(subject: Subject) -> Iterator[Item]:
    known, scenario = expectations(subject.run), subject.run.scenario
    for row in subject.rows("expect_missed"):
        if row[3] not in known:
            continue
        wanted, message = known[row[3]]
        who = role_title(subject.run, wanted.role) if wanted.role else "somebody"
        words = f"{sentence(who)} {asked(subject.run, wanted)}: {_how_missed(subject, row, wanted, message)}"
        yield of_anybody(scenario, wanted.role), _item(subject, "missed", words, row, plan_ms=row[0], expect=row[3])


def _how_missed(subject: Subject, row: Row, wanted: Expectation, message: str) -> str:
    """`not seen by its time, 10:44:00; done at 10:47:13, 4 minutes 13 after the message`."""
    seen = came(subject, wanted, message)
    missed = f"not seen by its time, {subject.said(row[0])}"
    if seen.act is None:
        return missed
    how = seen.how.removeprefix(": ").removeprefix("done, but ")
    if seen.act[0] < row[0]:
        missed = f"not seen as expected by {subject.said(row[0])}"
    return f"{missed}; done at {subject.said(seen.act[0])}, {how}"


# ---- what followed ---------------------------------------------------------------------------------------------------


def _events(subject: Subject) -> Iterator[Item]:
    yield from _told(subject, UNITS, told_responders)
    yield from _told(subject, COMMS, told_comms)
    yield from _told(subject, FAMILIES, told_arrivals)
    yield from _arrivals(subject)
    yield from _ends(subject)
    yield from _people(subject)


def _told(subject: Subject, kinds: tuple[str, ...], tells: Any) -> Iterator[Item]:
    """Rows of some kinds in the words of the summary; rows of one instant and cause together."""
    acts = {(row[0], row[2]) for row in subject.rows("done") if row[6] == "decision"}
    for (t_ms, kind, cause), grouped in groupby(subject.rows(*kinds), key=lambda row: row[:3]):
        rows = list(grouped)
        if (t_ms, cause) in acts or (kind in COMMS and any("public" in (row[3], row[4]) for row in rows)):
            continue
        told = tells(replace(subject.run, rows=tuple(rows)))
        for moment in told[:1]:
            yield _lane_of_event(subject, rows[0]), _item(subject, "event", moment.words, rows[0])


def _lane_of_event(subject: Subject, row: Row) -> Discipline:
    scenario = subject.run.scenario
    match row[1]:
        case "call_answered" | "transferred" | "dispatched":
            return "dispatch"
        case "lost" | "relayed":
            return of_anybody(scenario, row[6] if row[1] == "relayed" else row[4])
        case "ccp_opened" | "patient_reached" | "rtf_formed" | "rtf_entered":
            return "fire_ems"
        case "reunification_opened":
            return "families"
        case _:
            return of_anybody(scenario, row[3] if row[1] != "building_cleared" else row[4]) if row[4] else "law"


def _arrivals(subject: Subject) -> Iterator[Item]:
    """The first unit of each agency."""
    seen: set[str] = set()
    for row in subject.rows("arrived"):
        if row[3] in subject.run.scenario.agencies and row[3] not in seen:
            seen.add(row[3])
            moment = told_responders(replace(subject.run, rows=(row,)))[0]
            yield of_agency(row[3]), _item(subject, "event", moment.words, row)


def _ends(subject: Subject) -> Iterator[Item]:
    """The first and the last of what is done room by room, and of families."""
    for kind in FIRST_AND_LAST:
        rows = subject.rows(kind)
        for row in {id(one): one for one in (*rows[:1], *rows[-1:])}.values():
            told = told_responders(replace(subject.run, rows=(row,)))
            words = told[0].words if told else ""
            if len(rows) > 1 and row is rows[-1] and kind != "police_entered":
                words = words.replace("the first room", "the last room").replace("The first room", "The last room")
            yield "law", _item(subject, "event", words, row)
    for kind, words in (
        ("family_arrived", "The first family came."),
        ("handed_over", "The first pupil was handed over."),
    ):
        if (first := subject.first(kind)) is not None:
            yield "families", _item(subject, "event", words, first)


def _counted(subject: Subject) -> Iterator[Item]:
    """The first count and the last."""
    rows = subject.rows("accounted")
    if rows:
        yield "school", _item(subject, "event", "Counting began: the first count came in.", rows[0])
    if rows[1:]:
        yield "school", _item(subject, "event", "The last count came in.", rows[-1])


def _people(subject: Subject) -> Iterator[Item]:
    """What became of everybody, and the person of a script: for the school's lane."""
    run = subject.run
    yield from _counted(subject)
    for moment in timeline(run, subject.steps, messages_too=False):
        if moment.t_ms and any(part in moment.words for part in ("behind a door", "people were out", "all clear")):
            yield "school", _measured(subject, moment.t_ms, moment.words)
    for moment in told_incident(run):
        yield "school", _measured(subject, moment.t_ms, moment.words)
    if protocol(run) is not None and (alarm := subject.first("alarm")) is not None:
        yield "school", _item(subject, "event", "The fire alarm sounded.", alarm)


def _measured(subject: Subject, t_ms: int, words: str) -> dict[str, Any]:
    row = (t_ms, "", None)
    return _item(subject, "event", words, row) | {"event_no": None}
