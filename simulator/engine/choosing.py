"""When people choose about an armed person, what they go by, and whom they take along.

A party chooses some time after it recognises, at an order, at news that changes its margins, at a door found shut, and
when it finds no room that lets it in; never twice within the parameter `redecide_s`. A class chooses as its teacher
does. Whoever has no training and sees others act does the same. Made only for scenarios with such a person in them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from simulator.engine.believing import RUMOUR, SEEN, Believing
from simulator.engine.doing import Doing
from simulator.engine.helping import HELPING, HELPLESS
from simulator.engine.knowledge import Known
from simulator.engine.margins import Arrivals, Group, Margins
from simulator.engine.noticing import WHERE, Noticing
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.reporting import Reporting
from simulator.engine.streams import quantity, u
from simulator.engine.walking import SPLIT, STRANDED
from simulator.engine.world import CHOICES, Mover
from simulator.model.distributions import Numeric
from simulator.model.events import Row
from simulator.model.run import Believed, Choice, Way, WayKind
from simulator.rules.behaviour import AS_ORDERED, UNHEEDED, choose, is_ahead, weighed

NO_WAY_OUT = "no way out"
IN_PERSON = "in_person"
WITH_CLASS = "stayed with the class"
NEVER_MS = 1 << 40
"""Stands for an arrival that cannot be, where two are compared."""


class Choosing:
    """Everybody's choices in one run with an armed person in it."""

    def __init__(self, play: Play, noticing: Noticing):
        self.play, self.noticing = play, noticing
        self.world, self.people, self.orders = play.world, play.people, play.orders
        self.sheltering, self.knowledge = play.sheltering, play.knowledge
        self.perception = play.scenario.perception
        self.margins = Margins(self.world, self.people, self.sheltering, self.perception, play.scenario.conduct)
        self.doing = Doing(self.sheltering, self.margins, self.knowledge)
        self.reporting = Reporting(play, noticing, self.noticed)
        self.minds = Believing(play, noticing)
        self.redecide_ms = round(self.perception.redecide_s * 1000)
        self.comfortable_ms = round(self.perception.comfortable_s * 1000)
        self.due: dict[str, int] = {}
        self.last_ms: dict[str, int] = {}
        self.uses: dict[str, int] = {}
        self.tries: dict[str, int] = {}
        self.turned_away: dict[str, int] = {}
        self.went_by: dict[str, Believed | None] = {}
        self._listen()

    def _listen(self) -> None:
        self.noticing.noticed.append(self.noticed)
        self.knowledge.hears.append(self.heard)
        self.orders.acts.remove(self.sheltering.act)
        self.orders.acts.append(self.ordered)
        self.people.walking.found_shut = self.found_shut
        self.world.listen("seen", self._seen)
        self.world.listen("recognised", self._understood)
        self.world.listen("waiting", self._waits)

    # ---- what makes people choose ------------------------------------------------------------------------------------

    def noticed(self, mover: Mover) -> None:
        """A mover has recognised what is happening."""
        self.consider(mover, self._drawn(self.perception.react_s, "react", mover), self.noticing.threat.what)
        self.reporting.recognised(mover)

    def _understood(self, row: Row) -> None:
        """Who recognises it from a message knows it too: a sign of it is no first sign any more."""
        if row[4] == self.noticing.threat.what:
            self.noticing.recognised.add(row[3])

    def ordered(self, mover: Mover, belief: Belief) -> None:
        """A mover has heard another order than it had: it acts at once, by the delays of the order's own conduct."""
        if self._is_played(mover):
            self.sheltering.intents.pop(mover.name, None)
            self.sheltering.act(mover, belief)
        elif not self.sheltering.waits_for_release(mover, belief):
            for one in self.minds.group(mover).movers:
                self.last_ms.pop(one.name, None)
            self.consider(mover, 0, belief.cause)

    def heard(self, who: str, fact: str, known: Known, cause: str | None) -> None:
        """Somebody has news of where the armed person is; of a rumour only those without training make something."""
        if fact != WHERE or known.via == SEEN:
            return
        for mover in self.minds.called(who):
            if known.via == RUMOUR and self.minds.trained_as(mover) != "none":
                continue
            if self._matters(mover):
                self.consider(mover, self._drawn(self.perception.react_s, "react", mover), cause)

    def _seen(self, row: Row) -> None:
        """With one's own eyes the place is known to the strip: whoever has recognised looks whether it is news."""
        self.minds.saw(row)
        for mover in self.minds.called(row[3]):
            if self.noticing.knows(mover) and self._matters(mover):
                self.consider(mover, self._drawn(self.perception.react_s, "react", mover), row[2])

    def found_shut(self, mover: Mover) -> None:
        """A door on a mover's way turned out to be shut; after some rooms that let nobody in no more are tried."""
        intent = self.sheltering.going_by(mover)
        if mover.goal is not None and intent is not None and intent.order == "lockdown":
            found = self.turned_away[mover.name] = self.turned_away.get(mover.name, 0) + 1
            if found >= self.perception.rooms_tried and not self._without_rooms(mover):
                self.tries[mover.name] = self.tries.get(mover.name, 0) + 1
        if self.doing.of(mover) is not None or mover.name in self.tries:
            self.consider(mover, self._drawn(self.perception.react_s, "react", mover), mover.cause)

    def _without_rooms(self, mover: Mover) -> bool:
        """Whether it is the turn of the ways out of the building for somebody whom no room lets in."""
        return self.tries.get(mover.name, 0) % 2 == 1

    def _waits(self, row: Row) -> None:
        """Nobody waits for ever: who finds no way tries again, out of the building and in the rooms by turns."""
        if row[5] == NO_WAY_OUT:
            for mover in self.minds.called(row[3]):
                if self.sheltering.going_by(mover) is not None:
                    self._again(mover)

    def _again(self, mover: Mover) -> None:
        tries = self.tries[mover.name] = self.tries.get(mover.name, 0) + 1
        self.consider(mover, self.redecide_ms << min(tries - 1, 6), mover.cause)

    def _matters(self, mover: Mover) -> bool:
        """Whether the armed person could now be where a party is, or is going, much sooner or later than it went by."""
        group = self.minds.group(mover)
        leader = group.leader
        if leader.name not in self.went_by:
            return True
        before, after = (
            self.margins.arrivals(leader, one) for one in (self.went_by[leader.name], self.minds.believes(group))
        )
        if before is None or after is None:
            return before is not after
        return any(
            abs((NEVER_MS if old is None else old) - (NEVER_MS if new is None else new)) > self.comfortable_ms
            for old, new in zip(self._awaited(leader, before), self._awaited(leader, after), strict=True)
        )

    def _awaited(self, mover: Mover, arrivals: Arrivals) -> tuple[int | None, int | None]:
        """The armed person's earliest arrival where a mover is, and at the exit or room that it has chosen."""
        here = arrivals.in_segment(mover.segment)
        kind, to = self.doing.of(mover) or (None, None)
        compiled = self.world.compiled
        if to in compiled.building.of_space:
            return here, arrivals.in_segment(compiled.building.of_space[to][0])
        return here, arrivals.at_passage(self.world.door(to)) if kind == "run" and to is not None else here

    # ---- when --------------------------------------------------------------------------------------------------------

    def consider(self, mover: Mover, delay_ms: int, cause: str | None, others: WayKind | None = None) -> None:
        """A mover, with those it stays with, will choose: after a delay, and not too soon after it last did."""
        group = self.minds.group(mover)
        name, t_ms = group.leader.name, max(self.world.now + delay_ms, self._not_before(group))
        if self.due.get(name, t_ms + 1) <= t_ms:
            return
        self.due[name] = t_ms
        self.world.at(t_ms, CHOICES, partial(self._due, group.leader, t_ms, cause, others))

    def _not_before(self, group: Group) -> int:
        """When people who have just chosen may choose again."""
        last_ms = [self.last_ms[mover.name] for mover in group.movers if mover.name in self.last_ms]
        return max(last_ms) + self.redecide_ms if last_ms else 0

    def _due(self, mover: Mover, t_ms: int, cause: str | None, others: WayKind | None) -> None:
        if self.due.get(mover.name) != t_ms:
            return
        del self.due[mover.name]
        for one in [mover] if mover.state != SPLIT else self.minds.called(mover.party.name):
            if self._not_before(self.minds.group(one)) <= self.world.now:
                self._choose(one, cause, others)
            elif self.last_ms.get(one.name) != self.world.now:  # those who have just joined have chosen meanwhile
                self.consider(one, 0, cause, others)

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def _choose(self, mover: Mover, cause: str | None, others: WayKind | None) -> None:
        group = self.minds.group(mover)
        leader = group.leader
        if self._is_played(leader) or leader.state in (HELPLESS, HELPING) or self._is_away(leader):
            return
        believed, order = self.minds.believes(group), self.orders.belief(leader)
        heeded = order if order is not None and self._complies(leader, order) else None
        if believed is None and not self.minds.knows(group) and others is None and leader.name not in self.tries:
            self._only_ordered(group, order, heeded, cause)
            return
        self._forget_doors(group)
        arrivals = self.margins.arrivals(leader, believed)
        ways = self.margins.ways(group, arrivals, rooms=not self._without_rooms(leader))
        if heeded is not None and heeded.order == "evacuate":
            ways = self._as_told(group, heeded, ways)
        own_eyes = self.minds.own_eyes(believed)
        near = own_eyes and arrivals is not None and arrivals.near(leader.segment, self.perception.contact_m * 1000)
        way = self._with_class(group, ways) or choose(
            ways, self.minds.trained_as(leader), heeded.order if heeded is not None else None, own_eyes, near,
            comfortable_ms=self.comfortable_ms, where_known=arrivals is not None, others=others,
        )  # fmt: skip
        self._take(group, way, ways, arrivals, believed, order, cause)

    def _with_class(self, group: Group, ways: tuple[Way, ...]) -> Way | None:
        """The way of whoever leads a class, for the part of it that is elsewhere: unless only another way is clear."""
        leader = self.minds.class_leader(group)
        others_clear = any(is_ahead(one) for one in ways if one.kind in ("run", "hide"))
        for about in (self.doing.of(leader), self.doing.of(group.leader)) if leader is not None else ():
            way = next((one for one in ways if (one.kind, one.to) == about and not one.here), None)
            if way is not None and (is_ahead(way) or not others_clear):
                return replace(way, why=WITH_CLASS)
        return None

    def _as_told(self, group: Group, order: Belief, ways: tuple[Way, ...]) -> tuple[Way, ...]:
        """The ways left by the exit that an order names; a place that it names is gone to afterwards."""
        if order.to is not None:
            self.people.sent_to |= {mover.party.name: order.to for mover in group.movers}
        exit_id = None if order.through is None else self.world.compiled.plan.resolve(order.through)
        named = [way for way in ways if way.kind == "run" and way.to == exit_id]
        return (*named, *(way for way in ways if way.kind != "run")) if named else ways

    def _only_ordered(self, group: Group, order: Belief | None, heeded: Belief | None, cause: str | None) -> None:
        """Whoever knows of nobody does what was ordered, or goes on as before."""
        if order is None:
            return
        way = replace(self.margins.ordered(group, order.order), why=AS_ORDERED) if heeded else UNHEEDED
        self._log(group, way, (way,), None, order, cause)
        if heeded is not None:
            self._obey(group, heeded)

    def _take(
        self, group: Group, way: Way, ways: tuple[Way, ...], arrivals: Arrivals | None, believed: Believed | None,
        order: Belief | None, cause: str | None,
    ) -> None:  # fmt: skip
        for mover in group.movers:
            self.went_by[mover.name] = believed
        if all(self.doing.is_at_it(mover, way) for mover in group.movers):
            return
        self._log(group, way, ways, believed, order, cause)
        if way.kind == "stay" and way.why == AS_ORDERED and order is not None:
            self._obey(group, order)
        else:
            self.doing.carry_out(group, way, arrivals, cause)
        if group.leader.state == STRANDED:
            self._again(group.leader)
        if way.kind != "stay":
            self._is_followed(group, cause)
            self._is_seen(group, way, cause)

    def _obey(self, group: Group, order: Belief) -> None:
        for mover in group.movers:
            if order.order != "stay":  # which goes on with whatever people hide for
                self.sheltering.intents.pop(mover.name, None)
            self.sheltering.act(mover, order)

    def _log(
        self, group: Group, way: Way, ways: tuple[Way, ...], believed: Believed | None, order: Belief | None,
        cause: str | None,
    ) -> None:  # fmt: skip
        """The log has the way taken and the best of each kind; all is kept for parties that are traced."""
        best = weighed(ways, self.comfortable_ms)
        if said(way) not in map(said, best):
            best = (way, *best)
        margins = tuple(None if one.margin_ms is None else one.margin_ms / 1000 for one in best)
        for mover in group.movers:
            self.last_ms[mover.name] = self.world.now
            why = way.why if mover is group.leader else f"with {group.leader.name}"
            self.world.emit("chose", cause, mover.name, said(way), tuple(map(said, best)), margins, why)
            if mover.party.name in self.world.traced:
                place, told = self.people.walking.place(mover), order.order if order is not None else None
                taken = replace(way, why=why)
                choice = Choice(self.world.now, mover.name, place, way.to, (), taken, ways, believed, told)
                self.world.choices.append(choice)

    def _is_followed(self, group: Group, cause: str | None) -> None:
        """The other columns of a class see what whoever leads it does, and think again."""
        if self.minds.class_leader(group) is None:
            for one in self.minds.class_of(group.leader):
                if one not in group.movers:
                    self.consider(one, 0, cause)

    def _is_seen(self, group: Group, way: Way, cause: str | None) -> None:
        """Those beside the group who have no training and have chosen nothing yet do the same after a while."""
        for other in self.world.within((group.leader.segment,)):
            if other in group.movers or self.doing.of(other) is not None:
                continue
            leader = self.minds.group(other).leader
            if self.minds.trained_as(leader) == "none" and leader.name not in self.due:
                self.consider(other, self._drawn(self.perception.imitate_s, "imitate", other), cause, way.kind)

    # ---- what they go by ------------------------------------------------------------------------------------

    def _complies(self, mover: Mover, order: Belief) -> bool:
        if order.via == IN_PERSON and self.noticing.threat.over:
            return True  # who comes to a room in person once it is over leads its people out
        key = f"{mover.party.keys[mover.first]}/{order.order}"
        return u(self.world.seed, "complies", key) < self.perception.complies

    def _is_played(self, mover: Mover) -> bool:
        """Whether a person at the table decides for somebody: then only decisions and orders move them."""
        return mover.party.name in self.play.seats or mover.name in self.sheltering.on_duty

    def _is_away(self, mover: Mover) -> bool:
        return self.world.compiled.building.segments[mover.segment].kind == "assembly"

    def _forget_doors(self, group: Group) -> None:
        """Who stands without a way gives the doors that were shut another chance."""
        for mover in group.movers:
            if mover.state == STRANDED:
                mover.known = self.world.believed_at_start(mover)

    def _drawn(self, distribution: Numeric, purpose: str, mover: Mover) -> int:
        """One draw in ms for each use that a mover makes of it."""
        key = mover.party.keys[mover.first]
        k = self.uses.get(f"{purpose}/{key}", 0)
        self.uses[f"{purpose}/{key}"] = k + 1
        return round(quantity(distribution, self.world.seed, purpose, key, k) * 1000)


def said(way: Way) -> str:
    """A way in a word or two: `run X1`, `hide 101`, `stay`."""
    return way.kind if way.to is None else f"{way.kind} {way.to}"
