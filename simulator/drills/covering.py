"""Few cards that have every pair (or triple) of values at least once: a greedy covering array.

Each card begins with the first combination that no card has yet and takes, variable by variable, the value that brings
the most new ones; of several cards grown in different orders the best is kept (after Cohen, Dalal, Fredman and
Patton 1997). Combinations that are forbidden, or were drilled before, are on no card. Nothing here is left to luck:
the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from simulator.engine.streams import u

Row = tuple[int, ...]
"""One card: for each variable the index of its value."""
Part = tuple[tuple[int, int], ...]
"""Some variables with their values, in the order of the variables: (variable, value), ..."""
TRIES = 24
"""How many cards are grown each time, of which the best is kept."""
MOST_PARTS = 20_000
"""The most combinations that are covered."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The cards, and what they leave open: `total` combinations, of which some were `drilled` before or `cannot` be."""

    rows: tuple[Row, ...]
    total: int
    drilled: int
    cannot: tuple[Part, ...]


def parts_of(sizes: Sequence[int], strength: int) -> Iterator[Part]:
    """Every combination of values of `strength` variables (of all, where there are fewer)."""
    for chosen in combinations(range(len(sizes)), min(strength, len(sizes))):
        for values in product(*(range(sizes[one]) for one in chosen)):
            yield tuple(zip(chosen, values, strict=True))


def cover(
    sizes: Sequence[int], strength: int = 2, never: Iterable[Part] = (), drilled: Iterable[Part] = (), seed: int = 1
) -> Covered:
    """Cards that have every combination of `strength` values once at least, without those in `never` and `drilled`.

    What a drilled combination holds counts as covered. Raises ValueError where there is too much to cover.
    """
    before = tuple(drilled)
    barred = (*never, *before)
    every = list(islice(parts_of(sizes, strength), MOST_PARTS + 1))
    if len(every) > MOST_PARTS:
        raise ValueError(f"there are more than {MOST_PARTS:,} combinations to cover")
    done = held_by(before, sizes, strength)
    left = dict.fromkeys(part for part in every if part not in done)
    rows: list[Row] = []
    cannot: list[Part] = []
    while left:
        first = next(iter(left))
        row = _best(sizes, first, left, barred, strength, seed + len(rows))
        if row is None:
            cannot.append(first)
            del left[first]
            continue
        rows.append(row)
        for part in _held(row, strength):
            left.pop(part, None)
    return Covered(tuple(_ordered(rows, done, strength)), len(every), len(done), tuple(cannot))


def _ordered(rows: list[Row], done: set[Part], strength: int) -> Iterator[Row]:
    """The cards so that the first few show the most: by new combinations, then by how unlike those before they are."""
    left, seen, shown = list(rows), set(done), list[Row]()
    while left:
        best = max(left, key=lambda row: (sum(part not in seen for part in _held(row, strength)), apart(row, shown)))
        left.remove(best)
        shown.append(best)
        seen.update(_held(best, strength))
        yield best


def apart(row: Row, others: Sequence[Row]) -> tuple[int, int]:
    """In how many variables a card differs from the likest of others, and from all together."""
    differences = [sum(a != b for a, b in zip(row, other, strict=True)) for other in others]
    return min(differences, default=0), sum(differences)


def held_by(wholes: Iterable[Part], sizes: Sequence[int], strength: int) -> set[Part]:
    """What some combinations hold of what is to be covered; each is in the order of the variables."""
    return {part for one in wholes for part in combinations(one, min(strength, len(sizes)))}


def _held(row: Row, strength: int) -> Iterator[Part]:
    return combinations(enumerate(row), min(strength, len(row)))


def _best(
    sizes: Sequence[int], first: Part, left: dict[Part, None], barred: tuple[Part, ...], strength: int, seed: int
) -> Row | None:
    """The card with `first` on it that brings the most new combinations; None where no card may have it."""
    best: Row | None = None
    most = 0
    for attempt in range(TRIES):
        row = _grown(sizes, first, left, barred, strength, seed * TRIES + attempt)
        if row is None:
            return None
        new = sum(part in left for part in _held(row, strength))
        if new > most:
            best, most = row, new
    return best


def _grown(
    sizes: Sequence[int], first: Part, left: dict[Part, None], barred: tuple[Part, ...], strength: int, luck: int
) -> Row | None:
    """One card, grown from a combination; None where every way to complete it is barred."""
    order = [one for one in range(len(sizes)) if one not in dict(first)]
    order.sort(key=lambda one: u(luck, "deck order", str(one)))
    return _completed(sizes, dict(first), order, left, barred, strength, luck)


def _completed(
    sizes: Sequence[int], card: dict[int, int], order: list[int], left: dict[Part, None], barred: tuple[Part, ...],
    strength: int, luck: int,
) -> Row | None:  # fmt: skip
    """The card with the variables in `order` added, best value first; goes back where one leads nowhere."""
    if any(all(card.get(name) == value for name, value in part) for part in barred):
        return None
    if not order:
        return tuple(card[one] for one in range(len(sizes)))
    name, *rest = order

    def rank(value: int) -> tuple[int, float]:
        return -_new(card, name, value, left, strength), u(luck, "deck value", f"{name}/{value}")

    for value in sorted(range(sizes[name]), key=rank):
        row = _completed(sizes, {**card, name: value}, rest, left, barred, strength, luck)
        if row is not None:
            return row
    return None


def _new(card: dict[int, int], name: int, value: int, left: dict[Part, None], strength: int) -> int:
    """How many combinations that no card has yet one more value would bring."""
    others = combinations(card.items(), min(strength - 1, len(card)))
    return sum(tuple(sorted((*some, (name, value)))) in left for some in others)


# ---- a card unlike the last ones -------------------------------------------------------------------------------------

MOST_LOOKED_AT = 20_000


def unlike(
    sizes: Sequence[int], last: Sequence[Row], never: Iterable[Part] = (), drilled: Iterable[Part] = (), seed: int = 1
) -> Row | None:
    """The card that differs from each of the `last` in as many variables as can be; None where all are barred.

    Where many differ as much, the seed picks. Of very many cards a sample is looked at.
    """
    barred = (*never, *drilled)
    best: tuple[int, int, float] | None = None
    found: Row | None = None
    for row in _candidates(sizes, seed):
        if any(all(row[name] == value for name, value in part) for part in barred):
            continue
        rank = *apart(row, last), u(seed, "surprise", ",".join(map(str, row)))
        if best is None or rank > best:
            best, found = rank, row
    return found


def _candidates(sizes: Sequence[int], seed: int) -> Iterator[Row]:
    total = 1
    for size in sizes:
        total *= size
    if total <= MOST_LOOKED_AT:
        yield from product(*map(range, sizes))
        return
    for k in range(MOST_LOOKED_AT):
        yield tuple(int(u(seed, "candidate", str(one), k) * size) for one, size in enumerate(sizes))
