"""Telling and asking: in person, on a channel that both are on, or by phone; facts keep their own dates."""

from __future__ import annotations

from functools import partial

from simulator.engine.called import who as called
from simulator.engine.channels import RADIO, Channels
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.securing import leads
from simulator.engine.speaking import NOT_SAID, Speaking
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Numeric
from simulator.rules.responders import is_police

FIRST_OFFICER, FACILITATOR = "first_officer", "facilitator"
IN_PERSON, PHONE, TEXT = "in_person", "phone", "text"
WAYS = (IN_PERSON, RADIO, PHONE)
EACH = frozenset({"each_teacher", "each_staff"})
CROWDS = frozenset({*EACH, "zones_not_reached", "outdoor_groups"})


class Telling:
    """The acts of telling and asking of one run."""

    def __init__(self, play: Play, channels: Channels, speaking: Speaking):
        self.play, self.channels, self.speaking = play, channels, speaking
        self.world, self.orders = play.world, play.orders

    # ---- telling ----------------------------------------------------------------------------------------------------

    def tell(self, act: Act, role: str, cause: str) -> int:
        """Tell people facts, or carry an order to them; returns when the last of them knows, or the first room.

        Orders go in person, room after room, unless the act names a radio or a phone. Raises Refused in words.
        """
        facts, what = self.speaking.content(act, role)
        order = what if what in self.orders.words else None
        if not (order or facts):
            return self.orders.tell(act, role, cause)
        crowds = [to for to in act.to or () if to in CROWDS or not self._is_named(to)]
        others = [to for to in act.to or () if to not in crowds and to != FACILITATOR]
        ways = act.via or ((IN_PERSON,) if order else WAYS)
        if order and (ways == (IN_PERSON,) or (crowds and not self._by_radio(role, ways))):
            return self.orders.tell(act, role, cause)
        done = [self._carry(act, role, self._who(to), facts, order, cause) for to in others]
        done += [self._to_crowd(act, role, to, facts, order, cause) for to in crowds]
        return max(done, default=self.world.now)

    def _by_radio(self, role: str, ways: tuple[str, ...]) -> bool:
        return RADIO in ways and bool(self.channels.channels_of(role))

    def _carry(self, act: Act, role: str, who: str, facts: tuple[str, ...], order: str | None, cause: str) -> int:
        match self._way(act, role, who):
            case "radio":
                channel = self.channels.shared(role, who) or ""
                return self.speaking.on_radio(act, role, channel, facts, order, cause)
            case "in_person":
                done = self._takes(act, role, self.play.scenario.conduct.tell_s, cause)
                self.world.at(done, OPENINGS, partial(self._told, role, (who,), facts, order, IN_PERSON, cause))
                return done
            case _:
                takes = self.orders.takes_ms(act, role, self.play.scenario.readiness.phone_s, cause)
                return self.phone(role, who, facts, cause, order, takes)

    def _takes(self, act: Act, role: str, default: Numeric, cause: str) -> int:
        """When a role will have done something that takes so long."""
        takes = self.orders.takes_ms(act, role, default, cause)
        return self.orders.start_ms(role, takes) + takes

    def _to_crowd(self, act: Act, role: str, to: str, facts: tuple[str, ...], order: str | None, cause: str) -> int:
        """Everybody of a group or in a place: in person at once, or an order by the radio that their staff carry."""
        if order is None:
            done = self._takes(act, role, self.play.scenario.conduct.tell_s, cause)
            self.world.at(done, OPENINGS, partial(self._told_crowd, role, to, facts, cause))
            return done
        heard = partial(self._heard_by_crowd, role, to, order, cause)
        return self.speaking.on_radio(act, role, self.channels.channels_of(role)[0], facts, order, cause, heard)

    def _told_crowd(self, role: str, to: str, facts: tuple[str, ...], cause: str) -> None:
        self._told(role, tuple(mover.name for mover in self._crowd(to)), facts, None, IN_PERSON, cause)

    def _heard_by_crowd(self, role: str, to: str, order: str, cause: str) -> None:
        for mover in self._crowd(to):
            self.orders.learn(mover, Belief(order, self.world.now, role, RADIO, cause))

    def _told(
        self, source: str, whom: tuple[str, ...], facts: tuple[str, ...], order: str | None, via: str,
        cause: str | None,
    ) -> None:  # fmt: skip
        said = self.channels.held(source, facts)
        for who in whom:
            self.channels.pass_on(source, who, said, order, via, cause)

    # ---- asking -----------------------------------------------------------------------------------------------------

    def ask(self, act: Act, role: str, cause: str) -> int:
        """Ask somebody what they know of some facts, or of everything; returns when the answer has come."""
        done = [self._question(act, role, self._who(to), cause) for to in act.to or () if to != FACILITATOR]
        return max(done, default=self.world.now)

    def _question(self, act: Act, role: str, who: str, cause: str) -> int:
        facts = act.about or tuple(fact for fact in self.play.knowledge.facts(who) if fact not in NOT_SAID)
        way = self._way(act, role, who)
        if way == RADIO:
            channel = self.channels.shared(role, who) or ""
            asked = self.speaking.on_radio(act, role, channel, (), "a question", cause)
            return self.channels.broadcast(who, channel, facts, None, cause, ready_ms=asked)
        default = self.play.scenario.conduct.tell_s if way == IN_PERSON else self.play.scenario.readiness.phone_s
        done = self._takes(act, role, default, cause)
        self.world.at(done, OPENINGS, partial(self._told, who, (role,), facts, None, way, cause))
        return done

    # ---- phone -------------------------------------------------------------------------------------------------------

    def phone(
        self, sender: str, to: str, facts: tuple[str, ...], cause: str | None, order: str | None = None,
        takes_ms: int | None = None,
    ) -> int:  # fmt: skip
        """Call somebody and tell them; returns when they know. A call to a line that is dead is lost."""
        takes = takes_ms
        if takes is None:
            takes = self.channels.drawn_ms(self.play.scenario.readiness.phone_s, "phone", sender)
        begins = self.orders.start_ms(sender, takes)
        ends = partial(self._rang, sender, to, facts, order, cause)
        self.world.at(begins + takes, OPENINGS, ends)
        return begins + takes

    def _rang(self, sender: str, to: str, facts: tuple[str, ...], order: str | None, cause: str | None) -> None:
        words = ", ".join([*([order] if order else []), *facts]) or "a call"
        line = self.line_of(to)
        if line in self.channels.dead_lines:
            self.world.emit("lost", cause, words, sender, to, f"phone.{line}", 0.0, "the line is dead")
            return
        self.world.emit("sent", cause, words, sender, to, f"phone.{self.line_from(sender)}", 0.0, None)
        self.world.emit("received", cause, words, sender, to, f"phone.{line}", 0.0, None)
        self._told(sender, (to,), facts, order, PHONE, cause)

    def line_of(self, who: str) -> str:
        """The phone line of a role; whoever has none has a mobile."""
        role = self.play.scenario.roles.get(who)
        return role.phone if role is not None and role.phone is not None else "mobile"

    def line_from(self, who: str) -> str:
        """The line that somebody calls from: their own, and a mobile where that is dead."""
        line = self.line_of(who)
        return "mobile" if line in self.channels.dead_lines else line

    # ---- to whom, and how --------------------------------------------------------------------------------------------

    def _is_named(self, to: str) -> bool:
        """Whether a reference is one knower: a role, an agency, a unit, a centre."""
        scenario = self.play.scenario
        known = (*scenario.roles, *scenario.agencies, *self.channels.units, *scenario.comms.psaps.centres)
        return to in known or to in (FIRST_OFFICER, FACILITATOR)

    def _who(self, to: str) -> str:
        """The knower whom a reference means. Raises Refused where there is none."""
        if not self._is_named(to):
            raise Refused(f"there is nobody called {to} here who could be asked")
        return self._first_officer() if to == FIRST_OFFICER else to

    def _crowd(self, to: str) -> list[Mover]:
        """Everybody of a group or in a place, as they are now."""
        if to in EACH:
            return [mover for mover in self.world.movers if leads(mover)]
        try:
            return self.play.people.matching(to, None) or self.orders.within(self.orders.told_spaces((to,)))
        except KeyError:
            return []

    def _first_officer(self) -> str:
        arrived = (row for row in self.world.log if row[1] == "arrived" and is_police(row[3]))
        first = next(arrived, None)
        if first is None:
            raise Refused("no officer has arrived yet")
        return str(first[4])

    def _way(self, act: Act, role: str, who: str) -> str:
        """The first way that is open: in person on the site, on a channel that both are on, by phone."""
        ways = act.via or WAYS
        for way in ways:
            if way == IN_PERSON and self._on_site(role) and self._on_site(who):
                return way
            if way == RADIO and self.channels.shared(role, who) is not None:
                return way
            if way in (PHONE, TEXT) and self._has_a_phone(who):
                return PHONE
        scenario = self.play.scenario
        how = " or ".join("in person" if way == IN_PERSON else f"by {way}" for way in ways)
        raise Refused(f"{called(scenario, role)} cannot reach {called(scenario, who)} {how}")

    def _on_site(self, who: str) -> bool:
        role = self.play.scenario.roles.get(who)
        if role is not None and (who not in self.play.away or role.agency is None):
            return who not in self.play.away
        if role is not None:
            return self._arrived(role.agency or "")  # a supervisor comes with the first unit
        return who in self._movers() or self._arrived(who)

    def _movers(self) -> set[str]:
        return {mover.name for mover in self.world.movers}

    def _arrived(self, who: str) -> bool:
        return any(row[1] == "arrived" and who in (row[3], row[4]) for row in self.world.log)

    def _has_a_phone(self, who: str) -> bool:
        scenario = self.play.scenario
        reached = (*scenario.roles, *scenario.agencies, *self.channels.units, *scenario.comms.psaps.centres)
        return who in reached
