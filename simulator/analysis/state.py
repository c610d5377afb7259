"""Where everybody is: folds over a run's rows.

A member is in the space of the latest row (in the order of the log) whose passing instant has come. Density in the
engine, the counts here and the places of single persons all follow from that one rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.run import Member, Run

OVER = frozenset({"entered", "out", "rerouted", "waiting", "party_split", "started"})
"""Kinds that end a party's wait in a queue."""


class Passing(NamedTuple):
    """One person steps from a segment into another; `came_from` is None where they stand at the start.

    `clear` is whether it is an exit into open air, as the log's `out` says.
    """

    t_ms: int
    person: str
    came_from: str | None
    to: str
    through: str | None
    clear: bool


class Stay(NamedTuple):
    """One person was in one segment from one instant until another."""

    person: str
    segment: str
    from_ms: int
    until_ms: int


class Queue(NamedTuple):
    """A party stood in `space`, waiting its turn at `at`; its head from `from_ms` until `until_ms`.

    `waits_ms` holds each member's own wait, from its coming until its own passing, turning away or the run's end.
    """

    party: str
    space: str
    at: str
    from_ms: int
    until_ms: int
    waits_ms: tuple[int, ...]

    @property
    def person_ms(self) -> int:
        """Persons times milliseconds."""
        return sum(self.waits_ms)


@dataclass(frozen=True, slots=True)
class State:
    """Everybody at one instant: persons per segment, and the segment of each person (`party/1`, `party/2` ...)."""

    t_ms: int
    counts: Mapping[str, int]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Step functions: `inside[i]` and `outside[i]` persons hold from `t_ms[i]` until the next instant."""

    t_ms: tuple[int, ...]
    inside: tuple[int, ...]
    outside: tuple[int, ...]


class Range(NamedTuple):
    """A party's members as `size` members of the party that they began in, counting from 1."""

    root: str
    first: int
    size: int

    def persons(self) -> list[str]:
        """The members' names."""
        return [f"{self.root}/{number}" for number in range(self.first, self.first + self.size)]


def ranges(people: Iterable[Member], rows: Iterable[Row]) -> dict[str, Range]:
    """Every party of a run, those that split off included."""
    sizes: Counter[str] = Counter()
    for member in people:
        sizes[member.party] += member.count
    found = {party: Range(party, 1, count) for party, count in sizes.items()}
    for row in rows:
        if row[1] == "party_split":
            _split(found, row)
    return found


def _split(found: dict[str, Range], row: Row) -> None:
    _, _, _, party, into = row
    whole = found.get(party, Range(party, 1, 0))
    for name, first, count in into:
        found[name] = Range(whole.root, whole.first + first - 1, count)


def roster(people: Iterable[Member]) -> list[str]:
    """The name of every person of a run."""
    return [person for part in ranges(people, ()).values() for person in part.persons()]


def passings(rows: Iterable[Row]) -> list[Passing]:
    """Every step of every person, in order of time and, at one instant, of the log."""
    steps: list[tuple[int, int, str, str, str | None, bool]] = []
    found: dict[str, Range] = {}
    for order, row in enumerate(rows):
        if row[1] == "party_split":
            _split(found, row)
        elif row[1] in ("entered", "out"):
            t_ms, kind, _, party, space, through, n, every_ms = row
            root, first, _ = found.get(party, (party, 1, 0))
            steps += [
                (t_ms + i * every_ms, order, f"{root}/{first + i}", space, through, kind == "out") for i in range(n)
            ]
    steps.sort(key=lambda step: step[:2])
    return _in_turn(steps)


def _in_turn(steps: list[tuple[int, int, str, str, str | None, bool]]) -> list[Passing]:
    """The steps with where each came from; one that a later row has overtaken is left out."""
    last: dict[str, tuple[int, str]] = {}
    taken: list[Passing] = []
    for t_ms, order, person, space, through, clear in steps:
        before = last.get(person)
        if before is not None and before[0] > order:
            continue
        last[person] = (order, space)
        taken.append(Passing(t_ms, person, before[1] if before else None, space, through, clear))
    return taken


def stays(steps: Iterable[Passing], until_ms: int) -> Iterator[Stay]:
    """Every stay of every person, the last ones until the run's end."""
    here: dict[str, tuple[str, int]] = {}
    for step in steps:
        if step.person in here:
            yield Stay(step.person, *here[step.person], step.t_ms)
        here[step.person] = (step.to, step.t_ms)
    for person, (segment, from_ms) in here.items():
        yield Stay(person, segment, from_ms, until_ms)


def fold(rows: Iterable[Row], t_ms: int) -> State:
    """Where everybody is at an instant; who passes at that very millisecond has passed."""
    places = {step.person: step.to for step in passings(rows) if step.t_ms <= t_ms}
    return State(t_ms, Counter(places.values()), places)


def open_air(plan: Plan) -> frozenset[str]:
    """The plan's spaces under the open sky."""
    return frozenset(name for name, space in plan.spaces().items() if space.open_air)


def space_of(segment: str) -> str:
    """The space of a segment: C1 for its strip `C1/2`."""
    return segment.partition("/")[0]


def owner(plan: Plan, name: str) -> str:
    """What a name in the log belongs to: a space for its strips and the lines between them, a stair for its ends."""
    before, _, end = name.rpartition(":")
    return before if end in ("a", "b") and any(link.id == before for link in plan.links) else space_of(name)


def occupancy(run: Run, steps: Iterable[Passing] | None = None) -> Occupancy:
    """How many are inside and how many under the open sky, from 00:00 until the run's end; `steps` if known already."""
    sky = open_air(run.plan)
    points: dict[int, tuple[int, int]] = {0: (0, 0)}
    inside = outside = 0
    for step in passings(run.rows) if steps is None else steps:
        if step.t_ms >= run.until_ms:
            break
        if step.came_from is not None:
            was_out = space_of(step.came_from) in sky
            inside, outside = inside - (not was_out), outside - was_out
        is_out = space_of(step.to) in sky
        inside, outside = inside + (not is_out), outside + is_out
        points[step.t_ms] = (inside, outside)
    points[run.until_ms] = (inside, outside)
    return Occupancy(
        tuple(points), tuple(point[0] for point in points.values()), tuple(point[1] for point in points.values())
    )


def queues(run: Run) -> list[Queue]:
    """Every stay in a queue that the log mentions and that lasted, in the order in which they began.

    The log mentions a queue where a column's head has to stand; how long each member stood follows from the spacing
    with which the column came and the one with which it passed. Whom nobody kept for `queue_shown_s` is left out.
    """
    parties = ranges(run.people, run.rows)
    shown_ms = run.scenario.movement.queue_shown_s * 1000
    standing: dict[str, tuple[int, str, str]] = {}
    spacing_ms: dict[str, int] = {}
    found: list[Queue] = []

    def leave(party: str, t_ms: int, every_ms: int) -> None:
        if held := standing.pop(party, None):
            since, space, at = held
            came = [since + i * spacing_ms.get(party, 0) for i in range(parties[party].size)]
            left = [min(t_ms + i * every_ms, run.until_ms) for i in range(parties[party].size)]
            waits = tuple(max(0, until - start) for start, until in zip(came, left, strict=True))
            if max(waits, default=0) >= shown_ms:
                found.append(Queue(party, space, at, since, t_ms, waits))

    for row in run.rows:
        t_ms, kind = row[:2]
        if kind in OVER:
            leave(row[3], t_ms, row[7] if kind in ("entered", "out") else 0)
        if kind in ("entered", "out"):
            spacing_ms[row[3]] = row[7]
        if kind == "waiting" and row[5] == "queue" and row[6] is not None:
            standing[row[3]] = (t_ms, row[4], row[6])
    for party in list(standing):
        leave(party, run.until_ms, 0)
    return sorted(found, key=lambda queue: (queue.from_ms, queue.party))


def queues_by_place(run: Run) -> list[tuple[str, list[Queue]]]:
    """Queues by where they were (a hall's strips together), the longest in person-time first."""
    places: dict[str, list[Queue]] = {}
    for queue in queues(run):
        places.setdefault(owner(run.plan, queue.at), []).append(queue)
    return sorted(places.items(), key=lambda one: (-sum(queue.person_ms for queue in one[1]), one[0]))
