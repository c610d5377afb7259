"""What a run plays and what came of it, in a sentence or two: the first thing that is read aloud.

Each kind of hazard has its own question: is the building empty, is everybody in a shelter, was the child found?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.analysis.chain import opened_with, responded
from simulator.analysis.completion import shelters
from simulator.analysis.metrics import indoors
from simulator.analysis.reunion import visitor_asked_s
from simulator.analysis.securing import heard_by_some
from simulator.analysis.spoken import asked_to_leave, gist
from simulator.analysis.state import Passing
from simulator.analysis.told_arrivals import reunion_summary
from simulator.analysis.words import lasting, offset, people, place, typed
from simulator.model.agencies import PT_MEDICAL
from simulator.model.run import Run

PLAYED_AS = {
    "evacuation": "an evacuation", "fire": "a fire", "armed_assailant": "the response to an armed person",
    "intruder": "the response to an intruder", "severe_weather": "the response to severe weather",
    "earthquake": "the response to an earthquake", "hazmat": "the response to a chemical release",
    "bomb_threat": "the response to a bomb threat", "visitor": "the response to a visitor at the door",
    "disturbance": "the response to a disturbance", "medical": "a medical emergency",
    "missing_child": "the search for a missing child", "reunification": "a reunification",
}  # fmt: skip
ABOUT_SOMEBODY = frozenset({"armed_assailant", "intruder", "visitor", "missing_child"})
"""Hazards that are a person: how many people there are must not be read as whom that person came with."""
TO_EMPTY = frozenset({"evacuation", "fire", "earthquake", "bomb_threat"})
"""Hazards whose question is whether the building is empty."""


def outcome(run: Run, metrics: Mapping[str, Any], steps: list[Passing], *, lockdown: bool) -> str:
    """What it plays, with how many, and what came of it; where units were sent, when they were there."""
    kind = PLAYED_AS[run.scenario.hazard]
    if not metrics["people"]:
        return f"This plays {kind} with nobody in the building."
    at = " on a site" if run.scenario.hazard in ABOUT_SOMEBODY else ""
    inside = f"This plays {kind}{at} with {people(metrics['people'])}."
    if incident := opened_with(run, metrics):
        return f"{inside} {incident}"
    if not steps:
        return f"{inside} The run was cut short at {offset(run.until_ms)}, before anything happened."
    told = " ".join(_told(run, metrics, steps, lockdown))
    return f"{inside} {told} {responded(run, metrics)}".rstrip()


def _told(run: Run, metrics: Mapping[str, Any], steps: list[Passing], lockdown: bool) -> Iterator[str]:
    hazard = run.scenario.hazard
    if hazard == "reunification" and (families := reunion_summary(run)):
        yield families[0]
        return
    to_empty = hazard in TO_EMPTY or (hazard not in OWN and any(row[1] == "alarm" for row in run.rows))
    if to_empty and not lockdown and asked_to_leave(run):
        yield from _emptied(run, metrics, steps)
    else:
        yield gist(run, metrics, steps)
    if hazard in OWN:
        yield from OWN[hazard](run, metrics)


# ---- is the building empty? ------------------------------------------------------------------------------------------


def _emptied(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> Iterator[str]:
    said = next((row for row in run.rows if heard_by_some(row) and row[3] == "evacuate"), None)
    alarmed = any(row[1] == "alarm" for row in run.rows)
    order = f"“evacuate” was announced {lasting(said[0])} in" if said is not None and not alarmed else ""
    clear_s, left = metrics["clear_time_s"], len(indoors(run, steps))
    if clear_s is not None:
        after = _since_alarm(metrics, clear_s) if alarmed else ""
        empty = f"he building was empty after {lasting(round(clear_s * 1000))}{after}."
        yield f"{order}, and t{empty}" if order else f"T{empty}"
    elif not left:
        yield "Nobody had to leave the building."
    else:
        if order:
            yield f"{order}."
        told = f"{_were(metrics['evacuated'])} out and {_were(left)} still inside"
        told = told if metrics["exits"] else "nobody had left the building"
        yield f"At {offset(run.until_ms)}, where the run ends, {told}."


def _were(number: int) -> str:
    return f"{people(number)} {'was' if number < 2 else 'were'}"


def _since_alarm(metrics: Mapping[str, Any], t_s: float) -> str:
    order_s = metrics["time_to_order_s"]
    return f", {lasting(round((t_s - order_s) * 1000))} after the alarm" if order_s else ""


# ---- what else there is to ask ---------------------------------------------------------------------------------------


def _weather(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    if not any(row[1] == "hazard_closed" and row[3] == "severe_weather" for row in run.rows):
        return
    where = "outdoors or indoors away from the shelters" if shelters(run) else "outdoors"
    yield f"While the weather was there, {_were(metrics['exposed'])} {where} for at least a moment."


def _release(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    units = {space.air for space in run.plan.spaces().values() if space.air is not None}
    if metrics["air_shut_s"] is not None:
        yield f"All ventilation was shut off {lasting(round(metrics['air_shut_s'] * 1000))} in."
    elif units:
        yield "Not all of the ventilation was shut off."


def _ill(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    reached = next((row[0] for row in run.rows if row[1] == "patient_reached" and row[3] == PT_MEDICAL), None)
    if reached is not None:
        yield f"The first helper was with the person who is ill {lasting(reached)} in."
    else:
        yield "No helper had come to the person who is ill."


def _missing(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    child = next((row[3] for row in run.rows if row[1] == "unaccounted"), None)
    found = next((row for row in run.rows if row[1] == "found" and row[3] == child), None)
    if found is not None:
        yield f"The child was found {lasting(found[0])} in: {typed(place(run.plan, found[6]))}."
    elif child is not None:
        yield f"By {offset(run.until_ms)}, where the run ends, the child had not been found."


def _visit(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    came = [row for row in run.rows if row[1] == "visitor_at_door"]
    if not came:
        return
    asked_s = visitor_asked_s(run)
    if asked_s is None:
        yield "Nobody asked the visitor who they were."
    else:
        yield f"The visitor was first spoken to {lasting(round(asked_s * 1000))} after coming."
    left = next((row for row in run.rows if row[1] == "visitor_left"), None)
    if left is not None:
        yield f"The visitor left {lasting(left[0])} in."


def _disturbed(run: Run, metrics: Mapping[str, Any]) -> Iterator[str]:
    began = next((row[0] for row in run.rows if row[1] == "hazard_closed" and row[3] == "disturbance"), None)
    over = next((row[0] for row in run.rows if row[1] == "hazard_ended" and row[3] == "disturbance"), None)
    if began is not None:
        lasted = f"lasted {lasting(over - began)}" if over is not None else "was not over when the run ends"
        yield f"The disturbance {lasted}."


OWN = {
    "severe_weather": _weather, "hazmat": _release, "medical": _ill, "missing_child": _missing, "visitor": _visit,
    "disturbance": _disturbed,
}  # fmt: skip
"""What is asked of a run with these hazards beside what became of the orders."""
