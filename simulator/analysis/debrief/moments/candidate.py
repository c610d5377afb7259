"""A moment that a rule proposes: what to say, how much it matters, and where in the log and the building it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.analysis.debrief.planned import Planned
from simulator.analysis.debrief.subject import Provenance, Subject, plain
from simulator.analysis.deeds import deed
from simulator.analysis.disciplines import Discipline
from simulator.analysis.words import elapsed, sentence
from simulator.model.events import Row


@dataclass(frozen=True, slots=True)
class Candidate:
    """A short title and two sentences about conditions. `went_well` is something to keep.

    `rows` are the events that it rests on, `spaces`, `openings` and `units` what to mark on the plan.
    """

    rule: str
    discipline: Discipline
    weight: float
    from_ms: int
    to_ms: int
    title: str
    text: str
    provenance: tuple[Provenance, ...]
    rows: tuple[Row, ...] = ()
    spaces: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    went_well: bool = False

    def as_data(self, subject: Subject, number: int) -> dict[str, Any]:
        """As the page shows it."""
        events = [subject.number_of(row) for row in self.rows]
        return {
            "n": number, "from_ms": self.from_ms, "to_ms": self.to_ms, "said": subject.said(self.from_ms),
            "title": plain(self.title), "text": plain(self.text), "provenance": list(self.provenance),
            "rule": self.rule, "discipline": self.discipline, "went_well": self.went_well,
            "marks": {
                "events": [one for one in events if one is not None], "spaces": list(self.spaces),
                "openings": list(self.openings), "units": list(self.units),
            },
        }  # fmt: skip


@dataclass(frozen=True)
class Play:
    """What the rules look at: the subject, and its plan against its play."""

    subject: Subject
    plan: Mapping[str, Planned]

    def sources(self, *rows: Row | None) -> tuple[Provenance, ...]:
        """Where the times of some rows come from, each once; simulated where nothing else is said."""
        found = [self.subject.provenance(row) for row in rows if row is not None]
        return tuple(dict.fromkeys(found)) or ("simulated",)

    def who(self, name: str | None) -> str:
        """Whoever the log names, to begin a sentence with."""
        return "Somebody" if name is None else sentence(self.subject.called(name))


Rule = Callable[[Play], Iterable[Candidate]]
Found = Iterator[Candidate]


def far(ms: int, each_s: float, most: float) -> float:
    """How much a delay weighs: one for each so many seconds, up to a most."""
    return min(most, max(0.0, ms / 1000 / each_s))


def after(ms: int) -> str:
    """`at once`, or `1 minute 4 later`."""
    return "at once" if round(ms / 1000) <= 0 else f"{elapsed(ms)} later"


SIGNALS = {
    "recognised": "It was understood", "unaccounted": "Somebody was missed", "challenged": "The visitor was spoken to",
    "visitor_at_door": "A visitor was at the door", "alarm": "The alarm sounded", "arrived": "The first unit was there",
    "dispatched": "Units were sent", "threat_moved": "The person moved on", "threat_entered": "The person came in",
    "threat_ended": "The threat was over", "building_cleared": "The building was cleared",
    "hazard_ended": "It was over", "reunification_opened": "Reunification opened",
    "unified_command": "One command was shared",
}  # fmt: skip


def signal(play: Play, one: Planned | None) -> str:
    """What a step of the plan waits for, as something that came: `It was understood`, `Units were sent`."""
    if one is None:
        return "It began"
    on = one.step.on
    if on.order is not None:
        return f"“{sentence(on.order)}” was ordered"
    if on.step is not None:
        return _after_step(play, play.plan[on.step].row)
    return SIGNALS.get(on.event or "", "The plan's signal for it came")


def _after_step(play: Play, row: Row | None) -> str:
    """The act that a step of the plan follows, in words."""
    if row is None:
        return "The step before it was done"
    if row[1] == "announced":
        return f"“{sentence(row[3])}” had been spoken"
    return deed(play.subject.run, row).removesuffix(".").replace(": “", " “")
