"""How an objective is measured, in words, before anything was played."""

from __future__ import annotations

from simulator.analysis.expected import wanted_in_words
from simulator.analysis.words import lasting
from simulator.model.actions import Expectation, Occurrence
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.model.scenario import Measure, Objective
from simulator.session.making.course import unmarked
from simulator.session.making.times import in_file

SINCE = {
    "order": "from the order", "recognition": "from when somebody understood", "dispatched": "from the first dispatch",
    "start": "from the beginning",
}  # fmt: skip
METRICS = {
    "time_to_secured_90_s": "the time until nine in ten are behind a door that holds",
    "time_to_secured_50_s": "the time until half are behind a door that holds",
    "time_to_secured_100_s": "the time until everybody is behind a door that holds",
    "time_to_order_s": "the time until the order", "time_to_911_s": "the time until the 911 call",
    "time_to_recognition_s": "the time until somebody understood",
    "clear_time_s": "the time until the building is clear",
    "reunification_s": "the time until every pupil is handed over",
}  # fmt: skip


def measured_by(bundle: Bundle, objective: Objective, course: Run | None = None) -> str:
    """`the time until the order, within 45 seconds from the beginning`; a course gives expected actions their words."""
    return f"{_what(bundle, objective.measure, course)}{_limit(objective.measure)}."


def _what(bundle: Bundle, one: Measure, course: Run | None) -> str:
    if one.judged:
        return "what the evaluators see"
    if one.expects is not None:
        wanted = {item.id: item for inject in bundle.scenario.injects for item in inject.expect}
        known = [_wanted(course, wanted[name]) for name in one.expects if name in wanted and course is not None]
        return "; ".join(known) or "what messages expect"
    if one.time_of is not None:
        return f"the time until {_occurrence(one.time_of)}"
    if one.never is not None:
        after = f" after {_occurrence(one.after)}" if one.after is not None else ""
        return f"whether it never happens: {_occurrence(one.never)}{after}"
    name = one.metric or ""
    return METRICS.get(name, name.removesuffix("_s").replace("_", " "))


def _wanted(course: Run, one: Expectation) -> str:
    words = unmarked(wanted_in_words(course, one))
    return f"whether {words[:1].lower()}{words[1:]}"


def _occurrence(one: Occurrence) -> str:
    given = one.model_dump(by_alias=True, exclude_none=True)
    words = [str(value).replace("_", " ") for value in given.values() if isinstance(value, str)]
    return " ".join(words)


def _limit(one: Measure) -> str:
    if one.within_ms is not None:
        return f", within {lasting(one.within_ms)} {SINCE[one.from_]}"
    return f", at most {one.at_most:g}" if one.at_most is not None else ""


def within_of(objective: Objective) -> str:
    """The limit as a file has it: `01:30`."""
    return in_file(objective.measure.within_ms or 0)
