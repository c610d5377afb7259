"""What happened in a run, in words that a facilitator can read aloud.

Markdown. It speaks of conditions, never of faults, and of roles, never of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.assumptions import assumptions_by_subject
from simulator.analysis.chain import where_the_time_went
from simulator.analysis.course import messages_sent, shortened
from simulator.analysis.ending import left_inside, not_counted
from simulator.analysis.expected import what_was_expected
from simulator.analysis.gist import outcome
from simulator.analysis.helped import who_was_helped
from simulator.analysis.hints import hint
from simulator.analysis.knowledge import who_knew_what
from simulator.analysis.lastout import last_out
from simulator.analysis.metrics import at_end
from simulator.analysis.objectives import results
from simulator.analysis.securing import held_orders, lockdown_led, rooms_closed
from simulator.analysis.spoken import asked_to_leave, told_orders
from simulator.analysis.state import Passing, passings, queues_by_place, space_of
from simulator.analysis.told_arrivals import reunion_summary
from simulator.analysis.told_incident import has_person, how_people_chose, where_exposed
from simulator.analysis.turns import rerouted
from simulator.analysis.words import (
    EXERCISE,
    SENSITIVITY,
    clock,
    counted,
    lasting,
    offset,
    people,
    place,
    sentence,
    typed,
)
from simulator.model.distributions import Value
from simulator.model.draw import spelled
from simulator.model.run import Run

MOST_LINES, MOST_EXITS = 5, 10


def summary(run: Run, metrics: Mapping[str, Any]) -> str:
    """The run in Markdown: what was drawn, what happened when, who was last, objectives, what it rests on."""
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    parts = (
        _opening(run, metrics, steps),
        _section("What was drawn", _drawn(run)),
        _section("What happened", _happened(run, steps)),
        _section("The messages", messages_sent(run)),
        _section("Who knew what", who_knew_what(run)),
        _section("What was expected", what_was_expected(run)),
        _section("How people chose", how_people_chose(run)),
        *(_section(title, lines) for title, lines in told_orders(run, metrics, steps)),
        _section("Where the time went", where_the_time_went(run, metrics)),
        *_leaving(run, metrics, steps),
        _section("Who was helped", who_was_helped(run)),
        _section("Who was still inside", _still_inside(run, steps)),
        _section("Who was not counted", not_counted(run, steps)),
        _section("Visitors and families", reunion_summary(run)),
        _section("Exposure", where_exposed(run, steps)),
        _section("Objectives", _objectives(run, metrics)),
        _section("What this rests on", _rests_on(run)),
        f"**{EXERCISE}**",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _leaving(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> list[str]:
    """How the building emptied; where it is about a person in it, that is no question of doors and queues."""
    if has_person(run):
        return [_section("The ways out", _exits(run, metrics))]
    return [
        _section("The last one out", last_out(run, steps)),
        _section("The ways out", _exits(run, metrics)),
        _section("Where people stood in line", _lines(run, steps)),
        _section("Who went another way", rerouted(run)),
    ]


def _section(title: str, lines: list[str]) -> str:
    """A heading and its lines; nothing where there are no lines."""
    return f"## {title}\n\n" + "\n".join(lines) if lines else ""


def _opening(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> str:
    scenario, school = run.scenario, run.plan.school
    day = f"{scenario.when.date.day} {scenario.when.date:%B %Y}, " if scenario.when.date else ""
    start = f"{day}{clock(scenario, 0, seconds=False)}, {scenario.when.period.replace('_', ' ')}"
    return "\n\n".join(
        (
            f"**{EXERCISE}**",
            f"# {typed(scenario.title)}",
            f"{typed(school.name)} · exercise version {run.seed} · {start}",
            f"Plan: {SENSITIVITY[school.sensitivity]}",
            outcome(run, metrics, steps, lockdown=lockdown_led(run, steps)),
            "This is one possible course of this exercise version, simulated; it is not a forecast. "
            "How far its times would range takes many runs: one run cannot say what happens in 8 of 10.",
        )
    )


def _drawn(run: Run) -> list[str]:
    if not run.draw:
        return ["This scenario has no variables; only walking and starting differ from version to version."]
    return [f"- {_variable(run, name, value)}" for name, value in run.draw.items()]


def _variable(run: Run, name: str, value: Value) -> str:
    """A variable and its value; of a bare number only the scenario knows whether it is seconds or a share."""
    said = _value(run, value)
    if said.replace(".", "", 1).isdigit():
        return f"{typed(name.replace('_', ' '))} = {said} (as the scenario's variable)"
    return f"{sentence(typed(name.replace('_', ' ')))}: {said}"


def _value(run: Run, value: Value) -> str:
    """A drawn value as people say it: `yes`, `0.7`, or the label of what it names on the plan."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = spelled(value)
    if not isinstance(value, str):
        return typed(words)  # a number that is also a room's is a number
    try:
        return typed(place(run.plan, run.plan.resolve(words)).replace("_", " "))
    except KeyError:
        return typed(words)


def _happened(run: Run, steps: list[Passing]) -> list[str]:
    told, left_out = shortened(run, steps)
    lines = [f"- **{clock(run.scenario, one.t_ms)}** ({offset(one.t_ms)}) {one.words}" for one in told]
    if left_out:
        were = counted(left_out, "smaller moment is", "smaller moments are")
        lines += ["", f"{sentence(were)} left out here; everything is in events.jsonl."]
    return lines


# ---- people -------------------------------------------------------------------------------------------------------


def _exits(run: Run, metrics: Mapping[str, Any]) -> list[str]:
    lines = [
        f"- {sentence(place(run.plan, name))}: {people(used['people'])}, "
        f"the last at {clock(run.scenario, round(used['last_s'] * 1000))}"
        for name, used in sorted(metrics["exits"].items(), key=lambda one: -one[1]["people"])
    ]
    more = len(lines) - MOST_EXITS
    return [*lines[:MOST_EXITS], f"- {counted(more, 'more exit')}"] if more > 1 else lines


def _still_inside(run: Run, steps: list[Passing]) -> list[str]:
    """Who was inside at the end and should have left; in a lockdown only those who were told to leave after it."""
    told_to_leave = any(row[1] == "learned" and row[5] == "evacuate" for row in run.rows)
    if not asked_to_leave(run) or (has_person(run) and not told_to_leave):
        return []
    if not lockdown_led(run, steps):
        return left_inside(run, steps)
    asked = {person for person, order in held_orders(run, run.until_ms).items() if order == "evacuate"}
    closed, places = rooms_closed(run), at_end(steps)
    open_to_go = {person for person in asked & places.keys() if space_of(places[person]) not in closed}
    return left_inside(run, [step for step in steps if step.person in open_to_go])


def _lines(run: Run, steps: list[Passing]) -> list[str]:
    placed = queues_by_place(run)
    if not placed and run.people:
        return [f"Nobody stood in a queue for {run.scenario.movement.queue_shown_s:g} seconds or longer."]
    lines = []
    for at, found in placed[:MOST_LINES]:
        longest = max(max(queue.waits_ms) for queue in found)
        minutes = sum(queue.person_ms for queue in found) / 60_000
        where = sentence(place(run.plan, at))
        lines.append(f"- {where}: longest wait {lasting(longest)}, {minutes:.1f} person-minutes in all")
    suggested = hint(run, steps)
    return lines + (["", *suggested] if suggested else [])


# ---- judging ------------------------------------------------------------------------------------------------------


def _objectives(run: Run, metrics: Mapping[str, Any]) -> list[str]:
    return [
        f"- **{sentence(one.verdict)}**: {typed(one.text)} ({one.id}; {one.reason})" for one in results(run, metrics)
    ]


def _rests_on(run: Run) -> list[str]:
    flow = {
        "sfpe": "the SFPE hydraulic model, the fire code's way of reckoning, slower at doors than people were measured",
        "laboratory": "the SFPE hydraulic model with door flows as measured in laboratories",
    }[run.scenario.movement.model]
    lines = [f"People walk by {flow}. Engine {run.engine}."]
    if rows := assumptions_by_subject(run):
        lines += ["", "These numbers are assumptions that no source backs; another value may give another course:", ""]
        lines += [f"- {sentence(words)}" for words in rows]
    return lines + _cut_short(run)


def _cut_short(run: Run) -> list[str]:
    if run.until_ms >= run.scenario.horizon_ms:
        return []
    return [
        "",
        f"The run was stopped at {offset(run.until_ms)}; the scenario goes on to {offset(run.scenario.horizon_ms)}.",
    ]
