"""A sweep in words: of each cell, the measures as 8 of 10 versions had them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from simulator.analysis.words import EXERCISE, SENSITIVITY, counted, sentence, typed
from simulator.sweeps.spelling import title
from simulator.sweeps.table import Row, Table
from simulator.sweeps.words import COURSE, measure, sized

FEW, MANY = 0.1, 0.9
ENOUGH = 10
"""Versions from which on a range of 8 in 10 says something; of fewer the least and the greatest are told."""


def sweep_in_words(table: Table) -> str:
    """Each cell with the values that were varied, and each measure's middle and its range in 8 of 10 versions."""
    header = table.header
    parts = [f"**{EXERCISE}**", f"# {typed(header['scenario'])}", f"Floor plan: {SENSITIVITY[header['sensitivity']]}."]
    parts += [f"{counted(len(table.rows), 'run')}. {COURSE}"]
    for _, rows in groupby(table.rows, key=lambda row: row[0]):
        parts += _cell(table, list(rows))
    return "\n\n".join((*parts, f"**{EXERCISE}**")) + "\n"


def _cell(table: Table, rows: Sequence[Row]) -> list[str]:
    places = {name: place for place, name in enumerate(table.columns)}
    vary = table.header["vary"]
    told_as = table.header.get("vary_said", vary)
    values = [f"{title(name)}: {told_as[name][_index(table, rows[0], name)]}" for name in vary]
    head = f"## {typed(', '.join(values))}" if values else None
    lines = [line for name in table.columns if (line := _line(name, [row[places[name]] for row in rows])) is not None]
    few = len(rows) < ENOUGH
    between = "least to greatest" if few else "8 of 10 versions"
    told = "\n".join((f"| measure | middle | {between} | came about in |", "| --- | --- | --- | --- |", *lines))
    rough = ", too few for more than a rough figure" if few else ""
    return [one for one in (head, f"{counted(len(rows), 'version')}{rough}:", told) if one is not None]


def _index(table: Table, row: Row, name: str) -> int:
    """Which of a variable's varied values a row's cell has: the last variable varies fastest."""
    cell, names = int(row[0] or 0), list(table.header["vary"])
    for other in reversed(names[names.index(name) + 1 :]):
        cell //= len(table.header["vary"][other])
    return cell % len(table.header["vary"][name])


def _line(name: str, values: Sequence[object]) -> str | None:
    """One measure; None where it is no measure, or nothing came about in any version."""
    if name in ("cell", "seed", "decisions", "refused") or name.startswith("draw."):
        return None
    found = sorted(float(one) for one in values if isinstance(one, int | float))
    if not any(found):
        return None
    ends = (0.0, 1.0) if len(values) < ENOUGH else (FEW, MANY)
    low, high = (found[min(len(found) - 1, int(share * len(found)))] for share in ends)
    middle = median(found)
    between = f"{sized(name, low)} to {sized(name, high)}" if low != high else sized(name, low)
    return f"| {sentence(measure(name))} | {sized(name, middle)} | {between} | {_of(found, values)} |"


def _of(found: Sequence[float], values: Sequence[object]) -> str:
    """In how many versions: a figure that rests on few is easily taken for one of all."""
    return "all" if len(found) == len(values) else f"only {len(found)} of {len(values)} versions"
