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
    """All levers of a scenario, the greatest effect on `metric` first, what cannot be told apart last."""

    title: str
    school: str
    sensitivity: str
    metric: str
    runs: int
    effects: tuple[Effect, ...]


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
    complete. `also` are variables to compare as levers, at their first and last value. Raises Refused in words.
    """
    if runs < 2:
        raise Refused(f"a comparison needs at least 2 runs, not {runs}")
    base = base_arm(bundle, set_values, decisions, seats)
    metric = metric or _metric_of(bundle)
    found = (*levers_of(base), *variable_levers(base, also))
    if not found:
        raise Refused("this scenario has no lever that could be compared; name variables of the situation instead")
    arms = [arm for lever in found for arm in (lever.better_arm, lever.worse_arm)]
    seeds = range(first_seed, first_seed + runs)
    tasks = [(arm, seed) for seed in seeds for arm in range(len(arms))]
    played = play_all(arms, tasks, jobs=jobs, backend=backend, scheduler=scheduler, progress=progress)
    outcomes = sorted(played, key=lambda one: (one.arm, one.seed))
    by_arm = [outcomes[at : at + runs] for at in range(0, len(outcomes), runs)]
    if metric not in outcomes[0].metrics:
        raise NotFound(f"there is no measure {metric}; there are: {', '.join(outcomes[0].metrics)}")
    effects = [
        Effect(lever, differences(by_arm[2 * place + 1], by_arm[2 * place])) for place, lever in enumerate(found)
    ]
    school = bundle.plan.school
    return Levers(bundle.scenario.title, school.name, school.sensitivity, metric, runs, _ranked(effects, metric))


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
