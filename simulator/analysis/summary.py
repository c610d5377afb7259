"""What happened in a run, in words that a facilitator can read aloud.

Markdown. It speaks of conditions, never of faults, and of roles, never of names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from simulator.analysis.assumptions import assumptions
from simulator.analysis.metrics import indoors
from simulator.analysis.objectives import results
from simulator.analysis.spoken import asked_to_leave, gist, told_orders
from simulator.analysis.state import Passing, passings, queues, queues_by_place, ranges, space_of
from simulator.analysis.timeline import role_title, timeline
from simulator.analysis.words import (
    EXERCISE,
    SENSITIVITY,
    clock,
    lasting,
    offset,
    people,
    place,
    sentence,
    typed,
)
from simulator.model.distributions import Value
from simulator.model.draw import spelled
from simulator.model.run import Member, Run

MOST_LINES = 5
PLAYED_AS = {
    "evacuation": "an evacuation", "fire": "a fire", "armed_assailant": "the response to an armed person",
    "intruder": "the response to an intruder", "severe_weather": "the response to severe weather",
    "earthquake": "the response to an earthquake", "hazmat": "the response to a chemical release",
    "bomb_threat": "the response to a bomb threat",
}  # fmt: skip
ROOMS = frozenset({"classroom", "portable"})


def summary(run: Run, metrics: Mapping[str, Any]) -> str:
    """The run in Markdown: what was drawn, what happened when, who was last, objectives, what it rests on."""
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    parts = (
        _opening(run, metrics, steps),
        _section("What was drawn", _drawn(run)),
        _section("What happened", _happened(run)),
        *(_section(title, lines) for title, lines in told_orders(run, metrics, steps)),
        _section("The last one out", _last_out(run, steps)),
        _section("The ways out", _exits(run, metrics)),
        _section("Where people stood in line", _lines(run)),
        _section("Who went another way", _rerouted(run)),
        _section("Who was still inside", _left_inside(run, steps)),
        _section("Exposure", _exposed(metrics)),
        _section("Objectives", _objectives(run, metrics)),
        _section("What this rests on", _rests_on(run)),
        f"**{EXERCISE}**",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


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
            _gist(run, metrics, steps),
            "This is one possible course of this exercise version, simulated; it is not a forecast. "
            "How far its times would range takes many runs: one run cannot say what happens in 8 of 10.",
        )
    )


def _gist(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> str:
    """The run in one or two sentences."""
    kind = PLAYED_AS[run.scenario.hazard]
    if not metrics["people"]:
        return f"This plays {kind} with nobody in the building."
    inside = f"This plays {kind} with {people(metrics['people'])}."
    if not asked_to_leave(run):
        return f"{inside} {gist(run, metrics, steps)}"
    clear_s = metrics["clear_time_s"]
    if clear_s is not None:
        after = _since_alarm(metrics, clear_s)
        return f"{inside} The building was empty after {lasting(round(clear_s * 1000))}{after}."
    out, left = metrics["evacuated"], len(indoors(run, steps))
    if not left:
        return f"{inside} Nobody had to leave the building."
    told = f"{_were(out)} out and {_were(left)} not" if out else "nobody had left the building"
    return f"{inside} By {offset(run.until_ms)}, where the run ends, {told}."


def _were(number: int) -> str:
    return f"{people(number)} {'was' if number < 2 else 'were'}"


def _since_alarm(metrics: Mapping[str, Any], t_s: float) -> str:
    order_s = metrics["time_to_order_s"]
    if not order_s:
        return ""
    return f", {lasting(round((t_s - order_s) * 1000))} after the alarm"


def _drawn(run: Run) -> list[str]:
    if not run.draw:
        return ["This scenario has no variables; only walking and starting differ from version to version."]
    return [f"- {sentence(typed(name.replace('_', ' ')))}: {_value(run, value)}" for name, value in run.draw.items()]


def _value(run: Run, value: Value) -> str:
    """A drawn value as people say it: `yes`, `0.7`, or the label of what it names on the plan."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = spelled(value)
    try:
        return typed(place(run.plan, run.plan.resolve(words)).replace("_", " "))
    except KeyError:
        return typed(words)


def _happened(run: Run) -> list[str]:
    return [
        f"- **{clock(run.scenario, moment.t_ms)}** ({offset(moment.t_ms)}) {moment.words}" for moment in timeline(run)
    ]


# ---- people -------------------------------------------------------------------------------------------------------


def party_words(run: Run, member: Member) -> str:
    """What people call a party: `the class of room 101`, `the principal`, `3 visitors from the lobby`."""
    if member.party in run.scenario.roles:
        return role_title(run, member.party)
    home = member.home or member.space
    where = typed(place(run.plan, home))
    space = run.plan.spaces().get(home)
    if member.kind == "pupils" and member.count > 1 and space is not None and space.kind in ROOMS:
        return f"the class of {where}"
    one, many = {
        "pupils": ("a pupil", "pupils"), "staff": ("a member of staff", "members of staff"),
    }.get(member.kind, ("a visitor", "visitors"))  # fmt: skip
    return f"{one} from {where}" if member.count == 1 else f"{member.count} {many} from {where}"


def _last_out(run: Run, steps: list[Passing]) -> list[str]:
    out = [step for step in steps if step.clear]
    if not out:
        return []
    last = max(out, key=lambda step: step.t_ms)
    members = {member.party: member for member in run.people}
    parties = ranges(run.people, run.rows)
    root = last.person.rpartition("/")[0]
    whose = party_words(run, members[root]) if root in members else "the building"
    whose = whose if members.get(root) and members[root].count == 1 else f"one of {whose}"
    through = f" through {place(run.plan, last.through)}" if last.through else ""
    so_far = " so far" if indoors(run, steps) else ""
    told = (
        f"The last one out{so_far} was {whose},{through} at {clock(run.scenario, last.t_ms)}: {lasting(last.t_ms)} in."
    )
    waits = [queue for queue in queues(run) if last.person in parties[queue.party].persons()]
    if not waits:
        return [told + " Nothing held them up in a queue on the way."]
    longest = max(waits, key=lambda queue: queue.until_ms - queue.from_ms)
    lasted = lasting(longest.until_ms - longest.from_ms)
    return [told + f" On the way they waited longest at {place(run.plan, longest.at)}: {lasted}."]


def _exits(run: Run, metrics: Mapping[str, Any]) -> list[str]:
    return [
        f"- {sentence(place(run.plan, name))}: {people(used['people'])}, "
        f"the last at {clock(run.scenario, round(used['last_s'] * 1000))}"
        for name, used in sorted(metrics["exits"].items(), key=lambda one: -one[1]["people"])
    ]


def _lines(run: Run) -> list[str]:
    placed = queues_by_place(run)
    if not placed and run.people:
        return [f"Nobody stood in a queue for {run.scenario.movement.queue_shown_s:g} seconds or longer."]
    lines = []
    for at, found in placed[:MOST_LINES]:
        longest = max(queue.until_ms - queue.from_ms for queue in found)
        minutes = sum(queue.person_ms for queue in found) / 60_000
        where = sentence(place(run.plan, at))
        lines.append(f"- {where}: longest wait {lasting(longest)}, {minutes:.1f} person-minutes in all")
    return lines


def _rerouted(run: Run) -> list[str]:
    parties = ranges(run.people, run.rows)
    groups: dict[tuple[str, str], set[str]] = {}
    for row in run.rows:
        if row[1] == "rerouted" and row[3] in parties:
            groups.setdefault((row[6], row[5]), set()).update(parties[row[3]].persons())
    ranked = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    return [f"- {sentence(people(len(who)))} {_turn(run, why, place(run.plan, to))}" for (to, why), who in ranked]


def _turn(run: Run, why: str, to: str) -> str:
    """How people came to take another way, said with the places' labels."""
    if found := re.fullmatch(r"found (\S+) shut", why):
        return f"found {place(run.plan, found[1])} shut and went to {to} instead"
    match why:
        case "sent":
            return f"were sent to {to}"
        case "directed":
            return f"were told to use {to}"
        case "tried again":
            return f"found no other way and tried again toward {to}"
        case "a way has opened":
            return f"went to {to} when a way had opened"
        case _:
            return f"went to {to} instead: {typed(why)}"


def _left_inside(run: Run, steps: list[Passing]) -> list[str]:
    inside = indoors(run, steps) if asked_to_leave(run) else {}
    doing = _doing(run)
    groups = Counter((space_of(segment), doing.get(person, "had not set off")) for person, segment in inside.items())
    lines = []
    for (space, what), number in sorted(groups.items(), key=lambda one: (-one[1], one[0])):
        silent = what == "had not set off" and space in run.plan.spaces() and not run.plan.spaces()[space].alarm
        deaf = "; the fire alarm does not sound there" if silent else ""
        lines.append(f"- {sentence(place(run.plan, space))}: {people(number)} {what}{deaf}")
    return lines


def _doing(run: Run) -> dict[str, str]:
    """What each person who set off was last doing, as far as the log says."""
    parties = ranges(run.people, run.rows)
    doing: dict[str, str] = {}
    for row in run.rows:
        kind = row[1]
        if kind not in ("started", "waiting", "rerouted", "entered") or row[3] not in parties:
            continue
        if kind == "entered" and row[5] is None:
            continue
        what = _standing(run, row) if kind == "waiting" else "on the way"
        doing.update(dict.fromkeys(parties[row[3]].persons(), what))
    return doing


def _standing(run: Run, row: tuple[Any, ...]) -> str:
    why, at = row[5], row[6]
    match why:
        case "queue":
            return f"in a queue at {place(run.plan, at)}" if at else "in a queue"
        case "no way out":
            return "without a way out"
        case "needs help":
            return "waiting for somebody to help"
        case _:
            return f"waiting: {typed(why)}"


def _exposed(metrics: Mapping[str, Any]) -> list[str]:
    if not metrics["exposed"]:
        return []
    lasted = lasting(round(metrics["exposure_s"] * 1000))
    who = sentence(people(metrics["exposed"]))
    return [f"{who} spent time in a space that the hazard had closed: {lasted} in all, everybody's time added up."]


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
    if rows := assumptions(run):
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
