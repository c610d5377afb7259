"""Whether an act (a `done` row of the log) is what a message should draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.model.actions import Expectation, plain
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.rules.occurrences import named


def fits(wanted: Expectation, row: Row, plan: Plan) -> bool:
    """Whether an act (a `done` row) is what was expected: the action, the role if one is given, each field given."""
    if row[4] != wanted.action or wanted.role not in (None, row[3]):
        return False
    return not missing(wanted, row, plan)


def missing(wanted: Expectation, row: Row, plan: Plan) -> dict[str, list[Any]]:
    """What an act lacks of what was expected, by field: the values that it does not have."""
    lacking: dict[str, list[Any]] = {}
    for name, value in plain(wanted).items():
        parts = [[part] for part in value] if isinstance(value, list) else [value]
        lost = [part for part in parts if not _contains(row[5].get(name), part, plan)]
        if lost:
            lacking[name] = [part[0] if isinstance(part, list) else part for part in lost]
    return lacking


UNDOING = {"lock": ("unlock",), "unlock": ("lock",), "barricade": ("unlock",)}
"""Which acts undo which on the same thing."""
SPOKEN = ("announce", "correct_announcement")


def undoes(later: Row, act: Row, plan: Plan) -> bool:
    """Whether a later act undoes an earlier one: another word after an announcement, an unlocked door after a lock."""
    before, after = (set(_each(row[5].get("what", []), plan)) for row in (act, later))
    if act[4] in SPOKEN:
        return later[4] in SPOKEN and before != after
    return later[4] in UNDOING.get(act[4], ()) and not before.isdisjoint(after)


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
