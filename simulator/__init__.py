"""Hotwash: an exercise is a scenario, a seed and an append-only log of decisions; the rest is simulated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "load_scenario", "run", "sweep", "what_if"]

if TYPE_CHECKING:
    from simulator.session import load_scenario, run, sweep, what_if


def __getattr__(name: str) -> Any:
    """The public functions, imported when first asked for: `from simulator import load_scenario, run`."""
    if name in ("load_scenario", "run", "sweep", "what_if"):
        from simulator import session

        return getattr(session, name)
    raise AttributeError(name)
