"""A sweep in words: of each cell, the measures as 8 of 10 versions had them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from simulator.analysis.words import EXERCISE, SENSITIVITY, counted, sentence, typed
from simulator.sweeps.table import Row, Table
from simulator.sweeps.words import COURSE, measure, sized

FEW, MANY = 0.1, 0.9


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
    values = [f"{name} is {table.header['vary'][name][_index(table, rows[0], name)]}" for name in table.header["vary"]]
    title = f"## {typed(', '.join(values))}" if values else None
    lines = [line for name in table.columns if (line := _line(name, [row[places[name]] for row in rows])) is not None]
    told = "\n".join(
        ("| measure | middle | 8 of 10 versions | did not come about in |", "| --- | --- | --- | --- |", *lines)
    )
    return [one for one in (title, f"{counted(len(rows), 'version')}:", told) if one is not None]


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
    low, middle, high = (found[min(len(found) - 1, int(share * len(found)))] for share in (FEW, 0.5, MANY))
    between = f"{sized(name, low)} to {sized(name, high)}" if low != high else sized(name, low)
    return f"| {sentence(measure(name))} | {sized(name, middle)} | {between} | {len(values) - len(found) or ''} |"
