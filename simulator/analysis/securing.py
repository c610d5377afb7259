"""Orders and locked doors: who heard which order and when, and how many are behind doors that hold. Folds over rows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple, get_args

from simulator.analysis.state import Passing, open_air, ranges, space_of
from simulator.model.events import Row
from simulator.model.response import Order
from simulator.model.run import Run

ORDERS: frozenset[str] = frozenset(get_args(Order))
SHARES = (50, 90, 100)


class Secured(NamedTuple):
    """How many persons are behind doors that hold, from `t_ms` on."""

    t_ms: int
    people: int


def heard_by_some(row: Row) -> bool:
    """Whether an announcement is an order that somebody could hear: one of the words, and not every zone dead.

    By radio alone it stands in the log only where somebody heard it.
    """
    return row[1] == "announced" and row[3] in ORDERS and ("pa" not in row[5] or bool(set(row[6]) - set(row[7])))


def order_ms(run: Run, order: str | None = None) -> int | None:
    """When the first announcement of an order (any, or this one) had been spoken where somebody could hear it.

    None without one.
    """
    return next((row[0] for row in run.rows if heard_by_some(row) and order in (None, row[3])), None)


def secured_curve(run: Run, steps: list[Passing]) -> list[Secured]:
    """A step function: one point for each change of the number of persons in secured rooms."""
    here: Counter[str] = Counter()
    closed: set[str] = set()
    total, curve = 0, [Secured(0, 0)]
    for t_ms, what in _in_order(run.rows, steps):
        if isinstance(what, Passing):
            before = space_of(what.came_from) if what.came_from is not None else None
            if before is not None:
                here[before] -= 1
                total -= before in closed
            here[space_of(what.to)] += 1
            total += space_of(what.to) in closed
        else:
            space, holds = what[3], what[1] == "secured"
            if holds != (space in closed):
                total += here[space] if holds else -here[space]
                (closed.add if holds else closed.discard)(space)
        if total != curve[-1].people:
            curve.append(Secured(t_ms, total))
    return curve


def _in_order(rows: tuple[Row, ...], steps: list[Passing]) -> list[tuple[int, Passing | Row]]:
    doors = [row for row in rows if row[1] in ("secured", "unsecured")]
    if not doors:
        return []
    found: list[tuple[int, Passing | Row]] = [(step.t_ms, step) for step in steps]
    found += [(row[0], row) for row in doors]
    return sorted(found, key=lambda one: one[0])


def lockdown_ms(run: Run) -> int | None:
    """When lockdown was first ordered, over the loudspeakers or in person; None where it never was."""
    given = (row for row in run.rows if heard_by_some(row) or (row[1] == "learned" and row[4] == "order"))
    return next((row[0] for row in given if "lockdown" in (row[3], row[5])), None)


def lockdown_led(run: Run, steps: list[Passing]) -> bool:
    """Whether a run is a lockdown: announced, and the last order, the one that stood longest, or kept by most."""
    orders = [(row[0], row[3]) for row in run.rows if heard_by_some(row)]
    stood: Counter[str] = Counter()
    for (t_ms, order), (until_ms, _) in pairwise([*orders, (run.until_ms, "")]):
        stood[order] += until_ms - t_ms
    if "lockdown" not in stood:
        return False
    if orders[-1][1] == "lockdown" or stood["lockdown"] == max(stood.values()):
        return True
    base = to_secure(run, steps)
    return base > 0 and 2 * secured_curve(run, steps)[-1].people >= base


def rooms_closed(run: Run) -> set[str]:
    """The rooms whose doors hold at the end."""
    closed: set[str] = set()
    for row in run.rows:
        if row[1] == "secured":
            closed.add(row[3])
        elif row[1] == "unsecured":
            closed.discard(row[3])
    return closed


def to_secure(run: Run, steps: list[Passing]) -> int:
    """How many were inside when lockdown was first ordered: those who should get behind a door that holds."""
    since = lockdown_ms(run)
    if since is None:
        return 0
    sky = open_air(run.plan)
    places = {step.person: step.to for step in steps if step.t_ms <= since}
    return sum(space_of(segment) not in sky for segment in places.values())


def secured_times(run: Run, steps: list[Passing]) -> tuple[int, dict[int, int | None]]:
    """Persons behind doors that hold at the end, and when 50, 90 and 100 % of those inside at the order were."""
    curve, base = secured_curve(run, steps), to_secure(run, steps)
    reached: dict[int, int | None] = {}
    for share in SHARES:
        enough = base * share / 100
        reached[share] = next((one.t_ms for one in curve if base and one.people >= enough), None)
    return curve[-1].people, reached


def heard_ms(run: Run, order: str) -> dict[str, int]:
    """When each person who heard an order first did; those who never did are left out."""
    parties = ranges(run.people, run.rows)
    heard: dict[str, int] = {}
    for row in run.rows:
        if row[1] == "learned" and row[4] == "order" and row[5] == order and row[3] in parties:
            for person in parties[row[3]].persons():
                heard.setdefault(person, row[0])
    return heard


def held_orders(run: Run, t_ms: int) -> dict[str, str]:
    """The order that each person went by at a time: the latest one heard."""
    parties = ranges(run.people, run.rows)
    held: dict[str, str] = {}
    for row in run.rows:
        if row[1] == "learned" and row[4] == "order" and row[0] <= t_ms and row[3] in parties:
            for person in parties[row[3]].persons():
                held[person] = row[5]
    return held


def heard_later(run: Run, said: Row) -> dict[str, tuple[int, str]]:
    """Who did not have an announced order when it had been spoken and heard it later: when first, and how."""
    parties, had = ranges(run.people, run.rows), held_orders(run, said[0])
    later: dict[str, tuple[int, str]] = {}
    for row in run.rows:
        if row[1] == "learned" and row[4:6] == ("order", said[3]) and row[0] > said[0] and row[3] in parties:
            for person in parties[row[3]].persons():
                if had.get(person) != said[3]:
                    later.setdefault(person, (row[0], row[7]))
    return later


def not_reached(run: Run, steps: list[Passing], said: Row) -> Counter[tuple[str, str]]:
    """Persons inside whom an announcement did not reach, by (space, why)."""
    t_ms, what, zones_dead = said[0], said[3], said[7]
    had = held_orders(run, t_ms)
    places = {step.person: step.to for step in steps if step.t_ms <= t_ms}
    sky, spaces = open_air(run.plan), run.plan.spaces()
    found: Counter[tuple[str, str]] = Counter()
    for person, segment in places.items():
        space = space_of(segment)
        if space in sky or had.get(person) == what:
            continue
        zone = spaces[space].pa if space in spaces else None
        if zone is None:
            why = "no loudspeaker there"
        elif zone in zones_dead:
            why = "the loudspeakers there were dead"
        elif zone not in said[6]:
            why = "the announcement did not go to that zone"
        else:
            why = "it was too loud there to make it out"
        found[space, why] += 1
    return found
