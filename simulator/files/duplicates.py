"""Ids that stand twice in a scenario, each reported where it stands for the second time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from simulator.files.paths import Path, one_line
from simulator.files.sentences import Finding

_LISTS: tuple[tuple[Path, str], ...] = (
    (("occupancy", "groups"), "group"), (("objectives",), "objective"), (("modules",), "module"),
    (("injects",), "inject"),
)  # fmt: skip
_MODEL_SAYS = ("two are called", "two groups are called")


def at_the_second(tree: dict[str, Any], findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with ids that stand twice at the second one and not at the list, as the model says it."""
    twice = list(_twice(tree))
    if not twice:
        return list(findings)
    return [*(one for one in findings if not one.message.startswith(_MODEL_SAYS)), *twice]


def _twice(tree: dict[str, Any]) -> Iterator[Finding]:
    for path, noun in _LISTS:
        node: Any = tree
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        seen: set[str] = set()
        for index, one in enumerate(node if isinstance(node, list) else ()):
            name = one.get("id") if isinstance(one, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                yield Finding((*path, index, "id"), f"there is {_a(noun)} called {one_line(name)} already")
            seen.add(name)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
