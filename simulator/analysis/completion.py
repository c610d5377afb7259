"""When a protocol had done what it is for, and what was left to do: halls clear, doors held, everybody in a shelter.

An order counts from when it could first be heard until another order took its place. Each completion is a count of
what is left to do (persons in halls, persons outdoors, doors that do not hold, persons not yet in a shelter), looked at
after every instant: the protocol is complete when the count is first zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from simulator.analysis.securing import heard_by_some, heard_ms
from simulator.analysis.state import Passing, open_air, space_of
from simulator.model.building import ELECTRIC_LOCKS, LOCKS_BY_ITSELF, Opening
from simulator.model.events import Row
from simulator.model.run import Run

HALLS = frozenset({"corridor", "lobby", "stairs", "elevator", "concourse"})
"""Kinds of space that a hold clears; stairs between levels are halls too."""
QUIET = frozenset({"silent", "silenced", "off"})

Change = tuple[int, int]
"""(instant in ms, +1 or -1): something more, or less, is left to do."""


class Standing(NamedTuple):
    """An order in force: from `since_ms` until `until_ms`, when another took its place or the run ended."""

    since_ms: int
    until_ms: int


def standing(run: Run, order: str) -> Standing | None:
    """Since when an order could be heard, over the PA or in person, and until when it stood; None if nobody did."""
    since_ms = next((row[0] for row in run.rows if _gives(row) == order), None)
    if since_ms is None or not heard_ms(run, order):
        return None
    said = (row for row in run.rows if row[0] > since_ms and row[1] == "announced")
    others = (row[0] for row in said if _gives(row) not in (None, order, "stay"))
    return Standing(since_ms, next(others, run.until_ms))


def _gives(row: Row) -> str | None:
    """The order that people could hear by a row of the log."""
    if heard_by_some(row):
        return str(row[3])
    return row[5] if row[1] == "learned" and row[4] == "order" else None


def protocol(run: Run) -> str | None:
    """The order that a run is about: the plan's word for its hazard, else the last that was given, or the alarm's."""
    if run.order is not None:
        return run.order
    given = [order for row in run.rows if (order := _gives(row)) not in (None, "stay")]
    if given:
        return given[-1]
    return "evacuate" if any(row[1] == "alarm" and row[5] not in QUIET for row in run.rows) else None


# ---- what is left to do ----------------------------------------------------------------------------------------------


def left_to_do(run: Run, steps: list[Passing], order: str) -> Iterator[Change]:
    """What an order asks for and is not done, as it grows and shrinks."""
    match order:
        case "hold":
            yield from in_halls(run, steps)
        case "secure":
            yield from outdoors(run, steps)
            yield from loose_doors(run)
        case "shelter":
            yield from not_sheltered(run, steps)


def in_halls(run: Run, steps: list[Passing]) -> Iterator[Change]:
    """Persons in corridors, lobbies and on stairs."""
    spaces = run.plan.spaces()
    kinds = {name: space.kind for name, space in spaces.items()}
    yield from _persons(steps, lambda segment: kinds.get(space_of(segment), "stairs") in HALLS)


def outdoors(run: Run, steps: list[Passing]) -> Iterator[Change]:
    """Persons under the open sky."""
    sky = open_air(run.plan)
    yield from _persons(steps, lambda segment: space_of(segment) in sky)


def not_sheltered(run: Run, steps: list[Passing]) -> Iterator[Change]:
    """Persons who heard the order to shelter and are in no space that the plan names for it."""
    heard, spaces = heard_ms(run, "shelter"), shelters(run)
    mine = [step for step in steps if step.person in heard]
    yield from _persons(mine, lambda segment: space_of(segment) not in spaces)


def shelters(run: Run) -> frozenset[str]:
    """The spaces that the plan names as a shelter from the hazard, or from one that an announcement named."""
    said = {row[5].get("hazard") for row in run.rows if row[1] == "done" and row[5].get("what") == ["shelter"]}
    hazards = {run.scenario.hazard, *said}
    return frozenset(name for name, space in run.plan.spaces().items() if hazards & space.shelter.keys())


def _persons(steps: list[Passing], counts: Callable[[str], bool]) -> Iterator[Change]:
    here: dict[str, bool] = {}
    for step in steps:
        before, now = here.get(step.person, False), counts(step.to)
        here[step.person] = now
        if now != before:
            yield step.t_ms, 1 if now else -1


# ---- outside doors ---------------------------------------------------------------------------------------------------


class _Door:
    """One outside door as the log tells of it."""

    __slots__ = ("barricaded", "blocked", "by_itself", "electric", "held_open", "locked")

    def __init__(self, run: Run, opening: Opening):
        lock = run.plan.lock_of(opening)
        self.by_itself = opening.type == "door" and lock in LOCKS_BY_ITSELF
        self.electric = lock in ELECTRIC_LOCKS and run.plan.defaults.door.released_by_alarm
        self.locked = opening.state == "locked"
        self.held_open = opening.state in ("propped", "open")
        self.blocked = self.barricaded = False

    def changed(self, kind: str, lets_in: bool) -> None:
        """One row about this door; `lets_in` is whether it was opened for somebody, who has not shut it again."""
        match kind:
            case "locked":
                self.locked, self.held_open = True, False
            case "unlocked":
                self.locked, self.held_open, self.barricaded = False, self.held_open or lets_in, False
            case "closed":
                self.held_open = False
            case "blocked":
                self.blocked = True
            case "barricaded":
                self.barricaded = True
            case _ if self.blocked:  # opened: the way is free again
                self.blocked = False
            case _:
                self.locked, self.held_open, self.barricaded = False, True, False

    def holds(self, alarm_on: bool) -> bool:
        """Whether nobody without a key gets in."""
        locked = self.locked or (self.by_itself and not self.held_open)
        return self.blocked or self.barricaded or (locked and not (alarm_on and self.electric))


def outside_doors(run: Run) -> dict[str, Opening]:
    """The doors and gaps between the building and the open air; those of a vehicle are none of the building's."""
    spaces = run.plan.spaces()
    vehicles = {name for name, space in spaces.items() if space.kind == "vehicle"}
    doors = (one for one in run.plan.openings if run.plan.leads_outdoors(one))
    return {one.id: one for one in doors if not vehicles.intersection(one.between)}


def loose_doors(run: Run) -> Iterator[Change]:
    """Outside doors that would let somebody in without a key."""
    for t_ms, before, now in _door_changes(run):
        for name in sorted(before ^ now):
            yield t_ms, 1 if name in now else -1


def loose_at(run: Run, t_ms: int) -> set[str]:
    """The outside doors that would let somebody in at an instant."""
    return [now for changed_ms, _, now in _door_changes(run) if changed_ms <= t_ms][-1]


def _door_changes(run: Run) -> Iterator[tuple[int, set[str], set[str]]]:
    """(instant, the loose doors before, the loose doors after), for 00:00 and for each row about a door."""
    doors = {name: _Door(run, opening) for name, opening in outside_doors(run).items()}
    parties = {member.party for member in run.people} - run.scenario.roles.keys()
    alarm_on, loose = False, {name for name, door in doors.items() if not door.holds(False)}
    yield 0, set(), loose
    for row in run.rows:
        if row[1] == "alarm":
            alarm_on = row[5] not in QUIET
        elif row[1] in ("locked", "unlocked", "opened", "closed", "blocked") and row[3] in doors:
            doors[row[3]].changed(row[1], row[4] in parties)
        elif row[1] == "barricaded" and row[5] in doors:
            doors[row[5]].changed("barricaded", False)
        else:
            continue
        before, loose = loose, {name for name, door in doors.items() if not door.holds(alarm_on)}
        yield row[0], before, loose


# ---- complete --------------------------------------------------------------------------------------------------------


def first_zero(changes: Iterator[Change], stands: Standing) -> int | None:
    """The first instant of an order at which nothing is left to do; None if there is none."""
    left, free_ms = 0, stands.since_ms
    for t_ms, at_once in groupby(sorted(changes), key=lambda change: change[0]):
        if left == 0 and free_ms < t_ms:
            break
        left += sum(delta for _, delta in at_once)
        free_ms = max(t_ms, stands.since_ms)
    return free_ms if left == 0 and free_ms <= stands.until_ms else None


def left_at_end(changes: Iterator[Change], stands: Standing) -> int:
    """How much is left to do when an order is over, or at the run's end."""
    return sum(delta for t_ms, delta in changes if t_ms <= stands.until_ms)


def complete_ms(run: Run, steps: list[Passing], order: str) -> int | None:
    """When `hold`, `secure` or `shelter` had done what it is for; None where it was not given, or never had."""
    stands = standing(run, order)
    return first_zero(left_to_do(run, steps, order), stands) if stands is not None else None


MEASURED = {"hold": "hold_complete_s", "secure": "secure_complete_s", "shelter": "shelter_complete_s",
            "lockdown": "time_to_secured_100_s", "evacuate": "clear_time_s"}  # fmt: skip
"""The measure of each protocol's completion."""


def measure_of(run: Run) -> str | None:
    """The measure of what a run is about: its hazard's own, or its protocol's; None where no order was given."""
    own = {"reunification": "reunification_s", "missing_child": "search_complete_s"}.get(run.scenario.hazard)
    return own or MEASURED.get(protocol(run) or "")
