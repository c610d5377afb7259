"""What a view may look at: everything that one seat may know at one position of the log and one instant.

The cut is made here, not in each view: `run` and `rows` end at the instant, and only the facilitator's seat is given
what lies ahead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any

from simulator.analysis.state import Passing
from simulator.live.clock import Clock, Standing, clock_of
from simulator.live.courses import Courses
from simulator.live.log import Record, by_plan_of, decided, ended_of, records_of, shown_of, stopped_of
from simulator.live.messages import MessageAt, messages_at
from simulator.live.played import Played, upto
from simulator.live.seats import Seat, seats_of
from simulator.live.steps import NextStep, next_step
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.events import Row
from simulator.model.exercise import Entry, Header
from simulator.model.run import Run
from simulator.model.scenario import Scenario

CUTS = 4
"""How many instants of one run are kept cut off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an act: its entry (None where nothing was written), why it was refused, and what to say.

    `data` holds what a preview shows in a form that pages can lay out.
    """

    entry: Entry | None
    refused: str | None
    say: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Core:
    """What follows from the entries up to a position; shared by all seats' views of it."""

    header: Header
    bundle: Bundle
    played: Played = field(repr=False)
    entries: tuple[Entry, ...] = field(repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @property
    def seq(self) -> int:
        """The last entry's number."""
        return self.entries[-1].seq if self.entries else 0

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Every recorded decision, as corrections have left it."""
        return records_of(self.entries)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that count."""
        return decided(self.records)

    @cached_property
    def clock(self) -> Clock:
        """The clock as the log says it."""
        return clock_of(self.entries)

    @cached_property
    def seats(self) -> dict[str, Seat]:
        """Every seat that was ever taken."""
        return seats_of(self.entries)

    @cached_property
    def roles(self) -> dict[str, str]:
        """Who plays each role now: `played`, `by_plan` or `absent`."""
        return by_plan_of(self.records, self.header.settings["seats"])

    @cached_property
    def stopped(self) -> bool:
        """Whether a real emergency has stopped the exercise."""
        return stopped_of(self.entries)

    @cached_property
    def ended(self) -> Entry | None:
        """The entry that ended play."""
        return ended_of(self.entries)

    @cached_property
    def run(self) -> Run:
        """What follows from the decisions, to the horizon."""
        return self.played.run(self.decisions)

    @cached_property
    def _cuts(self) -> dict[int, Run]:
        return {}

    def upto(self, t_ms: int) -> Run:
        """The run as far as it is known at an instant; the latest few are kept, as every seat asks for the same."""
        run = self.run
        with self._lock:
            if t_ms not in self._cuts:
                while len(self._cuts) >= CUTS:
                    self._cuts.pop(next(iter(self._cuts)))
                self._cuts[t_ms] = upto(run, t_ms)
            return self._cuts[t_ms]

    @cached_property
    def passings(self) -> list[Passing]:
        """Everybody's ways through the whole run, by time."""
        return self.played.passings(self.decisions)

    @cached_property
    def _steps(self) -> dict[int, NextStep | None]:
        return {}

    def next_step(self, now_ms: int) -> NextStep | None:
        """The step after an instant; None when the scenario is over."""
        run = self.run
        with self._lock:
            if now_ms not in self._steps:
                self._steps.clear()
                self._steps[now_ms] = next_step(run, now_ms)
            return self._steps[now_ms]


@dataclass(frozen=True)
class State:
    """One seat's knowledge at one position of the log (`seq`) and one instant of room time (`wall_ms`, Unix ms).

    `run` has only rows with t <= `now_ms`. `courses` are the facilitator's,
    once they are worked out. Seats other than the facilitator's have no `ahead`, `next` and `messages`.
    """

    core: Core = field(repr=False)
    seat: Seat
    wall_ms: int
    standing: Standing
    courses: Courses | None = field(default=None, repr=False, compare=False)

    @property
    def seq(self) -> int:
        """The last entry that this state knows."""
        return self.core.seq

    @property
    def header(self) -> Header:
        """What the exercise was opened with."""
        return self.core.header

    @property
    def settings(self) -> Mapping[str, Any]:
        """Seed, minutes, mode, sensitivity, who plays what."""
        return self.core.header.settings

    @property
    def bundle(self) -> Bundle:
        """The scenario's files."""
        return self.core.bundle

    @property
    def scenario(self) -> Scenario:
        """The scenario with its variables as this version has them: all messages are in it, those to come too."""
        return self.core.played.scenario

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The log up to `seq`."""
        return self.core.entries

    @property
    def records(self) -> tuple[Record, ...]:
        """The recorded decisions."""
        return self.core.records

    @property
    def seats(self) -> dict[str, Seat]:
        """The seats that were taken."""
        return self.core.seats

    @property
    def roles(self) -> dict[str, str]:
        """Who plays each role now: `played`, `by_plan` or `absent`."""
        return self.core.roles

    @property
    def now_ms(self) -> int:
        """Scenario time; -1 before the exercise begins."""
        return self.standing.t_ms

    @cached_property
    def run(self) -> Run:
        """The run up to now, inclusive; nothing of what comes later."""
        return self.core.upto(self.now_ms)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the run up to now."""
        return self.run.rows

    @property
    def passings(self) -> list[Passing]:
        """Everybody's ways up to now, by time."""
        found = self.core.passings
        return found[: bisect_right(found, self.now_ms, key=lambda one: one.t_ms)]

    @cached_property
    def shown(self) -> Mapping[str, Any]:
        """What the shared screens show."""
        return shown_of(self.entries)

    @cached_property
    def refused(self) -> dict[str, str]:
        """The recorded decisions that could not be carried out by now, with the reason, by the decision's id."""
        own = {one.decision["id"] for one in self.records}
        return {row[3]: row[4] for row in self.rows if row[1] == "refused" and row[3] in own}

    @property
    def ahead(self) -> Run:
        """The whole run. Only the facilitator's seat has it: nobody else sees the future."""
        if self.seat.kind != "facilitator":
            raise PermissionError(f"the seat of a {self.seat.kind} does not see what comes")
        return self.core.run

    @property
    def next(self) -> NextStep | None:
        """What the key will do; for the facilitator's seat only."""
        ahead = self.ahead
        if self.standing.state in ("stopped", "ended") or ahead is None:
            return None
        return self.core.next_step(self.now_ms)

    @cached_property
    def messages(self) -> tuple[MessageAt, ...]:
        """Every message and how far it is; for the facilitator's seat only."""
        found = messages_at(self.ahead, self.now_ms, self.settings.get("minutes"))
        if self.core.ended is None:
            return found
        return tuple(replace(one, state="not_reached") if one.state == "due" else one for one in found)

    @cached_property
    def told(self) -> tuple[tuple[int, str], ...]:
        """What the response plan could not do, with when: for the facilitator, such as a backup who is played."""
        own = {one.decision["id"] for one in self.records}
        rows = self.rows if self.seat.kind == "facilitator" else ()
        return tuple((row[0], row[4]) for row in rows if row[1] == "refused" and row[3] not in own)
