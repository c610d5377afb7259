"""`sweep`: a scenario in many exercise versions, at each combination of the values that are varied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.analysis.words import EXERCISE
from simulator.errors import Refused
from simulator.files import refuse_impossible, tainted
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.distributions import Choice, Deck
from simulator.sweeps.allowed import refuse_scripted
from simulator.sweeps.arms import Arm, Outcome, digest_of, scenario_digest
from simulator.sweeps.pool import Backend, Progress, play_all
from simulator.sweeps.spelling import spoken
from simulator.sweeps.table import CELL, SEED, File, Row, Table
from simulator.sweeps.whatif import base_arm

MOST_CELLS = 1_000
NOTICE = f"{EXERCISE}. Simulated: each row is one possible course."
HIDDEN = "(not shown)"


def sweep(
    bundle: Bundle,
    runs: int,
    *,
    set_values: Mapping[str, str] | None = None,
    decisions: Iterable[Decision] = (),
    seats: Mapping[str, str] | None = None,
    vary: Mapping[str, Sequence[str]] | None = None,
    first_seed: int = 1,
    jobs: int | None = None,
    backend: Backend = "loky",
    scheduler: str | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Table:
    """Play `runs` exercise versions of a scenario, from `first_seed` on, at each combination of `vary`.

    Without decisions the response plan plays all roles. `out` (.csv, .jsonl, .parquet) is written as results come; what
    it holds already is not played again. The table is the same whatever the backend, the jobs and the order.
    Raises Refused and NotFound in words; a stop (KeyboardInterrupt) leaves in `out` what was finished.
    """
    if runs < 1:
        raise Refused(f"a sweep needs at least 1 run, not {runs}")
    base = base_arm(bundle, set_values, decisions, seats)
    arms = _cells(base, vary or {})
    header = _header(base, vary or {})
    seeds = range(first_seed, first_seed + runs)
    wanted = [(cell, seed) for seed in seeds for cell in range(len(arms))]
    if out is None:
        found = [(_columns(one), _row(one)) for one in play_all(
            arms, wanted, jobs=jobs, backend=backend, scheduler=scheduler, progress=progress)]  # fmt: skip
        return Table(header, found[0][0], _ordered(row for _, row in found))
    with File(Path(out), header) as file:
        left = [task for task in wanted if task not in file.found]
        rows, columns = dict(file.found), file.columns
        for one in play_all(arms, left, jobs=jobs, backend=backend, scheduler=scheduler, progress=progress):
            columns = _columns(one)
            rows[one.arm, one.seed] = row = _row(one)
            file.add(columns, row)
        file.finish(columns, _ordered(rows.values()))
    return Table(header, columns, _ordered(rows[task] for task in wanted))


def _cells(base: Arm, vary: Mapping[str, Sequence[str]]) -> tuple[Arm, ...]:
    """An arm for each combination of the varied values, in the order in which they were given."""
    refuse_scripted(base.bundle, vary, "varied")
    for name, values in vary.items():
        if name in base.set_values:
            raise Refused(f"{name} is both fixed and varied")
        if not values or len(set(values)) < len(values):
            raise Refused(f"{name} needs values to vary over, each once; found {', '.join(values) or 'none'}")
        for value in values:
            refuse_impossible(base.bundle.scenario, {name: value})
    combinations = [dict(zip(vary, values, strict=True)) for values in product(*vary.values())]
    if len(combinations) > MOST_CELLS:
        raise Refused(f"these are {len(combinations):,} combinations; at most {MOST_CELLS:,} are played in one sweep")
    return tuple(Arm(base.bundle, {**base.set_values, **values}, base.decisions, base.seats) for values in combinations)


def _header(base: Arm, vary: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What a table is of; a value that reaches a script is not shown, but another one makes another table."""
    bundle = base.bundle
    hidden = tainted(bundle.tree, bundle.slots)
    fixed = {name: HIDDEN if name in hidden else value for name, value in sorted(base.set_values.items())}
    made = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in base.decisions]
    secret = sorted((name, value) for name, value in base.set_values.items() if name in hidden)
    return {
        "format": "hotwash.sweep/1",
        "notice": NOTICE,
        "sensitivity": bundle.plan.school.sensitivity,
        "scenario": bundle.scenario.title,
        "scenario_digest": scenario_digest(bundle),
        "engine": __version__,
        "settings": fixed,
        "vary": {name: list(values) for name, values in vary.items()},
        "vary_said": {name: [spoken(bundle, name, one) for one in values] for name, values in vary.items()},
        "decisions": len(base.decisions),
        "decisions_digest": digest_of([made, dict(base.seats), secret]),
        "texts": [
            name for name, one in bundle.scenario.variables.items()
            if isinstance(one, Choice | Deck) and name not in hidden
        ],
    }  # fmt: skip


def _columns(one: Outcome) -> tuple[str, ...]:
    return (CELL, SEED, *(f"draw.{name}" for name in one.draw), *one.metrics, "decisions", "refused")


def _row(one: Outcome) -> Row:
    return (one.arm, one.seed, *one.draw.values(), *one.metrics.values(), one.decisions, one.refused)


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """By cell and version: the two first columns."""
    return tuple(sorted(rows, key=lambda row: (row[0], row[1])))
