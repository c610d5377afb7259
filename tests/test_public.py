"""The public surface: names that others build on, errors, and who may import whom."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import simulator
from simulator import errors, session
from simulator.analysis.metrics import metrics
from simulator.engine import incident
from simulator.engine.handlers import HANDLERS
from simulator.engine.run import run
from simulator.files.vocabulary import METRICS
from simulator.model.actions import ACTIONS
from simulator.shipped import shipped

PACKAGE = Path(simulator.__file__).parent
LAYERS = (
    {"errors", "shipped", "console"}, {"model"}, {"rules"},
    {"analysis", "engine", "store", "files", "importers", "plans", "bundling"},
    {"verification"}, {"sweeps"}, {"drills"}, {"programme"}, {"live"}, {"debriefing"}, {"session"}, {"exports"},
    {"cli_sweeps", "cli_drills", "cli_live", "cli_msel"}, {"cli_exports"}, {"cli"},
)  # fmt: skip
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}


def test_the_package_gives_what_it_names() -> None:
    assert simulator.__all__ == ["__version__", "load_scenario", "run", "sweep", "what_if"]
    for name in simulator.__all__:
        assert getattr(simulator, name) is not None
    assert simulator.run is session.run
    assert re.fullmatch(r"\d+\.\d+\.\d+", simulator.__version__)
    with pytest.raises(AttributeError):
        _ = simulator.sweep_everything


def test_the_session_gives_what_it_names() -> None:
    assert session.__all__ == [
        "SUFFIXES", "Checked", "Explained", "check", "compare_cards", "deal", "debrief_events",
        "debrief_of_exercise", "debrief_of_run", "debrief_ranges", "debrief_replay", "debrief_what_if", "debrief_why",
        "demo", "draw_levers",
        "draw_plan_file", "drill_rules", "explain", "found", "learn", "levers", "levers_as_json", "levers_in_words",
        "load_decisions", "load_plan", "load_scenario", "make_plan", "measured", "named", "planned_drill",
        "refuse_impossible", "run", "schools_over_time", "seats_in", "seconds_of", "shipped_files", "skeleton",
        "spoken", "sweep", "sweep_as_json", "swept", "understood", "unused_folder", "verify", "what_if",
        "what_if_as_json", "what_if_in_words", "why", "write_drill_file", "write_new", "write_results",
        "write_skeleton",
    ]  # fmt: skip
    for name in session.__all__:
        assert inspect.getdoc(getattr(session, name)), f"{name} has no docstring"


def test_run_takes_what_it_promises() -> None:
    taken = inspect.signature(simulator.run).parameters
    assert list(taken) == ["bundle", "seed", "decisions", "until", "trace", "set_values", "seats"]
    assert [one.default for one in taken.values()][2:] == [(), None, (), None, None]
    assert taken["set_values"].kind is inspect.Parameter.KEYWORD_ONLY


def test_the_tree_of_errors_is_the_one_in_the_docstring() -> None:
    found = {
        name: (kind.__base__, kind.exit_code)
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.SimulatorError)
    }
    assert found == {
        "SimulatorError": (Exception, 1),
        "InvalidFile": (errors.SimulatorError, 3),
        "NotFound": (errors.SimulatorError, 2),
        "Refused": (errors.SimulatorError, 2),
    }
    assert set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) == found.keys() - {"SimulatorError"}


def test_an_invalid_file_says_each_problem_once_and_with_its_place() -> None:
    one = errors.Problem("a.yaml", 3, 7, "when.clock", "expected a time of day")
    raised = errors.InvalidFile([one, one, errors.Problem("a.yaml", 1, 1, "", "is empty")])
    assert str(raised) == "a.yaml:3:7: when.clock: expected a time of day\na.yaml:1:1: is empty"


def test_the_measures_that_files_may_name_are_those_that_runs_give() -> None:
    measured = metrics(session.run(session.load_scenario("lantern-cinema-evacuation"), 1, until=1))
    assert list(measured) == [*METRICS, "exits"]


def imports(path: Path) -> set[str]:
    """The parts of the package that a file imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} if node.module != "simulator" else {f"simulator.{one.name}" for one in node.names}
    parts = {name.split(".")[1] for name in names if name.startswith("simulator.")}
    return parts - {"__version__", "load_scenario", "run", "sweep", "what_if"}


def test_imports_go_strictly_down() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part in ("__init__", "_shipped"):
            continue
        wrong += [f"{path.name} ({part}) imports {one}" for one in imports(path) - {part} if LAYER[one] >= LAYER[part]]
    assert not wrong


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("simpy", {"engine"}), ("yaml", {"files"}), ("joblib", {"sweeps"}), ("pyarrow", {"sweeps"}),
        ("typer", {"cli.py", "cli_sweeps.py", "cli_drills.py", "cli_live.py", "cli_msel.py", "cli_exports.py",
                   "console.py"}),
        ("docx", {"exports"}), ("docxtpl", {"exports"}), ("reportlab", {"exports"}), ("xlsxwriter", {"exports"}),
        ("openpyxl", {"exports", "importers"}),
        ("rich", {"cli.py", "cli_sweeps.py", "console.py"}),
    ],
)  # fmt: skip
def test_a_library_stays_where_it_belongs(library: str, where: set[str]) -> None:
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if re.search(rf"^\s*(from|import) {library}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users == where


def loaded(*arguments: str) -> set[str]:
    """The top names of all modules that one call of the command line loads."""
    program = (
        "import sys, simulator.cli; from contextlib import suppress; from pathlib import Path\n"
        "with suppress(SystemExit): simulator.cli.main()\n"
        "sys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules} | {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=PACKAGE.parent, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return {*done.stderr.split()}


ENGINE = {"numpy", "scipy", "simpy", "shapely", "yaml", "simulator.session"}
SELDOM = {"pandas", "matplotlib", "joblib", "dask", "reportlab", "networkx", "PIL", "rich.markdown", "rich.progress"}


def test_the_version_loads_nothing_heavy() -> None:
    assert loaded("version") & (ENGINE | SELDOM) == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded("--help") & (ENGINE | SELDOM - {"rich.markdown"}) == set()


def test_a_run_loads_only_what_it_uses() -> None:
    seldom = SELDOM | {"cel", "simulator.files.schema", "simulator.files.drilled", "simulator.model.drill"}
    parts = {f"simulator.{part}" for part in ("sweeps", "drills", "exports", "verification", "plans.draw")}
    found = loaded("run", "maple-ridge-fire-drill")
    assert "simulator.session" in found and found & (seldom | parts) == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text)), f"{path.name} has no docstring"


@pytest.mark.parametrize("name", sorted(path.name for path in shipped("scenarios").glob("*.yaml")))
def test_every_action_is_played_in_every_scenario(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known: set[str] = set()
    monkeypatch.setattr(incident, "begin", lambda play: known.update(play.acts, HANDLERS))
    run(session.load_scenario(str(shipped("scenarios") / name)), 1, until=0.001)
    assert known == set(ACTIONS)
