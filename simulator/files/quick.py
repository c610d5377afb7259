"""The quick way to read YAML as most files are written; whatever is out of the ordinary is left to the full parser.

Block maps and lists, maps and lists in braces on one line, plain and simply quoted text, comments. Everything else
(text over several lines, escapes, anchors, tags, tabs, missing values, mistakes) gives None: nothing is guessed, and
every sentence about a mistake comes from the full parser. Tests hold the two against each other.
"""

from __future__ import annotations

import re
from typing import Any

_UNUSUAL = re.compile("[\t\r\x85\u2028\u2029\ufeff]|^(?:---|\\.\\.\\.|%)", re.MULTILINE)
_KEY = re.compile(r"""([A-Za-z0-9_.][\w.\-]{0,99}|"[^"\\\n]{0,100}"|'[^'\n]{0,100}'):(?= |$)""", re.ASCII)
_QUOTED = re.compile(r""""[^"\\]*"|'[^']*'(?!')""")
_BLOCK_PLAIN = re.compile(r"(?:[A-Za-z0-9_$.(/+~]|-[0-9.])[^#:]*(?:(?:(?<! )#|:(?! |$))[^#:]*)*")
_FLOW_PLAIN = re.compile(r"(?:[A-Za-z0-9_$.(/+~]|-[0-9.])[^,\[\]{}#:]*")
_END = re.compile(r" *(?: #.*)?$")
_SPACES = re.compile(" *")


class Place:
    """Where an event begins or ends, from 0."""

    __slots__ = ("column", "index", "line")

    def __init__(self, line: int, column: int, index: int):
        self.line, self.column, self.index = line, column, index


class _Event:
    __slots__ = ("end_mark", "start_mark", "style", "value")
    tag = anchor = None

    def __init__(self, start: Place, value: str = "", style: str | None = None, end: Place | None = None):
        self.start_mark, self.value, self.style, self.end_mark = start, value, style, end or start


class ScalarEvent(_Event):
    """Text; `style` is the quote."""


class MappingStartEvent(_Event):
    """A map begins."""


class MappingEndEvent(_Event):
    """It ends."""


class SequenceStartEvent(_Event):
    """A list begins."""


class SequenceEndEvent(_Event):
    """It ends."""


_BEGINS = {"map": MappingStartEvent, "list": SequenceStartEvent}
_ENDS = {"map": MappingEndEvent, "list": SequenceEndEvent}
_PAIRS = {"{": ("map", "}"), "[": ("list", "]")}


class _UnusualError(Exception):
    """Something for the full parser."""


def events_of(text: str) -> list[Any] | None:
    """The events of a text as the full parser gives them, without those of stream and document; None to leave it."""
    if _UNUSUAL.search(text):
        return None
    try:
        return _Reader().read(text)
    except _UnusualError:
        return None


class _Reader:
    """Takes line after line; `open` are the maps and lists in blocks, outermost first, by their columns."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.open: list[tuple[str, int]] = []
        self.waits = False  # a key stands without its value so far
        self.line = self.begins = 0

    def read(self, text: str) -> list[Any]:
        for self.line, line in enumerate(text.split("\n")):
            column = len(line) - len(line.lstrip(" "))
            if column < len(line) and line[column] != "#":
                self._line(line, column)
            self.begins += len(line) + 1
        if self.waits or not self.open:
            raise _UnusualError
        self._close_to(-1, 0)
        return self.events

    def _at(self, column: int) -> Place:
        return Place(self.line, column, self.begins + column)

    def _line(self, line: str, column: int) -> None:
        kind = "list" if line.startswith("- ", column) else "map"
        if self.waits or not self.open:
            self._opened(kind, column)
        else:
            self._close_to(column, column)
            if self.open and self.open[-1] == ("list", column) and kind == "map":
                self._close()  # a list may stand in the same column as its key
        if not self.open or self.open[-1] != (kind, column):
            raise _UnusualError
        if kind == "map":
            self._pair(line, column)
            return
        column = _SPACES.match(line, column + 2).end()  # type: ignore[union-attr]
        if _KEY.match(line, column):
            self._begin("map", column)
            self._pair(line, column)
        else:
            self._value(line, column)

    def _opened(self, kind: str, column: int) -> None:
        """The first line of a map or list that a key has been waiting for, or of the whole text."""
        above = self.open[-1][1] if self.open else -1
        if not (column > above or (column == above and kind == "list")) or (not self.open and column):
            raise _UnusualError
        self._begin(kind, column)
        self.waits = False

    def _begin(self, kind: str, column: int) -> None:
        self.open.append((kind, column))
        self.events.append(_BEGINS[kind](self._at(column)))

    def _close_to(self, column: int, at: int) -> None:
        while self.open and self.open[-1][1] > column:
            self._close(at)

    def _close(self, at: int = 0) -> None:
        kind, _ = self.open.pop()
        self.events.append(_ENDS[kind](self._at(at)))

    def _pair(self, line: str, column: int) -> None:
        key = _KEY.match(line, column)
        if key is None:
            raise _UnusualError
        self._text(key[1], column)
        column = key.end()
        if _END.match(line, column):
            self.waits = True
        else:
            self._value(line, _SPACES.match(line, column).end())  # type: ignore[union-attr]

    def _text(self, typed: str, column: int) -> None:
        start, end = self._at(column), self._at(column + len(typed))
        quote = typed[0] if typed[0] in "\"'" else None
        self.events.append(ScalarEvent(start, typed[1:-1] if quote else typed, quote, end))

    def _value(self, line: str, column: int) -> None:
        """A value that begins and ends in a line of a block."""
        first = line[column : column + 1]
        if first in _PAIRS and first:
            column = self._flow(line, column)
        else:
            found = (_QUOTED if first in ("'", '"') else _BLOCK_PLAIN).match(line, column)
            if found is None:
                raise _UnusualError
            typed = found[0].rstrip(" ")
            self._text(typed, column)
            column += len(typed)
        if not _END.match(line, column):
            raise _UnusualError

    def _flow(self, line: str, column: int) -> int:
        """A map or list in braces, and where it ends. Nested ones go on a stack: no line can make this recurse."""
        closers: list[tuple[str, str]] = []
        while True:
            first = line[column : column + 1]
            if first and first in _PAIRS:
                closers.append(_PAIRS[first])
                self.events.append(_BEGINS[closers[-1][0]](self._at(column)))
                column = _SPACES.match(line, column + 1).end()  # type: ignore[union-attr]
                if line[column : column + 1] != closers[-1][1]:
                    column = self._flow_key(line, column, closers[-1][0])
                    continue
            else:
                column = self._flow_text(line, column)
            column = self._flow_ends(line, column, closers)
            if not closers:
                return column
            column = self._flow_key(line, column, closers[-1][0])

    def _flow_ends(self, line: str, column: int, closers: list[tuple[str, str]]) -> int:
        """After a value: whatever closes here is closed; then comes a comma, unless all is closed."""
        while closers:
            column = _SPACES.match(line, column).end()  # type: ignore[union-attr]
            if line[column : column + 1] == closers[-1][1]:
                self.events.append(_ENDS[closers.pop()[0]](self._at(column)))
                column += 1
            elif line.startswith(", ", column):
                return _SPACES.match(line, column + 1).end()  # type: ignore[union-attr]
            else:
                raise _UnusualError
        return column

    def _flow_key(self, line: str, column: int, kind: str) -> int:
        """In a map the key before the next value; where that value begins."""
        if kind == "list":
            return column
        key = _KEY.match(line, column)
        if key is None:
            raise _UnusualError
        self._text(key[1], column)
        return _SPACES.match(line, key.end()).end()  # type: ignore[union-attr]

    def _flow_text(self, line: str, column: int) -> int:
        found = (_QUOTED if line[column : column + 1] in ("'", '"') else _FLOW_PLAIN).match(line, column)
        if found is None:
            raise _UnusualError
        typed = found[0].rstrip(" ")
        self._text(typed, column)
        return column + len(typed)
