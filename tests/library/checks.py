"""What must hold of every run of every scenario, whatever people decide."""

from __future__ import annotations

from simulator.analysis.state import fold, ranges, roster
from simulator.engine.compiled import compiled
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.verification.conservation import agrees
from tests.engine.test_promises import final_doors
from tests.library.random_play import random_play

MOVING = frozenset({"chose", "waiting", "started", "rerouted", "entered", "out", "reached"})
SENT = frozenset({"sent", "escorts a visitor", "let in"})
"""Why somebody sets off whom another person has sent to a place: it may be one that cannot be reached."""
JUST_NOW_MS = 60_000
LONGEST_QUEUE_MS = 15 * 60 * 1000


def play(bundle: Bundle, seed: int, until_s: float | None = None) -> Run:
    """One version with random play."""
    return run(bundle, seed, random_play(bundle, seed), until_s)


def conserved(bundle: Bundle, seed: int) -> bool:
    """Whether everybody is in exactly one place at an instant that is as good as random, and at the end."""
    horizon_s = bundle.scenario.horizon_ms / 1000
    until_s = horizon_s * (((seed * 7919) % 97) + 1) / 98
    return agrees(play(bundle, seed, until_s)) and agrees(play(bundle, seed))


def waits_for_ever(played: Run) -> list[str]:
    """Parties and columns that stand at the end although they could go on.

    Without a way out although there is one, where nobody sent them elsewhere and they did not find it out just now, or
    in a queue at a door that nobody has passed for a quarter of an hour.
    """
    plan, doors = compiled(played.plan, played.scenario.movement), final_doors(played)
    shut = doors.shut_to(False)
    table = plan.routes.table(plan.exits, shut)
    last = {row[3]: row for row in played.rows if row[1] in MOVING}
    sent = {row[3] for row in played.rows if row[1] in ("started", "rerouted") and row[5] in SENT}
    passed = {row[5]: row[0] for row in played.rows if row[1] in ("entered", "out")}
    found = []
    for name, party, segment in walking_as(played):
        row = last.get(name)
        if row is None or row[1] != "waiting":
            continue
        if row[5] == "queue" and played.until_ms - max(row[0], passed.get(row[6], 0)) > LONGEST_QUEUE_MS:
            found.append(f"{name} in a queue in {segment} since {row[0] // 1000} s")
        if row[5] != "no way out" or {name, party} & sent or played.until_ms - row[0] < JUST_NOW_MS:
            continue
        index = plan.building.by_name[segment]
        if not plan.open_air[index] and any(
            step not in shut and table.left_mm[step] < 1 << 50 for step in plan.building.steps_out(index)
        ):
            found.append(f"{name} in {segment}")
    return found


def walking_as(played: Run) -> list[tuple[str, str, str]]:
    """Whoever walks as one at the end, by the name that the log gives them, their party, and their first's segment."""
    parts = ranges(played.people, played.rows)
    split = {row[3] for row in played.rows if row[1] == "party_split"}
    where = {
        f"{party}/{first + number}": segment for party, first, n, segment in played.standing for number in range(n)
    }  # fmt: skip
    return [
        (name, part.root, where[f"{part.root}/{part.first}"])
        for name, part in parts.items() if name not in split and f"{part.root}/{part.first}" in where
    ]  # fmt: skip


def everybody(played: Run) -> bool:
    """Whether the log's places are exactly the roster."""
    return sorted(fold(played.rows, played.until_ms - 1).places) == sorted(roster(played.people))
