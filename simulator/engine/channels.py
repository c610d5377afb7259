"""Talkgroups: so many speakers at a time on each, messages in order, and who hears what was said.

Channels that a working patch joins are one. A message that finds no free channel in time is lost, and so is one on a
channel that is down, or where nobody else is: what is lost teaches nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from simulator.engine.called import who as called
from simulator.engine.knowledge import Known
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.comms import Talkgroup
from simulator.model.distributions import Numeric
from simulator.model.events import Row

RADIO = "radio"
SCHOOL_ORDER = "school_order"
"""An order of the school as whoever is not in the building knows of it."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something said on a channel: facts that the sender knows, or an order; `heard_on` is where it has been said."""

    sender: str
    channel: str
    facts: tuple[str, ...]
    what: str | None
    cause: str | None
    heard_on: frozenset[str] = frozenset()
    heard: Callable[[], None] | None = None

    @property
    def words(self) -> str:
        """What it carries, for the log."""
        return ", ".join([*([self.what] if self.what else []), *self.facts]) or "a call without news"


class Channels:
    """Every talkgroup of a run, the patches between them, and phone lines that are dead.

    `said` holds functions to call with each message that was heard, and with who heard it. `listens_in` are those at a
    console who have joined a channel.
    """

    def __init__(self, play: Play):
        self.play, self.world, self.knowledge = play, play.world, play.knowledge
        comms = play.scenario.comms
        self.radio: dict[str, Talkgroup] = comms.radio
        self.joined = joined(comms.radio, [patch.join for patch in comms.patches if patch.works])
        self.down = {name for name, channel in comms.radio.items() if not channel.works}
        self.dead_lines: set[str] = set()
        self.said: list[Callable[[Message, tuple[str, ...]], None]] = []
        self.units: dict[str, str] = {}
        self.listens_in: dict[str, list[str]] = {}
        self._taken: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        self._uses: dict[tuple[str, str], int] = {}
        if comms.radio:
            self.world.listen("dispatched", self._dispatched)

    # ---- who is on a channel -----------------------------------------------------------------------------------------

    def _dispatched(self, row: Row) -> None:
        """A unit is on its agency's channels from when it is sent."""
        self.units.setdefault(row[4], row[3])

    def users(self, channel: str) -> tuple[str, ...]:
        """Whoever hears and may speak on a channel now: roles, agencies, their units that were sent, their centres."""
        scenario = self.play.scenario
        named = list(self.radio[channel].users)
        named += [name for name, agency in scenario.agencies.items() if agency.radio == channel]
        agencies = [name for name in dict.fromkeys(named) if name in scenario.agencies]
        roles = [name for name, role in scenario.roles.items() if role.radio == channel]
        roles += [
            name for name, role in scenario.roles.items() if role.radio is None and role.agency in agencies
        ]  # fmt: skip
        units = [unit for unit, agency in self.units.items() if agency in agencies]
        found = dict.fromkeys([*named, *roles, *units, *self._centres(agencies), *self.listens_in.get(channel, ())])
        return tuple(name for name in found if self._has_a_radio(name))

    def _has_a_radio(self, name: str) -> bool:
        """Whoever is off the site hears only by a radio of their own, or their agency's."""
        role = self.play.scenario.roles.get(name)
        return role is None or name not in self.play.away or role.radio is not None or role.agency is not None

    def _centres(self, agencies: Iterable[str]) -> Iterator[str]:
        """The 911 centres that are on the channels of the agencies that they dispatch."""
        wanted = set(agencies)
        for name, centre in self.play.scenario.comms.psaps.centres.items():
            if wanted.intersection(centre.dispatches):
                yield name

    def at_console(self, role: str, centre: str) -> bool:
        """Whether a role works in a 911 centre: off the site, of no agency, and on a channel that the centre is on."""
        found = self.play.scenario.roles.get(role)
        if found is None or not found.off_site or found.agency is not None:
            return False
        return any({role, centre} <= set(self.users(channel)) for channel in self.radio)

    def channels_of(self, who: str) -> tuple[str, ...]:
        """The channels that somebody is on, their own first."""
        role = self.play.scenario.roles.get(who)
        mine = [role.radio] if role is not None and role.radio is not None else []
        return tuple(dict.fromkeys([*mine, *(name for name in self.radio if who in self.users(name))]))

    def hearers(self, channel: str, sender: str) -> tuple[str, ...]:
        """Everybody else on a channel, or on one that is joined to it and not down, in a fixed order."""
        names = [name for one in self.joined[channel] if one not in self.down for name in self.users(one)]
        return tuple(name for name in dict.fromkeys(names) if name != sender)

    def shared(self, sender: str, to: str) -> str | None:
        """A channel on which one can speak and the other hears; None where there is none."""
        return next((one for one in self.channels_of(sender) if to in self.hearers(one, sender)), None)

    # ---- speaking ----------------------------------------------------------------------------------------------------

    def broadcast(
        self, sender: str, channel: str, facts: tuple[str, ...], what: str | None, cause: str | None, *,
        ready_ms: int | None = None,
    ) -> int:  # fmt: skip
        """Say some facts, or an order, on a channel; returns when it is said, or given up. Raises Refused in words."""
        self.may_speak(sender, channel)
        return self.say(Message(sender, channel, facts, what, cause), ready_ms)

    def may_speak(self, sender: str, channel: str) -> None:
        """Raises Refused where somebody is not on a channel."""
        if channel not in self.radio:
            has = f"; there are: {', '.join(self.radio)}" if self.radio else ""
            raise Refused(f"there is no radio channel called {channel}{has}")
        if sender not in self.users(channel):
            raise Refused(f"{called(self.play.scenario, sender)} has no radio on the channel {channel}")

    def say(self, message: Message, ready_ms: int | None = None) -> int:
        """Put a message on the air as soon as the channel is free for as long as it takes."""
        readiness, now = self.play.scenario.readiness, self.world.now
        ready = now if ready_ms is None else max(now, ready_ms)
        airtime = self.drawn_ms(readiness.airtime_s, "airtime", message.sender)
        gives_up = round(readiness.gives_up_s * 1000)
        begins = self._free(message.channel, ready, airtime)
        if begins - ready > gives_up:
            reason = f"channel busy for {readiness.gives_up_s:g} s"
            self.world.at(ready + gives_up, OPENINGS, partial(self.lose, message, gives_up, reason))
            return ready + gives_up
        self._taken.setdefault(self.joined[message.channel], []).append((begins, begins + airtime))
        self.world.at(begins, OPENINGS, partial(self._on_air, message, begins - ready, airtime))
        return begins + airtime

    def drawn_ms(self, duration: Numeric, purpose: str, who: str) -> int:
        """A time in milliseconds for somebody's next use of it."""
        k = self._uses.get((purpose, who), 0)
        self._uses[purpose, who] = k + 1
        return round(quantity(duration, self.world.seed, purpose, who, k) * 1000)

    def _free(self, channel: str, ready: int, lasts: int) -> int:
        """The first instant from which a channel has room for one more speaker for so long."""
        group = self.joined[channel]
        taken = [one for one in self._taken.get(group, []) if one[1] > self.world.now]
        self._taken[group] = taken
        capacity = min(self.radio[name].capacity for name in group)

        def has_room(begins: int) -> bool:
            marks = [begins, *(start for start, _ in taken if begins < start < begins + lasts)]
            return all(sum(start <= mark < end for start, end in taken) < capacity for mark in marks)

        ends = sorted(end for _, end in taken if end > ready)
        return next(begins for begins in (ready, *ends) if has_room(begins))

    def _on_air(self, message: Message, wait: int, airtime: int) -> None:
        if message.channel in self.down:
            self.lose(message, wait, "the channel is down")
            return
        self._row("sent", message, None, wait, None)
        said = self.held(message.sender, message.facts)
        self.world.at(self.world.now + airtime, OPENINGS, partial(self._said, message, said, wait))

    def _said(self, message: Message, said: dict[str, Known], wait: int) -> None:
        """The sentence has ended: whoever is on the channel knows it, with the sender's own dates."""
        if message.channel in self.down:
            self.lose(message, wait, "the channel is down")
            return
        hearers = self.hearers(message.channel, message.sender)
        if not hearers:
            self.lose(message, wait, "nobody else is on it")
            return
        if message.heard is not None:
            message.heard()
        self._own_voice(message)
        for who in hearers:
            self._row("received", message, who, wait, None)
            self.pass_on(message.sender, who, said, message.what, RADIO, message.cause)
        for hear in self.said:
            hear(message, hearers)

    def _own_voice(self, message: Message) -> None:
        """Whoever says an order goes by it."""
        mover = self.play.orders.person(message.sender)
        if mover is not None and message.what in self.play.orders.words:
            own = Belief(message.what, self.world.now, message.sender, "own_voice", message.cause)
            self.play.orders.learn(mover, own)

    def held(self, who: str, facts: Iterable[str]) -> dict[str, Known]:
        """What somebody can say of some facts: what was learned, and what everybody knows of their own school."""
        found = {fact: self.knowledge.of(who, fact) or self._own(who, fact) for fact in facts}
        return {fact: known for fact, known in found.items() if known is not None}

    def _own(self, who: str, fact: str) -> Known | None:
        role = self.play.scenario.roles.get(who)
        if role is None or role.agency is not None:
            return None
        words = {"where": self.play.bundle.plan.school.name, "doors": "which doors lead where"}
        if role.keys:
            words["keys"] = "the keys of the school"
        return Known(words[fact], 0, 0, None, "own") if fact in words else None

    def pass_on(
        self, sender: str, who: str, said: dict[str, Known], what: str | None, via: str, cause: str | None
    ) -> None:
        """Somebody hears facts, each with its own date, and the order, where there is one."""
        for fact, known in said.items():
            self.knowledge.learn(who, fact, known.value, sender, via, cause, known.as_of_ms)
        if what in self.play.orders.words:
            self._order(sender, who, what, via, cause)

    def _order(self, sender: str, who: str, word: str, via: str, cause: str | None) -> None:
        mover = self.play.orders.person(who)
        if mover is not None:
            self.play.orders.learn(mover, Belief(word, self.world.now, sender, via, cause))
        else:
            self.knowledge.learn(who, SCHOOL_ORDER, word, sender, via, cause)

    def lose(self, message: Message, wait: int, reason: str) -> None:
        """A message does not arrive; what was lost teaches nobody."""
        self._row("lost", message, None, wait, reason)

    def _row(self, kind: str, message: Message, to: str | None, wait: int, reason: str | None) -> None:
        self.world.emit(
            kind, message.cause, message.words, message.sender, to, f"{RADIO}.{message.channel}", wait / 1000, reason
        )

    # ---- what fails --------------------------------------------------------------------------------------------------

    def switch(self, references: Iterable[str], works: bool) -> None:
        """Channels (`radio.CHANNEL`) and lines (`phone.LINE`) go dead or work again; other names are left alone."""
        for reference in references:
            kind, _, name = reference.partition(".")
            failed = {RADIO: self.down, "phone": self.dead_lines}.get(kind)
            if failed is not None:
                (failed.discard if works else failed.add)(name)


def joined(channels: Iterable[str], patches: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each channel all that are one with it, itself included, in the order of the scenario."""
    names = list(channels)
    group = {name: {name} for name in names}
    for patch in patches:
        whole = set().union(*(group[name] for name in patch if name in group))
        group |= dict.fromkeys(whole, whole)
    return {name: tuple(one for one in names if one in group[name]) for name in names}
