"""A run: plain data that came out of one simulation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from simulator.model.building import Plan
from simulator.model.distributions import Value
from simulator.model.events import Event, Row, event_of, jsonl
from simulator.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Member:
    """Persons of one kind who begin in one party: `count` of them, called `party/1` ... `party/count`."""

    party: str
    kind: str
    count: int
    space: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A way out that a party could have taken: how far it was, and whether the party knew it to be shut."""

    exit: str
    walk_m: float
    known_shut: bool


WayKind = Literal["run", "hide", "stay", "defend"]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that a party could do about an armed person, reckoned from what it believes.

    `own_ms`: until it is done, that is out of the building or behind a door that holds; `threat_ms`: the earliest that
    the armed person could be there (None: not at all, or nobody knows where they are); `margin_ms`: the least that the
    party is ahead anywhere on its way, None where nothing is to be outrun. `here`: in the room where the party is;
    `usual`: the way out that it would take anyway; `met`: the armed person is thought to be there already. `why` is
    the reason, in the way that was chosen.
    """

    kind: WayKind
    to: str | None
    own_ms: int
    threat_ms: int | None
    margin_ms: int | None
    here: bool = False
    usual: bool = False
    met: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Believed:
    """What a party believed when it chose: where the armed person is, since when that is so (ms), and who said so."""

    space: str
    as_of_ms: int
    source: str | None
    via: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a traced party: what it took (None: it knew no way), and everything it could have taken.

    Of a choice about an armed person `way` is what was taken, `ways` what was weighed, `believed` where the armed
    person was thought to be, and `order` the order that had been heard.
    """

    t_ms: int
    party: str
    space: str
    took: str | None
    options: tuple[Option, ...] = ()
    way: Way | None = None
    ways: tuple[Way, ...] = ()
    believed: Believed | None = None
    order: str | None = None


@dataclass(frozen=True)
class Run:
    """Events with t < `until_ms`, and where everybody is at that instant.

    `draw` holds the scenario's variables as resolved for `seed`; `people` who is in the building;
    `counts` the persons per segment that walking speeds were read from, `standing` where the movers' own records have
    everybody: (party, first member from 1, how many, segment). `choices` are those of the parties that were traced.
    Of messages that were kept back, `due` are those whose time came (t_ms, id), once for each trigger, and `spared`
    those that were not needed.
    `order` is the word that the response plan has for the hazard, `steps` the ids of that plan's steps.
    `tells_why` is what `why` asks: it plays the run again with a party traced; a run that was put together by hand has
    none.
    """

    scenario: Scenario
    plan: Plan
    seed: int
    draw: Mapping[str, Value]
    engine: str
    until_ms: int
    people: tuple[Member, ...]
    rows: tuple[Row, ...] = field(repr=False)
    counts: Mapping[str, int] = field(repr=False)
    standing: tuple[tuple[str, int, int, str], ...] = field(repr=False)
    choices: tuple[Choice, ...] = field(default=(), repr=False)
    order: str | None = None
    steps: tuple[str, ...] = ()
    due: tuple[tuple[int, str], ...] = ()
    spared: tuple[tuple[int, str], ...] = ()

    tells_why: Callable[[str, float], str] | None = field(default=None, repr=False, compare=False)

    def why(self, party: str, t_s: float) -> str:
        """Why a party did what it did at an instant (seconds): its options and their margins, in a sentence or two."""
        if self.tells_why is None:
            raise ValueError("this run does not know how it was played")
        return self.tells_why(party, t_s)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The log as typed events."""
        return tuple(event_of(row) for row in self.rows)

    @cached_property
    def places(self) -> dict[str, str]:
        """The segment of each person."""
        return {
            f"{party}/{member}": segment
            for party, first, n, segment in self.standing
            for member in range(first, first + n)
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of events.jsonl."""
        total = hashlib.sha256()
        for line in jsonl(self.rows):
            total.update(line.encode())
        return total.hexdigest()
