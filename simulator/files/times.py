"""Warnings about times: one typed with a dot, one that lies after the end, an agenda longer than its session."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.errors import Problem
from simulator.files.paths import Path
from simulator.files.sentences import Finding
from simulator.files.source import Source
from simulator.files.words import clock, span
from simulator.model.decisions import Decisions
from simulator.model.scenario import Scenario

TIMES = frozenset({
    "at", "delay", "within", "by", "for", "over", "from", "first", "meant", "horizon", "lasts", "known", "warned",
    "arrives",
})  # fmt: skip
"""The keys whose values are times; what stands under some of them elsewhere is never a number with a dot."""
_DOTTED = re.compile(r"(\d{1,3})\.([0-5]\d)")


def dotted(source: Source) -> list[Problem]:
    """A warning for each time such as `2.00`: those are seconds, and minutes are typed with a colon."""
    return sorted(source.problem(path, message) for path, message in _dotted(source.tree, (), False))


def _dotted(node: object, path: Path, is_time: bool) -> Iterator[tuple[Path, str]]:
    match node:
        case dict():
            for key, value in node.items():
                picked = is_time and "pick" in node and key != "pick"
                yield from _dotted(value, (*path, key), picked or key in TIMES or path[-1:] == ("arrival",))
        case list():
            for number, value in enumerate(node):
                yield from _dotted(value, (*path, number), False)
        case str() if is_time and (typed := _DOTTED.fullmatch(node.strip())):
            yield path, _meant(int(typed[1]), typed[2], float(node))


def _meant(minutes: int, seconds: str, typed_s: float) -> str:
    words = {1: "one minute", 2: "two minutes"}.get(minutes) if seconds == "00" else None
    words = words or span((minutes * 60 + int(seconds)) * 1000)
    are = "is" if (minutes, seconds) == (1, "00") else "are"
    return f'is {span(round(typed_s * 1000))}; {words} {are} "{minutes}:{seconds}"'


def too_late(decisions: Decisions, scenario: Scenario) -> Iterator[Finding]:
    """Decisions whose time does not come before the exercise is over."""
    end_ms = scenario.horizon_ms
    for index, one in enumerate(decisions.decisions):
        key, at_ms = ("at", one.at_ms) if one.at_ms is not None else ("delay", one.delay_ms or 0)
        if at_ms >= end_ms:
            when = f"comes at {clock(at_ms)}" if key == "at" else f"comes {span(at_ms)} after what it waits for"
            message = f"{when}, and the exercise is over at {clock(end_ms)}; it is never carried out"
            yield Finding(("decisions", index, key), message)


def long_agendas(scenario: Scenario) -> Iterator[Finding]:
    """Agendas whose lines take longer than the session that they are for."""
    for session, items in scenario.exercise.agendas.items():
        total = sum(item.minutes for item in items)
        if total > int(session):
            message = f"the lines add up to {total:g} minutes, and the session has {session}"
            yield Finding(("exercise", "agendas", session), message)
