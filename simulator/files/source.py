"""Bytes to a tree of text with positions.

libyaml's parser (30 times as fast as one in Python) reads YAML 1.2 event by event, so that nothing recurses and every
limit holds before it could hurt. It is asked for events only, no values: every scalar stays the text that was typed
(`1E3`, `007`, `NO`, `10:05`), whatever an older YAML took it for; a plain `null` or `~` is None.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml import CBaseLoader, MarkedYAMLError, parse

from simulator.errors import InvalidFile, NotFound, Problem
from simulator.files import syntax
from simulator.files.paths import MAX_PROBLEMS, Mark, Path, as_typed, shown

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"null", "Null", "NULL", "~"})
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Source:
    """One file as read: its name as given, its own text, its tree, and where each key and value stands.

    `problems` are things wrong that did not stop the reading (a key twice, a key without a value).
    """

    file: str
    text: str = field(repr=False)
    tree: dict[str, Any] = field(repr=False)
    values: Mapping[Path, Mark] = field(repr=False)
    keys: Mapping[Path, Mark] = field(repr=False)
    problems: tuple[Problem, ...] = ()

    def problem(self, path: Iterable[str | int], message: str, *, at_key: bool = False) -> Problem:
        """A problem at a path of the tree, or of the model made from it, on the nearest line that is known."""
        steps = as_typed(self.tree, tuple(path))
        line, column = self._mark(steps, at_key)
        return Problem(self.file, line, column, shown(steps), message)

    def _mark(self, steps: Path, at_key: bool) -> Mark:
        if at_key and steps in self.keys:
            return self.keys[steps]
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, (1, 1))


def read_source(path: str | os.PathLike[str]) -> Source:
    """The file at a path; NotFound where there is none, InvalidFile where it is not readable YAML."""
    name = os.fspath(path)
    return source_of(_bytes_of(name), name)


def _bytes_of(name: str) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise whole_file(name, "is a folder or a device, a file was expected")
        with open(name, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name with a NUL in it
        raise NotFound(f"There is no file {name!r}.") from None
    except OSError as error:
        raise whole_file(name, f"cannot be read: {error.strerror or 'the system refused'}") from None


def whole_file(name: str, message: str, mark: Mark = (1, 1)) -> InvalidFile:
    """The error for a file of which no part can be named."""
    return InvalidFile([Problem(name, *mark, shown(()), message)])


def source_of(data: bytes, file: str) -> Source:
    """The tree that some bytes hold; InvalidFile with at least one sentence for any bytes that hold none."""
    text = _text_of(data, file)
    builder = _Builder(file, text)
    try:
        for event in parse(text, CBaseLoader):
            builder.take(event)
    except InvalidFile:
        raise
    except MarkedYAMLError as error:
        mark, message = syntax.sentence(error, text)
        if any(one.line == mark[0] and one.message == syntax.CURLY_QUOTE for one in builder.problems):
            raise InvalidFile(builder.problems) from None  # what follows from the quote is no second mistake
        raise builder.stop(mark, message) from None
    except Exception:  # the parser has bugs of its own, and no bytes may end in a traceback
        raise builder.stop(builder.mark, "cannot be read as YAML from here on") from None
    return builder.source()


def _text_of(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise whole_file(file, f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read")
    if data.startswith(_UTF_16_OR_32):
        raise whole_file(file, "is saved as UTF-16 or UTF-32; save it as UTF-8")
    if data[:200].count(0) > len(data[:200]) // 3:
        raise whole_file(file, "looks like UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = _mark_at(data[: error.start].decode("utf-8", "replace"))
        raise whole_file(file, "is not UTF-8 text; save it as UTF-8", mark) from None
    if found := _CONTROL.search(text):
        message = f"holds a control character ({ord(found[0]):#04x}) here; take it out"
        raise whole_file(file, message, _mark_at(text[: found.start()]))
    if not text.strip():
        raise whole_file(file, "is empty")
    return text


def _mark_at(before: str) -> Mark:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@dataclass
class _Frame:
    """A map or list that is still open."""

    node: Any
    path: Path
    anchor: str | None
    nodes_before: int
    key: str | None = None
    key_end: int = 0
    height: int = 1


@dataclass
class _Builder:
    """Takes the parser's events one by one and grows the tree; `stop` makes the error for giving up."""

    file: str
    text: str
    root: Any = None
    documents: int = 0
    nodes: int = 0
    mark: Mark = (1, 1)
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int, int] | None] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, event: Any) -> None:
        self.mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        match type(event).__name__:
            case "ScalarEvent":
                self._scalar(event)
            case "MappingStartEvent":
                self._open(event, {})
            case "SequenceStartEvent":
                self._open(event, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self._close()
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent":
                self._document(event)

    def source(self) -> Source:
        if not isinstance(self.root, dict):
            found = "empty" if self.root is None else "a list" if isinstance(self.root, list) else "plain text"
            self.mark = (1, 1)
            raise self.stop(self.mark, f"is {found}; lines such as `format: hotwash.plan/1` were expected")
        return Source(self.file, self.text, self.root, self.values, self.keys, tuple(self.problems))

    def stop(self, mark: Mark, message: str) -> InvalidFile:
        return InvalidFile([*self.problems, Problem(self.file, *mark, shown(self._here()), message)])

    def _here(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.node, list):
            return (*frame.path, len(frame.node))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.stop(self.mark, "a second document begins here (---); one file holds one")
        if event.version is not None and tuple(event.version) != (1, 2):
            raise self.stop(self.mark, "this asks for another YAML than 1.2; take the line out")

    def _count(self, more: int = 1) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.stop(self.mark, f"the file has more than {MAX_NODES:,} values, counting what aliases repeat")

    def _untagged(self, event: Any) -> None:
        if event.tag is not None:
            raise self.stop(self.mark, "tags (words that begin with !) are not used here; quote this text")

    def _open(self, event: Any, node: Any) -> None:
        self._untagged(event)
        self._count()
        if self._wants_key():
            raise self.stop(self.mark, "a name was expected before the colon, not a list or a map")
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(self.mark, f"lists and maps are nested more than {MAX_DEPTH} deep")
        path = self._place(node)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(_Frame(node, path, event.anchor, self.nodes - 1))

    def _close(self) -> None:
        frame = self.stack.pop()
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (frame.node, self.nodes - frame.nodes_before, frame.height)
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, frame.height + 1)

    def _alias(self, event: Any) -> None:
        if self._wants_key():
            raise self.stop(self.mark, "an alias cannot be a name; write the name out")
        if event.anchor not in self.anchors:
            raise self.stop(self.mark, f"*{event.anchor} repeats something that is nowhere called &{event.anchor}")
        known = self.anchors[event.anchor]
        if known is None:
            raise self.stop(self.mark, f"*{event.anchor} stands inside itself")
        node, nodes, height = known
        self._count(nodes)
        if len(self.stack) + height > MAX_DEPTH:
            raise self.stop(self.mark, f"lists and maps are nested more than {MAX_DEPTH} deep")
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, height + 1)
        self._place(node)

    def _scalar(self, event: Any) -> None:
        self._untagged(event)
        self._count()
        if not event.style and event.value[:1] in syntax.CURLY:
            self._note((*self._here(), event.value) if self._wants_key() else self._here(), syntax.CURLY_QUOTE)
        if event.style == '"' and (found := _CONTROL.search(event.value)):
            raise self.stop(self.mark, f"this text holds a control character ({ord(found[0]):#04x}); take it out")
        if self._wants_key():
            self._key(event)
            return
        plain = not event.style
        value = None if plain and (event.value == "" or event.value in _NULLS) else event.value
        if plain and event.value == "":
            self._no_value()
        self._place(value)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1, 0)

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, dict) and self.stack[-1].key is None

    def _key(self, event: Any) -> None:
        frame = self.stack[-1]
        if not event.style and event.value == "":
            raise self.stop(self.mark, "a name is missing before this colon")
        path = (*frame.path, event.value)
        if event.value in frame.node:
            first = self.keys[path][0]
            self._note(path, f"stands twice in the same place; the first is on line {first}")
        elif event.value == "<<" and not event.style:
            self._note(path, "merging with << is not used here; write the keys out")
        self.keys[path] = self.mark
        frame.key, frame.key_end = event.value, event.end_mark.index

    def _no_value(self) -> None:
        if not self.stack:
            return
        frame, path = self.stack[-1], self._here()
        rest = self.text[frame.key_end : frame.key_end + 80].lstrip(" \t")
        stray = isinstance(frame.node, dict) and not rest.startswith(":")
        self.mark = self.keys.get(path, self.mark)
        self._note(path, "has no value: write one, or " + ("quote this text" if stray else "leave it out"))

    def _note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self.file, *self.mark, shown(path), message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise self.stop(self.mark, "mend these first; the rest was not read")

    def _place(self, node: Any) -> Path:
        """Put a value where it belongs and note where it stands: a map or list under a key stands at the key."""
        if not self.stack:
            self.root = node
            return ()
        frame, path = self.stack[-1], self._here()
        held = isinstance(node, dict | list) and isinstance(frame.node, dict)
        self.values[path] = self.keys[path] if held else self.mark
        if isinstance(frame.node, list):
            frame.node.append(node)
        else:
            frame.node[frame.key] = node
            frame.key = None
        return path
