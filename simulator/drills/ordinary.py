"""How ordinary a card is: how often it takes longer than the other cards, over a few paired runs.

What only the version draws is drawn anew in every run, the same for all cards, so that no card is harder for what a
threat happens to do (promise 5). A handful of runs is a rough guide, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.drills.cards import Card
from simulator.model.bundle import Bundle
from simulator.sweeps.arms import Arm
from simulator.sweeps.pool import play_all

Time = float | None
"""Seconds until the protocol was complete; None where it was not before the end."""
MEASURES = {
    "completion_s": "the time until all is done",
    "time_to_secured_90_s": "the time until nine in ten are behind doors that hold",
    "time_to_secured_50_s": "the time until half are behind doors that hold",
}
"""What cards are compared by: the first of these that any run has."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A card took longer in `longer` of `compared` comparisons (a tie is half), over `runs` versions of each.

    In `alike` of them both took as long, or neither was ever done.
    """

    longer: float
    compared: int
    runs: int
    by: str = MEASURES["completion_s"]
    alike: int = 0

    @property
    def of_ten(self) -> int:
        """Harder than so many of ten."""
        return round(10 * self.longer / self.compared)

    @property
    def words(self) -> str:
        """`Harder than about 8 of 10 other cards ...`."""
        return f"{self.short} other cards of this scenario, {self.how}"

    @property
    def short(self) -> str:
        """`Harder than about 8 of 10`, or `As hard as most`; what is alike is said where there is much of it."""
        harder = round(10 * (self.longer - self.alike / 2) / self.compared)
        as_hard = round(10 * self.alike / self.compared)
        if as_hard == 10:
            return "As hard as the"
        if harder + as_hard == 0:
            return "Easier than the"
        if as_hard == 0:
            return "Harder than the" if harder == 10 else f"Harder than about {harder} of 10"
        more = f"harder than about {harder} of 10 and " if harder else ""
        return f"{more}as hard as about {as_hard} of 10".capitalize()

    @property
    def how(self) -> str:
        """By what, and from how many runs."""
        return f"by {self.by} ({self.runs} paired runs of each card: a rough guide)"


def compare(
    bundle: Bundle, cards: Sequence[Card], others: Sequence[Card] = (), runs: int = 3,
    progress: Callable[[str], None] | None = None, jobs: int | None = None,
) -> dict[int, Ordinary]:  # fmt: skip
    """Each card, by number, against all other cards and `others`; empty where there is nothing to compare.

    `jobs` workers, by default as many as there are cores.

    A scenario in which no run is ever complete has no such measure.
    """
    every = [*cards, *(one for one in others if all(one.settings != card.settings for card in cards))]
    if len(every) < 2 or runs < 1:
        return {}
    arms = [Arm(bundle, card.settings) for card in every]
    tasks = [(place, version) for version in range(1, runs + 1) for place in range(len(every))]
    found = {(one.arm, one.seed): one.metrics for one in play_all(arms, tasks, jobs=jobs, progress=_told(progress))}
    measure = _that_tells_most(found)
    if measure is None:
        return {}
    times = [[found[place, version][measure] for version in range(1, runs + 1)] for place in range(len(every))]
    return {card.number: _against(times, index, MEASURES[measure]) for index, card in enumerate(cards)}


def _that_tells_most(found: Mapping[tuple[int, int], Mapping[str, Time]]) -> str | None:
    """The first measure that most runs have, else the one that the most have; None where none has any."""
    has = {name: sum(one[name] is not None for one in found.values()) for name in MEASURES}
    common = next((name for name, many in has.items() if many * 2 > len(found)), None)
    return common or (max(has, key=lambda name: has[name]) if any(has.values()) else None)


def _told(progress: Callable[[str], None] | None) -> Callable[[int, int, float], None] | None:
    if progress is None:
        return None
    return lambda done, of, left_s: progress(f"Comparing cards, run {done} of {of}, about {left_s:.0f} s to go")


def _against(times: Sequence[Sequence[Time]], mine: int, by: str) -> Ordinary:
    others = [one for index, one in enumerate(times) if index != mine]
    longer = sum(_longer(a, b) for other in others for a, b in zip(times[mine], other, strict=True))
    alike = sum(a == b for other in others for a, b in zip(times[mine], other, strict=True))
    return Ordinary(longer, sum(map(len, others)), len(times[mine]), by, alike)


def _longer(mine: Time, other: Time) -> float:
    """1 where the first took longer, a half where both took as long; never done is longest."""
    if mine == other:
        return 0.5
    if mine is None:
        return 1.0
    return 0.0 if other is None else float(mine > other)
