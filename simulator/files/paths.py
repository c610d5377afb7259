"""Paths into a file's tree: how they are shown, and how a model's path becomes the file's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Path = tuple[str | int, ...]
Mark = tuple[int, int]
"""Line and column, counted from 1."""

MAX_SHOWN = 120
MAX_PROBLEMS = 200
"""How many problems of one file are worked out; nobody reads on."""


def shown(path: Iterable[str | int]) -> str:
    """A path as people read it: `openings[3].at`, `levels.1.spaces.C1.kind`; `whole file` for the root."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{one_line(step)}"
    text = text.removeprefix(".")
    return one_line(text, MAX_SHOWN) or "whole file"


def one_line(text: str, most: int = 60) -> str:
    """Text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def as_typed(tree: Any, path: Path) -> Path:
    """The path without the list positions that only the model has: `block: D1` is read as `block: [D1]`."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(step, int) and not isinstance(tree, list) and tree is not None:
            continue
        steps.append(step)
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            tree = None
    return tuple(steps)
