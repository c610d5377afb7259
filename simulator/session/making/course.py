"""The messages as this version brings them if everybody acts by the plan, in the sentences of the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from simulator import files
from simulator.analysis.expected import wanted_in_words
from simulator.analysis.words import clock, one_line
from simulator.engine.run import run
from simulator.errors import SimulatorError
from simulator.files.words import occurrence_in_words, somebody, span
from simulator.live.words import message_name, title_of
from simulator.model.actions import Expectation, Occurrence
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject, Unless
from simulator.model.run import Run
from simulator.session.making.messages import Line, lines_of
from simulator.session.making.times import as_typed, counted_on

_MARKED = re.compile(r"\\([^\w\s])")
_FILTERS = re.compile(r"\([a-z_]+ ([^()]*)\)")
_IDS = re.compile(r" \([A-Z][A-Z0-9_]*\)")
_SAID = (
    (re.compile(r"a unit arrives \(ems\)"), "an EMS unit arrives"),
    (re.compile(r"a unit arrives \((\w+)\)"), r"a \1 unit arrives"),
    (re.compile(r"an announcement \(([^()]+)\)"), r"the announcement “\1”"),
    (re.compile(r"\bblocked \(([^()]+)\)"), r"\1 is blocked"),
    (re.compile(r"^rerouted\b"), "people turn to another way"),
    (re.compile(r"^queued\b"), "people wait in a line"),
)
"""What happens as people say it, for events that have no words of their own or awkward ones."""
GUARDED = "when what happens in this exercise calls for it"


def told_lines(bundle: Bundle, values: Mapping[str, Any], version: int) -> tuple[Line, ...]:
    """The messages by the time at which this version brings them, with what brings them and what they should draw."""
    lines, course = lines_of(bundle, values), course_of(bundle, version)
    if course is None:
        return lines
    came = {row[3]: row[0] for row in reversed(course.rows) if row[1] == "inject_released"}
    told = [_told(bundle, course, one, came) for one in lines]
    return tuple(sorted(told, key=lambda one: one.t_ms))


def course_of(bundle: Bundle, version: int) -> Run | None:
    """One possible course of a version, in which everybody acts by the plan; None where it cannot be played."""
    return _course(tuple(sorted(bundle.texts.items())), version)


@lru_cache(maxsize=4)
def _course(texts: tuple[tuple[str, str], ...], version: int) -> Run | None:
    try:
        return run(files.bundle_of(dict(texts)), version, set_values={}, seats={})
    except SimulatorError:
        return None  # the page says elsewhere what is wrong with it


def _told(bundle: Bundle, course: Run, line: Line, came: Mapping[str, int]) -> Line:
    inject = next(one for one in bundle.scenario.injects if one.id == line.id)
    expects = tuple(unmarked(wanted_in_words(course, one)) for one in inject.expect)
    if line.timed:
        return replace(line, expects=expects)
    trigger = brings(bundle, course, inject)
    t_ms = came.get(line.id)
    if t_ms is None or line.sort == "only_if_needed":
        when = "if needed" if line.sort == "only_if_needed" else "not in this version"
        return replace(line, said="", after=when, trigger=trigger, expects=expects)
    said = f"about {as_typed(bundle.scenario, t_ms)}"
    return replace(line, t_ms=t_ms, said=said, after=counted_on(t_ms), trigger=trigger, expects=expects)


def brings(bundle: Bundle, course: Run, inject: Inject) -> str:
    """What brings a message that has no time of its own: `15 seconds after a unit arrives (police)`."""
    some = ", in some versions only" if inject.if_ is not None else ""
    if inject.after is not None:
        what = _happened(bundle, course, inject.after)
        return f"{span(inject.delay_ms)} after {what}{some}" if inject.delay_ms else f"right after {what}{some}"
    if inject.unless is not None:
        return _unless(bundle, course, inject.unless) + some
    return GUARDED + some


def _happened(bundle: Bundle, course: Run, one: Occurrence) -> str:
    if one.inject is not None:
        return message_name(course, one.inject)
    return _in_words(bundle, one)


def _in_words(bundle: Bundle, one: Occurrence) -> str:
    """What happens, without the names that files have for it."""
    words = _FILTERS.sub(
        lambda found: f"({found[1].replace('_', ' ')})", _IDS.sub("", occurrence_in_words(one, bundle))
    )
    if one.role is not None:
        words = words.replace(somebody(one.role, "", "{}"), f"the {title_of(bundle.scenario, one.role)}")
    for pattern, instead in _SAID:
        words = pattern.sub(instead, words)
    return one_line(words, 160)


def _unless(bundle: Bundle, course: Run, unless: Unless) -> str:
    if unless.expect is not None:
        wanted = _wanted(bundle, unless.expect)
        if wanted is None:
            return "if what was expected was not seen"
        after, one = wanted
        return f"if this was not seen: {unmarked(wanted_in_words(course, one))} of {message_name(course, after)}"
    what = _in_words(bundle, unless.occurrence())
    by = clock(bundle.scenario, unless.by_ms) if unless.by_ms is not None else ""
    return f"if this was not seen{f' by {by}' if by else ''}: {what}"


def _wanted(bundle: Bundle, name: str) -> tuple[str, Expectation] | None:
    found = ((inject.id, one) for inject in bundle.scenario.injects for one in inject.expect if one.id == name)
    return next(found, None)


def unmarked(words: str) -> str:
    """Words that were made safe for Markdown, as they were typed."""
    return _MARKED.sub(r"\1", words)
