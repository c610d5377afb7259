"""What the debrief page can be about: an exercise of the store, a single run of a scenario, or a drill card's run."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from dashboard.web.house import PREFIX, House
from simulator import session
from simulator.analysis.places import person_marks
from simulator.errors import Refused
from simulator.live.views.plan import drawing

if TYPE_CHECKING:
    from simulator.debriefing import Debrief

MOST_DEBRIEFS = 4
"""How many debriefs of one subject are kept: both courses, as far as the log had come before and as far as it is."""


@dataclass(eq=False)
class _Debriefed:
    """Everything that can be asked of a subject follows from its debriefs, which are kept."""

    ended: threading.Event = field(default_factory=threading.Event)
    _kept: OrderedDict[tuple[object, str], Debrief] = field(default_factory=OrderedDict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def stamp(self) -> object:
        """What is looked at does not change."""
        return 0

    def _made(self, course: str) -> Debrief:
        raise NotImplementedError

    def _of(self, course: str) -> Debrief:
        with self._lock:
            key = (self.stamp, course)
            if key not in self._kept:
                self._kept[key] = self._made(course)
                while len(self._kept) > MOST_DEBRIEFS:
                    self._kept.popitem(last=False)
            return self._kept[key]

    def debrief(self, course: str) -> dict[str, Any]:
        """The page's data."""
        return self._of(course).data

    def ranges(self, course: str) -> dict[str, Any]:
        """8 of 10 runs, by step of the chain (ms)."""
        return session.debrief_ranges(self._of(course), progress=self._told)

    def warned(self, course: str) -> dict[str, Any]:
        """What is shown after a warning only."""
        found = self._of(course)
        marks = person_marks(found.matter.subject.run)
        return {"heat": found.data["heat"], "person": [{"t_ms": t_ms, "space": space} for t_ms, space in marks]}

    def why(self, course: str, party: str, t_ms: int) -> list[str]:
        """Choices, options and margins in sentences. Raises NotFound."""
        return session.debrief_why(self._of(course), party, t_ms)

    def what_if(self, course: str, seq: int, move_to_ms: int | None) -> dict[str, Any]:
        """One decision moved, or left out. Raises Refused."""
        drop = move_to_ms is None
        found = session.debrief_what_if(self._of(course), seq, move_to_ms=move_to_ms, drop=drop, progress=self._told)
        return found.data

    def _told(self, done: int, of: int, rest_s: float) -> None:
        """Many versions are played as long as the server lives."""
        if self.ended.is_set():
            raise Refused("the server is being ended")

    def replay(self, course: str) -> bytes:
        """The keyframes."""
        return session.debrief_replay(self._of(course))

    def plan(self) -> dict[str, Any]:
        """The plan's lines."""
        return drawing(self._of("as_shown").matter.subject.run.plan)


@dataclass(eq=False)
class ExerciseSubject(_Debriefed):
    """An exercise; under way it is told as far as it is."""

    exercise: Any = None
    now_ms: Callable[[], int] = lambda: 0

    @property
    def stamp(self) -> object:
        """Grows with the log."""
        return self.exercise.core().seq

    def _made(self, course: str) -> Debrief:
        as_meant: Literal["as_shown", "as_corrected"] = "as_corrected" if course == "as_corrected" else "as_shown"
        return session.debrief_of_exercise(self.exercise, as_meant, self.now_ms())


@dataclass(frozen=True)
class RunMeant:
    """A single run by what it was asked for with: its scenario, version, decisions file, and variables set."""

    scenario: str
    version: int = 1
    decisions: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    card: bool = False


@dataclass(eq=False)
class RunSubject(_Debriefed):
    """A single run, or with `card` a drill card's: played once, when first asked for."""

    meant: RunMeant = field(default_factory=lambda: RunMeant(""))

    def _made(self, course: str) -> Debrief:
        meant = self.meant
        bundle = session.load_scenario(meant.scenario)
        decisions = session.load_decisions(meant.decisions, bundle) if meant.decisions else ()
        seats = session.seats_in(meant.decisions, bundle) if meant.decisions else {}
        values = session.understood(bundle, dict(meant.values))
        run = session.run(bundle, meant.version, decisions, set_values=values, seats=seats)
        return session.debrief_of_run(
            run, bundle, kind="drill" if meant.card else "run", decisions=decisions, seats=seats, set_values=values
        )


def exercise_look(house: House, stream: str, seat: str | None) -> str:
    """The key of a look at an exercise, with the links of a page that was opened from that seat.

    Raises SimulatorError where there is no such exercise.
    """
    exercise = house.exercise(stream)
    query = {"exercise": stream.removeprefix(PREFIX)} | ({"seat": seat} if seat else {})
    links = {"report": f"/report?{urlencode(query)}"}
    links["back"] = f"/hotwash?{urlencode({'seat': seat})}" if seat else f"/?{urlencode(query)}"
    ended = house.looks.ended
    return house.looks.lay_down(
        (stream, seat), lambda: ExerciseSubject(exercise=exercise, now_ms=house.now_ms, ended=ended), links
    )


def run_look(house: House, meant: RunMeant, links: Mapping[str, str]) -> str:
    """The key of a look at a single run or a card's. It is played now: raises SimulatorError in words."""
    key = house.looks.lay_down(meant, lambda: RunSubject(meant=meant, ended=house.looks.ended), links)
    look = house.looks.find(key)
    assert look is not None
    look.subject.debrief("as_shown")
    return key
