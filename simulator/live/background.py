"""Working out other courses beside an exercise: one process of the lowest priority, which ends with this one.

It never delays anything: whoever asks gets what is there, or nothing yet. A log that has grown makes what is under way
worthless, so it is dropped. While a clock moves, and a run takes long, nothing is begun.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock, Thread
from typing import IO, Any

from simulator.live.courses import Courses, fixed_values, other_seeds
from simulator.live.played import Decisions, Played

RUNS = 30
HEAVY_S = 0.8
"""A run that takes longer than this is not played while the clock moves."""
MOST_REST_S = 1.5
KEPT = 8
Ready = Callable[[], None]


class Background:
    """The other courses of one exercise, by its decisions."""

    def __init__(self, played: Played, runs: int = RUNS):
        self.played, self.number = played, runs
        self.each_s = 0.0
        self.ready: list[Ready] = []
        self._known: OrderedDict[str, Courses] = OrderedDict()
        self._door = Lock()
        self._wanted: tuple[str, Decisions] | None = None
        self._thread: Thread | None = None

    def of(self, decisions: Decisions, *, moving: bool) -> Courses | None:
        """The courses where they are there; else they are asked for, and `ready` is told when they are."""
        key = self.played.key(decisions)
        with self._door:
            if key in self._known:
                return self._known[key]
            self._wanted = None if moving and self.each_s > HEAVY_S else (key, decisions)
            if self._wanted is not None and self._thread is None:
                self._thread = Thread(target=self._work, name="hotwash-courses", daemon=True)
                self._thread.start()
        return None

    def _work(self) -> None:
        """Until nothing is wanted any more; a worker that cannot be started leaves the ranges out."""
        worker: Worker | None = None
        try:
            while (wanted := self._next()) is not None:
                worker = worker or Worker(self.played)
                found = self._played(worker, *wanted)
                if found is None:
                    continue
                with self._door:
                    self._known[wanted[0]] = found
                    while len(self._known) > KEPT:
                        self._known.popitem(last=False)
                for call in self.ready:
                    call()
        except (OSError, EOFError, pickle.PickleError):
            with self._door:
                self._thread = None
        finally:
            if worker is not None:
                worker.end()

    def _next(self) -> tuple[str, Decisions] | None:
        with self._door:
            wanted, self._wanted = self._wanted, None
            if wanted is None or wanted[0] in self._known:
                self._thread = None
                return None
            return wanted

    def _played(self, worker: Worker, key: str, decisions: Decisions) -> Courses | None:
        """The runs of some decisions, one after the other, with a rest after each; None once others are wanted."""
        times = []
        for seed in other_seeds(self.played.seed, self.number):
            with self._door:
                if self._wanted is not None and self._wanted[0] != key:
                    return None
            begun = time.monotonic()
            found = worker.times(seed, decisions)
            self.each_s = time.monotonic() - begun
            if found is not None:
                times.append(found)
            time.sleep(min(self.each_s, MOST_REST_S))
        return Courses(tuple(times))


class Worker:
    """A process that plays one run after another; it ends when its input does, also where this process is killed."""

    def __init__(self, played: Played):
        own: dict[str, Any] = {}
        if sys.platform == "win32":
            own["creationflags"] = subprocess.IDLE_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(
            [sys.executable, "-m", "simulator.live.background"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, **own,
        )  # fmt: skip
        values = fixed_values(played.run(()).draw)
        self._send((played.bundle, values, played.seats, played.before))

    def times(self, seed: int, decisions: Decisions) -> dict[str, int] | None:
        """When things come about in one run. None where that version cannot be played; raises EOFError where the
        process has ended."""
        self._send((seed, decisions))
        assert self._process.stdout is not None
        found: dict[str, int] | None = pickle.load(self._process.stdout)
        return found

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _send(self, thing: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(thing, self._process.stdin)
        self._process.stdin.flush()


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """The worker's side: play what is asked until the input ends."""
    from simulator.engine.run import run
    from simulator.errors import SimulatorError
    from simulator.live.courses import times_of

    bundle, values, seats, before = pickle.load(asked)
    while True:
        try:
            seed, decisions = pickle.load(asked)
        except EOFError:
            return
        try:
            found = times_of(run(bundle, seed, (*before, *decisions), set_values=values, seats=seats))
        except SimulatorError:
            found = None
        pickle.dump(found, answers)
        answers.flush()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(19)
    serve(sys.stdin.buffer, sys.stdout.buffer)
