"""A warning where a message allows less time than the plan's own step takes."""

from __future__ import annotations

import pytest

from simulator import session
from simulator.files.deadlines import middle, short_deadlines
from simulator.model.distributions import Exponential, Fixed, Lognormal, Normal, Triangular, Uniform


@pytest.mark.parametrize(
    ("distribution", "half"),
    [
        (Fixed(fixed=20), 20),
        (Uniform(uniform=(10, 30)), 20),
        (Triangular(triangular=(0, 10, 20)), 10),
        (Triangular(triangular=(0, 0, 10)), 10 - 50**0.5),
        (Lognormal.model_validate({"lognormal": {"median": 20, "sigma": 0.6}}), 20),
        (Normal.model_validate({"normal": {"mean": 7, "sd": 2}}), 7),
        (Exponential.model_validate({"exponential": {"mean": 10}}), 6.931471805599453),
    ],
)  # fmt: skip
def test_half_of_all_draws_stay_below(distribution, half) -> None:
    assert middle(distribution) == pytest.approx(half)


def test_a_deadline_below_the_middle_is_told_and_one_above_is_not() -> None:
    """The announcement takes 20 s in the middle; the message allows 45."""
    bundle = session.load_scenario("maple-ridge-intruder")
    assert list(short_deadlines(bundle.scenario, bundle.response, bundle.plan)) == []
    first = bundle.scenario.injects[0]
    tight = first.model_copy(update={"expect": (first.expect[0].model_copy(update={"within_ms": 15_000}),)})
    scenario = bundle.scenario.model_copy(update={"injects": (tight, *bundle.scenario.injects[1:])})
    [found] = short_deadlines(scenario, bundle.response, bundle.plan)
    assert found.path == ("injects", 0, "expect", 0, "within")
    assert found.message.startswith("E1 allows 15 s, and the plan's own step L1 takes 20 s")
    assert list(short_deadlines(scenario, None, bundle.plan)) == []
