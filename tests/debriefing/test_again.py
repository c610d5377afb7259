"""Ranges and what-ifs: the same decisions, the same luck, other activity noise; and nothing of it is the exercise."""

from __future__ import annotations

import pytest

from simulator import debriefing
from simulator.debriefing.again import arm_of, in_8_of_10, measured
from simulator.engine.run import run
from simulator.errors import Refused
from simulator.sweeps.again import play_again
from tests.debriefing.played import exercise, record_of, run_of

RUNS = 12


@pytest.fixture(scope="module")
def debrief() -> debriefing.Debrief:
    return debriefing.of_exercise(exercise().ex)


def test_fixing_every_variable_as_drawn_changes_nothing(debrief: debriefing.Debrief) -> None:
    matter = debrief.matter
    arm, seed = arm_of(matter), matter.subject.whole.seed
    again = run(arm.bundle, seed, arm.decisions, matter.until_ms / 1000, set_values=arm.set_values, seats=arm.seats)
    assert again.digest == debrief.data["digest"]


def test_eight_of_ten_is_what_it_says() -> None:
    found = in_8_of_10([{"order": n, "rtf": None, "rare": n if n < 7 else None} for n in range(10)])
    assert found == {"order": [1, 9]}


def test_ranges_are_of_the_chain_and_of_the_measures_in_ms(debrief: debriefing.Debrief) -> None:
    found = debriefing.ranges(debrief, RUNS, jobs=1)
    low, high = found["order"]
    assert low is not None and high is not None and low < high
    assert found["recognition"][0] == 0 and found["time_to_order_s"] == found["order"]
    assert found == debriefing.ranges(debrief, RUNS, jobs=1)


def test_a_run_of_the_plan_alone_has_ranges_too() -> None:
    plan = run_of("maple-ridge-lockdown")
    found = debriefing.ranges(plan, RUNS, jobs=1)
    order = next(one["t_ms"] for one in plan.data["lost"] if one["id"] == "order")
    assert 0 < found["order"][0] < found["order"][1] and order > 0  # type: ignore[operator]


@pytest.mark.full
def test_workers_give_the_same(debrief: debriefing.Debrief, monkeypatch: pytest.MonkeyPatch) -> None:
    arms = [arm_of(debrief.matter)]
    until_ms = debrief.matter.until_ms
    here = play_again(arms, range(1, 9), measured, until_ms=until_ms, jobs=1)
    monkeypatch.setattr("simulator.sweeps.again.SMALL_S", 0.0)
    assert play_again(arms, range(1, 9), measured, until_ms=until_ms, jobs=2) == here


def test_an_order_that_comes_sooner_is_paired_version_by_version(debrief: debriefing.Debrief) -> None:
    seq = record_of(exercise(), "announce").seq
    found = debriefing.what_if(debrief, seq, move_to_ms=5_000, runs=RUNS, jobs=1)
    rows = {row["id"]: row for row in found.data["rows"]}
    assert found.data["stamp"] == "NOT THE EXERCISE" and found.reliable
    assert (
        rows["order"]["verdict"] == "less"
        and rows["order"]["high"] < 0
        and "sooner in 8 of 10" in rows["order"]["words"]
    )
    assert rows["order"]["base"] != rows["order"]["changed"] and "10:42:05" in found.data["title"]
    assert any("one possible course" in one for one in found.data["sentences"])


def test_a_decision_that_is_left_out_and_what_it_brought(debrief: debriefing.Debrief) -> None:
    seq = record_of(exercise(), "announce").seq
    found = debriefing.what_if(debrief, seq, drop=True, runs=RUNS, jobs=1)
    order = next(row for row in found.data["rows"] if row["id"] == "order")
    assert order["changed"] is None and f"in {RUNS} with the change" in order["words"]


@pytest.mark.parametrize(
    ("action", "said", "reason"),
    [
        ("record", {"drop": True}, "did not act on it"), ("rule", {"drop": True}, "left out of comparisons"),
        ("announce", {}, "when the decision"), ("announce", {"move_to_ms": 10**9}, "a time from"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    debrief: debriefing.Debrief, action: str, said: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        debriefing.what_if(debrief, record_of(exercise(), action).seq, runs=4, jobs=1, **said)  # type: ignore[arg-type]


def test_measures_that_a_ruling_has_changed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    monkeypatch.setattr("simulator.debriefing.courses._ruled", lambda matter, base: ["order", "secured"])
    found = debriefing.what_if(debrief, record_of(exercise(), "announce").seq, move_to_ms=5_000, runs=4, jobs=1)
    assert "order" not in {row["id"] for row in found.data["rows"]}
    assert any("the room set" in one and "Order" in one for one in found.data["sentences"])


def test_many_refusals_make_it_unreliable(monkeypatch: pytest.MonkeyPatch) -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    monkeypatch.setattr("simulator.debriefing.courses.MOST_REFUSED", -1.0)
    found = debriefing.what_if(debrief, record_of(exercise(), "announce").seq, move_to_ms=5_000, runs=4, jobs=1)
    assert not found.reliable and "Not reliable" in found.data["warning"]
