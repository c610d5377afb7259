"""The messages of an exercise as the papers tell them: number, time, words, what they should draw, and what if not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.analysis.asked import asked
from simulator.analysis.expected import wanted_in_words
from simulator.analysis.words import clock, lasting, offset, one_line
from simulator.files.msel_when import condition_in_words
from simulator.files.words import trigger_in_words
from simulator.live.messages import MessageAt, Sort, messages_at
from simulator.live.words import title_of, titles_of, via_of
from simulator.model.actions import Act, Expectation
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject
from simulator.model.response import Step
from simulator.model.run import Run
from simulator.rules.answers import same_task

LONGEST_TEXT, MOST_BREAKS = 2_000, 12
MARKED = re.compile(r"\\([\\`*\[\]<>|])")
WHO = {
    "first_to_know": "Whoever knows first", "each_teacher": "Each teacher", "each_staff": "Each member of staff",
    "nearest_staff": "The nearest member of staff", "first_officer": "The first officer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """An action that a message should draw: what, and by when on the story's clock (empty where nobody knows)."""

    id: str
    words: str
    due: str
    objective: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One message. `t_ms`: when it comes if everybody acts by the plan (None: it does not then); `exact`: by the clock.

    `brings` says what brings it where that is not the clock, `out_ms` when it went out, where it has already,
    `guarded_out`: its condition was false in that course; `hangs_on` the expected action that has to be missing for it.
    """

    n: int
    id: str
    title: str
    sort: Sort
    module: str | None
    to: tuple[str, ...]
    to_words: str
    via: str
    from_: str
    controller: str
    text: str
    notes: str
    t_ms: int | None
    exact: bool
    clock: str
    brings: str
    guarded_out: bool
    out_ms: int | None
    wanted: tuple[Wanted, ...]
    plan_says: tuple[str, ...]
    objectives: tuple[str, ...]
    hangs_on: str | None

    @property
    def when(self) -> str:
        """`0:50 (10:42:50)`, `about 0:36 (10:42:36)`, or what brings it."""
        if self.t_ms is None:
            return self.brings or "when the facilitator decides"
        return f"{'' if self.exact else 'about '}{offset(self.t_ms)} ({self.clock})"


def told_messages(bundle: Bundle, by_plan: Run, now: Run, upto_ms: int, minutes: int) -> tuple[Told, ...]:
    """Every message with its number as on the desk; `by_plan` gives the times, `now` the words and what went out."""
    expected = _times(by_plan)
    guarded = {row[3] for row in by_plan.rows if row[1] == "inject_closed" and row[4] == "guard_false"}
    out = {row[3]: row[0] for row in reversed(now.rows) if row[1] == "inject_released" and row[0] <= upto_ms}
    found = messages_at(now, upto_ms, minutes)
    numbers = {one.id: one.n for one in found}
    return tuple(_told(bundle, by_plan, one, expected, guarded, out, numbers) for one in found)


def _times(run: Run) -> dict[str, int]:
    return {row[3]: row[0] for row in reversed(run.rows) if row[1] == "inject_released"}


def _told(
    bundle: Bundle, run: Run, one: MessageAt, times: Mapping[str, int], guarded: set[str], out: Mapping[str, int],
    numbers: Mapping[str, int],
) -> Told:  # fmt: skip
    inject, scenario = one.inject, run.scenario
    t_ms = None if one.sort == "only_if_needed" else times.get(one.id)
    return Told(
        n=one.n, id=one.id, title=one_line(one.title, 80), sort=one.sort, module=inject.module, to=inject.to,
        to_words=titles_of(scenario, inject.to), via=via_of(inject), from_=one_line(inject.from_ or "Controller", 40),
        controller=one_line(inject.controller or inject.from_ or "Controller", 40),
        text=_paragraphs((inject.text or inject.synopsis or "").strip()[:LONGEST_TEXT]),
        notes=one_line(inject.notes or "", 400),
        t_ms=t_ms, exact=inject.at_ms is not None or inject.at_clock_ms is not None,
        clock=clock(scenario, t_ms) if t_ms is not None else "", brings=_brings(bundle, run, inject, numbers),
        guarded_out=one.id in guarded, out_ms=out.get(one.id),
        wanted=tuple(_wanted(run, wanted, t_ms) for wanted in inject.expect),
        plan_says=tuple(dict.fromkeys(_plan_says(bundle, run, inject))), objectives=inject.objectives,
        hangs_on=inject.unless.expect if inject.unless is not None else None,
    )  # fmt: skip


def _paragraphs(words: str) -> str:
    """Typed words with their line breaks, unless there are so many that no slip could hold them."""
    return words if words.count("\n") <= MOST_BREAKS else " ".join(words.split())


def _wanted(run: Run, wanted: Expectation, t_ms: int | None) -> Wanted:
    due = clock(run.scenario, t_ms + wanted.within_ms) if t_ms is not None else ""
    return Wanted(wanted.id, unmarked(wanted_in_words(run, wanted)), due, wanted.objective)


def unmarked(words: str) -> str:
    """Words that were made safe for Markdown, as they were typed."""
    return MARKED.sub(r"\1", words)


def _brings(bundle: Bundle, run: Run, inject: Inject, numbers: Mapping[str, int]) -> str:
    """What brings a message that does not come by the clock, conditions in words."""
    if inject.at_ms is not None or inject.at_clock_ms is not None:
        return ""
    if inject.when is not None:
        return f"as soon as {condition_in_words(inject.when, bundle)}"
    unless = inject.unless
    if unless is not None and unless.expect is not None:
        return _if_not(run, unless.expect, numbers)
    words = trigger_in_words(inject.model_copy(update={"if_": None}), bundle)
    words = words.replace("(what ", "(").replace("(agency ", "(")
    at = f" ({clock(run.scenario, unless.by_ms)})" if unless is not None and unless.by_ms is not None else ""
    for name, number in numbers.items():
        words = words.replace(f"message {name}", f"message {number}") if words.endswith(f"message {name}") else words
    return f"{words}{at}"


def _if_not(run: Run, name: str, numbers: Mapping[str, int]) -> str:
    for inject in run.scenario.injects:
        for one in inject.expect:
            if one.id == name:
                after = f" of message {numbers[inject.id]}" if inject.id in numbers else ""
                return f"if this was not seen: {unmarked(wanted_in_words(run, one))}{after}"
    return "if what was expected was not seen"


def to_whom(one: Told) -> str:
    """`the Secretary, in person`."""
    return f"{one.to_words}, {one.via}" if one.via else one.to_words


def due_words(wanted: Wanted) -> str:
    """`The Secretary announces lockdown within 45 seconds, by 10:42:45`."""
    return f"{wanted.words}, by {wanted.due}" if wanted.due else wanted.words


# ---- what the plan says ----------------------------------------------------------------------------------------------


def _plan_says(bundle: Bundle, run: Run, inject: Inject) -> Iterator[str]:
    """The plan's steps that answer what a message asks for."""
    for step in plan_steps(bundle):
        if any(_answers(bundle, step, wanted) for wanted in inject.expect):
            yield step_in_words(bundle, run, step)


def plan_steps(bundle: Bundle) -> Iterator[Step]:
    """The steps of the response plan's annexes that are in force."""
    annexes = bundle.response.hazards if bundle.response is not None else {}
    for hazard in dict.fromkeys((bundle.scenario.hazard, *bundle.scenario.also)):
        if hazard in annexes:
            yield from annexes[hazard].steps


def step_in_words(bundle: Bundle, run: Run, step: Step) -> str:
    """`The Secretary calls 911 and says ..., within 30 seconds. Backup: Dean.`"""
    who = WHO.get(step.role) or f"The {title_of(run.scenario, step.role)}"
    return f"{who} {unmarked(asked(run, step))}, within {lasting(step.meant_ms)}.{_backup(bundle, run, step)}"


def _answers(bundle: Bundle, step: Step, wanted: Act) -> bool:
    return step.action == wanted.action and same_task(step, wanted, bundle.plan)


def _backup(bundle: Bundle, run: Run, step: Step) -> str:
    entry = bundle.response.roles.get(step.role) if bundle.response is not None else None
    names = [title_of(run.scenario, one) for one in entry.backup] if entry is not None else []
    return f" Backup: {', then '.join(names)}." if names else ""
