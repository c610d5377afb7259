"""What was kept when play ended, beside what today's engine makes of the same log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator import __version__
from simulator.live.state import Core
from simulator.sweeps.words import measure


def frozen(core: Core, course: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The kept digest and engine, and a sentence for each measure that is another one today; None before the end.

    Corrections that came after the end are no difference of engines: it is said that there were some.
    """
    ended = core.ended
    if ended is None:
        return None
    kept = ended.payload
    later = [entry for entry in core.entries if entry.kind == "correction" and entry.seq > ended.seq]
    same = kept["digest"] == data["digest"]
    reason = _reason(kept["engine"], bool(later) and course == "as_corrected", course, core, same)
    return {
        "engine": kept["engine"], "engine_now": __version__, "digest": kept["digest"], "same": same,
        "measures": dict(kept["measures"]), "set_by_room": list(kept.get("set_by_room", ())),
        "with_assumed": dict(kept.get("with_assumed", {})), "why": reason,
        "differs": [] if same else _differs(kept, data["metrics"]),
    }  # fmt: skip


def _reason(engine: str, corrected_later: bool, course: str, core: Core, same: bool) -> str:
    if same:
        return "What is shown is what was kept at the end of play."
    if engine != __version__:
        return f"Play was kept by Hotwash {engine}; this is worked out again with {__version__}."
    if corrected_later:
        return "The record was corrected after the end of play."
    if course == "as_shown" and any(entry.kind == "correction" for entry in core.entries):
        return "Corrections that were made during play are left out here."
    return "This is worked out again, and comes out otherwise than was kept at the end of play."


def _differs(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """A sentence for each measure that differs; those in which an assumed step counts are compared with it."""
    before = {**kept["measures"], **kept.get("with_assumed", {})}
    found = []
    for name, value in before.items():
        if name in now and name not in ("exits", "expected_met", "expected_total") and now[name] != value:
            found.append(
                f"{measure(name)[:1].upper()}{measure(name)[1:]}: kept {_value(value)}, now {_value(now[name])}."
            )
    return found


def _value(value: Any) -> str:
    return "nothing" if value is None else f"{value:g}"
