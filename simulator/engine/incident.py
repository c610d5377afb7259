"""The parts of an incident that a scenario asks for, put together: each is made only where its keys are there.

`prepare` registers actions and effects before the setup works; `begin` puts scripts on the clock after the messages.
"""

from __future__ import annotations

from simulator.engine import arrivals, comms, noticing, responders, scripts
from simulator.engine.choosing import Choosing
from simulator.engine.play import Play


def prepare(play: Play) -> None:
    """Everything that adds actions or effects."""
    play.away |= {name for name, role in play.scenario.roles.items() if role.off_site}
    responders.prepare(play)
    arrivals.prepare(play)
    scripts.prepare(play)
    comms.prepare(play)


def begin(play: Play) -> None:
    """Everything that happens by script."""
    arrivals.begin(play)
    scripts.begin(play)
    noticing.begin(play)
    comms.begin(play)
    if play.noticing is not None:
        Choosing(play, play.noticing)
    responders.begin(play)
