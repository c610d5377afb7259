"""Every shipped scenario, whatever people decide: nobody is lost, nobody waits for ever, the past does not change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import __version__
from simulator.engine.run import run
from simulator.files import check, load_scenario
from simulator.model.decisions import Decision
from simulator.shipped import shipped
from simulator.verification.conservation import agrees
from tests.library.checks import conserved, play, waits_for_ever
from tests.library.random_play import random_play

SCENARIOS = sorted(path.name for path in shipped("scenarios").glob("*.yaml"))
REPORT = Path(__file__).with_name("last_full.json")
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


@pytest.mark.full
@pytest.mark.parametrize("name", SCENARIOS)
def test_five_hundred_versions_of_each(name: str) -> None:
    bundle = load_scenario(shipped("scenarios") / name)
    lost = [seed for seed in range(1, FULL_SEEDS + 1) if not conserved(bundle, seed)]
    waiting = [seed for seed in range(1, FULL_SEEDS + 1) if waits_for_ever(play(bundle, seed))]
    report = json.loads(REPORT.read_text("utf-8")) if REPORT.exists() else {}
    report = report if report.get("engine") == __version__ else {"engine": __version__, "scenarios": {}}
    report["scenarios"][name] = {"versions": FULL_SEEDS, "lost": lost, "waiting": waiting}
    report["scenarios"] = dict(sorted(report["scenarios"].items()))
    REPORT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    assert (lost, waiting) == ([], [])


def test_the_last_full_report_is_of_this_engine_and_of_every_scenario() -> None:
    report = json.loads(REPORT.read_text("utf-8"))
    assert report["engine"] == __version__
    assert sorted(report["scenarios"]) == SCENARIOS
    assert all(one == {"versions": FULL_SEEDS, "lost": [], "waiting": []} for one in report["scenarios"].values())
