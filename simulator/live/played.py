"""The runs of an exercise, each simulated once: the newest decisions are played from zero, and older ones are kept."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from json import dumps
from threading import Lock, Thread
from typing import Any

from simulator import __version__
from simulator.analysis.state import Passing, passings
from simulator.engine.draw import resolved
from simulator.engine.run import run
from simulator.live.discussing import is_discussion, words_only
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run
from simulator.model.scenario import Scenario

KEPT = 24
"""How many runs are kept."""
FOLDED = 2
"""Of how many runs everybody's ways are kept."""
Decisions = tuple[Decision, ...]


class Runs:
    """The runs that were asked for last, by their keys."""

    def __init__(self, kept: int = KEPT):
        self.kept = kept
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._door = Lock()

    def get(self, key: str) -> Run | None:
        """A run that is there."""
        with self._door:
            if key in self._runs:
                self._runs.move_to_end(key)
            return self._runs.get(key)

    def keep(self, key: str, run: Run) -> Run:
        """One more; the one that was asked for longest ago goes."""
        with self._door:
            self._runs[key] = run
            while len(self._runs) > self.kept:
                self._runs.popitem(last=False)
        return run


RUNS = Runs()
"""Those of every exercise of this process: a key names everything that a run follows from."""


class Played:
    """Runs of one scenario, version and seating, by their decisions.

    One simulation is in flight at a time; who asks meanwhile waits for it and then gets the same run. `before` are
    decisions that stand before those of the log (what a tabletop keeps back). `discussion`: nothing simulated is left.
    """

    def __init__(
        self, bundle: Bundle, seed: int, set_values: Mapping[str, str], seats: Mapping[str, str],
        before: Decisions = (), runs: Runs = RUNS, discussion: bool = False,
    ):  # fmt: skip
        self.bundle, self.seed, self.set_values, self.seats = bundle, seed, dict(set_values), dict(seats)
        self.before, self.runs, self.discussion = before, runs, discussion
        self.simulated = 0
        self._busy, self._door = Lock(), Lock()
        self._passings: OrderedDict[str, list[Passing]] = OrderedDict()
        self._wanted: tuple[Decisions, Callable[[], None] | None] | None = None
        self._worker: Thread | None = None
        about = [__version__, dict(bundle.texts), seed, self.set_values, self.seats, _plain(before)]
        self._about = dumps([*about, "discussion"] if discussion else about, sort_keys=True)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with its variables as this version has them. Raises InvalidFile where they cannot be."""
        return resolved(self.bundle, self.seed, self.set_values)[0]

    def key(self, decisions: Iterable[Decision], until_ms: int | None = None) -> str:
        """The name of a run: a hash of everything that it follows from, the engine's version among it."""
        text = dumps([self._about, _plain(decisions), until_ms])
        return hashlib.sha256(text.encode()).hexdigest()

    def run(self, decisions: Iterable[Decision], until_ms: int | None = None) -> Run:
        """What follows from decisions, up to the horizon or to an instant (exclusive)."""
        chosen = tuple(decisions)
        key = self.key(chosen, until_ms)
        if (known := self.runs.get(key)) is not None:
            return known
        with self._busy:
            if (known := self.runs.get(key)) is not None:
                return known
            self.simulated += 1
            return self.runs.keep(key, self._run(chosen, until_ms))

    def passings(self, decisions: Iterable[Decision]) -> list[Passing]:
        """Everybody's ways through the run of these decisions, by time; kept for the latest few, as entries that are no
        decision change no run."""
        chosen = tuple(decisions)
        key, found = self.key(chosen), self.run(chosen)
        with self._door:
            if key not in self._passings:
                self._passings[key] = passings(found.rows)
                while len(self._passings) > FOLDED:
                    self._passings.popitem(last=False)
            return self._passings[key]

    def traced(self, decisions: Iterable[Decision], party: str, until_ms: int) -> Run:
        """The same run up to an instant (exclusive), with one party's choices and what it weighed; it is not kept."""
        with self._busy:
            return self._run(tuple(decisions), until_ms, (party,))

    def _run(self, decisions: Decisions, until_ms: int | None, trace: tuple[str, ...] = ()) -> Run:
        until, every = None if until_ms is None else until_ms / 1000, (*self.before, *decisions)
        found = run(self.bundle, self.seed, every, until, trace, set_values=self.set_values, seats=self.seats)
        return words_only(found, every) if self.discussion else found

    def warm(self, decisions: Iterable[Decision], ready: Callable[[], None] | None = None) -> None:
        """Simulate in the background; of several that are asked for, only the newest. `ready` is called when it is."""
        with self._door:
            self._wanted = tuple(decisions), ready
            if self._worker is None:
                self._worker = Thread(target=self._work, name="hotwash-run", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            with self._door:
                wanted, self._wanted = self._wanted, None
                if wanted is None:
                    self._worker = None
                    return
            self.run(wanted[0])
            if wanted[1] is not None:
                wanted[1]()


def _plain(decisions: Iterable[Decision]) -> list[str]:
    return [one.model_dump_json(exclude_none=True, by_alias=True) for one in decisions]


def upto(found: Run, t_ms: int) -> Run:
    """A run as far as it is known at an instant: its rows with t <= t_ms, and nothing of what comes later."""
    rows = found.rows[: bisect_right(found.rows, t_ms, key=lambda row: row[0])]
    return replace(
        found, rows=rows, until_ms=min(found.until_ms, t_ms + 1), counts={}, standing=(), choices=(), due=(),
        tells_why=None,
    )  # fmt: skip


def kept_back(bundle: Bundle) -> Decisions:
    """What a tabletop begins with: every message that is only if needed waits for the facilitator."""
    return tuple(
        Decision.model_validate({
            "id": f"kept-{inject.id}", "at": 0, "role": "facilitator", "action": "hold_inject", "inject": inject.id,
        })
        for inject in bundle.scenario.injects if inject.kind == "contingency"
    )  # fmt: skip


def left_out(names: Iterable[str]) -> Decisions:
    """What was taken out while it was prepared: skipped from the beginning, and listed as such."""
    return tuple(
        Decision.model_validate({
            "id": f"left-out-{name}", "at": 0, "role": "facilitator", "action": "skip_inject", "inject": name,
        })
        for name in names
    )  # fmt: skip


def played_of(settings: Mapping[str, Any], bundle: Bundle) -> Played:
    """The runs of an exercise, by what it was set up with."""
    said = {"played": "taken", "absent": "absent"}
    seats = {role: said[seat] for role, seat in settings["seats"].items() if seat in said}
    before = kept_back(bundle) if settings["mode"] == "tabletop" else ()
    before = (*before, *left_out(settings.get("left_out", ())))
    discussion = is_discussion(settings)
    return Played(bundle, int(settings["seed"]), settings["set_values"], seats, before, discussion=discussion)
