"""The measures of communication: the first 911 call, and messages that were sent and lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.model.events import Row
from simulator.model.run import Run

PUBLIC = "public"
"""Who calls 911 without being a role."""


def comms_metrics(run: Run) -> dict[str, Any]:
    """`time_to_911_s` (the first call that is about the incident), `messages_sent` and `messages_lost`.

    Where a scenario has channels, what was sent on them and what was announced counts; else the messages of the
    exercise that went out. Lost is what did not arrive at anybody, or at some of those whom a text was for.
    """
    about_it = (row[0] for row in run.rows if row[1] == "call_placed" and (row[4] != PUBLIC or row[6]))
    first_ms = next(about_it, None)
    kinds = ("sent", "announced") if has_channels(run) else ("inject_released",)
    return {
        "time_to_911_s": None if first_ms is None else first_ms / 1000,
        "messages_sent": _number(run.rows, kinds),
        "messages_lost": sum(row[1] == "lost" and row[4] != PUBLIC for row in run.rows),
    }


def has_channels(run: Run) -> bool:
    """Whether a scenario describes radio channels, 911 centres or text alerts."""
    comms = run.scenario.comms
    return bool(comms.radio or comms.psaps.centres or comms.alerts)


def _number(rows: Iterable[Row], kinds: tuple[str, ...]) -> int:
    return sum(row[1] in kinds for row in rows)
