"""The clock: where scenario time stands at any instant of room time, as the log says it.

It is a function of the log and of the wall's time alone. A clock that was MOVING when the server died therefore goes on
by its log: it is as far as it would be, up to where it was to hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from simulator.model.exercise import Entry

BEFORE_MS = -1
"""Where scenario time stands before the exercise begins: nothing of the scenario has happened."""
ClockState = Literal["held", "moving", "stopped", "ended"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The clock at one instant: scenario time (ms), and until when it goes on by itself (None while it stands)."""

    t_ms: int
    state: ClockState
    to_ms: int | None = None
    rate: float = 1

    @property
    def started(self) -> bool:
        """Whether the exercise has begun."""
        return self.t_ms > BEFORE_MS


@dataclass(frozen=True, slots=True)
class Clock:
    """Since `wall_ms` of room time the clock goes from `t_ms` on to `to_ms` at `rate`, or, without `to_ms`, stands.

    `stopped`: a real emergency; `ended`: play is over. `began_wall_ms` is when the exercise began.
    """

    t_ms: int = BEFORE_MS
    wall_ms: int = 0
    to_ms: int | None = None
    rate: float = 1
    stopped: bool = False
    ended: bool = False
    began_wall_ms: int | None = None

    def at(self, wall_ms: int) -> Standing:
        """Where it stands at an instant of room time (Unix ms); a wall clock that was set back moves nothing back."""
        if self.ended or self.stopped:
            return Standing(self.t_ms, "ended" if self.ended else "stopped")
        if self.to_ms is None:
            return Standing(self.t_ms, "held")
        gone_ms = int(max(0, wall_ms - self.wall_ms) * self.rate)
        if self.t_ms + gone_ms >= self.to_ms:
            return Standing(max(self.t_ms, self.to_ms), "held")
        return Standing(self.t_ms + gone_ms, "moving", self.to_ms, self.rate)

    def wall_at(self, t_ms: int) -> int | None:
        """When a moving clock comes to an instant of scenario time; None where it does not."""
        if self.stopped or self.ended or self.to_ms is None or not self.t_ms < t_ms <= self.to_ms:
            return None
        return self.wall_ms + -int(-(t_ms - self.t_ms) // self.rate)

    def after(self, entry: Entry) -> Clock:
        """The clock once an entry is in the log."""
        match entry.kind:
            case "clock":
                return self._set(entry)
            case "stopped":
                return self._frozen(entry, bool(entry.payload["on"]), self.ended)
            case "ended":
                return self._frozen(entry, self.stopped, True)
            case "decision" if entry.t_ms > self.at(entry.wall_ms).t_ms:
                return self._pushed(entry)
        return self

    def _set(self, entry: Entry) -> Clock:
        said = entry.payload
        began = entry.wall_ms if self.began_wall_ms is None else self.began_wall_ms
        to_ms = said["to_ms"] if said["state"] == "moving" else None
        rate = said.get("rate", 1)
        return Clock(entry.t_ms, entry.wall_ms, to_ms, rate, self.stopped, self.ended, began)

    def _frozen(self, entry: Entry, stopped: bool, ended: bool) -> Clock:
        t_ms = max(entry.t_ms, self.at(entry.wall_ms).t_ms)
        return Clock(t_ms, entry.wall_ms, None, 1, stopped, ended, self.began_wall_ms)

    def _pushed(self, entry: Entry) -> Clock:
        """A decision takes effect a millisecond after what was shown: a clock that stands, stands there now."""
        to_ms = self.to_ms if self.at(entry.wall_ms).state == "moving" else None
        return Clock(entry.t_ms, entry.wall_ms, to_ms, self.rate, self.stopped, self.ended, self.began_wall_ms)


def clock_of(entries: Iterable[Entry]) -> Clock:
    """The clock as the log says it."""
    clock = Clock()
    for entry in entries:
        clock = clock.after(entry)
    return clock
