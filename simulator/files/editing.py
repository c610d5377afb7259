"""Edits as data, applied to a file's text: what no edit names stays as it was typed, comments included.

A path's step that is a word names, in a list, the entry of that id: `("injects", "I3", "text")`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from yaml import AliasEvent, CBaseLoader, MappingNode, Node, ScalarNode, SequenceNode, compose, parse

from simulator.errors import Refused
from simulator.files.dump import flow, key
from simulator.files.edited import Add, Drop, Edit, Put, as_read, edited
from simulator.files.paths import shown
from simulator.files.source import source_of

__all__ = ["Add", "Drop", "Edit", "Put", "apply_edits"]

_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What a block of text cannot hold as it is, or would show as something else."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a map or list in a text: where it begins (its key, or its value) and where it ends."""

    name: str | None
    start: int
    value: Node
    end: int


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text of a file with each edit made in turn.

    What the new text says is compared with the same edits made on the old text's data: nothing else can have changed.
    Raises Refused where a path leads nowhere, or where the file is written in a way that cannot be edited in place.
    """
    given, wanted = tuple(edits), source_of(text.encode(), "file").tree
    if given and any(isinstance(event, AliasEvent) for event in parse(text, CBaseLoader)):
        raise Refused("this file repeats parts of itself with & and *, and can only be edited by hand")
    for edit in given:
        wanted = edited(wanted, edit)
        text = _with(text, edit)
    if given and source_of(text.encode(), "file").tree != wanted:
        raise Refused(f"{shown(given[-1].path)} is written in a way that can only be edited by hand")
    return text


def _with(text: str, edit: Edit) -> str:
    """The text with one edit made."""
    match edit:
        case Put(path=path, value=value):
            return _put(text, edit, as_read(value)) if path else text
        case Drop(path=path):
            return _dropped(text, path)
        case Add(path=path, value=value, after=after):
            return _added(text, path, value, after)


# ---- where things stand ----------------------------------------------------------------------------------------------


def _root(text: str) -> Node:
    return compose(text, Loader=CBaseLoader)


def _entries(text: str, node: Node) -> list[_Entry]:
    if isinstance(node, MappingNode):
        return [_Entry(one.value, one.start_mark.index, value, _end(text, value)) for one, value in node.value]
    if isinstance(node, SequenceNode):
        return [_Entry(_id_of(one), one.start_mark.index, one, _end(text, one)) for one in node.value]
    return []


def _id_of(node: Node) -> str | None:
    if not isinstance(node, MappingNode):
        return None
    return next((str(value.value) for one, value in node.value if one.value == "id"), None)


def _end(text: str, node: Node) -> int:
    """Where a node's own text ends; a block's end mark lies behind the comments and empty lines that follow it."""
    if isinstance(node, ScalarNode):
        if node.style in ("|", ">"):
            return len(text[: node.end_mark.index].rstrip())
        return int(node.end_mark.index)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(text, last[1] if isinstance(last, tuple) else last)


def _place(entries: list[_Entry], step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(entries) else None
    return next((number for number, one in enumerate(entries) if one.name == step), None)


def _node_at(text: str, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path; None where there is none."""
    node = _root(text)
    for step in path:
        entries = _entries(text, node)
        number = _place(entries, step)
        if number is None:
            return None
        node = entries[number].value
    return node


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    """Where the line of an index ends, before its line break."""
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# ---- how values are written ------------------------------------------------------------------------------------------


def _after_key(value: Any, column: int, text: str, rest: str = "") -> str:
    """What follows `key:` in a block whose keys stand at a column; `rest` is what comes behind it on the line."""
    new = _break(text) + " " * (column + 2)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return "".join(f"{new}- {flow(one)}" for one in value)
    if isinstance(value, str) and "\n" in value and not rest.strip() and _fits_a_block(value):
        return " |-" + "".join(new + line if line else _break(text) for line in value.split("\n"))
    return f" {flow(value)}"


def _fits_a_block(value: str) -> bool:
    return not _ODD.search(value) and value == value.strip("\n") and not value.startswith(" ")


def _as_block(value: Any, column: int, text: str) -> str:
    """A list's entry: its keys below each other, or on one line where it is no map."""
    if not isinstance(value, dict) or not value:
        return flow(value)
    lines = [f"{key(name)}:{_after_key(one, column, text)}" for name, one in value.items()]
    return (_break(text) + " " * column).join(lines)


def _comments(text: str, start: int, node: Node) -> list[str]:
    """The comments that stand inside a value, which is about to be written anew."""
    found, at = [], start
    for one_start, one_end in [*_words(text, node), (_end(text, node), 0)]:
        found += re.findall(r"(?<!\S)#[^\r\n]*", text[at:one_start])
        at = one_end
    return found


def _words(text: str, node: Node) -> list[tuple[int, int]]:
    if isinstance(node, ScalarNode):
        return [(node.start_mark.index, _end(text, node))]
    below = [one for entry in node.value for one in (entry if isinstance(entry, tuple) else (entry,))]
    return [span for one in below for span in _words(text, one)]


# ---- the three edits -------------------------------------------------------------------------------------------------


def _put(text: str, edit: Put, value: Any) -> str:
    *above, last = edit.path
    parent = _node_at(text, tuple(above))
    if parent is None:
        return _put(text, replace(edit, path=tuple(above)), {str(last): value})
    entries = _entries(text, parent)
    number = _place(entries, last)
    if number is None:
        return _new_key(text, parent, entries, str(last), value, edit.keys)
    one = entries[number]
    if parent.flow_style or isinstance(parent, SequenceNode):
        start = one.value.start_mark.index
        written = flow(value) if parent.flow_style else _as_block(value, one.value.start_mark.column, text)
        return text[:start] + written + text[one.end :]
    return _rewritten(text, parent, one, value)


def _rewritten(text: str, parent: Node, one: _Entry, value: Any) -> str:
    """A block map's entry with another value; comments inside the old one follow it on lines of their own."""
    colon = text.index(":", next(name.end_mark.index for name, found in parent.value if found is one.value)) + 1
    rest_end = _line_end(text, one.end)
    column = parent.start_mark.column
    kept = _comments(text, colon, one.value)
    notes = "".join(f"{_break(text)}{' ' * column}{comment}" for comment in kept)
    written = _after_key(value, column, text, text[one.end : rest_end])
    return text[:colon] + written + text[one.end : rest_end] + notes + text[rest_end:]


def _new_key(text: str, parent: Node, entries: list[_Entry], name: str, value: Any, keys: tuple[str, ...]) -> str:
    if not isinstance(parent, MappingNode):
        raise Refused(f"there is no {name} in this list")
    if not entries:
        start, end = parent.start_mark.index, parent.end_mark.index
        return text[:start] + flow({name: value}) + text[end:]
    before = keys[: keys.index(name)] if name in keys else ()
    earlier = [number for number, one in enumerate(entries) if one.name in before]
    after = entries[max(earlier)] if earlier else entries[-1]
    if parent.flow_style:
        return f"{text[: after.end]}, {key(name)}: {flow(value)}{text[after.end :]}"
    end, column = _line_end(text, after.end), parent.start_mark.column
    line = f"{_break(text)}{' ' * column}{key(name)}:{_after_key(value, column, text)}"
    return text[:end] + line + text[end:]


def _dropped(text: str, path: tuple[str | int, ...]) -> str:
    *above, last = path
    parent = _node_at(text, tuple(above))
    entries = _entries(text, parent) if parent is not None else []
    number = _place(entries, last)
    if parent is None or number is None:
        return text
    if len(entries) == 1:
        empty: Any = [] if isinstance(parent, SequenceNode) else {}
        return _put(text, Put(tuple(above), empty), empty) if above else text
    if parent.flow_style or (isinstance(parent, MappingNode) and not _begins_its_line(text, entries[number].start)):
        if number == 0:
            return text[: entries[0].start] + text[entries[1].start :]
        return text[: entries[number - 1].end] + text[entries[number].end :]
    start, end = _line_start(text, entries[number].start), _line_end(text, entries[number].end)
    following = text.find("\n", end) + 1
    return text[:start] + text[following:] if following else text[:start].rstrip("\r\n")


def _begins_its_line(text: str, index: int) -> bool:
    return not text[_line_start(text, index) : index].strip()


def _added(text: str, path: tuple[str | int, ...], value: Any, after: str | None) -> str:
    parent, new = _node_at(text, path), as_read(value)
    if parent is None or (isinstance(parent, SequenceNode) and not parent.value):
        return _put(text, Put(path, [new]), [new])
    entries = _entries(text, parent)
    number = len(entries) - 1 if after is None else _place(entries, after)
    if parent.flow_style:
        if after == "":
            return f"{text[: entries[0].start]}{flow(new)}, {text[entries[0].start :]}"
        behind = entries[number if number is not None else -1].end
        return f"{text[:behind]}, {flow(new)}{text[behind:]}"
    column = parent.start_mark.column
    dashed = f"{' ' * column}- {_as_block(new, column + 2, text)}"
    if after == "":
        start = _line_start(text, entries[0].start)
        return text[:start] + dashed + _break(text) + text[start:]
    end = _line_end(text, entries[number if number is not None else -1].end)
    return text[:end] + _break(text) + dashed + text[end:]
