"""Following pydantic's `loc` through the models: which of its steps are the file's, and which noun they lead to."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from simulator.files.paths import Path


@dataclass(frozen=True)
class Spot:
    """Where a `loc` ends: the path in the file, and the kind of thing that is expected there.

    `branch` is the member of a union without tags that the error is about, and the path of that union.
    """

    path: Path
    kind: Any
    parent: Any
    at_key: bool = False
    branch: tuple[str, Path] | None = None


def walk(model: Any, loc: tuple[int | str, ...]) -> Spot:
    """The place that a `loc` means; the tags of unions, which are not in the file, are left out of its path."""
    path: list[str | int] = []
    kind, parent = _bare(model), None
    branch: tuple[str, Path] | None = None
    for step in loc:
        if step == "[key]":
            return Spot(tuple(path), str, parent, at_key=True)
        if _is_union(kind):
            branch = branch if _tags(kind) else (str(step), tuple(path))
            kind = _member(kind, step)
            continue
        parent, kind = kind, _inside(kind, step)
        path.append(step)
    return Spot(tuple(path), kind, parent, branch=branch)


def fields_of(noun: Any) -> dict[str, Any]:
    """The keys that a noun has in a file, each with what it holds; none for what is not a noun."""
    if not (isinstance(noun, type) and issubclass(noun, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in noun.model_fields.items()}


def tags_of(kind: Any) -> tuple[str, ...]:
    """The words that choose a member of a tagged union."""
    return tuple(_tags(kind))


def length_of(kind: Any) -> int | None:
    """How many entries a list of fixed length has."""
    arguments = get_args(kind)
    if get_origin(kind) is tuple and arguments[-1:] != (Ellipsis,):
        return len(arguments)
    return None


def _bare(kind: Any) -> Any:
    """The kind without `Annotated` and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif _is_union(kind) and len(some := [one for one in get_args(kind) if one is not type(None)]) == 1:
            kind = some[0]
        else:
            return kind


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType)


def _tags(union: Any) -> dict[str, Any]:
    found = {}
    for member in get_args(union):
        for extra in getattr(member, "__metadata__", ()):
            if isinstance(extra, Tag):
                found[extra.tag] = _bare(member)
    return found


def _member(union: Any, step: int | str) -> Any:
    if tags := _tags(union):
        return tags.get(str(step))
    members = [_bare(one) for one in get_args(union)]
    if str(step).startswith("dict["):
        return next((one for one in members if get_origin(one) is dict), str)
    return next((one for one in members if getattr(one, "__name__", None) == step), str)


def is_map(branch: str) -> bool:
    """Whether this member of a union, by the name that a `loc` has for it, is a map."""
    return branch.startswith("dict[") or branch[:1].isupper()


def _inside(kind: Any, step: int | str) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _bare(fields_of(kind).get(str(step)))
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is dict:
            return _bare(arguments[1])
        case origin if origin is tuple and arguments[-1] is Ellipsis:
            return _bare(arguments[0])
        case origin if origin is tuple and isinstance(step, int) and step < len(arguments):
            return _bare(arguments[step])
        case _:
            return None
