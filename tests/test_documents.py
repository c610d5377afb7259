"""The documents say what the program does: every field, every parameter, every example."""

from __future__ import annotations

import re
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from simulator import files, session
from simulator.cli import app
from simulator.files.planned import check_response_places
from simulator.files.vocabulary import METRICS
from simulator.model.actions import ACTIONS, FIELDS, RULED_STATES
from simulator.model.building import Lock, Plan, PointKind, SchoolKind, SpaceKind
from simulator.model.decisions import Decisions
from simulator.model.distributions import KINDS
from simulator.model.events import KINDS as EVENTS
from simulator.model.hazard import PATTERNS, Hazard
from simulator.model.inject import EFFECTS, TRIGGERS
from simulator.model.people import Band, GroupKind, Mobility
from simulator.model.period import Period
from simulator.model.response import PLACE_WORDS, ROLE_CLASSES, Order, Response
from simulator.model.scenario import Scenario
from simulator.rules.guard_names import FACTS, FUNCTIONS, OF_A_SPACE

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs/scenario-guide.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"[\w@.-]+", " ".join(re.findall(r"`([^`\n]+)`", GUIDE))))
STAIRWELL = """
school: {name: Stairwell (invented), kind: other}
levels:
  "1": {spaces: {STAIR1: {kind: stairs, box: [0, 0, 4, 8]}, OUT: {kind: outdoors, box: [4, 0, 9, 8]}}}
  "2": {floor_z: 3.6, spaces: {STAIR2: {kind: stairs, box: [0, 0, 4, 8]}}}
openings: [{id: X1, between: [STAIR1, OUT], at: [4, 4], type: door}]
"""
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def nouns(*roots: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models and every model that a field of theirs can hold."""
    seen: set[type[BaseModel]] = set()
    todo: list[Any] = list(roots)
    while todo:
        one = todo.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in seen:
                seen.add(one)
                yield one
                todo += [field.annotation for field in one.model_fields.values()]
                todo += [meta for field in one.model_fields.values() for meta in field.metadata]
        else:
            todo += get_args(one)


def fields() -> list[tuple[str, str]]:
    """Each field of the four formats: its noun, and its name in files."""
    return sorted(
        (noun.__name__, field.alias or name)
        for noun in nouns(Scenario, Plan, Decisions, Response)
        for name, field in noun.model_fields.items()
    )


def test_the_walk_over_the_models_finds_the_deep_ones() -> None:
    found = {name for name, _ in fields()}
    assert {"Group", "AgendaItem", "Spread", "LognormalShape", "DoorDefaults", "InSpace"} <= found
    assert {"Decision", "Expectation", "Occurrence", "Unless", "Step", "TeamOf", "PlanChange", "Conduct", "Pa"} <= found
    assert len(fields()) > 300


@pytest.mark.parametrize(("noun", "key"), fields())
def test_the_guide_has_every_field(noun: str, key: str) -> None:
    assert key in CODE, f"docs/scenario-guide.md does not mention `{key}` of {noun}"


@pytest.mark.parametrize(
    "words",
    [SpaceKind, PointKind, SchoolKind, Lock, GroupKind, Band, Mobility, Period, Hazard, Order],
    ids=["space", "point", "school", "lock", "group", "band", "mobility", "period", "hazard", "order"],
)
def test_the_guide_has_every_word_of_a_choice(words: Any) -> None:
    assert set(get_args(words)) <= CODE


def test_the_guide_has_every_effect_action_distribution_and_played_metric() -> None:
    assert {*EFFECTS, *ACTIONS, *KINDS, *METRICS} <= CODE


def test_the_guide_has_every_trigger_event_guard_and_word_of_a_response_plan() -> None:
    assert {*TRIGGERS, *PATTERNS, *ROLE_CLASSES, *PLACE_WORDS, *RULED_STATES, *FUNCTIONS} <= CODE
    spoken = " ".join(re.findall(r"`([^`\n]+)`", GUIDE))
    assert all(f"state.{fact}" in spoken for fact in FACTS)
    assert all(f"].{fact}" in spoken for fact in OF_A_SPACE)
    assert set(EVENTS) - UNTOLD <= CODE


UNTOLD = {"inject_released", "inject_closed", "done", "refused", "party_split"}
"""Events that a trigger names in another way (`inject`, `action`) or that say nothing to wait for."""


def action_rows() -> list[str]:
    """The rows of the guide's tables of actions."""
    section = GUIDE.partition("\n### Actions\n")[2].partition("\n## ")[0]
    return [row for row in section.splitlines() if row.startswith("| `")]


def test_the_guide_has_every_action_once() -> None:
    named = [name for row in action_rows() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_guides_row_of_an_action_has_its_fields(action: str) -> None:
    (row,) = [row for row in action_rows() if f"`{action}`" in row.split("|")[1]]
    assert {field for field in FIELDS[action] if field != "via"} <= set(re.findall(r"\w+", row))


def test_the_tables_of_parameters_are_the_models() -> None:
    tables: Any = runpy.run_path(str(ROOT / "docs/parameters.py"))
    assert tables["with_tables"](GUIDE) == GUIDE, "run: python docs/parameters.py"
    rows = [row for noun in tables["parameter_nouns"]() for row in tables["rows"](noun)]
    assert set(rows) <= set(GUIDE.splitlines())
    assert len(rows) > 100


def blocks(text: str) -> dict[str, str]:
    """The top-level keys of a YAML text, each with its lines."""
    parts = re.split(r"^(?=\w+:)", text, flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in parts if re.match(r"\w+:", part)}


def beside_the_example(folder: Path) -> None:
    """What the examples name: the skeletons, shipped plans, and the scenario that the guide works out."""
    for kind in ("plan", "response", "scenario"):
        (folder / f"{kind}.yaml").write_text(session.skeleton(kind), encoding="utf-8")
    for shipped in ("floorplans/maple-ridge.yaml", "scenarios/response/standard.yaml"):
        shutil.copy(ROOT / shipped, folder)
    (folder / "armed.yaml").write_text(worked_out(), encoding="utf-8")


def worked_out() -> str:
    """The guide's complete tabletop about an armed person."""
    (found,) = [one for one in EXAMPLES if "format: hotwash.scenario/1" in one]
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n", 1)[0][:40] for example in EXAMPLES])
def test_every_example_of_the_guide_is_sound(example: str, tmp_path: Path) -> None:
    """A whole file as it stands; a part of one in place of that part of the skeleton that `new` writes."""
    beside_the_example(tmp_path)
    parts = blocks(example)
    if parts.keys() == {"links"}:
        parts = {"format": "format: hotwash.plan/1\n", "rest": STAIRWELL, **parts}
    base = {} if "format" in parts else blocks(session.skeleton("scenario"))
    whole = tmp_path / "example.yaml"
    whole.write_text("".join({**base, **parts}.values()), encoding="utf-8")
    checked = session.check(str(whole))
    assert not checked.errors, "\n".join(map(str, checked.errors))
    if checked.kind == "decisions":
        named = re.search(r"^scenario: (\S+)$", example, re.MULTILINE)
        scenario = tmp_path / (named[1] if named else "scenario.yaml")
        assert session.load_decisions(str(whole), session.load_scenario(str(scenario)))
    if checked.kind == "response":
        plan, response = files.load_plan(tmp_path / "plan.yaml"), files.load_response(whole)
        assert not check_response_places(response, plan)


def test_the_guides_tabletop_has_no_warnings_and_plays_to_its_end(tmp_path: Path) -> None:
    beside_the_example(tmp_path)
    choices = next(one for one in EXAMPLES if "scenario: armed.yaml" in one)
    (tmp_path / "choices.yaml").write_text(choices, encoding="utf-8")
    for name in ("armed.yaml", "choices.yaml"):
        checked = session.check(str(tmp_path / name))
        assert not checked.errors
        assert not checked.warnings
    bundle = session.load_scenario(str(tmp_path / "armed.yaml"))
    decisions = session.load_decisions(str(tmp_path / "choices.yaml"), bundle)
    kinds = {row[1] for row in session.run(bundle, 1, decisions).rows}
    assert {"threat_entered", "announced", "call_placed", "police_entered", "expect_met"} <= kinds


def test_the_readme_lists_the_whole_library() -> None:
    library = README.partition("## The library")[2].partition("\n## ")[0]
    rows = set(re.findall(r"^\| `([\w-]+)` \|", library, re.MULTILINE))
    assert rows == set(session.shipped_files()["scenarios"])
    for kind in ("floorplans", "responses"):
        assert all(f"`{name}`" in library for name in session.shipped_files()[kind])


def test_the_guides_wrong_example_is_what_the_program_says(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(session.skeleton("plan"), encoding="utf-8")
    wrong = tmp_path / "my-drill.yaml"
    wrong.write_text(session.skeleton("scenario").replace("clear_time_s", "clear_time"), encoding="utf-8")
    (problem,) = session.check(str(wrong)).errors
    said = re.search(r"^my-drill\.yaml:.*$", GUIDE, re.MULTILINE)
    assert said is not None
    assert str(problem).endswith(said[0])


def test_the_readme_names_every_command() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {f"hotwash {name}" for name in commands - {"version"}} <= set(re.findall(r"hotwash [\w-]+", README))
    assert {"make", "draw", "check"} <= set(re.findall(r"plan (\w+)", README))


@pytest.mark.parametrize("document", [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")])
def test_what_documents_link_to_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (document.parent / target.partition("#")[0]).exists(), target


def test_the_picture_is_small_enough_and_says_what_it_is() -> None:
    picture = ROOT / "docs/demo.png"
    assert picture.stat().st_size < 400_000
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "docs/demo.png" in README
    assert "exercise" in README[README.index("docs/demo.png") :][:200].lower()
