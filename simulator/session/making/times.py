"""Times that people type into a draft: of day, or after the beginning."""

from __future__ import annotations

import re

from simulator.analysis.words import clock, offset
from simulator.errors import Refused
from simulator.model.scenario import Scenario

DAY_MS = 86_400_000
EXPECTED = "expected a time such as 10:44:30, or +02:30 for so long after the beginning"
EXPECTED_START = "expected a time of day such as 13:30 or 1:30 pm"
_OFFSET = re.compile(r"\+?\s*(\d{1,3}):([0-5]\d)")
_OF_DAY = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")

_IN_THE_ROOM = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d))?\s*([ap]\.?m\.?)?", re.IGNORECASE)


def is_time_of_day(text: str) -> bool:
    """Whether people in the room would read it as a time: `13:30`, `1:30 pm`, `9 am`."""
    found = _IN_THE_ROOM.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        return False
    return 1 <= int(found[1]) <= 12 if found[3] else int(found[1]) < 24


def as_typed(scenario: Scenario, t_ms: int) -> str:
    """`10:44:30`: an instant as a field shows it, and as `ms_of` reads it."""
    return clock(scenario, t_ms)


def ms_of(text: str, scenario: Scenario) -> int:
    """Milliseconds after 00:00 from what was typed: `10:44:30` is a time of day, `+02:30` or `2:30` is counted on.

    Raises Refused in words, also for an instant that the scenario does not reach.
    """
    typed = text.strip()
    if found := _OF_DAY.fullmatch(typed):
        hours, minutes, seconds = (int(one) for one in found.groups())
        t_ms = (hours * 3600 + minutes * 60 + seconds) * 1000 - scenario.when.clock_ms
        if not (hours < 24 and t_ms >= 0):
            raise Refused(f"{typed} is before the scenario begins, at {clock(scenario, 0)}")
    elif found := _OFFSET.fullmatch(typed):
        t_ms = (int(found[1]) * 60 + int(found[2])) * 1000
    else:
        raise Refused(EXPECTED)
    if t_ms > scenario.horizon_ms:
        raise Refused(f"the scenario ends at {clock(scenario, scenario.horizon_ms)}, before {typed}")
    return t_ms


def in_file(t_ms: int) -> str:
    """`MM:SS` as files have it."""
    minutes, seconds = divmod(round(t_ms / 1000), 60)
    return f"{minutes:02d}:{seconds:02d}"


def counted_on(t_ms: int) -> str:
    """`+2:30`."""
    return f"+{offset(t_ms)}"
