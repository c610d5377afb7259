"""What released messages should draw: met by the first act that fits, or missed at the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from simulator.engine.triggers import named
from simulator.engine.whens import LOOKS
from simulator.engine.world import World
from simulator.model.actions import Expectation, plain
from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.inject import Inject


class _Open:
    """One expectation under way."""

    __slots__ = ("deadline_ms", "inject", "released_ms", "wanted")

    def __init__(self, wanted: Expectation, inject: str, released_ms: int):
        self.wanted, self.inject, self.released_ms = wanted, inject, released_ms
        self.deadline_ms = released_ms + wanted.within_ms


class Expectations:
    """Expectations of released messages; those of others are not tested. `ended` tells which were met or missed."""

    def __init__(self, world: World):
        self.world = world
        self.open: dict[tuple[str, str], _Open] = {}
        self.ended: dict[str, str] = {}

    def begin(self, inject: Inject) -> None:
        """A message has gone out: its expectations count from now."""
        if inject.expect and not self.open:
            self.world.listen("done", self._done)
        for wanted in inject.expect:
            self.open[inject.id, wanted.id] = one = _Open(wanted, inject.id, self.world.now)
            self.world.at(one.deadline_ms, LOOKS, partial(self._deadline, one))

    def shift(self, by_ms: int) -> None:
        """Every deadline that has not passed moves; one moved into the past is now."""
        for one in self.open.values():
            one.deadline_ms = max(self.world.now, one.deadline_ms + by_ms)
            self.world.at(one.deadline_ms, LOOKS, partial(self._deadline, one))

    def _done(self, row: Row) -> None:
        """An act meets every open expectation that it fits."""
        for one in list(self.open.values()):
            if fits(one.wanted, row, self.world.compiled.plan):
                self._end(one, "expect_met", row[2], row[3])

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


def fits(wanted: Expectation, row: Row, plan: Plan) -> bool:
    """Whether an act (a `done` row) is what was expected: the action, the role if one is given, each field given."""
    _, _, _, role, action, fields, _ = row
    if action != wanted.action or (wanted.role is not None and role != wanted.role):
        return False
    return all(_contains(fields.get(name), value, plan) for name, value in plain(wanted).items())


def _contains(given: Any, wanted: Any, plan: Plan) -> bool:
    """Whether what was done covers what was wanted; `all` covers everything."""
    if isinstance(wanted, list):
        done = set(_each(given, plan))
        return "all" in done or done.issuperset(_each(wanted, plan))
    if isinstance(wanted, str):
        return wanted in (given if isinstance(given, list) else [given]) or named(wanted, plan) in _each(given, plan)
    return bool(given == wanted)


def _each(value: Any, plan: Plan) -> Iterator[Any]:
    for one in value if isinstance(value, list) else [value]:
        yield named(one, plan) if isinstance(one, str) else one
