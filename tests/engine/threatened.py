"""Runs with an armed person in the wing, for tests about choices."""

from __future__ import annotations

from functools import partial
from typing import Any
from unittest.mock import patch

from simulator.engine import incident
from simulator.engine.noticing import WHERE
from simulator.engine.play import Play
from simulator.engine.run import run
from simulator.engine.world import CHOICES, SIGHT
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, rows
from tests.engine.wing import CONDUCT, PERCEPTION, wing

STANDS = {"enters": "XW", "at": 10, "pattern": "stationary", "lasts": {"fixed": 300}}
"""Comes in by the west exit at 00:10 and stays in strip H/1."""


def response(**more: Any) -> Response:
    tree = {"format": "hotwash.response/1", "title": "Test", "hazards": {"armed_assailant": {"order": "lockdown"}}}
    return Response.model_validate(tree | more)


def threatened(
    plan: Plan | None = None, *groups: dict[str, Any], plan_of_school: Response | None = None, **more: Any
) -> Bundle:
    """A scenario with the armed person; `more` are keys of the scenario file."""
    tree: dict[str, Any] = {
        "hazard": "armed_assailant", "threat": STANDS, "conduct": CONDUCT, "perception": PERCEPTION, "horizon": "10:00",
    }  # fmt: skip
    bundle = bundle_of(plan or wing(), list(groups), **(tree | more))
    return Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, plan_of_school)


ABSENT = {"threat": {"enters": "XW", "at": "09:00", "pattern": "stationary", "lasts": {"fixed": 10}}}
"""Nobody comes before 09:00: what people believe until then is what a test tells them."""


def play(
    bundle: Bundle, *decisions: Decision, seed: int = 1, trace: tuple[str, ...] = (), until: float | None = None,
    sights: dict[str, str] | None = None, news: tuple[tuple[int, str, str, str], ...] = (),
) -> Run:  # fmt: skip
    """A run. `sights`: who has the armed person before their eyes at 00:10, in which place, and recognises it at 00:14;
    `news`: (second, who, place, via) of what somebody is told."""
    with patch.object(incident, "begin", partial(_begin, incident.begin, sights or {}, news)):
        return run(bundle, seed, decisions, until, trace)


def _begin(before: Any, sights: dict[str, str], news: tuple[tuple[int, str, str, str], ...], play: Play) -> None:
    before(play)
    for who, place in sights.items():
        play.world.at(10_000, SIGHT, partial(_see, play, who, place))
        play.world.at(14_000, CHOICES, partial(_recognise, play, who))
    for t_s, who, place, via in news:
        play.world.at(t_s * 1000, CHOICES, partial(play.knowledge.learn, who, WHERE, place, "test", via, None))


def _see(play: Play, who: str, place: str) -> None:
    building = play.world.compiled.building
    space = place if place in building.of_space else building.segments[building.by_name[place]].space
    play.world.emit("seen", "test", who, "armed_assailant", place)
    play.knowledge.learn(who, WHERE, space, None, "seen", "test")


def _recognise(play: Play, who: str) -> None:
    assert play.noticing is not None
    play.noticing.recognised.add(who)
    for mover in [one for one in play.world.movers if one.party.name == who]:
        for call in play.noticing.noticed:
            call(mover)


def people(id: str, space: str, count: int = 1, kind: str = "staff", **more: Any) -> dict[str, Any]:
    """A group that waits for no alarm of its own and walks at 1 m/s."""
    return {"id": id, "kind": kind, "in": space, "count": count, "speed": {"fixed": 1}} | more


def chose(played: Run, party: str | None = None) -> list[tuple[Any, ...]]:
    """(time, party, option, reason) of each choice."""
    return [(row[0], row[3], row[4], row[7]) for row in rows(played, "chose") if party in (None, row[3])]
