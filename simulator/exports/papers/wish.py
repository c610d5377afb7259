"""How a document is wished for: which edition, which paper, how many copies, and the district's own template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.exports.paper import Page
from simulator.exports.papers.subject import Subject

Edition = Literal["confidential", "public"]
PUBLIC = "public edition"
LONGEST_FOOT = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """`paper`: the school's printer; wall boards are twice as large. `copies` of numbered maps. `made`: today."""

    edition: Edition = "confidential"
    paper: Literal["letter", "a4"] = "letter"
    copies: int = 8
    template: Path | None = None
    made: dt.datetime | None = None

    @property
    def wide(self) -> Literal["letter-wide", "a4-wide"]:
        """The same sheet, turned."""
        return "letter-wide" if self.paper == "letter" else "a4-wide"

    @property
    def wall(self) -> Literal["tabloid-wide", "a3-wide"]:
        """A sheet twice as large, turned."""
        return "tabloid-wide" if self.paper == "letter" else "a3-wide"


def label_of(subject: Subject, wish: Wish) -> str:
    """The label that goes on every page: the plan's own; a public edition says what it was made from."""
    if wish.edition == "confidential":
        return subject.label
    return PUBLIC if subject.label == "public-example" else f"{PUBLIC}, made from a {subject.label} exercise"


def page_of(subject: Subject, kind: str, about: str = "") -> Page:
    """What stands around a page: its kind, the version, and at the foot a title: that for players on their papers."""
    whole = subject.title if "never for players" in kind else subject.players_title
    title = whole if len(whole) <= LONGEST_FOOT else whole[: LONGEST_FOOT - 1].rstrip() + "…"
    return Page(kind, about or f"version {subject.version}", title)
