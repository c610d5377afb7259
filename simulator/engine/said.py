"""What an act of speaking really passes on, for the log: of the facts that it names, those that the speaker has."""

from __future__ import annotations

from typing import Any

from simulator.engine.play import Play
from simulator.model.actions import Act, plain

FIELD = {"call_911": "says", "tell": "about", "broadcast": "about"}
"""The field of an act that names facts."""
OPEN_TO_ALL = frozenset({"what", "where"})
"""What anybody who calls 911 about an incident can say: what it is, and which school."""


def done_fields(play: Play, act: Act, role: str) -> dict[str, Any]:
    """An act's own fields as they go into its `done` row; sentences of one's own stay as they are."""
    fields, name = plain(act), FIELD.get(act.action)
    if name is None or name not in fields or play.channels is None:
        return fields
    has = set(play.channels.held(role, fields[name])) | (OPEN_TO_ALL if act.action == "call_911" else set())
    passed = [fact for fact in fields[name] if fact in has or " " in fact]
    return {key: passed if key == name else value for key, value in fields.items() if key != name or passed}
