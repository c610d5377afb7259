"""When somebody must have had a fact, by all that the log says of it: told, understood, passed on, or acted on.

The log's `learned` rows say who was told or saw. Whoever understood what was happening (`recognised`), told
others what they had seen, or gave an order for what was happening had it too: no later row makes them learn it then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.model.run import Run

ACTS = frozenset({"announce", "correct_announcement", "call_911", "press_panic"})
"""Acts about what is happening: whoever does one has some word of it."""
UNDERSTOOD, ACTED, MESSAGE, SEEN = "understood", "acted", "message", "seen"


class Knew(NamedTuple):
    """Somebody got to know a fact: when, what it said, from whom (None: by themselves) and how."""

    t_ms: int
    who: str
    value: str
    source: str | None
    via: str


def first_had(run: Run, fact: str) -> list[Knew]:
    """The first that each knower can be seen to have had a fact, in order."""
    firsts: dict[str, Knew] = {}
    for one in sorted(_signs(run, fact), key=_order):
        firsts.setdefault(one.who, one)
    return list(firsts.values())


def _order(one: Knew) -> tuple[int, int]:
    """In order of time; at one instant a source before whom it told, and what was told before what shows otherwise."""
    rank = 0 if one.via == SEEN and one.source is None else 2 if one.via in (UNDERSTOOD, ACTED) else 1
    return one.t_ms, rank


def had_word(run: Run) -> set[str]:
    """Whoever got a message of the exercise or an order: they had some word, even where no fact is on record."""
    told = {role for row in run.rows if row[1] == "inject_released" for role in row[4]}
    return told | {row[3] for row in run.rows if row[1] == "learned" and row[4] == "order"}


def _signs(run: Run, fact: str) -> Iterator[Knew]:
    """Every row that shows that somebody has a fact; at one instant what was told comes before what shows otherwise."""
    took_it_for, begun_ms = _values(run), _begun_ms(run)
    for row in run.rows:
        if row[1] == "learned" and row[4] == fact:
            yield Knew(row[0], row[3], row[5], row[6], row[7])
    for row in run.rows:
        match row[1]:
            case "learned" if row[4] == fact and row[6] is not None and row[7] == SEEN:
                yield Knew(row[0], row[6], row[5], None, SEEN)
            case "recognised" if fact == "what":
                yield Knew(row[0], row[3], row[4], None, UNDERSTOOD if row[2] == row[4] else MESSAGE)
            case "done" if fact == "what" and row[4] in ACTS and row[3] in run.scenario.roles and row[0] >= begun_ms:
                yield Knew(row[0], row[3], took_it_for.get(row[3], run.scenario.hazard), None, ACTED)


def _values(run: Run) -> Mapping[str, str]:
    """What each knower took it for, as far as that was ever on record."""
    return {row[3]: row[5] for row in reversed(run.rows) if row[1] == "learned" and row[4] == "what"}


def _begun_ms(run: Run) -> int:
    """When the first had any word of what is happening: an act before that is about something else."""
    words = (row for row in run.rows if row[1] == "recognised" or (row[1] == "learned" and row[4] == "what"))
    return next((row[0] for row in words), run.until_ms)
