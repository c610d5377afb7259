"""The one facade that the command line and the dashboard call: open files, run, check, write results.

What only some commands need (figures, the generator, verification) is imported when asked for: starting takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from simulator import files
from simulator.engine import run as engine
from simulator.errors import InvalidFile, NotFound, Problem, Refused
from simulator.files import Explained, Source, explain, skeleton
from simulator.files.vocabulary import Kind
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.noun import seconds_from
from simulator.model.run import Run
from simulator.plans.check import check as check_plan
from simulator.rules.near import did_you_mean
from simulator.shipped import shipped

if TYPE_CHECKING:
    from simulator.drills import Deck, Learned, Ordinary
    from simulator.model.drill import Drill, Rule
    from simulator.sweeps.levers import Levers
    from simulator.sweeps.table import Table
    from simulator.sweeps.whatif import WhatIf
    from simulator.verification import Result

__all__ = [
    "Checked", "Explained", "check", "compare_cards", "deal", "draw_levers", "draw_plan_file", "drill_rules",
    "explain", "learn", "levers", "levers_as_json", "levers_in_words", "load_decisions", "load_plan", "load_scenario",
    "make_plan", "measured", "planned_drill", "run", "seats_in", "seconds_of", "skeleton", "spoken", "sweep",
    "sweep_as_json", "swept", "verify", "what_if", "what_if_as_json", "what_if_in_words", "why", "write_drill_file",
    "write_new", "write_results", "write_skeleton",
]  # fmt: skip

DEMO_SCENARIO = "maple-ridge-fire-drill.yaml"
_NO_PLAN = "a floor plan was expected, and this is none; `hotwash check` takes files of every kind"
SUFFIXES = (".yaml", ".yml")
OTHERS = 8
"""How many other cards one card alone is compared with, at most."""
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


@wraps(engine.run)
def run(
    bundle: Bundle, seed: int, decisions: Iterable[Decision] = (), until: float | None = None,
    trace: Iterable[str] = (), **more: Any,
) -> Run:  # fmt: skip
    chosen = tuple(decisions)

    def tells_why(party: str, t_s: float) -> str:
        from simulator.analysis.parties import party_meant

        meant = party_meant(played, party).party
        traced = engine.run(bundle, seed, chosen, until, (meant,), **more) if meant is not None else played
        return why(traced, party, t_s)

    played = engine.run(bundle, seed, chosen, until, trace, **more)
    return replace(played, tells_why=tells_why)


def why(played: Run, party: str, t_s: float) -> str:
    """The latest choice of a traced party at or before an instant (seconds), with options and margins, in words.

    A party is named as in the log, by its room, or by a role's or group's name. Raises `NotFound` where that is nobody.
    """
    from simulator.analysis.why import why as told

    return told(played, party, t_s)


def verify(progress: Callable[[str], None] | None = None) -> list[Result]:
    """Run the published verification cases."""
    from simulator import verification

    return verification.verify(progress)


def sweep(bundle: Bundle, runs: int, **options: Any) -> Table:
    """Play many exercise versions, at each combination of values; the options are those of `simulator.sweeps.sweep`."""
    from simulator.sweeps.sweep import sweep as swept_over

    return swept_over(bundle, runs, **options)


def what_if(bundle: Bundle, runs: int, change: Mapping[str, str] | None = None, **options: Any) -> WhatIf:
    """Compare a scenario with itself changed; the options are those of `simulator.sweeps.whatif`."""
    from simulator.sweeps.whatif import what_if as compared

    return compared(bundle, runs, change, **options)


def levers(bundle: Bundle, runs: int, **options: Any) -> Levers:
    """Compare each of a school's levers at two settings; the options are those of `simulator.sweeps.levers`."""
    from simulator.sweeps.levers import levers as ranked

    return ranked(bundle, runs, **options)


def swept(table: Table) -> str:
    """A sweep in words: the measures of each cell as 8 of 10 versions had them (Markdown)."""
    from simulator.sweeps.ranges import sweep_in_words

    return sweep_in_words(table)


def what_if_in_words(found: WhatIf) -> str:
    """A comparison in words (Markdown)."""
    from simulator.sweeps.words import what_if_in_words as told

    return told(found)


def levers_in_words(found: Levers) -> str:
    """The levers in words, the greatest first (Markdown)."""
    from simulator.sweeps.words import levers_in_words as told

    return told(found)


def draw_levers(found: Levers, path: Path) -> Path:
    """Draw the levers as a tornado figure (.png)."""
    if path.suffix != ".png":
        raise Refused(f"{path}: the figure of the levers is a .png")
    from simulator.sweeps.tornado import tornado

    return tornado(found, path)


def sweep_as_json(table: Table) -> dict[str, Any]:
    """A sweep for machines."""
    from simulator.sweeps.plain import sweep_as_json as plain

    return plain(table)


def what_if_as_json(found: WhatIf) -> dict[str, Any]:
    """A comparison for machines."""
    from simulator.sweeps.plain import what_if_as_json as plain

    return plain(found)


def levers_as_json(found: Levers) -> dict[str, Any]:
    """The levers for machines."""
    from simulator.sweeps.plain import levers_as_json as plain

    return plain(found)


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
    names = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
    near = _beside(given) or did_you_mean(given.stem, [one.stem for one in folder.glob("*.yaml")], 0.7)
    rest = f"{near.removesuffix('?')}? Shipped" if near else "; shipped"
    raise NotFound(f"there is no file {path}{rest} with Hotwash are: {names}")


def _beside(given: Path) -> str:
    """`; did you mean birch-lake.yaml?`: the file in the same folder that was meant, its other ending first."""
    try:
        here = sorted(one for one in given.parent.iterdir() if one.suffix in SUFFIXES)
    except OSError:
        return ""
    same = next((one for one in here if one.stem == given.stem), None)
    if same is not None:
        return f"; did you mean {same}?"
    near = did_you_mean(given.stem, [one.stem for one in here], 0.7)
    found = next((one for one in here if near == f"; did you mean {one.stem}?"), None)
    return f"; did you mean {found}?" if found is not None else ""


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
        raise NotFound(f"there is no file {path}{_beside(Path(path))}")
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


def named(bundle: Bundle, text: str) -> str:
    """The variable that a name, or its title as a card has it, stands for; the text itself where there is none."""
    from simulator.sweeps.spelling import named as found_by

    return found_by(bundle, text)


def understood(bundle: Bundle, settings: Mapping[str, str]) -> dict[str, str]:
    """Variables and values as the scenario spells them, from how people do: `Told at=3:15`, `blocked=Door 9`."""
    if not settings:
        return {}
    from simulator.sweeps.spelling import all_understood

    return all_understood(bundle, settings)


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


def write_skeleton(kind: Kind, out: str | Path) -> tuple[Path, ...]:
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


def deal(
    bundle: Bundle,
    *,
    strength: int = 2,
    cards: int | None = None,
    without: Iterable[str] = (),
    exclude: Iterable[str] = (),
    version: int | None = None,
    surprise: bool = False,
) -> Deck:
    """Drill cards over a scenario's variables, without the combinations kept out and those of files drilled before.

    Versions count on from the last in those files where none is given. Raises InvalidFile, NotFound, Refused in words.
    """
    from simulator import drills
    from simulator.files.drilled import read_drilled

    odd = drills.odd_value(bundle)
    read = [read_drilled(path, tuple(bundle.scenario.variables), odd) for path in exclude]
    return drills.deal(
        bundle, strength=strength, cards=cards, surprise=surprise,
        never=[drills.combination_from(bundle, text) for text in without],
        drilled=[one for combinations, _ in read for one in combinations],
        version=version if version is not None else 1 + max((latest for _, latest in read), default=0),
    )  # fmt: skip


def planned_drill(bundle: Bundle, path: str | None) -> Drill:
    """The drill that a file plans for a scenario; without one, what the scenario says of itself.

    Raises Refused where the file is about another hazard: the checks would look at the wrong drill.
    """
    from simulator.files.drilled import read_drill
    from simulator.model.drill import Drill

    scenario = bundle.scenario
    if path is None:
        return Drill(
            hazard=scenario.hazard, type=scenario.exercise.type, grades=scenario.audience.grades,
            pupils_present=scenario.audience.pupils_present,
        )  # fmt: skip
    drill = read_drill(path)
    if drill.hazard != scenario.hazard:
        raise Refused(f"{path} plans a drill for {drill.hazard}, the scenario is about {scenario.hazard}")
    return drill


def write_drill_file(bundle: Bundle, out: str | Path) -> Path:
    """Write a drill file to fill in, with what the scenario says of itself. Raises Refused rather than replace one."""
    from simulator.files.drilled import drill_skeleton

    return _write_new(Path(out), drill_skeleton(planned_drill(bundle, None)))


def write_new(path: Path, text: str) -> Path:
    """Write a file that is not there yet. Raises Refused in words."""
    return _write_new(path, text)


def drill_rules(paths: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rows that a drill is checked against: the shipped guidance, and those of further files."""
    from simulator.files.drilled import read_rules

    every = (str(shipped("jurisdictions") / "guidance.yaml"), *paths)
    return tuple(row for path in every for row in read_rules(path).rows)


def compare_cards(
    bundle: Bundle, deck: Deck, runs: int, progress: Callable[[str], None] | None = None
) -> dict[int, Ordinary]:
    """How hard each card of a deck is beside the others; one card alone beside those that cover the scenario."""
    from simulator import drills

    others = drills.deal(bundle).cards[:OTHERS] if len(deck.cards) == 1 else ()
    return drills.compare(bundle, deck.cards, others, runs, progress)


def learn(bundle: Bundle, results: str, runs: int = 0) -> Learned:
    """What the results of real drills would change in a scenario; nothing is changed.

    Where totals were measured, `runs` versions are played before and after, to be compared with them.
    """
    from simulator import drills
    from simulator.files.drilled import read_results

    people = engine.run(bundle, 1, until=0.001, seats={}).people
    return drills.simulated(bundle, drills.learn(bundle, read_results(results), people), runs)


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
