"""What checking a plan can find, and the words that its sentences share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a plan that somebody should look at.

    `path` leads into the plan's YAML tree, such as ("openings", 3, "at"). An error means that the plan cannot be used
    as it is; a warning, that a person should decide.
    """

    path: Path
    severity: Literal["error", "warning"]
    message: str


def error(path: Path, message: str) -> Finding:
    """A finding that must be put right before the plan is used."""
    return Finding(path, "error", message)


def warning(path: Path, message: str) -> Finding:
    """A finding that a person should look at."""
    return Finding(path, "warning", message)


def number(value: float, digits: int = 2) -> str:
    """A number as a person would write it: `9`, `9.5`, `0.81`."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def place(x: float, y: float) -> str:
    """A place as the file writes it: `[4, 9.5]`."""
    return f"[{number(x)}, {number(y)}]"


def some_of(names: Iterable[str], most: int = 4) -> str:
    """The names in a sentence: `A, B and C`, or the first few `and 9 more`."""
    listed = list(names)
    if len(listed) > most + 1:
        return f"{', '.join(listed[:most])} and {len(listed) - most} more"
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"
