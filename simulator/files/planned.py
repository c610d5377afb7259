"""Names inside a response plan: its roles, the signals of its steps, the orders it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import islice

from simulator.files.acting import Known, occurrence_findings
from simulator.files.conditions import step_guards
from simulator.files.paths import MAX_PROBLEMS, Path, one_line
from simulator.files.places import OPENING, SPACE, Places, named, places_of, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import EVENTS, HAZARDS, ORDERS, listed
from simulator.model.building import Plan
from simulator.model.response import PLACE_WORDS, ROLE_CLASSES, Annex, Response, Step


def check_response_references(response: Response) -> list[Finding]:
    """What a response plan names must exist in it; the building comes with the scenario."""
    return list(islice(_in_response(response), MAX_PROBLEMS))


def _in_response(response: Response) -> Iterator[Finding]:
    known = Known(Places("", {}, {}), roles=tuple(response.roles))
    for number, need in enumerate(response.policies.rtf.needs):
        hint = "write an event such as unified_command"
        yield from named("event", need, EVENTS, ("policies", "rtf", "needs", number), hint)
    for name, annex in response.hazards.items():
        hint = f"the hazards are {listed(HAZARDS)}"
        yield from named("hazard", name, HAZARDS, ("hazards", name), hint, at_key=True)
        for number, step in enumerate(annex.steps):
            yield from _step(response, known, annex, ("hazards", name, "steps", number), step)
        yield from _circle(("hazards", name, "steps"), annex)
    yield from (Finding(path, message) for path, message in step_guards(response))


def _step(response: Response, known: Known, annex: Annex, path: Path, step: Step) -> Iterator[Finding]:
    hint = f"add it under roles, or use one of {listed(ROLE_CLASSES)}"
    yield from named("role", step.role, (*response.roles, *ROLE_CLASSES), (*path, "role"), hint)
    yield from occurrence_findings(known, (*path, "on"), step.on, ("event", "order", "step"))
    if step.on.step is not None:
        steps = [one.id for one in annex.steps]
        yield from named("step", step.on.step, steps, (*path, "on", "step"), "steps of one hazard follow one another")
    if step.action == "announce":
        for number, word in enumerate(step.what or ()):
            words = tuple(response.words) or ORDERS
            yield from named("order", word, words, (*path, "what", number), f"the plan's words are {listed(words)}")


def _circle(path: Path, annex: Annex) -> Iterator[Finding]:
    """The error for steps that wait for one another, at the first of them."""
    try:
        TopologicalSorter({step.id: [step.on.step] if step.on.step else [] for step in annex.steps}).prepare()
    except CycleError as error:
        ring = set(error.args[1])
        first = next(number for number, step in enumerate(annex.steps) if step.id in ring)
        names = [step.id for step in annex.steps if step.id in ring]
        words = f"{one_line(names[0])} waits for itself" if len(names) == 1 else f"{listed(names)} wait for one another"
        yield Finding((*path, first, "on", "step"), f"{words}: none is ever done")


def check_response_places(response: Response, plan: Plan) -> list[Finding]:
    """The places that a response plan names must exist in the floor plan with which it is played."""
    return list(islice(_in_building(response, places_of(plan)), MAX_PROBLEMS))


def _in_building(response: Response, places: Places) -> Iterator[Finding]:
    for agency, place in response.policies.staging.items():
        yield from wrong(places, ("policies", "staging", agency), place, SPACE)
    for name, annex in response.hazards.items():
        for number, step in enumerate(annex.steps):
            for key, references, wanted in _places_in(step):
                for reference in references:
                    if reference not in PLACE_WORDS:
                        yield from wrong(places, ("hazards", name, "steps", number, key), reference, wanted)


def _places_in(step: Step) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The fields of a step that name places of the building, and what each must be."""
    if step.action in ("lock", "unlock", "close", "barricade"):
        yield "what", step.what or (), OPENING
    if step.action in ("move", "assist", "escort", "unload"):
        yield "to", step.to or (), SPACE
    if step.through is not None:
        yield "through", (step.through,), OPENING
    if step.spaces is not None:
        yield "spaces", step.spaces, SPACE
    if step.place is not None:
        yield "place", (step.place,), SPACE
