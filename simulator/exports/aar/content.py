"""What a report is made of: the debrief, what people wrote, pictures, and which edition of it is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.live.written import Written

Edition = Literal["confidential", "public"]
DISCIPLINES = {
    "school": "School", "dispatch": "Dispatch", "law": "Law enforcement", "fire_ems": "Fire and EMS",
    "families": "Families and media",
}  # fmt: skip
ALSO = {"fire": "fire_ems", "ems": "fire_ems", "law enforcement": "law", "families and media": "families"}
"""Other spellings of a discipline: seats and people write it as they do."""
RATINGS = {
    "P": "P: performed without challenges", "S": "S: performed with some challenges",
    "M": "M: performed with major challenges", "U": "U: unable to be performed",
}  # fmt: skip
STATES = {
    "seen": "seen", "differently": "seen differently", "not_seen": "not seen", "not_tested": "not tested",
}  # fmt: skip
FROM = {"assumed": "assumed from the plan", "set_by_room": "set by the room"}
"""Where a time is from, where its name is not its word."""
NOT_DISCUSSED = "Not discussed"
NOT_RATED = "not yet rated"


def discipline_of(words: str) -> str:
    """A discipline's id, however it is spelt; what is none of them stays as it is."""
    folded = words.strip().casefold()
    own = next((name for name, label in DISCIPLINES.items() if folded in (name, label.casefold())), None)
    return own or ALSO.get(folded, words.strip())


def discipline_words(words: str) -> str:
    """A discipline as it is printed."""
    found = discipline_of(words)
    return DISCIPLINES.get(found, found)


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as PNG, with its caption, its words for who cannot see it, and its numbers: a heading, then rows."""

    name: str
    caption: str
    alt: str
    png: bytes = field(repr=False)
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the exercise: its part and group, and whether the room was asked it on its screen."""

    id: str
    part: str
    group: str
    text: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a report prints. `data` is a debrief's (`debriefing`); `about` the scenario's own words.

    `statuses` says of each action's finding how far the programme has it.
    """

    data: Mapping[str, Any]
    written: Written
    about: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Asked, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    edition: Edition = "confidential"
    made: dt.datetime | None = None
    left_out: int = 0

    @property
    def is_public(self) -> bool:
        """Whether names, places of the plan and what concerns locks must not be in it."""
        return self.edition == "public"

    def clock(self, t_ms: int | None, *, seconds: bool = True) -> str:
        """A scenario time (ms from the start) as the scenario's time of day; nothing for None."""
        if t_ms is None:
            return ""
        total = round((self.data["starts_clock_ms"] + t_ms) / 1000) % 86_400
        words = f"{total // 3600:02d}:{total // 60 % 60:02d}"
        return f"{words}:{total % 60:02d}" if seconds else words

    def answer(self, question: Asked) -> str:
        """What a person wrote down of a question; else what the log knows of it."""
        words = self.written.sections.get(f"question:{question.id}", "").strip()
        if words:
            return words
        return "Put to the room; nothing was written down." if question.shown else NOT_DISCUSSED
