"""When what is shown changes by itself, while the clock moves."""

from __future__ import annotations

from bisect import bisect_right

from simulator.model.run import Run

TOLD = frozenset({
    "inject_released", "inject_closed", "expect_met", "expect_missed", "done", "refused", "announced", "learned",
    "received", "alarm", "secured", "unsecured", "locked", "unlocked", "arrived", "dispatched", "call_answered",
})  # fmt: skip
"""Kinds of row that are shown the moment they come; people who walk are drawn anew once a second."""
DRAWN_EVERY_MS = 1_000


def next_shown_ms(run: Run, now_ms: int) -> int | None:
    """The next instant at which something is shown: at once what is told, the rest once a second."""
    first = bisect_right(run.rows, now_ms, key=lambda row: row[0])
    for row in run.rows[first:]:
        if row[1] in TOLD or row[0] >= now_ms + DRAWN_EVERY_MS:
            t_ms: int = row[0]
            return t_ms
    return None
