"""What happened when: one line for each moment that a facilitator would mention."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from simulator.analysis.deeds import deed
from simulator.analysis.hazards import GROUND
from simulator.analysis.messages import messages
from simulator.analysis.metrics import SILENT, accounted_ms, alarm_ms
from simulator.analysis.securing import secured_times
from simulator.analysis.state import Occupancy, Passing, occupancy, passings
from simulator.analysis.who import role_title, some
from simulator.analysis.words import listed, people, place, sentence, typed
from simulator.model.decisions import NEVER_DUE
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.answers import reached_nobody

CHANGED = {
    "locked": "locked", "unlocked": "unlocked", "opened": "open", "closed": "shut", "blocked": "blocked",
}  # fmt: skip
SAID = frozenset({
    "alarm", "hazard_closed", "inject_released", "done", "refused", "announced", "barricaded",
})  # fmt: skip
TOLD_BY: dict[str, tuple[str, ...]] = {
    "announce": ("announced",), "correct_announcement": ("announced",), "establish_command": ("command",),
    "unify_command": ("unified_command",), "open_ccp": ("ccp_opened",), "form_rtf": ("rtf_formed",),
    "send_rtf": ("rtf_entered",), "dispatch": ("dispatched",), "release_rooms": ("room_released",),
    "clear": ("room_cleared",), "open_reunification": ("reunification_opened",), "hand_over": ("handed_over",),
    "shut_air": ("air",), "restore_air": ("air",), "transfer_call": ("transferred",), "relay": ("relayed",),
    "transport": ("patient_moved",),
}  # fmt: skip
"""Acts that rows of these kinds tell of already, where one has the same cause."""
WALKED = GROUND | {"disturbance"}
"""Hazards that can be walked through, told elsewhere."""
WEIGHTS = {"alarm": 3, "announced": 3, "hazard_closed": 2, "refused": 2, "inject_released": 1, "done": 1}
"""How much kinds of rows matter in a long course; doors least."""
CALLS = frozenset({"call_911", "press_panic"})
JUST_NOW_MS = 5_000
FREE_AGAIN = "free again"


class Moment(NamedTuple):
    """When, and a sentence; where there is too much to tell, the least `weight` (0 to 3) goes first."""

    t_ms: int
    words: str
    weight: int = 2


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


def timeline(run: Run, steps: list[Passing] | None = None, *, messages_too: bool = True) -> list[Moment]:
    """The moments of a run in order: people, orders, deeds, doors and, if wanted, the exercise's messages.

    `steps` are those of the run before its end, where they are known already.
    """
    if steps is None:
        steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    curve = occupancy(run, steps)
    found = [
        Moment(0, _at_start(curve), 3),
        *_told(run, messages_too),
        *_locking(run, steps),
        *_leaving(run, curve, steps),
    ]
    if (counted_ms := accounted_ms(run)) is not None:
        found.append(Moment(counted_ms, "Everybody had been counted."))
    return sorted(found, key=lambda moment: moment.t_ms)


def _at_start(curve: Occupancy) -> str:
    inside, outside = curve.inside[0], curve.outside[0]
    told = f"{sentence(people(inside))} {'was' if inside < 2 else 'were'} inside"
    return told + (f", {people(outside)} already outside." if outside else ".")


def _told(run: Run, messages_too: bool) -> list[Moment]:
    """The log's rows in words; rows of one kind, instant and cause make one sentence."""
    found = []
    decided = {(row[0], row[2]) for row in run.rows if row[1] == "done"}
    acted = {row[2]: row[0] for row in run.rows if row[1] == "done" and row[6] == "decision"}
    own = {member.party for member in run.people} - run.scenario.roles.keys()  # doors of rooms, told in sum elsewhere
    let_out = {(row[0], row[2]) for row in run.rows if row[1] == "room_released"}  # told in sum elsewhere
    causes = _causes(run)
    freed, lost = _freed(run), {row[2] for row in run.rows if row[1] == "lost"}
    for (t_ms, kind, cause), grouped in groupby(run.rows, key=lambda row: row[:3]):
        rows = list(grouped)
        by_hand = t_ms - acted.get(cause, -JUST_NOW_MS) < JUST_NOW_MS  # told by the act
        told = by_hand or (t_ms, cause) in decided or (t_ms, cause) in let_out
        if kind in CHANGED and (told or all(_whole(row[4]) in own for row in rows)):
            continue
        if kind == "done":
            rows = [row for row in rows if not _told_anyway(row, causes)]
            rows = [row for row in rows if row[2] not in lost or not _is_lost(run, row)]
        if kind == "inject_released" and not messages_too:
            continue
        if rows and (kind in CHANGED or kind in SAID):
            free = [row for row in rows if row in freed] if kind == "opened" else []
            rest = [row for row in rows if row not in freed] if kind == "opened" else rows
            telling = t_ms == 0 or any(row[4] in CALLS for row in rest if kind == "done")
            weight = 2 if telling else WEIGHTS.get(kind, 0)
            found += [Moment(t_ms, words, weight) for words in _in_words(run, kind, rest)] if rest else []
            found += [Moment(t_ms, f"{_doors(run, free)}: {FREE_AGAIN}.", 0)] if free else []
    return found


def _is_lost(run: Run, act: Row) -> bool:
    """Whether an act of speaking was lost on its channel: that is told by the row that says why."""
    return reached_nobody(act, run.plan, run.rows)


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
            return [f"The {row[3]} made {place(run.plan, row[4])} impassable." for row in rows if row[3] not in WALKED]
        case "inject_released":
            return [_message(run, row) for row in rows]
        case "done":
            return [deed(run, row) for row in rows]
        case "announced":
            return [_announced(run, row) for row in rows]
        case "barricaded":
            return [f"{sentence(place(run.plan, row[5]))} was barricaded from inside." for row in rows]
        case "refused":
            come = [row for row in rows if not row[4].startswith(NEVER_DUE)]
            return [f"{_refused(run, row[3])} could not be carried out: {_stopped(row[4])}" for row in come]
        case _:
            by = " by the fire alarm" if all(row[4] == "fire alarm" for row in rows) else ""
            return [f"{_doors(run, rows)}: {CHANGED[kind]}{by}."]


def _stopped(reason: str) -> str:
    return f"{typed(reason).removesuffix('.')}."


def _refused(run: Run, name: str) -> str:
    """What was refused: `The plan's step F7`, `Message I4`, `Decision N2`."""
    if name in run.steps:
        return f"The plan's step {name}"
    return f"Message {name}" if name in messages(run) else f"Decision {name}"


def _causes(run: Run) -> dict[str, set[str | None]]:
    """The causes of the rows that tell of an act, by their kind."""
    found: dict[str, set[str | None]] = {kind: set() for kinds in TOLD_BY.values() for kind in kinds}
    for row in run.rows:
        if row[1] in found:
            found[row[1]].add(row[2])
    return found


def _told_anyway(done: Row, causes: dict[str, set[str | None]]) -> bool:
    """Whether what followed from an act tells of it already, as an announcement does."""
    return any(done[2] in causes[kind] for kind in TOLD_BY.get(done[4], ()))


def _whole(party: str | None) -> str | None:
    """The party that a column (`class-101.2`) split off from; anybody else by their own name."""
    whole, _, column = (party or "").rpartition(".")
    return whole if column.isdigit() else party


def _doors(run: Run, rows: list[Row]) -> str:
    return sentence(some(place(run.plan, row[3]) for row in rows))


def _alarm(run: Run, row: Row) -> str:
    source, state = row[4], row[5]
    if state in SILENT:
        return "The fire alarm went silent."
    return f"The fire alarm sounded{_set_off(run, source)}."


def _announced(run: Run, row: Row) -> str:
    dead = f"; the loudspeakers of {listed(row[7])} were dead" if row[7] else ""
    over = "over the PA" if "pa" in row[5] else "on the radio"
    return f"“{typed(row[3], 60)}” had been spoken {over} by {role_title(run, row[4])}{dead}."


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
    inject = messages(run).get(row[3])
    said = typed((inject.synopsis or inject.text or "") if inject else "", 160)
    to = f" to {listed(role_title(run, role) for role in row[4])}" if row[4] else ""
    return f"Message {row[3]} went out{to}" + (f": {said}" if said else ".")


def _locking(run: Run, steps: list[Passing]) -> list[Moment]:
    """When shares of those who were inside had got behind doors that hold."""
    if not any(row[1] == "secured" for row in run.rows):
        return []
    words = {50: "Half of those inside were", 90: "Nine in ten of those inside were", 100: "Everybody inside was"}
    reached = secured_times(run, steps)[1]
    return [
        Moment(t_ms, f"{words[share]} behind a door that holds.", 3)
        for share, t_ms in reached.items()
        if t_ms is not None
    ]


def _leaving(run: Run, curve: Occupancy, steps: list[Passing]) -> list[Moment]:
    first = next((step for step in steps if step.clear), None)
    found = []
    if first is not None:
        through = f" through {place(run.plan, first.through)}" if first.through else ""
        found.append(Moment(first.t_ms, f"The first person was out{through}."))
    said = {"half are out": "Half of the people were out", "9 in 10 are out": "9 in 10 people were out"}
    for mark in moments(run, curve):
        if mark.what in said:
            found.append(Moment(mark.t_ms, f"{said[mark.what]}; {people(mark.inside)} still inside."))
        elif mark.what == "all clear":
            found.append(Moment(mark.t_ms, "The last person was out: all clear."))
    return found
