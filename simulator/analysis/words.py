"""Times, places and numbers as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simulator.analysis.state import owner
from simulator.model.building import Opening, Plan
from simulator.model.scenario import Scenario

EXERCISE = "THIS IS AN EXERCISE"
ROOMS = frozenset({"classroom"})
SENSITIVITY = {
    "public-example": "public example (an invented school)",
    "restricted": "restricted: do not pass on, do not leave lying about",
}


FINENESS = ((120, 1), (600, 5), (3600, 10), (float("inf"), 60))
"""How finely durations are said: below so many seconds, to so many seconds."""


def lasting(t_ms: int) -> str:
    """A duration as it is said aloud, everywhere the same: `40 seconds`, `2 minutes 40`, `1 hour 5 minutes`.

    To the second below 2 minutes, to 5 seconds below 10 minutes, to 10 seconds below an hour, then to the minute.
    """
    seconds = next(step * round(t_ms / 1000 / step) for below_s, step in FINENESS if t_ms < below_s * 1000)
    minutes, rest = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return counted(hours, "hour") + (f" {counted(minutes_left, 'minute')}" if minutes_left else "")
    if minutes:
        return counted(minutes, "minute") + (f" {rest}" if rest else "")
    return counted(rest, "second")


def elapsed(to_ms: int, from_ms: int = 0) -> str:
    """What lies between two instants that stand beside it as clock times: to the second below 10 minutes.

    Both ends are rounded as `clock` rounds them, so that whoever subtracts the two times finds the same.
    """
    seconds = round(to_ms / 1000) - round(from_ms / 1000)
    if not 120 <= seconds < 600:
        return lasting(1000 * seconds)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} minutes" + (f" {rest}" if rest else "")


def clock(scenario: Scenario, t_ms: int, *, seconds: bool = True) -> str:
    """The scenario's time of day: `10:44:30`."""
    total = round((scenario.when.clock_ms + t_ms) / 1000) % 86_400
    words = f"{total // 3600:02d}:{total // 60 % 60:02d}"
    return f"{words}:{total % 60:02d}" if seconds else words


def offset(t_ms: int) -> str:
    """Minutes and seconds after 00:00: `2:30`."""
    seconds = round(t_ms / 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `3 persons` or whatever the words are."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """`nobody`, `1 person`, `12 people`."""
    return counted(number, "person", "people") if number else "nobody"


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def nth(number: int) -> str:
    """`second` for 2; from eleven on `11th`, `21st`."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ends = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in (11, 12, 13) else {}
    return f"{number}{ends.get(number % 10, 'th')}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def sentence(words: str) -> str:
    """The words with a capital at the start."""
    return words[:1].upper() + words[1:]


def one_line(text: str, longest: int = 200) -> str:
    """What somebody typed, on one line and not endless."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def typed(text: str, longest: int = 200) -> str:
    """What somebody typed, as words in Markdown: no markup, no link and no HTML comes of it."""
    return re.sub(r"([\\`*\[\]<>|])", r"\\\1", one_line(text, longest))


def place(plan: Plan, name: str) -> str:
    """What people call a space, a strip, a stair or an opening: its label, or a plain description."""
    name = owner(plan, name)
    label = plan.label_of(name)
    if label != name:
        return one_line(label, 60)
    if name in plan.spaces():
        return f"room {name}" if plan.spaces()[name].kind in ROOMS else name
    if link := next((link for link in plan.links if link.id == name), None):
        return f"{link.type} {name}"
    opening = next((opening for opening in plan.openings if opening.id == name), None)
    return door(plan, opening) if opening else name


def door(plan: Plan, opening: Opening) -> str:
    """An opening in words: its label, its number as on the wall, or the rooms that it joins."""
    if opening.label:
        return one_line(opening.label, 60)
    if opening.exterior_no is not None:
        return f"exit {opening.exterior_no}"
    spaces = plan.spaces()
    first, second = opening.between
    outside = [spaces[name].open_air for name in opening.between if name in spaces]
    if sum(outside) == 1:
        return f"exit {opening.id}"
    kind = {"door": "door", "open": "passage", "window": "window"}[opening.type]
    return f"the {kind} between {place(plan, first)} and {place(plan, second)}"


def over(t_ms: int, limit_ms: int) -> str:
    """A duration that is longer than a limit, in words that show it even where both are said alike."""
    return f"a little over {lasting(limit_ms)}" if lasting(t_ms) == lasting(limit_ms) else lasting(t_ms)
