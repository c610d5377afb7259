"""What can go wrong, in sentences fit for a facilitator.

SimulatorError
├── InvalidFile        one or more problems in files; carries every `Problem`; exit code 3
├── NotFound           a file, school, exercise or id that does not exist; exit code 2
└── Refused            something that was asked for and may not be done, with the reason; exit code 2
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place of a file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: "
        return where + (f"{self.path}: {self.message}" if self.path else self.message)


class SimulatorError(Exception):
    """Any error whose text may be shown to a facilitator as it is."""

    exit_code = 1


class InvalidFile(SimulatorError):
    """Files that cannot be used; `problems` holds all of them, in the order of the files."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]):
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFound(SimulatorError):
    """Something was named that does not exist."""

    exit_code = 2


class Refused(SimulatorError):
    """Something was asked for that may not be done."""

    exit_code = 2
