"""Files that people name: found, read, checked, and what they typed for values and times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator import files
from simulator.errors import InvalidFile, NotFound, Problem, Refused
from simulator.files import Explained, Source, explain
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.noun import seconds_from
from simulator.plans.check import check as check_plan
from simulator.rules.near import did_you_mean
from simulator.shipped import shipped


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


_NO_PLAN = "a floor plan was expected, and this is none; `hotwash check` takes files of every kind"

SUFFIXES = (".yaml", ".yml")

_RESPONSE = "response"
"""The folder of shipped response plans, inside that of the scenarios, which name them from there."""


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


def shipped_files() -> Mapping[str, Iterable[str]]:
    """The names of shipped scenarios, floor plans and response plans."""
    folders = {"scenarios": "scenario", "floorplans": "plan", "responses": "response"}
    return {name: sorted(one.stem for one in _shipped_folder(kind).glob("*.yaml")) for name, kind in folders.items()}
