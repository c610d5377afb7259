"""Edits of a file as data, and the same edits made on the file's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.errors import Refused
from simulator.files.paths import Path, shown


@dataclass(frozen=True, slots=True)
class Put:
    """A value at a path, whether there was one or not; `keys` is the order in which a person writes the map's keys."""

    path: Path
    value: Any
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """What stands at a path is taken out, with the comments inside it."""

    path: Path


@dataclass(frozen=True, slots=True)
class Add:
    """One more entry of the list at a path: after the entry of an id, first (`after=""`), or last (None)."""

    path: Path
    value: Any
    after: str | None = None


Edit = Put | Drop | Add


def as_read(value: Any) -> Any:
    """A value as the reader of files gives it: text, None, lists and maps."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | str():
            return value
        case dict():
            return {str(name): as_read(one) for name, one in value.items()}
        case list() | tuple():
            return [as_read(one) for one in value]
        case _:
            return str(value)


def edited(tree: Any, edit: Edit) -> Any:
    """The data with one edit made. Raises Refused where its path leads nowhere."""
    return _at(tree, edit.path, edit)


def place_of(entries: list[Any], step: str | int) -> int | None:
    """The position of a list's entry: by number, or by its id."""
    if isinstance(step, int):
        return step if step < len(entries) else None
    return next((n for n, one in enumerate(entries) if isinstance(one, dict) and one.get("id") == step), None)


def _at(tree: Any, path: Path, edit: Edit) -> Any:
    if not path:
        return _here(tree, edit)
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        number = place_of(tree, step)
        if number is None:
            raise Refused(f"{shown(edit.path)} is not in this file")
        if not rest and isinstance(edit, Drop):
            return [*tree[:number], *tree[number + 1 :]]
        return [*tree[:number], _at(tree[number], rest, edit), *tree[number + 1 :]]
    if not isinstance(tree, dict):
        raise Refused(f"{shown(edit.path)} is not in this file")
    if isinstance(edit, Drop) and step not in tree:
        raise Refused(f"{shown(edit.path)} is not in this file")
    if not rest and isinstance(edit, Drop):
        return {name: one for name, one in tree.items() if name != step}
    below = tree.get(str(step), [] if isinstance(edit, Add) and not rest else {})
    return {**tree, str(step): _at(below, rest, edit)}


def _here(tree: Any, edit: Edit) -> Any:
    match edit:
        case Put(value=value):
            return as_read(value)
        case Add(value=value, after=after):
            entries = list(tree or ())
            number = len(entries) if after is None else 0 if after == "" else place_of(entries, after)
            if number is None:
                raise Refused(f"there is no {after} in {shown(edit.path)}")
            at = number + 1 if after else number
            return [*entries[:at], as_read(value), *entries[at:]]
        case Drop():
            raise Refused("a whole file cannot be taken out")
