"""Acts of speaking: on the radio, by phone, in person; asking, and passing on from one channel to another.

Facts carry the date at which they were so, wherever they have been since. One person says one thing at a time.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.channels import RADIO, SCHOOL_ORDER, Channels, Message
from simulator.engine.play import Play
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Fixed
from simulator.model.events import Row

FIRST_OFFICER = "first_officer"
IN_PERSON, PHONE, TEXT = "in_person", "phone", "text"
WAYS = (IN_PERSON, RADIO, PHONE)
NOT_SAID = frozenset({"order", SCHOOL_ORDER})
AT_ONCE = Fixed(fixed=0)
"""Pressing a key and speaking: what a message takes is its airtime."""


class Speaking:
    """The acts of one run, on its channels."""

    def __init__(self, play: Play, channels: Channels):
        self.play, self.channels, self.world, self.orders = play, channels, play.world, play.orders
        self.orders.by_radio = self.announce
        if channels.radio:
            self.world.listen("announced", self._announced)

    # ---- radio -------------------------------------------------------------------------------------------------------

    def broadcast(self, act: Act, role: str, cause: str) -> int:
        """Say something on a channel; without `about` and `what`, everything that one knows."""
        facts, what = self._content(act, role)
        if not facts and what is None:
            facts = tuple(fact for fact in self.play.knowledge.facts(role) if fact not in NOT_SAID)
        return self._on_radio(act, role, act.channel or "", facts, what, cause)

    def _content(self, act: Act, role: str) -> tuple[tuple[str, ...], str | None]:
        """The facts of an act, and the order or the words that are no fact."""
        named = tuple(one for one in act.what or () if one not in self.orders.words)
        facts = (*(act.about or ()), *self.channels.held(role, named))
        other = [one for one in act.what or () if one not in facts]
        return facts, other[0] if other else None

    def _on_radio(
        self, act: Act, role: str, channel: str, facts: tuple[str, ...], what: str | None, cause: str
    ) -> int:  # fmt: skip
        self.channels.may_speak(role, channel)
        takes = self.orders.takes_ms(act, role, AT_ONCE, cause)
        ready = self.orders.start_ms(role, takes) + takes
        done = self.channels.broadcast(role, channel, facts, what, cause, ready_ms=ready)
        self._busy_until(role, done)
        return done

    def _busy_until(self, role: str, t_ms: int) -> None:
        self.orders.busy_until[role] = max(self.orders.busy_until.get(role, 0), t_ms)

    def announce(self, act: Act, role: str, cause: str) -> int:
        """An announcement by radio alone: whoever is on the speaker's own channel hears it."""
        channel = self._own_channel(role)
        word = act.what[0] if act.what else ""
        takes = self.orders.takes_ms(act, role, self.play.scenario.conduct.announce_s, cause)
        ready = self.orders.start_ms(role, takes) + takes

        def heard() -> None:
            self.world.emit("announced", cause, word, role, act.via or (RADIO,), (), ())
            if word in self.orders.words:
                self.orders.latest = word

        done = self.channels.say(Message(role, channel, (), word, cause, heard=heard), ready)
        self._busy_until(role, done)
        return done

    def _own_channel(self, role: str) -> str:
        channels = self.channels.channels_of(role)
        if not channels:
            raise Refused(f"the {role.replace('_', ' ')} has no radio: use the PA, or tell people in person")
        self.channels.may_speak(role, channels[0])
        return channels[0]

    def _announced(self, row: Row) -> None:
        """What was said over the PA and goes out by radio too is said there next."""
        if {"pa", RADIO} <= set(row[5]) and row[4] is not None and (channels := self.channels.channels_of(row[4])):
            again = partial(self._again, Message(row[4], channels[0], (), row[3], row[2]))
            self.world.at(row[0], OPENINGS, again)

    def _again(self, message: Message) -> None:
        self._busy_until(message.sender, self.channels.say(message))

    def relay(self, act: Act, role: str, cause: str) -> None:
        """Somebody on two channels repeats on each what is said on the other, from now on."""
        join, by = act.join or (), act.by or role
        if by == "dispatch":
            centres = self.play.scenario.comms.psaps.centres
            found = [name for name in centres if all(name in self.channels.users(one) for one in join)]
            if not found:
                raise Refused(f"no 911 centre is on {' and '.join(join)}")
            by = found[0]
        self.channels.relay(join, by)

    # ---- telling and asking ------------------------------------------------------------------------------------------

    def tell(self, act: Act, role: str, cause: str) -> int:
        """Tell somebody facts, or carry an order to people; returns when the last of them knows."""
        facts, what = self._content(act, role)
        order = what if what in self.orders.words else None
        ways = act.via or ((IN_PERSON,) if order else WAYS)
        if (order and ways == (IN_PERSON,)) or not (order or facts):
            return self.orders.tell(act, role, cause)
        done = self.world.now
        for to in act.to or ():
            for who in self._who(to):
                done = max(done, self._carry(act, role, who, facts, order, cause))
        return done

    def _carry(self, act: Act, role: str, who: str, facts: tuple[str, ...], order: str | None, cause: str) -> int:
        match self._way(act, role, who):
            case "radio":
                channel = self.channels.shared(role, who) or ""
                return self._on_radio(act, role, channel, facts, order, cause)
            case "in_person":
                takes = self.orders.takes_ms(act, role, self.play.scenario.conduct.tell_s, cause)
                done = self.orders.start_ms(role, takes) + takes
                self.world.at(done, OPENINGS, partial(self._told, role, who, facts, order, IN_PERSON, cause))
                return done
            case _:
                takes = self.orders.takes_ms(act, role, self.play.scenario.readiness.phone_s, cause)
                return self.phone(role, who, facts, cause, order, takes)

    def _told(
        self, source: str, who: str, facts: tuple[str, ...], order: str | None, via: str, cause: str | None
    ) -> None:  # fmt: skip
        self.channels.pass_on(source, who, self.channels.held(source, facts), order, via, cause)

    def ask(self, act: Act, role: str, cause: str) -> int:
        """Ask somebody what they know of some facts, or of everything; returns when the answer has come."""
        done = self.world.now
        for to in act.to or ():
            for who in self._who(to):
                facts = act.about or tuple(fact for fact in self.play.knowledge.facts(who) if fact not in NOT_SAID)
                done = max(done, self._question(act, role, who, facts, cause))
        return done

    def _question(self, act: Act, role: str, who: str, facts: tuple[str, ...], cause: str) -> int:
        way = self._way(act, role, who)
        if way == RADIO:
            channel = self.channels.shared(role, who) or ""
            asked = self._on_radio(act, role, channel, (), "a question", cause)
            return self.channels.broadcast(who, channel, facts, None, cause, ready_ms=asked)
        person = way == IN_PERSON
        default = self.play.scenario.conduct.tell_s if person else self.play.scenario.readiness.phone_s
        done = self.orders.start_ms(role, takes := self.orders.takes_ms(act, role, default, cause)) + takes
        self.world.at(done, OPENINGS, partial(self._told, who, role, facts, None, way, cause))
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
        self._told(sender, to, facts, order, PHONE, cause)

    def line_of(self, who: str) -> str:
        """The phone line of a role; whoever has none has a mobile."""
        role = self.play.scenario.roles.get(who)
        return role.phone if role is not None and role.phone is not None else "mobile"

    def line_from(self, who: str) -> str:
        """The line that somebody calls from: their own, and a mobile where that is dead."""
        line = self.line_of(who)
        return "mobile" if line in self.channels.dead_lines else line

    # ---- to whom, and how --------------------------------------------------------------------------------------------

    def _who(self, to: str) -> list[str]:
        """Whom a reference means: a role, an agency, a unit, a centre, or everybody of a group or in a place."""
        scenario = self.play.scenario
        if to == FIRST_OFFICER:
            return [self._first_officer()]
        known = (*scenario.roles, *scenario.agencies, *self.channels.units, *scenario.comms.psaps.centres)
        if to == "facilitator":
            return []
        if to in known:
            return [to]
        movers = self.play.people.matching(to, None)
        try:
            movers = movers or self.orders.within(self.orders.told_spaces((to,)))
        except KeyError:
            movers = []
        if not movers:
            raise Refused(f"there is nobody called {to} here")
        return [mover.name for mover in movers]

    def _first_officer(self) -> str:
        arrived = (row for row in self.world.log if row[1] == "arrived" and row[3] == "police")
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
        how = " or ".join(way.replace("_", " ") for way in ways)
        raise Refused(f"the {role.replace('_', ' ')} cannot reach {who.replace('_', ' ')} by {how}")

    def _on_site(self, who: str) -> bool:
        if who in self.play.scenario.roles:
            return who not in self.play.away
        return who in self._movers() or self._arrived(who)

    def _movers(self) -> set[str]:
        return {mover.name for mover in self.world.movers}

    def _arrived(self, who: str) -> bool:
        return any(row[1] == "arrived" and who in (row[3], row[4]) for row in self.world.log)

    def _has_a_phone(self, who: str) -> bool:
        scenario = self.play.scenario
        reached = (*scenario.roles, *scenario.agencies, *self.channels.units, *scenario.comms.psaps.centres)
        return who in reached
