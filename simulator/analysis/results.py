"""What a run comes to, for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.model.run import Run


def result_of(run: Run, measured: Mapping[str, Any]) -> dict[str, Any]:
    """What metrics.json holds."""
    return {
        "scenario": run.scenario.title,
        "seed": run.seed,
        "draw": dict(run.draw),
        "metrics": dict(measured),
        "digest": run.digest,
        "engine": run.engine,
    }
