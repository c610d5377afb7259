"""Files to nouns: every problem of a file at once, each on its line.

`load_*` give the noun; `read_*` give its `Source` too, so that what a later check finds can be put on a line.
All raise InvalidFile with the problems, or NotFound where the file itself is missing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple, TypeVar, get_args

from simulator.errors import InvalidFile, NotFound, Problem
from simulator.files.comments import swallowed
from simulator.files.crowds import odd_crowds
from simulator.files.duplicates import at_the_second
from simulator.files.paths import one_line
from simulator.files.references import (
    check_decision_ids,
    check_decision_references,
    check_plan_references,
    check_references,
)
from simulator.files.remainder import in_the_file, without_broken
from simulator.files.sentences import Finding, validated
from simulator.files.source import Source, read_source, source_of
from simulator.files.variables import Variables, checked, variables_of
from simulator.files.vocabulary import NOT_YET, Kind, did_you_mean, listed
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decisions
from simulator.model.scenario import Scenario

_N = TypeVar("_N")
FilePath = str | os.PathLike[str]
KINDS: tuple[str, ...] = get_args(Kind)
_CALLED = {
    "plan": "a floor plan", "scenario": "a scenario", "decisions": "a decisions file", "response": "a response plan",
}  # fmt: skip


class ScenarioFiles(NamedTuple):
    """A scenario as read: the bundle, its two sources, and what is odd about it but no error."""

    bundle: Bundle
    scenario: Source
    plan: Source
    warnings: tuple[Problem, ...]


class Checked(NamedTuple):
    """What `check` found in one file and in the files that it names."""

    errors: list[Problem]
    warnings: list[Problem]
    kind: Kind | None


def load_plan(path: FilePath) -> Plan:
    """A floor plan."""
    return read_plan(path)[0]


def read_plan(path: FilePath) -> tuple[Plan, Source]:
    """A floor plan and its source."""
    source = read_source(path)
    return plan_from(source), source


def plan_from(source: Source) -> Plan:
    """The plan that a source holds."""
    _expect(source, "plan")
    plan, findings = validated(Plan, source.tree)
    return _sound(plan, _problems(source, findings if plan is None else check_plan_references(plan)))


def load_decisions(path: FilePath, bundle: Bundle | None = None) -> Decisions:
    """A decisions file; with the bundle that it belongs to, what it names is looked up there."""
    return read_decisions(path, bundle)[0]


def read_decisions(path: FilePath, bundle: Bundle | None = None) -> tuple[Decisions, Source]:
    """A decisions file and its source."""
    source = read_source(path)
    return decisions_from(source, bundle), source


def decisions_from(source: Source, bundle: Bundle | None = None) -> Decisions:
    """The decisions that a source holds."""
    _expect(source, "decisions")
    decisions, findings = validated(Decisions, source.tree)
    sound, kept = without_broken(source.tree, findings)
    if sound is not None:
        more = check_decision_ids(sound)
        if bundle is not None:
            more += check_decision_references(sound, bundle.scenario, bundle.plan)
        findings = [*findings, *in_the_file(more, kept)]
    return _sound(decisions, _problems(source, findings))


def load_scenario(path: FilePath) -> Bundle:
    """A scenario with the plan that it names."""
    return read_scenario(path).bundle


def read_scenario(path: FilePath) -> ScenarioFiles:
    """A scenario with the plan that it names, both sources, and warnings."""
    source = read_source(path)
    _expect(source, "scenario")
    plan_source, problems = _named_file(source, "plan")
    return _scenario(source, plan_source, problems)


def bundle_of(texts: Mapping[str, str]) -> Bundle:
    """The bundle again from its `texts`, as an exercise stores them."""
    source, plan_source = (source_of(texts[role].encode(), f"{role}.yaml") for role in ("scenario", "plan"))
    _expect(source, "scenario")
    return _scenario(source, plan_source, []).bundle


def check(path: FilePath) -> Checked:
    """Everything wrong with a file of any kind and with the files that it names; NotFound where it is missing."""
    try:
        source = read_source(path)
        kind = kind_of(source)
    except InvalidFile as error:
        return Checked(list(error.problems), [], None)
    try:
        return Checked([], sorted([*_check_as(kind, path, source), *swallowed(source)]), kind)
    except InvalidFile as error:
        return Checked(list(error.problems), swallowed(source), kind)


def _check_as(kind: Kind, path: FilePath, source: Source) -> tuple[Problem, ...]:
    match kind:
        case "scenario":
            return read_scenario(path).warnings
        case "decisions":
            decisions_from(source, _scenario_beside(source))
        case _:
            plan_from(source)
    return ()


def _scenario_beside(source: Source) -> Bundle | None:
    """The scenario that a decisions file names, if it names one that can be read."""
    if "scenario" not in source.tree:
        return None
    scenario, problems = _named_file(source, "scenario")
    if scenario is None:
        raise InvalidFile([*_problems(source, []), *problems])
    return read_scenario(scenario.file).bundle


def kind_of(source: Source) -> Kind:
    """What kind of file a source is, by its first line; InvalidFile where it is none that this version reads."""
    wanted = listed(f"hotwash.{kind}/1" for kind in KINDS)
    if "format" not in source.tree:
        raise _refused(source, f"is missing; the first line says what the file is, one of {wanted}")
    text = source.tree["format"]
    match = re.fullmatch(r"hotwash\.(\w{1,40})/(\d{1,6})", text) if isinstance(text, str) else None
    if match is None or match[1] not in _CALLED:
        near = did_you_mean(text, (f"hotwash.{kind}/1" for kind in KINDS)) if isinstance(text, str) else ""
        raise _refused(source, f"expected one of {wanted}{near}")
    if int(match[2]) > 1:
        raise _refused(source, f"{text} was written by a newer version of Hotwash; this one reads hotwash.{match[1]}/1")
    if match[1] == "response":
        raise _refused(source, f"a response plan {NOT_YET}")
    for kind in get_args(Kind):
        if text == f"hotwash.{kind}/1":
            return kind  # type: ignore[no-any-return]
    raise _refused(source, f"expected hotwash.{match[1]}/1, found {one_line(str(text))}")


def _expect(source: Source, wanted: Kind) -> None:
    kind = kind_of(source)
    if kind != wanted:
        raise _refused(source, f"this is {_CALLED[kind]}, {_CALLED[wanted]} was expected")


def _refused(source: Source, message: str) -> InvalidFile:
    return InvalidFile(_problems(source, [Finding(("format",), message)]))


def _scenario(source: Source, plan_source: Source | None, problems: list[Problem]) -> ScenarioFiles:
    plan = None
    if plan_source is not None:
        try:
            plan = plan_from(plan_source)
        except InvalidFile as error:
            problems = [*problems, *error.problems]
    variables = variables_of(source.tree)
    scenario, findings = checked(
        source.tree,
        variables,
        check=lambda drawn: [] if plan is None else check_references(drawn, plan),
        label=str if plan is None else plan.label_of,
    )
    _sound(scenario, [*_problems(source, at_the_second(source.tree, findings)), *problems])
    assert scenario is not None and plan is not None and plan_source is not None
    texts = {"scenario": source.text, "plan": plan_source.text}
    bundle = Bundle(source.tree, scenario, plan, variables.slots, texts)
    odd = [*_warnings(scenario, variables), *odd_crowds(scenario, plan)]
    return ScenarioFiles(bundle, source, plan_source, tuple(_problems(source, odd)))


def _warnings(scenario: Scenario, variables: Variables) -> list[Finding]:
    """What is odd about a sound scenario: a variable that nothing uses, an inject that never comes."""
    found = [
        Finding(("variables", name), "no part of the scenario uses this variable", True) for name in variables.unused
    ]
    for index, inject in enumerate(scenario.injects):
        if inject.at_ms is not None:
            key, at_ms = "at", inject.at_ms
        else:
            key, at_ms = "at_clock", (inject.at_clock_ms or 0) - scenario.when.clock_ms
        if at_ms >= scenario.horizon_ms:
            message = f"{inject.id} comes at or after the horizon, when the exercise is over; it is never released"
        elif at_ms < 0:
            message = f"{inject.id} comes before the scenario begins; it is never released"
        else:
            continue
        found.append(Finding(("injects", index, key), message))
    return found


def _problems(source: Source, findings: Iterable[Finding]) -> list[Problem]:
    """All findings on their lines; of a path that the reading already complained about, no more is said."""
    known = {problem.path for problem in source.problems}
    placed = (source.problem(one.path, one.message, at_key=one.at_key) for one in findings)
    return sorted([*source.problems, *(problem for problem in placed if problem.path not in known)])


def _sound(noun: _N | None, problems: list[Problem]) -> _N:
    if problems or noun is None:
        raise InvalidFile(problems)
    return noun


def _named_file(source: Source, key: str) -> tuple[Source | None, list[Problem]]:
    """The file that a key of a source names, from the source's folder; or the problem, at the key's line."""
    text = source.tree.get(key)
    if not isinstance(text, str) or not text.strip() or "${" in text:
        return None, []  # the model, or the check of variables, has the sentence
    if wrong := _odd_path(text):
        return None, [source.problem((key,), wrong)]
    path = os.path.normpath(os.path.join(os.path.dirname(source.file), text))
    try:
        return read_source(path), []
    except NotFound:
        return None, [source.problem((key,), f"there is no file {one_line(path, 200)}{_near_file(path)}")]
    except InvalidFile as error:
        return None, list(error.problems)


def _odd_path(text: str) -> str | None:
    if re.match(r"[/\\~]|[A-Za-z]:", text) or "\\" in text:
        return "expected a path from this file's folder with forward slashes, such as ../floorplans/maple-ridge.yaml"
    if not text.endswith((".yaml", ".yml")):
        return f'expected a file that ends in .yaml, found "{one_line(text)}"'
    return None


def _near_file(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, 1000) if entry.name.endswith((".yaml", ".yml"))]
    except OSError:
        return ""
    stem = os.path.splitext(name)[0]  # the ending is alike in all, and would make any two names near
    return did_you_mean(name, [one for one in names if did_you_mean(stem, [os.path.splitext(one)[0]], 0.7)])
