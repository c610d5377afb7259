"""Files to nouns: every problem of a file at once, each on its line.

`load_*` give the noun; `read_*` give its `Source` too, so that what a later check finds can be put on a line.
All raise InvalidFile with the problems, or NotFound where the file itself is missing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple, TypeVar, get_args

from simulator.errors import InvalidFile, NotFound, Problem
from simulator.files.chains import circles
from simulator.files.comments import swallowed
from simulator.files.conditions import guard_findings
from simulator.files.crowds import odd_crowds
from simulator.files.deadlines import short_deadlines
from simulator.files.decided import check_decision_ids, check_decision_references
from simulator.files.duplicates import at_the_second
from simulator.files.odd import odd_in_decisions, odd_in_response, odd_in_scenario
from simulator.files.paths import one_line
from simulator.files.planned import check_response_places, check_response_references
from simulator.files.references import check_plan_references, check_references
from simulator.files.remainder import in_the_file, without_broken
from simulator.files.sentences import Finding, validated
from simulator.files.source import Source, read_source, source_of
from simulator.files.times import dotted
from simulator.files.unplayed import changed_steps
from simulator.files.variables import checked, variables_of
from simulator.files.vocabulary import Kind, did_you_mean, listed
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decisions
from simulator.model.response import Response

_N = TypeVar("_N")
FilePath = str | os.PathLike[str]
KINDS: tuple[str, ...] = get_args(Kind)
_CALLED = {
    "plan": "a floor plan", "scenario": "a scenario", "decisions": "a decisions file", "response": "a response plan",
    "drill": "a planned drill", "rules": "a file of rules for drills",
}  # fmt: skip


class ScenarioFiles(NamedTuple):
    """A scenario as read: the bundle, its sources, and what is odd about it but no error."""

    bundle: Bundle
    scenario: Source
    plan: Source
    warnings: tuple[Problem, ...]
    response: Source | None = None


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


def load_response(path: FilePath) -> Response:
    """A response plan."""
    return read_response(path)[0]


def read_response(path: FilePath) -> tuple[Response, Source]:
    """A response plan and its source."""
    source = read_source(path)
    return response_from(source), source


def response_from(source: Source) -> Response:
    """The response plan that a source holds."""
    _expect(source, "response")
    response, findings = validated(Response, source.tree)
    return _sound(response, _problems(source, findings if response is None else check_response_references(response)))


def load_scenario(path: FilePath) -> Bundle:
    """A scenario with the plans that it names."""
    return read_scenario(path).bundle


def read_scenario(path: FilePath) -> ScenarioFiles:
    """A scenario with the floor plan and the response plan that it names, all sources, and warnings."""
    return scenario_from(read_source(path))


def scenario_from(source: Source) -> ScenarioFiles:
    """The scenario that a source holds; the plans that it names are looked for from the source's folder."""
    _expect(source, "scenario")
    plan, problems = _named_file(source, "plan")
    response, more = _named_file(source, "response")
    return _scenario(source, plan, response, [*problems, *more])


def bundle_of(texts: Mapping[str, str]) -> Bundle:
    """The bundle again from its `texts`, as an exercise stores them."""
    source, plan = (source_of(texts[role].encode(), f"{role}.yaml") for role in ("scenario", "plan"))
    response = source_of(texts["response"].encode(), "response.yaml") if "response" in texts else None
    _expect(source, "scenario")
    return _scenario(source, plan, response, []).bundle


def check(path: FilePath) -> Checked:
    """Everything wrong with a file of any kind and with the files that it names; NotFound where it is missing."""
    try:
        source = read_source(path)
        kind = kind_of(source)
    except InvalidFile as error:
        return Checked(list(error.problems), [], None)
    try:
        return Checked([], sorted([*_check_as(kind, path, source), *swallowed(source), *dotted(source)]), kind)
    except InvalidFile as error:
        return Checked(list(error.problems), sorted([*swallowed(source), *dotted(source)]), kind)


def _check_as(kind: Kind, path: FilePath, source: Source) -> tuple[Problem, ...]:
    match kind:
        case "scenario":
            return read_scenario(path).warnings
        case "decisions":
            bundle = _scenario_beside(source)
            return tuple(_problems(source, odd_in_decisions(decisions_from(source, bundle), bundle)))
        case "response":
            return tuple(_problems(source, odd_in_response(response_from(source))))
        case "drill" | "rules":
            from simulator.files.drilled import drill_from, rules_from  # no exercise reads these

            (drill_from if kind == "drill" else rules_from)(source)
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


def _scenario(
    source: Source, plan_source: Source | None, response_source: Source | None, problems: list[Problem]
) -> ScenarioFiles:
    plan = response = None
    with _into(problems):
        plan = plan_from(plan_source) if plan_source is not None else None
    with _into(problems):
        response = response_from(response_source) if response_source is not None else None
    if response is not None and plan is not None and response_source is not None:
        problems += _problems(response_source, check_response_places(response, plan))
    variables = variables_of(source.tree)
    scenario, findings = checked(
        source.tree,
        variables,
        check=lambda drawn: circles(drawn) if plan is None else [*check_references(drawn, plan), *circles(drawn)],
        label=str if plan is None else plan.label_of,
    )
    if scenario is not None and plan is not None and not variables.findings:
        findings += guard_findings(scenario, plan, variables.options)
    if scenario is not None and (response is not None or response_source is None):
        findings += changed_steps(scenario, response)
    _sound(scenario, [*_problems(source, at_the_second(source.tree, findings)), *problems])
    assert scenario is not None and plan is not None and plan_source is not None
    texts = {"scenario": source.text, "plan": plan_source.text}
    if response_source is not None:
        texts["response"] = response_source.text
    bundle = Bundle(source.tree, scenario, plan, variables.slots, texts, response)
    odd = [*odd_in_scenario(scenario, variables, response), *odd_crowds(scenario, plan)]
    odd += short_deadlines(scenario, response, plan)
    warnings = tuple(_problems(source, odd))
    return ScenarioFiles(bundle, source, plan_source, warnings, response_source)


@contextmanager
def _into(problems: list[Problem]) -> Iterator[None]:
    """Whatever is wrong with a file goes to the other problems."""
    try:
        yield
    except InvalidFile as error:
        problems += error.problems


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
