"""Counting people: each teacher's own class, by a step of the response plan, and whomever a role accounts for."""

from __future__ import annotations

from functools import partial

from simulator.engine.play import Play
from simulator.engine.school_acts import movers_of
from simulator.engine.securing import leads
from simulator.engine.streams import quantity, u
from simulator.engine.tasks import done_ms
from simulator.engine.triggers import kinds_of, matches
from simulator.engine.walking import WALKING
from simulator.engine.world import OPENINGS, Mover
from simulator.model.actions import Act
from simulator.model.events import Row
from simulator.model.response import Step
from simulator.rules.played import EACH, OWN_PEOPLE

ON_THE_WAY = frozenset({WALKING})
"""Whoever walks by counts nobody."""


def is_account_step(step: Step) -> bool:
    """Whether a step has every class counted by whoever leads it."""
    return step.action == "account" and step.role in EACH and step.who in OWN_PEOPLE


class Accounting:
    """The steps by which classes are counted where they are, each class in its own time, and once."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.begun: set[str] = set()
        self.counted: set[str] = set()
        steps = [step for step in play.orders.steps() if is_account_step(step)]
        for step in steps:
            for kind in kinds_of(step.on):
                self.world.listen(kind, partial(self._happened, step))
        if steps:
            self.world.listen("accounted", self._was_counted)

    def _was_counted(self, row: Row) -> None:
        self.counted.add(row[3])

    def _happened(self, step: Step, row: Row) -> None:
        if step.id not in self.begun and matches(step.on, row, self.world.compiled.plan):
            self.begun.add(step.id)
            self.world.at(self.world.now, OPENINGS, partial(self._begin, step))

    def _begin(self, step: Step) -> None:
        if not self.play.facts.judge(step.if_):
            return
        seed = self.world.seed
        for name, by in self._classes().items():
            key = f"{step.id}/{name}"
            if u(seed, "step done", key) < step.done:
                takes_ms = round(quantity(step.actual, seed, "step", key) * 1000)
                self.world.at(self.world.now + takes_ms, OPENINGS, partial(self._count, step, name, by))

    def _classes(self) -> dict[str, str]:
        """Classes, and groups of pupils with somebody of the staff in the same space: each with who counts it."""
        led = {mover.party.name: f"{mover.party.name}/1" for mover in self.world.movers if _is_class(mover)}
        staff: dict[str, str] = {}
        for mover in sorted(self.world.movers, key=lambda one: one.name):
            if leads(mover) and mover.party.kind == "staff" and mover.state not in ON_THE_WAY:
                staff.setdefault(self.play.orders.space(mover), mover.name)
        for mover in self.world.movers:
            adult = staff.get(self.play.orders.space(mover))
            if mover.party.kind == "pupils" and len(mover.party.keys) > 1 and adult is not None:
                led.setdefault(mover.party.name, adult)
        return led

    def _count(self, step: Step, name: str, by: str) -> None:
        """Whoever is with the teacher is counted; a class that was counted at a rally point is not counted again."""
        if name not in self.counted:
            count(self.play, name, by, step.id)


def count(play: Play, party: str, by: str, cause: str) -> None:
    """A party is counted where its first members are; whoever is elsewhere is missing from it."""
    movers = [mover for mover in play.world.movers if mover.party.name == party]
    if not movers:
        return
    place = play.orders.space(min(movers, key=lambda mover: mover.first))
    missing = sum(mover.n for mover in movers if play.orders.space(mover) != place)
    result = "all present" if missing == 0 else f"{missing} not with the class"
    play.world.emit("accounted", cause, party, by, result, place)


def account(play: Play, act: Act, role: str, cause: str) -> int:
    """A role counts people: a group, those in a space, or without `who` those around it. Raises Refused in words."""
    parties = dict.fromkeys(mover.party.name for mover in movers_of(play, act.who, role))
    ready_ms = done_ms(play, act, role, play.scenario.movement.count_s, cause)
    for party in parties:
        play.world.at(ready_ms, OPENINGS, partial(count, play, party, role, cause))
    return ready_ms


def _is_class(mover: Mover) -> bool:
    """Whether these people are a class with somebody who leads it."""
    return mover.party.leaders > 0 or (mover.party.together is not None and mover.party.kind == "pupils")
