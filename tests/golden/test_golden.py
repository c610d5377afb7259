"""The past is pinned: the same file, version and decisions give the same log, in any process, on any CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import __version__
from tests.golden.pin import CASES, Case, outcome, pinned, play

ROOT = Path(__file__).resolve().parents[2]
REPIN = "the log changed: if it should have, run `python -m tests.golden.pin` and say why in CHANGELOG.md"
AGAIN = (
    Case("maple-ridge-fire-drill", 1),
    Case("maple-ridge-intruder", 1),
    Case("north-fork-earthquake", 1),
    Case("cedar-hollow-storm", 1, "../../scenarios/decisions/cedar-hollow-storm.yaml"),
    Case("maple-ridge-lockdown", 7, "orders.yaml"),
    Case("cedar-hollow-lunch-evacuation", 7, "decisions.yaml"),
)
PROGRAM = """
import json, sys
from tests.golden.pin import Case, play
print(json.dumps([play(Case(*case)).digest for case in json.loads(sys.argv[1])]))
"""


def digest_of(case: Case) -> str:
    return next(one["digest"] for one in pinned() if (one["scenario"], one["seed"], one["decisions"]) == case)


def test_every_case_is_pinned_with_this_engine() -> None:
    assert [(one["scenario"], one["seed"], one["decisions"]) for one in pinned()] == [tuple(case) for case in CASES]
    assert {one["engine"] for one in pinned()} == {__version__}, "a new engine is pinned anew, with a line in CHANGELOG"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scenario}-{case.seed}")
def test_a_pinned_run_comes_to_the_same(case: Case) -> None:
    expected = next(one for one in pinned() if (one["scenario"], one["seed"], one["decisions"]) == case)
    assert outcome(case) == expected, REPIN


def test_pins_differ_from_version_to_version_and_by_decisions() -> None:
    digests = [one["digest"] for one in pinned()]
    assert len(set(digests)) == len(digests)
    for case in CASES:
        assert case.decisions is None or play(case._replace(decisions=None)).digest != digest_of(case)


def test_another_process_on_another_cpu_comes_to_the_same() -> None:
    environment = {"PYTHONHASHSEED": "4242", "NPY_DISABLE_CPU_FEATURES": "X86_V4", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, json.dumps(AGAIN)],
        env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [digest_of(case) for case in AGAIN], REPIN
