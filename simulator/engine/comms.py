"""How words travel in one run: channels, acts of speaking, 911 centres, alerts and cameras, put together."""

from __future__ import annotations

from simulator.engine import doorway
from simulator.engine.alerts import Alerts, Cameras
from simulator.engine.calling import Calling
from simulator.engine.calls import Calls
from simulator.engine.channels import Channels
from simulator.engine.handlers import speaks
from simulator.engine.play import Does, Play
from simulator.engine.speaking import Speaking
from simulator.engine.telling import Telling
from simulator.model.actions import Act
from simulator.model.inject import PublicCalls


def prepare(play: Play) -> None:
    """Register the acts of communication, and the effect of other people's calls."""
    play.channels = channels = Channels(play)
    play.calls = calls = Calls(play, channels)
    speaking, calling = Speaking(play, channels), Calling(play, channels, calls)
    telling = Telling(play, channels, speaking)
    acts: dict[str, Does] = {
        "broadcast": speaking.broadcast, "relay": speaking.relay, "ask": telling.ask, "tell": telling.tell,
        "call_911": calling.call_911, "transfer_call": calling.transfer_call, "press_panic": calling.press_panic,
        "send_alert": Alerts(play, channels).send,
    }  # fmt: skip
    play.acts |= {name: _by_a_role(does) for name, does in acts.items()}
    play.effects[PublicCalls] = calling.public_calls
    doorway.prepare(play)


def _by_a_role(does: Does) -> Does:
    """An act of speaking, which the desk leaves to the roles."""

    def act(one: Act, role: str, cause: str) -> int | None:
        speaks(role)
        return does(one, role, cause)

    return act


def begin(play: Play) -> None:
    """Cameras look out for whoever walks by script, once that is on the clock."""
    if play.scenario.comms.cameras:
        Cameras(play)
