"""Drafts: one stream each, in which every change is an entry and the latest value of each field wins.

Nothing is ever written over: a draft that was deleted is an entry, too, and can be taken back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from simulator import __version__
from simulator.errors import Refused
from simulator.model.exercise import Draft as EntryDraft
from simulator.model.exercise import Entry, Header

PREFIX = "draft:"
MOST_BYTES = 2_000_000
"""The longest text of one field: a file of one's own."""
DELETED = "deleted"


class Log(Protocol):
    """What drafts need of a store."""

    def create(self, header: Header) -> None: ...
    def header(self, stream: str) -> Header: ...
    def headers(self, prefix: str = ...) -> tuple[Header, ...]: ...
    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]: ...
    def append(self, stream: str, key: str, write: Any, wall_ms: int | None = None) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its log has left it: the value of each field, and which entry and which window gave it."""

    stream: str
    values: Mapping[str, Any]
    seq: int
    made_wall_ms: int
    saved_wall_ms: int
    by: Mapping[str, tuple[int, str]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Its name in an address."""
        return self.stream.removeprefix(PREFIX)

    @property
    def is_deleted(self) -> bool:
        """Whether it was put away."""
        return bool(self.values.get(DELETED))

    def text(self, name: str) -> str:
        """A field that holds words; empty where nothing was said."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving came to: the draft's last entry, and what another window had put into the same fields meanwhile."""

    seq: int
    instead_of: Mapping[str, Any]


class Drafts:
    """The drafts of a store."""

    def __init__(self, log: Log):
        self._log = log

    def listed(self) -> tuple[Draft, ...]:
        """Every draft, those put away too, the one changed last first."""
        found = [self.read(one.stream) for one in self._log.headers(PREFIX)]
        return tuple(sorted(found, key=lambda one: (-one.saved_wall_ms, one.stream)))

    def read(self, stream: str) -> Draft:
        """A draft. Raises NotFound where there is none."""
        header = self._log.header(stream)
        return fold(header, self._log.entries(stream))

    def begin(self, values: Mapping[str, Any], key: str, wall_ms: int, tab: str = "") -> Draft:
        """A new draft with what is known of it already."""
        stream = PREFIX + secrets.token_hex(4)
        self._log.create(Header(stream, "", __version__, wall_ms, {}, {}))
        self.save(stream, values, tab, key, 0, wall_ms)
        return self.read(stream)

    def copy(self, stream: str, key: str, wall_ms: int, title: str) -> Draft:
        """Another draft with all that this one has, except what was ticked, tried or opened."""
        kept = {name: one for name, one in self.read(stream).values.items() if not name.startswith(_OWN)}
        return self.begin({**kept, "title": title, "copy_of": stream}, key, wall_ms)

    def save(self, stream: str, changes: Mapping[str, Any], tab: str, key: str, basis_seq: int, wall_ms: int) -> Saved:
        """Put values into fields, once for each key. `basis_seq` is the last entry that this window had seen.

        What another window has put there since is not lost: it stays in the log, and is told.
        """
        for name, value in changes.items():
            if len(str(value)) > MOST_BYTES:
                raise Refused(f"{name}: that is longer than {MOST_BYTES:,} characters")
        before: dict[str, Any] = {}

        def write(entries: Iterable[Entry]) -> EntryDraft:
            for entry in entries:
                if entry.seq > basis_seq and entry.seat != tab:
                    before.update({name: one for name, one in entry.payload["set"].items() if name in changes})
            return EntryDraft("drafted", {"set": dict(changes)}, 0, tab, basis_seq)

        entry = self._log.append(stream, key, write, wall_ms)
        return Saved(entry.seq, {name: one for name, one in before.items() if one != changes[name]})


_OWN = ("tick.", "rehearsal", "opened", DELETED, "packet")
"""Fields that belong to one draft alone."""


def fold(header: Header, entries: Iterable[Entry]) -> Draft:
    """A draft from its log: the latest value of each field."""
    values: dict[str, Any] = {}
    by: dict[str, tuple[int, str]] = {}
    seq, saved = 0, header.created_wall_ms
    for entry in entries:
        values |= entry.payload["set"]
        by |= dict.fromkeys(entry.payload["set"], (entry.seq, entry.seat))
        seq, saved = entry.seq, entry.wall_ms
    return Draft(header.stream, values, seq, header.created_wall_ms, saved, by)
