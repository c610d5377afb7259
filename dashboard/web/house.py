"""The server's one house: the exercises that are open, and who may come in by which door.

Pages (threads of Streamlit) and routes (the event loop) meet here; everything may be called from any thread.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from dashboard.web.debrief_looks import Looks
from dashboard.web.ports import Choice, Exercise, Joined, Live, Seat
from simulator.errors import NotFound, Refused
from simulator.live.codes import Guesses, is_passcode

PREFIX = "exercise:"
NAME = re.compile(r"[\w.-]{1,100}")
PAGES = {
    "facilitator": "/run", "participant": "/seat", "evaluator": "/evaluate", "observer": "/observer",
    "projector": "/projector",
}  # fmt: skip
"""The page of each kind of seat."""
WRONG = "No exercise that is open here has this code. Look at the facilitator's screen, and type it again."


def wall_ms() -> int:
    """Room time now, in Unix milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat in its exercise."""

    exercise: Exercise
    seat: Seat
    token: str


@dataclass
class House:
    """Everything the server has open.

    `address` is how other machines reach it, `lan` whether they can; `passcode` is the facilitator's, hashed. `reached`
    are the addresses that have opened the room check's page, and when.
    """

    live: Live
    address: str = "http://localhost:8501"
    lan: bool = False
    passcode: Mapping[str, str] | None = None
    now_ms: Callable[[], int] = wall_ms
    guesses: Guesses = field(default_factory=Guesses)
    looks: Looks = field(default_factory=Looks)
    reached: dict[str, int] = field(default_factory=dict)
    _open: dict[str, Exercise] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def exercise(self, stream: str) -> Exercise:
        """The open exercise of a stream, opened when first asked for. Raises SimulatorError in words."""
        with self._lock:
            if stream not in self._open:
                self._open[stream] = self.live.open(stream)
            return self._open[stream]

    def create(self, scenario: str, settings: Mapping[str, Any]) -> Exercise:
        """Open a new exercise of a scenario, HELD."""
        made = self.live.create(scenario, settings, self.now_ms())
        with self._lock:
            return self._open.setdefault(made.stream, made)

    def open_draft(self, draft: Any, *, rehearsal: bool = False) -> Exercise:
        """Open the exercise of a draft, or a dry run of it, HELD. Raises SimulatorError in words."""
        made = self.live.open_draft(draft, self.now_ms(), rehearsal=rehearsal)
        with self._lock:
            return self._open.setdefault(made.stream, made)

    def reached_by(self, address: str) -> None:
        """A phone has opened the room check's page; the latest hundred are remembered."""
        with self._lock:
            self.reached[address] = self.now_ms()
            while len(self.reached) > 100:
                self.reached.pop(next(iter(self.reached)))

    def fork(self, stream: str) -> Exercise:
        """Go on with a copy of an exercise that another version of Hotwash began."""
        made = self.live.fork(stream, self.now_ms())
        with self._lock:
            return self._open.setdefault(made.stream, made)

    def placed(self, ticket: str) -> Placed | None:
        """Who sits with this ticket, `NAME.TOKEN`; None where nobody does."""
        name, _, token = ticket.rpartition(".")
        if not token or not NAME.fullmatch(name):
            return None
        try:
            exercise = self.exercise(PREFIX + name)
            return Placed(exercise, exercise.seat(token), token)
        except (NotFound, Refused):
            return None

    def join(self, code: str, role: str | None, name: str | None, address: str) -> Joined | Choice:
        """Take a seat by its code: its ticket, or the roles to choose from.

        Raises Refused, in words, for a wrong code, a role that cannot be taken, and for guessing too fast.
        """
        self._may_guess(address)
        opened = self.live.opened_by(code)
        self._guessed(address, opened is not None)
        if opened is None:
            raise Refused(WRONG)
        stream, kind = opened
        exercise = self.exercise(stream)
        if kind == "participant" and role is None:
            return Choice(self.live.roles(exercise))
        return self._seated(exercise, kind, role if kind == "participant" else None, name)

    def facilitate(self, stream: str) -> str:
        """A new ticket for the facilitator's desk; whoever may have one was asked before."""
        return self._seated(self.exercise(stream), "facilitator", None, None).ticket

    def _seated(self, exercise: Exercise, kind: str, role: str | None, name: str | None) -> Joined:
        token, seat = exercise.sit(kind, f"sit-{token_hex(8)}", self.now_ms(), role=role, name=name)
        return Joined(f"{exercise.stream.removeprefix(PREFIX)}.{token}", seat.kind)

    def let_in(self, typed: str, address: str) -> bool:
        """Whether this is the facilitator's passcode. Raises Refused for guessing too fast."""
        self._may_guess(address)
        right = is_passcode(self.passcode, typed)
        self._guessed(address, right)
        return right

    def _may_guess(self, address: str) -> None:
        with self._lock:
            wait_ms = self.guesses.wait_ms(address, self.now_ms())
        if wait_ms > 0:
            raise Refused(f"That was wrong too often. Wait {-(-wait_ms // 1000)} seconds, then try again.")

    def _guessed(self, address: str, right: bool) -> None:
        with self._lock:
            if right:
                self.guesses.right(address)
            else:
                self.guesses.wrong(address, self.now_ms())


def url_of(kind: str, ticket: str) -> str:
    """The address of a seat's page on this server."""
    return f"{PAGES[kind]}?seat={ticket}"


class _Current:
    house: House | None = None


def set_house(house: House) -> None:
    """Make this the house that Streamlit's pages find."""
    _Current.house = house


def the_house() -> House:
    """The house that this process serves."""
    if _Current.house is None:
        raise RuntimeError("no server is running in this process")
    return _Current.house
