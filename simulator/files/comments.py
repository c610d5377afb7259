"""Words that YAML takes for a comment although they may belong to the text before them: `Drill #3 of the year`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.errors import Problem
from simulator.files.source import Source

WORDS = frozenset({
    "title", "text", "synopsis", "label", "notes", "name", "capability", "controller", "hallway", "scope", "sponsor",
    "trains", "content_note", "item", "method",
})  # fmt: skip
"""Keys that hold words; a comment set off by two blanks, as in a commented file, is meant as one."""
_TOUCHES = re.compile(r"[ \t]#")


def swallowed(source: Source) -> list[Problem]:
    """A warning for each text that a comment follows after a single blank."""
    return sorted(source.problem(path, _MESSAGE) for path in _followed(source))


_MESSAGE = "a # after a blank begins a comment: quote this text if it belongs to it"


def _followed(source: Source) -> Iterator[tuple[str | int, ...]]:
    lines = source.text.splitlines()
    for path, (line, column) in source.values.items():
        if not path or path[-1] not in WORDS or line > len(lines):
            continue
        value = _at(source, path)
        typed = lines[line - 1][column - 1 :]
        # what is quoted or goes on over several lines is not typed as it reads
        if isinstance(value, str) and typed.startswith(value) and _TOUCHES.match(typed, len(value)):
            yield path


def _at(source: Source, path: tuple[str | int, ...]) -> object:
    node: object = source.tree
    for step in path:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step]
    return node
