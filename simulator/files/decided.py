"""What a decisions file names must exist in the scenario that it belongs to, or in its plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from simulator.files.acting import Known, act_findings, occurrence_findings
from simulator.files.paths import MAX_PROBLEMS, Path, one_line
from simulator.files.places import named, places_of
from simulator.files.references import inject_findings, known_in
from simulator.files.ruled import unit_findings
from simulator.files.sentences import Finding, validated
from simulator.files.ways import wrong_ways_chosen
from simulator.model.building import Plan
from simulator.model.decisions import Decision, Decisions
from simulator.model.inject import TRIGGERS, Inject
from simulator.model.scenario import Scenario

DESK = ("facilitator", "controller")
"""Roles that are nobody in the building."""
FOR_THE_DESK = frozenset({
    "release_inject", "hold_inject", "skip_inject", "shift_injects", "edit_inject", "add_inject", "rule",
})  # fmt: skip
"""Actions that a run refuses of anybody else."""


def check_decision_references(decisions: Decisions, scenario: Scenario, plan: Plan) -> list[Finding]:
    """What decisions name must exist in the scenario that they belong to, or in its plan."""
    named_things = _in_decisions(decisions, scenario, known_in(scenario, places_of(plan)))
    return list(islice(chain(named_things, wrong_ways_chosen(decisions.decisions, plan)), MAX_PROBLEMS))


def check_decision_ids(decisions: Decisions) -> list[Finding]:
    """Two decisions with one id."""
    seen: set[str] = set()
    found = []
    for index, decision in enumerate(decisions.decisions):
        if decision.id in seen:
            found.append(Finding(("decisions", index, "id"), f"two decisions are called {one_line(decision.id)}"))
        seen.add(decision.id)
    return found


def _in_decisions(decisions: Decisions, scenario: Scenario, known: Known) -> Iterator[Finding]:
    for seat, taken in decisions.seats.items():
        if seat != "all":
            yield from named("role", seat, known.roles, ("seats", seat), "the scenario's roles have seats", True)
        if seat in known.roles and taken == "taken" and not scenario.roles[seat].played:
            message = f"the scenario does not say that {one_line(seat)} is played, so nobody can take this seat"
            yield Finding(("seats", seat), f"{message}; give the role played: yes there, or leave it to the plan", True)
    added = [one.inject.get("id") for one in decisions.decisions if isinstance(one.inject, dict)]
    later = replace(known, injects=(*known.injects, *(name for name in added if isinstance(name, str))))
    for index, decision in enumerate(decisions.decisions):
        path: Path = ("decisions", index)
        if decision.role not in DESK:
            hint = "add it under the scenario's roles"
            yield from named("role", decision.role, known.roles, (*path, "role"), hint)
        if decision.action in FOR_THE_DESK and decision.role not in DESK:
            yield Finding(
                (*path, "role"), f"only the facilitator can {decision.action}, found {one_line(decision.role)}"
            )
        if decision.after is not None:
            yield from occurrence_findings(later, (*path, "after"), decision.after)
        yield from act_findings(later, path, decision)
        if decision.action == "rule":
            yield from unit_findings(scenario, (*path, "sets"), decision.sets or {})
        yield from _written(known, later, path, decision)


def _written(known: Known, later: Known, path: Path, decision: Decision) -> Iterator[Finding]:
    """Injects that a decision writes, whole or in part."""
    if decision.action == "add_inject":
        if not isinstance(decision.inject, dict):
            yield Finding((*path, "inject"), "expected a message such as {id: AH1, to: [...], text: ...}, found a name")
            return
        yield from _inject(later, (*path, "inject"), decision.inject)
        if decision.inject.get("id") in known.injects:
            name = one_line(str(decision.inject["id"]))
            yield Finding((*path, "inject", "id"), f"the scenario has a message called {name} already")
    elif decision.action == "edit_inject" and decision.set is not None:
        if "id" in decision.set:
            yield Finding((*path, "set", "id"), "a message keeps its id", True)
        else:
            yield from _inject(later, (*path, "set"), {"id": "edited", **decision.set})


def _inject(known: Known, path: Path, tree: dict[str, Any]) -> Iterator[Finding]:
    """What is wrong with an inject as typed; one without a trigger is meant for now."""
    whole = tree if any(key in tree for key in TRIGGERS) else {**tree, "at": "0"}
    inject, findings = validated(Inject, whole)
    yield from (one._replace(path=(*path, *one.path)) for one in findings)
    if inject is not None:
        yield from inject_findings(known, path, inject)
