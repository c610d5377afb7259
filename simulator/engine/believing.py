"""Who chooses together with whom, and what they go by: their eyes, what they were told, their training."""

from __future__ import annotations

from simulator.engine.doing import led_by
from simulator.engine.margins import Group
from simulator.engine.noticing import WHERE, Noticing
from simulator.engine.play import Play
from simulator.engine.world import Mover
from simulator.model.events import Row
from simulator.model.run import Believed
from simulator.rules.behaviour import Trained

SEEN, RUMOUR = "seen", "rumour"
"""How news came: before one's own eyes, and from nobody in particular."""


class Believing:
    """Everybody's groups, and what each goes by. `sights` is where somebody last saw the armed person, to the strip."""

    def __init__(self, play: Play, noticing: Noticing):
        self.noticing = noticing
        self.world, self.orders, self.knowledge = play.world, play.orders, play.knowledge
        self.eyes_ms = round(play.scenario.perception.eyes_s * 1000)
        self._trained = {group.id: group.trained for group in play.scenario.occupancy.groups}
        self.sights: dict[str, Believed] = {}
        self._by_name: dict[str, list[Mover]] = {}
        self._indexed = 0

    def saw(self, row: Row) -> None:
        """A `seen` row of the log: the place is known to the strip."""
        self.sights[row[3]] = Believed(row[5], row[0], None, SEEN)

    def group(self, mover: Mover) -> Group:
        """Those who choose as one with a mover: its class as far as that is in the same space."""
        whole = self.class_of(mover)
        if len(whole) == 1:
            return Group(mover, whole)
        space = self.orders.space(mover)
        movers = tuple(one for one in whole if self.orders.space(one) == space) or (mover,)
        return Group(led_by(movers, mover), movers)

    def class_leader(self, group: Group) -> Mover | None:
        """The column that a class is led in, for a group that is another part of it; None for who leads or is alone."""
        whole = self.class_of(group.leader)
        leader = led_by(whole, whole[0])
        return None if leader in group.movers else leader

    def class_of(self, mover: Mover) -> tuple[Mover, ...]:
        """Everybody of a mover's class, wherever they are: its party's columns, and its teacher."""
        party = mover.party
        if len(party.keys) == 1 and party.together is None:
            return (mover,)
        found = self.called(party.name if party.together is None else _class_named(party.together))
        return tuple(found) or (mover,)

    def trained_as(self, mover: Mover) -> Trained:
        """A group's training as the scenario says; without that staff and classes have had lockdown training."""
        said = self._trained.get(mover.party.group)
        return said or ("lockdown" if mover.party.kind == "staff" or mover.party.leaders > 0 else "none")

    def believes(self, group: Group) -> Believed | None:
        """The freshest that anybody of a group knows of where the armed person is; own eyes before hearsay."""
        if any(self.noticing.sees(mover) for mover in group.movers):
            where = self.noticing.threat.where()
            assert where is not None
            return Believed(self.world.compiled.names[where], self.world.now, None, SEEN)
        names = dict.fromkeys(name for one in group.movers for name in (one.name, one.party.name))
        found = [self.sights[name] for name in names if name in self.sights]
        heard = (known for name in names if (known := self.knowledge.of(name, WHERE)) is not None and known.via != SEEN)
        for known in heard:
            if known.via != RUMOUR or self.trained_as(group.leader) == "none":
                found.append(Believed(known.value, known.as_of_ms, known.source, known.via))
        return max(found, key=lambda one: one.as_of_ms, default=None)

    def knows(self, group: Group) -> bool:
        """Whether any of a group has recognised what is happening."""
        return any(self.noticing.knows(mover) for mover in group.movers)

    def own_eyes(self, believed: Believed | None) -> bool:
        """Whether a belief comes from people's own eyes, and not from long ago."""
        fresh = believed is not None and self.world.now - believed.as_of_ms <= self.eyes_ms
        return fresh and believed is not None and believed.via == SEEN

    def called(self, name: str) -> list[Mover]:
        """The mover of a name, or the columns that a party has become."""
        if self._indexed != len(self.world.movers):  # who splits up is more movers than before
            self._indexed, self._by_name = len(self.world.movers), {}
            for mover in self.world.movers:
                names = [mover.name, mover.party.name]
                if mover.party.together is not None:
                    names.append(_class_named(mover.party.together))
                for one in dict.fromkeys(names):
                    self._by_name.setdefault(one, []).append(mover)
        return self._by_name.get(name, [])


def _class_named(together: str) -> str:
    """What the index calls those who stay together; no mover has a space in its name."""
    return f"class in {together}"
