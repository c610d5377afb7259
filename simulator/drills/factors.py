"""A scenario's variables as a deck sees them: a few levels each, and only those that a trainer may choose.

Variables that reach what a threat, a visitor or a disturbance does are no factors: the version draws them (promise 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.engine.streams import quantities
from simulator.files import tainted
from simulator.model.bundle import Bundle
from simulator.model.distributions import AnyDistribution, Chance, Choice, Deck, Integer, Value
from simulator.model.draw import spelled
from simulator.sweeps.spelling import plain, spoken, times_meant, title

LOW_MID_HIGH = ("low", "mid", "high")
MIDDLES = (1 / 6, 1 / 2, 5 / 6)
"""Where in its range a number's low, middle and high third has its own middle."""
THIRDS = (1 / 3, 2 / 3)


@dataclass(frozen=True, slots=True)
class Level:
    """One thing that a variable can be on a card: its value, and where it stands for a third of a range, which.

    `below` is the value at which the next third begins; None for the highest, and for what is no range. `said` is the
    value as people say it, empty where nobody has asked.
    """

    value: Value
    name: str = ""
    below: float | None = None
    said: str = ""

    @property
    def text(self) -> str:
        """The value as `--set` takes it."""
        return spelled(self.value)

    @property
    def spoken(self) -> str:
        """The value as people say it: on cards, in tables and on the terminal alike; typed so, it is understood."""
        return self.said or self.text.removeprefix("@")


@dataclass(frozen=True, slots=True)
class Factor:
    """A variable that cards vary, with its levels."""

    name: str
    levels: tuple[Level, ...]

    @property
    def title(self) -> str:
        """What people call the variable."""
        return title(self.name)

    def level_of(self, text: str) -> int | None:
        """Which level a value stands for, as the scenario or as people spell it; None where it stands for none."""
        typed = text.strip()
        for index, level in enumerate(self.levels):
            if typed and (typed in (level.text, level.name) or plain(typed) in (plain(level.text), plain(level.said))):
                return index
        return self._answer(typed) if self._yes_no() else self._time(typed) if ":" in typed else self._third(typed)

    def _time(self, typed: str) -> int | None:
        """The level that a time stands for, however a spreadsheet has written it."""
        try:
            meant = times_meant(typed)
        except ValueError:
            return None
        said = [index for index, level in enumerate(self.levels) if ":" in level.said
                and times_meant(level.said)[0] in meant]  # fmt: skip
        if said or not self.levels[0].name:
            return said[0] if said else None
        low, high = (float(self.levels[at].value) for at in (0, -1))
        return self._third(str(next((one for one in meant if one <= 2 * high - low), meant[0])))

    def _yes_no(self) -> bool:
        return all(isinstance(level.value, bool) for level in self.levels)

    def _answer(self, typed: str) -> int | None:
        answer = {"yes": True, "true": True, "no": False, "false": False}.get(typed.lower())
        return next((index for index, level in enumerate(self.levels) if level.value is answer), None)

    def _third(self, typed: str) -> int | None:
        """The third of its range that a number lies in, where the levels are thirds."""
        try:
            number = float(typed)
        except ValueError:
            return None
        if not self.levels[0].name:
            return None
        return next(i for i, level in enumerate(self.levels) if level.below is None or number < level.below)


def factors_of(bundle: Bundle) -> tuple[Factor, ...]:
    """The variables of a scenario that cards vary, in the order of the file; what can only be one thing is none."""
    drawn = tainted(bundle.tree, bundle.slots)
    named = bundle.scenario.variables.items()
    found = (Factor(name, _said(bundle, name, levels_of(one))) for name, one in named if name not in drawn)
    return tuple(factor for factor in found if len(factor.levels) > 1)


def _said(bundle: Bundle, name: str, levels: Iterator[Level]) -> tuple[Level, ...]:
    """The levels with what people call them, where that tells them apart."""
    told = [replace(one, said=spoken(bundle, name, one.value)) for one in levels]
    same = len({one.said for one in told}) < len(told)
    return tuple(replace(one, said="") if same else one for one in told)


def levels_of(variable: AnyDistribution) -> Iterator[Level]:
    """What a variable can be on a card: each option; of a range of numbers its low, middle and high third."""
    match variable:
        case Choice():
            yield from (Level(option) for option, weight in variable.choice.items() if weight > 0)
        case Deck():
            yield from (Level(option) for option in dict.fromkeys(variable.deck))
        case Chance():
            yield from (Level(answer) for answer in variable.extremes())
        case Integer(integer=(low, high)):
            yield from _whole(low, high)
        case _:
            yield from _measured(variable)


def _whole(low: int, high: int) -> Iterator[Level]:
    if high - low < len(LOW_MID_HIGH):
        yield from (Level(float(number)) for number in range(low, high + 1))
        return
    count = high - low + 1
    ends = [low + count * third for third in THIRDS]
    for name, middle, below in zip(LOW_MID_HIGH, MIDDLES, (*ends, None), strict=True):
        yield Level(float(low + int(count * middle)), name, below)


def _measured(variable: AnyDistribution) -> Iterator[Level]:
    at = [_rounded(float(one)) for one in quantities(variable, np.array(MIDDLES))]  # type: ignore[arg-type]
    ends = [float(one) for one in quantities(variable, np.array(THIRDS))]  # type: ignore[arg-type]
    if len(set(at)) < len(at):
        yield from (Level(value) for value in dict.fromkeys(at))
        return
    for name, value, below in zip(LOW_MID_HIGH, at, (*ends, None), strict=True):
        yield Level(value, name, below)


def _rounded(value: float) -> float:
    """A number as people would choose it: whole where it is large, else to three digits."""
    return float(round(value)) if abs(value) >= 20 else float(f"{value:.3g}")
