"""The facade: finding files, checking, running and writing, for the command line and the dashboard alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest

from simulator import session
from simulator.errors import InvalidFile, NotFound, Refused
from simulator.model.bundle import Bundle

SCENARIOS = session.shipped_files()["scenarios"]
PLANS = session.shipped_files()["floorplans"]
RESPONSES = session.shipped_files()["responses"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with a scenario and its plan, made the current one."""
    monkeypatch.chdir(tmp_path)
    session.write_skeleton("scenario", "drill.yaml")
    return tmp_path


@pytest.fixture
def drill(folder: Path) -> Bundle:
    return session.load_scenario("drill.yaml")


# ---- finding --------------------------------------------------------------------------------------------------------


def test_shipped_are_four_buildings_a_library_and_four_response_plans() -> None:
    assert PLANS == ["cedar-hollow", "lantern-cinema", "maple-ridge", "north-fork"]
    assert len(SCENARIOS) == 21
    assert {next(name for name in PLANS if one.startswith(name)) for one in SCENARIOS} == set(PLANS)
    assert RESPONSES == ["district-variant", "host-site", "standard", "venue"]


@pytest.mark.parametrize("name", ["standard", "standard.yaml", "response/standard", "scenarios/response/standard.yaml"])
def test_a_shipped_response_plan_is_found_from_anywhere(folder: Path, name: str) -> None:
    checked = session.check(name)
    assert (checked.kind, checked.errors) == ("response", ())


@pytest.mark.parametrize("name", [SCENARIOS[0], f"{SCENARIOS[0]}.yaml", f"scenarios/{SCENARIOS[0]}.yaml"])
def test_a_shipped_scenario_is_found_from_anywhere(folder: Path, name: str) -> None:
    assert session.found(name, "scenario").name == f"{SCENARIOS[0]}.yaml"


def test_a_persons_own_file_comes_before_a_shipped_one(folder: Path) -> None:
    own = Path(f"{SCENARIOS[0]}.yaml")
    own.write_text("mine")
    assert session.found(own.name, "scenario") == own


@pytest.mark.parametrize("name", ["elsewhere/maple-ridge", "../maple-ridge", "maple-rigde", "maple-ridge.yam"])
def test_what_is_not_there_is_answered_with_what_is(folder: Path, name: str) -> None:
    said = f"there is no file {name}; did you mean maple-ridge\\? Shipped with Hotwash are: cedar-hollow, "
    with pytest.raises(NotFound, match=said):
        session.load_plan(name)


# ---- reading and checking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*SCENARIOS, *PLANS])
def test_every_shipped_file_is_sound_and_warns_of_nothing(name: str) -> None:
    checked = session.check(name)
    assert (checked.errors, checked.warnings) == ((), ())
    assert checked.kind == ("scenario" if name in SCENARIOS else "plan")
    assert bool(checked.injects) == (name in SCENARIOS)


@pytest.mark.parametrize("name", RESPONSES)
def test_every_shipped_response_plan_is_sound_and_all_of_it_is_played(name: str) -> None:
    checked = session.check(name)
    assert (checked.kind, checked.errors, checked.injects) == ("response", (), ())
    assert checked.warnings == ()


def test_check_looks_at_the_geometry_of_the_plan_that_a_scenario_names(folder: Path) -> None:
    plan = Path("plan.yaml").read_text("utf-8")
    Path("plan.yaml").write_text(plan.replace("at: [5, 9]", "at: [5, 4]"), "utf-8")
    for path in ("plan.yaml", "drill.yaml"):
        (problem, *_) = session.check(path).errors
        assert (problem.file, problem.path) == ("plan.yaml", "openings[0].at")
    for load in (session.load_scenario, lambda path: session.load_plan("plan.yaml")):
        with pytest.raises(InvalidFile, match=r"plan\.yaml:\d+:\d+: openings\[0\]\.at: "):
            load("drill.yaml")


def test_a_decisions_file_is_looked_up_in_its_scenario(drill: Bundle) -> None:
    session.write_skeleton("decisions", "choices.yaml")
    decision, *_ = session.load_decisions("choices.yaml", drill)
    assert (decision.id, decision.at_ms, decision.role) == ("N1", 65_000, "principal")
    wrong = Path("choices.yaml").read_text("utf-8").replace("through: X1", "through: X3")
    Path("choices.yaml").write_text(wrong, "utf-8")
    with pytest.raises(InvalidFile, match=r"choices\.yaml:8:\d+: decisions\[0\]\.through: .* has no opening X3"):
        session.load_decisions("choices.yaml", drill)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("01:30", 90), ("1:01:30", 3690), ("0", 0), ("0.5", 0.5), ("24:00:00", 86400)]
)
def test_times_as_people_type_them(text: str, seconds: float) -> None:
    assert session.seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1:75", "inf", "nan", "-1", "86401", "1e400"])
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(Refused, match=r"^expected "):
        session.seconds_of(text)


# ---- running and writing --------------------------------------------------------------------------------------------


def test_what_is_measured_is_what_is_written_and_what_is_spoken_is_the_summary(drill: Bundle, folder: Path) -> None:
    run = session.run(drill, 3)
    out = session.write_results(run, folder / "results")
    assert json.loads((out / "metrics.json").read_text("utf-8")) == session.measured(run)
    assert (out / "summary.md").read_text("utf-8") == session.spoken(run)
    assert session.measured(run)["digest"] == run.digest


def test_a_run_is_a_pure_function_of_what_goes_in(drill: Bundle) -> None:
    again = session.load_scenario("drill.yaml")
    assert session.run(drill, 3).rows == session.run(again, 3).rows
    assert session.run(drill, 3).rows != session.run(drill, 4).rows
    fixed = [session.run(drill, 3, set_values={"blocked": exit_}).draw for exit_ in ("X1", "X2")]
    assert fixed == [{"blocked": "X1"}, {"blocked": "X2"}]


def test_a_skeleton_scenario_comes_with_its_plan_unless_one_is_there(tmp_path: Path) -> None:
    first = session.write_skeleton("scenario", tmp_path / "one.yaml")
    second = session.write_skeleton("scenario", tmp_path / "two.yaml")
    assert [path.name for path in first] == ["one.yaml", "plan.yaml"]
    assert [path.name for path in second] == ["two.yaml"]
    with pytest.raises(Refused, match="is there already"):
        session.write_skeleton("plan", tmp_path / "plan.yaml")


def test_a_skeleton_of_any_other_kind_comes_alone(tmp_path: Path) -> None:
    kinds: tuple[Literal["decisions", "response"], ...] = ("decisions", "response")
    for kind in kinds:
        (made,) = session.write_skeleton(kind, tmp_path / f"{kind}.yaml")
        assert session.check(str(made)).kind == kind


def test_a_school_is_made_in_a_new_folder_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "school.yaml"
    assert session.make_plan("elementary", 100, 1, path) == path
    assert session.check(str(path)).errors == ()
    before = path.read_bytes()
    with pytest.raises(Refused, match="is there already"):
        session.make_plan("elementary", 100, 2, path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file" / "plan.yaml", tmp_path / "file" / "more" / "plan.yaml"):
        with pytest.raises(Refused, match="cannot be written: "):
            session.write_skeleton("plan", path)


def test_an_unused_folder_is_one_with_nothing_in_it(tmp_path: Path) -> None:
    wanted = str(tmp_path / "demo")
    assert session.unused_folder(wanted) == Path(wanted)
    Path(wanted).mkdir()
    assert session.unused_folder(wanted) == Path(wanted)
    Path(wanted, "mine.txt").touch()
    assert session.unused_folder(wanted) == Path(f"{wanted}-2")
    Path(f"{wanted}-2").touch()
    assert session.unused_folder(wanted) == Path(f"{wanted}-3")
