"""Warnings: what is odd about a file but no error."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.chains import never, soonest
from simulator.files.conditions import settled, settled_findings, used_in_guards
from simulator.files.orders import meant_order
from simulator.files.paths import Path, one_line
from simulator.files.sentences import Finding
from simulator.files.times import long_agendas, too_late
from simulator.files.unplayed import unplayed_steps
from simulator.files.variables import Variables
from simulator.files.vocabulary import ORDERS, did_you_mean
from simulator.model.actions import Act
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decisions
from simulator.model.inject import Rumour, TellEffect
from simulator.model.response import PLACE_WORDS, ROLE_CLASSES, Response
from simulator.model.scenario import Scenario

SPEAKS = frozenset({"announce", "correct_announcement", "tell"})
"""Actions whose `what` is an order."""
FACTS = frozenset({"what", "where", "door", "threat_where", "patients", "doors", "keys", "order"})
"""The usual words for facts, which one can `tell` as well."""
NO_ORDER = "is no order of the response plan; people will not know what to do"


def odd_in_scenario(scenario: Scenario, variables: Variables, response: Response | None = None) -> list[Finding]:
    """A variable that nothing uses, a guard that never changes, a message, expectation or order that never comes."""
    in_guards = used_in_guards(scenario)
    found = [
        Finding(("variables", name), "no part of the scenario uses this variable", True)
        for name in variables.unused
        if name not in in_guards
    ]
    answers = settled(scenario, variables.options)
    found += [*settled_findings(answers), *never(soonest(scenario, answers)), *_unmet(scenario)]
    return [*found, *_expected_words(scenario, response), *long_agendas(scenario)]


def odd_in_decisions(decisions: Decisions, bundle: Bundle | None) -> list[Finding]:
    """A decision after the end, or one that says a word which is no order; both need the scenario."""
    if bundle is None:
        return []
    found = list(too_late(decisions, bundle.scenario))
    for index, one in enumerate(decisions.decisions):
        found += _words(one, ("decisions", index), bundle.scenario, bundle.response)
    return found


def _expected_words(scenario: Scenario, response: Response | None) -> Iterator[Finding]:
    for index, inject in enumerate(scenario.injects):
        for number, one in enumerate(inject.expect):
            yield from _words(one, ("injects", index, "expect", number), scenario, response)


def _words(act: Act, path: Path, scenario: Scenario, response: Response | None) -> Iterator[Finding]:
    """The words of an act that speaks an order and are none. They may be meant: a room that says the wrong word."""
    if act.action not in SPEAKS:
        return
    orders = tuple(response.words) if response is not None and response.words else ORDERS
    others = {*FACTS, *_facts_in(scenario)} if act.action == "tell" else set()
    for word in act.what or ():
        if word not in orders and word not in others:
            message = NO_ORDER if response is not None else NO_ORDER.replace(" of the response plan", "")
            yield Finding((*path, "what"), f"{one_line(word)} {message}{_near(word, orders)}")


def _near(word: str, orders: tuple[str, ...]) -> str:
    meant = meant_order(word)
    return f"; did you mean {meant}?" if meant in orders else did_you_mean(word, orders)


def _facts_in(scenario: Scenario) -> Iterator[str]:
    """The words for facts that a scenario's effects bring up: people can be told them."""
    for inject in scenario.injects:
        yield from (one.fact for one in inject.effect if isinstance(one, Rumour | TellEffect))


def _unmet(scenario: Scenario) -> Iterator[Finding]:
    """Expectations of somebody who is not there."""
    roles = (*scenario.roles, *ROLE_CLASSES, "facilitator")
    for index, inject in enumerate(scenario.injects):
        for number, one in enumerate(inject.expect):
            if one.role is not None and one.role not in roles:
                near = did_you_mean(one.role, roles) or "; add it under roles"
                message = f"nobody can meet {one.id}: there is no role {one_line(one.role)}{near}"
                yield Finding(("injects", index, "expect", number, "role"), message)


def odd_in_response(response: Response) -> Iterator[Finding]:
    """Warnings: a step that is not played yet, a word that is nearly one of the words for places."""
    yield from unplayed_steps(response)
    for name, annex in response.hazards.items():
        for number, step in enumerate(annex.steps):
            for key, value in step.given().items():
                for word in value if isinstance(value, tuple) else (value,):
                    if isinstance(word, str) and "_" in word and word not in (*PLACE_WORDS, *response.roles):
                        near = did_you_mean(word, PLACE_WORDS) if key in ("what", "who", "to", "spaces") else ""
                        if near:
                            path = ("hazards", name, "steps", number, key)
                            yield Finding(path, f"{one_line(word)} is not one of the words for places{near}")
