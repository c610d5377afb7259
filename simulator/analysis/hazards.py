"""Hazards other than a person's: where they expose people, and when what is done about them was complete.

Exposed is whoever is in a space that a hazard has closed. From severe weather people are sheltered only in the spaces
that the plan names for it (anywhere indoors where it names none); from a release outdoors only where the air is shut
off, or where the plan names no ventilation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from simulator.analysis.state import Passing, space_of, stays
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.run import Run

WEATHER, RELEASE = "severe_weather", "hazmat"
GROUND = frozenset({WEATHER, RELEASE})
"""Hazards that close open ground in the sense that nobody should be there: it can still be walked over."""
VEHICLES = frozenset({"vehicle", "stand"})
"""Kinds of space that may leave."""
CLOSING = frozenset({"hazard_closed", "hazard_opened", "hazard_ended"})
Spell = tuple[int, int]
"""From one instant until another, in ms."""


def seconds(t_ms: int | None) -> float | None:
    """Milliseconds as seconds, to the millisecond."""
    return None if t_ms is None else round(t_ms / 1000, 3)


def hazard_metrics(run: Run) -> dict[str, Any]:
    """When everybody who was missed had been found (or the last search was over), and when all air had been shut."""
    return {"search_complete_s": seconds(search_ms(run)), "air_shut_s": seconds(air_shut_ms(run))}


def search_ms(run: Run) -> int | None:
    """When nobody was missing any more; where nobody was, when the last search was over. None where it never was."""
    missed = sum(row[1] == "unaccounted" for row in run.rows)
    found = [row[0] for row in run.rows if row[1] == "found"]
    if missed:
        return found[missed - 1] if len(found) >= missed else None
    searched = (row[0] for row in run.rows if row[1] == "done" and row[4] == "search")
    return max(searched, default=None)


def air_shut_ms(run: Run) -> int | None:
    """When every ventilation unit of the plan was first shut; None where that never was."""
    units = {space.air for space in run.plan.spaces().values() if space.air is not None}
    shut: set[str] = set()
    for row in run.rows:
        if row[1] == "air":
            (shut.add if row[4] == "shut" else shut.discard)(row[3])
            if units <= shut:
                return int(row[0])
    return None


# ---- exposure --------------------------------------------------------------------------------------------------------


def hazard_exposure(run: Run, steps: list[Passing]) -> tuple[int, int]:
    """How many persons were exposed to a hazard, and person-milliseconds of it; a moment counts once."""
    spells = unsafe(run)
    if not spells:
        return 0, 0
    exposed: set[str] = set()
    total_ms = 0
    for stay in stays(steps, run.until_ms):
        for since_ms, until_ms in spells.get(space_of(stay.segment), ()):
            overlap = min(until_ms, stay.until_ms) - max(since_ms, stay.from_ms)
            if overlap > 0:
                exposed.add(stay.person)
                total_ms += overlap
    return len(exposed), total_ms


def unsafe(run: Run) -> dict[str, list[Spell]]:
    """When each space exposes whoever is in it; the spells of one space neither overlap nor touch."""
    by_space: dict[str, list[Spell]] = {}
    for (_, space), spells in closed(run.rows, run.until_ms).items():
        by_space.setdefault(space, []).extend(spells)
    for row_from, row_to in zip(*[iter(unsheltered(run))] * 2, strict=True):
        by_space.setdefault(row_from[4], []).append((row_from[0], row_to[0]))
    gone = _gone(run)
    return {space: list(_without(_merged(spells), gone.get(space, []))) for space, spells in by_space.items()}


def closed(rows: tuple[Row, ...], until_ms: int) -> dict[tuple[str, str], list[Spell]]:
    """By hazard and space, when the log says that it was closed."""
    since: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], list[Spell]] = {}
    for row in rows:
        if row[1] == "hazard_closed":
            since.setdefault((row[3], row[4]), row[0])
        elif row[1] in CLOSING:
            for one in [one for one in since if one[0] == row[3] and row[4] in (None, one[1])]:
                found.setdefault(one, []).append((since.pop(one), row[0]))
    for one, from_ms in since.items():
        found.setdefault(one, []).append((from_ms, until_ms))
    return found


def _merged(spells: list[Spell]) -> Iterator[Spell]:
    begun: Spell | None = None
    for since_ms, until_ms in sorted(spells):
        if begun is not None and since_ms <= begun[1]:
            begun = begun[0], max(begun[1], until_ms)
            continue
        if begun is not None:
            yield begun
        begun = since_ms, until_ms
    if begun is not None:
        yield begun


def came_back(row: Row) -> str | None:
    """The vehicle that a row says is back; None where it says something else."""
    back = row[1] == "learned" and row[4].startswith("vehicle/") and row[5] == "back"
    return row[4].removeprefix("vehicle/") if back else None


def vehicle_space(plan: Plan, vehicle: str) -> str | None:
    """The space of the plan that a vehicle is, by its id, its common name or its label; None where it is none."""
    wanted = plan.uses.get(vehicle, vehicle)
    for name, space in plan.spaces().items():
        if space.kind in VEHICLES and (name == wanted or (space.label or "").casefold() == vehicle.casefold()):
            return name
    return None


def _gone(run: Run) -> dict[str | None, list[Spell]]:
    """When each vehicle that is a space of the plan was away."""
    since: dict[str | None, int] = {}
    found: dict[str | None, list[Spell]] = {}
    for row in run.rows:
        if row[1] == "departed":
            since.setdefault(vehicle_space(run.plan, row[3]), row[0])
        elif (vehicle := came_back(row)) is not None and (space := vehicle_space(run.plan, vehicle)) in since:
            found.setdefault(space, []).append((since.pop(space), row[0]))
    for space, from_ms in since.items():
        found.setdefault(space, []).append((from_ms, run.until_ms))
    return found


def _without(spells: Iterable[Spell], gone: list[Spell]) -> Iterator[Spell]:
    """What is left of spells in order without others in order."""
    for since_ms, until_ms in spells:
        for away_ms, back_ms in gone:
            if away_ms < until_ms and back_ms > since_ms:
                if away_ms > since_ms:
                    yield since_ms, away_ms
                since_ms = back_ms
        if since_ms < until_ms:
            yield since_ms, until_ms


def unsheltered(run: Run) -> list[Row]:
    """Rows as if a hazard closed and opened the indoor spaces that are no shelter from it, two for each spell.

    Merged into the log by time they make any fold over closed spaces count who was not sheltered.
    """
    found: list[Row] = []
    for hazard, active in _active(run):
        for space, (since_ms, until_ms) in _not_safe(run, hazard, active):
            found.append((since_ms, "hazard_closed", None, hazard, space))
            found.append((until_ms, "hazard_opened", None, hazard, space))
    return found


def _active(run: Run) -> Iterator[tuple[str, Spell]]:
    """The hazards that people shelter from, each from the instant it closed open ground until it was over."""
    spells: dict[str, list[Spell]] = {}
    for (hazard, _), closing in closed(run.rows, run.until_ms).items():
        spells.setdefault(hazard, []).extend(closing)
    for hazard in (WEATHER, RELEASE):
        for spell in _merged(spells.get(hazard, [])):
            yield hazard, spell


def _not_safe(run: Run, hazard: str, active: Spell) -> Iterator[tuple[str, Spell]]:
    indoors = {name: space for name, space in run.plan.spaces().items() if not space.open_air}
    if hazard == WEATHER:
        named = {name for name, space in run.plan.spaces().items() if WEATHER in space.shelter}
        for name in [*indoors, *(link.id for link in run.plan.links)] if named else ():
            if name not in named:
                yield name, active
        return
    running = dict(_running(run, active))
    for name, space in indoors.items():
        for spell in running.get(space.air or "", ()):
            yield name, spell


def _running(run: Run, active: Spell) -> Iterator[tuple[str, list[Spell]]]:
    """When each ventilation unit ran during a spell."""
    units = dict.fromkeys(space.air for space in run.plan.spaces().values() if space.air is not None)
    rows = [row for row in run.rows if row[1] == "air"]
    for unit in units:
        marks = [(0, "running"), *((row[0], row[4]) for row in rows if row[3] == unit), (run.until_ms, "shut")]
        spells = []
        for state, group in groupby(marks, key=lambda mark: mark[1]):
            since_ms = next(group)[0]
            if state == "running":
                until_ms = next(t_ms for t_ms, other in marks if t_ms >= since_ms and other == "shut")
                spells.append((max(since_ms, active[0]), min(until_ms, active[1])))
        yield unit, [(since_ms, until_ms) for since_ms, until_ms in spells if until_ms > since_ms]
