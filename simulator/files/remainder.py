"""A decisions file without the entries that are wrong in themselves, so that what the others name is looked up too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.files.sentences import Finding, validated
from simulator.model.decisions import Decisions


def without_broken(tree: dict[str, Any], findings: Iterable[Finding]) -> tuple[Decisions | None, list[int]]:
    """The decisions that can be read, and where each stands in the file; None where more than entries is wrong."""
    entries = tree.get("decisions")
    if not isinstance(entries, list):
        return None, []
    broken = {one.path[1] for one in findings if one.path[:1] == ("decisions",) and len(one.path) > 1}
    kept = [index for index in range(len(entries)) if index not in broken]
    return validated(Decisions, {**tree, "decisions": [entries[index] for index in kept]})[0], kept


def in_the_file(findings: Iterable[Finding], kept: list[int]) -> list[Finding]:
    """Findings about the decisions that were kept, at the places where these stand in the file."""
    return [
        one._replace(path=("decisions", kept[one.path[1]], *one.path[2:]))
        if one.path[:1] == ("decisions",) and len(one.path) > 1 and isinstance(one.path[1], int)
        else one
        for one in findings
    ]
