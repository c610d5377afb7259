"""The parts of an incident that a scenario asks for, put together: each is made only where its keys are there.

`prepare` registers actions and effects before the setup works; `begin` puts scripts on the clock after the messages.
"""

from __future__ import annotations

from simulator.engine.play import Play


def prepare(play: Play) -> None:
    """Everything that adds actions or effects."""
    play.away |= {name for name, role in play.scenario.roles.items() if role.off_site}


def begin(play: Play) -> None:
    """Everything that happens by script."""
