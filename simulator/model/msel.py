"""The master scenario events list (MSEL): its columns, and what stands in a row, for the workbook out and in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.errors import Problem

SHEET, HOW_SHEET = "MSEL", "How to edit"
MADE_FROM = "Made from"
"""The label on the second sheet beside which the workbook says which text of a scenario it was made from."""
Holds = Literal["text", "time", "clock"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `edited` is whether the program reads it back; `holds` how a number in it is understood.

    `printed` is whether it stands on paper, and `exact` whether it is the file's own notation.
    """

    key: str
    title: str
    width: float
    wanted: str = ""
    edited: bool = True
    holds: Holds = "text"
    exact: bool = False
    printed: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("number", "No.", 4, edited=False, printed=True),
    Column("id", "ID", 5, "a short name without spaces, such as I7; or nothing, for a new message", printed=True),
    Column("at", "Scenario time", 10, "minutes and seconds from the start, such as 02:30", holds="time", printed=True),
    Column("clock", "Clock", 9, "a time of day, such as 10:44:30", holds="clock", printed=True),
    Column("course", "In this version", 10, edited=False, printed=True),
    Column("trigger", "Comes when", 17, edited=False, printed=True),
    Column("synopsis", "Event synopsis", 16, "a few words", printed=True),
    Column("to", "To", 13, "roles of the scenario, with commas between them", printed=True),
    Column("via", "By", 8, "in person, radio, phone or another way", printed=True),
    Column("text", "Message text", 42, "the words of the message", printed=True),
    Column("expected", "Expected responses", 33, edited=False, printed=True),
    Column("status", "Status", 10, edited=False, printed=True),
    Column("actual", "Actual time", 10, edited=False, printed=True),
    Column("module", "Module", 13, "a module's name or title"),
    Column("kind", "Kind", 11, "contextual, expected action, contingency or ad hoc"),
    Column("core", "Core or spare", 9, "45 min, 90 min, 180 min or spare"),
    Column("from", "From", 11, "who gives the message"),
    Column("controller", "Controller", 12, "who is responsible"),
    Column("objectives", "Objectives", 10, "objectives of the scenario, with commas between them"),
    Column("capability", "Core capability", 16, edited=False),
    Column("notes", "Evaluator notes", 26, "what to look for"),
    Column("does", "What it does in the model", 28, edited=False),
    Column("exact_trigger", "Exact: trigger", 34, "after, when, unless or if as in the scenario file", exact=True),
    Column("exact_expect", "Exact: expected responses", 50, "one line for each response, in braces", exact=True),
    Column("exact_effect", "Exact: what it does", 34, "one line for each effect, in braces", exact=True),
)
"""The columns that are printed stand first and together; the exact notation stands last."""
BY_KEY: Mapping[str, Column] = {one.key: one for one in COLUMNS}
KINDS: Mapping[str, str] = {
    "contextual": "contextual", "expected_action": "expected action", "contingency": "contingency", "ad_hoc": "ad hoc",
}  # fmt: skip
SPARE = "spare"
CORES: Mapping[str, str] = {"45": "45 min", "90": "90 min", "180": "180 min", "": SPARE}


@dataclass(frozen=True, slots=True)
class MselRow:
    """One message: its id, and the text of each of its cells by the column's key."""

    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MselSheet:
    """A whole list, ready to be written: what stands around it, its rows, and the words that its cells may choose."""

    title: str
    school: str
    label: str
    made_from: str
    rows: tuple[MselRow, ...]
    choices: Mapping[str, tuple[str, ...]]
    version: int | None = None


class CellProblem(Problem):
    """Something wrong in a workbook; `file` names workbook, sheet and cell."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of somebody's workbook: its number as the spreadsheet counts, and the text of the cells that it has.

    `timed` are the columns in which the spreadsheet had made a time of what somebody typed.
    """

    number: int
    cells: Mapping[str, str]
    timed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """Somebody's workbook as read: the sheet's name, the letter of each column that it has, rows, and remarks.

    `broken` are the cells that hold no text or time; what is wrong with the meaning of others is found later.
    """

    file: str
    name: str
    letters: Mapping[str, str]
    rows: tuple[ReadRow, ...]
    made_from: str | None
    remarks: tuple[str, ...] = ()
    broken: tuple[Problem, ...] = ()

    def where(self, row: int, key: str) -> str:
        """`list.xlsx, sheet MSEL, cell C12`."""
        return f"{self.file}, sheet {self.name}, cell {self.letters.get(key, '')}{row}"
