"""Objectives on a measure: what it is called, over whom it counts, from when, and whether the aim was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from simulator.analysis.comms_measures import has_channels
from simulator.analysis.completion import standing
from simulator.analysis.deeds import name_of
from simulator.analysis.exposure import exposure
from simulator.analysis.metrics import clear_ms, evacuated, first_order_ms, leave_ms, own_order_ms, seconds
from simulator.analysis.reunion import reunion_metrics
from simulator.analysis.securing import SHARES, heard_by_some, lockdown_ms, secured_times
from simulator.analysis.state import Passing, passings, space_of
from simulator.analysis.words import counted, lasting, listed, over, typed
from simulator.model.run import Run
from simulator.model.scenario import Measure, Since, Where

Verdict = Literal["met", "not met", "not tested", "judged by people", "seen", "seen differently", "not seen"]
Judged = tuple[Verdict, str]
"""How an objective came out, and why in words."""

NAMES = {
    "people": "people in the building",
    "evacuated": "people out",
    "exposed": "people exposed to the hazard",
    "exposure_s": "time exposed to the hazard, all people together",
    "time_to_recognition_s": "the first one understood what was happening",
    "time_to_911_s": "the 911 call",
    "secured": "people behind doors that hold, at the end",
    "time_to_secured_50_s": "half of those inside behind a door that holds",
    "time_to_secured_90_s": "nine in ten of those inside behind a door that holds",
    "time_to_secured_100_s": "everybody inside behind a door that holds",
    "hold_complete_s": "the halls clear",
    "secure_complete_s": "every outside door held and everybody in",
    "shelter_complete_s": "everybody who heard the order in a shelter",
    "search_complete_s": "everybody found, or the search over",
    "air_shut_s": "all ventilation shut",
    "completion_s": "the order carried out",
    "first_officer_on_site_s": "the first officer on site",
    "police_entry_s": "the police in the building",
    "threat_ended_s": "the threat ended",
    "unified_command_s": "one unified command",
    "rtf_ready_s": "a rescue task force ready",
    "first_patient_contact_s": "the first patient reached",
    "ccp_s": "a casualty collection point open",
    "building_cleared_s": "the building searched and cleared",
    "reunification_s": "the last family through",
    "expected_met": "expected actions seen",
    "expected_total": "expected actions",
    "clear_time_s": "the building empty",
    "accountability_s": "everybody counted",
    "messages_sent": "messages sent",
    "messages_lost": "messages lost on the way",
}
"""How a measure is called in a sentence."""
NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("first_officer_on_site_s", "police_entry_s", "unified_command_s"), ("agencies",)),
    **dict.fromkeys(("rtf_ready_s", "ccp_s", "building_cleared_s"), ("agencies",)),
    "first_patient_contact_s": ("patients",),
    "threat_ended_s": ("threat", "intruder"),
    "reunification_s": ("reunification",),
}
"""The keys of a scenario without which a measure cannot be tested; one of them is enough."""
SINCE: dict[Since, tuple[str, str]] = {
    "start": ("", ""), "order": (" of the order", "no order was announced"),
    "recognition": (" of the first one who understood", "nobody had understood what was happening"),
    "dispatched": (" of the first dispatch", "no unit had been dispatched"),
}  # fmt: skip
"""What a time counts from, after `within 60 seconds`; and why it cannot be told, where that never was."""


def judged(measure: Measure, run: Run, measured: Mapping[str, Any]) -> Judged:
    """An objective on a metric."""
    metric = measure.metric or ""
    if metric not in measured or metric not in NAMES | {"time_to_order_s": ""}:
        return "not tested", "this version of the program does not play what it measures"
    parts = NEEDS.get(metric, ())
    if parts and not any(getattr(run.scenario, part) for part in parts):
        return "not tested", f"the scenario has no {' or '.join(parts)}"
    value = measured[metric]
    name = _called(metric, run)
    if measure.where is not None:
        there = _steps_of(run, measure.where, metric)
        if metric not in OVER_PEOPLE or not there:
            return "not tested", "nobody was there" if metric in OVER_PEOPLE else "it is not counted by place"
        value, name = OVER_PEOPLE[metric](run, there), f"{name}, {_those_of(run, measure.where)}"
    if measure.within_ms is not None:
        since_ms = counted_from_ms(run, measure.from_, metric)
        reached_ms = None if value is None else round(value * 1000)
        verdict, reason = in_time(name, reached_ms, measure, since_ms, run)
        return verdict, reason + _beside(run, metric, reached_ms)
    return _at_most(name, metric, value, measure.at_most or 0.0, run)


def _called(metric: str, run: Run) -> str:
    """What a measure is called; the first word that people get is an order by its name, or the alarm."""
    if metric == "messages_sent" and not has_channels(run):
        return "messages of the exercise that went out"
    if metric != "time_to_order_s":
        return NAMES[metric]
    first = next((row for row in run.rows if heard_by_some(row)), None)
    if first is None or first[0] != first_order_ms(run):
        wanted = f" (the plan has “{run.order}” for this)" if run.order is not None else ""
        return "the alarm" if first_order_ms(run) is not None else f"an order{wanted}"
    return f"the order “{typed(first[3], 60)}”"


def _beside(run: Run, metric: str, reached_ms: int | None) -> str:
    """What must be said beside a time that was reached, so that it is not taken for more than it is."""
    match metric:
        case "time_to_order_s" if reached_ms is not None:
            return _other_word(run)
        case "reunification_s" if reached_ms is not None:
            left = reunion_metrics(run)["families_turned_away"]
            return f"; {counted(left, 'family', 'families')} left without a pupil" if left else ""
        case _:
            return ""


def _other_word(run: Run) -> str:
    """Where people were told something else than the plan has for the hazard: that this never was said, or when."""
    first, own_ms = first_order_ms(run), own_order_ms(run)
    if own_ms is None:
        return f"; the order “{run.order}” that the plan has for this was not given"
    later = f"; the order “{run.order}” that the plan has for this came after {lasting(own_ms)}"
    return later if own_ms != first else ""


# ---- times -----------------------------------------------------------------------------------------------------------


def counted_from_ms(run: Run, since: Since, metric: str = "") -> int | None:
    """The instant that a time is counted from; None where it never was. An order is the one that a measure is of."""
    match since:
        case "start":
            return 0
        case "order" if metric.startswith("time_to_secured"):
            return lockdown_ms(run)
        case "order" if metric.endswith("_complete_s"):
            stands = standing(run, metric.removesuffix("_complete_s"))
            return stands.since_ms if stands is not None else None
        case "order" if metric == "clear_time_s":
            return leave_ms(run)
        case "order":
            return first_order_ms(run)
        case "recognition":
            return next((row[0] for row in run.rows if row[1] == "recognised"), None)
        case "dispatched":
            return next((row[0] for row in run.rows if row[1] == "dispatched"), None)


def in_time(name: str, reached_ms: int | None, measure: Measure, since_ms: int | None, run: Run) -> Judged:
    """Whether something came within its time of another thing."""
    within_ms = measure.within_ms or 0
    of, never = SINCE[measure.from_]
    aim = f"the aim was within {lasting(within_ms)}{of}"
    if not run.people:
        return "not tested", "nobody was in the building"
    if since_ms is None:
        return "not tested", f"{never}; {aim}"
    if reached_ms is not None:
        took_ms = max(0, reached_ms - since_ms)
        if took_ms > within_ms:
            return "not met", f"{name} after {over(took_ms, within_ms)}; {aim}"
        return "met", f"{name} after {lasting(took_ms)}; {aim}"
    if run.until_ms <= since_ms + within_ms:
        return "not tested", f"the run ends at {lasting(run.until_ms)}; {aim}"
    return "not met", f"{name}: not by {lasting(run.until_ms)}, where the run ends; {aim}"


# ---- amounts ---------------------------------------------------------------------------------------------------------


def _at_most(name: str, metric: str, value: float | None, limit: float, run: Run) -> Judged:
    unit = " s" if metric.endswith("_s") else ""
    if value is None:
        return "not tested", f"{name}: it did not come to that before {lasting(run.until_ms)}, where the run ends"
    reason = f"{name}: {value:g}{unit}; the aim was at most {limit:g}{unit}"
    if value > limit:
        return "not met", reason
    if run.until_ms < run.scenario.horizon_ms:
        return "not tested", f"{reason}; the run ends early, at {lasting(run.until_ms)}"
    return "met", reason


# ---- the people of one part of the building --------------------------------------------------------------------------

Steps = list[Passing]


def _secured(share: int) -> Callable[[Run, Steps], float | None]:
    return lambda run, steps: seconds(secured_times(run, steps)[1][share])


OVER_PEOPLE: dict[str, Callable[[Run, Steps], float | None]] = {
    "people": lambda run, steps: len({step.person for step in steps}),
    "evacuated": lambda run, steps: len(evacuated(run, steps)),
    "secured": lambda run, steps: secured_times(run, steps)[0],
    "exposed": lambda run, steps: exposure(run, steps)[0],
    "exposure_s": lambda run, steps: seconds(exposure(run, steps)[1]),
    "clear_time_s": lambda run, steps: seconds(clear_ms(run, steps)),
    **{f"time_to_secured_{share}_s": _secured(share) for share in SHARES},
}
"""The measures that can be counted over some of the people; the functions take the steps of those people alone."""


def _steps_of(run: Run, where: Where, metric: str) -> Steps:
    """The steps of the people of a part: who stood there when lockdown was ordered, for others at 00:00."""
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    at_ms = (lockdown_ms(run) or 0) if "secured" in metric else 0
    spaces = spaces_of(run, where)
    places = {step.person: space_of(step.to) for step in steps if step.t_ms <= at_ms}
    return [step for step in steps if places.get(step.person) in spaces]


def spaces_of(run: Run, where: Where) -> frozenset[str]:
    """The spaces of a part of the building."""
    spaces, levels = run.plan.spaces(), run.plan.level_of()
    if where.space is not None:
        return frozenset(run.plan.uses.get(one.removeprefix("@"), one) for one in where.space)
    if where.pa is not None:
        return frozenset(name for name, space in spaces.items() if space.pa == where.pa)
    return frozenset(name for name in spaces if levels.get(name) == where.level)


def _those_of(run: Run, where: Where) -> str:
    if where.space is not None:
        return f"of those in {listed(name_of(run, one) for one in where.space)}"
    if where.pa is not None:
        return f"of those in loudspeaker zone {where.pa}"
    return f"of those on level {where.level}"
