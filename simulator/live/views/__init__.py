"""What each seat may see: plain data, folded from the rows up to its time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.live.state import State
from simulator.live.views.desk import desk
from simulator.live.views.evaluator import evaluator
from simulator.live.views.observer import observer
from simulator.live.views.phone import phone
from simulator.live.views.projector import projector

VIEWS: Mapping[str, Callable[[State], dict[str, Any]]] = {
    "desk": desk, "phone": phone, "projector": projector, "evaluator": evaluator, "observer": observer,
}  # fmt: skip
"""The page of each kind of seat, by its name."""
