"""A school's programme: what was found in exercises and is to be mended, owned, dated and retested."""

from simulator.programme.actions import (
    STATUSES,
    Action,
    actions_of,
    change_status,
    open_action,
    programme_stream,
    read_actions,
)

__all__ = [
    "STATUSES", "Action", "actions_of", "change_status", "open_action", "programme_stream", "read_actions",
]  # fmt: skip
