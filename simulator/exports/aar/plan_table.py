"""The improvement plan as rows: what is printed, and what comes back from Word or Excel, with every difference named.

A row is known by its number in the first column. Nothing is taken over before the differences were shown, and a table
with a cell that cannot be read is not taken over at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from simulator.errors import Refused
from simulator.live.evaluating import date_in, date_in_words, doubts
from simulator.live.written import ELEMENTS, PRIORITIES, Finding, Written, finding_in

COLUMNS: Mapping[str, str] = {
    "id": "No.", "capability": "Core capability", "issue": "Issue / area for improvement", "text": "Corrective action",
    "element": "Capability element", "owner": "Primary responsible organization", "contact": "Point of contact",
    "start": "Start date", "due": "Completion date", "priority": "Priority", "retest": "Retest date",
}  # fmt: skip
HEAD = tuple(COLUMNS.values())
FIELDS = tuple(COLUMNS)
DATES = ("start", "due", "retest")
LONGEST = {"text": 4_000}
SHORT = 200
SAID_AS = {
    "priority": {"high": "H", "medium": "M", "low": "L"} | {one.casefold(): one for one in PRIORITIES},
    "element": {one.casefold(): one for one in ELEMENTS},
}
"""What a choice may be written as besides."""
NUMBER = re.compile(r"F\d+")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the table and what is written down: which action, which column, from what to what.

    A new action has no `id`; `field` is then empty and `fields` has all of it. `read_as` says how a date was read that
    is not written like 2027-03-15.
    """

    id: str
    row: int
    field: str
    before: str
    after: str
    fields: Mapping[str, str]
    read_as: str = ""

    @property
    def said(self) -> str:
        """The difference in a sentence."""
        if not self.id:
            return f"Row {self.row}: a new corrective action, “{self.after}”.{self.read_as}"
        if not self.field:
            return f"{self.id} is not in the table any more; it stays on the report until you take it off."
        before = f"“{self.before}”" if self.before else "nothing"
        after = f"“{self.after}”" if self.after else "nothing"
        return f"{self.id}, {COLUMNS[self.field]}: {after} instead of {before}.{self.read_as}"

    @property
    def is_gone(self) -> bool:
        """Whether this says that an action's row is not in the table any more."""
        return bool(self.id) and not self.field


def plan_rows(written: Written) -> list[Row]:
    """The corrective actions as the improvement plan prints them."""
    return [tuple(row_of(one, written)[name] for name in FIELDS) for one in written.of_sort("action")]


def row_of(one: Finding, written: Written) -> dict[str, str]:
    """An action's cells: the area to improve by its number and words."""
    mends = written.finding(one.issue) if one.issue else None
    issue = f"{mends.id}  {mends.text}" if mends is not None else ""
    return {name: str(getattr(one, name)) for name in FIELDS if name != "issue"} | {"issue": issue}


# ---- reading back ----------------------------------------------------------------------------------------------------


def differences(rows: Sequence[Row], written: Written, where: str) -> tuple[Change, ...]:
    """What a table that was read says otherwise than what is written down. `rows` begin with the heading.

    `where` names the table for sentences (`table 4`, `sheet Improvement plan`). Raises Refused with every cell that
    cannot be read, each on a line with its row and column; then nothing is taken over.
    """
    _headed(rows, where)
    wrong: list[str] = []
    found: list[Change] = []
    seen: list[str] = []
    for number, cells in enumerate(rows[1:], 2):
        typed = dict(zip(FIELDS, (_flat(cell) for cell in cells), strict=True))
        if not any(typed.values()):
            continue
        given = _as_kept(typed)
        wrong += _bad_cells(given, written, seen, f"{where}, row {number}")
        seen += [given["id"]] if given["id"] else []
        found += [_with_reading(one, typed, given) for one in _changes(given, number, written)]
    if wrong:
        raise Refused("\n".join(wrong))
    gone = [one for one in written.of_sort("action") if one.id not in seen]
    return (*found, *(Change(one.id, 0, "", one.text, "", {}) for one in gone))


def _as_kept(typed: Mapping[str, str]) -> dict[str, str]:
    """A row's cells as they are kept: choices and dates however they were written; what cannot be read stays."""
    given = dict(typed)
    for field, ways in SAID_AS.items():
        given[field] = ways.get(given[field].casefold(), given[field])
    for field in DATES:
        with suppress(Refused):
            given[field] = date_in(given[field], field)
    return given


def _with_reading(one: Change, typed: Mapping[str, str], given: Mapping[str, str]) -> Change:
    """A difference that says how its dates were read, where they could be read otherwise."""
    read = [
        f" {typed[field]} is read as {date_in_words(given[field])}."
        for field in DATES
        if field in one.fields and typed[field] != given[field]
    ]
    return replace(one, read_as="".join(read)) if read else one


def _headed(rows: Sequence[Row], where: str) -> None:
    head = tuple(_flat(cell) for cell in rows[0]) if rows else ()
    if head != HEAD:
        named = next((f"column {n} is {have or 'empty'!r} instead of {want!r}"
                      for n, (have, want) in enumerate(zip((*head, *[""] * len(HEAD)), HEAD, strict=False), 1)
                      if have != want), f"it has {len(head)} columns instead of {len(HEAD)}")  # fmt: skip
        raise Refused(f"{where}: this is not the improvement plan's heading; {named}")


def _bad_cells(given: Mapping[str, str], written: Written, seen: Sequence[str], place: str) -> list[str]:
    """A sentence for each cell of a row that cannot be read."""
    found = []

    def bad(field: str, words: str) -> None:
        found.append(f"{place}, column {COLUMNS[field]}: {words}")

    name = given["id"]
    if name and (not NUMBER.fullmatch(name) or (one := written.finding(name)) is None or one.sort != "action"):
        bad("id", f"there is no corrective action {name!r}; leave it empty for a new one")
    elif name in seen:
        bad("id", f"{name} stands in the table twice")
    if not given["text"]:
        bad("text", "a corrective action needs words")
    for field, choices in (("element", ELEMENTS), ("priority", PRIORITIES)):
        if given[field] and given[field] not in choices:
            bad(field, f"{given[field]!r} is none of {', '.join(choices)}")
    for field in DATES:
        try:
            date_in(given[field], COLUMNS[field].lower())
        except Refused as refused:
            bad(field, str(refused))
    for field, words in given.items():
        if len(words) > LONGEST.get(field, SHORT) and field != "issue":
            bad(field, f"that is longer than {LONGEST.get(field, SHORT):,} characters")
    if given["issue"] and not _issue(given["issue"], written):
        bad("issue", "begin with the number of an area to improve, such as F2")
    return found


def _issue(cell: str, written: Written) -> str:
    """The number of the area to improve that a cell begins with; nothing where there is none of it."""
    found = NUMBER.match(cell)
    one = written.finding(found[0]) if found else None
    return one.id if one is not None and one.sort == "improve" else ""


def _changes(given: Mapping[str, str], number: int, written: Written) -> list[Change]:
    fields = {**given, "issue": _issue(given["issue"], written)}
    old = written.finding(given["id"]) if given["id"] else None
    if old is None:
        return [Change("", number, "", "", given["text"], {**fields, "sort": "action"})]
    found = []
    for name in FIELDS[1:]:
        before = str(getattr(old, name))
        if _flat(before) != fields[name]:
            found.append(Change(old.id, number, name, before, fields[name], {name: fields[name]}))
    return found


def doubted(changes: Sequence[Change], written: Written, played_on: str) -> list[str]:
    """What cannot be with the dates that would be taken over, a sentence for each, with its action or row."""
    found = [
        f"Row {one.row}: {words}"
        for one in changes
        if not one.id
        for words in doubts(finding_in({**one.fields, "id": ""}), played_on)
    ]
    dated: dict[str, dict[str, str]] = {}
    for one in changes:
        if one.id and one.field in DATES:
            dated.setdefault(one.id, {}).update(one.fields)
    for name, fields in dated.items():
        old = written.finding(name)
        if old is not None:
            found += [f"{name}: {words}" for words in doubts(finding_in(old.as_payload() | fields), played_on)]
    return found


def taken_over(changes: Sequence[Change], *, gone: bool = False) -> list[dict[str, Any]]:
    """The findings of the act `find_many` that make the differences true: all in one entry of the log.

    With `gone`, actions whose rows are not in the table come off the report; they stay in the log.
    """
    changed: dict[str, dict[str, Any]] = {}
    new = []
    for one in changes:
        if not one.id:
            new.append({name: words for name, words in one.fields.items() if name != "id"})
        elif one.field:
            changed.setdefault(one.id, {"id": one.id}).update(one.fields)
        elif gone:
            changed[one.id] = {"id": one.id, "out": True}
    return [*changed.values(), *new]


def _flat(cell: str) -> str:
    return " ".join(str(cell).split())
