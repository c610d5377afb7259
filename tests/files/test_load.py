"""Whole files: what comes out of them, their headers, and the warnings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import InvalidFile
from simulator.files import (
    bundle_of,
    check,
    explain,
    load_decisions,
    load_plan,
    load_scenario,
    read_plan,
    read_scenario,
    skeleton,
)

Mistake = Callable[..., list[str]]


def test_a_plan_keeps_ids_that_look_like_numbers(folder: Path) -> None:
    plan = load_plan(folder / "plan.yaml")
    assert list(plan.levels["1"].spaces) == ["C1", "101", "1E3", "OFFICE", "GYM", "STAIR1", "OUT", "RALLY"]
    assert plan.openings[1].between == ("1E3", "C1")
    assert plan.spaces()["101"].refuge is True
    assert plan.openings[5].class_ == "primary"


def test_a_finding_of_another_check_gets_its_line(folder: Path) -> None:
    _, source = read_plan("plan.yaml")
    found = source.problem(("openings", 2, "at"), "lies off its wall")
    assert str(found) == "plan.yaml:29:36: openings[2].at: lies off its wall"


def test_a_scenario_brings_its_plan_and_both_texts(folder: Path) -> None:
    files = read_scenario(folder / "scenario.yaml")
    assert files.bundle.plan == load_plan("plan.yaml")
    assert files.bundle.texts["plan"] == (folder / "plan.yaml").read_text("utf-8")
    assert files.warnings == ()
    assert files.bundle.scenario.injects[0].core == 45
    assert bundle_of(files.bundle.texts) == files.bundle


def test_the_plan_is_looked_for_from_the_scenarios_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep").mkdir()
    text = (folder / "scenario.yaml").read_text("utf-8").replace("plan: plan.yaml", "plan: ../plan.yaml")
    (folder / "deep" / "scenario.yaml").write_text(text, "utf-8")
    monkeypatch.chdir("/")
    assert load_scenario(folder / "deep" / "scenario.yaml").plan == load_plan(folder / "plan.yaml")


def test_decisions_are_looked_up_in_their_bundle(folder: Path) -> None:
    decisions = load_decisions("decisions.yaml", load_scenario("scenario.yaml"))
    assert [one.at_ms for one in decisions.decisions] == [30_000, 40_000, 60_000, 70_000]


def test_another_kind_of_file_is_named(folder: Path) -> None:
    with pytest.raises(InvalidFile, match="this is a scenario, a floor plan was expected"):
        load_plan("scenario.yaml")
    with pytest.raises(InvalidFile, match="this is a floor plan, a scenario was expected"):
        load_scenario("plan.yaml")
    with pytest.raises(InvalidFile, match="this is a floor plan, a decisions file was expected") as caught:
        load_decisions("plan.yaml")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('at: "10:00"', 'at: "30:00"', "injects[2].at: I3 comes at or after the horizon"),
        ('at_clock: "10:45"', 'at_clock: "11:12"', "injects[1].at_clock: I2 comes at or after the horizon"),
        ('at_clock: "10:45"', 'at_clock: "10:41"', "injects[1].at_clock: I2 comes before the scenario begins"),
    ],
)
def test_an_inject_that_never_comes_is_a_warning(mistake: Mistake, old: str, new: str, sentence: str) -> None:
    (line,) = mistake("scenario", old, new, warnings=True)
    assert sentence in line


def test_explained_in_order_and_in_words(folder: Path) -> None:
    setup, *injects = explain(load_scenario("scenario.yaml"))
    assert setup.effects == ("X1 is propped open",)
    assert [(one.id, one.t_ms) for one in injects] == [("I1", 0), ("I2", 180_000), ("I3", 600_000)]
    assert injects[1].depends_on == ("exit",)
    assert injects[1].effects == (
        "X1 is blocked: nobody passes, for 120 s",
        "D101 is locked",
        "all people in GYM go to RALLY",
        "the people of g1 set off toward X1",
    )


def test_skeletons_pass_as_they_stand(tmp_path: Path) -> None:
    for kind in ("plan", "scenario", "decisions"):
        (tmp_path / f"{kind}.yaml").write_text(skeleton(kind), "utf-8")
    for kind in ("plan", "scenario", "decisions"):
        assert check(tmp_path / f"{kind}.yaml") == ([], [], kind)
