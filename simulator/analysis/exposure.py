"""Exposure: person-time in a space that a hazard has closed, or in an unsecured place that the threat shares or sees.

One pass over the log in the order of time. The doors of a sight line are taken from the log, beginning with the plan:
`opened` holds a door open unless it only frees a blocked one; `closed` and `locked` shut it; `unlocked` by a party
means that somebody is being let through, which holds it open until it is locked again. A room that is `secured` is out
of sight; whoever shares a segment with the threat is exposed there all the same. A vehicle that has left is nowhere
that a hazard could be, until it is back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from typing import NamedTuple

from simulator.analysis.hazards import came_back, unsheltered, vehicle_space
from simulator.analysis.state import Passing, passings, ranges, space_of
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.sight import sights_of

THREAT_KINDS = frozenset({"threat_entered", "threat_moved", "threat_ended"})
CLOSING_KINDS = frozenset({"hazard_closed", "hazard_opened", "hazard_ended"})
DOOR_KINDS = frozenset({"opened", "closed", "locked", "unlocked", "blocked"})
ROOM_KINDS = frozenset({"secured", "unsecured"})


class Spell(NamedTuple):
    """One person's exposure: when it first began, and its milliseconds altogether."""

    first_ms: int
    ms: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who was exposed for longer than no time, by person (`party/1`); person-milliseconds by space."""

    by_person: Mapping[str, Spell]
    by_space: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many persons."""
        return len(self.by_person)

    @property
    def person_ms(self) -> int:
        """Persons times milliseconds."""
        return sum(self.by_space.values())

    @property
    def first_ms(self) -> int | None:
        """When the first of them was; None where nobody was."""
        return min((spell.first_ms for spell in self.by_person.values()), default=None)


def exposure(run: Run, steps: list[Passing]) -> tuple[int, int]:
    """How many persons were exposed, and person-milliseconds of it."""
    found = exposures(run, steps)
    return found.people, found.person_ms


def exposure_s(run: Run) -> float:
    """Person-seconds of exposure in a whole run."""
    return exposure(run, [step for step in passings(run.rows) if step.t_ms < run.until_ms])[1] / 1000


def exposures(run: Run, steps: list[Passing]) -> Exposure:
    """The exposure of a run whose people took these steps, all before the run's end."""
    if not any(row[1] in ("threat_entered", "hazard_closed") for row in run.rows):
        return Exposure({}, {})
    fold = _Fold(run)
    for t_ms, what in _in_order(run, steps):
        if isinstance(what, Passing):
            fold.step(t_ms, what)
        else:
            fold.row(t_ms, what)
    return fold.until(run.until_ms)


def _in_order(run: Run, steps: list[Passing]) -> Iterator[tuple[int, Passing | Row]]:
    kinds = THREAT_KINDS | CLOSING_KINDS | DOOR_KINDS | ROOM_KINDS | {"departed"}
    known = (row for row in (*run.rows, *unsheltered(run)) if row[1] in kinds or came_back(row))
    rows = sorted(known, key=lambda row: row[0])
    changes = [(row[0], row) for row in rows]
    return merge(changes, ((step.t_ms, step) for step in steps), key=lambda one: one[0])


class _Fold:
    """Everything that exposure depends on, at one instant after another."""

    def __init__(self, run: Run):
        self.plan = run.plan
        self.held_open = {one.id for one in run.plan.openings if one.state in ("propped", "open")}
        self.parties = ranges(run.people, run.rows).keys() - run.scenario.roles.keys()
        self.blocked: set[str] = set()
        self.secured: set[str] = set()
        self.closed: dict[tuple[str, str], None] = {}
        self.gone: set[str | None] = set()
        self.threat: str | None = None
        self.view: dict[str, list[tuple[str, ...]]] = {}
        self.here: dict[str, dict[str, None]] = {}
        self.exposing: dict[str, bool] = {}
        self.since: dict[str, int] = {}
        self.spells: dict[str, Spell] = {}
        self.by_space: dict[str, int] = {}

    # ---- people ------------------------------------------------------------------------------------------------------

    def step(self, t_ms: int, step: Passing) -> None:
        """A person goes from one segment into another, or is there from the beginning."""
        if step.came_from is not None:
            self._end(t_ms, step.person, step.came_from)
            self.here[step.came_from].pop(step.person, None)
        self.here.setdefault(step.to, {})[step.person] = None
        if self._exposes(step.to):
            self.since[step.person] = t_ms

    def until(self, t_ms: int) -> Exposure:
        """What there was until an instant."""
        for segment, people in self.here.items():
            for person in people:
                self._end(t_ms, person, segment)
        return Exposure(self.spells, self.by_space)

    def _end(self, t_ms: int, person: str, segment: str) -> None:
        since_ms = self.since.pop(person, t_ms)
        if t_ms > since_ms:
            first, before = self.spells.get(person, (since_ms, 0))
            self.spells[person] = Spell(first, before + t_ms - since_ms)
            space = space_of(segment)
            self.by_space[space] = self.by_space.get(space, 0) + t_ms - since_ms

    # ---- the threat, doors, rooms, closed spaces ---------------------------------------------------------------------

    def row(self, t_ms: int, row: Row) -> None:
        """One event that may change which segments expose whoever is in them."""
        before = {segment: self._exposes(segment) for segment, people in self.here.items() if people}
        self._apply(row)
        self.exposing.clear()
        for segment, exposed in before.items():
            if exposed and not self._exposes(segment):
                for person in self.here[segment]:
                    self._end(t_ms, person, segment)
            elif not exposed and self._exposes(segment):
                self.since |= dict.fromkeys(self.here[segment], t_ms)

    def _apply(self, row: Row) -> None:
        match row[1]:
            case "threat_entered" | "threat_moved":
                self.threat = row[3]
                self.view = {}
                for line in sights_of(self.plan).of(row[3]):
                    self.view.setdefault(line.to, []).append(line.needs)
            case "threat_ended":
                self.threat, self.view = None, {}
            case "secured":
                self.secured.add(row[3])
            case "unsecured":
                self.secured.discard(row[3])
            case "hazard_closed":
                self.closed[row[3], row[4]] = None
            case "hazard_opened" | "hazard_ended":
                self.closed = {one: None for one in self.closed if one[0] != row[3] or row[4] not in (None, one[1])}
            case "departed":
                self.gone.add(vehicle_space(self.plan, row[3]))
            case "learned":
                self.gone.discard(vehicle_space(self.plan, came_back(row) or ""))
            case _:
                self._door(row[1], row[3], row[4])

    def _door(self, kind: str, opening: str, by: str | None) -> None:
        match kind:
            case "blocked":
                self.blocked.add(opening)
            case "opened" if opening in self.blocked:
                self.blocked.discard(opening)
            case "opened":
                self.held_open.add(opening)
            case "unlocked":
                if by in self.parties:
                    self.held_open.add(opening)
            case _:
                self.held_open.discard(opening)

    def _exposes(self, segment: str) -> bool:
        if segment not in self.exposing:
            self.exposing[segment] = self._worked_out(segment)
        return self.exposing[segment]

    def _worked_out(self, segment: str) -> bool:
        ways = self.view.get(segment, ())
        if not ways and segment != self.threat and not self.closed:
            return False  # the most by far
        space = space_of(segment)
        if space in self.gone:
            return False
        if segment == self.threat or any(closed in (space, segment) for _, closed in self.closed):
            return True
        return space not in self.secured and any(self.held_open.issuperset(needs) for needs in ways)
