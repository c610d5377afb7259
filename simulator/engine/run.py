"""`run`: one simulation, a pure function of scenario, seed and decisions."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from simulator import __version__
from simulator.engine import effects, handlers, hazards, incident
from simulator.engine.absent import absent_of, without
from simulator.engine.compiled import compiled
from simulator.engine.draw import resolved
from simulator.engine.evacuation import Evacuation
from simulator.engine.injects import Messages
from simulator.engine.knowledge import Knowledge
from simulator.engine.occupants import roster
from simulator.engine.orders import Orders
from simulator.engine.play import Facts, Play
from simulator.engine.response import Plan
from simulator.engine.sheltering import Sheltering
from simulator.engine.traits import traits_of
from simulator.engine.whens import Whens
from simulator.engine.world import World
from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Member, Run
from simulator.model.scenario import Scenario


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
    for decisions; whoever is not acts by the response plan. A role that is `absent` does nothing: nobody has it that
    day, its backups act, and what messages expect of it is not tested. Without `seats` all played roles are taken.
    Raises `InvalidFile` where a fixed value makes the scenario invalid, `Refused` for a seat that is not played.
    """
    with _uncollected():
        return _run(bundle, seed, tuple(decisions), until, frozenset(trace), set_values or {}, seats)


def _run(
    bundle: Bundle,
    seed: int,
    decisions: tuple[Decision, ...],
    until: float | None,
    traced: frozenset[str],
    set_values: Mapping[str, str],
    seats: Mapping[str, str] | None,
) -> Run:
    drawn, draw = resolved(bundle, seed, set_values)
    absent = absent_of(drawn, seats)
    scenario = without(drawn, absent)
    until_ms = scenario.horizon_ms if until is None else min(round(until * 1000), scenario.horizon_ms)
    world = World(compiled(bundle.plan, scenario.movement), scenario.movement, seed, traced)
    parties = roster(world.compiled, scenario, seed)
    people = Evacuation(world, scenario, parties, traits_of(parties, scenario.movement, seed))
    orders = Orders(world, people, scenario, bundle.response)
    sheltering = Sheltering(world, people, orders)
    facts = Facts(world, orders, draw)
    whens, knowledge = Whens(world, facts.holds), Knowledge(world)
    play = Play(world, people, scenario, orders, facts, whens, knowledge, bundle, sheltering, _taken(scenario, seats))
    play.absent = absent
    incident.prepare(play)
    for effect in scenario.setup:
        effects.apply(play, effect, "setup")
    messages = Messages(play)
    Plan(play)
    hazards.schedule(world, people, scenario)
    incident.begin(play)
    handlers.schedule(messages, decisions)
    if until_ms > 0:
        world.env.play(until_ms - 1)
        if until_ms == scenario.horizon_ms:
            messages.finish()
    return Run(
        scenario=drawn,
        plan=bundle.plan,
        seed=seed,
        draw=draw,
        engine=__version__,
        until_ms=until_ms,
        people=tuple(Member(party.name, party.kind, len(party.keys), party.space, party.home) for party in parties),
        rows=tuple(world.log),
        counts=world.counts(),
        standing=world.standing(),
        choices=tuple(world.choices),
        order=_order(bundle, scenario),
        due=tuple(messages.due),
        spared=tuple(messages.spared),
        steps=tuple(s.id for one in (bundle.response.hazards.values() if bundle.response else ()) for s in one.steps),
    )


def _order(bundle: Bundle, scenario: Scenario) -> str | None:
    annex = bundle.response.hazards.get(scenario.hazard) if bundle.response is not None else None
    return annex.order if annex is not None else None


def _taken(scenario: Scenario, seats: Mapping[str, str] | None) -> set[str]:
    """The played roles that somebody has taken; what is said of `all` holds for whoever is not named."""
    said = {"all": "taken"} if seats is None else seats
    played = [name for name, role in scenario.roles.items() if role.played]
    if odd := [name for name, seat in said.items() if name != "all" and seat == "taken" and name not in played]:
        raise Refused(f"{odd[0]} is not played in this scenario, so nobody can take the seat")
    return {name for name in played if said.get(name, said.get("all")) == "taken"}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: a run makes few cycles and drops them all at its end."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
