"""A hint where one exit was crowded while another nearby was hardly used; only where that is clear-cut."""

from __future__ import annotations

from math import dist
from typing import NamedTuple

from simulator.analysis.hazards import GROUND
from simulator.analysis.metrics import last_ways_out
from simulator.analysis.state import Passing, open_air, queues
from simulator.analysis.words import lasting, people, place, sentence
from simulator.model.building import Opening
from simulator.model.run import Run

LONG_WAIT_MS = 60_000
MOST_SHARE = 0.5
HARDLY_USED = 0.05
WALK_M_S = 1.0
"""How fast a crowd's way to another exit is reckoned here: below the free 1.2 to 1.4 m/s, to err on the quiet side."""
DETOUR = 1.5
"""How much longer a way through halls is taken to be than the straight line; an assumption of this hint alone."""


class _Crowd(NamedTuple):
    exit: Opening
    number: int
    longest_ms: int


def hint(run: Run, steps: list[Passing]) -> list[str]:
    """The hint as a sentence, or nothing."""
    ways = last_ways_out(run, steps)
    used = {name: sum(step.through == name for step in ways.values()) for name in _exits(run)}
    crowd = _crowd(run, used, ways)
    if crowd is None:
        return []
    spare = [one for name, one in _exits(run).items() if used[name] <= HARDLY_USED * crowd.number]
    near = [one for one in spare if _worth_the_walk(run, crowd, one)]
    if not near:
        return []
    other = min(near, key=lambda one: (dist(one.at, crowd.exit.at), one.id))
    return [
        f"A hint: {people(crowd.number)} left by {place(run.plan, crowd.exit.id)}, where the longest wait was "
        f"{lasting(crowd.longest_ms)}, and {people(used[other.id])} by {place(run.plan, other.id)}. "
        f"Most people took the nearest way. {sentence('posting')} ways out (`exit:` in the plan) or "
        "`exits: least_congested` in the scenario would share them out."
    ]


def _exits(run: Run) -> dict[str, Opening]:
    """The plan's doors and gaps into open air that nobody shut in this run and that no hazard reached."""
    sky = open_air(run.plan)
    shut = {row[3] for row in run.rows if row[1] in ("blocked", "locked")}
    closed = {row[4] for row in run.rows if row[1] == "hazard_closed" and row[3] not in GROUND}
    return {
        one.id: one
        for one in run.plan.openings
        if one.type != "window" and len(sky & set(one.between)) == 1 and one.id not in shut
        and not closed & set(one.between)
    }  # fmt: skip


def _crowd(run: Run, used: dict[str, int], ways: dict[str, Passing]) -> _Crowd | None:
    """The exit by which more than half left after a long wait, none of them because they were assigned to it."""
    if run.scenario.occupancy.exits != "nearest" or not used:
        return None
    name = max(used, key=lambda one: used[one])
    waits = [max(queue.waits_ms) for queue in queues(run) if queue.at == name]
    if used[name] <= MOST_SHARE * len(ways) or max(waits, default=0) < LONG_WAIT_MS or _assigned(run, name, ways):
        return None
    return _Crowd(_exits(run)[name], used[name], max(waits))


def _assigned(run: Run, name: str, ways: dict[str, Passing]) -> bool:
    """Whether many of those who left by an exit may have been told to: by the plan, the scenario or a decision."""
    groups = run.scenario.occupancy.groups
    if any(group.exit or group.came_by for group in groups) or any(row[1] == "done" for row in run.rows):
        return True
    spaces = run.plan.spaces()
    posted = {member.party for member in run.people if member.space in spaces and spaces[member.space].exit}
    there = [step.person.rpartition("/")[0] for step in ways.values() if step.through == name]
    return sum(root in posted for root in there) > HARDLY_USED * len(there)


def _worth_the_walk(run: Run, crowd: _Crowd, other: Opening) -> bool:
    """Whether the other exit is on the same level, joined indoors, and near enough to gain by half the wait."""
    inner, there = _inner(run, crowd.exit), _inner(run, other)
    levels = run.plan.level_of()
    walk_ms = dist(crowd.exit.at, other.at) * DETOUR / WALK_M_S * 1000
    return levels[inner] == levels[there] and there in _indoors_from(run, inner) and walk_ms < crowd.longest_ms / 2


def _inner(run: Run, exit_: Opening) -> str:
    sky = open_air(run.plan)
    return next(space for space in exit_.between if space not in sky)


def _indoors_from(run: Run, start: str) -> set[str]:
    """Every space that can be walked to indoors, past no door that holds."""
    sky, reached, ahead = open_air(run.plan), {start}, [start]
    pairs = [one.between for one in run.plan.openings if one.type != "window"]
    held = {one.between[::-1] for one in run.plan.openings if run.plan.holds_from_second(one)}
    while ahead:
        here = ahead.pop()
        for first, second in pairs:
            other = second if here == first else first if here == second else here
            if other not in reached and other not in sky and (here, other) not in held:
                reached.add(other)
                ahead.append(other)
    return reached
