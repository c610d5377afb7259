"""Variables in a scenario's tree: where they stand, and the tree with values in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.model.distributions import Value

Path = tuple[str | int, ...]
SLOT = re.compile(r"\$\{([^{}]*)\}")


def spelled(value: Value) -> str:
    """A drawn value as a file would spell it: `true`, `X1`, `0.7`, `12`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def slots_of(tree: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of every scalar with `${...}` and every `{pick: ...}` map, `variables` itself left out."""
    if isinstance(tree, str):
        if SLOT.search(tree):
            yield path
    elif isinstance(tree, dict):
        if "pick" in tree:
            yield path
        else:
            for key, value in tree.items():
                if path or key != "variables":
                    yield from slots_of(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from slots_of(value, (*path, index))


def names_at(node: Any) -> tuple[str, ...]:
    """The variables that the slot's node uses."""
    if isinstance(node, dict):
        return (str(node["pick"]),)
    return tuple(SLOT.findall(node))


def at(tree: Any, path: Path) -> Any:
    """The node at a path."""
    for step in path:
        tree = tree[step]
    return tree


def fill(node: Any, values: Mapping[str, Value], label: Callable[[str], str]) -> Any:
    """The slot's node with values in place: a lone `${x}` becomes the value, inside words its label is printed.

    Raises KeyError for a variable, or a `pick` option, that does not exist.
    """
    if isinstance(node, dict):
        return node[spelled(values[str(node["pick"])])]
    if match := SLOT.fullmatch(node):
        return spelled(values[match[1]])
    return SLOT.sub(lambda found: label(spelled(values[found[1]])), node)


def filled(tree: Any, slots: tuple[Path, ...], values: Mapping[str, Value], label: Callable[[str], str] = str) -> Any:
    """A copy of the tree with every slot filled; what holds no slot is shared with the original."""
    for path in slots:
        tree = _replaced(tree, path, fill(at(tree, path), values, label))
    return tree


def _replaced(tree: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        copy: Any = list(tree)
    else:
        copy = dict(tree)
    copy[step] = _replaced(tree[step], rest, value)
    return copy
