"""Relays: somebody on two channels repeats on each what was said on the other, after a while and in their own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from simulator.engine.called import who
from simulator.engine.channels import Channels, Message
from simulator.engine.play import Play
from simulator.engine.world import OPENINGS
from simulator.errors import Refused


@dataclass(frozen=True, slots=True)
class Relay:
    """Somebody who repeats, from now on, what is said on each of some channels on the others."""

    by: str
    join: tuple[str, ...]


class Relays:
    """Everybody who relays in one run."""

    def __init__(self, play: Play, channels: Channels):
        self.play, self.world, self.channels = play, play.world, channels
        self.relays: list[Relay] = []
        channels.said.append(self.repeat)

    def relay(self, join: tuple[str, ...], by: str) -> None:
        """From now on somebody repeats what is said on each channel on the others. Raises Refused in words."""
        for channel in join:
            self._listen_in(by, channel)
        if len(set(join)) < 2:
            raise Refused("name the two channels between which messages are passed on")
        if Relay(by, join) not in self.relays:
            self.relays.append(Relay(by, join))

    def _listen_in(self, by: str, channel: str) -> None:
        """Dispatch can be on any channel from its console; anybody else must be on it already."""
        centres = self.play.scenario.comms.psaps.centres
        console = by in centres or any(self.channels.at_console(by, centre) for centre in centres)
        if console and channel in self.channels.radio and by not in self.channels.users(channel):
            self.channels.listens_in.setdefault(channel, []).append(by)
        self.channels.may_speak(by, channel)

    def repeat(self, message: Message, hearers: tuple[str, ...]) -> None:
        """What was said on one channel is said again on the others by whoever relays and heard it."""
        here = self.channels.joined[message.channel]
        heard_on = message.heard_on | set(here)
        for relay in self.relays:
            if relay.by not in (*hearers, message.sender) or not set(relay.join).intersection(here):
                continue
            for there in relay.join:
                if there not in heard_on:
                    heard_on |= set(self.channels.joined[there])
                    self._repeat_on(replace(message, heard_on=heard_on, heard=None), relay.by, there)

    def _repeat_on(self, message: Message, by: str, there: str) -> None:
        takes = self.channels.drawn_ms(self.play.scenario.readiness.relay_s, "relay", by)
        one_person = by in self.play.scenario.roles
        begins = self.play.orders.start_ms(by, takes) if one_person else self.world.now
        self.world.at(begins + takes, OPENINGS, partial(self._repeated, message, by, there))

    def _repeated(self, message: Message, by: str, there: str) -> None:
        again = replace(message, sender=by, channel=there)
        if by not in self.channels.users(there):
            self.channels.lose(again, 0, f"{who(self.play.scenario, by)} is not on the channel any more")
            return

        def relayed() -> None:
            facts = tuple(self.channels.held(by, message.facts))
            for fact in facts or ((message.what,) if message.what else ()):
                self.world.emit("relayed", message.cause, fact, message.channel, there, by)

        self.channels.say(replace(again, heard=relayed))
