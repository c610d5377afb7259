"""A scenario's variables: checked themselves, then the scenario checked at every value that matters of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.files.paths import MAX_PROBLEMS, Path, as_typed, one_line
from simulator.files.sentences import Finding, validated
from simulator.files.vocabulary import did_you_mean, listed
from simulator.model.distributions import AnyDistribution, Chance, Choice, Deck, Fixed, Integer, Value
from simulator.model.draw import SLOT, at, filled, names_at, slots_of, spelled
from simulator.model.noun import Id, Noun
from simulator.model.scenario import Scenario

MAX_OPTIONS = 200
"""The most values of all variables together at which a scenario is checked; one variable at a time, so a sum."""
MAX_SLOTS = 1_000
"""The most places that may hold a variable."""

Check = Callable[[Scenario], list[Finding]]
Label = Callable[[str], str]


class _Variables(Noun):
    variables: dict[Id, AnyDistribution] = {}


@dataclass(frozen=True)
class Variables:
    """What can be known of a scenario's variables before any is drawn.

    `slots` are the places that can be filled, `broken` those that cannot; `options` the values of each to check.
    """

    slots: tuple[Path, ...]
    broken: tuple[Path, ...]
    options: Mapping[str, tuple[Value, ...]]
    unused: tuple[str, ...]
    findings: tuple[Finding, ...]

    def first(self) -> dict[str, Value]:
        """Every variable at its first value."""
        return {name: values[0] for name, values in self.options.items()}


def variables_of(tree: dict[str, Any]) -> Variables:
    """The variables of a scenario's tree and the slots that use them."""
    names, known, findings = _declared(tree.get("variables", {}))
    options, more = _options(known)
    slots: list[Path] = []
    broken: list[Path] = []
    used: set[str] = set()
    paths = tuple(slots_of(tree))
    if len(paths) > MAX_SLOTS:
        more.append(
            Finding(("variables",), f"they are used in {len(paths):,} places; at most {MAX_SLOTS:,} can be checked")
        )
    for path in paths[:MAX_SLOTS]:
        wrong, uses = _slot(at(tree, path), path, names, known)
        more += wrong
        used |= uses
        (slots if not wrong and uses <= set(options) else broken).append(path)
    unused = tuple(name for name in names if name not in used)
    return Variables(tuple(slots), (*broken, *paths[MAX_SLOTS:]), options, unused, (*findings, *more))


def _declared(declared: Any) -> tuple[tuple[str, ...], dict[str, AnyDistribution], list[Finding]]:
    """The names that are declared, the variables among them that are sound, and what is wrong with the others."""
    if not isinstance(declared, dict):
        return (), {}, validated(_Variables, {"variables": declared})[1]
    known: dict[str, AnyDistribution] = {}
    findings: list[Finding] = []
    for name, one in declared.items():
        model, wrong = validated(_Variables, {"variables": {name: one}})
        known |= model.variables if model is not None else {}
        findings += wrong
    return tuple(declared), known, findings


def _options(known: Mapping[str, AnyDistribution]) -> tuple[dict[str, tuple[Value, ...]], list[Finding]]:
    options: dict[str, tuple[Value, ...]] = {}
    findings = []
    for name, distribution in known.items():
        try:
            values = tuple(distribution.extremes())
        except OverflowError:
            values = (math.inf,)
        if all(isinstance(value, str) or math.isfinite(value) for value in values):
            options[name] = values
        else:
            findings.append(Finding(("variables", name), "its values are too large"))
    if (total := sum(map(len, options.values()))) > MAX_OPTIONS:
        message = f"the variables have {total:,} values between them; at most {MAX_OPTIONS} can be checked"
        return {}, [*findings, Finding(("variables",), message)]
    return options, findings


def _slot(
    node: Any, path: Path, names: tuple[str, ...], known: Mapping[str, AnyDistribution]
) -> tuple[list[Finding], set[str]]:
    """What is wrong with one slot, and the variables that it uses."""
    if path in ((), ("plan",), ("response",), ("format",)):
        return [Finding(path, "cannot depend on a variable")], set()
    if len(path) > 1 and path[-1] in ("if", "when"):
        return [Finding(path, "a guard names a variable as draw.NAME, without ${ }")], set(names_at(node)) & set(names)
    if isinstance(node, dict) and not isinstance(node["pick"], str):
        return [Finding((*path, "pick"), "expected the name of a variable")], set()
    uses = set(names_at(node))
    wrong = [_unknown(name, path, names) for name in uses if name not in names]
    if isinstance(node, dict):
        wrong += _pick(node, path, known.get(node["pick"]))
    return wrong, uses


def _unknown(name: str, path: Path, names: tuple[str, ...]) -> Finding:
    near = did_you_mean(name, names) or "; add it under variables"
    return Finding(path, f"there is no variable {one_line(name) or 'without a name'}{near}")


def _pick(node: dict[str, Any], path: Path, variable: AnyDistribution | None) -> Iterator[Finding]:
    for inner, text in _scalars({key: value for key, value in node.items() if key != "pick"}):
        if SLOT.search(text):
            yield Finding((*path, *inner), "a value of pick cannot hold another variable")
    if variable is None:
        return
    name, values = node["pick"], _values(variable)
    if values is None:
        message = f"{one_line(name)} can be any number; pick needs a choice, chance, deck or small integer"
        yield Finding((*path, "pick"), message)
        return
    for value in values:
        if value not in node:
            yield Finding(path, f"says nothing for {one_line(name)} = {one_line(value)}")
    for option in node:
        if option != "pick" and option not in values:
            near = did_you_mean(option, values) or f"; it can be {listed(values)}"
            yield Finding((*path, option), f"{one_line(name)} is never {one_line(option)}{near}", True)


def _scalars(tree: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a tree with its path."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _scalars(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _scalars(value, (*path, index))


def _values(variable: AnyDistribution) -> tuple[str, ...] | None:
    """Everything that a variable can be, as a file spells it; None where that is too much to list."""
    match variable:
        case Choice() | Chance() | Deck() | Fixed():
            return tuple(map(spelled, variable.extremes()))
        case Integer(integer=(low, high)) if high - low < MAX_OPTIONS:
            return tuple(str(number) for number in range(low, high + 1))
        case _:
            return None


def checked(
    tree: dict[str, Any], variables: Variables, check: Check, label: Label
) -> tuple[Scenario | None, list[Finding]]:
    """The scenario at every first value, and what is wrong with it there or at any other value of one variable."""
    drawn = _Drawn(tree, variables.slots, check, label)
    first = variables.first()
    scenario, base = drawn.at(first)
    if scenario is None:  # names are looked up only where they can be at every value
        drawn = replace(drawn, check=lambda _: [])
    blamed: dict[Finding, str] = {}
    others: list[Finding] = []
    for name, values in variables.options.items():
        for value in values[1:] if drawn.slots_with(name) else ():
            if len(others) > MAX_PROBLEMS:
                break
            other, found = drawn.at({**first, name: value})
            if scenario is None or other is not None:
                blamed |= {one: name for one in base if one not in found}
            others += [drawn.blamed(one, name, value) for one in found if one not in base]
    for one in base:
        cause = blamed.get(one) or drawn.name_above(one)
        others.append(drawn.blamed(one, cause, first[cause]) if cause else one)
    findings = [one for one in others if not any(one.path[: len(slot)] == slot for slot in variables.broken)]
    return scenario, [*variables.findings, *findings]


@dataclass(frozen=True)
class _Drawn:
    """A scenario's tree, to be filled with one set of values after another."""

    tree: dict[str, Any]
    slots: tuple[Path, ...]
    check: Check
    label: Label

    def at(self, values: Mapping[str, Value]) -> tuple[Scenario | None, list[Finding]]:
        typed = filled(self.tree, self.slots, values, self.label)
        scenario, findings = validated(Scenario, typed)
        found = findings if scenario is None else self.check(scenario)
        return scenario, [finding._replace(path=as_typed(typed, finding.path)) for finding in found]

    def slots_with(self, name: str) -> list[Path]:
        return [slot for slot in self.slots if name in names_at(at(self.tree, slot))]

    def name_above(self, finding: Finding) -> str | None:
        """The variable in whose slot a finding lies."""
        for slot in self.slots:
            if finding.path[: len(slot)] == slot:
                return names_at(at(self.tree, slot))[0]
        return None

    def blamed(self, finding: Finding, name: str, value: Value) -> Finding:
        """A finding at the slot that brought it about: above it, below it, else the variable's first."""
        path, mine = finding.path, self.slots_with(name)
        near = [slot for slot in mine if path[: len(slot)] == slot or slot[: len(path)] == path]
        return Finding((near or mine)[0], f"with {one_line(name)} = {one_line(spelled(value))}: {finding.message}")
