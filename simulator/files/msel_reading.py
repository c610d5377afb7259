"""One row of a MSEL being read: its cells, and what is broken in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import Problem
from simulator.files.edited import Drop, Edit, Put
from simulator.files.msel_cells import KEYS, tidy
from simulator.files.paths import one_line
from simulator.model.bundle import Bundle
from simulator.model.msel import BY_KEY, CellProblem, ReadRow, ReadSheet


def problem_at(sheet: ReadSheet, row: int, key: str, message: str) -> Problem:
    return CellProblem(sheet.where(row, key), row, 0, BY_KEY[key].title, message)


@dataclass(frozen=True, slots=True)
class Reading:
    """One row being read; what is broken in it is noted and the rest is read on."""

    bundle: Bundle
    sheet: ReadSheet
    row: ReadRow
    broken: list[Problem]
    told: Mapping[str, str]
    remarks: list[str] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        """A cell's text; None where the workbook has no such column."""
        given = self.row.cells.get(key)
        return None if given is None else tidy(given)

    def broke(self, key: str, message: str) -> None:
        self.broken.append(problem_at(self.sheet, self.row.number, key, message))


def quoted(text: str) -> str:
    return f"“{one_line(text, 160)}”" if text else "empty"


def put_or_drop(path: tuple[str, ...], value: Any) -> Edit:
    return Drop(path) if value in (None, []) else Put(path, value, KEYS)
