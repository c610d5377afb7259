"""Which of a school's own levers matters most: each at its better and its worse setting, over the same versions.

Only what a school, its district and its responders decide is a lever. What a script's person does is drawn anew for
every version and averaged over: it is never ranked. The settings are the two ends that a school could choose between;
what stands in between has an effect in between, so the ends say most in the fewest runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.errors import NotFound, Refused
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.rules.near import did_you_mean
from simulator.sweeps.own_levers import Lever, levers_of, variable_levers
from simulator.sweeps.paired import Difference
from simulator.sweeps.pool import Backend, Progress, play_all
from simulator.sweeps.whatif import base_arm, differences


@dataclass(frozen=True)
class Effect:
    """What a lever does to each measure: at its first setting minus at its second."""

    lever: Lever
    metrics: Mapping[str, Difference]


@dataclass(frozen=True)
class Levers:
    """All levers of a scenario, the greatest effect on `metric` first, what cannot be told apart last.

    `instead_of` is the measure that would have ranked them, had it come about in more versions.
    """

    title: str
    school: str
    sensitivity: str
    metric: str
    runs: int
    effects: tuple[Effect, ...]
    instead_of: str | None = None

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw: a lever that makes a difference, sure or not."""
        found = [one.metrics[self.metric].difference for one in self.effects]
        return any(one is not None and (one.sd > 0 or one.mean != 0) for one in found)


def levers(
    bundle: Bundle,
    runs: int,
    *,
    metric: str | None = None,
    also: Iterable[str] = (),
    set_values: Mapping[str, str] | None = None,
    decisions: Iterable[Decision] = (),
    seats: Mapping[str, str] | None = None,
    first_seed: int = 1,
    jobs: int | None = None,
    backend: Backend = "loky",
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Levers:
    """Compare every lever's two settings over `runs` exercise versions.

    `metric` ranks them: by default exposure where somebody walks by a script, else the time until the protocol is
    complete, or the first of `OTHERWISE` that comes about in most versions where that does not. `also` are variables to
    compare as levers, at their first and last value. Raises Refused in words.
    """
    if runs < 2:
        raise Refused(f"a comparison needs at least 2 runs, not {runs}")
    base = base_arm(bundle, set_values, decisions, seats)
    found = (*levers_of(base), *variable_levers(base, also))
    if not found:
        raise Refused("this scenario has no lever that could be compared; name variables of the situation instead")
    arms = [arm for lever in found for arm in (lever.better_arm, lever.worse_arm)]
    seeds = range(first_seed, first_seed + runs)
    tasks = [(arm, seed) for seed in seeds for arm in range(len(arms))]
    played = play_all(arms, tasks, jobs=jobs, backend=backend, scheduler=scheduler, progress=progress)
    outcomes = sorted(played, key=lambda one: (one.arm, one.seed))
    by_arm = [outcomes[at : at + runs] for at in range(0, len(outcomes), runs)]
    if metric is not None and metric not in outcomes[0].metrics:
        near = did_you_mean(metric, outcomes[0].metrics)
        raise NotFound(f"there is no measure {metric}; there are: {', '.join(outcomes[0].metrics)}{near}")
    wanted = metric or _metric_of(bundle)
    effects = [
        Effect(lever, differences(by_arm[2 * place + 1], by_arm[2 * place])) for place, lever in enumerate(found)
    ]
    school, by = bundle.plan.school, metric or _that_comes_about(effects, wanted, runs)
    return Levers(
        bundle.scenario.title, school.name, school.sensitivity, by, runs, _ranked(effects, by),
        wanted if by != wanted else None,
    )  # fmt: skip


OTHERWISE = (
    "time_to_secured_90_s", "time_to_secured_50_s", "secure_complete_s", "shelter_complete_s", "hold_complete_s",
    "clear_time_s", "reunification_s", "accountability_s", "time_to_order_s", "messages_lost",
)  # fmt: skip
"""What ranks levers where the first measure does not come about: what a protocol is for, then what leads to it."""


def _that_comes_about(effects: Iterable[Effect], wanted: str, runs: int) -> str:
    """The first measure that most levers have both ways in most versions, and that any lever moves."""
    every = list(effects)
    if _common(every, wanted, runs):
        return wanted
    moved = (name for name in OTHERWISE if name in every[0].metrics and _common(every, name, runs))
    return next((name for name in moved if any(_moves(one.metrics[name]) for one in every)), wanted)


def _common(effects: Iterable[Effect], name: str, runs: int) -> bool:
    pairs = sorted(one.metrics[name].pairs for one in effects)
    return pairs[len(pairs) // 2] * 2 >= runs and pairs[len(pairs) // 2] > 1


def _moves(one: Difference) -> bool:
    return one.difference is not None and (one.difference.sd > 0 or one.difference.mean != 0)


def _metric_of(bundle: Bundle) -> str:
    scenario = bundle.scenario
    if scenario.threat is not None or scenario.intruder is not None:
        return "exposure_s"
    return "completion_s"


def _ranked(effects: Iterable[Effect], metric: str) -> tuple[Effect, ...]:
    def place(effect: Effect) -> tuple[bool, float]:
        one = effect.metrics[metric]
        size = abs(one.difference.mean) if one.difference is not None else 0.0
        return one.verdict in ("cannot tell apart", "nothing to compare"), -size

    return tuple(sorted(effects, key=place))
