"""Acts of speaking on the radio, and passing on from one channel to another. One person says one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.called import who
from simulator.engine.channels import RADIO, SCHOOL_ORDER, Channels, Message
from simulator.engine.play import Play
from simulator.engine.relays import Relays
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Fixed
from simulator.model.events import Row

NOT_SAID = frozenset({"order", SCHOOL_ORDER})
AT_ONCE = Fixed(fixed=0)
"""Pressing a key and speaking: what a message takes is its airtime."""


class Speaking:
    """The acts of one run, on its channels."""

    def __init__(self, play: Play, channels: Channels):
        self.play, self.channels, self.world, self.orders = play, channels, play.world, play.orders
        self.relays = Relays(play, channels)
        self.orders.by_radio = self.announce
        if channels.radio:
            self.world.listen("announced", self._announced)

    # ---- radio -------------------------------------------------------------------------------------------------------

    def broadcast(self, act: Act, role: str, cause: str) -> int:
        """Say something on a channel; without `about` and `what`, everything that one knows."""
        facts, what = self.content(act, role)
        if not facts and what is None:
            facts = tuple(fact for fact in self.play.knowledge.facts(role) if fact not in NOT_SAID)
        return self.on_radio(act, role, act.channel or "", facts, what, cause)

    def content(self, act: Act, role: str) -> tuple[tuple[str, ...], str | None]:
        """The facts of an act, and the order or the words that are no fact."""
        named = tuple(one for one in act.what or () if one not in self.orders.words)
        facts = (*(act.about or ()), *self.channels.held(role, named))
        other = [one for one in act.what or () if one not in facts]
        return facts, other[0] if other else None

    def on_radio(
        self, act: Act, role: str, channel: str, facts: tuple[str, ...], what: str | None, cause: str,
        heard: Callable[[], None] | None = None,
    ) -> int:  # fmt: skip
        """One person says something on a channel when free; returns when it is said. Raises Refused in words."""
        self.channels.may_speak(role, channel)
        takes = self.orders.takes_ms(act, role, AT_ONCE, cause)
        ready = self.orders.start_ms(role, takes) + takes
        done = self.channels.say(Message(role, channel, facts, what, cause, heard=heard), ready)
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
            raise Refused(f"{who(self.play.scenario, role)} has no radio: use the PA, or tell people in person")
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
            on = {
                name: sum(name in self.channels.users(one) for one in join if one in self.channels.radio)
                for name in centres
            }
            found = [name for name in centres if on[name] == max(on.values()) > 0]
            if not found:
                raise Refused(f"no 911 centre is on {' or '.join(join)}")
            by = found[0]
        self.relays.relay(join, by)
