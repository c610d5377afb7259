"""An exercise that people play: its header and the entries of its log. Entries are appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "opened", "seat", "clock", "decision", "correction", "shown", "note", "parked", "hand", "step", "rating",
    "hot_wash", "feedback", "stopped", "refused", "ended", "judgement", "finding", "report", "action",
    "drafted",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Header:
    """What an exercise was opened with: the full texts of its files, its settings, and the engine that plays it.

    `stream` is `exercise:ID`; `texts` are the files' own words by role (scenario, plan, response); `settings` hold the
    version (`seed`), fixed variables, the minutes, who plays what, and the hashes of its codes.
    """

    stream: str
    title: str
    engine: str
    created_wall_ms: int
    texts: Mapping[str, str]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a number: what, at which scenario time (ms), by which seat, seen from which entry on."""

    kind: Kind
    payload: dict[str, Any]
    t_ms: int
    seat: str
    basis_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an exercise's log, with room time (`wall_ms`, Unix milliseconds) and scenario time (`t_ms`).

    `key` is the sender's own name for it: sending it twice appends it once. `basis_seq` is the last entry that the
    sender had seen.
    """

    stream: str
    seq: int
    wall_ms: int
    t_ms: int
    seat: str
    kind: Kind
    payload: dict[str, Any]
    key: str
    basis_seq: int | None
