"""The chain of an incident as one list, from the first who understood to the last family: the time each step took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simulator.analysis.metrics import evacuated, first_order_ms, own_order_ms
from simulator.analysis.securing import heard_by_some, lockdown_ms
from simulator.analysis.state import passings
from simulator.analysis.told_incident import has_person
from simulator.analysis.who import the_agency
from simulator.analysis.words import clock, lasting, listed, people, sentence, typed
from simulator.model.run import Run
from simulator.rules.responders import is_police

FIRST_MINUTE_MS = 60_000
"""A run that is cut off earlier says so, and nothing of an outcome."""


class Step(NamedTuple):
    """A step: its words, the metric or event kind that dates it, and the step that it is counted from."""

    name: str
    words: str
    after: str | None


STEPS = (
    Step("time_to_recognition_s", "somebody understood what was happening", None),
    Step("time_to_order_s", "the order was given", "time_to_recognition_s"),
    Step("own_order", "the order that the plan has for this was given", "time_to_order_s"),
    Step("time_to_secured_50_s", "half were behind a door that holds", "lockdown"),
    Step("time_to_secured_90_s", "nine in ten were behind a door that holds", "lockdown"),
    Step("time_to_911_s", "911 was called", "time_to_recognition_s"),
    Step("dispatched", "units were sent", "time_to_911_s"),
    Step("first_officer_on_site_s", "the first officer was on site", "dispatched"),
    Step("arrived", "the first unit was on site", "dispatched"),
    Step("police_entry_s", "officers went in", "first_officer_on_site_s"),
    Step("threat_ended_s", "the threat was over", "time_to_recognition_s"),
    Step("command", "somebody had command", "first_officer_on_site_s"),
    Step("unified_command_s", "one command was shared", "command"),
    Step("rtf_ready_s", "a rescue task force was ready", "dispatched"),
    Step("first_patient_contact_s", "somebody who can help was with a patient", "rtf_ready_s"),
    Step("building_cleared_s", "the building was cleared", "police_entry_s"),
    Step("reunification_opened", "reunification opened", "building_cleared_s"),
    Step("reunification_s", "the last family was through", "reunification_opened"),
)  # fmt: skip
NAMES = {
    "time_to_recognition_s": "it was understood", "time_to_order_s": "the order", "lockdown": "the order “lockdown”",
    "time_to_911_s": "the call",
    "dispatched": "units were sent", "first_officer_on_site_s": "the first officer", "arrived": "the first unit",
    "police_entry_s": "officers went in",
    "command": "somebody had command", "rtf_ready_s": "the task force was ready",
    "building_cleared_s": "the building was cleared", "reunification_opened": "it opened",
}  # fmt: skip
"""What a step is counted from, in words after `after`."""


def where_the_time_went(run: Run, metrics: Mapping[str, Any]) -> list[str]:
    """The steps that came about with the time each took, and those that did not though the one before them did."""
    times = dated(run, metrics)
    if "dispatched" not in times:
        return []
    came = sorted((step for step in STEPS if step.name in times), key=lambda step: times[step.name])
    lines = [f"- {_line(run, step, times)}" for step in came]
    missing = [step.words for step in STEPS if step.name not in times and step.after in times and _matters(run, step)]
    if missing:
        lines.append(f"- By the end of the run it had not come to this: {listed(missing)}.")
    return lines


def opened_with(run: Run, metrics: Mapping[str, Any]) -> str:
    """The outcome of an incident in two or three sentences; nothing where no units were sent and nobody walked in."""
    if not has_person(run) or run.until_ms < FIRST_MINUTE_MS:
        return ""
    return " ".join((*_protected(run, metrics, dated(run, metrics)), responded(run, metrics))).rstrip()


def _protected(run: Run, metrics: Mapping[str, Any], times: Mapping[str, int]) -> Iterator[str]:
    yield from _ordered(run)
    base = times.get("lockdown", 0)
    half, most = times.get("time_to_secured_50_s"), times.get("time_to_secured_90_s")
    if half is not None:
        more = f", nine in ten {lasting(max(most - base, 0))} after it" if most is not None else ""
        yield f"Half were behind a door that holds {lasting(max(half - base, 0))} after it{more}."
        if most is None:
            yield "At no time were nine in ten behind such doors."
    elif metrics["secured"]:
        yield f"{sentence(people(metrics['secured']))} were behind doors that hold at the end."
    if metrics["evacuated"]:
        yield _left(run, metrics["evacuated"])


def _ordered(run: Run) -> Iterator[str]:
    """Which orders were given: the plan's own for the hazard, and another one that came before it or instead."""
    first, own = next((row for row in run.rows if heard_by_some(row)), None), own_order_ms(run)
    if run.order is None:
        yield f"The first order was given {lasting(own)} in." if own is not None else "No order was given."
        return
    if first is not None and first[3] != run.order:
        yield f"The first order was “{typed(first[3], 60)}”, {lasting(first[0])} in."
    if own is None:
        yield f"The order “{run.order}” that the plan has for this was not given."
    else:
        yield f"The order “{run.order}” was given {lasting(own)} in."


def _left(run: Run, at_end: int) -> str:
    """How many had left the building: at the end, and before officers let people out where they did."""
    let_out_ms = next((row[0] for row in run.rows if row[1] == "room_released"), None)
    if let_out_ms is None:
        return f"{_were(at_end)} out of the building at the end."
    before = len(evacuated(run, [step for step in passings(run.rows) if step.t_ms < let_out_ms]))
    return (
        f"{sentence(people(before))} were out of the building when the first room was released, {at_end:,} at the end."
    )


def responded(run: Run, metrics: Mapping[str, Any]) -> str:
    """When help was there, when it was over, and what came after it, as far as it did; nothing of all that: nothing."""
    times = dated(run, metrics)
    words = {
        "first_officer_on_site_s": "the first officer was there", "arrived": "the first unit was there",
        "threat_ended_s": "the threat was over", "building_cleared_s": "the building had been searched",
        "reunification_s": "the last family was through",
    }  # fmt: skip
    came = sorted((name for name in words if name in times), key=lambda name: times[name])
    said = [f"{words[name]} {lasting(times[name])} in" for name in came]
    return f"{sentence(listed(said))}." if said else ""


def _matters(run: Run, step: Step) -> bool:
    """Whether a step belongs to a run at all: patients and families only where there are any."""
    match step.name:
        case "first_patient_contact_s":
            return bool(run.scenario.patients)
        case "first_officer_on_site_s":
            return any(row[1] == "dispatched" and is_police(row[3]) for row in run.rows)
        case "threat_ended_s" | "police_entry_s" | "building_cleared_s":
            return has_person(run)
        case "time_to_secured_50_s" | "time_to_secured_90_s":
            return any(row[1] == "learned" and row[5] == "lockdown" for row in run.rows)
        case _:
            return step.name == "command"


def dated(run: Run, metrics: Mapping[str, Any]) -> dict[str, int]:
    """The instant of each step that came about, in ms."""
    found: dict[str, int] = {}
    for kind in ("dispatched", "command", "reunification_opened"):
        first = next((row[0] for row in run.rows if row[1] == kind), None)
        if first is not None:
            found[kind] = first
    first = next((row[0] for row in run.rows if row[1] == "arrived" and row[3] in run.scenario.agencies), None)
    if first is not None and metrics.get("first_officer_on_site_s") is None:
        found["arrived"] = first
    for name in (step.name for step in STEPS):
        if (value := metrics.get(name)) is not None:
            found[name] = round(value * 1000)
    if (locked_ms := lockdown_ms(run)) is not None:
        found["lockdown"] = locked_ms
    if (own_ms := own_order_ms(run)) is not None and own_ms != found.get("time_to_order_s"):
        found["own_order"] = own_ms
    return found


def _line(run: Run, step: Step, times: Mapping[str, int]) -> str:
    at_ms = times[step.name]
    head = f"{clock(run.scenario, at_ms)}: {_in_words(run, step)}"
    after = step.after
    if after == "first_officer_on_site_s" and after not in times:
        after = "arrived"
    if after is None or after not in times:
        return f"{head}, {lasting(at_ms)} in." if at_ms >= 1000 else f"{head} at once."
    took_ms = at_ms - times[after]
    when = "before" if took_ms < 0 else "after"
    return f"{head}, {lasting(abs(took_ms))} {when} {NAMES[after]}."


def _in_words(run: Run, step: Step) -> str:
    """What a step was in this run: an order by its name, one command by those who shared it."""
    match step.name:
        case "unified_command_s":
            return _shared(run)
        case "time_to_order_s":
            first = next((row for row in run.rows if heard_by_some(row)), None)
            if first is None or first[0] != first_order_ms(run):
                return "the alarm sounded"
            return f"the order “{typed(first[3], 60)}” was given"
        case "own_order":
            return f"the order “{run.order}” was given"
        case _:
            return step.words


def _shared(run: Run) -> str:
    """Which agencies shared one command: `the police and the fire department shared one command`."""
    _, _, _, who, other, _ = next(row for row in run.rows if row[1] == "unified_command")
    role = run.scenario.roles.get(who)
    first = (role.agency if role is not None else who.rpartition("-")[0]) or who
    return f"{listed(the_agency(one) for one in dict.fromkeys((first, other)))} shared one command"


def _were(number: int) -> str:
    return f"{sentence(people(number))} {'was' if number < 2 else 'were'}"
