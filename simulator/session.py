"""The one facade that the command line and the dashboard call: open files, run, check, write results.

What only some commands need (figures, the generator, verification) is imported when asked for: starting takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from simulator import files
from simulator.engine import run as engine
from simulator.errors import InvalidFile, NotFound, Problem, Refused
from simulator.files import Explained, Source, explain, skeleton
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.noun import seconds_from
from simulator.model.run import Run
from simulator.plans.check import check as check_plan
from simulator.shipped import shipped

if TYPE_CHECKING:
    from simulator.verification import Result

__all__ = [
    "Checked", "Explained", "check", "draw_plan_file", "explain", "load_decisions", "load_plan", "load_scenario",
    "make_plan", "measured", "run", "seats_in", "seconds_of", "skeleton", "spoken", "verify", "why", "write_results",
    "write_skeleton",
]  # fmt: skip

DEMO_SCENARIO = "maple-ridge-fire-drill.yaml"
_NO_PLAN = "a floor plan was expected, and this is none; `hotwash check` takes files of every kind"
SUFFIXES = (".yaml", ".yml")
_RESPONSE = "response"
"""The folder of shipped response plans, inside that of the scenarios, which name them from there."""


@dataclass(frozen=True)
class Checked:
    """What is wrong with one file and the files it names; `injects` in order of time where it is a sound scenario.

    `only_drawn` are its variables that reach the script of a threat, visitor or disturbance: nothing may choose them.
    """

    path: str
    kind: str | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    injects: tuple[Explained, ...] = ()
    only_drawn: tuple[str, ...] = ()


def run(
    bundle: Bundle,
    seed: int,
    decisions: Iterable[Decision] = (),
    until: float | None = None,
    trace: Iterable[str] = (),
    *,
    set_values: Mapping[str, str] | None = None,
    seats: Mapping[str, str] | None = None,
) -> Run:
    """Simulate a scenario for a seed from 00:00 and return what followed.

    `until` (seconds) ends the run early: the events are then exactly those of the longer run with t < until.
    `trace` names parties whose choices are kept with all their options; it changes no event.
    `set_values` fixes variables by name. `seats` says of played roles, or of `all`, whether they are `taken` and wait
    for decisions; whoever is not acts by the response plan. Without it all played roles are taken.
    Raises `InvalidFile` where a fixed value makes the scenario invalid, `Refused` for a seat that is not played.
    """
    chosen = tuple(decisions)
    more: dict[str, Any] = {"set_values": set_values, "seats": seats}

    def tells_why(party: str, t_s: float) -> str:
        return why(engine.run(bundle, seed, chosen, until, (party,), **more), party, t_s)

    return replace(engine.run(bundle, seed, chosen, until, trace, **more), tells_why=tells_why)


def why(played: Run, party: str, t_s: float) -> str:
    """The latest choice of a traced party at or before an instant (seconds), with options and margins, in words.

    Raises `NotFound` where nobody has that name.
    """
    from simulator.analysis.why import why as told

    names = [member.party for member in played.people]
    if party not in names and party.rpartition(".")[0] not in names:
        raise NotFound(f"there is no party called {party}; there are: {', '.join(names[:12])} ...")
    return told(played, party, t_s)


def verify(progress: Callable[[str], None] | None = None) -> list[Result]:
    """Run the published verification cases."""
    from simulator import verification

    return verification.verify(progress)


def found(path: str, kind: str) -> Path:
    """The file a person named: on disk, or by its name among the shipped ones. Raises NotFound in words."""
    given = Path(path)
    if given.exists():
        return given
    folder = _shipped_folder(kind)
    parents = (Path("."), Path(folder.name), Path(folder.parent.name, folder.name))
    for name in (given.name, *(given.name + suffix for suffix in SUFFIXES)):
        if given.parent in parents and (folder / name).is_file():
            return folder / name
    near = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
    raise NotFound(f"there is no file {path}; shipped with Hotwash are: {near}")


def _shipped_folder(kind: str) -> Path:
    match kind:
        case "plan":
            return shipped("floorplans")
        case "response":
            return shipped("scenarios") / _RESPONSE
        case _:
            return shipped("scenarios")


def load_plan(path: str) -> Plan:
    """A floor plan that people can be moved on. Raises InvalidFile with every problem of file and geometry."""
    plan, source = files.read_plan(found(path, "plan"))
    _sound(plan, source)
    return plan


def load_scenario(path: str) -> Bundle:
    """A scenario with its plan, both sound. Raises InvalidFile with every problem."""
    read = files.read_scenario(found(path, "scenario"))
    _sound(read.bundle.plan, read.plan)
    return read.bundle


def load_decisions(path: str, bundle: Bundle) -> tuple[Decision, ...]:
    """The decisions of a file, looked up in the scenario that they belong to."""
    if not Path(path).exists():
        raise NotFound(f"there is no file {path}")
    return files.load_decisions(path, bundle).decisions


def seats_in(path: str | None, bundle: Bundle) -> Mapping[str, str]:
    """Who is played by a decisions file: its `seats`, or all where it names none. Without a file the plan plays all."""
    if path is None:
        return {}
    return files.load_decisions(path, bundle).seats or {"all": "taken"}


def _sound(plan: Plan, source: Source) -> None:
    errors, _ = _geometry(plan, source)
    if errors:
        raise InvalidFile(errors)


def _geometry(plan: Plan, source: Source) -> tuple[list[Problem], list[Problem]]:
    findings = check_plan(plan)
    errors = [source.problem(one.path, one.message) for one in findings if one.severity == "error"]
    return errors, [source.problem(one.path, one.message) for one in findings if one.severity == "warning"]


def check(path: str, expected: Literal["plan"] | None = None) -> Checked:
    """Everything wrong with a file, its geometry and the files that it names; of any kind, or of the one expected."""
    where = found(path, expected or _shipped_kind(path))
    checked = files.check(where)
    errors, warnings = list(checked.errors), list(checked.warnings)
    if expected is not None and checked.kind not in (expected, None):
        return Checked(str(path), checked.kind, (Problem(str(where), 1, 1, "format", _NO_PLAN),), ())
    injects: tuple[Explained, ...] = ()
    only_drawn: tuple[str, ...] = ()
    if not errors and checked.kind == "plan":
        wrong, odd = _geometry(*files.read_plan(where))
        errors, warnings = errors + wrong, warnings + odd
    if not errors and checked.kind == "scenario":
        read = files.read_scenario(where)
        errors += _geometry(read.bundle.plan, read.plan)[0]
        injects = explain(read.bundle)
        only_drawn = files.tainted(read.bundle.tree, read.bundle.slots)
    return Checked(str(path), checked.kind, tuple(errors), tuple(warnings), injects, only_drawn)


def refuse_impossible(bundle: Bundle, settings: Mapping[str, str]) -> None:
    """Raises Refused, saying what it can be, where a number is given to a variable that it can never be."""
    files.refuse_impossible(bundle.scenario, settings)


def _shipped_kind(path: str) -> str:
    """The kind of the shipped file that a name stands for; of one that is none, a scenario."""
    name = Path(path).stem + ".yaml"
    return next((kind for kind in ("plan", "response") if (_shipped_folder(kind) / name).is_file()), "scenario")


def seconds_of(text: str) -> float:
    """Seconds of scenario time from what a person typed: seconds, MM:SS or H:MM:SS. Raises Refused in words."""
    try:
        seconds = seconds_from(text)
    except ValueError as error:
        raise Refused(str(error)) from None
    if not 0 <= seconds <= 86_400:
        raise Refused(f"expected a time between 0 and 24 hours, found {text!r}")
    return seconds


def measured(run: Run) -> dict[str, Any]:
    """What `--json` prints and metrics.json holds: scenario, seed, draw, metrics, digest, engine."""
    from simulator.analysis.metrics import metrics
    from simulator.analysis.results import result_of

    return result_of(run, metrics(run))


def spoken(run: Run) -> str:
    """The run in words that a facilitator could read aloud (Markdown)."""
    from simulator.analysis.metrics import metrics
    from simulator.analysis.summary import summary

    return summary(run, metrics(run))


def write_results(run: Run, folder: str | Path, on_kept: Callable[[Path], None] | None = None) -> Path:
    """events.jsonl, metrics.json, summary.md and figures/ into a folder.

    `on_kept` is told the new name of each file in it that a person had written or changed.
    """
    from simulator.analysis import output
    from simulator.plans.draw import draw

    return output.write(run, Path(folder), draw, on_kept)


def make_plan(kind: str, people: int, seed: int, out: str | Path) -> Path:
    """Generate an invented school and write its plan. Raises Refused rather than replace a file."""
    if kind not in ("elementary", "middle", "high"):
        raise Refused(f"kind is elementary, middle or high, not {kind}")
    from simulator.plans.make import make

    return _write_new(Path(out), files.dump_plan(make(kind, people, seed)))  # type: ignore[arg-type]


def draw_plan_file(path: str, out: str | Path) -> Path:
    """Draw a plan to a .png or .svg file."""
    from simulator.plans.draw import draw

    draw(load_plan(path), Path(out))
    return Path(out)


def write_skeleton(kind: Literal["scenario", "plan", "decisions", "response"], out: str | Path) -> tuple[Path, ...]:
    """Write a commented file of a kind to start from, and say which files that made.

    A scenario's comes with the plan that it names, unless there is a `plan.yaml` in the folder already.
    """
    path = Path(out)
    plan = path.parent / "plan.yaml"
    made: tuple[Path, ...] = (_write_new(path, skeleton(kind)),)
    if kind == "scenario" and not plan.exists():
        made += (_write_new(plan, skeleton("plan")),)
    return made


def _write_new(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        taken = path.exists() or path.is_symlink()
        why = (
            "is there already; name another file" if taken else "cannot be written: a file stands in its folder's place"
        )
        raise Refused(f"{path} {why}") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    return path


def demo(folder: str | Path, seed: int) -> tuple[Run, Path]:
    """The shipped fire drill at the shipped elementary school, and the folder with its results."""
    played = run(load_scenario(DEMO_SCENARIO), seed)
    return played, write_results(played, folder)


def unused_folder(wanted: str) -> Path:
    """`wanted`, or `wanted-2`, `-3` ... where that has something in it already."""
    for number in range(1, 10_000):
        folder = Path(wanted if number == 1 else f"{wanted}-{number}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return folder
    raise Refused(f"there are too many folders called {wanted}")


def shipped_files() -> Mapping[str, Iterable[str]]:
    """The names of shipped scenarios, floor plans and response plans."""
    folders = {"scenarios": "scenario", "floorplans": "plan", "responses": "response"}
    return {name: sorted(one.stem for one in _shipped_folder(kind).glob("*.yaml")) for name, kind in folders.items()}
