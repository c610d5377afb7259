"""Whether an act (a `done` row of the log) is what a message should draw, or what a step of the plan asks for.

Whom an act told is a matter of where people were: `outdoor_groups` are the places under the open sky with people in
them, `zones_not_reached` the speaker zones that the latest announcement did not reach, a group is the places where its
people are. The log up to the act tells; where it does not, nothing is assumed and only the words themselves count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simulator.model.actions import Act, Expectation, plain
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.rules.occurrences import named


def fits(wanted: Expectation, row: Row, plan: Plan, log: Sequence[Row] = ()) -> bool:
    """Whether an act (a `done` row) is what was expected: the action, the role if one is given, each field given.

    With the log, people and places count as told too who were meant by what was said (see above), and words that
    reached nobody count for nothing.
    """
    if row[4] != wanted.action or wanted.role not in (None, row[3]) or missing(wanted, row, plan, log):
        return False
    return not reached_nobody(row, plan, log)


def missing(wanted: Act, row: Row, plan: Plan, log: Sequence[Row] = ()) -> dict[str, list[Any]]:
    """What an act lacks of what was expected, by field: the values that it does not have."""
    lacking: dict[str, list[Any]] = {}
    for name, value in plain(wanted).items():
        parts = [[part] for part in value] if isinstance(value, list) else [value]
        lost = [part for part in parts if not _contains(row[5].get(name), part, plan)]
        if lost and log and name == "to" and row[4] == "tell":
            reached = meant(row, plan, log)
            lost = [part for part in lost if named(part[0], plan) not in reached]
        if lost:
            lacking[name] = [part[0] if isinstance(part, list) else part for part in lost]
    return lacking


# ---- whom an act meant -----------------------------------------------------------------------------------------------


def meant(act: Row, plan: Plan, log: Sequence[Row]) -> set[str]:
    """The spaces and the speaker zones that an act of telling meant beyond its words, as they were when it was done."""
    before = [row for row in log if row[0] <= act[0]]
    spaces, found = plan.spaces(), set[str]()
    for one in _each(act[5].get("to", []), plan):
        if one == "outdoor_groups":
            found |= {space for space in _where(before).values() if space in spaces and spaces[space].open_air}
        elif one == "zones_not_reached":
            found |= _dead_zones(before)
        elif one not in spaces:
            found |= {space for who, space in _where(before).items() if _is_of(who, one)}
    return found


def _where(log: Sequence[Row]) -> dict[str, str]:
    """The space that each party, or each column of one that has split, went into last."""
    found: dict[str, str] = {}
    for row in log:
        if row[1] in ("entered", "out"):
            found[row[3]] = str(row[4]).partition("/")[0]
        elif row[1] == "party_split" and row[3] in found:
            whole = found.pop(row[3])
            found |= {column[0]: whole for column in row[4]}
    return found


# ---- words that reached nobody ---------------------------------------------------------------------------------------

HEARD = frozenset({"received", "announced", "learned"})
"""Rows of an act of speaking that show that somebody heard it."""
SAYING = frozenset({"tell", "broadcast", "ask", "announce", "correct_announcement", "relay"})


def reached_nobody(act: Row, plan: Plan, log: Sequence[Row]) -> bool:
    """Whether an act of speaking reached nobody: lost on a dead or busy channel, or said to places where nobody was."""
    if act[4] not in SAYING or not log:
        return False
    own = [row for row in log if row[2] == act[2] and row[0] <= act[0]]
    if any(row[1] in HEARD for row in own):
        return False
    return any(row[1] == "lost" for row in own) or _to_empty_places(act, plan, log)


def _to_empty_places(act: Row, plan: Plan, log: Sequence[Row]) -> bool:
    """Whether an order was told only to places in which nobody but the teller was."""
    spaces, asked = plan.spaces(), list(_each(act[5].get("to", []), plan))
    if act[4] != "tell" or not act[5].get("what") or not asked:
        return False
    if any(one != "outdoor_groups" and one not in spaces for one in asked):
        return False
    there = {space for who, space in _where([row for row in log if row[0] <= act[0]]).items() if who != act[3]}
    outdoors = any(spaces[one].open_air for one in there if one in spaces)
    return not any(outdoors if one == "outdoor_groups" else one in there for one in asked)


def _is_of(party: str, group: str) -> bool:
    return party == group or party.startswith((f"{group}.", f"{group}/"))


def _dead_zones(log: Sequence[Row]) -> set[str]:
    """The zones that the latest announcement was for and that it did not reach."""
    return set(next((row[7] for row in reversed(log) if row[1] == "announced"), ()))


# ---- the plan's steps ------------------------------------------------------------------------------------------------

SAME = ("what", "to", "about", "who", "spaces", "place", "vehicle", "patient")
"""The fields that make two acts of one kind the same task; a sentence that is announced is one by its order alone."""


def same_task(step: Act, act: Act, plan: Plan) -> bool:
    """Whether an act is what a step asks for: the same action and order, and of what the step names, the same.

    Facts need only be some of those that the step names; what the step leaves open may be anything.
    """
    if step.action != act.action or set(_each(list(step.what or ()), plan)) != set(_each(list(act.what or ()), plan)):
        return False
    if step.action in SPOKEN:
        return True
    asked, given = plain(step), plain(act)
    for name in SAME[1:]:
        want, has = (set(map(str, _each(one.get(name, []), plan))) for one in (asked, given))
        if want and (not want & has if name == "about" else want != has):
            return False
    return True


def same_deed(step: Act, row: Row, plan: Plan) -> bool:
    """Whether a row of the log is the deed that a step asks for, whoever did it: its action on the same things."""
    if row[1] != "done" or row[4] != step.action:
        return False
    names = SAME[:1] if step.action in SPOKEN else SAME
    return not set(missing(step, row, plan)).intersection(names)


SPOKEN = ("announce", "correct_announcement")
UNDOING = {"lock": ("unlock",), "unlock": ("lock",), "barricade": ("unlock",), "shut_air": ("restore_air",),
           "restore_air": ("shut_air",)}  # fmt: skip
"""Which acts undo which on the same thing: doors by `what`, the air by `unit`, all of it where none is named."""
AIR = ("shut_air", "restore_air")
LASTS = frozenset({
    *SPOKEN, "shut_air", "restore_air", "establish_command", "unify_command", "relay", "stage", "set_perimeter",
    "open_ccp", "set_zone", "open_reunification",
})  # fmt: skip
"""Acts that make something which holds until an act undoes it: an order in force, air that is off, command."""


def undoes(later: Row, act: Row, plan: Plan) -> bool:
    """Whether a later act undoes an earlier one: another word after an announcement, an unlocked door after a lock."""
    before, after = (set(_each(row[5].get("what", []), plan)) for row in (act, later))
    if act[4] in SPOKEN:
        return later[4] in SPOKEN and before != after
    if later[4] not in UNDOING.get(act[4], ()):
        return False
    if act[4] in AIR:
        units, others = (set(_each(row[5].get("unit", []), plan)) for row in (act, later))
        return not (units and others) or not units.isdisjoint(others)
    return not before.isdisjoint(after)


def _contains(given: Any, wanted: Any, plan: Plan) -> bool:
    """Whether what was done covers what was wanted; `all` covers everything."""
    if isinstance(wanted, list):
        done = set(_each(given, plan))
        return "all" in done or done.issuperset(_each(wanted, plan))
    if isinstance(wanted, str):
        return wanted in (given if isinstance(given, list) else [given]) or named(wanted, plan) in _each(given, plan)
    return bool(given == wanted)


def _each(value: Any, plan: Plan) -> Iterator[Any]:
    for one in value if isinstance(value, list) else [value]:
        yield named(one, plan) if isinstance(one, str) else one
