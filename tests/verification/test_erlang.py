"""The 911 queue against Erlang's formula, worked out here from its definition."""

from __future__ import annotations

from math import factorial
from pathlib import Path

import pytest

from simulator.verification import erlang
from simulator.verification.case import FOLDER, Played


def erlang_c(servers: int, calls_per_s: float, busy_s: float) -> tuple[float, float]:
    """The share of calls that wait, and the mean wait of all, in a queue with exponential times."""
    load = calls_per_s * busy_s
    last = load**servers / factorial(servers) * servers / (servers - load)
    share = last / (sum(load**n / factorial(n) for n in range(servers)) + last)
    return share, share / (servers / busy_s - calls_per_s)


def test_the_expected_figures_are_erlangs() -> None:
    share, mean_s = erlang_c(4, 2 / 60, 90)
    expected = {case.id: case.expected for case in erlang.QUEUE}
    assert expected["ERLANG-C"] == pytest.approx(mean_s, abs=0.05)
    assert expected["ERLANG-C share"] == pytest.approx(share, abs=0.0005)


@pytest.mark.parametrize("takers", ["3", "5"])
def test_with_another_number_of_call_takers_it_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takers: str
) -> None:
    for name in ("erlang-c.yaml", "corridor.plan.yaml"):
        text = (FOLDER / name).read_text("utf-8").replace("call_takers: 4", f"call_takers: {takers}")
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(erlang, "DAYS", range(1, 4))
    assert [case.result(Played(tmp_path)).verdict for case in erlang.QUEUE] == ["miss", "miss"]


def test_a_few_days_are_near_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("erlang-c.yaml", "corridor.plan.yaml"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(erlang, "DAYS", range(1, 13))
    share, mean_s = erlang.waiting(tmp_path)
    assert share == pytest.approx(0.509, abs=0.05) and mean_s == pytest.approx(45.8, abs=9)
