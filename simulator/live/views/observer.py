"""An observer sees what the room sees, with the content note beside it."""

from __future__ import annotations

from typing import Any

from simulator.live.state import State
from simulator.live.views.projector import projector


def observer(state: State) -> dict[str, Any]:
    """The shared screen's view under an observer's name."""
    return {**projector(state), "kind": "observer"}
