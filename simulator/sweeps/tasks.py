"""What a worker does: it is given the arms once, and then plays one version of one of them after another."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from simulator import __version__
from simulator.analysis.metrics import metrics
from simulator.engine.run import run
from simulator.errors import InvalidFile, Refused
from simulator.sweeps.arms import Arm, Outcome, shown

T = TypeVar("T")
Task = tuple[int, int]
"""The place of an arm in the list of arms, and the exercise version (seed)."""
Player = Callable[[Sequence[Arm], int, int], T]
"""Plays one task and says what it came to: a function at the top of a module, for workers are told its name."""

_KEPT: dict[str, tuple[Arm, ...]] = {}
_MOST_KEPT = 4


def keep(digest: str, arms: bytes, version: str) -> None:
    """Keep arms for the tasks to come. Raises Refused where the worker has another version of the program."""
    if version != __version__:
        raise Refused(f"a worker has Hotwash {__version__}, this is {version}; runs of the two cannot be compared")
    if digest not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[digest] = pickle.loads(arms)


def begin(digest: str, arms: bytes, version: str) -> None:
    """Begin as a worker: keep the arms, and end without a word on Ctrl-C, which reaches all at once."""
    with suppress(ValueError):  # only a main thread may say so
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    keep(digest, arms, version)


def play_kept(player: Player[T], digest: str, tasks: Sequence[Task]) -> list[T]:
    """Play versions of the arms that were kept under this digest."""
    return [player(_KEPT[digest], *task) for task in tasks]


def play(arms: Sequence[Arm], place: int, seed: int) -> Outcome:
    """Play one version of an arm and measure it.

    Raises Refused, naming the version alone, where its draw makes the scenario invalid: the draw is not for showing.
    """
    arm = arms[place]
    try:
        played = run(arm.bundle, seed, arm.decisions, set_values=arm.set_values, seats=arm.seats)
    except InvalidFile:
        raise Refused(
            f"exercise version {seed} makes the scenario invalid; hotwash run --seed {seed} says why"
        ) from None
    ids = {one.id for one in arm.decisions}
    return Outcome(
        place, seed, shown(arm.bundle, played.draw), numbers(metrics(played)), len(arm.decisions),
        sum(row[1] == "refused" and row[3] in ids for row in played.rows),
    )  # fmt: skip


def numbers(measured: dict[str, Any]) -> dict[str, float | int | None]:
    """The measures that are one number, or null; what is counted by exit stays with the single run."""
    return {name: value for name, value in measured.items() if value is None or isinstance(value, int | float)}
