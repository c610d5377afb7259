"""What a draft comes to: the texts of its files with its changes in them, checked by the loader of all files."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

from simulator import files
from simulator.errors import InvalidFile, Problem, Refused, SimulatorError
from simulator.files.editing import Put, apply_edits
from simulator.files.paths import shown
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.plans.check import check as check_plan
from simulator.session.making.edits import Change, Wrong, changes_of
from simulator.session.making.scenarios import texts_of
from simulator.session.making.times import EXPECTED_START, is_time_of_day
from simulator.session.making.uses import Use, missing

KEPT = 16
ABOUT = (
    "scenario", "plan", "response", "own_", "use.", "title", "start", "scenario_clock", "content_note", "minutes",
    "seat.", "message", "question.", "objective.",
)  # fmt: skip
"""The fields from which the files follow."""


@dataclass(frozen=True)
class Built:
    """A draft's files. `bundle` is None where they cannot be read, and `problems` say why.

    `author` is the scenario before anything was changed. `wrong` has a sentence for each field that cannot be
    understood: the author's words stand in its place. `uses` are the places that the plan has not named, `unnamed`
    those for which nothing was chosen yet: a likely place stands in until then, and the exercise cannot be opened.
    """

    texts: Mapping[str, str]
    names: Mapping[str, str]
    bundle: Bundle | None
    author: Bundle | None
    wrong: Mapping[str, str]
    problems: tuple[str, ...]
    uses: tuple[Use, ...] = ()
    unnamed: tuple[str, ...] = ()

    @property
    def may_open(self) -> bool:
        """Whether an exercise can be made of it."""
        return self.bundle is not None and not self.unnamed


_KNOWN: OrderedDict[str, Built] = OrderedDict()
_DOOR = Lock()


def built(values: Mapping[str, Any]) -> Built:
    """What a draft's fields come to; what was asked for lately is not worked out again."""
    key = json.dumps({name: one for name, one in values.items() if name.startswith(ABOUT)}, sort_keys=True)
    with _DOOR:
        if key in _KNOWN:
            _KNOWN.move_to_end(key)
            return _KNOWN[key]
    found = _built(values)
    found = replace(found, wrong={**found.wrong, **_start(values)})
    with _DOOR:
        _KNOWN[key] = found
        while len(_KNOWN) > KEPT:
            _KNOWN.popitem(last=False)
    return found


def _start(values: Mapping[str, Any]) -> dict[str, str]:
    """The time in the room, which no file has."""
    typed = str(values.get("start") or "").strip()
    return {"start": EXPECTED_START} if typed and not is_time_of_day(typed) else {}


def _built(values: Mapping[str, Any]) -> Built:
    try:
        base = texts_of(values)
        plan = _sound_plan(base.texts["plan"], base.names["plan"])
        uses = missing(base.texts, plan)
        plan_text, wrong, unnamed = _with_uses(base.texts["plan"], plan, uses, values)
        texts = {**base.texts, "plan": plan_text}
    except SimulatorError as error:
        return Built({}, {}, None, None, {}, _sentences(error))
    try:
        author = _bundle(texts["scenario"], plan_text, texts.get("response"))
    except InvalidFile as error:
        return Built(texts, base.names, None, None, wrong, _sentences(error), uses, unnamed)
    text, bundle, more, problems = _changed(texts, author, values)
    return Built({**texts, "scenario": text}, base.names, bundle, author, {**wrong, **more}, problems, uses, unnamed)


@lru_cache(maxsize=8)
def _sound_plan(text: str, name: str) -> Plan:
    """A floor plan that people can be moved on. Raises InvalidFile with every problem of file and geometry."""
    source = files.source_of(text.encode(), name)
    plan = files.plan_from(source)
    errors = [source.problem(one.path, one.message) for one in check_plan(plan) if one.severity == "error"]
    if errors:
        raise InvalidFile(errors)
    return plan


@lru_cache(maxsize=KEPT)
def _bundle(scenario: str, plan: str, response: str | None) -> Bundle:
    texts = {"scenario": scenario, "plan": plan}
    return files.bundle_of(texts if response is None else {**texts, "response": response})


def _sentences(error: SimulatorError) -> tuple[str, ...]:
    return tuple(str(error).splitlines())


def _with_uses(
    text: str, plan: Plan, uses: tuple[Use, ...], values: Mapping[str, Any]
) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The stored text of the plan with what was named; the plan's own file stays as it is."""
    wrong, unnamed, edits = {}, [], []
    for use in uses:
        known = {name for name, _ in use.options}
        chosen = values.get(f"use.{use.name}") or None
        if chosen not in known:
            unnamed.append(use.name)
            if chosen is not None:
                wrong[f"use.{use.name}"] = f"the plan has nothing called {chosen} that {use.title} could be"
            chosen = use.options[0][0] if use.options else None
        if chosen is not None:
            edits.append(Put(("uses", use.name), chosen))
    return (apply_edits(text, edits) if edits else text), wrong, tuple(unnamed)


def _changed(
    texts: Mapping[str, str], author: Bundle, values: Mapping[str, Any]
) -> tuple[str, Bundle, dict[str, str], tuple[str, ...]]:
    """The scenario's text with all changes that can be understood; the others with a sentence for each."""
    wrong: dict[str, str] = {}
    changes: list[Change] = []
    for one in changes_of(values, author):
        if isinstance(one, Wrong):
            wrong[one.field] = one.why
        else:
            changes.append(one)
    while changes:
        try:
            text = apply_edits(texts["scenario"], [edit for one in changes for edit in one.edits])
            return text, _bundle(text, texts["plan"], texts.get("response")), wrong, ()
        except Refused as refused:
            return texts["scenario"], author, wrong, (str(refused),)
        except InvalidFile as error:
            bad = _fields_of(error.problems, changes, text)
            if not bad:
                return texts["scenario"], author, wrong, _sentences(error)
            wrong |= bad
            changes = [one for one in changes if one.field not in bad]
    return texts["scenario"], author, wrong, ()


def _fields_of(problems: tuple[Problem, ...], changes: list[Change], text: str) -> dict[str, str]:
    """The sentence of each field that a problem is about: the field whose place in the file it names most closely."""
    tree = files.source_of(text.encode(), "scenario.yaml").tree
    places = {one.field: shown(_numbered(one.path, tree)) for one in changes}
    found: dict[str, str] = {}
    for problem in problems:
        fitting = [name for name, place in places.items() if problem.path.startswith(place)]
        if fitting:
            found.setdefault(max(fitting, key=lambda name: len(places[name])), problem.message)
    return found


def _numbered(path: tuple[str | int, ...], tree: Any) -> tuple[str | int, ...]:
    """A path with the number of each list's entry instead of its id."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(tree, list) and isinstance(step, str):
            step = next((n for n, one in enumerate(tree) if isinstance(one, dict) and one.get("id") == step), 0)
        steps.append(step)
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            tree = None
    return tuple(steps)
