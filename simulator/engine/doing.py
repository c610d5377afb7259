"""Carrying out what a party chose about an armed person: by the means that orders use too.

A way taken is kept as the mover's intent: whoever hides locks in, knocks and stays for alarms as under a lockdown.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.knowledge import Knowledge
from simulator.engine.margins import Arrivals, Group, Margins
from simulator.engine.orders import Belief
from simulator.engine.securing import leads
from simulator.engine.sheltering import Sheltering
from simulator.engine.walking import ADMITTED, FULL, QUEUED, STRANDED, WALKING
from simulator.engine.world import CHOICES, Mover
from simulator.model.run import Way

OWN_CHOICE = "own choice"
"""How somebody came by an intent that no order gave."""
UNDER_WAY = frozenset({WALKING, QUEUED, FULL, ADMITTED})


class Doing:
    """What movers are about. `doing[name]` is the kind and the goal of the way that a mover took last."""

    def __init__(self, sheltering: Sheltering, margins: Margins, knowledge: Knowledge):
        self.sheltering, self.margins, self.knowledge = sheltering, margins, knowledge
        self.world, self.people, self.orders = sheltering.world, sheltering.people, sheltering.orders
        self.doing: dict[str, tuple[str, str | None]] = {}
        self._settled = self.people.settled
        self.people.settled = self.settled

    def of(self, mover: Mover) -> tuple[str, str | None] | None:
        """The kind and the goal of what a mover is about; a column goes by its party's until it chooses itself."""
        return self.doing.get(mover.name) or self.doing.get(mover.party.name)

    def is_at_it(self, mover: Mover, way: Way) -> bool:
        """Whether a mover does already what a way asks for."""
        if self.of(mover) != (way.kind, way.to) or mover.state == STRANDED:
            return False
        return way.here or way.kind == "stay" or mover.state in UNDER_WAY

    def carry_out(self, group: Group, way: Way, arrivals: Arrivals | None, cause: str | None) -> None:
        """Everybody of a group does what was chosen, from now on."""
        for mover in group.movers:
            self.doing[mover.name] = way.kind, way.to
            match way.kind:
                case "run":
                    self._run(mover, way, arrivals, cause)
                case "hide" if way.here:
                    self._hide_here(group, mover, cause)
                case "hide":
                    self._hide_in(mover, way, arrivals, cause)
                case "defend":
                    self._defend(group, mover, cause)
                case _:
                    pass

    # ---- run ---------------------------------------------------------------------------------------------------------

    def _run(self, mover: Mover, way: Way, arrivals: Arrivals | None, cause: str | None) -> None:
        intent = self._intend(mover, "evacuate", cause)
        self.sheltering.stop(mover)
        if self.world.compiled.open_air[mover.segment]:
            self.sheltering.go(mover, intent, frozenset(), 0, "runs")
            return
        assert way.to is not None
        door = self.world.door(way.to)
        step = next(step for step in (2 * door, 2 * door + 1) if step in self.people.walking.exit_steps)
        known = self.margins.knows_shut(mover) - {step}
        self._keep_away(mover, known, frozenset((step,)), arrivals)
        mover.exit = step
        self.people.start(mover, "runs", cause)

    def _keep_away(self, mover: Mover, known: frozenset[int], goal: frozenset[int], arrivals: Arrivals | None) -> None:
        """Round the place where the armed person is thought to be, where there is a way round it."""
        away = self.margins.keeps_away(mover, goal, known, arrivals) - known
        self.margins.avoided[mover.name] = away
        mover.known = known | away if away else known

    # ---- hide --------------------------------------------------------------------------------------------------------

    def _hide_here(self, group: Group, mover: Mover, cause: str | None) -> None:
        intent = self._intend(mover, "lockdown", cause)
        self.sheltering.stop_here(mover, cause)
        if mover is group.leader:
            self.sheltering.lock_in(mover, self.orders.space(mover), intent)

    def _hide_in(self, mover: Mover, way: Way, arrivals: Arrivals | None, cause: str | None) -> None:
        assert way.to is not None
        intent = self._intend(mover, "lockdown", cause)
        self.sheltering.stop(mover)
        compiled = self.world.compiled
        inside = compiled.building.of_space[way.to]
        goal = frozenset(step for step in self.sheltering.refuges() if compiled.goes_to[step] in inside)
        known = self.margins.knows_shut(mover)
        self._keep_away(mover, known, goal, arrivals)
        self.sheltering.go(mover, intent, goal, 0, "hides")

    def settled(self, mover: Mover) -> None:
        """Somebody is where they were going: who came to hide tells those there, and the doors are locked."""
        intent = self.sheltering.intents.get(mover.name) or self.sheltering.intents.get(mover.party.name)
        if intent is None or intent.order != "lockdown" or intent.via != OWN_CHOICE or mover.outside:
            self._settled(mover)
            return
        space = self.orders.space(mover)
        self.world.at(self.world.now, CHOICES, partial(self._joined, mover, space, intent.cause))

    def _joined(self, mover: Mover, space: str, cause: str | None) -> None:
        if self.orders.space(mover) != space:
            return
        for other in self.sheltering.securing.inside(space):
            if other.party is not mover.party:
                self.tell(mover, other.name, "in_person", cause)
        if self.sheltering.stays(mover, space):
            self.sheltering.securing.begin(space, mover, cause, self.world.now)

    def tell(self, mover: Mover, who: str, via: str, cause: str | None) -> None:
        """Pass on what a mover knows of where the armed person is."""
        for source in dict.fromkeys((mover.name, mover.party.name)):
            self.knowledge.tell(source, who, ("threat_where",), via, cause)

    # ---- defend ------------------------------------------------------------------------------------------------------

    def _defend(self, group: Group, mover: Mover, cause: str | None) -> None:
        """Barricade and stay together at the door; nothing else is modelled."""
        self._intend(mover, "lockdown", cause)
        self.sheltering.stop_here(mover, cause)
        if mover is group.leader:
            self.sheltering.securing.begin(self.orders.space(mover), mover, cause, self.world.now)

    def _intend(self, mover: Mover, order: str, cause: str | None) -> Belief:
        intent = Belief(order, self.world.now, mover.name, OWN_CHOICE, cause)
        self.sheltering.intents[mover.name] = intent
        return intent


def led_by(movers: tuple[Mover, ...], asked: Mover) -> Mover:
    """Who chooses for people who stay together: an adult who leads them, else the one who is asked."""
    return next((mover for mover in movers if leads(mover)), asked)
