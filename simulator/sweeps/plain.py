"""Sweeps and comparisons as plain data, for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from simulator import __version__
from simulator.analysis.words import EXERCISE
from simulator.sweeps.levers import Levers
from simulator.sweeps.paired import Difference
from simulator.sweeps.table import Table
from simulator.sweeps.whatif import Refusals, WhatIf

NOTE = f"{EXERCISE}. Simulated: each run is one possible course."


def sweep_as_json(table: Table) -> dict[str, Any]:
    """The header, and a map for each row."""
    return {**table.header, "results": [dict(zip(table.columns, row, strict=True)) for row in table.rows]}


def what_if_as_json(found: WhatIf) -> dict[str, Any]:
    """What was changed, each measure's difference, and the refusals."""
    return {
        "notice": NOTE,
        "sensitivity": found.sensitivity,
        "scenario": found.title,
        "engine": __version__,
        "changes": list(found.changes),
        "runs": found.runs,
        "precision": found.precision,
        "reliable": found.reliable,
        "refusals": {"base": _refusals(found.base_refusals), "changed": _refusals(found.changed_refusals)},
        "metrics": {name: _difference(one) for name, one in found.metrics.items()},
    }


def levers_as_json(found: Levers) -> dict[str, Any]:
    """The levers in their order, each with its difference in every measure."""
    return {
        "notice": NOTE,
        "sensitivity": found.sensitivity,
        "scenario": found.title,
        "engine": __version__,
        "metric": found.metric,
        "instead_of": found.instead_of,
        "runs": found.runs,
        "levers": [
            {
                "id": one.lever.id, "title": one.lever.title,
                "setting": one.lever.better, "compared_with": one.lever.worse,
                **_difference(one.metrics[found.metric]),
                "metrics": {name: _difference(other) for name, other in one.metrics.items()},
            }
            for one in found.effects
        ],
    }  # fmt: skip


def _refusals(one: Refusals) -> dict[str, Any]:
    return {**asdict(one), "share": one.share}


def _difference(one: Difference) -> dict[str, Any]:
    """A difference with its interval laid open: `mean`, `low` and `high` are of the changed arm minus the base."""
    found = asdict(one)
    inside = found.pop("difference") or {"mean": None, "low": None, "high": None, "sd": None}
    inside.pop("n", None)
    return {**found, **inside, "verdict": one.verdict}
