"""Whole files: what comes out of them, their headers, and the warnings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from simulator.errors import InvalidFile
from simulator.files import (
    bundle_of,
    check,
    explain,
    load_decisions,
    load_plan,
    load_response,
    load_scenario,
    read_plan,
    read_scenario,
    skeleton,
)
from simulator.files.vocabulary import Kind

DATA = Path(__file__).parent / "data"
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
    assert files.bundle.scenario.injects[0].core == "45"
    assert bundle_of(files.bundle.texts) == files.bundle


def test_the_plan_is_looked_for_from_the_scenarios_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep").mkdir()
    text = (folder / "scenario.yaml").read_text("utf-8").replace("plan: plan.yaml", "plan: ../plan.yaml")
    (folder / "deep" / "scenario.yaml").write_text(text, "utf-8")
    monkeypatch.chdir("/")
    assert load_scenario(folder / "deep" / "scenario.yaml").plan == load_plan(folder / "plan.yaml")


def test_decisions_are_looked_up_in_their_bundle(folder: Path) -> None:
    decisions = load_decisions("decisions.yaml", load_scenario("scenario.yaml"))
    assert [one.at_ms for one in decisions.decisions] == [
        30_000, 40_000, 60_000, 70_000, None, 80_000, 90_000, 95_000, 99_000, 99_000, 99_000,
        120_000, 130_000,
    ]  # fmt: skip


def test_another_kind_of_file_is_named(folder: Path) -> None:
    with pytest.raises(InvalidFile, match="this is a scenario, a floor plan was expected"):
        load_plan("scenario.yaml")
    with pytest.raises(InvalidFile, match="this is a floor plan, a scenario was expected"):
        load_scenario("plan.yaml")
    with pytest.raises(InvalidFile, match="this is a floor plan, a decisions file was expected") as caught:
        load_decisions("plan.yaml")
    assert caught.value.exit_code == 3


ODD = [
    ('at: "10:00"', 'at: "30:00"', "injects[2].at: I3 comes at or after the horizon"),
    ('at_clock: "10:45"', 'at_clock: "11:12"', "injects[1].at_clock: I2 comes at or after the horizon"),
    ('at_clock: "10:45"', 'at_clock: "10:41"', "injects[1].at_clock: I2 comes before the scenario begins"),
    ("delay: 30", 'delay: "45:00"', "injects[7].after: I8 comes at or after the horizon"),
    ("delay: 30", 'delay: "29:25"', "injects[7].after: I8 comes at or after the horizon"),
    ("> 30", "> 30 && false", "injects[6].when: can never be true, so I7 is never released"),
    ("> 30", ">= 0", "injects[6].when: is always true; write an `at` instead"),
    ("&& state.zones_dead == 0", "|| !draw.smoke", "injects[3].if: is always true"),
    ("draw.exit == 'X1'", "draw.smoke && !draw.smoke", "effect[0].if: can never be true, so this effect never works"),
    (
        "id: E2, role: teacher",
        "id: E2, role: techer",
        "nobody can meet E2: there is no role techer; did you mean",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), ODD)
def test_what_never_comes_is_a_warning(mistake: Mistake, old: str, new: str, sentence: str) -> None:
    (line,) = mistake("scenario", old, new, warnings=True)
    assert sentence in line


def test_what_waits_for_what_never_comes_never_comes(mistake: Mistake) -> None:
    lines = mistake("scenario", "event: alarm, alarm: fire", "event: threat_ended", warnings=True)
    assert [line.partition(": ")[2] for line in lines] == [
        "injects[3].after.event: threat_ended comes only with threat or intruder, which the scenario does not have; "
        "I4 is never released",
        "injects[4].unless: I5 waits for I4, which is never released",
        "injects[7].after: I8 waits for I5, which is never released",
    ]


def test_a_soonest_time_below_the_horizon_is_no_warning(mistake: Mistake) -> None:
    assert mistake("scenario", "delay: 30", 'delay: "29:24"', warnings=True) == []


def test_a_variable_that_only_a_guard_reads_is_used(mistake: Mistake) -> None:
    text = (DATA / "scenario.yaml").read_text("utf-8")
    assert "draw.smoke" in text
    old = "  principal: {in: {pick: smoke, true: OFFICE, false: C1}"
    assert mistake("scenario", old, "  principal: {in: OFFICE", warnings=True) == []


def test_explained_in_order_and_in_words(folder: Path) -> None:
    setup, *injects = explain(load_scenario("scenario.yaml"))
    assert setup.effects == ("X1 is propped open",)
    assert [(one.id, one.t_ms) for one in injects] == [
        ("I1", 0), ("I7", 0), ("I4", 20_000), ("I5", 35_000), ("I8", 65_000), ("I6", 120_000), ("I2", 180_000),
        ("I3", 600_000),
    ]  # fmt: skip
    by_id = {one.id: one for one in injects}
    assert {name for name, one in by_id.items() if one.sure} == {"I1", "I2", "I3"}
    assert by_id["I2"].depends_on == ("exit",)
    assert by_id["I2"].effects == (
        "X1 is blocked: nobody passes, for 2 minutes",
        "D101 is locked",
        "all people in GYM go to RALLY",
        "the people of g1 set off toward X1",
    )
    assert by_id["I7"].effects == ("DGYM is shut, only if draw.exit == 'X1'",)
    assert by_id["I7"].depends_on == ("exit",)


def test_an_inject_with_a_guard_is_not_sure(folder: Path) -> None:
    text = (folder / "scenario.yaml").read_text("utf-8").replace('at: "10:00"', 'at: "10:00", if: "draw.smoke"')
    (folder / "scenario.yaml").write_text(text, "utf-8")
    by_id = {one.id: one for one in explain(load_scenario("scenario.yaml"))}
    assert (by_id["I1"].sure, by_id["I3"].sure) == (True, False)
    assert by_id["I3"].depends_on == ("smoke",)


def test_triggers_and_expectations_in_words(folder: Path) -> None:
    by_id = {one.id: one for one in explain(load_scenario("scenario.yaml"))}
    assert {name: one.trigger for name, one in by_id.items()} == {
        "setup": "before 00:00",
        "I1": "at 00:00",
        "I2": "at 10:45 by the clock",
        "I3": "at 10:00",
        "I4": "20 seconds after the fire alarm, only if draw.smoke && state.zones_dead == 0",
        "I5": "if the principal has not directed all people in GYM within 15 seconds of I4 (E1)",
        "I6": "if the teacher has not locked D101 by 02:00",
        "I7": "as soon as state.space['@gym'].people > 30",
        "I8": "30 seconds after message I5",
    }
    assert by_id["I5"].expects == ("E2: the teacher has locked D1E3, within 1 minute",)


def test_an_inject_that_never_comes_is_explained(folder: Path) -> None:
    text = (folder / "scenario.yaml").read_text("utf-8").replace("> 30", "> 30 && false")
    (folder / "scenario.yaml").write_text(text, "utf-8")
    notes = {one.id: one.note for one in explain(load_scenario("scenario.yaml")) if one.note}
    assert notes == {"I7": "can never be true, so I7 is never released"}


def test_a_response_plan(folder: Path) -> None:
    response = load_response("response.yaml")
    assert [step.id for step in response.hazards["armed_assailant"].steps] == ["L1", "L3", "L5", "L6"]
    assert response.hazards["armed_assailant"].steps[2].if_ == "state.zones_dead > 0"
    assert response.roles["principal"].backup == ("dean", "secretary")


def test_a_word_that_is_nearly_one_for_places_is_a_warning(mistake: Mistake) -> None:
    lines = mistake("response", "own_room", "own_rooms", warnings=True)
    sentence = "steps[1].what: own_rooms is not one of the words for places; did you mean own_room?"
    assert any(line.endswith(sentence) for line in lines)


def test_a_step_that_cannot_be_played_as_it_is_written_is_a_warning(folder: Path) -> None:
    assert check("response.yaml").warnings == []
    text = (folder / "response.yaml").read_text("utf-8").replace("action: lock, what: own_room", "action: shut_air")
    (folder / "response.yaml").write_text(text, "utf-8")
    assert [(one.path, one.line) for one in check("response.yaml").warnings] == [
        ("hazards.armed_assailant.steps[1]", 20)
    ]


def test_a_scenario_brings_its_response_plan_and_checks_its_places(folder: Path) -> None:
    scenario = (folder / "scenario.yaml").read_text("utf-8").replace("plan: ", "response: response.yaml\nplan: ")
    (folder / "scenario.yaml").write_text(scenario, "utf-8")
    bundle = load_scenario("scenario.yaml")
    assert bundle.response == load_response("response.yaml")
    assert bundle_of(bundle.texts) == bundle
    text = (folder / "response.yaml").read_text("utf-8").replace("to: RALLY", 'to: "@raly"')
    (folder / "response.yaml").write_text(text, "utf-8")
    assert check("response.yaml").errors == []
    (problem,) = check("scenario.yaml").errors
    assert str(problem).startswith("response.yaml:26:")
    assert "no `raly` under uses; did you mean rally?" in problem.message


def test_skeletons_pass_as_they_stand(tmp_path: Path) -> None:
    kinds = get_args(Kind)
    for kind in kinds:
        (tmp_path / f"{kind}.yaml").write_text(skeleton(kind), "utf-8")
    for kind in kinds:
        found = check(tmp_path / f"{kind}.yaml")
        assert (found.errors, found.kind) == ([], kind)
        assert all("is not played yet" in one.message for one in found.warnings)
