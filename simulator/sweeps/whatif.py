"""`what_if`: two arms over the same exercise versions, compared version by version.

Draws belong to who asks and for what, so both arms share everybody's luck and the difference is that of the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.sweeps.arms import Arm, Outcome
from simulator.sweeps.changes import changed
from simulator.sweeps.chosen import with_decisions
from simulator.sweeps.paired import Difference, compared
from simulator.sweeps.pool import Backend, Progress, play_all
from simulator.sweeps.spelling import spoken, title

MOST_NAMED = 5
"""Added decisions that are told one by one."""
MOST_REFUSED = 0.05
"""Above this share of refused decisions in an arm, a comparison says more about the refusals than about the change."""


@dataclass(frozen=True)
class Refusals:
    """Decisions of an arm that the engine refused, of all that were made in its runs."""

    refused: int
    decisions: int

    @property
    def share(self) -> float:
        return self.refused / self.decisions if self.decisions else 0.0


@dataclass(frozen=True)
class WhatIf:
    """A comparison: what was changed, over how many versions, each measure's difference, and the refusals per arm."""

    title: str
    sensitivity: str
    changes: tuple[str, ...]
    runs: int
    metrics: Mapping[str, Difference]
    base_refusals: Refusals
    changed_refusals: Refusals
    precision: float | None = None
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)

    @property
    def reliable(self) -> bool:
        """Whether few enough decisions were refused in both arms."""
        return max(self.base_refusals.share, self.changed_refusals.share) <= MOST_REFUSED


def what_if(
    bundle: Bundle,
    runs: int,
    change: Mapping[str, str] | None = None,
    *,
    set_values: Mapping[str, str] | None = None,
    decisions: Iterable[Decision] = (),
    seats: Mapping[str, str] | None = None,
    move: Mapping[str, float] | None = None,
    drop: Iterable[str] = (),
    add: Iterable[Decision] = (),
    precision: float | None = None,
    first_seed: int = 1,
    jobs: int | None = None,
    backend: Backend = "loky",
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Compare a scenario as it is with itself changed, over `runs` exercise versions from `first_seed` on.

    `change` maps a variable, `response.STEP.FIELD` or `plan.ID.FIELD` to its value in the second arm; `move` gives
    decisions another time (seconds), `drop` leaves some out, `add` brings others. `precision`, in each measure's own
    unit, is what `runs_needed` is worked out for. Raises Refused and NotFound in words.
    """
    if runs < 2:
        raise Refused(f"a comparison needs at least 2 runs, not {runs}")
    if precision is not None and not precision > 0:
        raise Refused(f"the precision is a number above 0, not {precision:g}")
    base = base_arm(bundle, set_values, decisions, seats)
    dropped, added = tuple(drop), tuple(add)
    other = with_decisions(changed(base, change or {}), move or {}, dropped, added)
    words = said(bundle, change or {}, move or {}, dropped, added)
    if not words:
        raise Refused("nothing is changed: name a change, or a decision to move, drop or add")
    found = play_all(
        (base, other), [(arm, seed) for seed in range(first_seed, first_seed + runs) for arm in (0, 1)],
        jobs=jobs, backend=backend, scheduler=scheduler, progress=progress,
    )  # fmt: skip
    outcomes = tuple(sorted(found, key=lambda one: (one.arm, one.seed)))
    first, second = outcomes[:runs], outcomes[runs:]
    return WhatIf(
        title=bundle.scenario.title,
        sensitivity=bundle.plan.school.sensitivity,
        changes=words,
        runs=runs,
        metrics=differences(first, second, precision),
        base_refusals=_refusals(first),
        changed_refusals=_refusals(second),
        precision=precision,
        outcomes=outcomes,
    )


def base_arm(
    bundle: Bundle,
    set_values: Mapping[str, str] | None,
    decisions: Iterable[Decision],
    seats: Mapping[str, str] | None,
) -> Arm:
    """The arm as it is: with decisions all played roles are taken unless `seats` says otherwise, without them none."""
    chosen = tuple(decisions)
    if seats is None:
        seats = {"all": "taken"} if chosen else {}
    return Arm(bundle, dict(set_values or {}), chosen, dict(seats))


def differences(
    base: Iterable[Outcome], changed: Iterable[Outcome], precision: float | None = None
) -> dict[str, Difference]:
    """Every measure compared between the outcomes of two arms, which are in one order of versions."""
    first, second = list(base), list(changed)
    return {
        name: compared(name, [one.metrics[name] for one in first], [one.metrics[name] for one in second], precision)
        for name in first[0].metrics
    }


def said(
    bundle: Bundle, change: Mapping[str, str], move: Mapping[str, float], drop: Iterable[str], add: Iterable[Decision]
) -> tuple[str, ...]:
    """The changes in words."""
    return (
        *(_said(bundle, name, value) for name, value in change.items()),
        *(f"decision {name} is made at {_clock(at_s)}" for name, at_s in move.items()),
        *(f"decision {name} is not made" for name in drop),
        *_added(tuple(add)),
    )


def _said(bundle: Bundle, name: str, value: str) -> str:
    """A change as people say it: a variable by its title, its value with its unit."""
    if name not in bundle.scenario.variables:
        return f"{name} is {value}"
    return f"“{title(name)}” is {spoken(bundle, name, value)}"


def _added(add: tuple[Decision, ...]) -> tuple[str, ...]:
    """Decisions that are made as well: each one, or how many where they are many."""
    if len(add) > MOST_NAMED:
        first, last = add[0].id, add[-1].id
        return (f"{len(add)} decisions are made as well ({first} to {last})",)
    return tuple(f"decision {one.id} ({one.role}: {one.action}) is made as well" for one in add)


def _clock(t_s: float) -> str:
    minutes, seconds = divmod(round(t_s), 60)
    return f"{minutes:02d}:{seconds:02d}"


def _refusals(outcomes: Iterable[Outcome]) -> Refusals:
    all_ = list(outcomes)
    return Refusals(sum(one.refused for one in all_), sum(one.decisions for one in all_))
