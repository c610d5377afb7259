"""The door by which the person of a threat came in: who saw it, and who is told of it by a message of the exercise.

Messages carry facts by the effect `tell`. One more convention: a message that asks its reader to call 911 and to say
some facts has told the reader those facts, as far as the scenario knows them (what, where the person is, which door).
"""

from __future__ import annotations

from functools import partial

from simulator.engine.play import Play
from simulator.engine.world import CHOICES
from simulator.model.events import Row
from simulator.model.inject import Inject
from simulator.rules.itinerary import entry_step, goes_to

DOOR = "door"
SEEN = "seen"
MESSAGE = "message"
CALL = "call_911"


class Doorway:
    """Who knows the door. Nobody listens where the scenario has neither a person who comes in nor such a message."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.script = play.scenario.threat or play.scenario.intruder
        self.asking = {one.id: one for one in play.scenario.injects if _facts(one)}
        if self.script is not None:
            self.world.listen("threat_entered", self._comes_in)
        self.world.listen("inject_released", self._released)

    def _comes_in(self, row: Row) -> None:
        """Whoever sees the person at the instant of coming in has seen the door."""
        saw = partial(self._saw, row[0], row[4])
        self.world.listen("seen", saw)
        self.world.at(row[0] + 1, CHOICES, lambda: self.world.unlisten("seen", saw))

    def _saw(self, came_ms: int, door: str, row: Row) -> None:
        if row[0] == came_ms:
            self.world.at(row[0], CHOICES, partial(self._learns, row[3], DOOR, door, SEEN, row[2]))

    def _released(self, row: Row) -> None:
        """Once the message is read its reader knows what it names."""
        inject = self.asking.get(row[3])
        if inject is not None:
            self.world.at(row[0], CHOICES, partial(self._told, inject, row[4]))

    def _told(self, inject: Inject, to: tuple[str, ...]) -> None:
        for expected, facts in _facts(inject):
            for who in (expected,) if expected is not None else to:
                for fact in facts:
                    self._tell(who, fact, inject.id)

    def _tell(self, who: str, fact: str, cause: str) -> None:
        known = {"what": self.play.scenario.hazard, "where": self._place(), DOOR: self._door()}
        value = known.get(fact)
        if value is not None and who in self.play.scenario.roles:
            self._learns(who, fact, value, MESSAGE, cause)

    def _learns(self, who: str, fact: str, value: str, via: str, cause: str | None) -> None:
        self.play.knowledge.learn(who, fact, value, None, via, cause)

    def _door(self) -> str | None:
        """By which door the person comes in; where nobody does, the one by which help is let in: the main entrance."""
        plan = self.world.compiled.plan
        return plan.resolve(self.script.enters) if self.script is not None else plan.uses.get("main_entrance")

    def _place(self) -> str | None:
        """The space where the person is now, or will come in; None once it is over, or where there is none."""
        threat, building = self.play.threat, self.world.compiled.building
        if self.script is None or threat is None or threat.over:
            return None
        here = threat.where()
        if here is None:
            door = self.world.compiled.plan.resolve(self.script.enters)
            here = goes_to(building, entry_step(building, self.world.compiled.passage_names.index(door)))
        return building.segments[here].space


def _facts(inject: Inject) -> list[tuple[str | None, tuple[str, ...]]]:
    """Who is to call 911 and what they are to say, for a message that asks for it."""
    return [(one.role, one.says) for one in inject.expect if one.action == CALL and one.says]


def prepare(play: Play) -> None:
    """Listen where there is something to know."""
    scenario = play.scenario
    if scenario.threat or scenario.intruder or any(_facts(one) for one in scenario.injects):
        Doorway(play)
