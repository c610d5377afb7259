"""Every shipped scenario has moments fit to be read aloud, and every number of its debrief is that of its log."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator import debriefing
from simulator.shipped import shipped
from tests.debriefing.played import exercise, run_of

DOCS = Path(simulator.__file__).parent.parent / "docs"
SLOW = frozenset({
    "north-fork-passing-bell", "north-fork-passing-alarm", "north-fork-earthquake", "north-fork-assembly-fire",
    "lantern-cinema-armed", "lantern-cinema-evacuation", "cedar-hollow-alarm-in-lockdown", "cedar-hollow-storm",
    "cedar-hollow-bomb-threat", "cedar-hollow-lunch-evacuation", "maple-ridge-intruder",
})  # fmt: skip
EVERY = sorted(path.stem for path in shipped("scenarios").glob("*.yaml"))
QUICK = [name for name in EVERY if name not in SLOW]
SHIPPED = [pytest.param(name, marks=pytest.mark.full) if name in SLOW else name for name in EVERY]
FAULTS = re.compile(r"\b(fail|fault|mistake|wrong|forgot|should have|blame|victim|shooter|kill)", re.IGNORECASE)


def recompute() -> Any:
    if "recompute" not in sys.modules:
        spec = importlib.util.spec_from_file_location("recompute", DOCS / "recompute.py")
        assert spec is not None and spec.loader is not None
        sys.modules["recompute"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["recompute"])
    return sys.modules["recompute"]


def compared(debrief: debriefing.Debrief, data: Any = None) -> tuple[list[str], int]:
    data = json.loads(json.dumps(debrief.data if data is None else data))
    text, matter = "".join(debriefing.events(debrief)), debrief.matter
    found: tuple[list[str], int] = recompute().compare(text, data, matter.bundle, matter.subject.run.scenario)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_scenario_has_moments_fit_to_be_read_aloud(name: str) -> None:
    moments = run_of(name).data["moments"]
    assert 2 <= len(moments) <= 5
    assert [one["n"] for one in moments] == list(range(1, len(moments) + 1))
    assert [one["from_ms"] for one in moments] == sorted(one["from_ms"] for one in moments)
    assert len({one["title"] for one in moments}) == len(moments)
    for one in moments:
        assert len(one["title"]) <= 110 and not one["title"].endswith(".")
        assert one["text"].endswith((".", "”")) and len(one["text"]) <= 420 and 1 <= one["text"].count(". ") <= 3
        assert not FAULTS.search(one["title"] + one["text"]) and "\\" not in one["title"] + one["text"]
        assert "  " not in one["text"] and "_" not in one["text"] and one["provenance"]


def test_most_shipped_scenarios_have_something_that_went_well() -> None:
    without = [name for name in QUICK if not any(one["went_well"] for one in run_of(name).data["moments"])]
    assert without == ["cedar-hollow-hold-secure"]  # played by the plan alone, nothing in it comes as it was wanted


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_is_that_of_the_log(name: str) -> None:
    wrong, number = compared(run_of(name))
    assert wrong == [] and number > 60


def test_every_number_of_an_exercise_is_that_of_its_log() -> None:
    debrief = debriefing.of_exercise(exercise().ex)
    wrong, number = compared(debrief)
    assert wrong == [] and number > 150


def test_the_script_finds_a_number_that_is_another_one() -> None:
    debrief = run_of("maple-ridge-lockdown")
    for spoil in (
        lambda data: data["lost"][1].update(t_ms=1), lambda data: data["metrics"].update(secured=1),
        lambda data: data["heat"]["unheard"].update(GYM=1), lambda data: data["plan_play"][0].update(plan_ms=1),
        lambda data: data["lanes"][0]["items"][0].update(t_ms=77), lambda data: data.update(digest=""),
        lambda data: data["moments"][0].update(text="At 10:59:59 it began. It ended."),
        lambda data: data["facts"][0]["lost"].pop(),
    ):  # fmt: skip
        data = deepcopy(debrief.data)
        spoil(data)
        assert len(compared(debrief, data)[0]) >= 1


def test_the_script_runs_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    debrief = run_of("maple-ridge-visitor")
    events, data = tmp_path / "events.jsonl", tmp_path / "debrief.json"
    events.write_text("".join(debriefing.events(debrief)), encoding="utf-8")
    data.write_text(json.dumps(debrief.data), encoding="utf-8")
    assert recompute().main(str(events), str(data), "maple-ridge-visitor") == 0
    assert "agree with the log" in capsys.readouterr().out


def test_the_same_run_gives_the_same_debrief() -> None:
    first = run_of("maple-ridge-chemical")
    again = debriefing.of_run(first.matter.subject.whole, first.matter.bundle, seats={})
    assert json.dumps(again.data) == json.dumps(first.data)
