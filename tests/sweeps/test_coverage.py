"""Do intervals of exposure hold the truth? Asked of runs of the engine, whose differences are mostly zero.

The truth is the mean difference over 20,000 exercise versions; 200 repetitions of a what-if with 100 versions each use
20,000 others. `pytest -m full tests/sweeps` keeps what was found in last_full.json.
"""

from __future__ import annotations

import json
from math import fsum
from pathlib import Path

import pytest

from simulator import __version__
from simulator.sweeps.paired import interval
from simulator.sweeps.whatif import what_if
from tests.sweeps.rooms import threatened

REPORT = Path(__file__).with_name("last_full.json")
TRUTH, REPETITIONS, RUNS = 20_000, 200, 100


def differences(first_seed: int, runs: int) -> list[float]:
    """The differences in exposure when the order comes after 5 s instead of 20 to 60."""
    found = what_if(threatened(), runs, {"response.L1.actual": "5"}, first_seed=first_seed)
    exposed = [float(one.metrics["exposure_s"] or 0) for one in found.outcomes]
    return [other - one for one, other in zip(exposed[:runs], exposed[runs:], strict=True)]


@pytest.mark.full
def test_95_percent_intervals_of_exposure_hold_the_truth_in_90_to_99_of_100() -> None:
    truth = fsum(differences(1_000_001, TRUTH)) / TRUTH
    played = differences(1, REPETITIONS * RUNS)
    found = [interval(played[at : at + RUNS]) for at in range(0, len(played), RUNS)]
    held = sum(one is not None and one.low <= truth <= one.high for one in found) / len(found)
    zero = sum(one == 0 for one in played) / len(played)
    report = (
        f"Mean difference over {TRUTH:,} versions: {truth:.2f} person-seconds. {zero:.0%} of differences are zero. "
        f"{REPETITIONS} intervals of {RUNS} versions each: {held:.1%} hold it."
    )
    kept = {"engine": __version__, "report": report, "held": held}
    REPORT.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    assert 0.90 <= held <= 0.99, report


def test_the_last_full_report_is_of_this_engine_and_holds() -> None:
    kept = json.loads(REPORT.read_text(encoding="utf-8"))
    assert kept["engine"] == __version__ and 0.90 <= kept["held"] <= 0.99
