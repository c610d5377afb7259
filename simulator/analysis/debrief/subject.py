"""What a debrief is about: a run up to the end of play, the plan that it is held against, and who decided what.

Everything that the other files here show is worked out from a `Subject` alone. Rows of the log keep the number of
their line in events.jsonl, so that whatever is said can be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from simulator.analysis.chain import dated
from simulator.analysis.exposure import Exposure, exposures
from simulator.analysis.knowledge import called
from simulator.analysis.metrics import metrics
from simulator.analysis.securing import heard_by_some
from simulator.analysis.state import Passing, passings
from simulator.analysis.words import clock
from simulator.model.events import Row
from simulator.model.response import Response, Step
from simulator.model.run import Run

Provenance = Literal["stated", "simulated", "observed", "assumed", "set_by_room"]
KEPT = ("kept-", "left-out-")
"""How the decisions begin by which an exercise keeps back or takes out messages at 00:00 by itself."""
ACTS: Mapping[str, tuple[str, ...]] = {
    "announced": ("announce", "correct_announcement"), "call_placed": ("call_911", "press_panic"),
    "command": ("establish_command", "transfer_command"), "unified_command": ("unify_command",),
    "ccp_opened": ("open_ccp",), "dispatched": ("dispatch",), "reunification_opened": ("open_reunification",),
}  # fmt: skip
"""Rows that are an act itself, with the actions that they are; what else follows from an act is simulated."""
ESCAPED = re.compile(r"\\([\\`*\[\]<>|])")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision of a log: the number of its entry, its provenance, and the words that were typed with it."""

    by: Provenance = "stated"
    seq: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Subject:
    """`run` ends where play ended; `recorded` holds the decisions by id, empty where the plan alone played.

    `whole` is the log as it was written, `run` is it without what a tabletop kept back by itself.
    """

    whole: Run = field(repr=False)
    response: Response | None = field(default=None, repr=False)
    recorded: Mapping[str, Recorded] = field(default_factory=dict)

    @cached_property
    def run(self) -> Run:
        """The run without the rows that only say that a message was kept back from the beginning."""
        return replace(self.whole, rows=tuple(row for row in self.whole.rows if not _is_kept(row)))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """The line of events.jsonl (from 1) of each row, by the row's identity."""
        return {id(row): number for number, row in enumerate(self.whole.rows, 1)}

    def number_of(self, row: Row | None) -> int | None:
        """The line of events.jsonl (from 1) that a row is."""
        return None if row is None else self.numbers.get(id(row))

    @cached_property
    def steps(self) -> list[Passing]:
        """Everybody's steps before the end."""
        return [step for step in passings(self.run.rows) if step.t_ms < self.run.until_ms]

    @cached_property
    def measured(self) -> dict[str, Any]:
        """The measures of the whole run up to the end."""
        return metrics(self.whole)

    @cached_property
    def exposure(self) -> Exposure:
        """Who was exposed, and for how long, by person and by space."""
        return exposures(self.run, self.steps)

    @cached_property
    def times(self) -> dict[str, int]:
        """The instant of each step of the chain that came about (ms)."""
        return dated(self.run, self.measured)

    @cached_property
    def by_kind(self) -> Mapping[str, list[Row]]:
        """The rows of each kind, in order."""
        found: dict[str, list[Row]] = {}
        for row in self.run.rows:
            found.setdefault(row[1], []).append(row)
        return found

    def rows(self, *kinds: str) -> list[Row]:
        """The rows of some kinds, those of one kind after those of another."""
        return [row for kind in kinds for row in self.by_kind.get(kind, ())]

    def first(self, kind: str) -> Row | None:
        """The first row of a kind."""
        return next(iter(self.by_kind.get(kind, ())), None)

    @cached_property
    def plan_steps(self) -> tuple[Step, ...]:
        """The steps of the response plan for the hazards of this scenario, as the scenario changes them."""
        return tuple(_in_force(self.run, self.response))

    @cached_property
    def order_row(self) -> Row | None:
        """The announcement that gave the plan's own order for the hazard; without one, the first order at all."""
        heard = [row for row in self.rows("announced") if heard_by_some(row)]
        own = (row for row in heard if self.run.order in (None, row[3]))
        return next(own, next(iter(heard), None))

    # ---- in words ----------------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def called(self, who: str) -> str:
        """What people call a role, a unit, a party or a 911 centre: `the Principal`, `the class of Grade 2 (108)`."""
        if who not in self._names:
            self._names[who] = plain(called(self.run, who))
        return self._names[who]

    def said(self, t_ms: int) -> str:
        """An instant as the room says it: `10:44:30`."""
        return clock(self.run.scenario, max(0, t_ms))

    def decided_by(self, row: Row) -> Recorded | None:
        """The recorded decision that a row follows from."""
        cause = row[2]
        if cause is None:
            return None
        known = self.recorded.get(cause)
        if known is None and row[1] == "done" and row[6] == "decision":
            return Recorded()
        return known

    def provenance(self, row: Row | None) -> Provenance:
        """Where the time of a row comes from."""
        recorded = None if row is None else self.decided_by(row)
        if row is None or recorded is None:
            return "simulated"
        is_act = row[1] == "done" or self._actions.get(row[2]) in ACTS.get(row[1], ())
        return recorded.by if is_act or recorded.by == "set_by_room" else "simulated"

    @cached_property
    def _actions(self) -> Mapping[str | None, str]:
        """The action of each cause."""
        return {row[2]: row[4] for row in reversed(self.rows("done"))}


def plain(words: str) -> str:
    """Words that were made fit for Markdown, as they are: pages put text in as text."""
    return ESCAPED.sub(r"\1", words)


def _is_kept(row: Row) -> bool:
    return bool(row[2] is not None and row[2].startswith(KEPT) and row[0] == 0)


def _in_force(run: Run, response: Response | None) -> Iterator[Step]:
    scenario = run.scenario
    changes = {change.step: change for change in scenario.plan_changes}
    for hazard in dict.fromkeys((scenario.hazard, *scenario.also)):
        if response is not None and hazard in response.hazards:
            for step in response.hazards[hazard].steps:
                yield changes[step.id].applied(step) if step.id in changes else step
