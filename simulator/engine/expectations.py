"""What released messages should draw: met by the first act that fits, or missed at the deadline.

What somebody has done already when its message goes out counts as done at once: nobody does it twice. No later act
may have undone it, and it must not have met an expectation before: a second message may ask for a thing anew. It must
be no older than the parameter `done_before_s`, unless it made something that lasts (`LASTS`): command is held, and an
order is in force, until another act ends it.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.whens import LOOKS
from simulator.engine.world import World
from simulator.model.actions import Expectation
from simulator.model.events import Row
from simulator.model.inject import Inject
from simulator.rules.answers import LASTS, fits, undoes


class _Open:
    """One expectation under way."""

    __slots__ = ("deadline_ms", "inject", "released_ms", "wanted")

    def __init__(self, wanted: Expectation, inject: str, released_ms: int):
        self.wanted, self.inject, self.released_ms = wanted, inject, released_ms
        self.deadline_ms = released_ms + wanted.within_ms


class Expectations:
    """Expectations of released messages; those of others, and of roles that nobody has, are not tested.

    `ended` tells which were met or missed.
    """

    def __init__(self, world: World, done_before_s: float, absent: frozenset[str] = frozenset()):
        self.world, self.absent = world, absent
        self.done_before_ms = round(done_before_s * 1000)
        self.open: dict[tuple[str, str], _Open] = {}
        self.ended: dict[str, str] = {}
        self.counted: set[int] = set()

    def begin(self, inject: Inject) -> None:
        """A message has gone out: its expectations count from now, or are met by what has just been done."""
        expect = [one for one in inject.expect if one.role not in self.absent]
        if expect and not self.open:
            self.world.listen("done", self._done)
        before = self._done_before(any(one.action in LASTS for one in expect)) if expect else []
        asked = [_Open(wanted, inject.id, self.world.now) for wanted in expect]
        self.open |= {(inject.id, one.wanted.id): one for one in asked}
        fitting = [self._already(one.wanted, before) for one in asked]  # one act may meet several
        for one, act in zip(asked, fitting, strict=True):
            if act is not None:
                self._meet(one, act)
            else:
                self.world.at(one.deadline_ms, LOOKS, partial(self._deadline, one))

    def _done_before(self, lasting: bool) -> list[Row]:
        """The acts of the last while, the latest first, and where asked for earlier ones that last."""
        since_ms, found = self.world.now - self.done_before_ms, []
        for row in reversed(self.world.log):
            if row[0] < since_ms and not lasting:
                break
            if row[1] == "done" and (row[0] >= since_ms or row[4] in LASTS):
                found.append(row)
        return found

    def _already(self, wanted: Expectation, before: list[Row]) -> Row | None:
        """The latest act that fits, unless what was done since has undone it."""
        plan = self.world.compiled.plan
        for number, row in enumerate(before):
            if fits(wanted, row, plan, self.world.log) and id(row) not in self.counted:
                return None if any(undoes(later, row, plan) for later in before[:number]) else row
        return None

    def shift(self, by_ms: int) -> None:
        """Every deadline that has not passed moves with the messages.

        A move to earlier times takes away what earlier moves have added, never time that the message itself gave;
        and nothing is missed by the move alone: a deadline that would have passed by it stays where it is.
        """
        for one in self.open.values():
            moved_ms = one.deadline_ms + by_ms
            if by_ms < 0:
                moved_ms = min(one.deadline_ms, max(moved_ms, one.released_ms + one.wanted.within_ms))
            if moved_ms > self.world.now:
                one.deadline_ms = moved_ms
                self.world.at(one.deadline_ms, LOOKS, partial(self._deadline, one))

    def _done(self, row: Row) -> None:
        """An act meets every open expectation that it fits."""
        for one in list(self.open.values()):
            if fits(one.wanted, row, self.world.compiled.plan, self.world.log):
                self._meet(one, row)

    def _meet(self, one: _Open, act: Row) -> None:
        self.counted.add(id(act))  # the log keeps its rows
        self._end(one, "expect_met", act[2], act[3])

    def _deadline(self, one: _Open) -> None:
        # a deadline that was moved has another call on the clock
        if self.open.get((one.inject, one.wanted.id)) is one and self.world.now >= one.deadline_ms:
            self._end(one, "expect_missed", one.inject, one.wanted.role)

    def _end(self, one: _Open, kind: str, cause: str | None, role: str | None) -> None:
        del self.open[one.inject, one.wanted.id]
        if not self.open:
            self.world.unlisten("done", self._done)
        self.ended[one.wanted.id] = kind
        after_s = (self.world.now - one.released_ms) / 1000
        self.world.emit(kind, cause, one.wanted.id, role, after_s)
