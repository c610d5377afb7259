"""A planned drill (`hotwash.drill/1`), the rows of rules it is checked against, and what a real drill came to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import Field, model_validator

from simulator.model.hazard import Hazard
from simulator.model.noun import ClockMs, Id, Noun, Text, twice

DrillType = Literal["seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale"]
DISCUSSION: frozenset[str] = frozenset({"seminar", "workshop", "tabletop", "game"})
"""Types of exercise in which people talk; in the others they act."""
GradeBand = Literal["preschool", "K-2", "3-5", "6-8", "9-12", "adult"]
Sensory = Literal[
    "role_players", "props", "gunfire_sounds", "simulated_injury", "alarm_sound", "loud_sounds", "lights", "smoke"
]
"""What people in a drill see, hear or smell that is not part of an ordinary day."""
NoticeSays = Literal["date", "content", "tone"]
ABOUT_A_PERSON: frozenset[str] = frozenset({"armed_assailant", "intruder", "visitor", "disturbance"})
"""Hazards in which somebody is feared."""
ACTED: frozenset[str] = frozenset({"role_players", "props", "gunfire_sounds", "simulated_injury"})
"""Effects that act violence out."""


class EarlierDrill(Noun):
    """When a drill was held before."""

    date: dt.date
    clock_ms: ClockMs | None = Field(default=None, alias="clock")


class Drill(Noun):
    """A drill as it is planned. What is left out has not been said: that is not the same as no.

    `pupils_present`: pupils take part. `effects`: what will be seen, heard or smelled on purpose; leaving it out says
    that there is nothing of the kind. `options_based`: people choose between running, hiding and defending.
    """

    format: Literal["hotwash.drill/1"] = "hotwash.drill/1"
    title: Text = ""
    hazard: Hazard
    type: DrillType = "tabletop"
    jurisdiction: Id | None = None
    grades: Text | None = None
    band: GradeBand | None = None
    matched_to_grade: bool | None = None
    pupils_present: bool = False
    date: dt.date | None = None
    clock_ms: ClockMs | None = Field(default=None, alias="clock")
    announced: bool | None = None
    effects: tuple[Sensory, ...] = ()
    effects_told: bool | None = None
    notice_on: dt.date | None = None
    notice_says: tuple[NoticeSays, ...] = ()
    responders_told: bool | None = None
    mental_health_contact: Text | None = None
    discussed_before: bool | None = None
    lockdown_before: bool | None = None
    options_based: bool = False
    opt_out: bool | None = None
    accommodations: bool | None = None
    debrief: bool | None = None
    feedback_tracked: bool | None = None
    earlier: tuple[EarlierDrill, ...] = ()

    @model_validator(mode="after")
    def _notice_first(self) -> Drill:
        if self.date is not None and self.notice_on is not None and self.notice_on > self.date:
            raise ValueError("notice_on lies after date: notice is given before the drill")
        return self


def facts(drill: Drill) -> dict[str, Any]:
    """What the rules ask about a drill, each by the name that a row uses; None is what nobody has said."""
    notice = (drill.date - drill.notice_on).days if drill.date and drill.notice_on else None
    same = any(
        one.date.weekday() == drill.date.weekday() or (one.clock_ms is not None and one.clock_ms == drill.clock_ms)
        for one in drill.earlier
        if drill.date is not None
    )
    return {
        "operations": drill.type not in DISCUSSION,
        "active_threat": drill.hazard == "armed_assailant" or drill.options_based or bool(ACTED & {*drill.effects}),
        "about_a_person": drill.hazard in ABOUT_A_PERSON,
        "pupils_present": drill.pupils_present,
        "options_based": drill.options_based,
        "sensory": bool(drill.effects),
        **{effect: effect in drill.effects for effect in get_args(Sensory)},
        "announced": drill.announced,
        "effects_told": drill.effects_told,
        "matched_to_grade": drill.matched_to_grade,
        "grade_known": drill.band is not None or bool((drill.grades or "").strip()) or None,
        "notice_days": notice,
        "notice_says_all": set(drill.notice_says) == set(get_args(NoticeSays)) if drill.notice_says else None,
        "responders_told": drill.responders_told,
        "mental_health_contact": bool((drill.mental_health_contact or "").strip()) or None,
        "discussed_before": drill.discussed_before,
        "lockdown_before": drill.lockdown_before,
        "opt_out": drill.opt_out,
        "accommodations": drill.accommodations,
        "debrief": drill.debrief,
        "feedback_tracked": drill.feedback_tracked,
        "same_day_or_time": same,
    }


FACTS: tuple[str, ...] = tuple(facts(Drill(hazard="fire")))
"""Every name that a row of rules can ask about."""
Grade = Literal["refuse", "warn"]
Wanted = bool | int
"""What a fact should be: yes, no, or at least a number."""


class Rule(Noun):
    """One row: where it holds (`when`), what must then be so (`needs`), and what follows where it is not.

    `broken` is the answer where a need is plainly not met, `unsaid` where nobody has said. A row with a `jurisdiction`
    holds in full there; elsewhere it warns. `checked_on` is when a person last read the source's current text.
    """

    id: Id
    check: Text
    jurisdiction: Id | None = None
    when: dict[str, bool] = {}
    needs: dict[str, Wanted] = Field(min_length=1)
    broken: Grade = "refuse"
    unsaid: Grade | None = "warn"
    why: Text
    source: Text
    right: Text
    checked_on: dt.date | None = None
    confidence: Literal["low", "medium", "high"] = "low"

    @model_validator(mode="after")
    def _known_facts(self) -> Rule:
        unknown = [name for name in (*self.when, *self.needs) if name not in FACTS]
        if unknown:
            raise ValueError(f"there is no fact {unknown[0]!r} about a drill; there are: {', '.join(FACTS)}")
        return self


class Rules(Noun):
    """A file of rows: `hotwash.rules/1`."""

    format: Literal["hotwash.rules/1"]
    title: Text
    rows: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Rules:
        if (name := twice(row.id for row in self.rows)) is not None:
            raise ValueError(f"rows: two are called {name!r}")
        return self


Measured = Literal["total", "order", "lock", "leave", "note"]
"""What a line of a results file measured.

total: from the start to everybody done. order: from recognising to the first word of the announcement. lock: from the
order to one door locked and people out of sight. leave: from the alarm until the last of one room sets off.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a results file: what was measured in a real drill, where, in seconds; a note has words instead."""

    line: int
    drill: str
    what: Measured
    where: str | None
    seconds: float | None
    note: str = ""
