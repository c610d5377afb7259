"""Every shipped scenario, whatever people decide: nobody is lost, nobody waits for ever, the past does not change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import __version__
from simulator.engine.run import run
from simulator.files import check, load_decisions, load_scenario
from simulator.model.decisions import Decision
from simulator.shipped import shipped
from simulator.verification.conservation import agrees
from tests.library.checks import conserved, play, waits_for_ever
from tests.library.random_play import random_play

SCENARIOS = sorted(path.name for path in shipped("scenarios").glob("*.yaml"))
REPORTS = Path(__file__).with_name("last_full")
SEEDS, FULL_SEEDS = 20, 500


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_shipped_scenario_is_sound(name: str) -> None:
    found = check(shipped("scenarios") / name)
    assert (found.errors, found.warnings) == ([], [])


@pytest.mark.parametrize("name", SCENARIOS)
def test_random_play_loses_nobody_and_nobody_waits_for_ever(name: str) -> None:
    bundle = load_scenario(shipped("scenarios") / name)
    for seed in range(1, SEEDS + 1):
        played = play(bundle, seed)
        assert waits_for_ever(played) == [], f"version {seed}"
        assert agrees(played), f"version {seed}"
    assert conserved(bundle, 1)


@pytest.mark.parametrize("name", SCENARIOS)
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(1, 10_000), extra=st.integers(1, 10_000))
def test_the_past_does_not_change(name: str, seed: int, extra: int) -> None:
    bundle = load_scenario(shipped("scenarios") / name)
    before = random_play(bundle, seed, 4)
    later = random_play(bundle, extra, 2)
    added = tuple(Decision.model_validate(one.model_copy(update={"id": f"L{n}"})) for n, one in enumerate(later))
    first_ms = min(one.at_ms or 0 for one in added)
    whole = sorted((*before, *added), key=lambda one: one.at_ms or 0)
    short, long = run(bundle, seed, before), run(bundle, seed, whole)
    assert [row for row in short.rows if row[0] < first_ms] == [row for row in long.rows if row[0] < first_ms]


@pytest.mark.parametrize("path", sorted(shipped("scenarios").glob("decisions/*.yaml")), ids=lambda path: path.name)
def test_a_shipped_decisions_file_is_sound_and_most_of_it_can_be_done(path: Path) -> None:
    found = check(path)
    assert (found.errors, found.warnings) == ([], [])
    bundle = load_scenario(shipped("scenarios") / path.name)
    decisions = load_decisions(path, bundle).decisions
    refused = [row for row in run(bundle, 1, decisions).rows if row[1] == "refused" and row[3] == row[2]]
    assert len(refused) < len(decisions) / 3


@pytest.mark.full
@pytest.mark.parametrize("name", SCENARIOS)
def test_five_hundred_versions_of_each(name: str) -> None:
    bundle = load_scenario(shipped("scenarios") / name)
    lost, waiting = [], []
    for seed in range(1, FULL_SEEDS + 1):
        played = play(bundle, seed)
        waiting += [seed] if waits_for_ever(played) else []
        lost += [seed] if not agrees(played) or (seed % 10 == 0 and not conserved(bundle, seed)) else []
    report = {"engine": __version__, "versions": FULL_SEEDS, "lost": lost, "waiting": waiting}
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / f"{bundle_name(name)}.json").write_text(json.dumps(report) + "\n", "utf-8")
    assert (lost, waiting) == ([], [])


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_last_full_report_is_of_this_engine(name: str) -> None:
    report = json.loads((REPORTS / f"{bundle_name(name)}.json").read_text("utf-8"))
    assert report == {"engine": __version__, "versions": FULL_SEEDS, "lost": [], "waiting": []}


def bundle_name(name: str) -> str:
    """A scenario's name without its ending."""
    return name.removesuffix(".yaml")
