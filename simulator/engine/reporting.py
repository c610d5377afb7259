"""Staff who recognise what is happening and have no role of their own tell the front office."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.noticing import WHERE, Noticing
from simulator.engine.play import Play
from simulator.engine.securing import leads
from simulator.engine.streams import quantity
from simulator.engine.world import CHOICES, Mover

PHONE = "phone"


class Reporting:
    """Reports to the front office: the first role of the plan, then of the scenario, that is indoors."""

    def __init__(self, play: Play, noticing: Noticing, noticed: Callable[[Mover], None]):
        self.play, self.noticing, self.noticed = play, noticing, noticed
        self.world, self.orders, self.knowledge = play.world, play.orders, play.knowledge
        self._reported: set[str] = set()

    def recognised(self, mover: Mover) -> None:
        """A mover has recognised what is happening: staff without a role report it once, after a while."""
        name = mover.party.name
        if not leads(mover) or name in self.play.scenario.roles or name in self._reported:
            return
        self._reported.add(name)
        takes = quantity(self.play.scenario.perception.report_s, self.world.seed, "report", mover.party.keys[0])
        self.world.at(self.world.now + round(takes * 1000), CHOICES, partial(self._report, mover))

    def _report(self, mover: Mover) -> None:
        office = self.front_office()
        if office is None:
            return
        cause = self.noticing.threat.what
        for source in dict.fromkeys((mover.name, mover.party.name)):
            if known := self.knowledge.of(source, WHERE):
                self.knowledge.learn(
                    office.party.name, WHERE, known.value, mover.party.name, PHONE, cause, known.as_of_ms
                )
        self.knowledge.learn(office.party.name, "what", cause, mover.party.name, PHONE, cause)
        if not self.noticing.knows(office):
            takes = quantity(
                self.play.scenario.perception.recognise_s, self.world.seed, "recognise a report", office.party.keys[0]
            )
            self.world.at(self.world.now + round(takes * 1000), CHOICES, partial(self._understand, office))

    def _understand(self, office: Mover) -> None:
        if self.noticing.knows(office):
            return
        self.noticing.recognised.add(office.party.name)
        what = self.noticing.threat.what
        self.world.emit("recognised", what, office.party.name, what, self.play.people.walking.place(office))
        self.noticed(office)

    def front_office(self) -> Mover | None:
        """Who takes reports now; None where nobody with a role is indoors."""
        response, scenario = self.play.bundle.response, self.play.scenario
        named = [*(response.roles if response is not None else ()), *scenario.roles]
        for role in dict.fromkeys(named):
            mover = self.orders.person(role) if role in scenario.roles and role not in self.play.away else None
            if mover is not None and not self.world.compiled.open_air[mover.segment]:
                return mover
        return None
