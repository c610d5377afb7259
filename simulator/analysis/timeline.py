"""What happened when: one line for each moment that a facilitator would mention."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from simulator.analysis.metrics import SILENT, accounted_ms, alarm_ms
from simulator.analysis.state import Occupancy, occupancy, passings
from simulator.analysis.who import everybody_of, role_title, some
from simulator.analysis.words import listed, people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run

CHANGED = {
    "locked": "locked", "unlocked": "unlocked", "opened": "open", "closed": "shut", "blocked": "blocked",
}  # fmt: skip
DID = {"lock": "locked", "unlock": "unlocked", "close": "shut"}
FREE_AGAIN = "free again"


class Moment(NamedTuple):
    """When, and a sentence."""

    t_ms: int
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the curve."""

    what: str
    t_ms: int
    inside: int


def moments(run: Run, curve: Occupancy) -> tuple[Mark, ...]:
    """The alarm, half of those inside at 00:00 out, nine in ten out, the last one out; those that came about."""
    found = []
    if (sounded := alarm_ms(run)) is not None:
        inside = [n for t_ms, n in zip(curve.t_ms, curve.inside, strict=True) if t_ms <= sounded][-1]
        found.append(Mark("alarm", sounded, inside))
    first = curve.inside[0]
    for what, left in (("half are out", first / 2), ("9 in 10 are out", first / 10), ("all clear", 0)):
        since = _from_then_on(curve, left)
        if first and since is not None:
            found.append(Mark(what, since, curve.inside[curve.t_ms.index(since)]))
    return tuple(found)


def _from_then_on(curve: Occupancy, most: float) -> int | None:
    """Since when there were never more than `most` inside; None if there are more at the end."""
    since = None
    for t_ms, inside in zip(reversed(curve.t_ms), reversed(curve.inside), strict=True):
        if inside > most:
            break
        since = t_ms
    return since


def timeline(run: Run) -> list[Moment]:
    """The moments of a run in order."""
    found = [Moment(0, _at_start(run)), *_told(run), *_leaving(run)]
    if (counted_ms := accounted_ms(run)) is not None:
        found.append(Moment(counted_ms, "Everybody had been counted."))
    return sorted(found, key=lambda moment: moment.t_ms)


def _at_start(run: Run) -> str:
    curve = occupancy(run)
    inside, outside = curve.inside[0], curve.outside[0]
    told = f"{sentence(people(inside))} {'was' if inside < 2 else 'were'} inside"
    return told + (f", {people(outside)} already outside." if outside else ".")


def _told(run: Run) -> list[Moment]:
    """The log's rows in words; rows of one kind, instant and cause make one sentence."""
    found = []
    decided = {(row[0], row[2]) for row in run.rows if row[1] == "done"}
    freed = _freed(run)
    for (t_ms, kind, cause), rows in groupby(run.rows, key=lambda row: row[:3]):
        if kind in CHANGED and (t_ms, cause) in decided:
            continue
        if kind in CHANGED or kind in ("alarm", "hazard_closed", "inject_released", "done", "refused"):
            told = list(rows)
            free = [row for row in told if row in freed]
            rest = [row for row in told if row not in freed]
            found += [Moment(t_ms, words) for words in _in_words(run, kind, rest)] if rest else []
            found += [Moment(t_ms, f"{_doors(run, free)}: {FREE_AGAIN}.")] if free else []
    return found


def _freed(run: Run) -> set[Row]:
    """The `opened` rows of openings that had been blocked until then."""
    blocked: set[str] = set()
    freed: set[Row] = set()
    for row in run.rows:
        if row[1] == "blocked":
            blocked.add(row[3])
        elif row[1] == "opened" and row[3] in blocked:
            blocked.discard(row[3])
            freed.add(row)
    return freed


def _in_words(run: Run, kind: str, rows: list[Row]) -> list[str]:
    match kind:
        case "alarm":
            return [_alarm(run, row) for row in rows]
        case "hazard_closed":
            return [f"The {row[3]} made {place(run.plan, row[4])} impassable." for row in rows]
        case "inject_released":
            return [_message(run, row) for row in rows]
        case "done":
            return [_deed(run, row) for row in rows]
        case "refused":
            return [f"Decision {row[3]} could not be carried out: {typed(row[4])}" for row in rows]
        case _:
            by = " by the fire alarm" if all(row[4] == "fire alarm" for row in rows) else ""
            return [f"{_doors(run, rows)}: {CHANGED[kind]}{by}."]


def _doors(run: Run, rows: list[Row]) -> str:
    return sentence(some(place(run.plan, row[3]) for row in rows))


def _alarm(run: Run, row: Row) -> str:
    source, state = row[4], row[5]
    if state in SILENT:
        return "The fire alarm went silent."
    return f"The fire alarm sounded{_set_off(run, source)}."


def _set_off(run: Run, source: str | None) -> str:
    """Where an alarm came from, as far as the log says."""
    if source is None:
        return ""
    try:
        source = run.plan.resolve(source)
    except KeyError:
        return f", set off by {typed(source, 60)}"
    point = next((point for point in run.plan.points if point.id == source), None)
    if point is None:
        known = source in run.plan.spaces()
        return f", set off {'in' if known else 'by'} {place(run.plan, source)}"
    what = typed(point.label or f"the {point.kind.replace('-', ' ')} {point.id}", 60)
    return f", set off by {what}" + (f" in {place(run.plan, point.in_)}" if point.in_ else "")


def _message(run: Run, row: Row) -> str:
    inject = next((one for one in run.scenario.injects if one.id == row[3]), None)
    said = typed((inject.synopsis or inject.text or "") if inject else "", 160)
    to = f" to {listed(role_title(run, role) for role in row[4])}" if row[4] else ""
    return f"Message {row[3]} went out{to}" + (f": {said}" if said else ".")


def _deed(run: Run, row: Row) -> str:
    role, action, what = sentence(role_title(run, row[3])), row[4], list(row[5])
    match action, what:
        case "move", [who, to]:
            return f"{role} sent {everybody_of(run, who)} to {_place(run, to)}."
        case "direct", [who, through]:
            return f"{role} told {everybody_of(run, who)} to use {_place(run, through)}."
        case _:
            did = DID.get(action, action.replace("_", " "))
            return f"{role} {did} {some(_place(run, name) for name in what)}." if what else f"{role} {did}."


def _place(run: Run, reference: str) -> str:
    try:
        return place(run.plan, run.plan.resolve(reference))
    except KeyError:
        return typed(reference, 60)


def _leaving(run: Run) -> list[Moment]:
    first = next((step for step in passings(run.rows) if step.clear and step.t_ms < run.until_ms), None)
    found = []
    if first is not None:
        through = f" through {place(run.plan, first.through)}" if first.through else ""
        found.append(Moment(first.t_ms, f"The first person was out{through}."))
    said = {"half are out": "Half of the people were out", "9 in 10 are out": "9 in 10 people were out"}
    for mark in moments(run, occupancy(run)):
        if mark.what in said:
            found.append(Moment(mark.t_ms, f"{said[mark.what]}; {people(mark.inside)} still inside."))
        elif mark.what == "all clear":
            found.append(Moment(mark.t_ms, "The last person was out: all clear."))
    return found
